"""Moving what was committed from SQLite's write-ahead log into the file, beside the writing.

SQLite does that inside a commit, while everybody else waits; a long operation asks for it on a
thread of its own instead (sqlite.org/wal.html, 'Checkpointing'). Made by the engine for local
files; what is left undone here, SQLite does as ever.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

log = logging.getLogger(__name__)

# Pages that portion after portion changes anew move but once. Meanwhile a long operation writes
# some 10 MB, less than would have to move inside a commit (``engine``).
_EVERY_SECONDS = 0.2


class Checkpoints:
    """``connect`` gives a driver connection of one's own that may write. Any thread."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._thread = ThreadPoolExecutor(1, "checkpoints")
        self._running: Future[None] | None = None
        self._began = -_EVERY_SECONDS

    def ask(self) -> None:
        """Begin to move what was committed up to now, unless that was begun just now."""
        is_under_way = self._running is not None and not self._running.done()
        if not is_under_way and time.monotonic() - self._began >= _EVERY_SECONDS:
            self._began = time.monotonic()
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
