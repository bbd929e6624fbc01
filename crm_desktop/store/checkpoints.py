"""Putting what was committed into its place beside the writing, where it would take long within.

SQLite moves its write-ahead log into the file inside a commit, while everybody else waits
(sqlite.org/wal.html, 'Checkpointing'); PostgreSQL puts what waits for the trigrams' index into it
inside the transaction that finds much of it (postgresql.org, 'GIN Fast Update Technique'). A long
operation asks for either on a thread of its own instead. Made by the engine, not for files on a
network; what is left undone here, the database does as ever.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa

log = logging.getLogger(__name__)

# Pages that portion after portion changes anew move but once. Meanwhile a long operation writes
# some 10 MB, less than would have to move inside a commit (``engine``).
_EVERY_SECONDS = 0.2


class Checkpoints:
    """``move`` puts into its place what is committed; not more often than ``every`` so many
    seconds. Any thread."""

    def __init__(self, move: Callable[[], None], every: float = _EVERY_SECONDS) -> None:
        self._move = move
        self._every = every
        self._thread = ThreadPoolExecutor(1, "checkpoints")
        self._running: Future[None] | None = None
        self._began = -every
        self.works = False
        """Whether the last move went well."""

    def ask(self) -> None:
        """Begin to move what was committed up to now, unless that was begun just now."""
        is_under_way = self._running is not None and not self._running.done()
        if not is_under_way and time.monotonic() - self._began >= self._every:
            self._began = time.monotonic()
            self._running = self._thread.submit(self._try)

    def _try(self) -> None:
        try:
            self._move()
            self.works = True
        except sa.exc.DBAPIError as error:
            # A full or vanished disk, a lost server: the next commit meets it too, and tells it.
            # Or this person may not.
            self.works = False
            log.info("no checkpoint: %s", type(error.orig).__name__)

    def close(self) -> None:
        """Wait for what is going on; before the last connection is closed."""
        self._thread.shutdown(cancel_futures=True)


def move_log(connect: Callable[[], Any]) -> None:
    """Move SQLite's log into the file; ``connect`` gives a driver's connection of one's own."""
    from sqlcipher3 import dbapi2 as sqlite

    try:
        connection = connect()
        try:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            connection.close()
    except sqlite.Error as error:
        raise sa.exc.DBAPIError("wal_checkpoint", None, error) from error


def fill_indexes(engine: sa.Engine, indexes: tuple[str, ...]) -> None:
    """Put what waits for these indexes of PostgreSQL into them; only their owner may."""
    asked = ", ".join("gin_clean_pending_list(%s::regclass)" for _index in indexes)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT {asked}", indexes)
