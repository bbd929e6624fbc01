"""A key in its small frame, as search field, palette and help of keys show it.

Called inside paint events on the GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from crm_desktop.gui.kit.paint.words import paint_centred
from crm_desktop.gui.kit.theme.theme import Theme

_PADDING = 5


def paint_key(painter: QPainter, rect: QRectF, keys: str, theme: Theme) -> float:
    """The key at the right of ``rect``, in the middle of its height. Returns the width taken."""
    face = theme.faces.caption
    width = face.width(keys) + 2 * _PADDING
    box = QRectF(rect.right() - width, 0, width, face.line + 2)
    box.moveTop(round(rect.center().y() - box.height() / 2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colours.border, 1))
    painter.setBrush(theme.colours.surface)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius.sm, theme.radius.sm)
    paint_centred(painter, box, keys, face, theme.colours.text_tertiary)
    return width
