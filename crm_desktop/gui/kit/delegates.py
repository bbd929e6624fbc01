"""Draws the rows of a list: ground, tick, and each cell the way its column says.

One delegate serves all columns of a ``RowTable``. Called inside paint events, on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.gui.kit.paint.marks import Ticked, initials, paint_check_box, paint_initials
from crm_desktop.gui.kit.paint.rows import RowState, paint_row_background
from crm_desktop.gui.kit.paint.words import Span, paint_cell_text, paint_found_text
from crm_desktop.gui.kit.row_lights import Lights
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.theme import Theme, colour_of

TICK_WIDTH = 40
CELL_PADDING = 8
_TICK_LEFT = 16
_OWNER = 22
_OWNER_COMPACT = 20
_WAITING_HEIGHT = 10
_WAITING_PARTS = (0.62, 0.48, 0.70, 0.54)

_Index = QModelIndex | QPersistentModelIndex


class DrawnTable(Protocol):
    """What the delegate asks of the table it draws for."""

    theme: Theme
    columns: Sequence[Column]
    has_ticks: bool
    lights: Lights

    def key_of(self, line: int) -> int | None:
        """The internal key of a row."""

    def state_of(self, line: int) -> RowState:
        """How a row stands."""

    def shown_row(self, line: int) -> Any:
        """The row, or ``None`` while it is on its way."""


class RowDelegate(QStyledItemDelegate):
    """Draws a cell; the table draws the focus ring around its row."""

    def __init__(self, table: Any) -> None:
        super().__init__(table)
        self._table: DrawnTable = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The ground of the row, then the cell."""
        table, line, section = self._table, index.row(), index.column()
        theme, rect = table.theme, QRectF(option.rect)  # type: ignore[attr-defined]
        state = table.state_of(line)
        paint_row_background(painter, rect, state, theme, first=section == 0)
        if table.lights and section in table.lights.sections(table.key_of(line)):
            painter.fillRect(rect.adjusted(0, 0, 0, -measures.LINE), theme.colours.highlight)
        column = table.columns[section]
        place = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, -measures.LINE)
        if section == 0 and table.has_ticks:
            tick = Ticked.ON if state.ticked else Ticked.OFF
            paint_check_box(painter, tick_place(rect), tick, theme)
            place.setLeft(rect.left() + TICK_WIDTH + CELL_PADDING)
        row = table.shown_row(line)
        if row is None:
            _paint_waiting(painter, place, line, theme)
        elif column.paint is not None:
            column.paint(painter, place, row, theme)
        elif text := column.text(row):
            paint_cell_text(painter, place, text, theme)


def tick_place(cell: QRectF) -> QRectF:
    """Where the check box of a row or of the header stands in its first cell."""
    return QRectF(
        cell.left() + _TICK_LEFT, cell.top(), measures.CHECK_BOX, cell.height() - measures.LINE
    )


def paint_owner(painter: QPainter, rect: QRectF, name: str, theme: Theme) -> None:
    """The initials of a colleague in the middle of a narrow cell."""
    if not name:
        return
    side = theme.grown(_OWNER_COMPACT if theme.density == "compact" else _OWNER)
    circle = QRectF(0, 0, side, side)
    circle.moveCenter(rect.center())
    circle.moveTo(round(circle.left()), round(circle.top()))
    paint_initials(painter, circle, initials(name), colour_of(name), theme)


def paint_strong_text(painter: QPainter, rect: QRectF, text: str, theme: Theme) -> None:
    """A cell in the colour of main text."""
    paint_cell_text(painter, rect, text, theme, strong=True)


def paint_match(
    painter: QPainter, rect: QRectF, text: str, spans: Sequence[Span], theme: Theme
) -> None:
    """A cell with what was searched for marked."""
    paint_found_text(painter, rect, text, spans, face=theme.faces.body, theme=theme)


def _paint_waiting(painter: QPainter, rect: QRectF, line: int, theme: Theme) -> None:
    """A bar in place of words that are still being read."""
    bar = QRectF(rect.left(), 0, rect.width() * _WAITING_PARTS[line % 4], _WAITING_HEIGHT)
    bar.moveTop(round(rect.center().y() - _WAITING_HEIGHT / 2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours.hover)
    painter.drawRoundedRect(bar, theme.radius.sm, theme.radius.sm)
