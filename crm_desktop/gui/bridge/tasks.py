"""A long command under way, as the window sees it: progress, the way to stop it, its end.

Made by the bridge on the GUI thread; ``report`` is called on the command's own thread.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from crm_desktop.backend.backend import Running
    from crm_desktop.backend.work import Progress


class LongTask(QObject):
    """A long command. ``title`` is translated; ``command`` is what is carried out."""

    progressed = Signal()
    ended = Signal()
    _reported = Signal()

    def __init__(
        self, title: str, parent: QObject | None = None, command: object | None = None
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.command = command
        self.progress: Progress | None = None
        self.is_cancelled = False
        self._running: Running | None = None
        self._lock = threading.Lock()
        self._latest: Progress | None = None
        self._phase_began = time.monotonic()
        self._reported.connect(self._take_latest, Qt.ConnectionType.QueuedConnection)

    def attach(self, running: Running) -> None:
        """The command has been started."""
        self._running = running

    def cancel(self) -> None:
        """Ask it to stop; everything written is taken back."""
        self.is_cancelled = True
        if self._running is not None:
            self._running.cancel()
        self.progressed.emit()

    def report(self, progress: Progress) -> None:
        """Note how far it is; only the latest word waits for the GUI thread. Any thread."""
        with self._lock:
            is_first, self._latest = self._latest is None, progress
            if is_first:
                self._reported.emit()

    def seconds_left(self) -> float | None:
        """How long the present phase will take at its pace so far; ``None`` while unknown."""
        progress = self.progress
        if progress is None or not progress.total or not progress.done:
            return None
        spent = time.monotonic() - self._phase_began
        return spent * (progress.total - progress.done) / progress.done

    @property
    def part(self) -> float | None:
        """How much of the present phase is done, 0 to 1; ``None`` while its end is unknown."""
        progress = self.progress
        if progress is None or not progress.total:
            return None
        return min(progress.done / progress.total, 1.0)

    @property
    def percent(self) -> int | None:
        """The same in percent; 100 only at the end."""
        part = self.part
        return None if part is None else min(round(100 * part), 100 if part == 1 else 99)

    def _take_latest(self) -> None:
        with self._lock:
            latest, self._latest = self._latest, None
        if latest is None:
            return
        if self.progress is None or self.progress.phase != latest.phase:
            self._phase_began = time.monotonic()
        self.progress = latest
        self.progressed.emit()
