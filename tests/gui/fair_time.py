"""How long the window keeps a person waiting, told alike on a quiet machine and a busy one.

What the window's thread spends on work, on a lock, on an answer or on the disk counts; what it
spends in the queue for a processor that others have does not. Called by tests, on that thread.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SCHEDULER = Path("/proc/thread-self/schedstat")


def fair_time() -> float:
    """Seconds on a clock that stands while this thread is ready and others have the processor.

    Linux tells for how long (proc(5): nanoseconds, the second number of ``schedstat``); elsewhere
    it is the clock on the wall.
    """
    in_queue = int(_SCHEDULER.read_text().split()[1]) / 1e9 if _SCHEDULER.exists() else 0.0
    return time.perf_counter() - in_queue


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What happens inside takes less."""
    began = fair_time()
    yield
    assert fair_time() - began < seconds
