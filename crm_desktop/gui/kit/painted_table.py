"""How a table of records looks: painted rows and headings, the row under the pointer, the ring
of who uses the keyboard.

The base of ``RowTable``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.grouped_table import GroupedTable
from crm_desktop.gui.kit.ordered_lines import OrderedLines
from crm_desktop.gui.kit.own_viewport import give_own_viewport
from crm_desktop.gui.kit.paint.rows import RowState, paint_focus_ring
from crm_desktop.gui.kit.row_drawing import TICK_WIDTH, Cell, Entered, WaitingRows, paint_row
from crm_desktop.gui.kit.row_groups import paint_heading
from crm_desktop.gui.kit.row_lights import Lights
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager

_MARK_EDGE = 4
_KEYBOARD = Qt.WidgetAttribute.WA_KeyboardFocusChange


class PaintedTable(GroupedTable):
    """A table that paints its rows itself, whole, with ``columns`` in the looks of ``theme``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self.theme = self._manager.theme
        self.columns: Sequence[Column] = ()
        self._hovered = -1
        self._is_active = True
        self._has_keyboard = False
        self._current = -1
        self.marks_cell = False
        """Whether cells can be edited, so that who uses the keyboard has to see which one."""
        self.is_cell_chosen = False
        """Whether the current cell was gone to by the keys, or edited last."""
        give_own_viewport(self)
        # It paints all of itself, so Qt may shift what is there when it is scrolled.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.waiting = WaitingRows()
        self.awaited: dict[tuple[int, int], Entered] = {}
        self.lights = Lights(self)
        self.lights.went_out.connect(self.viewport().update)

    def state_of(self, line: int) -> RowState:
        """How a row stands."""
        is_current = line == self._current
        return RowState(
            is_current,
            bool(self.ticks) and self.is_ticked(line),
            line == self._hovered,
            self._is_active,
            is_current and self._has_keyboard,
        )

    def shown_row(self, line: int) -> Any:
        """The row, or ``None`` while it is on its way, or its place not known."""
        model: Any = self.model()
        is_placeless = isinstance(model, OrderedLines) and model.is_placeless(line)
        return None if is_placeless else model.row_at(line)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The rows, then the ring around the current one for who uses the keyboard."""
        window = self.window()
        self._is_active = window.isActiveWindow()
        self._has_keyboard = self.hasFocus() and window.testAttribute(_KEYBOARD)
        self._current = self.currentIndex().row()
        painter = QPainter(self.viewport())
        self._paint_rows(painter, event.rect())
        if self._has_keyboard and self._current >= 0:
            top = self.rowViewportPosition(self._current)
            rect = QRectF(0, top, self.viewport().width(), self.rowHeight(self._current))
            paint_focus_ring(painter, rect, self.theme)
        shows_cell = self._has_keyboard or (self.is_cell_chosen and self.hasFocus())
        if self._current >= 0 and self.marks_cell and shows_cell:
            self._mark_cell(painter)
        painter.end()

    def _mark_cell(self, painter: QPainter) -> None:
        """Show in which cell of the current row F2 begins, and where ← and → have come."""
        index = self.currentIndex()
        if self.heading_at(index.row()) is not None:
            return
        rect = QRectF(self.visualRect(index)).adjusted(_MARK_EDGE, _MARK_EDGE, -_MARK_EDGE, 0)
        rect.setBottom(rect.bottom() - _MARK_EDGE - measures.LINE)
        if index.column() == 0 and self.has_ticks:
            rect.setLeft(rect.left() + TICK_WIDTH)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colours.focus, measures.LINE))
        half = measures.LINE / 2
        radius = self.theme.radius.sm
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)

    def _paint_rows(self, painter: QPainter, area: QRect) -> None:
        cells = self._cells_within(area)
        first, end = self.rowAt(area.top()), self.lines_on_screen.stop
        bottom = area.top()
        ground = self.theme.colours.surface
        right = cells[-1].left + cells[-1].width if cells else area.left()
        painter.fillRect(area.adjusted(max(0, right - area.left()), 0, 0, 0), ground)
        if cells and first >= 0:
            for line in range(first, end):
                top, height = self.rowViewportPosition(line), self.rowHeight(line)
                if top > area.bottom():
                    break
                if (heading := self.heading_at(line)) is not None:
                    place = QRectF(0, top, self.viewport().width(), height)
                    paint_heading(painter, place, heading, self.state_of(line), self.theme)
                else:
                    paint_row(painter, self, line, cells, top=top, height=height)
                bottom = top + height
        painter.fillRect(area.adjusted(0, bottom - area.top(), 0, 0), ground)

    def _cells_within(self, area: QRect) -> list[Cell]:
        """The columns that reach into ``area``, as they stand from left to right."""
        header, cells = self.header, []
        for place in range(header.count()):
            section = header.logicalIndex(place)
            cell = Cell(
                section, header.sectionViewportPosition(section), header.sectionSize(section)
            )
            if cell.width and cell.left <= area.right() and cell.left + cell.width > area.left():
                cells.append(cell)
        return cells

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Follow the pointer."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        elif event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._hover(self.rowAt(int(event.position().y())))
        return super().viewportEvent(event)

    @property
    def is_worked_in(self) -> bool:
        """Whether the pointer or the keyboard is in the list now."""
        return self.isActiveWindow() and (self.hasFocus() or self.viewport().underMouse())

    def _hover(self, line: int) -> None:
        was, self._hovered = self._hovered, line
        for changed in {was, line} - {-1}:
            self._draw_row(changed)

    def _draw_row(self, line: int) -> None:
        top, width = self.rowViewportPosition(line), self.viewport().width()
        self.viewport().update(0, top, width, self.rowHeight(line))
