"""A second press on the current row, which opens a cell to be edited.

A double press opens the record, so the time of one has to pass first, as where one renames files.
GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.gui.kit.row_drawing import TICK_WIDTH
from crm_desktop.gui.kit.row_table import RowTable
from crm_desktop.gui.kit.timers import single_shot

# Whoever does one of these wants something else than to edit the cell that was pressed.
_OTHER_DOING = (
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.KeyPress,
    QEvent.Type.Wheel,
    QEvent.Type.FocusOut,
    QEvent.Type.ContextMenu,
    QEvent.Type.Hide,
)


class SecondPress(QObject):
    """``wanted`` gives the cell that was pressed."""

    wanted = Signal(object)  # QPersistentModelIndex

    def __init__(self, table: RowTable) -> None:
        super().__init__(table)
        self._table = table
        self._cell: QPersistentModelIndex | None = None
        self._place = QPoint()
        self._rest = single_shot(self, self._tell)
        table.installEventFilter(self)
        table.viewport().installEventFilter(self)

    @property
    def is_waiting(self) -> bool:
        """Whether a press may still become a double press."""
        return self._rest.isActive()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Pressed and let go at the same place, and nothing else after it."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._forget()
            self._press(event)
        elif kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            way = event.position().toPoint() - self._place
            if self._cell is not None and way.manhattanLength() > QApplication.startDragDistance():
                self._forget()
        elif kind == QEvent.Type.MouseButtonRelease and self._cell is not None:
            self._rest.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
        elif kind in _OTHER_DOING:
            self._forget()
        return False

    def _press(self, event: QMouseEvent) -> None:
        table, place = self._table, event.position().toPoint()
        index = table.indexAt(place)
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        is_box = table.has_ticks and place.x() + table.header.offset() < TICK_WIDTH
        if is_plain and not is_box and self._is_current(index):
            self._cell, self._place = QPersistentModelIndex(index), place

    def _is_current(self, index: QModelIndex) -> bool:
        focused, table = QApplication.focusWidget(), self._table
        is_here = focused is not None and (focused is table or table.isAncestorOf(focused))
        is_record = index.isValid() and table.heading_at(index.row()) is None
        return is_here and is_record and index.row() == table.currentIndex().row()

    def _forget(self) -> None:
        self._cell = None
        self._rest.stop()

    def _tell(self) -> None:
        cell, self._cell = self._cell, None
        is_current = cell is not None and cell.row() == self._table.currentIndex().row()
        if cell is not None and cell.isValid() and is_current:
            self.wanted.emit(cell)
