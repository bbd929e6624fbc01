"""The builder of groups as a sheet over the window. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.filters.ast import EVERYTHING, Node
from crm_desktop.gui.kit.filters.builder import FilterBuilder
from crm_desktop.gui.kit.filters.world import World
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress

_SIZE = (640, 520)


class BuilderDialog(QDialog):
    """``chosen`` gives the filter to show."""

    chosen = Signal(object)  # Node

    def __init__(self, world: World, root: Node, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Advanced filter"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._world = world
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.primary = QPushButton(_("Show the records"), self)
        dress(self.primary, kind="primary")
        self.primary.setDefault(True)
        self.reset = QPushButton(_("Reset"), self)
        dress(self.reset, kind="ghost")
        self.leave = QPushButton(_("Cancel"), self)
        for button in (self.reset, self.leave):
            button.setAutoDefault(False)
        foot = QFrame(self)
        dress(foot, kind="dialogFoot")
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(24, 12, 24, 12)
        buttons.addWidget(self.reset)
        buttons.addStretch()
        buttons.addWidget(self.leave)
        buttons.addWidget(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.addWidget(plain_label(_("Advanced filter"), type="heading"))
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        column.addWidget(foot)
        self.resize(*_SIZE)
        self.builder = self._build(root)
        self.primary.clicked.connect(self._choose)
        self.reset.clicked.connect(self._reset)
        self.leave.clicked.connect(self.reject)

    def _build(self, root: Node) -> FilterBuilder:
        builder = FilterBuilder(self._world, root)
        builder.setContentsMargins(24, 4, 24, 12)
        dress(builder, kind="surface")
        builder.changed.connect(self._follow)
        self._scroll.setWidget(builder)
        for button in builder.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.builder = builder
        self._follow()
        return builder

    def show_sheet(self) -> None:
        """Open over its window."""
        self.open()
        self.builder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        self.primary.setEnabled(self.builder.is_fit)
        for button in self.builder.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _reset(self) -> None:
        self._build(EVERYTHING)
        self.builder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        self.chosen.emit(self.builder.node())
        self.accept()
