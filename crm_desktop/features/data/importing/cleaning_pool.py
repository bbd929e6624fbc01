"""Cleaning many rows, in parallel processes where it pays, and keeping the drafts small.

Called by the import on its own thread. A draft as Python objects takes some 3 kB, pickled a
fifth of it, so 100,000 rows wait for their turn as bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from crm_desktop.features.data.importing.cleaning import Cleaner
from crm_desktop.features.data.importing.drafts import RowDraft

Rows = list[tuple[int, Sequence[str]]]

CHUNK = 250
# Starting processes takes about a second; below this many rows one process is faster.
_PARALLEL_FROM = 15_000
_MOST_PROCESSES = 4

_cleaner: Cleaner | None = None


def clean_all(
    cleaner: Cleaner,
    numbers: Sequence[int],
    rows: Sequence[Sequence[str]],
    on_done: Callable[[int], None],
) -> list[bytes]:
    """Drafts of all ``rows`` in pickled chunks, in order; ``on_done`` gets the rows done."""
    if len(rows) < _PARALLEL_FROM or (os.cpu_count() or 1) < 2:
        chunks = []
        for start, chunk in _chunks(numbers, rows):
            chunks.append(_packed(cleaner.clean(chunk)))
            on_done(start + len(chunk))
        return chunks
    return _in_parallel(cleaner, numbers, rows, on_done)


def unpacked(chunk: bytes) -> list[RowDraft]:
    """The drafts of a chunk."""
    drafts: list[RowDraft] = pickle.loads(chunk)
    return drafts


def _in_parallel(
    cleaner: Cleaner,
    numbers: Sequence[int],
    rows: Sequence[Sequence[str]],
    on_done: Callable[[int], None],
) -> list[bytes]:
    # 'spawn' because this process has threads and a database open, which must not be copied.
    context = multiprocessing.get_context("spawn")
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    with ProcessPoolExecutor(processes, context, _install, (cleaner,)) as pool:
        waiting: list[Future[bytes]] = []
        chunks: list[bytes] = []
        try:
            for start, chunk in _chunks(numbers, rows):
                waiting.append(pool.submit(_clean, chunk))
                if len(waiting) > 8 * processes:
                    chunks.append(waiting.pop(0).result())
                    on_done(start)
            chunks += [future.result() for future in waiting]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    on_done(len(rows))
    return chunks


def _chunks(numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, Rows]]:
    for start in range(0, len(rows), CHUNK):
        cells = rows[start : start + CHUNK]
        yield start, list(zip(numbers[start : start + CHUNK], cells, strict=True))


def _install(cleaner: Cleaner) -> None:
    global _cleaner  # noqa: PLW0603 - one plan per worker process
    _cleaner = cleaner


def _clean(rows: Rows) -> bytes:
    assert _cleaner is not None
    return _packed(_cleaner.clean(rows))


def _packed(drafts: list[RowDraft]) -> bytes:
    return pickle.dumps(drafts, protocol=pickle.HIGHEST_PROTOCOL)
