"""Looks into a file off the GUI thread: reads it, looks at it anew, shows a row as it will be.

Made by the wizard on the GUI thread, where all signals arrive. One thread of its own does the
work in turn; a newer question of the same kind takes the place of an older one, and reading that
nobody waits for any more is given up.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.core.errors import Invalid
from crm_desktop.features.data.importing import preview as previews
from crm_desktop.features.data.importing.preview import Decisions, Preview, Sureness
from crm_desktop.features.data.importing.source_file import SourceFile, read_file, recheck
from crm_desktop.gui.bridge.faults import is_expected, report_bug
from crm_desktop.gui.pages.importing.remembered import RememberedColumns
from crm_desktop.integrations.tabular.table import ReadOptions

_OPEN = (Sureness.UNKNOWN, Sureness.EMPTY)


class News(Enum):
    """What the person should hear about a file that was read."""

    NONE = "none"
    REMEMBERED = "columns go where they went the last time"
    CHANGED = "it has another content now, and all decisions still fit"
    OTHER_COLUMNS = "it has other columns now, so what was decided about them is gone"


@dataclass(frozen=True)
class FilePreview:
    """A file and how it was understood, by which decisions."""

    source: SourceFile
    preview: Preview
    decisions: Decisions
    news: News = News.NONE


@dataclass(frozen=True)
class _Answer:
    kind: str
    number: int
    result: Any
    error: BaseException | None = None


class _GivenUp(Exception):
    """The question has been superseded while it was worked on."""


class _Desk:
    """What the two threads share: which question is the newest, and whether anybody is there."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.is_closed = False
        self._newest: Counter[str] = Counter()
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="import preview")

    def next_number(self, kind: str) -> int:
        with self.lock:
            self._newest[kind] += 1
            return self._newest[kind]

    def is_stale(self, kind: str, number: int) -> bool:
        return self.is_closed or self._newest[kind] != number

    def close(self) -> None:
        with self.lock:
            self.is_closed = True
        self.pool.shutdown(wait=False, cancel_futures=True)


class PreviewWorker(QObject):
    """Asks and is answered by signals, each with the result of the newest question."""

    reading = Signal(float)  # share read, 0 to 1
    looked = Signal(object)  # FilePreview
    failed = Signal(object)  # the exception
    row_seen = Signal(object)  # RowDraft or None
    checked = Signal(object)  # SourceFile, or None if the file is not as it was read any more
    regions_found = Signal(object)  # ((code, name), …)
    _arrived = Signal(object)
    _progressed = Signal(int, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = _Desk()
        self._remembered = RememberedColumns()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)
        # However the wizard goes, the thread must not call one that is gone.
        self.destroyed.connect(self._desk.close)

    def read(
        self,
        path: Path,
        options: ReadOptions,
        decisions: Decisions,
        *,
        before: Preview | None = None,
        beside: Sequence[Path] = (),
    ) -> None:
        """Read the file and look at it; ``reading``, then ``looked`` or ``failed``. ``before``:
        how it was understood until another program changed it, or one of those ``beside`` it."""
        number = self._desk.next_number("look")

        def progress(share: float) -> None:
            with self._desk.lock:
                if self._desk.is_stale("look", number):
                    raise _GivenUp
                self._progressed.emit(number, share)

        def work() -> FilePreview:
            source = read_file(path, options, progress, beside)
            if before is None:
                return _first_look(source, decisions, self._remembered)
            return _look_again(source, decisions, before)

        self._submit("look", number, work)

    def look(self, source: SourceFile, decisions: Decisions, news: News = News.NONE) -> None:
        """Look at a file that was read, with other decisions; ``looked`` or ``failed``. ``news``
        were not told yet."""
        number = self._desk.next_number("look")
        self._submit("look", number, lambda: _look(source, decisions, news))

    def remember(self, looked: FilePreview, *, is_wanted: bool) -> None:
        """Let columns go where these went in files with the same, or guess anew the next time."""
        number = self._desk.next_number("remember")
        self._submit("remember", number, lambda: _remember(self._remembered, looked, is_wanted))

    def see_row(self, looked: FilePreview, decisions: Decisions, place: int) -> None:
        """Make the data row at ``place`` what it will be; ``row_seen``."""
        number = self._desk.next_number("row")
        self._submit(
            "row",
            number,
            lambda: previews.row_as_it_will_be(looked.source, looked.preview, decisions, place),
        )

    def check(self, source: SourceFile, *, thoroughly: bool = False) -> None:
        """See whether the file was changed since it was read; ``checked``."""
        number = self._desk.next_number("check")
        self._submit("check", number, lambda: recheck(source, thoroughly=thoroughly))

    def find_regions(self, language: str) -> None:
        """The countries of phones, in ``language``; ``regions_found``."""
        number = self._desk.next_number("regions")
        self._submit("regions", number, lambda: previews.regions(language))

    def _submit(self, kind: str, number: int, work: Callable[[], Any]) -> None:
        if not self._desk.is_closed:
            self._desk.pool.submit(self._work, self._desk, kind, number, work)

    def _work(self, desk: _Desk, kind: str, number: int, work: Callable[[], Any]) -> None:
        """On the thread of its own."""
        if desk.is_stale(kind, number):
            return
        try:
            answer = _Answer(kind, number, work())
        except _GivenUp:
            return
        except Exception as error:
            answer = _Answer(kind, number, None, error)
        with desk.lock:
            if not desk.is_closed:
                self._arrived.emit(answer)

    def _tell_progress(self, number: int, share: float) -> None:
        if not self._desk.is_stale("look", number):
            self.reading.emit(share)

    def _deliver(self, answer: _Answer) -> None:
        if self._desk.is_stale(answer.kind, answer.number):
            return
        if answer.error is not None:
            if not is_expected(answer.error):
                report_bug(answer.error)
            self.failed.emit(answer.error)
            return
        signals = {
            "look": self.looked,
            "row": self.row_seen,
            "check": self.checked,
            "regions": self.regions_found,
        }
        if answer.kind in signals:
            signals[answer.kind].emit(answer.result)


def _look(source: SourceFile, decisions: Decisions, news: News = News.NONE) -> FilePreview:
    return FilePreview(source, previews.look(source, decisions), decisions, news)


def _first_look(source: SourceFile, decisions: Decisions, memory: RememberedColumns) -> FilePreview:
    """With the fields that these columns had the last time."""
    looked = _look(source, decisions)
    if not _has_names(looked.preview) or decisions.fields:
        return looked
    guessed = {column.index: column.code for column in looked.preview.columns}
    found = memory.find(previews.fingerprint(looked.preview))
    fields = {index: code for index, code in found.items() if index in guessed}
    if not fields:
        return looked
    again = _look(source, replace(decisions, fields=fields))
    is_news = any(guessed[column.index] != column.code for column in again.preview.columns)
    return replace(again, news=News.REMEMBERED) if is_news else again


def _look_again(source: SourceFile, decisions: Decisions, before: Preview) -> FilePreview:
    """Decisions hold as long as the columns are the same; which they are now is asked otherwise."""
    try:
        looked = _look(source, decisions, News.CHANGED)
    except Invalid:
        pass
    else:
        if previews.fingerprint(looked.preview) == previews.fingerprint(before):
            return looked
    fresh = replace(decisions, sheet=None, header_row=None, fields={})
    return _look(source, fresh, News.OTHER_COLUMNS)


def _remember(memory: RememberedColumns, looked: FilePreview, is_wanted: bool) -> None:
    """A column that nobody knew where to put is guessed anew: the next time may be wiser."""
    preview = looked.preview
    if not _has_names(preview):
        return
    mark = previews.fingerprint(preview)
    if is_wanted:
        known = [column for column in preview.columns if column.sureness not in _OPEN]
        memory.keep(mark, {column.index: column.code for column in known})
    else:
        memory.forget(mark)


def _has_names(preview: Preview) -> bool:
    """Only columns with names can be told from others."""
    return preview.header_row is not None
