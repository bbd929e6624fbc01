"""Cleaning many rows, in parallel processes where it pays, and keeping the drafts small.

Called by the import on its own thread. A draft as Python objects takes some 3 kB, pickled a
fifth of it, so 100,000 rows wait for their turn as bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker

from crm_desktop.features.data.importing.cleaning import Cleaner
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.integrations.tabular.table import Table

Rows = list[tuple[int, Sequence[str]]]

CHUNK = 250
# Starting processes takes about a second; below this many rows one process is faster.
_PARALLEL_FROM = 15_000
_MOST_PROCESSES = 4

_cleaner: Cleaner | None = None


def clean_all(
    cleaner: Cleaner,
    table: Table,
    first: int,
    on_done: Callable[[int], None],
) -> list[bytes]:
    """Drafts of the table's rows from ``first`` on in pickled chunks, in order; ``on_done`` gets
    the number of rows done."""
    if len(table.rows) - first < _PARALLEL_FROM or (os.cpu_count() or 1) < 2:
        chunks = []
        for done, chunk in _chunks(table, first):
            chunks.append(_packed(cleaner.clean(chunk)))
            on_done(done)
        return chunks
    return _in_parallel(cleaner, table, first, on_done)


def unpacked(chunk: bytes) -> list[RowDraft]:
    """The drafts of a chunk."""
    drafts: list[RowDraft] = pickle.loads(chunk)
    return drafts


def _in_parallel(
    cleaner: Cleaner, table: Table, first: int, on_done: Callable[[int], None]
) -> list[bytes]:
    # 'spawn' because this process has threads and a database open, which must not be copied.
    context = multiprocessing.get_context("spawn")
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    with (
        _deaf_to_interrupts(),
        ProcessPoolExecutor(processes, context, _install, (cleaner,)) as pool,
    ):
        waiting: list[Future[bytes]] = []
        chunks: list[bytes] = []
        try:
            for done, chunk in _chunks(table, first):
                waiting.append(pool.submit(_clean, chunk))
                if len(waiting) > 8 * processes:
                    chunks.append(waiting.pop(0).result())
                    on_done(done)
            chunks += [future.result() for future in waiting]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    on_done(len(table.rows) - first)
    return chunks


def _chunks(table: Table, first: int) -> Iterator[tuple[int, Rows]]:
    """(rows given so far, the next rows): the table unpacks only what is asked for."""
    for start in range(first, len(table.rows), CHUNK):
        cells = table.rows[start : start + CHUNK]
        numbers = table.row_numbers[start : start + CHUNK]
        yield start - first + len(cells), list(zip(numbers, cells, strict=True))


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes begun inside don't hear Ctrl+C, which a terminal sends to all of them, not even
    while they start: the import hears it and stops them itself. They inherit this thread's mask."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # it unblocks the signal when it starts, so it starts first
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _install(cleaner: Cleaner) -> None:
    global _cleaner  # noqa: PLW0603 - one plan per worker process
    _cleaner = cleaner
    # On Windows nothing is inherited.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _clean(rows: Rows) -> bytes:
    assert _cleaner is not None
    return _packed(_cleaner.clean(rows))


def _packed(drafts: list[RowDraft]) -> bytes:
    return pickle.dumps(drafts, protocol=pickle.HIGHEST_PROTOCOL)
