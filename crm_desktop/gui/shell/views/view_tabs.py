"""The tabs of a list's views, with how many records each lists.

Those that don't fit go under '…'; the own and shared ones can be dragged into another order.
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QTabBar, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.tab_counts import TabCounts
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.numbers import shown_number

_PLUS, _DOTS = 15, 16
_DELETE_ON_CLOSE = Qt.WidgetAttribute.WA_DeleteOnClose


@dataclass(frozen=True)
class Tab:
    """A view by its id and name. ``is_fixed``: it comes with the program and keeps its place."""

    id: str
    name: str
    is_fixed: bool = False


class ViewTabs(QWidget):
    """``chosen`` gives a view's id, ``moved`` an id and its place among those that can be moved,
    ``menu_wanted`` an id and where on the screen, ``new_wanted`` a press on +; ``seen`` tells
    whether the tabs are on the screen, when that changes."""

    chosen = Signal(str)
    moved = Signal(str, int)
    menu_wanted = Signal(str, QPoint)
    new_wanted = Signal()
    seen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: list[Tab] = []
        self._counts: dict[str, int] = {}
        self._moved: str | None = None
        self.bar = _Bar(self)
        self._numbers = TabCounts(self.bar)
        self.add = icon_button("plus", _("New view"), self, size=_PLUS)
        self.more = icon_button("dots-three-bold", _("More views"), self, size=_DOTS)
        self.more.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self.bar, self.add, self.more):
            row.addWidget(widget)
        row.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setFocusProxy(self.bar)
        self.bar.tabBarClicked.connect(self._choose)
        self.bar.stepped.connect(self._choose)
        self.bar.tabMoved.connect(self._note_move)
        self.bar.dropped.connect(self._tell_move)
        self.bar.menu_wanted.connect(self._want_menu)
        self.add.clicked.connect(self.new_wanted)
        self.more.clicked.connect(self._open_more)
        ThemeManager.instance().changed.connect(self._fit)

    def show_tabs(self, tabs: Sequence[Tab], current: str) -> None:
        """Show these views, with the current one marked."""
        if list(tabs) != self._tabs:
            self._tabs = list(tabs)
            self._fill()
        place = next((n for n, tab in enumerate(self._tabs) if tab.id == current), 0)
        self.bar.setCurrentIndex(place)
        self._fit()

    def _fill(self) -> None:
        while self.bar.count():
            self.bar.removeTab(0)
        for place, tab in enumerate(self._tabs):
            self.bar.addTab(tab.name.replace("&", "&&"))
            self.bar.setTabData(place, tab.id)
            self.bar.setTabToolTip(place, tab.name)
            self._numbers.show(place, "")
            if tab.id in self._counts:
                self._show_count(place, self._counts[tab.id])

    def show_count(self, view_id: str, number: int) -> None:
        """How many records the view lists."""
        if self._counts.get(view_id) == number:
            return
        self._counts[view_id] = number
        for place in range(self.bar.count()):
            if self.bar.tabData(place) == view_id:
                self._show_count(place, number)
                self._fit()

    def _show_count(self, place: int, number: int) -> None:
        self._numbers.show(place, shown_number(number))
        words = ngettext("{view}, {number} record", "{view}, {number} records", number)
        name = self.bar.tabText(place).replace("&&", "&")
        self.bar.setAccessibleTabName(place, words.format(view=name, number=shown_number(number)))

    def count_of(self, view_id: str) -> int | None:
        """What is shown as the number of the view's records."""
        return self._counts.get(view_id)

    @property
    def ids(self) -> list[str]:
        """The views from left to right, those too that do not fit."""
        return [str(self.bar.tabData(place)) for place in range(self.bar.count())]

    @property
    def shown_ids(self) -> list[str]:
        """The views that fit."""
        return [id_ for place, id_ in enumerate(self.ids) if self.bar.isTabVisible(place)]

    def _choose(self, place: int) -> None:
        if place >= 0:
            self.chosen.emit(str(self.bar.tabData(place)))

    # Order

    def _note_move(self, _came_from: int, went_to: int) -> None:
        self._moved = str(self.bar.tabData(self.bar.currentIndex()))
        del went_to

    def _tell_move(self) -> None:
        """After a drag: a view that comes with the program goes back to its place."""
        moved, self._moved = self._moved, None
        if moved is None:
            return
        ids = self.ids
        if moved not in {tab.id for tab in self._tabs if tab.is_fixed}:
            self._tabs.sort(key=lambda tab: -1 if tab.is_fixed else ids.index(tab.id))
            movable = [tab.id for tab in self._tabs if not tab.is_fixed]
            self.moved.emit(moved, movable.index(moved))
        self._put_in_order()

    def _put_in_order(self) -> None:
        for place, tab in enumerate(self._tabs):
            now = self.ids.index(tab.id)
            if now != place:
                self.bar.moveTab(now, place)
        self._moved = None

    # Room

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The page came to the front."""
        super().showEvent(event)
        if not event.spontaneous():
            self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Another page is looked at; a window that was only made small goes on."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.seen.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Others fit now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many tabs as there is room for, the current one always."""
        widths = [self.bar.width_of(place) for place in range(self.bar.count())]
        room = self.width() - self.add.width() - 4
        shown = set(range(len(widths)))
        if sum(widths) > room:
            room -= self.more.width()
            current = self.bar.currentIndex()
            room -= widths[current] if current >= 0 else 0
            shown = {current}
            for place, width in enumerate(widths):
                if place == current:
                    continue
                if width > room:
                    break
                room -= width
                shown.add(place)
        for place in range(len(widths)):
            self.bar.setTabVisible(place, place in shown)
        self.more.setVisible(len(shown) < len(widths))
        self.bar.updateGeometry()  # which it doesn't tell by itself while it is hidden

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(_DELETE_ON_CLOSE)
        shown = self.shown_ids
        for tab in self._tabs:
            if tab.id in shown:
                continue
            number = self._counts.get(tab.id)
            words = tab.name.replace("&", "&&")
            action = menu.addAction(words if number is None else f"{words}\t{shown_number(number)}")
            action.triggered.connect(lambda _checked=False, id_=tab.id: self.chosen.emit(id_))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _want_menu(self, place: int, where: QPoint) -> None:
        if place >= 0:
            self.menu_wanted.emit(str(self.bar.tabData(place)), where)


class _Bar(QTabBar):
    """Tabs that tell their menu, the end of a drag, and arrows."""

    menu_wanted = Signal(int, QPoint)
    dropped = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Views"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setMovable(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def width_of(self, place: int) -> int:
        """How much room a tab takes, whether it is shown or not."""
        return self.tabSizeHint(place).width()

    def mouseReleaseEvent(self, event: object) -> None:  # noqa: N802
        """A drag ends."""
        super().mouseReleaseEvent(event)  # type: ignore[arg-type]
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows, Home and End go to the next view at once; the menu key opens its menu."""
        before = self.currentIndex()
        key, modifiers = event.key(), event.modifiers()
        wants_menu = key == Qt.Key.Key_F10 and modifiers & Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_Menu or wants_menu:
            self._tell_menu(before)
            return
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.count() - 1}
        if key in ends:
            self.setCurrentIndex(ends[Qt.Key(key)])
        else:
            super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.stepped.emit(self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu of the tab under the pointer."""
        place = self.tabAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(place, event.globalPos())
        else:
            self._tell_menu(self.currentIndex())

    def _tell_menu(self, place: int) -> None:
        self.menu_wanted.emit(place, self.mapToGlobal(self.tabRect(place).bottomLeft()))
