"""How long a person is kept waiting, told alike on a quiet machine and a busy one.

What a thread spends on work, on a lock, on an answer or on the disk counts; what it spends in the
queue for a processor that others have does not. Called by tests, on that thread.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SCHEDULER = Path("/proc/thread-self/schedstat")


def fair_time(*servers: int) -> float:
    """Seconds on a clock that stands while this thread is ready and others have the processor,
    and while the processes with these numbers are, which work for it.

    Linux tells for how long (proc(5): nanoseconds, the second number of ``schedstat``); elsewhere
    it is the clock on the wall.
    """
    places = (_SCHEDULER, *(Path(f"/proc/{server}/schedstat") for server in servers))
    in_queue = sum(int(place.read_text().split()[1]) for place in places if place.exists())
    return time.perf_counter() - in_queue / 1e9


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What happens inside takes less."""
    began = fair_time()
    yield
    assert fair_time() - began < seconds
