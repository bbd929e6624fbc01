"""What goes wrong in the window's process is written down, wherever it happens.

``gui/app.py`` watches from the start of the window to its end. Every unexpected error that is
logged becomes a crash report, once for each place in the code; those that nobody caught are told
to the window as well. Called on every thread.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from crm_desktop.core.crash import SessionMark, write_crash_report
from crm_desktop.gui.bridge.faults import report_bug

_program_log = logging.getLogger("crm_desktop")
_qt_log = logging.getLogger("crm_desktop.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_Place = tuple[type[BaseException], str, int]


class Watch(QObject):
    """Watches while it is entered. ``uncaught`` gives the report's file, or nothing where it
    can't be written."""

    uncaught = Signal(object)  # Path | None

    def __init__(self) -> None:
        super().__init__()
        self._mark = SessionMark()
        self._reports: dict[_Place, Path | None] = {}
        self._handler = _ErrorHandler(self._write)

    def __enter__(self) -> Watch:
        _program_log.addHandler(self._handler)
        sys.excepthook = self._note_uncaught
        threading.excepthook = self._note_uncaught_in_thread
        qInstallMessageHandler(log_qt_message)
        self._mark.set()
        return self

    def __exit__(self, *_error: object) -> None:
        self.end_well()
        qInstallMessageHandler(None)
        threading.excepthook = threading.__excepthook__
        sys.excepthook = sys.__excepthook__
        _program_log.removeHandler(self._handler)

    def end_well(self) -> None:
        """Whatever ends the process from now on is no crash (the person signs out)."""
        self._mark.take_down()

    def _write(self, error: BaseException) -> None:
        """What is painted sixty times a second fails as often: one report is enough."""
        place = _place_of(error)
        if place not in self._reports:
            self._reports[place] = None
            self._reports[place] = write_crash_report(error)

    def _note_uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        error = error.with_traceback(trace)
        is_new = _place_of(error) not in self._reports
        report_bug(error)
        if is_new:
            self.uncaught.emit(self._reports.get(_place_of(error)))

    def _note_uncaught_in_thread(self, bug: threading.ExceptHookArgs) -> None:
        if bug.exc_value is not None:
            self._note_uncaught(bug.exc_type, bug.exc_value, bug.exc_traceback)


def log_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's own messages go where ours go."""
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), text)


class _ErrorHandler(logging.Handler):
    """Hands on the exceptions that are logged as errors."""

    def __init__(self, note: Callable[[BaseException], None]) -> None:
        super().__init__(logging.ERROR)
        self._note = note

    def emit(self, record: logging.LogRecord) -> None:
        """Nothing may come of noting but a report."""
        if record.exc_info and record.exc_info[1] is not None:
            self._note(record.exc_info[1])


def _place_of(error: BaseException) -> _Place:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error), "", 0
    return type(error), trace.tb_frame.f_code.co_filename, trace.tb_lineno
