"""How many rows a long operation deals with in one transaction: about 80 ms of work.

Each transaction may hold others up for 150 ms (architecture.md, 'One journal'); the reserve is for
slow moments. Kept by ``LongWork`` on the long command's own thread.
"""

from __future__ import annotations

from dataclasses import field

from crm_desktop.core.late_dataclass import dataclass

# The first transaction also makes ready what all of them use.
FIRST_ROWS, LEAST_ROWS, MOST_ROWS = 100, 100, 2_000
_SECONDS = 0.08


@dataclass()
class Pace:
    """``size`` is the number of rows for the next transaction, which is to take ``seconds``."""

    size: int = field(default_factory=lambda: min(FIRST_ROWS, MOST_ROWS))
    seconds: float = _SECONDS
    _row_seconds: float = 0.0

    def took(self, seconds: float, rows: int | None = None) -> None:
        """The last ``rows`` (as many as ``size`` says) took so long, others' turns included. Some
        rows cost twice as much as others: dear ones count at once, cheap ones little by little, so
        that no transaction is large just because the one before it was quick."""
        last = max(seconds, 0.001) / (rows or self.size)
        self._row_seconds = max(last, (3 * self._row_seconds + last) / 4)
        fitting = round(self.seconds / self._row_seconds)
        self.size = min(max(fitting, LEAST_ROWS), 2 * self.size, MOST_ROWS)
