"""The rows of a file cleaned and made ready to be written, in processes of their own where it pays.

Used by the import on its own thread and on the one where it plans. Everything is cleaned before
the first row is written, and waits as bytes: a draft as Python objects takes some 3 kB, packed a
twentieth of it. Making ready goes on beside the writing, a few chunks ahead of it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import zlib
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from multiprocessing import connection, resource_tracker, util
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from crm_desktop.core.errors import Unavailable
from crm_desktop.core.garbage import collect_seldom
from crm_desktop.core.i18n import Message, msg
from crm_desktop.features.data.importing.cleaning import Cleaner
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.integrations.tabular.table import Table

if TYPE_CHECKING:
    from crm_desktop.features.data.importing.incoming import IncomingRow

Rows = list[tuple[int, Sequence[str]]]
T = TypeVar("T")

_CHUNK = 500
# Starting processes takes about a second. They are begun before a file is read that is as large
# as this, or at the latest for so many rows; with less one process is faster.
_PARALLEL_FROM_BYTES = 400_000
_PARALLEL_FROM_ROWS = 10_000
_MOST_PROCESSES = 4
# Chunks that wait for each process, so that it has always something to do, and chunks that may be
# done before they are asked for.
_QUEUED, _AHEAD = 3, 8
# Rows that are unpacked at once: meanwhile no other thread has Python's turn, and somebody who
# writes waits for it.
_UNPACKED = 25
_LAST = -1_000


@dataclass(frozen=True)
class Cleaned:
    """Some rows of a sheet, cleaned: how many hold anything, how many values went to notes,
    (row number, reason) of those in error, and the drafts as bytes."""

    rows: int
    moved: int
    errors: tuple[tuple[int, Message], ...]
    drafts: bytes


class RowWorkers:
    """The processes of one import; used in a ``with`` block, at whose end they are gone."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._ending: threading.Thread | None = None
        # The import's own thread works as well.
        self._processes = min((os.cpu_count() or 1) - 1, _MOST_PROCESSES)

    def __enter__(self) -> RowWorkers:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._end()
        if self._ending is not None:
            self._ending.join()

    def _end(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            end = partial(pool.shutdown, cancel_futures=True)
            self._ending = threading.Thread(target=end, name="end of the row workers")
            self._ending.start()

    def expect(self, paths: Sequence[Path]) -> None:
        """These files are going to be read."""
        with suppress(OSError):  # whoever reads them tells
            if sum(path.stat().st_size for path in paths) >= _PARALLEL_FROM_BYTES:
                self._start()

    def clean(
        self, cleaner: Cleaner, table: Table, first: int, on_done: Callable[[int], None]
    ) -> deque[Cleaned]:
        """The table's rows from ``first`` on, in order; ``on_done`` gets the number done."""
        total = len(table.rows) - first
        if total >= _PARALLEL_FROM_ROWS:
            self._start()
        plan = pickle.dumps(cleaner, protocol=pickle.HIGHEST_PROTOCOL)
        given = ((plan, chunk) for chunk in _chunks(table, first))
        cleaned: deque[Cleaned] = deque()
        for chunk in self._each(_clean, given):
            cleaned.append(chunk)
            on_done(min(len(cleaned) * _CHUNK, total))
        return cleaned

    def take_in(
        self, chunks: deque[Cleaned], system: str, *, is_last: bool = False
    ) -> Iterator[IncomingRow]:
        """The rows ready to be written, in order, out of ``chunks``, which is empty at the end;
        ``system`` is the program of the file. Behind the last of all the processes end, which
        takes a while, beside the last writing."""
        given = ((chunks.popleft().drafts, system) for _number in range(len(chunks)))
        for packed in self._each(_take_in, given, helps=False):
            for some in packed:
                rows: list[IncomingRow] = pickle.loads(some)
                yield from rows
        if is_last:
            self._end()

    def _start(self) -> None:
        if self._pool is not None or self._processes < 1:
            return
        # 'spawn' because this process has threads and a database open, which must not be copied.
        context = multiprocessing.get_context("spawn")
        with _deaf_to_interrupts():
            self._pool = ProcessPoolExecutor(self._processes, context, _begin)
            for _number in range(self._processes):  # one is begun with each of the first tasks
                self._pool.submit(_load)

    def _each(
        self, work: Callable[..., T], given: Iterator[tuple[object, ...]], *, helps: bool = True
    ) -> Iterator[T]:
        """What ``work`` gives for each, in order, a little ahead of whoever asks. The first is done
        on this thread, at once; and with ``helps`` more, where the processes have enough to do and
        whoever asks would wait."""
        if self._pool is None:
            yield from (work(*arguments) for arguments in given)
            return
        waiting: deque[Future[T]] = deque()
        most = _AHEAD * self._processes
        first = next(given, ())
        try:
            while True:
                for arguments in islice(given, self._free_places(waiting, most)):
                    waiting.append(self._pool.submit(work, *arguments))
                if first:
                    waiting.appendleft(_done_here(work, first))
                    first = ()
                is_idle = helps and len(waiting) < most and not (waiting and waiting[0].done())
                if is_idle and (arguments := next(given, ())):
                    waiting.append(_done_here(work, arguments))
                elif waiting:
                    yield waiting.popleft().result()
                else:
                    return
        except BrokenProcessPool as error:
            raise Unavailable(
                msg(
                    "The system stopped a part of the import, perhaps for want of memory. Nothing "
                    "was imported; close other programs and try again."
                )
            ) from error

    def _free_places(self, waiting: Collection[Future[T]], most: int) -> int:
        under_way = sum(not future.done() for future in waiting)
        return max(0, min(_QUEUED * self._processes - under_way, most - len(waiting)))


def _done_here(work: Callable[..., T], arguments: tuple[object, ...]) -> Future[T]:
    done: Future[T] = Future()
    done.set_result(work(*arguments))
    return done


def _chunks(table: Table, first: int) -> Iterator[Rows]:
    """The next rows with their numbers: the table unpacks only what is asked for."""
    for start in range(first, len(table.rows), _CHUNK):
        cells = table.rows[start : start + _CHUNK]
        numbers = table.row_numbers[start : start + _CHUNK]
        yield list(zip(numbers, cells, strict=True))


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


def _begin() -> None:
    """What a process does first."""
    collect_seldom()
    # On Windows nothing is inherited.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # At its end, behind all else: taking Python apart takes longer than the import's last commit.
    util.Finalize(None, os._exit, args=(0,), exitpriority=_LAST)


def _end_with_parent() -> None:
    """A killed import can't tell its processes to stop, and they would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _load() -> None:
    """The first task of a process, while the file is still read: what it will need. What cleans
    comes first, what describes records takes longer."""
    from crm_desktop.features.data.importing import incoming

    assert incoming


_cleaner: Callable[[bytes], Cleaner] = lru_cache(maxsize=4)(pickle.loads)


def _clean(plan: bytes, rows: Rows) -> Cleaned:
    drafts = _cleaner(plan).clean(rows)
    return Cleaned(
        len(drafts),
        sum(draft.moved for draft in drafts),
        tuple((draft.row_number, draft.error) for draft in drafts if draft.error is not None),
        zlib.compress(pickle.dumps(drafts, protocol=pickle.HIGHEST_PROTOCOL), level=1),
    )


def _take_in(packed: bytes, system: str) -> list[bytes]:
    # Only here: what describes records takes longer to load than all the rest of a process.
    from crm_desktop.features.data.importing.incoming import take_in

    drafts: list[RowDraft] = pickle.loads(zlib.decompress(packed))
    rows = take_in(drafts, system)
    return [
        pickle.dumps(rows[start : start + _UNPACKED], protocol=pickle.HIGHEST_PROTOCOL)
        for start in range(0, len(rows), _UNPACKED)
    ]
