"""Words in a rectangle: one line, cut with '…' where it is too long, found parts marked; or broken
into lines.

Called by delegates and by the other paint functions, inside a paint event, on the GUI thread.
Rectangles are in logical pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextOption

from crm_desktop.core.text.direction import runs_right_to_left
from crm_desktop.gui.kit.theme.fonts import Face, Line
from crm_desktop.gui.kit.theme.theme import Theme

Span = tuple[int, int]
"""Where a found part begins and ends in a text, in characters."""
_ANY_WIDTH = 10_000


def whole_pixel(place: float) -> int:
    """The pixel at ``place``. Halves always go up: ``round`` takes them to the even neighbour, and
    a mark would hop in its row while the list is scrolled."""
    return floor(place + 0.5)


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    face: Face,
    colour: QColor,
    *,
    right: bool = False,
) -> float:
    """Draw ``text`` on one line in the middle of the height. Returns the width it takes."""
    line = face.fitted(text, rect.width())
    left = rect.right() - line.width if right else rect.left()
    painter.setPen(colour)
    _draw(painter, left, rect, line, face)
    return line.width


def paint_centred(painter: QPainter, rect: QRectF, text: str, face: Face, colour: QColor) -> None:
    """Draw a short ``text`` in the middle; it is not cut."""
    line = face.fitted(text, _ANY_WIDTH)
    painter.setPen(colour)
    _draw(painter, rect.left() + (rect.width() - line.width) / 2, rect, line, face)


def paint_broken(painter: QPainter, rect: QRectF, text: str, face: Face, colour: QColor) -> None:
    """Draw ``text`` in the middle at the top of ``rect``, in as many lines as it needs."""
    painter.setFont(face.font)
    painter.setPen(colour)
    option = QTextOption(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    painter.drawText(rect, text, option)


def paint_found_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    spans: Sequence[Span],
    *,
    face: Face,
    theme: Theme,
    is_aside: bool = False,
) -> None:
    """Draw ``text`` with what was searched for on a yellow ground; paler if it ``is_aside``.

    ``spans`` are in order and don't overlap; parts that the cut hides are left out. In a line
    that runs from right to left no ground is drawn, since letters there don't stand in order.
    """
    shown = face.fitted(text, rect.width()).text
    if runs_right_to_left(shown):
        spans = ()
    visible = len(shown) - 1 if shown != text else len(shown)
    ground = QRectF(rect.left(), _top(rect, face), 0, face.height)
    for begin, end in spans:
        if begin >= visible:
            break
        ground.setLeft(rect.left() + face.width(shown[:begin]))
        ground.setRight(rect.left() + face.width(shown[: min(end, visible)]))
        painter.fillRect(ground, theme.colours.highlight)
    ink = theme.colours.text_secondary if is_aside else theme.colours.text
    paint_text(painter, rect, shown, face, ink)


def paint_cell_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    theme: Theme,
    *,
    right: bool = False,
    strong: bool = False,
) -> None:
    """A plain cell: ``text`` with digits of one width, at the right for numbers and dates."""
    colours = theme.colours
    colour = colours.text if strong else colours.text_secondary
    paint_text(painter, rect, text, theme.faces.body_digits, colour, right=right)


def _draw(painter: QPainter, left: float, rect: QRectF, line: Line, face: Face) -> None:
    if line.text:
        painter.setFont(face.font)
        painter.drawStaticText(QPointF(left, _top(rect, face)), line.drawn)


def _top(rect: QRectF, face: Face) -> int:
    """Where a line in the middle of ``rect`` begins, on a whole pixel."""
    return whole_pixel(rect.top() + (rect.height() - face.height) / 2)
