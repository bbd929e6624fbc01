"""A connection to PostgreSQL that never waits for ever.

Made by the engine, used on the store's threads. The server ends statements itself after 30 s
(``statement_timeout``), so one that has said nothing for longer is out of reach, even when some
box in between keeps the line open and answers keep-alives.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import suppress
from typing import Any

import psycopg

# A little more than the server's own patience.
SILENCE_SECONDS = 40.0
_STOPPING_SECONDS = 5.0


class BoundedConnection(psycopg.Connection[Any]):
    """Raises ``OperationalError`` and closes itself after ``silence`` seconds without a byte."""

    silence: float | None = None

    def stop_asking(self) -> None:
        """Ask the server to stop the statement under way; from any thread.

        Not by ``cancel``: libpq would wait for the server holding the interpreter, and a line
        that swallows everything would stop the whole program. If the server can't be asked, the
        statement ends by its own patience or ours.
        """
        with suppress(psycopg.Error):
            self.cancel_safe(timeout=_STOPPING_SECONDS)

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **options: Any) -> Any:
        return super().wait(self._bounded(gen), *args, **options)

    def _bounded(self, steps: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        patience = SILENCE_SECONDS if self.silence is None else self.silence
        try:
            wanted = next(steps)
            deadline = time.monotonic() + patience
            while True:
                ready = yield wanted
                if ready:
                    deadline = time.monotonic() + patience
                elif time.monotonic() > deadline:
                    self.pgconn.finish()
                    raise psycopg.OperationalError("the server has been silent for too long")
                wanted = steps.send(ready)
        except StopIteration as end:
            return end.value
