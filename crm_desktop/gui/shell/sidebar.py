"""The sidebar: workspace, places, what is pinned, and at the foot the person and what is saved.

Made by the workspace view; folds to icons where the window is narrow. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.painted import CutLabel, Initials
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole, has_icon
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.sidebar_head import SidebarHead
from crm_desktop.gui.shell.spring import Springs
from crm_desktop.gui.shell.status_line import StatusLine

if TYPE_CHECKING:
    from crm_desktop.gui.shell.views.favourites import Favourites

WIDTH = 208
_WIDEST = 264  # with large letters
FOLDED_WIDTH = 52
_BESIDE_NAME = WIDTH - 144  # the icon, and the edges of its button
_BELOW_PLACES = 2
_AROUND_PERSON, _BELOW_ICONS = (8, 2, 8, 8), (4, 2, 4, 8)
_ICON = 18
_ROOM = 6  # and the 4 pixels of Qt between an icon and its words
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}


@dataclass(frozen=True)
class Place:
    """A page one can go to: its translated name and its icon. Those at the foot stand there in
    every arrangement."""

    name: str
    icon: str
    at_foot: bool = False


class Sidebar(QFrame):
    """``place_wanted`` gives the number of the place that was pressed."""

    place_wanted = Signal(int)

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = tuple(places)
        self._keys = ("",) * len(self._places)
        self._is_folded = False
        self._here = 0
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(self, kind="sidebar")
        self.setAccessibleName(_("Places"))
        self.head = SidebarHead(self)
        self._springs = Springs(self)
        self._group = QButtonGroup(self)  # one is checked, whoever its parent is
        self.buttons = [self._button(number, place) for number, place in enumerate(places)]
        self._shown = list(range(len(self._places)))
        self._favourites: Favourites | None = None
        self.status = StatusLine(self)
        self.user = Initials(measures.AVATAR, self)
        self.user_name = CutLabel(lambda theme: theme.faces.body_medium, parent=self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.head)
        self._layout.addWidget(self._make_places())
        self._layout.addStretch()
        self._layout.addWidget(self._make_foot())
        self.setFixedWidth(self._full_width())
        ThemeManager.instance().changed.connect(self._grow)
        self._grow()
        for number in range(len(self.buttons)):
            self._dress(number)
        self.show_place(0)

    @property
    def favourites(self) -> Favourites:
        """What is pinned, between places and foot; the first look does without it."""
        if self._favourites is None:
            from crm_desktop.gui.shell.views.favourites import Favourites

            self._favourites = Favourites(self)
            self._favourites.fold(self._is_folded)
            self._layout.insertWidget(_BELOW_PLACES, self._favourites)
        return self._favourites

    @staticmethod
    def _full_width() -> int:
        """Names of places need more room in larger letters."""
        return min(ThemeManager.instance().theme.grown(WIDTH), _WIDEST)

    def _grow(self) -> None:
        if not self._is_folded:
            self.setFixedWidth(self._full_width())
        self._show_names()

    def _make_places(self) -> QWidget:
        box = QWidget(self)
        self._column = QVBoxLayout(box)
        self._column.setContentsMargins(8, 4, 8, 4)
        self._column.setSpacing(1)
        for button, place in zip(self.buttons, self._places, strict=True):
            if not place.at_foot:
                self._column.addWidget(button)
        return box

    def add_place(self, place: Place) -> None:
        """One more place, the last of all numbers; shown when it is arranged."""
        number = len(self._places)
        self._places += (place,)
        self._keys += ("",)
        self.buttons.append(self._button(number, place))
        self.buttons[number].hide()
        self._dress(number)

    def rename_place(self, number: int, place: Place) -> None:
        """The place is called otherwise now."""
        self._places = (*self._places[:number], place, *self._places[number + 1 :])
        button = self.buttons[number]
        button.setAccessibleName(place.name)
        self._dress(number)
        self._show_names()

    def arrange(self, numbers: Sequence[int]) -> None:
        """Show these places from above; those at the foot stay."""
        foot = [number for number, place in enumerate(self._places) if place.at_foot]
        self._shown = [*numbers, *foot]
        for number, button in enumerate(self.buttons):
            button.setVisible(number in self._shown)
        for number in numbers:
            self._column.removeWidget(self.buttons[number])
            self._column.addWidget(self.buttons[number])

    def show_keys(self, keys: Sequence[str]) -> None:
        """The keys that lead to the places now, empty where none does."""
        self._keys = tuple(keys)
        for button, key in zip(self.buttons, keys, strict=True):
            button.setAccessibleDescription(key)
        self._show_hints()

    def _show_names(self) -> None:
        """Names as far as there is room for them; nothing beside icons alone."""
        room = self._full_width() - _BESIDE_NAME
        for button, place in zip(self.buttons, self._places, strict=True):
            button.ensurePolished()
            cut = button.fontMetrics().elidedText(place.name, Qt.TextElideMode.ElideRight, room)
            button.setText("" if self._is_folded else cut)
        self._show_hints()

    def _show_hints(self) -> None:
        """Icons alone and names that are cut are named on pointing, with the key that leads
        there."""
        for button, place, key in zip(self.buttons, self._places, self._keys, strict=True):
            words = f"{place.name} ({key})" if key else place.name
            button.setToolTip(words if button.text() != place.name else "")

    def _make_foot(self) -> QWidget:
        foot = QWidget(self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.status.work)
        for button, place in zip(self.buttons, self._places, strict=True):
            if place.at_foot:
                column.addWidget(button)
        line = QFrame(foot)
        dress(line, kind="line", tone="strong")
        column.addWidget(line)
        self._person = row = QHBoxLayout()
        row.setContentsMargins(*_AROUND_PERSON)
        row.setSpacing(8)
        row.addWidget(self.user)
        self._words = QWidget(foot)
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.user_name)
        words.addWidget(self.status)
        row.addWidget(self._words, 1)
        column.addLayout(row)
        return foot

    def _button(self, number: int, place: Place) -> QPushButton:
        button = QPushButton(place.name, self)
        button.setCheckable(True)
        self._group.addButton(button)
        button.setAccessibleName(place.name)
        dress(button, kind="nav")
        button.clicked.connect(partial(self._want, number))
        self._springs.watch(button)
        return button

    def _want(self, number: int, _checked: bool = False) -> None:
        self.place_wanted.emit(number)

    def show_workspace(self, title: str, user: str, user_id: str) -> None:
        """Whose base this is and who works in it."""
        self.head.show_title(title)
        self.user_name.setText(user)
        self.user.show_name(user, user_id)
        self.user.setToolTip(user)

    def show_place(self, number: int) -> None:
        """Mark the place that is shown."""
        before, self._here = self._here, number
        for other, button in enumerate(self.buttons):
            is_here = other == number
            if is_here:
                button.setChecked(True)
            if number != before and other in (number, before):
                self._dress(other)
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if is_here else Qt.FocusPolicy.ClickFocus
            )
            if is_here:
                self.setFocusProxy(button)

    def _dress(self, number: int) -> None:
        """The icon of the place; filled, if there is such a one, where one is."""
        button, icon = self.buttons[number], self._places[number].icon
        role = IconRole.ROW
        if number == self._here:
            role = IconRole.ACTIVE
            icon = f"{icon}-fill" if has_icon(f"{icon}-fill") else icon
        ThemeManager.instance().set_icon(button, icon, role, size=_ICON, room=_ROOM)

    @property
    def is_folded(self) -> bool:
        """Whether only icons are shown."""
        return self._is_folded

    def fold(self, is_folded: bool) -> None:
        """Show icons alone, or names too."""
        if is_folded == self._is_folded:
            return
        self._is_folded = is_folded
        for button in self.buttons:
            dress(button, scale="folded" if is_folded else "")
        self.head.fold(is_folded)
        self._words.setVisible(not is_folded)
        self._person.setContentsMargins(*(_BELOW_ICONS if is_folded else _AROUND_PERSON))
        self._show_names()
        for number in range(len(self.buttons)):
            self._dress(number)  # there is room beside an icon only where a name stands
        if self._favourites is not None:
            self._favourites.fold(is_folded)
        self.status.fold(is_folded)
        self.show_place(self._here)
        self.setFixedWidth(FOLDED_WIDTH if is_folded else self._full_width())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu of the head, anywhere."""
        self.head.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows go from place to place."""
        step = _STEPS.get(Qt.Key(event.key()))
        shown = [self.buttons[number] for number in self._shown]
        here = [place for place, button in enumerate(shown) if button.hasFocus()]
        if step is None or not here or not 0 <= here[0] + step < len(shown):
            super().keyPressEvent(event)
            return
        shown[here[0] + step].setFocus(Qt.FocusReason.TabFocusReason)
