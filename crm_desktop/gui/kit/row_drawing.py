"""Draws the rows of a list: ground, tick, and each cell the way its column says.

``RowTable`` calls it inside paint events, on the GUI thread, row by row: were Qt to ask a delegate
cell by cell, a frame would cost half as much again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from crm_desktop.gui.kit.paint.marks import Ticked, initials, paint_check_box, paint_initials
from crm_desktop.gui.kit.paint.rows import RowState, paint_row_background
from crm_desktop.gui.kit.paint.words import paint_cell_text, paint_text, whole_pixel
from crm_desktop.gui.kit.row_lights import Lights
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.theme import Theme, colour_of

TICK_WIDTH = 40
CELL_PADDING = 8
RIGHT_ROOM = 4  # what stands at the right keeps this much more away from the edge
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


Entered = Callable[[QPainter, QRectF, Theme], object]
"""Draws what was entered into a cell and is not read back yet."""


class DrawnTable(Protocol):
    """What is asked of the table whose rows are drawn. ``awaited`` goes by the internal keys of
    rows and by sections."""

    theme: Theme
    awaited: dict[tuple[int, int], Entered]
    columns: Sequence[Column]
    has_ticks: bool
    lights: Lights
    waiting: WaitingRows

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
    lit = table.lights.sections(table.key_of(line)) if table.lights else ()
    first, last = cells[0], cells[-1]
    if row is None and not (lit or state.current or state.ticked or state.hovered):
        picture = table.waiting.drawn(
            cells, height, line, table, painter.device().devicePixelRatioF()
        )
        painter.drawPixmap(first.left, top, picture)
        return
    whole = QRectF(first.left, top, last.left + last.width - first.left, height)
    paint_row_background(painter, whole, state, theme, first=first.section == 0)
    inner = height - measures.LINE
    for cell in cells:
        if cell.section in lit:
            painter.fillRect(QRectF(cell.left, top, cell.width, inner), theme.colours.highlight)
        place = _place(cell, top, height, has_ticks=table.has_ticks)
        if cell.section == 0 and table.has_ticks:
            tick = Ticked.ON if state.ticked else Ticked.OFF
            paint_check_box(
                painter, tick_place(QRectF(cell.left, top, cell.width, height)), tick, theme
            )
        entered = _entered(table, line, cell.section) if table.awaited else None
        if entered is not None:
            entered(painter, place, theme)
        elif row is None:
            _paint_waiting(painter, [place], line, theme)
        else:
            _paint_cell(painter, place, table.columns[cell.section], row, theme)


def _entered(table: DrawnTable, line: int, section: int) -> Entered | None:
    key = table.key_of(line)
    return None if key is None else table.awaited.get((key, section))


def _place(cell: Cell, top: int, height: int, *, has_ticks: bool) -> QRectF:
    """Where the words of a cell stand: in the first one after the tick."""
    room = QRectF(cell.left, top, cell.width, height - measures.LINE)
    room.adjust(CELL_PADDING, 0, -CELL_PADDING, 0)
    if cell.section == 0 and has_ticks:
        room.setLeft(cell.left + TICK_WIDTH + CELL_PADDING)
    return room


class WaitingRows:
    """Pictures of rows that are still being read, one for each length of their bars. Who leaps
    through a list sees a screen full of them, and in the same frame the rows themselves."""

    def __init__(self) -> None:
        self._look: tuple[object, ...] = ()
        self._pictures: dict[int, QPixmap] = {}

    def drawn(
        self, cells: Sequence[Cell], height: int, line: int, table: DrawnTable, ratio: float
    ) -> QPixmap:
        """The row in these cells, for a screen of this device pixel ratio: on one of a fractional
        ratio its edges may be a pixel off those of its neighbours for a moment."""
        look = (table.theme, height, ratio, table.has_ticks, *cells)
        if look != self._look:
            self._look, self._pictures = look, {}
        number = line % len(_WAITING_PARTS)
        if number not in self._pictures:
            self._pictures[number] = _draw_waiting(cells, height, number, table, ratio)
        return self._pictures[number]


def _draw_waiting(
    cells: Sequence[Cell], height: int, number: int, table: DrawnTable, ratio: float
) -> QPixmap:
    first, last, theme = cells[0], cells[-1], table.theme
    width = last.left + last.width - first.left
    picture = QPixmap(ceil(width * ratio), ceil(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(theme.colours.surface)  # at a fractional ratio its last pixels are in no cell
    painter = QPainter(picture)
    painter.translate(-first.left, 0)
    whole = QRectF(first.left, 0, width, height)
    paint_row_background(painter, whole, RowState(), theme, first=False)
    if first.section == 0 and table.has_ticks:
        box = tick_place(QRectF(first.left, 0, first.width, height))
        paint_check_box(painter, box, Ticked.OFF, theme)
    places = [_place(cell, 0, height, has_ticks=table.has_ticks) for cell in cells]
    _paint_waiting(painter, places, number, theme)
    painter.end()
    return picture


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


def paint_owner(
    painter: QPainter, rect: QRectF, name: str, person_id: str | None, theme: Theme
) -> None:
    """The initials of a colleague in the middle of a narrow cell, in the colour that they have
    everywhere."""
    if not name:
        return
    side = theme.grown(_OWNER_COMPACT if theme.density == "compact" else _OWNER)
    circle = QRectF(0, 0, side, side)
    circle.moveCenter(rect.center())
    circle.moveTo(whole_pixel(circle.left()), whole_pixel(circle.top()))
    paint_initials(painter, circle, initials(name), colour_of(person_id or name), theme)


def paint_strong_text(painter: QPainter, rect: QRectF, text: str, theme: Theme) -> None:
    """A cell in the colour of main text."""
    paint_cell_text(painter, rect, text, theme, strong=True)


def paint_figures(painter: QPainter, rect: QRectF, text: str, theme: Theme) -> None:
    """An amount at the right, so that digits stand below digits."""
    place = rect.adjusted(0, 0, -RIGHT_ROOM, 0)
    paint_text(painter, place, text, theme.faces.body_digits, theme.colours.text, right=True)


def _paint_waiting(painter: QPainter, cells: Sequence[QRectF], line: int, theme: Theme) -> None:
    """Bars in place of the words of a row that are still being read: all with one pen and brush,
    for who leaps through a list sees hundreds of them in a frame."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours.hover)
    radius, part = theme.radius.sm, _WAITING_PARTS[line % len(_WAITING_PARTS)]
    top = whole_pixel(cells[0].center().y() - _WAITING_HEIGHT / 2)
    for cell in cells:
        bar = QRectF(cell.left(), top, cell.width() * part, _WAITING_HEIGHT)
        painter.drawRoundedRect(bar, radius, radius)
