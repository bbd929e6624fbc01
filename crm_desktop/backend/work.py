"""What a handler holds in its hands: the unit of work of a short command, the portions of a long.

``Work`` lives on the writer's thread as long as its transaction. ``LongWork`` lives on the long
command's own thread; its portions are short transactions run on the writer's thread, so others
get their turn between them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field
from typing import Any, TypeVar
from uuid import UUID

from crm_desktop.backend.access import Actor
from crm_desktop.backend.feature import Feature, ListPart
from crm_desktop.backend.pace import Pace
from crm_desktop.core.errors import Cancelled, Conflict
from crm_desktop.core.i18n import msg
from crm_desktop.core.ids import new_id
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.filters.catalogue import Catalogues
from crm_desktop.store import operations
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.labels import Labels
from crm_desktop.store.location import SqliteLocation
from crm_desktop.store.mentions import mentioning
from crm_desktop.store.records import RecordType, Registry
from crm_desktop.store.unit_of_work import UnitOfWork

T = TypeVar("T")

_TRIES = 3
# The gap in which a colleague's save of a file gets its turn (store.engine asks every 4 ms); what
# the next portion needs is made ready meanwhile. Who writes on a server takes no turns.
_PAUSE_SECONDS = 0.008


@dataclass(frozen=True)
class Reader:
    """What a query holds: a connection that sees one moment, who asks, and what the features say
    of filters and of each other's lists (nothing of lists inside a long command)."""

    connection: Connection
    actor: Actor
    registry: Registry
    catalogues: Catalogues
    lists: Mapping[str, ListPart] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """What a short command's handler holds."""

    unit: UnitOfWork
    actor: Actor
    catalogues: Catalogues

    @property
    def connection(self) -> Connection:
        """The transaction's connection, for reads."""
        return self.unit.connection

    @property
    def registry(self) -> Registry:
        """All record types."""
        return self.unit.registry


@dataclass(frozen=True)
class Progress:
    """How far a long command is. ``total`` is 0 while it is not known; ``phase`` is a stable
    code (``read``, ``clean``, ``write``, ``undo``)."""

    phase: str
    done: int
    total: int


class LongWork:
    """What a long command's handler holds. The operation appears in the database with the first
    portion, so a command that finds nothing to do leaves no trace."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        actor: Actor,
        catalogues: Catalogues,
        run_write: Callable[..., Any],
        *,
        label: str,
        operation: operations.Operation | None = None,
        features: Callable[[], Iterable[Feature]] | None = None,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
    ) -> None:
        self.actor = actor
        self.registry = registry
        self.catalogues = catalogues
        self.label = label
        self.kind = operations.DO
        self.reverses_rid: int | None = None
        self.operation = operation
        self.features = features
        """What another process is told of the features by; ``None``: there is to be none."""
        self.finished = False
        self.has_written = False
        self.details: dict[str, Any] = {}
        self.cancellable = True
        self.pace = Pace()
        self._database = database
        self._run_write = run_write
        self._on_progress = on_progress
        self._labels = Labels(registry)
        self._cancelled = threading.Event()
        self._put_off: list[tuple[str, list[int]]] = []
        self._next_turn = 0.0

    @property
    def file_beside(self) -> SqliteLocation | None:
        """As ``Database.file_beside``."""
        return self._database.file_beside

    def cancel(self) -> None:
        """Ask the command to stop; it does so before its next portion. Any thread."""
        self._cancelled.set()

    def check_cancelled(self) -> None:
        """Raise ``Cancelled`` if the person asked to stop."""
        if self._cancelled.is_set() and self.cancellable:
            raise Cancelled(msg("Stopped. Everything done so far was taken back."))

    def progress(self, phase: str, done: int, total: int = 0) -> None:
        """Tell whoever watches."""
        self._on_progress(Progress(phase, done, total))

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read as of one moment, outside the portions."""
        with self._database.reading() as connection:
            yield Reader(connection, self.actor, self.registry, self.catalogues)

    @property
    def left_to_others(self) -> float:
        """For how many seconds it is still others' turn to write; not above 0: for none."""
        return self._next_turn - time.perf_counter()

    def portion(
        self, write: Callable[[Work], T], rows: int | None = None, *, lasting: bool = True
    ) -> T:
        """Run ``write`` in the next short transaction of the operation; it should deal with
        ``pace.size`` rows, or is said to deal with so many ``rows``. If another portion ends the
        operation, this one need not be ``lasting``: an operation without an end is taken back."""
        self.check_cancelled()
        self._database.checkpoint_if_far_behind()
        time.sleep(max(0.0, self.left_to_others))

        def transaction(connection: Connection) -> T:
            self._database.leave_to_checkpoints(connection)
            operation = self.operation or self._begin(connection)
            operations.take_on(operation.id)
            operations.mark(connection, operation.rid)
            unit = UnitOfWork(connection, self.registry, operation.rid, self._labels)
            unit.put_off = []
            begun.append((operation, unit))
            result = write(Work(unit, self.actor, self.catalogues))
            unit.write_gathered()
            return result

        begun: list[tuple[operations.Operation, UnitOfWork]] = []
        asked = time.perf_counter()
        dealt_with = rows or self.pace.size
        result: T = self._run_write(transaction, lasting=lasting)
        ended = time.perf_counter()
        self.pace.took(ended - asked, dealt_with)
        self._next_turn = ended + (0.0 if self._database.is_postgresql else _PAUSE_SECONDS)
        # Only now: a failed portion takes its operation along.
        self.operation, unit = begun[-1]
        self._put_off += unit.put_off or []
        self.has_written |= unit.has_written
        self._database.checkpoint_soon(dealt_with)
        return result

    def portion_anew(
        self, write: Callable[[Work], T], rows: int | None = None, *, lasting: bool = True
    ) -> T:
        """Like ``portion``; anew, if somebody changed the same records meanwhile."""
        for _attempt in range(_TRIES - 1):
            with suppress(Conflict):
                return self.portion(write, rows, lasting=lasting)
        return self.portion(write, rows, lasting=lasting)

    def catch_up(self) -> None:
        """Write the search documents anew, in portions, that speak of records which the portions
        so far have changed in what others say of them."""
        while self._put_off:
            entity, renamed = self._put_off.pop(0)
            with self.reading() as reader:
                found = mentioning(reader.connection, self.registry, entity, renamed)
            for record, rids in found:
                self._refresh(record, rids)

    def _refresh(self, record: RecordType, rids: Sequence[int]) -> None:
        done = 0
        while keys := rids[done : done + self.pace.size]:

            def refresh(work: Work, keys: Sequence[int] = keys) -> None:
                work.unit.refresh_documents(record, keys)

            self.portion_anew(refresh)
            done += len(keys)
            self.progress("write", done, len(rids))

    def _begin(self, connection: Connection) -> operations.Operation:
        return operations.begin(
            connection,
            new_id(),
            kind=self.kind,
            state=operations.OPEN,
            label=self.label,
            details=self.details,
            actor_rid=self.actor.rid,
            reverses_rid=self.reverses_rid,
        )

    def close(self) -> None:
        """The command has ended, well or not: nobody works on its operation any more."""
        if self.operation is not None:
            operations.let_go(self.operation.id)
            self._database.checkpoint_at_last()

    def finish(self, work: Work) -> None:
        """Mark the operation done, inside its last portion."""
        operations.finish(work.connection, work.unit.op_rid, operations.DONE, self.details)
        self.finished = True


@dataclass(frozen=True)
class Outcome:
    """What became of a command. ``operation_id`` is ``None`` if it changed nothing."""

    operation_id: UUID | None
    result: Any = None
    details: Mapping[str, Any] | None = None
