"""The tabs of the pipelines, each with the number of its open deals; dragging orders them.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QToolButton, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.kit.own_keys import claim_keys
from crm_desktop.gui.kit.tab_counts import TabCounts
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.measures import ICON_SMALL
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_number

TAB_LEFT = 10
"""Room before the words of the first tab, as the style sheet gives it."""
_SCROLLING = ("caret-left", "caret-right")  # as the bar has its buttons
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: +1}


@dataclass(frozen=True)
class PipelineTab:
    """A pipeline by its id and name, and how many open deals it has."""

    id: str
    name: str
    number: int
    is_archived: bool = False


class PipelineTabs(QTabBar):
    """``chosen`` gives a pipeline's id, ``moved`` an id and its new place, ``menu_wanted`` where
    on the screen the menu of the current one is asked for."""

    chosen = Signal(str)
    moved = Signal(str, int)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: list[PipelineTab] = []
        self._dragged = ""
        self._numbers = TabCounts(self)
        self.setAccessibleName(_("Pipelines"))
        self.setAccessibleDescription(_("Alt with an arrow moves the pipeline."))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for button, icon in zip(self.findChildren(QToolButton), _SCROLLING, strict=True):
            button.setArrowType(Qt.ArrowType.NoArrow)
            dress(button, kind="icon")
            ThemeManager.instance().set_icon(button, icon, size=ICON_SMALL)
        claim_keys(self, "Alt+Left", "Alt+Right")
        self.currentChanged.connect(self._tell)
        self.tabMoved.connect(self._note_move)

    def show_tabs(self, tabs: Sequence[PipelineTab], current: str) -> None:
        """Show these with the current one marked, without telling anybody."""
        with QSignalBlocker(self):
            if list(tabs) != self._tabs:
                self._tabs = list(tabs)
                self._fill()
            ids = [tab.id for tab in self._tabs]
            self.setCurrentIndex(ids.index(current) if current in ids else 0)

    def _fill(self) -> None:
        while self.count():
            self.removeTab(0)
        for place, tab in enumerate(self._tabs):
            name = _("{pipeline} (archive)").format(pipeline=tab.name)
            name = name if tab.is_archived else tab.name
            self.addTab(name.replace("&", "&&"))
            self.setTabData(place, tab.id)
            self.setTabToolTip(place, name)
            self._numbers.show(place, shown_number(tab.number))
            words = ngettext("{pipeline}, {number} deal", "{pipeline}, {number} deals", tab.number)
            self.setAccessibleTabName(
                place, words.format(pipeline=name, number=shown_number(tab.number))
            )

    @property
    def current(self) -> str:
        """The id of the pipeline that is shown, or nothing."""
        return str(self.tabData(self.currentIndex()) or "")

    @property
    def ids(self) -> list[str]:
        """The pipelines from left to right."""
        return [str(self.tabData(place)) for place in range(self.count())]

    def _tell(self, _place: int) -> None:
        if self.current:
            self.chosen.emit(self.current)

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: N802
        """Whatever room there is, the name of the pipeline that is shown can be read."""
        if index == self.currentIndex():
            return self.tabSizeHint(index)
        return super().minimumTabSizeHint(index)

    # Order

    def _note_move(self, _came_from: int, _went_to: int) -> None:
        self._dragged = self.current

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A drag ends."""
        super().mouseReleaseEvent(event)
        dragged, self._dragged = self._dragged, ""
        if dragged:
            place = self.ids.index(dragged)
            self._tabs.sort(key=lambda tab: self.ids.index(tab.id))
            self.moved.emit(dragged, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Alt with an arrow moves; the menu key opens the menu."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        wants_menu = key == Qt.Key.Key_F10 and modifiers == Qt.KeyboardModifier.ShiftModifier
        if modifiers == Qt.KeyboardModifier.AltModifier and key in _STEPS:
            place = self.currentIndex() + _STEPS[key]
            if 0 <= place < self.count():
                self.moved.emit(self.current, place)
        elif key == Qt.Key.Key_Menu or wants_menu:
            self._want_menu()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu of the tab under the pointer, which becomes the current one."""
        place = self.tabAt(event.pos())
        if place >= 0:
            self.setCurrentIndex(place)
            self.menu_wanted.emit(event.globalPos())

    def _want_menu(self) -> None:
        corner = self.tabRect(self.currentIndex()).bottomLeft()
        self.menu_wanted.emit(self.mapToGlobal(corner))
