"""Python's garbage collector, set for a program that holds much and makes few cycles.

Called once by every process of the program, before its work begins; any thread.
"""

from __future__ import annotations

import gc

# Allocations between two looks at the young objects, and looks between two of the older ones.
# By its own measure (700, 10, 10) Python spends four fifths of reading an import's rows on
# looking through rows that nobody has let go of.
_THRESHOLDS = (50_000, 20, 20)


def collect_seldom() -> None:
    """Let the collector look less often; what no cycle holds is freed at once as before."""
    gc.set_threshold(*_THRESHOLDS)
