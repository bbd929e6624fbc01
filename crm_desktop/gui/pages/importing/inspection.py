"""The file in the wizard: which one, how it is read and understood, and what was decided about it.

Made by the wizard; everything slow is done by ``PreviewWorker`` on a thread of its own. Watches
whether another program changes the file meanwhile, or one that is imported with it. GUI thread
only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import current_language
from crm_desktop.features.custom_fields.feature import WRITE
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.data.importing.commands import ImportFiles
from crm_desktop.features.data.importing.currencies import Currencies, usual_currencies
from crm_desktop.features.data.importing.preview import Decisions, Preview, make_command
from crm_desktop.features.data.importing.source_file import SourceFile
from crm_desktop.gui.pages.importing.preview_worker import FilePreview, PreviewWorker
from crm_desktop.integrations.tabular.table import ReadOptions

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader

_WATCH_MS = 2000


class Known(NamedTuple):
    """What the workspace has to do with files: the fields that people added, and whether this
    person may add some, and what amounts are in where a file doesn't say."""

    own: Sequence[CustomFieldRow]
    may_make: bool
    currencies: Currencies


def read_known(reader: Reader) -> Known:
    """For ``Inspection.know``; on reader threads."""
    return Known(find_custom_fields(reader), reader.actor.may(WRITE), usual_currencies(reader))


class Inspection(QObject):
    """``looked`` and ``options`` are how the file is seen now; ``looked`` is ``None`` while it is
    read and where it can't be."""

    reading = Signal(float)  # share read, 0 to 1
    shown = Signal(object)  # FilePreview
    failed = Signal(object)  # the exception
    is_as_shown = Signal()  # the answer to ``verify``, unless the file is read anew

    def __init__(self, region: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paths: tuple[Path, ...] = ()
        self.unread: tuple[tuple[Path, BaseException], ...] = ()
        """Files that were chosen with others and couldn't be read, and why."""
        self.options = ReadOptions()
        self.looked: FilePreview | None = None
        self.worker = PreviewWorker(self)
        self._decisions = Decisions(region, current_language())
        self._known: dict[str, Any] = {"custom": (), "currencies": Currencies()}
        self._is_verifying = False
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self.look_whether_changed)
        self.worker.reading.connect(self.reading)
        self.worker.looked.connect(self._take)
        self.worker.failed.connect(self._fail)
        self.worker.checked.connect(self._take_check)

    def watch(self, is_wanted: bool) -> None:
        """Look every now and then whether the file was changed, or don't any more."""
        if is_wanted:
            self._watch.start()
        else:
            self._watch.stop()

    def open(self, paths: Sequence[Path]) -> None:
        """Look at these files from now on; what was decided about others is forgotten."""
        self.paths, self.unread = tuple(paths), ()
        self.options = ReadOptions()
        self._decisions = Decisions(self._decisions.region, self._decisions.language, **self._known)
        self.read()

    def read(self) -> None:
        """Read the file, with everything that was decided about it."""
        self._forget()
        self._read()

    def _read(self, before: Preview | None = None) -> None:
        first, *others = self.paths
        self.worker.read(first, self.options, self._decisions, before=before, beside=others)

    def read_as(self, **options: Any) -> None:
        """Read the file with another encoding or delimiter: then its columns are others."""
        self.options = replace(self.options, **options)
        self._decisions = replace(self._decisions, sheet=None, header_row=None, fields={})
        self.read()

    def decide(self, **decisions: Any) -> None:
        """Look at the file with these of the ``Decisions``."""
        self._decisions = replace(self._decisions, **decisions)
        if self.looked is not None:
            self.worker.look(self.looked.source, self._decisions)

    def know(self, found: Known) -> None:
        """Columns may go to these fields, and amounts are in these currencies."""
        known = {"custom": tuple(found.own), "currencies": found.currencies}
        if self._known != known:
            self._known = known
            self.decide(**known)

    def decide_field(self, index: int, code: str) -> None:
        """Let a column go to the field with this code."""
        self.decide(fields={**self._decisions.fields, index: code})

    def see_row(self, place: int) -> None:
        """Have the data row at ``place`` shown as it will be."""
        if self.looked is not None:
            self.worker.see_row(self.looked, self._decisions, place)

    def look_whether_changed(self) -> None:
        """Read the file anew if another program has changed it."""
        if self.looked is not None and not self._is_verifying:
            self.worker.check(self.looked.source)

    def verify(self) -> None:
        """Compare the file with what is shown, all of it; ``is_as_shown`` or ``shown``."""
        if self.looked is not None:
            self._is_verifying = True
            self.worker.check(self.looked.source, thoroughly=True)

    def command(self) -> ImportFiles | None:
        """The import that does what is shown."""
        if self.looked is None:
            return None
        return make_command(
            self.paths, self.looked.source, self.looked.preview, self.looked.decisions
        )

    def remember(self, *, is_wanted: bool) -> None:
        """Let columns go to the same fields in files with the same columns, or not."""
        if self.looked is not None:
            self.worker.remember(self.looked, is_wanted=is_wanted)

    def _take(self, looked: FilePreview) -> None:
        told = replace(looked.decisions, **self._known)
        if looked.decisions != told:  # something was heard of while the file was read
            self._decisions = told
            self.worker.look(looked.source, self._decisions, looked.news)
            return
        self.looked, self._decisions = looked, looked.decisions
        self.shown.emit(looked)

    def _fail(self, error: BaseException) -> None:
        """Of several files the others are looked at without the first."""
        self._forget()
        if len(self.paths) > 1 and isinstance(error, UserError):
            self.unread += ((self.paths[0], error),)
            self.paths = self.paths[1:]
            self._read()
        else:
            self.failed.emit(error)

    def _forget(self) -> None:
        self.looked, self._is_verifying = None, False

    def _take_check(self, source: SourceFile | None) -> None:
        was_asked, self._is_verifying = self._is_verifying, False
        looked = self.looked
        if looked is None:
            return
        if source is not None:
            self.looked = replace(looked, source=source)
            if was_asked:
                self.is_as_shown.emit()
            return
        self._forget()
        self._read(looked.preview)
