"""Work that may wait, done on a thread of its own while no workspace is open: to look for a
backup, to put one in place.

GUI thread only; the work itself runs beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class Aside(QObject):
    """``done`` gives what ``work`` gave, ``failed`` what it raised."""

    done = Signal(object)
    failed = Signal(object)  # the exception
    _arrived = Signal(object, object)

    def __init__(self, work: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._lock = threading.Lock()
        self._is_abandoned = False
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; returns at once."""
        threading.Thread(target=self._run, name="aside", daemon=True).start()

    def abandon(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            self._is_abandoned = True

    def _run(self) -> None:
        result, error = None, None
        try:
            result = self._work()
        except Exception as caught:
            error = caught
        with self._lock:
            if not self._is_abandoned:
                self._arrived.emit(result, error)

    def _tell(self, result: Any, error: BaseException | None) -> None:
        if error is None:
            self.done.emit(result)
        else:
            self.failed.emit(error)
