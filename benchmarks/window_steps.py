"""Waiting in a window, typing into it and scrolling it, as its benchmark does.

Used by ``window_worker`` and by its floors on the GUI thread, on the program's widgets and on Qt's
own alike. Times are seconds, memory is megabytes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QWidget

Answer = dict[str, Any]

SIZE = (1440, 900)
_PATIENCE_SECONDS = 60.0
_BEAT_MS = 5
# A frame of a screen that shows sixty a second, and three lines of a list, as a wheel turns.
FRAME_SECONDS, _WHEEL_LINES = 1 / 60, 3
KEY_SECONDS = 0.05
_LEAP = 10_000_019  # pixels, a prime number: everywhere in the list, never twice in one place
_WAITING = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


class Painted(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def once_more(self) -> Callable[[], bool]:
        """Tells whether it was painted after this call."""
        before = self.times
        return lambda: self.times > before

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Only looks; whoever waits goes on when the painting is done."""
        if event.type() == QEvent.Type.Paint:
            self.times += 1
        return super().eventFilter(watched, event)


class Pulse(QObject):
    """How long the window stood still at most."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        timer = QTimer(self)
        timer.timeout.connect(self._beat)
        timer.start(_BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def begin(self) -> None:
        """Count from now on."""
        self.longest, self._last = 0.0, time.perf_counter()


def until(application: QApplication, is_so: Callable[[], bool]) -> None:
    """Let the window work until ``is_so``. A ``Pulse`` must be beating, or it may never look."""
    patience = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > patience:
            raise TimeoutError("the window did not answer in time")
        application.processEvents(_WAITING)


def rest(application: QApplication, seconds: float) -> None:
    end = time.perf_counter() + seconds
    until(application, lambda: time.perf_counter() >= end)


def type_words(
    application: QApplication,
    field: QLineEdit,
    words: Sequence[str],
    shown: QWidget,
    is_answered: Callable[[], bool],
    *,
    pause: float,
) -> list[float]:
    """From each key press to its painted answer; the next one comes after ``pause`` seconds."""
    painted, spans = Painted(shown), []
    for word in words:
        for letter in word:
            began = time.perf_counter()
            _press(field, letter)
            until(application, is_answered)
            shown.update()  # the same answer again is painted too
            until(application, painted.once_more())
            spans.append(time.perf_counter() - began)
            rest(application, pause)
        field.clear()
        rest(application, 2 * pause)
    return spans


def _press(field: QLineEdit, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(field, key)


def scroll(application: QApplication, table: QTableView, frames: int, *, pace: float) -> Answer:
    """Three ways to move through a list: per frame the work of the GUI thread (its processor
    time, what fetched lines cost included) and the time from the turn to the painted lines. A
    frame comes every ``pace`` seconds."""
    bar, line = table.verticalScrollBar(), table.verticalHeader().defaultSectionSize()
    ways = {
        "wheel": _turns(_WHEEL_LINES * line, frames),
        "pages": _turns(bar.pageStep(), frames),
        "leaps": (number * _LEAP for number in range(1, frames + 1)),
    }
    answer: Answer = {}
    for way, places in ways.items():
        bar.setValue(0)
        rest(application, 0.3)
        work, wait = [], []
        for place in places:
            busy, painted = _frame(application, table, place % (bar.maximum() + 1), pace=pace)
            work.append(busy)
            wait.append(painted)
        answer[way] = {"work": work, "wait": wait}
    return answer


def _turns(step: int, frames: int) -> Iterator[int]:
    return (step * number for number in range(1, frames + 1))


def _frame(
    application: QApplication, table: QTableView, place: int, *, pace: float
) -> tuple[float, float]:
    painted = Painted(table.viewport())
    began, worked = time.perf_counter(), time.thread_time()
    table.verticalScrollBar().setValue(place)
    until(application, lambda: painted.times > 0)
    wait = time.perf_counter() - began
    rest(application, began + pace - time.perf_counter())
    table.viewport().removeEventFilter(painted)
    painted.deleteLater()
    return time.thread_time() - worked, wait


def resident(address: str) -> float:
    """What the process holds, but for the mapped pages of the database at ``address``, which the
    system keeps once and takes back when it wants."""
    import psutil

    process = psutil.Process()
    mapped = process.memory_maps() if hasattr(process, "memory_maps") else []
    database = sum(place.rss for place in mapped if address and place.path == address)
    return float(process.memory_info().rss - database) / 1e6
