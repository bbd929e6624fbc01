"""Where rows of different heights stand, of which most are only guessed. Pure; GUI thread."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

_AT_ONCE = 512


class RowHeights:
    """Heights in pixels. Tops are worked out no further down than asked, and only those below a
    change are forgotten, so that a hundred thousand rows cost what those in sight cost."""

    def __init__(self) -> None:
        self.total = 0
        self._heights: list[int] = []
        self._measured = bytearray()
        self._tops = [0]  # of the first rows; the last one may be the end of all

    def __len__(self) -> int:
        return len(self._heights)

    def is_measured(self, row: int) -> bool:
        """Whether the row's height is more than a guess."""
        return bool(self._measured[row])

    def height(self, row: int) -> int:
        """How high the row is, as far as that is known."""
        return self._heights[row]

    def top(self, row: int) -> int:
        """Where the row begins; for ``len(self)`` the end of all."""
        tops = self._tops
        if row >= len(tops):
            last = tops.pop()
            tops.extend(accumulate(self._heights[len(tops) : row], initial=last))
        return tops[row]

    def row_at(self, y: int) -> int:
        """The row at this place; -1 where none is."""
        if not 0 <= y < self.total:
            return -1
        while self._tops[-1] <= y:
            self.top(min(len(self._tops) - 1 + _AT_ONCE, len(self)))
        return bisect_right(self._tops, y) - 1

    def insert(self, row: int, guesses: Sequence[int]) -> None:
        """New rows before ``row``."""
        self._heights[row:row] = guesses
        self._measured[row:row] = bytes(len(guesses))
        self.total += sum(guesses)
        self._cut(row)

    def remove(self, begin: int, end: int) -> None:
        """The rows from ``begin`` to before ``end`` are gone."""
        self.total -= sum(self._heights[begin:end])
        del self._heights[begin:end]
        del self._measured[begin:end]
        self._cut(begin)

    def learn(self, row: int, height: int) -> int:
        """The row was measured; gives by how much higher it is than was believed."""
        more = height - self._heights[row]
        self._measured[row] = 1
        if more:
            self._heights[row] = height
            self.total += more
            self._cut(row)
        return more

    def doubt(self, row: int) -> None:
        """The row may be of another height now; until it is measured its old one is the guess."""
        self._measured[row] = 0

    def guess_anew(self, guesses: Sequence[int]) -> None:
        """All rows are of other heights now."""
        self._heights = list(guesses)
        self._measured = bytearray(len(guesses))
        self.total = sum(guesses)
        self._cut(0)

    def scale(self, by: float) -> None:
        """All rows are of other heights now, on the average ``by`` times as high."""
        self.guess_anew([round(height * by) for height in self._heights])

    def _cut(self, row: int) -> None:
        del self._tops[row + 1 :]
