"""Questions that can be given up while the database works on them.

A newer filter makes the answer to the last one worthless, and a search through a million records
would hold a reader's thread for nothing. ``Backend`` makes one ``Question`` per query; it runs on
a reader's thread and may be given up from any other, the GUI's included.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager

from crm_desktop.store.engine import Connection, stopper

# Seconds between two tries; a server is asked over a connection of its own each time.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 1.0


class Question:
    """Whether somebody still waits for an answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stop: Callable[[], None] | None = None
        self._given_up = False
        self._ended = threading.Event()

    @contextmanager
    def asked_of(self, connection: Connection) -> Iterator[None]:
        """While the block runs, ``give_up`` stops what the database does for ``connection``;
        ``CancelledError`` if that happened."""
        with self._lock:
            if self._given_up:
                raise CancelledError
            self._stop = stopper(connection)
        try:
            yield
        except Exception as error:
            if self._given_up:
                raise CancelledError from error
            raise
        finally:
            with self._lock:
                self._stop = None
            self._ended.set()

    def give_up(self) -> None:
        """Nobody waits any more. Returns at once: a server is told by a thread of its own."""
        self._given_up = True
        threading.Thread(target=self._give_up, name="giving up", daemon=True).start()

    def _give_up(self) -> None:
        """Again and again: between two statements there is nothing to be stopped, and the next one
        would run to its end."""
        pause = _FIRST_PAUSE
        while True:
            with self._lock:
                if self._stop is None:
                    return
                self._stop()
            if self._ended.wait(pause):
                return
            pause = min(2 * pause, _LONGEST_PAUSE)
