"""The shape of a card that is still being read: a head and its panes of still bars.

Shown by the card page when reading takes longer than a moment. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.low_window import LOW_BELOW
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.shell.card.panes import NARROWS_BELOW, SLIDES_BELOW, WIDE_FROM

_HEAD, _LOW_HEAD, _EDGE, _PICTURE = 76, 60, 20, 48
_LINE, _STEP = 10, 32
_FIELDS, _FIELDS_WIDE, _STACKED = 320, 360, 296
_SIDE, _SIDE_NARROW = 300, 260
_COMPOSER, _ENTRY, _ICON, _ENTRIES, _BETWEEN = 116, 78, 40, 5, 12
# How much of its room each bar takes, line by line.
_PARTS = (0.82, 0.55, 0.7, 0.46, 0.64)


class CardSkeleton(QWidget):
    """Bars where words will stand. They don't move. ``is_stacked``: a card that has all but its
    middle in one column."""

    def __init__(self, parent: QWidget, *, is_stacked: bool = False) -> None:
        super().__init__(parent)
        self._is_stacked = is_stacked
        self._manager = ThemeManager.instance()
        self.setAccessibleName(_("Loading…"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The head, then the panes."""
        theme = self._manager.theme
        colours = theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.surface)
        head, fields, side = self._shape()
        middle = QRectF(fields, head, max(0, self.width() - fields - side), self.height())
        painter.fillRect(middle, colours.bg_window)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.hover)
        picture = min(_PICTURE, head - _EDGE)
        painter.drawEllipse(QRectF(_EDGE, (head - picture) / 2, picture, picture))
        self._bars(painter, QRectF(_EDGE + _PICTURE + 14, head / 2 - 21, 260, 2 * _STEP))
        below, top = self.height() - head - _EDGE, head + _EDGE
        self._bars(painter, QRectF(_EDGE, top, fields - 2 * _EDGE, below))
        if side:
            right = self.width() - side + _EDGE
            self._bars(painter, QRectF(right, top, side - 2 * _EDGE, below))
        self._lines(painter, middle)
        self._cards(painter, middle.adjusted(_EDGE, 16, -_EDGE, 0))
        painter.end()

    def _shape(self) -> tuple[int, int, int]:
        """How high the head is, and how wide the fields and the right pane are, as the card will
        have them in a window of this size."""
        window = self.window().size()
        head = _LOW_HEAD if window.height() < LOW_BELOW else _HEAD
        if self._is_stacked:
            return head, _STACKED, 0
        fields = _FIELDS_WIDE if window.width() >= WIDE_FROM else _FIELDS
        if window.width() < SLIDES_BELOW:
            return head, fields, 0
        return head, fields, _SIDE_NARROW if window.width() < NARROWS_BELOW else _SIDE

    def _lines(self, painter: QPainter, middle: QRectF) -> None:
        """Below the head and between the panes, as they will be."""
        colour = self._manager.theme.colours.border_subtle
        painter.fillRect(QRectF(0, middle.top(), self.width(), measures.LINE), colour)
        inner = [side for side in (middle.left(), middle.right()) if side < self.width()]
        for side in inner:
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
