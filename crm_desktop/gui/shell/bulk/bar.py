"""The bar below a list whose rows are ticked: how many, and what can be done with all of them.

It takes its height from the list. What finds no room goes under “…”, from the right
(interaction.md, section 3). GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.menu_entries import add_entry, add_submenu
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.notifications import Notifications
from crm_desktop.gui.shell.numbers import shown_number

_HEIGHT = 48
_GAP = 2
_DOTS = 18
_BEFORE_UNSEEN = 4
_AROUND_ALL = (8, 10)


@dataclass(frozen=True)
class BulkAction:
    """Something that can be done with the rows. ``words`` may mark a letter with ``&``; ``run``
    gets the widget beside which it may ask; with ``fill`` it asks by a menu, which is one within
    others. An ``is_apart`` one stands under “…” only; ``locked``
    says why the person may not do it."""

    name: str
    words: str
    icon: str
    run: Callable[[QWidget], object]
    is_apart: bool = False
    is_end: bool = False
    """Whether it takes the rows away from where they are."""
    is_grave: bool = False
    """Whether they are less easily found then: its words are red in a menu."""
    locked: str = ""
    fill: Callable[[QMenu], object] | None = None


Further = Callable[[Sequence[int], bool], Sequence[BulkAction]]
"""What can be done with rows of one list alone: their internal keys, and whether they are
ticked."""


def nothing_further(_rids: Sequence[int], _are_ticked: bool) -> Sequence[BulkAction]:
    """Nothing but what can be done in every list."""
    return ()


def _no_keys(_name: str) -> str:
    return ""


class BulkBar(QFrame):
    """``all_wanted``: all that match are meant; ``closed``: none."""

    all_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, kind="bulkBar")
        self.setAccessibleName(_("What can be done with the selected rows"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._manager = ThemeManager.instance()
        self.offered: Sequence[BulkAction] = ()
        self.buttons: list[QPushButton] = []
        self.number = plain_label("", tone="accent", type="subheading")
        self.unseen = plain_label("", tone="secondary")
        self.all = QPushButton(self)
        dress(self.all, kind="headLink")
        self._line = QFrame(self)
        dress(self._line, kind="divider")
        self._line.setFixedHeight(20)
        self.more = icon_button("dots-three-bold", _("More"), self, size=_DOTS)
        self.close_ = icon_button("x", _("Select nothing"), self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 8, 0)
        self._row.setSpacing(_GAP)
        self._row.addWidget(self.number)
        self._row.addSpacing(_BEFORE_UNSEEN)
        self._row.addWidget(self.unseen)
        self._row.addSpacing(_AROUND_ALL[0])
        self._row.addWidget(self.all)
        self._row.addSpacing(_AROUND_ALL[1])
        self._row.addWidget(self._line)
        self._row.addSpacing(4)
        self._first = self._row.count()
        self._row.addWidget(self.more)
        self._row.addStretch()
        self._row.addWidget(self.close_)
        self.all.clicked.connect(self.all_wanted)
        self.close_.clicked.connect(self.closed)
        self.more.clicked.connect(self._open_more)
        self._manager.changed.connect(self._grow)
        self._grow()
        self.hide()

    def offer(self, actions: Sequence[BulkAction]) -> None:
        """These can be done now."""
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.offered = actions
        self.buttons = [self._button(one) for one in actions if not one.is_apart]
        before: QWidget = self.all
        for place, button in enumerate(self.buttons):
            self._row.insertWidget(self._first + place, button)
            button.show()
            QWidget.setTabOrder(before, button)
            before = button
        QWidget.setTabOrder(before, self.more)
        QWidget.setTabOrder(self.more, self.close_)
        self.setFocusProxy(self.buttons[0] if self.buttons else self.more)
        self._fit()

    def _button(self, action: BulkAction) -> QPushButton:
        words = action.words.replace("&", "")
        button = QPushButton(words.removesuffix("…"), self)
        button.setObjectName(action.name)
        button.setAccessibleName(words)
        dress(button, kind="ghost", scale="small")
        self._manager.set_icon(button, action.icon)
        button.clicked.connect(partial(self._run, action, button))
        lock(button, action.locked)
        return button

    def _run(self, action: BulkAction, button: QWidget, _checked: bool = False) -> None:
        action.run(button)

    def tell(self, number: int, whole: int, unseen: int = 0) -> None:
        """So many are ticked of so many, and ``unseen`` besides, which a filter hides."""
        self.number.setText(_("Selected {number}").format(number=shown_number(number)))
        self.all.setText(_("All {number}").format(number=shown_number(whole)))
        self.all.setAccessibleName(
            _("Select all {number} that match").format(number=shown_number(whole))
        )
        self.all.setVisible(number < whole)
        words = ngettext("{number} more not shown", "{number} more not shown", unseen)
        self.unseen.setText(words.format(number=shown_number(unseen)))
        self.unseen.setVisible(unseen > 0)
        self.setVisible(number + unseen > 0)
        self._fit()

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep what fits."""
        super().resizeEvent(event)
        self._fit()
        self._claim_room()

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802
        """The notes of the window go along."""
        super().moveEvent(event)
        self._claim_room()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """No note of the window covers it."""
        super().showEvent(event)
        self._claim_room()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """The notes have their corner again."""
        super().hideEvent(event)
        for place in self.window().findChildren(Notifications):
            place.come_down(self)

    def _claim_room(self) -> None:
        if self.isVisible():
            for place in self.window().findChildren(Notifications):
                place.stand_above(self)

    def _grow(self) -> None:
        self.setFixedHeight(self._manager.theme.grown(_HEIGHT))
        self._fit()

    def _fit(self) -> None:
        """The first that finds no room takes all behind it along."""
        taken = sum(_width(w) for w in (self.number, self._line, self.close_))
        taken += sum(_width(w) for w in (self.all, self.unseen) if not w.isHidden())
        taken += _BEFORE_UNSEEN + sum(_AROUND_ALL) + 4 + 16 + 8 + 10 * _GAP
        room = self.width() - taken
        has_more = any(one.is_apart for one in self.offered)
        wanted = sum(_width(button) + _GAP for button in self.buttons)
        if has_more or wanted > room:
            room -= _width(self.more) + _GAP
            has_more = True
        fits = True
        for button in self.buttons:
            room -= _width(button) + _GAP
            fits = fits and room >= 0
            button.setVisible(fits)
        self.more.setVisible(has_more)

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = {button.objectName() for button in self.buttons if not button.isHidden()}
        hidden = [one for one in self.offered if one.name not in shown]
        fill_menu(menu, hidden, self.more)
        _pop_up(menu, self.more)


def choose_from(fill: Callable[[QMenu], object], anchor: QWidget) -> None:
    """Open the menu that ``fill`` fills, above ``anchor``."""
    menu = QMenu(anchor)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill(menu)
    _pop_up(menu, anchor)


def _pop_up(menu: QMenu, anchor: QWidget) -> None:
    place = anchor.mapToGlobal(anchor.rect().topLeft())
    place.setY(place.y() - menu.sizeHint().height())
    menu.popup(place)


def fill_menu(
    menu: QMenu,
    actions: Sequence[BulkAction],
    anchor: QWidget,
    keys_of: Callable[[str], str] = _no_keys,
) -> None:
    """Add these, what takes rows away behind a line; they ask beside ``anchor``. ``keys_of`` gives
    the keys that do the same, by the name of the action."""
    for number, one in enumerate(actions):
        if one.is_end and number and not actions[number - 1].is_end:
            menu.addSeparator()
        if one.fill is not None and not one.locked:
            one.fill(add_submenu(menu, one.words, one.icon))
            continue
        add_entry(
            menu, one.words, partial(one.run, anchor), icon=one.icon, keys=keys_of(one.name),
            locked=one.locked, is_grave=one.is_grave,
        )  # fmt: skip


def _width(widget: QWidget) -> int:
    widget.ensurePolished()
    return max(widget.sizeHint().width(), widget.minimumWidth())
