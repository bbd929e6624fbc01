"""Words written from bottom to top, as on folded columns and on the ends of the board.

Called inside paint events, on the GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme.fonts import Face


def paint_upright(painter: QPainter, rect: QRectF, text: str, face: Face, colour: QColor) -> None:
    """``text`` upwards in the middle of the width, its end at the top of ``rect``; where there
    is no room it is cut."""
    painter.save()
    painter.translate(QPointF(rect.center().x(), rect.bottom()))
    painter.rotate(-90)
    line = QRectF(0, -face.height / 2, rect.height(), face.height)
    paint_text(painter, line, text, face, colour, right=True)
    painter.restore()
