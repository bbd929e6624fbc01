"""What is measured in a window, in a process of its own: ``python -m benchmarks.window_worker``.

Words are the task, when the process was begun (``time.monotonic`` of whoever began it) and what
the task asks for. The last line on stdout is a JSON answer; times are seconds, memory is
megabytes. ``bare-…`` tasks are the floors: Qt's own widgets with nothing of the program. Started
by ``window``; everything runs on the main thread, which is the GUI thread.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTableView, QWidget

Answer = dict[str, Any]

_SIZE = (1440, 900)
_PATIENCE_SECONDS = 60.0
_BEAT_MS = 5
# A frame of a screen that shows sixty a second, and three lines of a list, as a wheel turns.
_FRAME_SECONDS, _WHEEL_LINES = 1 / 60, 3
_KEY_SECONDS = 0.05
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


def bare_start(began: float) -> Answer:
    """The floor of a start: an empty window, painted."""
    application = QApplication([])
    window = QMainWindow()
    window.resize(*_SIZE)
    painted, pulse = Painted(window), Pulse()
    window.show()
    _until(application, lambda: painted.times > 0)
    shown, work = time.monotonic() - began, time.process_time()
    assert pulse
    return {"shown": shown, "work": work, "rest": resident("")}


def use(began: float, address: str, frames: str, *words: str) -> Answer:
    """The window from nothing to its first page, which can be read, scrolled and chosen from, and
    to all that it reads by itself; at rest when all is imported and made that it makes by itself
    too. Then type ``words`` into the search field letter by letter, and scroll the list of
    people: what it holds at rest is not the list's."""
    opened = _Opened(address)
    answer = _started(opened, began, address)
    view = opened.session.window.view
    results, shown = view.results, view.results.table.viewport()
    answer["typed"] = _type(
        opened.application, view.search, words, shown, lambda: results.is_ready, pause=_KEY_SECONDS
    )
    _rest(opened.application, 0.2)
    view.focus_list()
    answer.update(_scroll(opened.application, opened.table, int(frames), pace=_FRAME_SECONDS))
    answer["list"] = resident(address) - answer["rest"]
    opened.close()
    return answer


def _started(opened: _Opened, began: float, address: str) -> Answer:
    """``work`` is processor time, of all threads since the process began."""
    from crm_desktop.gui.preloading import is_all_imported

    answer, work = {"shown": opened.shown - began}, {}
    _until(opened.application, opened.is_seen)
    answer["usable"], work["usable"] = time.monotonic() - began, time.process_time()
    _until(opened.application, opened.is_usable)
    _until(opened.application, opened.is_ready)
    answer["ready"], work["ready"] = time.monotonic() - began, time.process_time()
    _until(opened.application, is_all_imported)
    answer["freeze"] = opened.pulse.longest
    _rest(opened.application, 2.0)
    return {**answer, "work": work, "rest": resident(address)}


def bare_use(_began: float, address: str, frames: str, *words: str) -> Answer:
    """The floor of ``use``: Qt's own line edit and table, the driver's query while they wait.
    Nothing is fetched between two keys or frames, so that one may follow on the other."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel

    from benchmarks.plain import Plain
    from benchmarks.searching import newest

    application = QApplication([])
    plain, pulse = Plain(address), Pulse()
    window, field, table = QMainWindow(), QLineEdit(), QTableView()
    model = QStandardItemModel(0, 6)
    table.setModel(model)
    window.setCentralWidget(table)
    window.setMenuWidget(field)
    window.resize(*_SIZE)

    def answer(text: str) -> None:
        found = newest(plain, (" " * max(1, 3 - len(text)) + text,)) if text else []
        model.setRowCount(0)
        for row in found:
            model.appendRow([QStandardItem(str(row[1])) for _column in range(3)])

    field.textChanged.connect(answer)
    window.show()
    _rest(application, 0.2)
    typed = _type(application, field, words, table.viewport(), lambda: True, pause=0.0)
    names = plain.rows("SELECT display_name FROM contact LIMIT 5000")
    model.setRowCount(0)
    for (name,) in names:
        model.appendRow([QStandardItem(f"{name} {column}") for column in range(6)])
    table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    result = {"typed": typed, **_scroll(application, table, int(frames), pace=0.0)}
    assert pulse
    plain.close()
    return result


def card(_began: float, address: str, times: str, *people: str) -> Answer:
    """Open the cards of ``people`` in turn from the list, and go back to it."""
    from crm_desktop.gui.shell.page import RecordRef

    opened = _Opened(address)
    _until(opened.application, opened.is_usable)
    _until(opened.application, opened.is_ready)
    _rest(opened.application, 3.0)  # what is imported and made later is there
    view, spans = opened.session.window.view, []
    for number in range(int(times) + 1):
        record = RecordRef("contact", people[number % len(people)])
        began = time.perf_counter()
        view.open_record(record, view.pages[0].list.model.order)
        _until(opened.application, partial(_is_card_read, view, record))
        # All that is due is painted in one go, the fields and the head too.
        shown = view.way.card.panes.middle.view.viewport()
        shown.update()
        _until(opened.application, Painted(shown).once_more())
        spans.append(time.perf_counter() - began)
        _rest(opened.application, 0.1)
        view.go_back()
        _rest(opened.application, 0.05)
    opened.close()
    return {"first": spans[0], "opened": spans[1:]}


def _is_card_read(view: Any, record: Any) -> bool:
    """Whether head, fields and timeline show the record."""
    shown = view.way.card
    if shown is None or shown.head is None or shown.head.record != record:
        return False
    fields, timeline = shown.panes.fields.record, shown.panes.middle.model
    return fields is not None and fields.id == record.id and timeline.rowCount() > 0


def bare_card(_began: float, address: str, times: str) -> Answer:
    """The floor of ``card``: a form and a list of Qt's on the second page of a stack."""
    from PySide6.QtWidgets import QFormLayout, QLabel, QListWidget, QSplitter, QStackedWidget

    from benchmarks.plain import Plain

    application = QApplication([])
    plain, pulse = Plain(address), Pulse()
    window, stack, page = QMainWindow(), QStackedWidget(), QSplitter()
    form, story = QWidget(), QListWidget()
    lines, labels = QFormLayout(form), [QLabel() for _field in range(20)]
    for label in labels:
        lines.addRow("name", label)
    page.addWidget(form)
    page.addWidget(story)
    stack.addWidget(QTableView())
    stack.addWidget(page)
    window.setCentralWidget(stack)
    window.resize(*_SIZE)
    window.show()
    _rest(application, 0.3)
    spans = []
    for number in range(int(times) + 1):
        began = time.perf_counter()
        ((name,),) = plain.rows("SELECT display_name FROM contact WHERE rid = ?", (1 + number,))
        entries = plain.rows("SELECT title, text FROM activity ORDER BY rid DESC LIMIT 50")
        for label in labels:
            label.setText(name)
        story.clear()
        story.addItems([f"{title} {text}" for title, text in entries])
        stack.setCurrentIndex(1)
        _until(application, Painted(story.viewport()).once_more())
        spans.append(time.perf_counter() - began)
        _rest(application, 0.1)
        stack.setCurrentIndex(0)
        _rest(application, 0.05)
    assert pulse
    plain.close()
    return {"opened": spans[1:]}


class _Opened:
    """The program's window on a workspace, begun as ``gui/app.py`` begins it."""

    def __init__(self, address: str) -> None:
        from crm_desktop.core.settings import Settings
        from crm_desktop.core.settings_file import SettingsFile
        from crm_desktop.gui.app import make_application
        from crm_desktop.gui.program import Program

        self.application = make_application("ru", settings=Settings())
        self.pulse = Pulse()
        self.program: Any = Program(self.application, SettingsFile())
        self.program.begin(address)
        _until(self.application, lambda: bool(self.program.sessions))
        self.session: Any = self.program.sessions[0]
        self.session.opened.connect(self._watch_list)
        self._painted: Painted | None = None
        self._model: Any = None
        painted = Painted(self.session.window)
        _until(self.application, lambda: painted.times > 0)
        self.shown = time.monotonic()
        self.session.window.resize(*_SIZE)
        self.pulse.begin()

    @property
    def table(self) -> QTableView:
        """The list of people."""
        table: QTableView = self.session.window.view.pages[0].list.table
        return table

    def _watch_list(self) -> None:
        self._model = self.session.window.view.pages[0].list.model
        self._model.loaded.connect(self._watch_paint)

    def _watch_paint(self) -> None:
        self._painted = Painted(self.table.viewport())

    def is_seen(self) -> bool:
        """Whether the first page is painted, by the first look or by the view itself."""
        first = self.session.first
        return self.is_usable() or (first is not None and first.is_seen)

    def is_usable(self) -> bool:
        """Whether the first page is painted in the view of the open workspace."""
        if self.session.failure is not None:
            raise self.session.failure
        return self._painted is not None and self._painted.times > 0

    def is_ready(self) -> bool:
        """Whether the whole order is known too."""
        return bool(len(self._model.order) == self._model.rowCount())

    def close(self) -> None:
        """End as the program ends."""
        self.program.finish()
        _until(self.application, lambda: not self.program.sessions)


def _type(
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
            _until(application, is_answered)
            shown.update()  # the same answer again is painted too
            _until(application, painted.once_more())
            spans.append(time.perf_counter() - began)
            _rest(application, pause)
        field.clear()
        _rest(application, 2 * pause)
    return spans


def _press(field: QLineEdit, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(field, key)


def _scroll(application: QApplication, table: QTableView, frames: int, *, pace: float) -> Answer:
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
        _rest(application, 0.3)
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
    _until(application, lambda: painted.times > 0)
    wait = time.perf_counter() - began
    _rest(application, began + pace - time.perf_counter())
    table.viewport().removeEventFilter(painted)
    painted.deleteLater()
    return time.thread_time() - worked, wait


def _until(application: QApplication, is_so: Callable[[], bool]) -> None:
    """Let the window work until ``is_so``. A ``Pulse`` must be beating, or it may never look."""
    patience = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > patience:
            raise TimeoutError("the window did not answer in time")
        application.processEvents(_WAITING)


def _rest(application: QApplication, seconds: float) -> None:
    end = time.perf_counter() + seconds
    _until(application, lambda: time.perf_counter() >= end)


def resident(address: str) -> float:
    """What the process holds, but for the mapped pages of the database at ``address``, which the
    system keeps once and takes back when it wants."""
    import psutil

    process = psutil.Process()
    mapped = process.memory_maps() if hasattr(process, "memory_maps") else []
    database = sum(place.rss for place in mapped if address and place.path == address)
    return float(process.memory_info().rss - database) / 1e6


TASKS: dict[str, Callable[..., Answer]] = {
    "bare-start": bare_start,
    "bare-use": bare_use,
    "use": use,
    "bare-card": bare_card,
    "card": card,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](float(sys.argv[2]), *sys.argv[3:])))
