"""The shape of a timeline that is still being read: icons on the thread, cards beside them.

Shown by the timeline in its own place. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from crm_desktop.gui.kit.paint.words import paint_centred
from crm_desktop.gui.kit.states import SkeletonRows
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.pages.activities.timeline_places import GAP, LEFT, WIDEST

_EDGE, _ICON = 20, 30
_THREAD_LEFT, _THREAD_TOP = 15, 34
_ROW, _WORDS = 66, 32
_SIDE, _TOP, _BAR, _STEP = 12, 13, 10, 20
# Of a card's room: how wide the bars are that stand for its head and its text, card by card.
_PARTS = ((0.34, 0.72), (0.26, 0.54), (0.4, 0.64))


class TimelineSkeleton(SkeletonRows):
    """As many cards as there is room for. They don't move."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The cards, and below them a word once it takes long."""
        theme = self.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours.bg_window)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_EDGE, 0, -_EDGE, -_WORDS)
        height = theme.grown(_ROW)
        number = int(room.height() // height)
        for place in range(number):
            top = room.top() + place * height
            self._paint_row(painter, QRectF(room.left(), top, room.width(), height), place)
            if place < number - 1:
                left = room.left() + _THREAD_LEFT
                thread = QRectF(left, top + _THREAD_TOP + GAP, 1, height - _THREAD_TOP)
                painter.fillRect(thread, theme.colours.border)
        line = QRectF(0, self.height() - _WORDS, self.width(), _WORDS)
        paint_centred(painter, line, self.words, theme.faces.label, theme.colours.text_tertiary)
        painter.end()

    def _paint_row(self, painter: QPainter, rect: QRectF, number: int) -> None:
        theme: Theme = self.theme
        colours = theme.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.pressed)
        painter.drawEllipse(QRectF(rect.left(), rect.top() + GAP, _ICON, _ICON))
        width = min(rect.width(), WIDEST) - LEFT
        card = QRectF(rect.left() + LEFT, rect.top() + GAP, width, rect.height() - 2 * GAP)
        painter.setPen(QPen(colours.border_subtle, 1))
        painter.setBrush(colours.surface)
        painter.drawRoundedRect(
            card.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius.lg, theme.radius.lg
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.hover)
        for bar, part in enumerate(_PARTS[number % len(_PARTS)]):
            top = card.top() + _TOP + bar * theme.grown(_STEP)
            wide = (card.width() - 2 * _SIDE) * part
            place = QRectF(card.left() + _SIDE, top, wide, _BAR)
            painter.drawRoundedRect(place, theme.radius.sm, theme.radius.sm)
