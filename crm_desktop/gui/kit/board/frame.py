"""The frame of a board: where columns and ends stand, and how wide the columns are.

The board is one; here is nothing of what it does. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.board.cards import Cards
from crm_desktop.gui.kit.board.column_pane import CARD_INSET
from crm_desktop.gui.kit.board.lanes import COLUMN_GAP, Lanes
from crm_desktop.gui.kit.board.strip import STRIP_WIDTH, Strip
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager

_SIDE, _ABOVE, _BELOW = 16, 12, 12
_STRIP_SIDE = 8  # around the strip while columns scroll by at its left


class BoardFrame(QWidget):
    """Columns at the left, ends at the right. Where there is less room than the columns need at
    least, they scroll sideways and the ends stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._scrolls = False
        self.cards = Cards(self._manager.theme)
        self.lanes = Lanes(_SIDE, self)
        self.strip = Strip(self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Columns share the room; below their least width they scroll by the strip."""
        self.place()

    def place(self) -> None:
        """Everything in its place, for the room there is."""
        lanes, strip = self.lanes, self.strip
        has_strip = not strip.isHidden()
        room = self.width() - 2 * _SIDE - (STRIP_WIDTH + COLUMN_GAP if has_strip else 0)
        width = lanes.column_width(room)
        self._scrolls = lanes.needed(width) > room
        right, strip_left = self.width(), self.width()
        if has_strip and self._scrolls:
            right = self.width() - STRIP_WIDTH - 2 * _STRIP_SIDE
            strip_left = right + _STRIP_SIDE
        elif has_strip:
            strip_left = self.width() - _SIDE - STRIP_WIDTH
            right = strip_left - COLUMN_GAP
        inner = self.height() - _ABOVE - _BELOW
        strip.setGeometry(strip_left, _ABOVE, STRIP_WIDTH, inner)
        self._place_lanes(QRect(0, _ABOVE, right, inner), width)
        self.update()

    def _place_lanes(self, place: QRect, width: int) -> None:
        """Columns of this width; their heads write sums alike beside each other."""
        lanes = self.lanes
        if self.cards.width != width - 2 * CARD_INSET:
            self.cards.dress(self._manager.theme, width - 2 * CARD_INSET)
        lanes.setGeometry(place)
        bar_top = place.bottom() + 2
        lanes.bar.setGeometry(_SIDE, bar_top, place.width() - _SIDE, measures.SCROLL_BAR)
        lanes.place(width)
        heads = [pane.head for pane in lanes.panes if not pane.is_folded]
        # One that has no room at all for its sums doesn't shorten those of the others.
        levels = (head.level_for(width) for head in heads)
        level = max((one for one in levels if one is not None), default=0)
        for head in heads:
            head.set_level(level)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The line at the left of the strip while columns scroll by."""
        if self._scrolls and not self.strip.isHidden():
            painter = QPainter(self)
            left = self.strip.x() - _STRIP_SIDE
            colour = self._manager.theme.colours.border_subtle
            painter.fillRect(left, 0, measures.LINE, self.height(), colour)
            painter.end()
