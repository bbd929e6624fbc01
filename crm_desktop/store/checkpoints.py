"""Putting what was committed into its place beside the writing, where it would take long within.

SQLite moves its write-ahead log into the file inside a commit, while everybody else waits
(sqlite.org/wal.html, 'Checkpointing'); PostgreSQL puts what waits for the trigrams' index into it
inside the transaction that finds much of it (postgresql.org, 'GIN Fast Update Technique'), and
learns late how large its tables became. A long operation asks for either on a thread of its own
instead. Made by the engine, not for files on a network; what is left undone here, the database does
as ever. SQLite is told no numbers of rows: without any it plans the same for files of every size.

SQLite begins its log anew only where all of it was moved, which never is while somebody goes on
writing: now and then a long operation has to wait for that, between two transactions.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa

from crm_desktop.store.faults import NO_RIGHT

log = logging.getLogger(__name__)

# Pages that portion after portion changes anew move but once.
_EVERY_SECONDS = 0.2
# Changed rows from which on a table is looked at anew, on top of three times as many as it had at
# the last look: each look takes as long as a portion or two.
_MANY_CHANGES = 1_000
_GROWN = (
    "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' "
    "AND relnamespace = current_schema()::regnamespace "
    "AND pg_stat_get_mod_since_analyze(oid) > %s + 3 * greatest(reltuples, 0)"
)
# Pages in SQLite's log from which on who writes more waits until all of them are moved: fewer
# than a colleague's commit would have to move (``sqlite_connections``).
_LONG_LOG = 3_000


class Checkpoints:
    """``move`` puts into its place what is committed, and gives the pages in the log; not more
    often than ``every`` so many seconds, or so many ``rows``. Any thread."""

    def __init__(
        self, move: Callable[[], int], every: float = _EVERY_SECONDS, rows: int = 0
    ) -> None:
        self._move = move
        self._every = every
        self._rows = rows
        self._written = 0
        self._thread = ThreadPoolExecutor(1, "checkpoints")
        self._asking = threading.Lock()
        self._newest: Future[None] | None = None
        self._asked = -every
        self._may = True
        self.works = False
        """Whether the last move went well."""
        self.pages = 0
        """Pages in the log after it, unless somebody has waited for them since."""

    def ask(self, rows: int = 0, *, at_last: bool = False) -> None:
        """Begin to move what was committed up to now, so many ``rows`` since the last time;
        ``at_last``: nobody will ask again, so it isn't put off. While one move runs, only
        one other waits for its end: it moves what all of them would."""
        with self._asking:
            newest, now = self._newest, time.monotonic()
            waits = newest is not None and not newest.running() and not newest.done()
            self._written += rows
            # The first one tells whether it may be left to this at all.
            is_much = self._written >= self._rows or not self.works
            is_due = is_much and now - self._asked >= self._every
            if self._may and not waits and (is_due or at_last):
                self._asked, self._written = now, 0
                self._newest = self._thread.submit(self._try)

    def catch_up(self) -> None:
        """Where the log is long, wait until all of it is moved; just before a transaction, while
        nobody reads what was there before the last one, which would keep the rest."""
        if self.pages >= _LONG_LOG:
            self._thread.submit(self._try).result()
            # What is left now, others keep: nobody waits for it again before the next move.
            self.pages = 0

    def _try(self) -> None:
        if not self._may:
            return
        try:
            self.pages = self._move()
            self.works = True
        except sa.exc.DBAPIError as error:
            # A full or vanished disk, a lost server: the next commit meets it too, and tells it.
            # Or this person may not: asked again, the server would only note one more error.
            self.works = False
            self._may = getattr(error.orig, "sqlstate", None) != NO_RIGHT
            log.info("no checkpoint: %s", type(error.orig).__name__)

    def close(self) -> None:
        """Wait for what was asked for; before the last connection is closed."""
        self._thread.shutdown()


def move_log(connect: Callable[[], Any]) -> int:
    """Move SQLite's log into the file; ``connect`` gives a driver's connection of one's own. Gives
    the pages in the log, those that are moved included."""
    from sqlcipher3 import dbapi2 as sqlite

    try:
        connection = connect()
        try:
            [(_busy, pages, _moved)] = connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            return int(pages)
        finally:
            connection.close()
    except sqlite.Error as error:
        raise sa.exc.DBAPIError("wal_checkpoint", None, error) from error


def fill_indexes(engine: sa.Engine, indexes: tuple[str, ...]) -> int:
    """Put what waits for these indexes of PostgreSQL into them, and have it look at tables that
    have become four times as large: up to a minute it would know nothing of the new rows. Only
    their owner may do either. The log is the server's own concern."""
    asked = ", ".join("gin_clean_pending_list(%s::regclass)" for _index in indexes)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT {asked}", indexes)
        grown = connection.exec_driver_sql(_GROWN, (_MANY_CHANGES,)).scalars().all()
    for table in grown:
        with engine.begin() as connection:
            # If its own housekeeping is just at the table, it looks at it, too.
            connection.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {table}")
    return 0
