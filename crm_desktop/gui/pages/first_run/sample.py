"""Making the sample workspace in the background, with progress and a way to stop.

Used by the window of the first run. Everything is done on a thread of its own; signals come on
the GUI thread. The sample takes its place only when it is whole.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.core.errors import Cancelled, Unavailable
from crm_desktop.core.i18n import msg

if TYPE_CHECKING:
    from crm_desktop.backend.backend import Running
    from crm_desktop.backend.work import Progress

_ENDINGS = ("", "-wal", "-shm")


class SampleMaking(QObject):
    """One sample at ``place``. Either ``made``, or ``failed`` with the exception; ``progressed``
    gives done and total, 0 while unknown."""

    made = Signal()
    failed = Signal(object)
    progressed = Signal(int, int)
    _ended = Signal(object)

    def __init__(self, place: Path, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._new = place.with_name(f"{place.stem}-new{place.suffix}")
        self._language = language
        self._stopped = threading.Event()
        self._running: Running | None = None
        self._lock = threading.Lock()
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; returns at once."""
        threading.Thread(target=self._run, name="sample").start()

    def stop(self) -> None:
        """What is made so far goes again; ``failed`` tells with ``Cancelled``."""
        with self._lock:
            self._stopped.set()
            if self._running is not None:
                self._running.cancel()

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            if not self._place.exists():
                self._make()
        except OSError as trouble:
            error = Unavailable(
                msg(
                    "The sample couldn’t be saved in {folder}. Check that the folder can be "
                    "written to and try again.",
                    folder=self._place.parent,
                )
            )
            error.__cause__ = trouble
        except Exception as trouble:
            error = trouble
        self._ended.emit(error)

    def _make(self) -> None:
        from crm_desktop.bootstrap import open_backend
        from crm_desktop.features.data.commands import FillWithDemo

        self._place.parent.mkdir(parents=True, exist_ok=True)
        self._remove_new()  # what a crash left
        try:
            backend = open_backend(str(self._new), create=True, language=self._language)
            try:
                with self._lock:
                    self._running = backend.start(
                        FillWithDemo(self._language), on_progress=self._report
                    )
                    if self._stopped.is_set():
                        self._running.cancel()
                self._running.future.result()
            finally:
                backend.close()
            if self._stopped.is_set():
                raise Cancelled(msg("The sample wasn’t made."))
            self._new.replace(self._place)
        finally:
            self._remove_new()

    def _remove_new(self) -> None:
        for ending in _ENDINGS:
            self._new.with_name(self._new.name + ending).unlink(missing_ok=True)

    def _report(self, progress: Progress) -> None:
        self.progressed.emit(progress.done, progress.total)

    def _tell(self, error: BaseException | None) -> None:
        if error is None:
            self.made.emit()
        else:
            self.failed.emit(error)
