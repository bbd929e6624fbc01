"""The portions of a bulk change, each read while the database writes the one before it.

A long command's own thread writes what comes from here; the next portion is read on a thread
beside, from when only the database works, until others have had their turn: any sooner, two
threads would work in Python, and only hinder each other. For very many records a process reads
instead (``beside``).
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from functools import partial

from crm_desktop.backend.beside import Beside, Make, P, Reading, to_write
from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import CrmError
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store.journal import Moment
from crm_desktop.store.packed import Packed
from crm_desktop.store.prepared import Prepared
from crm_desktop.store.quiet import change_packed

# How soon a thread that comes out of the database, where it needs no turn of Python's, takes its
# turn from the one that works. By Python's own measure (5 ms) a portion would wait longer for its
# turns than it takes to write, and with a tenth of that still a fifth longer.
_TURN_SECONDS = 0.000_05
# Portions that aren't read after one was read in vain: to read one costs as much as a few of such
# take to write, and others may follow that pay.
REST = 8
_changing = threading.Lock()
# Python's own measure, once for each command that asks for another now.
_usual: list[float] = []


@contextmanager
def quick_turns() -> Iterator[None]:
    """Let threads that come out of the database go on at once. The measure is the whole program's:
    of several commands the last to end sets it back."""
    with _changing:
        _usual.append(_usual[0] if _usual else sys.getswitchinterval())
        sys.setswitchinterval(min(_usual[0], _TURN_SECONDS))
    try:
        yield
    finally:
        with _changing:
            usual = _usual.pop()
            if not _usual:
                sys.setswitchinterval(usual)


def read_ahead(
    long: LongWork, make: Make[P], rows: int
) -> Generator[tuple[P, threading.Event], None, None]:
    """The portions of a command of so many ``rows`` that ``make`` gives, each from the one before
    it, until it gives none. Who sets the event while it deals with one lets the next be read
    meanwhile; else it is read afterwards."""

    def here(before: P | None) -> P | None:
        return make(partial(_reading_to_write, long), long.pace.size, before)

    with (
        quick_turns(),
        ThreadPoolExecutor(1, "ahead") as thread,
        Beside(long, make, rows) as beside,
    ):
        current = here(None)
        while current is not None:
            is_made = threading.Event()
            coming = beside.behind(current) or thread.submit(_made, here, current, is_made)
            try:
                yield current, is_made
            finally:
                is_made.set()
            try:
                current = coming.result()
            except BrokenExecutor:  # the system stopped it, perhaps for want of memory
                current = here(current)


def _made(make: Callable[[P | None], P | None], before: P, go: threading.Event) -> P | None:
    go.wait()
    return make(before)


@contextmanager
def _reading_to_write(long: LongWork) -> Iterator[tuple[Work, Moment]]:
    with (
        long.reading() as reader,
        to_write(reader.connection, reader.registry, reader.actor, reader.catalogues) as found,
    ):
        yield found


@dataclass(frozen=True)
class _Portion:
    """Some of the ids, where they end, and what was read of them; ``rest``: how many behind it
    aren't read, for that was in vain."""

    ids: Sequence[str]
    end: int
    rest: int = 0
    prepared: Packed | Prepared | None = None

    @property
    def pays(self) -> bool:
        """As ``Read`` has it."""
        return self.prepared is not None


Prepare = Callable[[Sequence[str], Work, Moment], Packed | Prepared | None]
"""Reads records, after that moment of the journal, that are about to be written."""


@dataclass(frozen=True)
class _Some:
    """Makes portions of the ``ids``, in their order; all but the first it has read before, as long
    as that pays."""

    ids: Sequence[str]
    prepare: Prepare | None

    def __call__(self, reading: Reading, size: int, before: _Portion | None) -> _Portion | None:
        begin = before.end if before else 0
        some = self.ids[begin : begin + size]
        if not some:
            return None
        end = begin + len(some)
        if self.prepare is None or before is None:
            return _Portion(some, end)
        if before.rest:
            return _Portion(some, end, before.rest - 1)
        prepared = _prepared(reading, self.prepare, some)
        return _Portion(some, end, 0 if prepared else REST, prepared)


def _prepared(reading: Reading, prepare: Prepare, ids: Sequence[str]) -> Packed | Prepared | None:
    # What is refused here may be right by the time it is written, and is refused then if not.
    with suppress(CrmError), reading() as (work, moment):
        return prepare(ids, work, moment)
    return None


def in_portions(
    long: LongWork,
    ids: Sequence[str],
    write: Callable[[Sequence[str], Work], int],
    prepare: Prepare | None = None,
) -> int:
    """``write`` the records with these ids in short transactions, in the order of their birth; all
    but the first ``prepare`` may read before. Gives the sum of what ``write`` gave."""
    ids = sorted(ids)  # who was born together lies side by side: fewer pages are touched
    done = 0
    with closing(read_ahead(long, _Some(ids, prepare), len(ids))) as portions:
        for portion, is_made in portions:
            part = partial(_write, write, portion, is_made)
            # The portion that ends the operation comes behind all these.
            done += long.portion_anew(part, len(portion.ids), lasting=False)
            long.progress("write", portion.end, len(ids))
    return done


def _write(
    write: Callable[[Sequence[str], Work], int],
    portion: _Portion,
    is_made: threading.Event,
    work: Work,
) -> int:
    prepared = portion.prepared
    if isinstance(prepared, Packed):
        is_made.set()  # what is left is the database's
        if (changed := change_packed(work.unit, prepared)) is not None:
            return changed
        prepared = None
    work.unit.take_on(prepared)
    done = write(portion.ids, work)
    is_made.set()
    return done
