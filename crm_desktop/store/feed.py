"""The change feed: tells what any client, this one included, has written, in the order of commits.

One thread of its own with its own connection reads the journal on from its last position. It is
woken by PostgreSQL's NOTIFY, or by SQLite's ``PRAGMA data_version``, which another process's
commit changes. Subscribers are called on that thread.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from crm_desktop.core.errors import Unavailable
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store.engine import Database
from crm_desktop.store.faults import is_driver_error
from crm_desktop.store.journal import CHANNEL
from crm_desktop.store.metadata import NUMBERED

log = logging.getLogger(__name__)

_POLL_SECONDS = 0.25
_RETRY_SECONDS = 2.0
_HEARTBEAT_SECONDS = 15.0
_PORTION = 5000
_BEYOND = 2**62


@dataclass(frozen=True)
class Change:
    """A record that changed: ``fields`` is empty for inserts, all set fields for deletions."""

    entity: str
    record_id: str
    kind: str
    fields: frozenset[str]
    op_rid: int


Subscriber = Callable[[Sequence[Change]], None]


class Feed:
    """Reads the journal on and hands the changes to its subscribers."""

    def __init__(self, database: Database) -> None:
        self._source: _Source = (
            _PostgresSource(database) if database.is_postgresql else _SqliteSource(database)
        )
        self._subscribers: list[Subscriber] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="change feed", daemon=True)
        self._ready = threading.Event()

    def subscribe(self, subscriber: Subscriber) -> None:
        """Call ``subscriber`` on the feed's thread for every portion of changes."""
        self._subscribers.append(subscriber)

    def start(self) -> None:
        """Watch from now on; returns once the position is known."""
        self._thread.start()
        self._ready.wait(timeout=10)

    def wake(self) -> None:
        """This process has committed something: look at once."""
        self._source.wake()

    def stop(self) -> None:
        """Stop watching; waits for the thread."""
        self._stopping.set()
        self._source.wake()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._source.open()
                self._ready.set()
                self._follow()
            except Exception as error:
                if not (isinstance(error, Unavailable) or is_driver_error(error)):
                    raise
                # The position is kept: after the server is back nothing is missed.
                log.info("change feed interrupted: %s", type(error).__name__)
                self._stopping.wait(_RETRY_SECONDS)
            finally:
                self._source.close()

    def _follow(self) -> None:
        while not self._stopping.is_set():
            changes = self._source.read()
            if changes:
                for subscriber in self._subscribers:
                    subscriber(changes)
            if len(changes) < _PORTION:
                self._source.wait()


class _Source:
    """One engine's way of waiting for and reading the journal."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._woken = threading.Event()
        self._position: tuple[int, int] | None = None
        self._connection: Any = None

    def wake(self) -> None:
        self._woken.set()

    def open(self) -> None:
        raise NotImplementedError

    def read(self) -> list[Change]:
        raise NotImplementedError

    def wait(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _SqliteSource(_Source):
    _driver: Any = None
    _seen = -1
    _times = 0

    def open(self) -> None:
        self._times, self._seen = self._database.times_opened, -1
        self._connection = self._database.raw(write=False)
        self._driver = self._connection.driver_connection
        if self._position is None:
            last = self._driver.execute("SELECT max(seq) FROM journal").fetchone()[0]
            self._position = (0, last or 0)

    def read(self) -> list[Change]:
        assert self._position is not None
        if self._times != self._database.times_opened:  # the file came back on another drive
            self.close()
            self.open()
        rows = self._driver.execute(
            "SELECT seq, entity, record_id, kind, op_rid, "
            "(SELECT json_group_array(key) FROM json_each(fields)) FROM journal "
            "WHERE seq > ? ORDER BY seq LIMIT ?",
            (self._position[1], _PORTION),
        ).fetchall()
        if rows:
            self._position = (0, rows[-1][0])
        return [
            Change(entity, str(UUID(bytes=key)), kind, _names(fields), op_rid)
            for _seq, entity, key, kind, op_rid, fields in rows
        ]

    def wait(self) -> None:
        while not self._woken.wait(_POLL_SECONDS):
            if self._times != self._database.times_opened:
                break
            version = self._driver.execute("PRAGMA data_version").fetchone()[0]
            if version != self._seen:
                self._seen = version
                break
        self._woken.clear()


class _PostgresSource(_Source):
    """Numbers are given before commit, so rows are read only once every transaction older than
    theirs has ended (architecture.md, point 5); until then the feed looks again soon."""

    _driver: Any = None
    _pending = False
    # What was visible when the watch began: not news, however old the oldest transaction is.
    _known = ""

    def open(self) -> None:
        borrowed = self._database.raw(write=False)
        self._connection = self._driver = borrowed.driver_connection
        borrowed.detach()  # listening is a state that no other borrower wants
        self._driver.rollback()  # news come between transactions
        self._driver.execute(f"LISTEN {CHANNEL}")
        if self._position is None:
            self._known, oldest = self._driver.execute(
                "SELECT s::text, pg_snapshot_xmin(s)::text::bigint FROM pg_current_snapshot() s"
            ).fetchone()
            self._position = (oldest - 1, _BEYOND)

    def read(self) -> list[Change]:
        assert self._position is not None
        rows = self._driver.execute(
            "SELECT xid, seq, entity, record_id, kind, op_rid, "
            "CASE WHEN jsonb_typeof(fields) = 'object' "
            "THEN (SELECT array_agg(key) FROM jsonb_object_keys(fields) key) END, "
            "xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS settled "
            f"FROM journal WHERE {NUMBERED} AND (xid, seq) > (%s, %s) "
            "AND NOT pg_visible_in_snapshot(xid::text::xid8, %s) ORDER BY xid, seq LIMIT %s",
            (*self._position, self._known, _PORTION),
        ).fetchall()
        settled = [row for row in rows if row[-1]]
        self._pending = len(settled) < len(rows)
        if settled:
            self._position = settled[-1][:2]
        return [
            Change(entity, str(key), kind, frozenset(fields or ()), op_rid)
            for _xid, _seq, entity, key, kind, op_rid, fields, _settled in settled
        ]

    def wait(self) -> None:
        patience = 0.05 if self._pending else _POLL_SECONDS
        # A line that died silently shows itself only when something is asked.
        look_again = time.monotonic() + _HEARTBEAT_SECONDS
        while not self._woken.is_set() and time.monotonic() < look_again:
            told = list(self._driver.notifies(timeout=patience, stop_after=1))
            if told or self._pending:
                break
        self._woken.clear()


def _names(json_array: str | None) -> frozenset[str]:
    return frozenset(json.loads(json_array)) if json_array else frozenset()
