"""Processes of our own that work for this one: how they begin, and that none is left over.

Any thread. They end with the pool, and when this process ends, however it does.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, resource_tracker, util

from crm_desktop.core.garbage import collect_seldom

_LAST = -1_000


def started(processes: int, load: Callable[[], None]) -> ProcessPoolExecutor:
    """As many processes; ``load`` is the first task of each, while they have nothing else to do.
    ``OSError`` where the system doesn't begin all of them; then none is left."""
    # 'spawn' because this process has threads and a database open, which must not be copied.
    context = multiprocessing.get_context("spawn")
    with _deaf_to_interrupts():
        pool = ProcessPoolExecutor(processes, context, _begin)
        try:
            for _number in range(processes):  # one is begun with each of the first tasks
                pool.submit(load)
        except OSError:
            pool.shutdown(cancel_futures=True)
            raise
    return pool


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes begun inside don't hear Ctrl+C, which a terminal sends to all of them, not even
    while they start: this process hears it and stops them itself. They inherit this thread's
    mask."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # it unblocks the signal when it starts, so it starts first
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """What a process does first."""
    collect_seldom()
    # On Windows nothing is inherited.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # At its end, behind all else: taking Python apart takes longer than a last commit.
    util.Finalize(None, os._exit, args=(0,), exitpriority=_LAST)


def _end_with_parent() -> None:
    """Who is killed can't tell its processes to stop, and they would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
