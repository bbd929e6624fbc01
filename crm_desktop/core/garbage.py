"""Python's garbage collector, set for a program that holds much and makes few cycles.

Called once by every process of the program, before its work begins; any thread. The window goes
further (``gui/collecting.py``) and collects on its own thread only.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Allocations between two looks at the young objects, and looks between two of the older ones.
# By its own measure (700, 10, 10) Python spends four fifths of reading an import's rows on
# looking through rows that nobody has let go of.
_THRESHOLDS = (50_000, 20, 20)


def collect_seldom() -> None:
    """Let the collector look less often; what no cycle holds is freed at once as before."""
    gc.set_threshold(*_THRESHOLDS)


_holders: list[object] = []


@contextmanager
def nothing_collected() -> Iterator[None]:
    """While much comes that stays as long as the program, looking through it is lost time:
    ``collect_due`` lets it be. Other threads may do the same meanwhile."""
    holder = object()
    _holders.append(holder)
    try:
        yield
    finally:
        _holders.remove(holder)


def collect_on_request() -> None:
    """From now on nothing is collected but by ``collect_due``, on the thread that calls it."""
    gc.disable()


def collect_due() -> None:
    """Collect what the collector would have collected by itself by now."""
    if _holders:
        return
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
