"""What is painted behind a field on a card: its fill, the ring of the keyboard, the star of a field
that must not stay empty.

Called by the field's row inside paint events, on the GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from crm_desktop.gui.kit.card_fields.value_view import empty_words
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme.theme import Theme

_STAR_GAP = 5


def paint_ground(
    painter: QPainter, rect: QRectF, fill: QColor | None, theme: Theme, *, is_ringed: bool
) -> None:
    """The fill and the ring, each where it is wanted."""
    if fill is None and not is_ringed:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    if is_ringed:
        painter.setPen(QPen(theme.colours.focus, theme.focus_line))
        inset = theme.focus_line / 2
        rect = rect.adjusted(inset, inset, -inset, -inset)
    if fill is not None:
        painter.setBrush(fill)
    painter.drawRoundedRect(rect, theme.radius.md, theme.radius.md)


def paint_star(painter: QPainter, value: QRectF, theme: Theme) -> None:
    """Red, behind the word that stands for an empty value in ``value``."""
    place = value.adjusted(theme.faces.body.width(empty_words()) + _STAR_GAP, 0, 0, 0)
    paint_text(painter, place, "*", theme.faces.body_strong, theme.colours.danger)
