"""A key in its small frame, as search field, palette and help of keys show it.

Called inside paint events on the GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from crm_desktop.gui.kit.paint.words import paint_centred
from crm_desktop.gui.kit.theme.fonts import Face
from crm_desktop.gui.kit.theme.theme import Theme

_PADDING = 5


def key_width(keys: str, theme: Theme, *, strong: bool = False) -> float:
    """How wide the frame of the key is."""
    return _face(theme, strong=strong).width(keys) + 2 * _PADDING


def paint_key(
    painter: QPainter, rect: QRectF, keys: str, theme: Theme, *, strong: bool = False
) -> float:
    """The key at the right of ``rect``, in the middle of its height. Returns the width taken."""
    face, width = _face(theme, strong=strong), key_width(keys, theme, strong=strong)
    box = QRectF(rect.right() - width, 0, width, face.line + 2)
    box.moveTop(round(rect.center().y() - box.height() / 2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colours.border, 1))
    painter.setBrush(theme.colours.surface)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius.sm, theme.radius.sm)
    ink = theme.colours.text if strong else theme.colours.text_tertiary
    paint_centred(painter, box, keys, face, ink)
    return width


def _face(theme: Theme, *, strong: bool) -> Face:
    return theme.faces.caption_strong if strong else theme.faces.caption
