"""The backend: one object per open workspace, shared by all threads of a client.

``execute`` and ``ask`` block (command line, worker, tests); ``submit`` and ``submit_query`` give
futures (the window). Writes run on the store's writer thread (one for SQLite, several for
PostgreSQL), reads on reader threads, long commands on threads of their own.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from crm_desktop.backend.access import Actor
from crm_desktop.backend.feature import CommandType, Feature, merged_lists
from crm_desktop.backend.giving_up import Question
from crm_desktop.backend.history import HISTORY, begun_by, has_unfinished, take_back, unfinished
from crm_desktop.backend.work import LongWork, Outcome, Progress, Reader, Work
from crm_desktop.core.errors import Conflict, CrmError, Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.core.ids import new_id
from crm_desktop.core.threads import assert_may_wait
from crm_desktop.filters.catalogue import merged
from crm_desktop.store import operations
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.feed import Feed
from crm_desktop.store.records import Registry
from crm_desktop.store.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

T = TypeVar("T")

_READERS = 3
_POSTGRES_WRITERS = 3
# On PostgreSQL two clients may touch one record between read and write; the second tries anew.
_TRIES = 3


def _ignore(_progress: Progress) -> None:
    """Nobody watches."""


class Running:
    """A long command under way: its future, and the way to stop it."""

    def __init__(self, work: LongWork, future: Future[Outcome]) -> None:
        self._work = work
        self.future = future

    def cancel(self) -> None:
        """Ask to stop: everything is taken back and the future raises ``Cancelled``."""
        self._work.cancel()


class Backend:
    """Commands in, rows and changes out."""

    def __init__(
        self,
        database: Database,
        features: Iterable[Feature],
        actor: Actor,
        features_beside: Callable[[], Iterable[Feature]] | None = None,
    ) -> None:
        """``features_beside`` gives the same features in another process, for long commands."""
        self.database = database
        self._features_beside = features_beside
        self.actor = actor
        declared = (HISTORY, *features)
        self.registry = Registry(
            (record for feature in declared for record in feature.records),
            (follow for feature in declared for follow in feature.follows.items()),
        )
        self.catalogues = merged(piece for feature in declared for piece in feature.catalogues)
        self.lists = merged_lists(part for feature in declared for part in feature.lists)
        self.commands = {c.command: c for feature in declared for c in feature.commands}
        writers = _POSTGRES_WRITERS if database.is_postgresql else 1
        self._writers = ThreadPoolExecutor(writers, "writer")
        self._readers = ThreadPoolExecutor(_READERS, "reader")
        self._long: set[threading.Thread] = set()
        self._closing = threading.Event()
        self._questions: WeakKeyDictionary[Future[Any], Question] = WeakKeyDictionary()
        self.feed = Feed(database)
        self.taken_back: list[operations.Operation] = []
        """What this person had begun and no process ended, so that ``recover`` took it back."""

    # Commands

    def permission_of(self, command: type) -> str:
        """What a role must hold to carry out commands of this class."""
        return self.commands[command].permission

    def execute(
        self,
        command: Any,
        *,
        operation_id: UUID | None = None,
        on_progress: Callable[[Progress], None] = _ignore,
    ) -> Outcome:
        """Run ``command`` and wait. The same ``operation_id`` again does nothing twice."""
        assert_may_wait()
        if self.commands[type(command)].long:
            return self.start(command, on_progress=on_progress).future.result()
        return self.submit(command, operation_id=operation_id).result()

    def submit(self, command: Any, *, operation_id: UUID | None = None) -> Future[Outcome]:
        """Run a short ``command`` on the writer's thread."""
        kind = self.commands[type(command)]
        if kind.long:
            raise ValueError(f"{type(command).__name__} is long: use start()")
        return self._writers.submit(self._run_short, kind, command, operation_id or new_id())

    def start(self, command: Any, *, on_progress: Callable[[Progress], None] = _ignore) -> Running:
        """Run a long ``command`` on a thread of its own; ``on_progress`` is called there."""
        kind = self.commands[type(command)]
        future: Future[Outcome] = Future()
        work = self._long_work(kind.label, on_progress=on_progress)

        def run() -> None:
            try:
                future.set_result(self._run_long(kind, command, work))
            except BaseException as error:
                future.set_exception(error)
            finally:
                self._long.discard(threading.current_thread())

        thread = threading.Thread(target=run, name=type(command).__name__, daemon=True)
        self._long.add(thread)
        thread.start()
        return Running(work, future)

    def beside(self, name: str, work: Callable[[threading.Event], None]) -> None:
        """Have ``work`` done on a thread of its own, as long as it takes and nobody waits for; it
        is over soon after the event it is given is set, when everything is closed."""

        def run() -> None:
            try:
                work(self._closing)
            finally:
                self._long.discard(threading.current_thread())

        thread = threading.Thread(target=run, name=name, daemon=True)
        self._long.add(thread)
        thread.start()

    def _run_short(self, kind: CommandType, command: Any, operation_id: UUID) -> Outcome:
        self.actor.require(kind.permission)
        for attempt in range(_TRIES):
            try:
                outcome = self._transaction(kind, command, operation_id)
            except Conflict as conflict:
                if conflict.conflicts or attempt == _TRIES - 1:
                    raise
            else:
                self.feed.wake()
                return outcome
        raise AssertionError("unreachable")

    def _transaction(self, kind: CommandType, command: Any, operation_id: UUID) -> Outcome:
        with self.database.writing() as connection:
            begun = operations.begin_once(
                connection, operation_id, label=kind.label, actor_rid=self.actor.rid
            )
            if begun is None and (known := operations.find(connection, operation_id)):
                # The answer was lost on the way, the work was not: no double write.
                return Outcome(known.id, known.details.get("result"), known.details)
            assert begun is not None
            work = Work(
                UnitOfWork(connection, self.registry, begun.rid), self.actor, self.catalogues
            )
            result = kind.handler(work, command)
            work.unit.write_gathered()
            if not work.unit.has_written:
                transaction = connection.get_transaction()
                assert transaction is not None
                transaction.rollback()  # the operation leaves no trace
                return Outcome(None, result)
            if isinstance(result, str):
                operations.mark(connection, begun.rid, details={"result": result})
            return Outcome(operation_id, result)

    def _run_long(self, kind: CommandType, command: Any, work: LongWork) -> Outcome:
        self.actor.require(kind.permission)
        self.recover()
        try:
            result = kind.handler(work, command)
            work.catch_up()
            if work.operation is not None and not work.finished:
                if not work.has_written:
                    self.write(partial(operations.forget, rid=work.operation.rid))
                    return Outcome(None, result)
                work.portion(work.finish)
        except BaseException as error:
            if work.operation is not None:
                self._take_back_after_failure(work.operation, error)
            raise
        finally:
            work.close()
        if work.operation is None:
            return Outcome(None, result)
        return Outcome(work.operation.id, result, work.details)

    def _take_back_after_failure(
        self, operation: operations.Operation, reason: BaseException
    ) -> None:
        """Take back what the failed command wrote; if that fails too (the disk is still full,
        the server still gone), the next long command or the next start does it."""
        try:
            # A server that fell may have lost it, and may give its number to another one now.
            if self.ask(lambda reader: operations.find(reader.connection, operation.id)):
                self._take_back(operation)
        except CrmError as error:
            log.info("operation left open: %s", type(error).__name__)
            if isinstance(reason, CrmError):
                raise Unavailable(
                    msg(
                        "{reason} What was written so far is taken back as soon as the workspace "
                        "can be written again.",
                        reason=reason.message,
                    )
                ) from reason

    def write(self, function: Callable[[Connection], T], *, lasting: bool = True) -> T:
        """Run ``function`` in a writing transaction on the writer's thread and wait; ``lasting``
        as ``Database.writing`` has it."""
        assert_may_wait()

        def transaction() -> T:
            with self.database.writing(lasting=lasting) as connection:
                return function(connection)

        result = self._writers.submit(transaction).result()
        self.feed.wake()
        return result

    def _long_work(self, label: str, **options: Any) -> LongWork:
        return LongWork(
            self.database,
            self.registry,
            self.actor,
            self.catalogues,
            self.write,
            label=label,
            features=self._features_beside,
            **options,
        )

    # Queries

    def ask(self, query: Callable[..., T], /, *args: Any, **options: Any) -> T:
        """Run ``query(reader, …)`` and wait."""
        assert_may_wait()
        return self.submit_query(query, *args, **options).result()

    def submit_query(self, query: Callable[..., T], /, *args: Any, **options: Any) -> Future[T]:
        """Run ``query(reader, …)`` on a reader's thread."""
        question = Question()

        def read() -> T:
            with self.database.reading() as connection, question.asked_of(connection):
                reader = Reader(connection, self.actor, self.registry, self.catalogues, self.lists)
                return query(reader, *args, **options)

        future = self._readers.submit(read)
        self._questions[future] = question
        return future

    def give_up(self, future: Future[Any]) -> None:
        """Nobody waits any more for the answer of ``submit_query``: it is not asked, or stopped
        under way, and then fails with ``CancelledError``. Any thread."""
        if not future.cancel() and not future.done() and future in self._questions:
            self._questions[future].give_up()

    # What a crash left

    def recover(self) -> int:
        """Take back what dead processes left half done; gives the number of operations."""
        if not self.ask(has_unfinished):
            return 0  # what can only be read can be opened as well
        left = self.write(unfinished)
        for operation in left:
            begun = self.ask(partial(begun_by, left=operation))
            self._take_back(operation)
            if begun is not None and begun.actor_rid == self.actor.rid:
                self.taken_back.append(begun)
        return len(left)

    def _take_back(self, operation: operations.Operation) -> None:
        take_back(operation, self._long_work)

    def close(self) -> None:
        """Finish what is queued and close all connections."""
        self._closing.set()
        for thread in list(self._long):
            thread.join(timeout=30)
        self.feed.stop()
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self.database.close()
