"""The shape of a card that is still being read: a head and three panes of still bars.

Shown by the card page when reading takes longer than a moment. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager

_HEAD, _EDGE, _PICTURE = 76, 20, 48
_LINE, _STEP = 10, 32
_FIELDS, _SIDE = 320, 300
_COMPOSER, _ENTRY, _ICON, _ENTRIES, _BETWEEN = 116, 78, 40, 5, 12
# How much of its room each bar takes, line by line.
_PARTS = (0.82, 0.55, 0.7, 0.46, 0.64)


class CardSkeleton(QWidget):
    """Bars where words will stand. They don't move."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self.setAccessibleName(_("Loading…"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The head, then the panes."""
        theme = self._manager.theme
        colours = theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.surface)
        middle = QRectF(_FIELDS, _HEAD, max(0, self.width() - _FIELDS - _SIDE), self.height())
        painter.fillRect(middle, colours.bg_window)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.hover)
        painter.drawEllipse(QRectF(_EDGE, (_HEAD - _PICTURE) / 2, _PICTURE, _PICTURE))
        self._bars(painter, QRectF(_EDGE + _PICTURE + 14, 22, 260, 2 * _STEP))
        below = self.height() - _HEAD - _EDGE
        self._bars(painter, QRectF(_EDGE, _HEAD + _EDGE, _FIELDS - 2 * _EDGE, below))
        right = self.width() - _SIDE
        self._bars(painter, QRectF(right + _EDGE, _HEAD + _EDGE, _SIDE - 2 * _EDGE, below))
        self._lines(painter, middle)
        self._cards(painter, middle.adjusted(_EDGE, 16, -_EDGE, 0))
        painter.end()

    def _lines(self, painter: QPainter, middle: QRectF) -> None:
        """Below the head and between the panes, as they will be."""
        colour = self._manager.theme.colours.border_subtle
        painter.fillRect(QRectF(0, middle.top(), self.width(), measures.LINE), colour)
        for side in (middle.left(), middle.right()):
            painter.fillRect(QRectF(side, middle.top(), measures.LINE, middle.height()), colour)

    def _cards(self, painter: QPainter, room: QRectF) -> None:
        """Where one writes, then what happened."""
        colours, radius = self._manager.theme.colours, self._manager.theme.radius.lg
        top = room.top()
        for height, left in ((_COMPOSER, 0), *((_ENTRY, _ICON),) * _ENTRIES):
            card = QRectF(room.left() + left + 0.5, top + 0.5, room.width() - left - 1, height - 1)
            painter.setPen(QPen(colours.border_subtle, measures.LINE))
            painter.setBrush(colours.surface)
            painter.drawRoundedRect(card, radius, radius)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.hover)
            self._bars(painter, card.adjusted(14, 14, -14, 0).intersected(card))
            top += height + _BETWEEN

    def _bars(self, painter: QPainter, room: QRectF) -> None:
        for number in range(int(room.height() // _STEP)):
            width = room.width() * _PARTS[number % len(_PARTS)]
            line = QRectF(room.left(), room.top() + number * _STEP, width, _LINE)
            painter.drawRoundedRect(line, _LINE / 2, _LINE / 2)
