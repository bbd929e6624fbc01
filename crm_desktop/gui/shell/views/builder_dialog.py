"""The builder of groups as a sheet over the window. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.filters.ast import Node
from crm_desktop.gui.kit.dialog import EDGE, GHOST_EDGE, Dialog, Foot
from crm_desktop.gui.kit.filters.builder import FilterBuilder
from crm_desktop.gui.kit.filters.world import World
from crm_desktop.gui.kit.scrolled import Scrolled
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

_SIZE = (640, 560)
_LINES_SAID = 3


class BuilderDialog(Dialog):
    """``chosen`` gives the filter to show."""

    chosen = Signal(object)  # Node

    def __init__(self, world: World, root: Node, parent: QWidget) -> None:
        super().__init__(parent)
        self.builder = FilterBuilder(world, root)
        self.setWindowTitle(_("Advanced filter"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._scroll = Scrolled(self, is_stop=True, sideways=True)
        self._scroll.setAccessibleName(self.windowTitle())
        self.primary = QPushButton(_("Show the records"), self)
        dress(self.primary, kind="primary")
        self.primary.setDefault(True)
        self.reset = QPushButton(_("Reset"), self)
        dress(self.reset, kind="ghost")
        self.leave = QPushButton(_("Cancel"), self)
        for button in (self.reset, self.leave):
            button.setAutoDefault(False)
        foot = Foot(self, self.leave, self.primary)
        foot.row.insertWidget(0, self.reset)
        foot.row.setContentsMargins(GHOST_EDGE, 12, EDGE, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, 0, EDGE, 0)
        head.addWidget(self.make_heading())
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._make_said())
        column.addWidget(foot)
        self.resize_panel(*_SIZE)
        self._show_builder()
        self.primary.clicked.connect(self._choose)
        self.reset.clicked.connect(self._reset)
        self.leave.clicked.connect(self.reject)

    def _make_said(self) -> Scrolled:
        """The filter in words: a line or some, of more what is scrolled to."""
        self.builder.said.setContentsMargins(EDGE, 0, EDGE, 0)
        self._said = Scrolled(self, self.builder.said, is_stop=True)
        self._said.setAccessibleName(self.windowTitle())
        return self._said

    def _fit_said(self) -> None:
        lines = _LINES_SAID * ThemeManager.instance().theme.faces.body.line
        wanted = self.builder.said.heightForWidth(self.contentsRect().width())
        self._said.setFixedHeight(min(lines, wanted))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The words break elsewhere."""
        super().resizeEvent(event)
        self._fit_said()

    def _show_builder(self) -> None:
        self.builder.setContentsMargins(EDGE, 4, EDGE, 12)
        dress(self.builder, kind="surface")
        self.builder.changed.connect(self._follow)
        self._scroll.setWidget(self.builder)
        self._follow()

    def show_sheet(self) -> None:
        """Open over its window."""
        self.open()
        self.builder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        self.primary.setEnabled(self.builder.is_fit)
        self._fit_said()
        for button in self.builder.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _reset(self) -> None:
        self.builder.group.clear()
        self.builder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        self.chosen.emit(self.builder.node())
        self.accept()
