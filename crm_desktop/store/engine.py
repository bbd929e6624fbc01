"""Connections to a workspace: SQLite through sqlcipher3, PostgreSQL through psycopg 3.

Each driver is loaded only for its own workspaces: it takes 5 to 10 MB. ``Database`` lends short
transactions, ``writing()`` and ``reading()``, on any thread but the GUI's. One SQLite file has one
writer at a time (``BEGIN IMMEDIATE``) and many readers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

from crm_desktop.core.errors import Damaged, NotFound, Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.core.threads import assert_may_wait
from crm_desktop.store.checkpoints import Checkpoints, fill_indexes, move_log
from crm_desktop.store.faults import (
    CANT_OPEN,
    NEWER,
    ONLY_READ,
    is_driver_error,
    meaning,
    translated,
)
from crm_desktop.store.filesystem import can_be_written, is_on_network, may_be_unplugged
from crm_desktop.store.kept_log import keep_aside
from crm_desktop.store.location import Location, PostgresLocation, SqliteLocation, file_uri
from crm_desktop.store.same_file import Mark, SameFile, mark_of
from crm_desktop.store.sqlite_connections import (
    BUSY_SECONDS,
    begin_reading,
    begin_writing,
    plain_connection,
    settings,
)
from crm_desktop.store.still import StillFile, still_file

# 'CRMD' in the file's header tells our files from other programs' SQLite databases.
APPLICATION_ID = 0x43524D44
# SQLite before this one has a WAL bug that can corrupt (architecture.md, 'Store').
OLDEST_SQLITE = (3, 51, 3)
CONNECT_SECONDS = 10
_STATEMENT_CACHE = 500
# Where what waits for the trigrams' index is put in beside the writing, but for a writer who is far
# ahead of that.
_FAR_AHEAD = "SET LOCAL gin_pending_list_limit = '8MB'"
# Such a commit, too, is there before any later one (postgresql.org, 'Asynchronous Commit').
_NOT_LASTING = "SET LOCAL synchronous_commit = off"
# To put in 2,000 documents at once takes half of what it takes for as many in portions of 500, and
# while so many wait a search takes 5 ms longer.
_PUT_IN_AT_ONCE = 2_000
_TRIGRAM_INDEXES = ("ix_search_document_text", "ix_text_document_text")
_ASK_REVISION = "SELECT version_num FROM alembic_version"


# How a file is opened: for writing if that may be, or as one that never changes.
_OPEN = {"mode": "rw", "uri": "true"}
_STILL = {"mode": "ro", "immutable": "1", "uri": "true"}
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


__all__ = ["Connection", "Database", "require_existing", "stopper"]


class Database:
    """A workspace's engines. Threads: any but those that must never wait."""

    def __init__(
        self, location: Location, *, password: str | None = None, create: bool = True
    ) -> None:
        """``create``: make a file that is missing; ``Unavailable`` if that can't be done."""
        self.location = location
        self._file: SameFile | None = None
        self._revision: str | None = None
        self._schema: int | None = None
        self._checkpoints: Checkpoints | None = None
        self._still: StillFile | None = None
        self.is_read_only = False
        """Whether it is known beforehand that nothing can be written."""
        if isinstance(location, SqliteLocation):
            if create and not location.path.exists():
                _make_file(location.path)
            self._file = SameFile(location.path)
            shared = is_on_network(location.path)
            self._still = None if shared else still_file(location.path)
            self.is_read_only = not all(map(can_be_written, (location.path, location.path.parent)))
            query = _STILL if self._still else _OPEN
            make = partial(_sqlite_engine, location.path, query, shared=shared)
            self._writer, self._reader = make(write=True), make(write=False)
            if not shared and not self._still:
                connect = partial(plain_connection, location.path)
                self._checkpoints = Checkpoints(partial(move_log, connect))
        else:
            self._writer = _postgres_engine(location, password, write=True)
            self._reader = _postgres_engine(location, password, write=False)
            fill = partial(fill_indexes, self._writer, _TRIGRAM_INDEXES)
            self._checkpoints = Checkpoints(fill, every=0, rows=_PUT_IN_AT_ONCE)

    @property
    def is_postgresql(self) -> bool:
        """Whether the workspace lies on a server."""
        return isinstance(self.location, PostgresLocation)

    @property
    def file_beside(self) -> SqliteLocation | None:
        """The file, where other processes may read it while this one writes and neither waits for
        the other: on this computer."""
        is_local = self._checkpoints is not None
        return self.location if is_local and isinstance(self.location, SqliteLocation) else None

    @property
    def dialect(self) -> sa.Dialect:
        """SQLAlchemy's dialect, for statements compiled ahead."""
        return self._writer.dialect

    @contextmanager
    def writing(self, *, lasting: bool = True) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, rolled back on any exception. What is
        not ``lasting`` others see as soon, but until a later one that is, a loss of power (or a
        server that falls) may take it back, with all that was committed after it. For what would
        be taken back then anyway."""
        assert_may_wait()
        if self.is_read_only:
            raise Unavailable(ONLY_READ)
        self._require_same_file(to_write=True)
        with (
            self._file_blamed(),
            translated(),
            self._writer.connect() as connection,
            _let_go_when_faulty(connection),
            connection.execution_options(lasting=lasting).begin(),
        ):
            self._require_own_revision(connection)
            if self.is_postgresql and not lasting:
                connection.exec_driver_sql(_NOT_LASTING)
            yield connection
            mark = self._mark_of(connection)
        if self._file is not None and mark is not None:
            self._file.note(mark)

    def keep_to(self, revision: str) -> None:
        """From now on write only while the workspace has this revision."""
        self._revision = revision
        if self._file is not None:
            with self.reading() as connection:
                if (mark := self._mark_of(connection)) is not None:
                    self._file.begin(mark)

    def _mark_of(self, connection: Connection) -> Mark | None:
        """What tells the file from all others; a new one has no revision yet, and no tables."""
        if self._file is None or self._revision is None:
            return None
        return mark_of(connection.connection.driver_connection)

    def _require_own_revision(self, connection: Connection) -> None:
        """A window that stays open while a newer program migrates the workspace knows nothing of
        what the new tables need: its writes would leave them untrue. SQLite counts how often the
        tables of a file were changed; only after that the revision has to be read. A server told
        it when the transaction began."""
        if self._revision is None:
            return
        if self.is_postgresql:
            from crm_desktop.store.server_connections import REVISION

            if connection.info[REVISION] != self._revision:
                raise Damaged(NEWER)
            return
        driver: Any = connection.connection.driver_connection
        [(schema,)] = driver.execute("PRAGMA schema_version")
        if schema != self._schema:
            [(revision,)] = driver.execute(_ASK_REVISION)
            if revision != self._revision:
                raise Damaged(NEWER)
            self._schema = schema

    def _require_same_file(self, *, to_write: bool = False) -> None:
        """No other file than the one that was opened. One that came back, on a drive that was
        connected anew, has other numbers: then all connections are made anew."""
        if self._file is not None and self._file.is_taken_up(must_be_there=to_write):
            self._schema = None
            self._writer.dispose()
            self._reader.dispose()

    @contextmanager
    def _file_blamed(self) -> Iterator[None]:
        """What a driver can't make out may be the file's fault: while it is open somebody may have
        emptied it, or copied another one over it."""
        try:
            yield
        except Exception as error:
            if isinstance(error, Damaged) or is_driver_error(_cause(error)):
                self.require_whole()
            raise

    def require_whole(self) -> None:
        """Look whether the workspace itself still lies in its file: ``Overwritten`` if something
        else does, ``Unavailable`` if another workspace does. A server answers for itself."""
        assert_may_wait()
        if self._file is not None and self._revision is not None:
            self._file.require_whole()

    @property
    def times_opened(self) -> int:
        """One more each time the file came back: then connections that were lent are of no use."""
        return 1 if self._file is None else self._file.times

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads and sees one moment."""
        assert_may_wait()
        self._require_same_file()
        with (
            self._file_blamed(),
            translated(),
            self._reader.connect() as connection,
            _let_go_when_faulty(connection),
            connection.begin(),
        ):
            yield connection
            if self._still:
                self._still.require_unchanged()

    def raw(self, *, write: bool) -> sa.PoolProxiedConnection:
        """A driver connection of one's own (change feed, backup); close it when done."""
        assert_may_wait()
        self._require_same_file()
        with translated():
            return (self._writer if write else self._reader).raw_connection()

    def leave_to_checkpoints(self, connection: Connection) -> None:
        """The transaction needn't do what ``checkpoint_soon`` asks for behind it."""
        if self.is_postgresql and self._checkpoints is not None and self._checkpoints.works:
            connection.exec_driver_sql(_FAR_AHEAD)

    def checkpoint_soon(self, rows: int) -> None:
        """What was committed may move from the log into the file, from where it waits into the
        index, since the last transaction dealt with so many ``rows``: before others have to wait
        for it. For long operations, between their transactions."""
        if self._checkpoints is not None:
            self._checkpoints.ask(rows)

    def checkpoint_at_last(self) -> None:
        """As ``checkpoint_soon``, behind the last of these transactions: nobody asks again."""
        if self._checkpoints is not None:
            self._checkpoints.ask(at_last=True)

    def checkpoint_if_far_behind(self) -> None:
        """Wait for that if much is left of it, before the next such transaction."""
        if self._checkpoints is not None:
            self._checkpoints.catch_up()

    def close(self) -> None:
        """Give all connections back; the object can't be used afterwards."""
        if self._checkpoints is not None:
            self._checkpoints.close()
        if self.file_beside is not None and self._file is not None and self._file.is_copied_over():
            keep_aside(self.file_beside.path)
        self._writer.dispose()
        self._reader.dispose()


@contextmanager
def _let_go_when_faulty(connection: Connection) -> Iterator[None]:
    """After a fault of the disk or the server the next transaction has a connection of its own:
    SQLite opens a file that may only be read for reading, and such a connection never writes
    again, though the right to write came back."""
    try:
        yield
    except Exception as error:
        cause = _cause(error)
        if not connection.invalidated and isinstance(meaning(cause), (Unavailable, Damaged)):
            connection.invalidate(cause)
        raise


def _cause(error: BaseException) -> BaseException:
    """What the driver raised, if it did."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return cause or error


def stopper(connection: Connection) -> Callable[[], None]:
    """A function that makes the database stop what it does for ``connection``, from another
    thread (sqlite3_interrupt; a cancel request). The statement then fails."""
    driver: Any = connection.connection.driver_connection
    stop: Callable[[], None] = getattr(driver, "interrupt", None) or driver.stop_asking
    return stop


def require_existing(location: Location) -> None:
    """Refuse a SQLite workspace that is not there; a server answers for itself."""
    if isinstance(location, SqliteLocation) and not location.path.exists():
        raise NotFound(
            msg(
                "There is no workspace at {place}: it was moved, or its drive isn’t connected. "
                "Nothing was changed. Check the place and try again.",
                place=location.title,
            )
        )


def _sqlite_engine(path: Path, query: Mapping[str, str], *, shared: bool, write: bool) -> Engine:
    from sqlcipher3 import dbapi2 as sqlite

    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        raise Damaged(
            msg(
                "This build carries SQLite {version}, which can damage data. Install the program "
                "anew.",
                version=sqlite.sqlite_version,
            )
        )
    engine = sa.create_engine(
        URL.create("sqlite", database=file_uri(path), query=query),
        module=sqlite,
        poolclass=sa.QueuePool,
        pool_size=1 if write else 4,
        max_overflow=8,
        connect_args={
            "timeout": BUSY_SECONDS,
            "check_same_thread": False,
            "cached_statements": _STATEMENT_CACHE,
        },
        json_serializer=_to_json,
        query_cache_size=_STATEMENT_CACHE,
    )
    mapped = not shared and not may_be_unplugged(path)
    sa.event.listen(engine, "connect", settings(shared=shared, mapped=mapped, write=write))
    begin = partial(begin_writing, path, shared=shared) if write else begin_reading
    sa.event.listen(engine, "begin", begin)
    return engine


def _make_file(path: Path) -> None:
    try:
        path.touch(exist_ok=True)
    except OSError as error:
        raise Unavailable(CANT_OPEN) from error


def _postgres_engine(location: PostgresLocation, password: str | None, *, write: bool) -> Engine:
    # The driver takes a tenth of a second to load, which a workspace in a file need not wait for.
    from crm_desktop.store.server_connections import server_engine

    return server_engine(
        location,
        password,
        write=write,
        connect_seconds=CONNECT_SECONDS,
        json_serializer=_to_json,
        query_cache_size=_STATEMENT_CACHE,
    )
