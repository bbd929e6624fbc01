"""The rows of a file cleaned and made ready to be written, in processes of their own where it pays.

Used by the import on its own thread and on the one where it plans. Everything is cleaned before
the first row is written, and waits as bytes: a draft as Python objects takes some 3 kB, packed a
twentieth of it. Making ready goes on beside the writing, a few chunks ahead of it.
"""

from __future__ import annotations

import logging
import os
import pickle
import threading
import zlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from crm_desktop.core.errors import Unavailable
from crm_desktop.core.i18n import Message, msg
from crm_desktop.features.data.importing.cleaning import Cleaner
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.stage_chances import Told, told_chances
from crm_desktop.integrations.tabular.table import Table

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from crm_desktop.features.data.importing.incoming import IncomingRow

log = logging.getLogger(__name__)

Rows = list[tuple[int, Sequence[str]]]
T = TypeVar("T")

# Rows that are cleaned, and made ready, at once: while a process plans, the import's own thread
# makes some ready, but is to see soon that there is something to write.
_CHUNK = 100
# Starting processes takes about a second. They are begun before a file is read that is as large
# as this, or at the latest for so many rows; with less one process is faster.
_PARALLEL_FROM_BYTES = 400_000
_PARALLEL_FROM_ROWS = 10_000
_MOST_PROCESSES = 4
# Chunks that wait for each process, so that it has always something to do, and chunks that may be
# done before they are asked for: more than the rows of one portion, during which nobody asks.
_QUEUED, _AHEAD = 15, 40
# Rows that are unpacked at once: meanwhile no other thread has Python's turn, and somebody who
# writes waits for it.
_UNPACKED = 25


@dataclass(frozen=True)
class Cleaned:
    """Some rows of a sheet, cleaned: how many hold anything, how many values went to notes,
    (row number, reason) of those in error, the drafts as bytes, whether they tell of people and
    companies alone, and the ``chances`` that they tell of stages."""

    rows: int
    moved: int
    errors: tuple[tuple[int, Message], ...]
    drafts: bytes
    is_plain: bool = True
    chances: Told = field(default_factory=dict)

    @property
    def incoming(self) -> int:
        """How many rows are to come in."""
        return self.rows - len(self.errors)


@dataclass(frozen=True)
class Packed:
    """Rows made ready to be written, as bytes."""

    rows: int
    data: bytes


class RowWorkers:
    """The processes of one import; used in a ``with`` block, at whose end they are gone."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._planning: ProcessPoolExecutor | None = None
        self._ending: threading.Thread | None = None
        # The import's own thread works as well.
        self._processes = min((os.cpu_count() or 1) - 1, _MOST_PROCESSES)

    def __enter__(self) -> RowWorkers:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.end()
        if self._ending is not None:
            self._ending.join()

    def end(self) -> None:
        """All that the processes were to do is done."""
        pools = {pool for pool in (self._pool, self._planning) if pool is not None}
        self._pool = self._planning = None
        if pools:
            self._ending = threading.Thread(
                target=_shut_down, args=(pools,), name="end of row workers"
            )
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

    def take_in(self, chunks: deque[Cleaned], system: str, *, is_last: bool = False) -> ReadyRows:
        """The rows ready to be written, in order, out of ``chunks``, which is empty at the end;
        ``system`` is the program of the file. Behind the last of all the processes end, which
        takes a while, beside the last writing."""

        def packed() -> Iterator[list[Packed]]:
            given = ((chunk.drafts, system) for chunk in _popped(chunks))
            return self._each(_take_in, given, helps=False)

        return ReadyRows(chunks, system, packed, self.end if is_last else None)

    def planning(self) -> ProcessPoolExecutor | None:
        """The one process that may plan, if there are any: where two cores are all, it is the one
        that also makes rows ready."""
        if self._pool is not None and self._planning is None:
            alone = self._processes == 1
            self._planning = self._pool if alone else _pool_or_none(1)
        return self._planning

    @property
    def makes_ready(self) -> bool:
        """Whether others than the process that plans make rows ready."""
        return self._planning is not self._pool

    def _start(self) -> None:
        if self._pool is None and self._processes >= 1:
            self._pool = _pool_or_none(self._processes)
            if self._pool is None:
                self._processes = 0

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
        while True:
            with lost_processes_told():
                for arguments in islice(given, self._free_places(waiting, most)):
                    waiting.append(self._pool.submit(work, *arguments))
            if first:
                waiting.appendleft(_done_here(work, first))
                first = ()
            is_idle = helps and len(waiting) < most and not (waiting and waiting[0].done())
            if is_idle and (arguments := next(given, ())):
                waiting.append(_done_here(work, arguments))
            elif waiting:
                with lost_processes_told():
                    done = waiting.popleft().result()
                yield done
            else:
                return

    def _free_places(self, waiting: Collection[Future[T]], most: int) -> int:
        under_way = sum(not future.done() for future in waiting)
        return max(0, min(_QUEUED * self._processes - under_way, most - len(waiting)))


def _pool_or_none(processes: int) -> ProcessPoolExecutor | None:
    """As many processes; ``None``, and everything is done here, where the system begins none."""
    from crm_desktop.core.processes import started  # not at the program’s start

    try:
        return started(processes, _load)
    except OSError as failure:  # no memory, or too many processes
        log.info("no processes for rows: %s", type(failure).__name__)
        return None


def _shut_down(pools: Collection[ProcessPoolExecutor]) -> None:
    for pool in pools:
        pool.shutdown(cancel_futures=True)


class ReadyRows(Iterator["IncomingRow"]):
    """The rows of a sheet ready to be written, in order; or what is left of them ``for_planning``
    in another process. ``packed`` makes ready what is in ``chunks``."""

    def __init__(
        self,
        chunks: deque[Cleaned],
        system: str,
        packed: Callable[[], Iterator[list[Packed]]],
        on_end: Callable[[], None] | None,
    ) -> None:
        self.system = system
        self.is_over = False
        """Whether the last row was given."""
        self._chunks = chunks
        self._make = packed
        self._packed: Iterator[Packed] = chain.from_iterable(packed())
        self._rows: Iterator[IncomingRow] = iter(())
        self._on_end = on_end

    @property
    def are_plain(self) -> bool:
        """Whether the rows that are left tell of people and companies alone."""
        return all(chunk.is_plain for chunk in self._chunks)

    def __next__(self) -> IncomingRow:
        while (row := next(self._rows, None)) is None:
            packed = next(self._packed, None)
            if packed is None:
                self.is_over = True
                if self._on_end is not None:
                    self._on_end()
                raise StopIteration
            self._rows = iter(pickle.loads(packed.data))
        return row

    def for_planning(self, *, drafts_too: bool) -> Iterator[Packed | Cleaned]:
        """The rows that are left: those that are ready, or being made so, and behind them, with
        ``drafts_too``, the others as they were cleaned. What isn't taken may be given back."""
        later: deque[Cleaned] = deque()
        if drafts_too:
            later.extend(self._chunks)
            self._chunks.clear()
        return chain([packed_rows([*self._rows])], self._packed, _popped(later))

    def go_on(self, left: Iterable[Packed | Cleaned]) -> None:
        """These rows come next, what was left ``for_planning``; made ready when they are asked
        for, as ever."""

        def ready() -> Iterator[Packed]:
            for one in left:
                if isinstance(one, Packed):
                    yield one
                else:
                    self._chunks.append(one)
            yield from chain.from_iterable(self._make())

        self._packed = ready()


def packed_rows(rows: Sequence[IncomingRow]) -> Packed:
    """The rows as bytes."""
    return Packed(len(rows), pickle.dumps(rows, protocol=pickle.HIGHEST_PROTOCOL))


def _popped(chunks: deque[Cleaned]) -> Iterator[Cleaned]:
    """Each, out of ``chunks``, which somebody else may empty meanwhile."""
    while chunks:
        yield chunks.popleft()


@contextmanager
def lost_processes_told() -> Iterator[None]:
    """``Unavailable``, in words, where one of the processes is gone."""
    try:
        yield
    except BrokenExecutor as error:
        raise Unavailable(
            msg(
                "The system stopped a part of the import, perhaps for want of memory. Nothing "
                "was imported; close other programs and try again."
            )
        ) from error


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


def _load() -> None:
    """The first task of a process, while the file is still read: what it will need. What cleans
    comes first, what describes records takes longer."""
    from crm_desktop.features.data.importing import planner

    assert planner


_cleaner: Callable[[bytes], Cleaner] = lru_cache(maxsize=4)(pickle.loads)


def _clean(plan: bytes, rows: Rows) -> Cleaned:
    drafts = _cleaner(plan).clean(rows)
    return Cleaned(
        len(drafts),
        sum(draft.moved for draft in drafts),
        tuple((draft.row_number, draft.error) for draft in drafts if draft.error is not None),
        zlib.compress(pickle.dumps(drafts, protocol=pickle.HIGHEST_PROTOCOL), level=1),
        all(draft.deal is None and draft.product is None for draft in drafts),
        told_chances(drafts),
    )


def made_ready(cleaned: Cleaned, system: str) -> Packed:
    """The rows that are to come in, ready to be written."""
    return packed_rows(_ready(cleaned.drafts, system))


def _ready(packed: bytes, system: str) -> list[IncomingRow]:
    # Only here: what describes records takes longer to load than all the rest of a process.
    from crm_desktop.features.data.importing.incoming import take_in

    drafts: list[RowDraft] = pickle.loads(zlib.decompress(packed))
    return take_in(drafts, system)


def _take_in(packed: bytes, system: str) -> list[Packed]:
    rows = _ready(packed, system)
    starts = range(0, len(rows), _UNPACKED)
    return [packed_rows(rows[start : start + _UNPACKED]) for start in starts]
