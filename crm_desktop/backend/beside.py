"""A process that reads the portions of a bulk change, and makes their documents, beside this one.

On a thread (``ahead``) that goes on only while the database works: half of either is Python. Where
very many records follow and somebody has a second core, ``Beside`` has a process of its own read
them instead, a few portions ahead. What it read holds by the same rule (``store.prepared``).
``Beside`` lives on a long command's own thread; the functions at the end run in the process.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from crm_desktop.backend.access import Actor
from crm_desktop.backend.feature import Feature
from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.filters.catalogue import Catalogues, merged
from crm_desktop.store import journal
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.location import SqliteLocation
from crm_desktop.store.records import Registry
from crm_desktop.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

log = logging.getLogger(__name__)

# To start a process takes as long as some thousands of records; with fewer than these, a command
# could have to wait at its end for one that it no longer needs.
_LEAST_ROWS = 20_000
# Portions that are asked for before the one in front of them is written.
_AHEAD = 3


class Read(Protocol):
    """A portion of records that were read."""

    @property
    def pays(self) -> bool:
        """Whether anything was made ready that spares its transaction much."""


P = TypeVar("P", bound=Read)
Reading = Callable[[], AbstractContextManager[tuple[Work, journal.Moment]]]
"""What handlers hold, for reads alone, and the moment of the journal before them."""
Make = Callable[[Reading, int, P | None], P | None]
"""Reads the portion of about so many records behind another one; ``None`` behind the last."""


@contextmanager
def to_write(
    connection: Connection, registry: Registry, actor: Actor, catalogues: Catalogues
) -> Iterator[tuple[Work, journal.Moment]]:
    """What a ``Reading`` gives."""
    moment = journal.moment(connection)
    unit = UnitOfWork(connection, registry, op_rid=0)
    yield Work(unit, actor, catalogues), moment


class Beside(Generic[P]):
    """The process that reads what ``make`` gives, for a command of so many ``rows``; used in a
    ``with`` block, at whose end it is gone."""

    def __init__(self, long: LongWork, make: Make[P], rows: int) -> None:
        self._long = long
        self._make = make
        self._may = rows >= _LEAST_ROWS and (os.cpu_count() or 1) > 1
        self._pool: ProcessPoolExecutor | None = None
        self._opened: Future[None] = Future()
        self._asked: deque[Future[P | None]] = deque()
        self._newest: Future[P | None] | None = None

    def __enter__(self) -> Beside[P]:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def behind(self, portion: P) -> Future[P | None] | None:
        """The portion behind this one, if the process reads it. It begins to start with the first
        that pays."""
        if not portion.pays or not self._is_open():
            self._asked.clear()
            self._newest = None
            return None
        try:
            self._ask_behind(portion)
        except BrokenExecutor:
            self._may = False
            return None
        self._newest = self._asked.popleft()
        return self._newest

    def _ask_behind(self, portion: P) -> None:
        assert self._pool is not None
        size = self._long.pace.size
        if self._newest is None or self._newest.result() is not portion:
            self._asked.clear()
            self._asked.append(self._pool.submit(_go_on_behind, portion, size))
        while len(self._asked) < _AHEAD:
            self._asked.append(self._pool.submit(_go_on, size))

    def _is_open(self) -> bool:
        if self._may and self._pool is None:
            self._start()
        if not self._may or not self._opened.done():
            return False
        if (failure := self._opened.exception()) is not None:
            log.info("no process beside: %s", type(failure).__name__)
            self._may = False
        return self._may

    def _start(self) -> None:
        file, features = self._long.file_beside, self._long.features
        if file is None or features is None:
            self._may = False
            return
        from crm_desktop.core.processes import started  # not at the program’s start

        try:
            self._pool = started(1, _load)
        except OSError as failure:  # no memory, or too many processes
            log.info("no process beside: %s", type(failure).__name__)
            self._may = False
            return
        self._opened = self._pool.submit(_open, features, file, self._long.actor, self._make)


@dataclass()
class _Side:
    """What the process holds: what it reads with, and the portion that it read last."""

    database: Database
    registry: Registry
    catalogues: Catalogues
    actor: Actor
    make: Make[Any]
    last: Any = None

    @contextmanager
    def reading(self) -> Iterator[tuple[Work, journal.Moment]]:
        """A ``Reading``."""
        with (
            self.database.reading() as connection,
            to_write(connection, self.registry, self.actor, self.catalogues) as found,
        ):
            yield found


_side: _Side | None = None


def _load() -> None:
    """There is nothing to do before ``_open``."""


def _open(
    features: Callable[[], Iterable[Feature]], file: SqliteLocation, actor: Actor, make: Make[Any]
) -> None:
    global _side  # noqa: PLW0603 - one per process
    declared = (*features(),)
    registry = Registry(record for feature in declared for record in feature.records)
    catalogues = merged(piece for feature in declared for piece in feature.catalogues)
    _side = _Side(Database(file, create=False), registry, catalogues, actor, make)


def _go_on_behind(portion: Any, size: int) -> Any:
    assert _side is not None
    _side.last = portion
    return _go_on(size)


def _go_on(size: int) -> Any:
    assert _side is not None
    if _side.last is not None:
        _side.last = _side.make(_side.reading, size, _side.last)
    return _side.last
