"""Lines of a table that are put into order by dragging: the line follows the pointer, a mark shows
where it would land, near an edge the table scrolls by itself.

The table only tells what is wanted (``dropped``) and paints with ``paint`` over its lines. Esc and
the other button take the line back. GUI thread only.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QTableView

from crm_desktop.gui.kit.theme.theme import Theme

_OPACITY = 0.92
_MARK = 2
_EDGE, _STEP_MS = 40, 20
_SLOWEST = 8


class LineDrag(QObject):
    """Drags lines of ``table``, all of one height, by the cells of ``column``."""

    dropped = Signal(int, int)  # the line, and its place once it is taken out

    def __init__(self, table: QTableView, column: int) -> None:
        super().__init__(table)
        self._table, self._column = table, column
        self.is_allowed = True
        self.row = -1
        self._gap = -1
        self._pressed: QPoint | None = None
        self._where = QPoint()
        self._floating = QLabel(table.viewport())
        self._floating.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._floating.hide()
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_STEP_MS)
        self._scrolling.timeout.connect(self._scroll)
        table.viewport().installEventFilter(self)
        table.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Presses, moves and releases in the column; Esc while a line is held."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and self.row >= 0:
            if cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
                self.end()
            return True
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return self._press(cast(QMouseEvent, event))
        if kind == QEvent.Type.MouseMove and self._pressed is not None:
            return self._move(cast(QMouseEvent, event).position().toPoint())
        if kind == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            return self._release()
        return False

    def end(self) -> None:
        """Take the line back."""
        self.row, self._gap, self._pressed = -1, -1, None
        self._scrolling.stop()
        self._floating.hide()
        self._table.viewport().unsetCursor()
        self._table.viewport().update()

    def _press(self, event: QMouseEvent) -> bool:
        if self.row >= 0:  # the other button
            self.end()
            return True
        where = event.position().toPoint()
        index = self._table.indexAt(where)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if self.is_allowed and is_left and index.isValid() and index.column() == self._column:
            self._pressed = where
        return False

    def _move(self, where: QPoint) -> bool:
        assert self._pressed is not None
        self._where = where
        if self.row < 0:
            far = (where - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            if not far or self._table.model().rowCount() < 2:
                return True
            self._begin(self._table.rowAt(self._pressed.y()))
        self._follow()
        return True

    def _release(self) -> bool:
        row, gap = self.row, self._gap
        self.end()
        if row < 0:
            return False
        target = gap - (gap > row)
        if target != row:
            self.dropped.emit(row, target)
        return True

    def _begin(self, row: int) -> None:
        self.row = row
        viewport = self._table.viewport()
        top, height = self._table.rowViewportPosition(row), self._table.rowHeight(row)
        whole = viewport.grab(QRect(0, top, viewport.width(), height))
        faint = QPixmap(whole.size())
        faint.setDevicePixelRatio(whole.devicePixelRatio())
        faint.fill(Qt.GlobalColor.transparent)
        painter = QPainter(faint)
        painter.setOpacity(_OPACITY)
        painter.drawPixmap(0, 0, whole)
        painter.end()
        self._floating.setPixmap(faint)
        self._floating.adjustSize()
        self._floating.show()
        viewport.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._scrolling.start()

    def _follow(self) -> None:
        height = self._table.rowHeight(0)
        offset = self._table.rowViewportPosition(0)
        number = self._table.model().rowCount()
        self._gap = min(max((self._where.y() - offset + height // 2) // height, 0), number)
        self._floating.move(0, self._where.y() - height // 2)
        self._table.viewport().update()

    def _scroll(self) -> None:
        """The nearer to the edge the faster."""
        bar, bottom = self._table.verticalScrollBar(), self._table.viewport().height()
        above, below = _EDGE - self._where.y(), self._where.y() - (bottom - _EDGE)
        if above > 0:
            bar.setValue(bar.value() - max(1, above // _SLOWEST))
        elif below > 0:
            bar.setValue(bar.value() + max(1, below // _SLOWEST))
        self._follow()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """The hole that the line left, and where it would land."""
        if self.row < 0:
            return
        table = self._table
        height, width = table.rowHeight(self.row), table.viewport().width()
        source = QRectF(0, table.rowViewportPosition(self.row), width, height - 1)
        painter.fillRect(source, theme.colours.surface)
        painter.setPen(QPen(theme.colours.border_strong, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(source.adjusted(0.5, 0.5, -0.5, -0.5))
        top = table.rowViewportPosition(0) + self._gap * height - _MARK / 2
        top = min(max(top, 0), table.viewport().height() - _MARK)
        painter.fillRect(QRectF(0, top, width, _MARK), theme.colours.accent)
