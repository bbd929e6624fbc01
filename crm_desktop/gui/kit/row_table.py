"""The table that shows a ``RowTableModel``: rows of one height, one current row, a steady eye.

When lines come or go above the eye the same lines stay where they were. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.gui.kit.row_model import RowTableModel

_PADDING = 8
_ROW_SPACE = 14
# The preview follows the current row after this rest, so that holding ↓ stays quick.
_REST_MS = 80
_Index = QModelIndex | QPersistentModelIndex
_KEYS_THAT_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PlainDelegate(QStyledItemDelegate):
    """Draws a cell's text and nothing else: a third of the time of the general way."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> None:
        """Background by the style, text elided at the right."""
        widget = option.widget  # type: ignore[attr-defined]
        widget.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, widget
        )
        text = index.data()
        if not text:
            return
        place: QRect = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))  # type: ignore[attr-defined]
        metrics = option.fontMetrics  # type: ignore[attr-defined]
        line = text.replace("\n", " ")
        shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), shown)


class RowTable(QTableView):
    """A table of records; ``rested`` tells the current line after the keys have come to rest."""

    rested = Signal(int)
    opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(PlainDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        lines = self.verticalHeader()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(self.fontMetrics().height() + _ROW_SPACE)
        lines.hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self._top: tuple[QPersistentModelIndex, int] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._tell_rested)
        self.doubleClicked.connect(self._tell_opened)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802
        """Show ``model``; one that reorders itself keeps the eye where it is."""
        super().setModel(model)
        if isinstance(model, RowTableModel):
            model.order_about_to_change.connect(self._remember_top)
            model.order_changed.connect(self._restore_top)
            model.dataChanged.connect(self._current_may_differ)
            for section, width in enumerate(model.widths):
                self.setColumnWidth(section, width)

    def currentChanged(  # noqa: N802
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The preview follows after a rest."""
        super().currentChanged(current, previous)
        if current.row() != previous.row() or current.isValid() != previous.isValid():
            self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens the current row."""
        if event.key() in _KEYS_THAT_OPEN and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def choose(self, line: int) -> None:
        """Make ``line`` the current row."""
        model = self.model()
        if model is not None and 0 <= line < model.rowCount():
            self.setCurrentIndex(model.index(line, 0))

    def _tell_rested(self) -> None:
        self.rested.emit(self.currentIndex().row())

    def _tell_opened(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def _current_may_differ(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.currentIndex().row() <= last.row():
            self._rest.start()

    def _remember_top(self) -> None:
        bar = self.verticalScrollBar()
        line = self.rowAt(0)
        model = self.model()
        if bar.value() == 0 or line < 0 or model is None:
            self._top = None  # who stands at the beginning wants to see what comes there
            return
        self._top = (QPersistentModelIndex(model.index(line, 0)), self.rowViewportPosition(line))

    def _restore_top(self) -> None:
        if self._top is None:
            return
        index, offset = self._top
        self._top = None
        if index.isValid():
            self.updateGeometries()
            height = self.verticalHeader().defaultSectionSize()
            self.verticalScrollBar().setValue(index.row() * height - offset)
