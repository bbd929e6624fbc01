"""The portions of a bulk change, each read while the database writes the one before it.

A long command's own thread writes what comes from here; the next portion is read on a thread
beside, from when only the database works, until others have had their turn: any sooner, two
threads would work in Python, and only hinder each other.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import TypeVar

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import CrmError
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store import journal
from crm_desktop.store.prepared import Prepared
from crm_desktop.store.unit_of_work import UnitOfWork

T = TypeVar("T")

# How soon a thread that comes out of the database, where it needs no turn of Python's, takes its
# turn from the one that works. By Python's own measure (5 ms) a portion would wait longer for its
# turns than it takes to write, and with a tenth of that still a fifth longer.
_TURN_SECONDS = 0.000_05
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


def one_ahead(
    make: Callable[[T | None], T | None],
) -> Generator[tuple[T, threading.Event], None, None]:
    """What ``make`` gives, each from the one before it, until it gives nothing. Who sets the
    event while it deals with one lets the next be made meanwhile; else it is made afterwards."""
    with quick_turns(), ThreadPoolExecutor(1, "ahead") as thread:
        current = make(None)
        while current is not None:
            is_made = threading.Event()
            coming = thread.submit(_made, make, current, is_made)
            try:
                yield current, is_made
            finally:
                is_made.set()
            current = coming.result()


def _made(make: Callable[[T | None], T | None], before: T, go: threading.Event) -> T | None:
    go.wait()
    return make(before)


@dataclass(frozen=True)
class _Portion:
    """Some of the ids, where they end, and what was read of them."""

    ids: Sequence[str]
    end: int
    prepared: Prepared | None = None


Prepare = Callable[[Sequence[str], Work, int], Prepared | None]
"""Reads records, after that moment of the journal, that are about to be written."""


def in_portions(
    long: LongWork,
    ids: Sequence[str],
    write: Callable[[Sequence[str], Work], int],
    prepare: Prepare | None = None,
) -> int:
    """``write`` the records with these ids in short transactions, in the order of their birth; all
    but the first ``prepare`` may read before. Gives the sum of what ``write`` gave."""
    ids = sorted(ids)  # who was born together lies side by side: fewer pages are touched

    def make(before: _Portion | None) -> _Portion | None:
        begin = before.end if before else 0
        some = ids[begin : begin + long.pace.size]
        if not some:
            return None
        prepared = _prepared(long, prepare, some) if before and prepare else None
        return _Portion(some, begin + len(some), prepared)

    done = 0
    with closing(one_ahead(make)) as portions:
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
    work.unit.take_on(portion.prepared)
    done = write(portion.ids, work)
    is_made.set()
    return done


def _prepared(long: LongWork, prepare: Prepare, ids: Sequence[str]) -> Prepared | None:
    # What is refused here may be right by the time it is written, and is refused then if not.
    with suppress(CrmError), reading_to_write(long) as (work, moment):
        return prepare(ids, work, moment)
    return None


@contextmanager
def reading_to_write(long: LongWork) -> Iterator[tuple[Work, int]]:
    """What handlers hold, for reads alone, and the moment of the journal before them."""
    with long.reading() as reader:
        moment = journal.moment(reader.connection)
        unit = UnitOfWork(reader.connection, reader.registry, op_rid=0)
        yield Work(unit, reader.actor, reader.catalogues), moment
