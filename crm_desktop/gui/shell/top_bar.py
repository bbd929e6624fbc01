"""The bar above a page: back and forward, the page's title, search, and what can be created.

Above a card stands where it came from, and the way to its neighbours there. Made by the workspace
view and by windows of single records. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.buttons import CutButton, icon_button
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.painted import CutLabel, IconMark
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.search_field import SearchField
from crm_desktop.gui.shell.trail import Among

_HEIGHT, _CREATE_HEIGHT = 48, 30
# From here on the search field has no room for its longer hint.
_LARGE_PERCENT, _HUGE_PERCENT = 110, 150
_SEARCH_WIDTH, _SEARCH_NARROW, _SEARCH_LEAST = 256, 200, 140
_PLUS = 13
_ARROW = 10
_BETWEEN, _NEIGHBOUR, _NEIGHBOUR_ICON = 9, 24, 14


class TopBar(QFrame):
    """``back_wanted`` and ``forward_wanted``: a step on the way one came; ``places_wanted``: the
    last places, listed at a point of the screen; ``list_wanted``: the list that a record came
    from; ``neighbour_wanted``: its next (+1) or previous (-1) record."""

    back_wanted = Signal()
    forward_wanted = Signal()
    places_wanted = Signal(QPoint)
    list_wanted = Signal()
    group_wanted = Signal()
    neighbour_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, kind="bar")
        self.back = icon_button("caret-left", _("Back"), self)
        self.forward = icon_button("caret-right", _("Forward"), self)
        self.title = QLabel(self)
        dress(self.title, type="heading")
        self.crumbs = Crumbs(self)
        self.search = SearchField(self)
        self.new = QPushButton(_("New"), self)
        self.new_other = QPushButton(self)
        self._dress_create()
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self.back)
        layout.addSpacing(-6)
        layout.addWidget(self.forward)
        layout.addWidget(self.title)
        layout.addWidget(self.crumbs)
        layout.addStretch()
        layout.addWidget(self.search)
        layout.addWidget(self.new)
        layout.addSpacing(-7)
        layout.addWidget(self.new_other)
        self.back.clicked.connect(self.back_wanted)
        self.forward.clicked.connect(self.forward_wanted)
        self.back.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.back.customContextMenuRequested.connect(self._want_places)
        self.crumbs.origin.clicked.connect(self.list_wanted)
        self.crumbs.group.clicked.connect(self.group_wanted)
        self.crumbs.previous.clicked.connect(lambda: self.neighbour_wanted.emit(-1))
        self.crumbs.next.clicked.connect(lambda: self.neighbour_wanted.emit(+1))
        self.show_way(back=False, forward=False)
        self._is_narrow = False
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self._grow)
        self._grow()

    def _dress_create(self) -> None:
        manager = ThemeManager.instance()
        for button, part in ((self.new, "left"), (self.new_other, "right")):
            dress(button, kind="primary", scale="small", part=part)
            button.hide()
        manager.set_icon(self.new, "plus-bold", IconRole.ON_ACCENT, size=_PLUS)
        manager.set_icon(self.new_other, "caret-down-bold", IconRole.ON_ACCENT, size=_ARROW)
        self.new_other.setToolTip(_("What can be created"))
        self.new_other.setAccessibleName(_("What can be created"))

    def show_actions(self, actions: Sequence[QAction], draw: Callable[[], object]) -> None:
        """What can be created; the first by the button, all by its arrow. ``draw`` gives them
        their icons."""
        if not actions:
            return
        self.new.clicked.connect(actions[0].trigger)
        actions[0].changed.connect(partial(self._name_new, actions[0]))  # its key is another
        self._name_new(actions[0])
        menu = QMenu(self.new_other)
        menu.addActions(list(actions))
        menu.aboutToShow.connect(draw)

        def drop() -> None:
            menu.popup(self.new_other.mapToGlobal(self.new_other.rect().bottomLeft()))

        self.new_other.clicked.connect(drop)
        self.new.show()
        self.new_other.show()

    def _name_new(self, action: QAction) -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.new.setToolTip(f"{action.iconText()} ({keys})" if keys else action.iconText())
        if not action.isEnabled():
            lock(self.new, action.toolTip())

    def add_tool(self, tool: QWidget) -> None:
        """Put ``tool`` between the search and what creates."""
        self._row.insertWidget(self._row.indexOf(self.search) + 1, tool)

    def show_way(self, *, back: bool, forward: bool) -> None:
        """Whether there is somewhere to go back and forward to."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def show_title(self, title: str) -> None:
        """Above a place: its title."""
        self.title.setText(title)
        self.title.show()
        self.crumbs.hide()

    def show_record(self, origin: str, group: str, name: str, among: Among | None) -> None:
        """Above a card: the list ``origin`` it belongs to and the ``group`` within, if there is
        one, its name, and its place ``among`` the records it was opened from."""
        self.title.hide()
        self.crumbs.tell(origin, group, name, among)
        self.crumbs.show()

    def _want_places(self) -> None:
        self.places_wanted.emit(self.back.mapToGlobal(self.back.rect().bottomLeft()))

    def be_narrow(self, is_narrow: bool) -> None:
        """A shorter search field where the window is narrow."""
        self._is_narrow = is_narrow
        self._grow()

    def _grow(self) -> None:
        """As high and wide as the letters ask for."""
        theme = self._manager.theme
        self.setFixedHeight(theme.grown(_HEIGHT))
        for button in (self.new, self.new_other):
            button.setFixedHeight(theme.grown(_CREATE_HEIGHT))
        self.search.be_short(self._is_narrow or theme.text_percent > _LARGE_PERCENT)
        width = _SEARCH_NARROW if self._is_narrow else _SEARCH_WIDTH
        if self._is_narrow and theme.text_percent > _HUGE_PERCENT:  # the place in the list is told
            width = _SEARCH_LEAST
        self.search.setFixedWidth(width)


class Crumbs(QWidget):
    """``Contacts › Marina Kim ▲▼ 3 of 214``, ``Deals › New clients › Office``; kept out of sight
    above places."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.origin = CutButton(self)
        dress(self.origin, kind="crumb")
        self.origin.setAccessibleName(_("Back to the list"))
        self._between = IconMark("caret-right-bold", "text_tertiary", _BETWEEN, self)
        self.group = CutButton(self)
        dress(self.group, kind="crumb")
        self.group.setAccessibleName(_("Back to the list"))
        self._within = IconMark("caret-right-bold", "text_tertiary", _BETWEEN, self)
        self.name = CutLabel(lambda theme: theme.faces.subheading, parent=self)
        self.name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._divider = QFrame(self)
        dress(self._divider, kind="divider")
        self._divider.setFixedHeight(20)
        self.previous = icon_button("caret-up", _("Previous record"), self, size=_NEIGHBOUR_ICON)
        self.next = icon_button("caret-down", _("Next record"), self, size=_NEIGHBOUR_ICON)
        self.where = QLabel(self)
        dress(self.where, type="hint")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.origin, self._between, self.group, self._within, self.name):
            layout.addWidget(widget)
        layout.addSpacing(4)
        layout.addWidget(self._divider)
        layout.addWidget(self.previous)
        layout.addWidget(self.next)
        layout.addWidget(self.where)
        self.hide()

    def tell(self, origin: str, group: str, name: str, among: Among | None) -> None:
        """Show these words, and the place in the list if there is one."""
        self.group.setText(group.replace("&", "&&"))
        self.group.setAccessibleName(group or _("Back to the list"))
        for widget in (self.group, self._within):
            widget.setVisible(bool(origin and group))
        self.origin.setText(origin)
        self.origin.setAccessibleName(origin or _("Back to the list"))
        for widget in (self.origin, self._between):
            widget.setVisible(bool(origin))
        self.name.setText(name)
        for part in (self._divider, self.previous, self.next, self.where):
            part.setVisible(among is not None)
        if among is not None:
            self.previous.setEnabled(among.line > 0)
            self.next.setEnabled(among.line < len(among.rids) - 1)
            place, number = shown_number(among.line + 1), shown_number(len(among.rids))
            self.where.setVisible(among.is_whole)  # before, nobody knows of how many
            self.where.setText(_("{place} of {number}").format(place=place, number=number))
