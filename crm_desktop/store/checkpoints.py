"""Moving what was committed from SQLite's write-ahead log into the file, beside the writing.

SQLite does that inside a commit, while everybody else waits; a long operation asks for it on a
thread of its own instead (sqlite.org/wal.html, 'Checkpointing'). Made by the engine for local
files; what is left undone here, SQLite does as ever.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

log = logging.getLogger(__name__)


class Checkpoints:
    """``connect`` gives a driver connection of one's own that may write. Any thread."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._thread = ThreadPoolExecutor(1, "checkpoints")
        self._running: Future[None] | None = None

    def ask(self) -> None:
        """Begin to move what was committed up to now, unless that is going on already."""
        if self._running is None or self._running.done():
            self._running = self._thread.submit(self._move)

    def _move(self) -> None:
        from sqlcipher3 import dbapi2 as sqlite

        try:
            connection = self._connect()
            try:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                connection.close()
        except sqlite.Error as error:
            # A full or vanished disk: the next commit meets it too, and tells it.
            log.info("no checkpoint: %s", type(error).__name__)

    def close(self) -> None:
        """Wait for what is going on; before the last connection is closed."""
        self._thread.shutdown(cancel_futures=True)
