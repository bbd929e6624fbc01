"""The rows of a table: their ground, the name cell of two lines, and rows still being read.

Called by the delegates of lists inside a paint event, on the GUI thread.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from crm_desktop.gui.kit.paint.marks import paint_blacklist_mark, paint_initials
from crm_desktop.gui.kit.paint.words import paint_text, whole_pixel
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.theme import Theme

_GAP = 8
_MARK_GAP = 5
# Of the room a row has: how wide its two lines stand in for words, row by row.
_SKELETON_PARTS = ((0.62, 0.38), (0.48, 0.30), (0.70, 0.42), (0.54, 0.26))
_SKELETON_LINES = (10, 8)
_SKELETON_LINE_GAP = 6
_SKELETON_END = 56


class RowState(NamedTuple):
    """How a row stands: the current one, ticked, under the pointer, in the window in front,
    and whether the table has the keyboard."""

    current: bool = False
    ticked: bool = False
    hovered: bool = False
    window_active: bool = True
    keyboard: bool = False


class Name(NamedTuple):
    """What the name cell shows; ``colour`` is one of the eight."""

    text: str
    second_line: str
    initials: str
    colour: str
    blacklisted: bool = False
    company: bool = False


def row_colour(state: RowState, theme: Theme) -> QColor:
    """The ground of a row."""
    colours = theme.colours
    if state.current or state.ticked:
        if not state.window_active:
            return colours.selected_inactive
        return colours.selected_hover if state.hovered else colours.selected
    return colours.hover if state.hovered else colours.surface


def paint_row_background(
    painter: QPainter,
    rect: QRectF,
    state: RowState,
    theme: Theme,
    *,
    first: bool = True,
) -> None:
    """The ground of one cell or of a whole row, the line below, and in the ``first`` cell of the
    current row the accent bar, which gives way to the ring while the table has the keyboard. It
    is the painter's background from then on."""
    ground = row_colour(state, theme)
    painter.setBackground(ground)
    painter.fillRect(rect, ground)
    line = QRectF(rect.left(), rect.bottom() - measures.LINE, rect.width(), measures.LINE)
    painter.fillRect(line, theme.colours.border_subtle)
    if first and state.current and not state.keyboard:
        bar = QRectF(rect.left(), rect.top(), measures.CURRENT_BAR, rect.height())
        painter.fillRect(bar, theme.colours.accent)


def paint_focus_ring(painter: QPainter, rect: QRectF, theme: Theme, *, radius: float = 0.0) -> None:
    """The ring inside ``rect``, which is a whole row or a card."""
    line = theme.focus_line
    half = line / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, radius > 0)
    pen = QPen(theme.colours.focus, line)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def paint_name_cell(painter: QPainter, rect: QRectF, name: Name, theme: Theme) -> None:
    """Initials, the name, and what the person is: below it, or after it in compact rows."""
    compact = theme.density == "compact"
    side = theme.grown(measures.AVATAR_COMPACT if compact else measures.AVATAR)
    circle = QRectF(rect.left(), whole_pixel(rect.center().y() - side / 2), side, side)
    paint_initials(painter, circle, name.initials, name.colour, theme, square=name.company)
    room = rect.adjusted(side + _GAP, 0, 0, 0)
    if compact or not name.second_line:
        used = _paint_name(painter, room, name, theme)
        rest = room.adjusted(used + _GAP, 0, 0, 0)
        if name.second_line and rest.width() > _GAP:
            _paint_second(painter, rest, name, theme)
        return
    upper, lower = theme.faces.body_medium, theme.faces.label
    top = whole_pixel(rect.center().y() - (upper.line + lower.line) / 2)
    _paint_name(painter, QRectF(room.left(), top, room.width(), upper.line), name, theme)
    below = QRectF(room.left(), top + upper.line, room.width(), lower.line)
    _paint_second(painter, below, name, theme)


def paint_skeleton_row(painter: QPainter, rect: QRectF, number: int, theme: Theme) -> None:
    """A row that is still being read; ``number`` makes neighbours differ. It does not move."""
    paint_row_background(painter, rect, RowState(), theme)
    padding, gap = 14, 12
    side = theme.grown(measures.AVATAR_COMPACT if theme.density == "compact" else measures.AVATAR)
    centre = rect.center().y() - measures.LINE / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours.hover)
    painter.drawEllipse(QRectF(rect.left() + padding, centre - side / 2, side, side))
    end = rect.right() - padding - _SKELETON_END
    radius = theme.radius.sm
    upper, lower = _SKELETON_LINES
    painter.drawRoundedRect(QRectF(end, centre - upper / 2, _SKELETON_END, upper), radius, radius)
    left = rect.left() + padding + side + gap
    room = end - gap - left
    first, second = _SKELETON_PARTS[number % len(_SKELETON_PARTS)]
    top = centre - (upper + _SKELETON_LINE_GAP + lower) / 2
    painter.drawRoundedRect(QRectF(left, top, room * first, upper), radius, radius)
    top += upper + _SKELETON_LINE_GAP
    painter.drawRoundedRect(QRectF(left, top, room * second, lower), radius, radius)


def _paint_name(painter: QPainter, rect: QRectF, name: Name, theme: Theme) -> float:
    """The name and its mark; returns the width of both."""
    face, ink = theme.faces.body_medium, theme.colours.text
    if not name.blacklisted:
        return paint_text(painter, rect, name.text, face, ink)
    mark = measures.ICON_SMALL + _MARK_GAP
    width = paint_text(painter, rect.adjusted(0, 0, -mark, 0), name.text, face, ink)
    after = rect.adjusted(width + _MARK_GAP, 0, 0, 0)
    paint_blacklist_mark(painter, after, theme)
    return width + mark


def _paint_second(painter: QPainter, rect: QRectF, name: Name, theme: Theme) -> None:
    colour = theme.colours.text_tertiary
    paint_text(painter, rect, name.second_line, theme.faces.label, colour)
