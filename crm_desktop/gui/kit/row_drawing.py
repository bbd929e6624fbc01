"""Draws the rows of a list: ground, tick, and each cell the way its column says.

``RowTable`` calls it inside paint events, on the GUI thread, row by row: were Qt to ask a delegate
cell by cell, a frame would cost half as much again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from crm_desktop.gui.kit.paint.marks import Ticked, initials, paint_check_box, paint_initials
from crm_desktop.gui.kit.paint.rows import RowState, paint_row_background
from crm_desktop.gui.kit.paint.words import paint_cell_text, paint_text, whole_pixel
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


class Cell(NamedTuple):
    """Where the cells of a column stand: from the left edge of what is drawn on, in pixels."""

    section: int
    left: int
    width: int


class DrawnTable(Protocol):
    """What is asked of the table whose rows are drawn."""

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


def paint_row(
    painter: QPainter, table: DrawnTable, line: int, cells: Sequence[Cell], *, top: int, height: int
) -> None:
    """The ground of the row, then these cells of it, which stand side by side from left to right.
    The table draws the focus ring."""
    theme, state, row = table.theme, table.state_of(line), table.shown_row(line)
    first, last = cells[0], cells[-1]
    whole = QRectF(first.left, top, last.left + last.width - first.left, height)
    paint_row_background(painter, whole, state, theme, first=first.section == 0)
    lit = table.lights.sections(table.key_of(line)) if table.lights else ()
    inner = height - measures.LINE
    waiting: list[QRectF] = []
    for section, left, width in cells:
        if section in lit:
            painter.fillRect(QRectF(left, top, width, inner), theme.colours.highlight)
        place = QRectF(left + CELL_PADDING, top, width - 2 * CELL_PADDING, inner)
        if section == 0 and table.has_ticks:
            tick = Ticked.ON if state.ticked else Ticked.OFF
            paint_check_box(painter, tick_place(QRectF(left, top, width, height)), tick, theme)
            place.setLeft(left + TICK_WIDTH + CELL_PADDING)
        if row is None:
            waiting.append(place)
        else:
            _paint_cell(painter, place, table.columns[section], row, theme)
    if waiting:
        _paint_waiting(painter, waiting, line, theme)


def _paint_cell(painter: QPainter, place: QRectF, column: Column, row: Any, theme: Theme) -> None:
    if column.paint is not None:
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
    circle.moveTo(whole_pixel(circle.left()), whole_pixel(circle.top()))
    paint_initials(painter, circle, initials(name), colour_of(name), theme)


def paint_strong_text(painter: QPainter, rect: QRectF, text: str, theme: Theme) -> None:
    """A cell in the colour of main text."""
    paint_cell_text(painter, rect, text, theme, strong=True)


def paint_figures(painter: QPainter, rect: QRectF, text: str, theme: Theme) -> None:
    """An amount at the right, so that digits stand below digits."""
    paint_text(painter, rect, text, theme.faces.body_digits, theme.colours.text, right=True)


def _paint_waiting(painter: QPainter, cells: Sequence[QRectF], line: int, theme: Theme) -> None:
    """Bars in place of the words of a row that are still being read: all with one pen and brush,
    for who leaps through a list sees hundreds of them in a frame."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours.hover)
    radius, part = theme.radius.sm, _WAITING_PARTS[line % 4]
    top = whole_pixel(cells[0].center().y() - _WAITING_HEIGHT / 2)
    for cell in cells:
        bar = QRectF(cell.left(), top, cell.width() * part, _WAITING_HEIGHT)
        painter.drawRoundedRect(bar, radius, radius)
