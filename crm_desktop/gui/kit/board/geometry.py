"""Where the cards of a column stand: one below another, of different heights.

Pure arithmetic in whole pixels from the top of the first card. Heights not measured yet are
estimates that the caller gives; a slot may be open between two cards. GUI thread.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class ColumnGeometry:
    """Lines with ``gap`` pixels between them."""

    def __init__(self, gap: int) -> None:
        self.gap = gap
        self._tops = [0]
        self._slot_line = -1
        self._slot = 0

    def set_steps(self, steps: Iterable[int]) -> None:
        """All lines anew: of each its height and the gap below it."""
        self._tops = list(accumulate(steps, initial=0))

    def open_slot(self, line: int, height: int) -> None:
        """Keep ``height`` pixels free above ``line``, or below the last one; with 0 none."""
        self._slot_line, self._slot = (line, height + self.gap) if height else (-1, 0)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._tops) - 1

    @property
    def height(self) -> int:
        """All lines and the slot, without a gap below the last."""
        return max(0, self._tops[-1] + self._slot - self.gap)

    def top(self, line: int) -> int:
        """Where a line begins."""
        return self._tops[line] + (self._slot if 0 <= self._slot_line <= line else 0)

    def height_of(self, line: int) -> int:
        """How high a line is."""
        return self._tops[line + 1] - self._tops[line] - self.gap

    @property
    def slot(self) -> tuple[int, int] | None:
        """Top and height of the slot."""
        if self._slot_line < 0:
            return None
        return self._tops[self._slot_line], self._slot - self.gap

    def line_at(self, y: int) -> int:
        """The line that stands at ``y`` or begins next above it; -1 where it is above all."""
        if self._slot_line >= 0 and y >= self._tops[self._slot_line]:
            y = max(y - self._slot, self._tops[self._slot_line] - 1)
        return min(bisect_right(self._tops, y) - 1, self.count - 1)

    def line_under(self, y: int) -> int:
        """The line of the card at ``y``, or -1 between cards and in the slot."""
        line = self.line_at(y)
        is_within = line >= 0 and self.top(line) <= y < self.top(line) + self.height_of(line)
        return line if is_within else -1

    def lines_between(self, top: int, bottom: int) -> range:
        """The lines of which something stands from ``top`` to ``bottom``."""
        first = max(0, self.line_at(top))
        return range(first, self.line_at(bottom) + 1)

    def place_for(self, y: int) -> int:
        """Above which line something that is held at ``y`` belongs: that whose middle is below.
        Over the open slot it stays where it is, so that nothing trembles."""
        if self._slot_line >= 0:
            slot_top = self._tops[self._slot_line]
            if slot_top <= y < slot_top + self._slot:
                return self._slot_line
            if y >= slot_top:
                y -= self._slot
        if not self.count:
            return 0
        line = max(0, min(bisect_right(self._tops, y) - 1, self.count - 1))
        middle = self._tops[line] + self.height_of(line) / 2
        return line if y < middle else line + 1
