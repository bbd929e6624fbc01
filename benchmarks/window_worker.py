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
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QTableView

from benchmarks.window_floors import bare_card, bare_start, bare_use
from benchmarks.window_steps import (
    FRAME_SECONDS,
    KEY_SECONDS,
    SIZE,
    Answer,
    Painted,
    Pulse,
    resident,
    rest,
    scroll,
    type_words,
    until,
)


def use(began: float, address: str, frames: str, *words: str) -> Answer:
    """The window from nothing to its first page, which can be read, scrolled and chosen from, and
    to all that it reads by itself; at rest when all is imported and made that it makes by itself
    too. Then type ``words`` into the search field letter by letter, and scroll the list of
    people: what it holds at rest is not the list's."""
    opened = _Opened(address)
    answer = _started(opened, began, address)
    view = opened.session.window.view
    results, shown = view.results, view.results.table.viewport()
    answer["typed"] = type_words(
        opened.application, view.search, words, shown, lambda: results.is_ready, pause=KEY_SECONDS
    )
    rest(opened.application, 0.2)
    view.focus_list()
    answer.update(scroll(opened.application, opened.table, int(frames), pace=FRAME_SECONDS))
    answer["list"] = resident(address) - answer["rest"]
    opened.close()
    return answer


def _started(opened: _Opened, began: float, address: str) -> Answer:
    """From when on what is there, on the clock and (``work``) as processor time, of all threads
    since the process began.

    ``usable``: the first page is painted. ``known``: any line of the list can be scrolled to and
    read; what else is asked for (another order, a place, a record, a search, a new record) is
    done when the workspace is open; filters and views wait for it too. ``ready``: it is open,
    what its pages need is imported, and its view knows the whole list.
    """
    from crm_desktop.gui.preloading import is_all_imported

    answer, work = {"shown": opened.shown - began}, {}
    until(opened.application, opened.is_seen)
    answer["usable"], work["usable"] = time.monotonic() - began, time.process_time()
    until(opened.application, opened.is_known)
    answer["known"], work["known"] = time.monotonic() - began, time.process_time()
    until(opened.application, opened.is_usable)
    until(opened.application, opened.is_ready)
    answer["ready"], work["ready"] = time.monotonic() - began, time.process_time()
    until(opened.application, is_all_imported)
    answer["freeze"] = opened.pulse.longest
    rest(opened.application, 2.0)
    return {**answer, "work": work, "rest": resident(address)}


def card(_began: float, address: str, times: str, *people: str) -> Answer:
    """Open the cards of ``people`` in turn from the list, and go back to it."""
    from crm_desktop.gui.shell.page import RecordRef

    opened = _Opened(address)
    until(opened.application, opened.is_usable)
    until(opened.application, opened.is_ready)
    rest(opened.application, 3.0)  # what is imported and made later is there
    view, spans = opened.session.window.view, []
    for number in range(int(times) + 1):
        record = RecordRef("contact", people[number % len(people)])
        began = time.perf_counter()
        view.open_record(record, view.pages[0].shown_list)
        until(opened.application, partial(_is_card_read, view, record))
        # All that is due is painted in one go, the fields and the head too.
        shown = view.way.card.panes.middle.view.viewport()
        shown.update()
        until(opened.application, Painted(shown).once_more())
        spans.append(time.perf_counter() - began)
        rest(opened.application, 0.1)
        view.go_back()
        rest(opened.application, 0.05)
    opened.close()
    return {"first": spans[0], "opened": spans[1:]}


def _is_card_read(view: Any, record: Any) -> bool:
    """Whether head, fields and timeline show the record."""
    shown = view.way.card
    if shown is None or shown.head is None or shown.head.record != record:
        return False
    fields, timeline = shown.panes.fields.record, shown.panes.middle.model
    return fields is not None and fields.id == record.id and timeline.rowCount() > 0


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
        until(self.application, lambda: bool(self.program.sessions))
        self.session: Any = self.program.sessions[0]
        self.session.opened.connect(self._watch_list)
        self._painted: Painted | None = None
        self._model: Any = None
        painted = Painted(self.session.window)
        until(self.application, lambda: painted.times > 0)
        self.shown = time.monotonic()
        self.session.window.resize(*SIZE)
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

    def is_known(self) -> bool:
        """Whether the whole order is known, to the first look or to the view."""
        first = self.session.first
        if first is not None and first.look is not None:
            return bool(first.look.list.model.is_whole)
        return self.is_usable() and self.is_ready()

    def is_usable(self) -> bool:
        """Whether the first page is painted in the view of the open workspace."""
        if self.session.failure is not None:
            raise self.session.failure
        return self._painted is not None and self._painted.times > 0

    def is_ready(self) -> bool:
        """Whether the view knows the whole order too."""
        return bool(len(self._model.order) == self._model.rowCount())

    def close(self) -> None:
        """End as the program ends."""
        self.program.finish()
        until(self.application, lambda: not self.program.sessions)


TASKS: dict[str, Callable[..., Answer]] = {
    "bare-start": bare_start,
    "bare-use": bare_use,
    "use": use,
    "bare-card": bare_card,
    "card": card,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](float(sys.argv[2]), *sys.argv[3:])))
