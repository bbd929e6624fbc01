"""The rows of a list into a file: asked for in a pop-over, written in the background.

The file appears whole or not at all. GUI thread, but the writing runs on a thread of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QWidget,
)

from crm_desktop.backend.work import Progress
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import _, msg, ngettext
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records, write_table
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.bulk.kind import BulkKind, Format
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.row_copying import shown_rows

if TYPE_CHECKING:
    from crm_desktop.backend.backend import Backend
    from crm_desktop.backend.work import Reader
    from crm_desktop.gui.bridge.list_source import ListReads

_SHEETS = ("xlsx", "csv")
_WIDTH = 320


class ExportPopover(Popover):
    """``wanted`` gives the format and whether the columns are those of the list, if it is one
    (``has_columns``)."""

    wanted = Signal(str, bool)

    def __init__(
        self, number: int, kind: BulkKind, parent: QWidget, *, has_columns: bool = True
    ) -> None:
        super().__init__(parent, _("Export"))
        self.setMinimumWidth(_WIDTH)
        words: dict[Format, str] = {
            "xlsx": _("Excel workbook (.xlsx)"),
            "csv": _("Table as text (.csv)"),
            "vcf": _("Business cards (.vcf)"),
            "json": _("For other programs (.json)"),
        }
        self.formats = {name: QRadioButton(words[name], self) for name in kind.formats}
        self.as_shown = QRadioButton(_("The columns of the list"), self)
        self.whole = QRadioButton(_("All fields"), self)
        groups = [tuple(self.formats.values())]
        if has_columns:
            groups.append((self.as_shown, self.whole))
        self.as_shown.setVisible(has_columns)
        self.whole.setVisible(has_columns)
        self.column.addWidget(plain_label(_("Export"), type="subheading"))
        for place, group in enumerate(groups):
            together = QButtonGroup(self)
            if place:
                self.column.addSpacing(4)
                self.column.addWidget(plain_label(_("What stands in it"), type="label"))
            for button in group:
                together.addButton(button)
                self.column.addWidget(button)
            group[0].setChecked(True)
        self.cancel = QPushButton(_("Cancel"), self)
        dress(self.cancel, scale="small")
        export = ngettext("Export {number} row…", "Export {number} rows…", number)
        self.primary = QPushButton(export.format(number=shown_number(number)), self)
        dress(self.primary, kind="primary", scale="small")
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.primary)
        self.column.addLayout(foot)
        self.setFocusProxy(self.formats["xlsx"])
        for button in self.formats.values():
            button.toggled.connect(self._follow)
        self.cancel.clicked.connect(self.close)
        self.primary.clicked.connect(self._want)

    @property
    def format(self) -> str:
        """The format that is chosen."""
        return next(name for name, button in self.formats.items() if button.isChecked())

    def _follow(self) -> None:
        for button in (self.as_shown, self.whole):
            button.setEnabled(self.format in _SHEETS)

    def _want(self) -> None:
        chosen, as_shown = self.format, self.as_shown.isChecked() and self.format in _SHEETS
        self.close()
        self.wanted.emit(chosen, as_shown)


@dataclass(frozen=True)
class Written:
    """What is written: these rows; with ``columns``, which ``reads`` reads, as they are shown."""

    rids: Sequence[int]
    reads: ListReads | None = None
    columns: Sequence[Column] = ()


class Exporting(QObject):
    """``told`` says what came of it, with a button that shows the file; ``ended`` that it is
    over."""

    told = Signal(str, object)  # words, Button
    ended = Signal()

    def __init__(self, bridge: Bridge, kind: BulkKind, page: QWidget):
        super().__init__(page)
        self._bridge, self._kind, self._page = bridge, kind, page
        self.dialog: QFileDialog | None = None

    def choose_place(self, chosen: Format, name: str, what: Written) -> None:
        """Ask for the file, then write it."""
        dialog = QFileDialog(self._page, _("Export"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(chosen)
        dialog.setNameFilter(f"*.{chosen}")
        dialog.selectFile(f"{name}.{chosen}")
        dialog.fileSelected.connect(lambda path: self.write(chosen, Path(path), what))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def write(self, chosen: Format, path: Path, what: Written) -> None:
        """Write the file in the background; the status line shows how far it is."""
        language = QLocale().name().partition("_")[0]
        request = ExportRequest(self._kind.files, chosen, path, language=language, rids=what.rids)
        task = LongTask(_("Export"), self._bridge)

        def work(backend: Backend) -> int:
            return backend.ask(_write, request, what, task)

        self._bridge.consult(
            work,
            then=partial(self._tell, task, path),
            failed=partial(self._fail, task),
            owner=self,
        )
        self._bridge.task_started.emit(task)

    def _tell(self, task: LongTask, path: Path, number: int) -> None:
        self._end(task)
        words = ngettext(
            "{number} record was written to {file}.",
            "{number} records were written to {file}.",
            number,
        )
        folder = QUrl.fromLocalFile(str(path.parent))
        show = Button(_("Show in its folder"), partial(_open, folder))
        self.told.emit(words.format(number=shown_number(number), file=path.name), show)

    def _fail(self, task: LongTask, error: BaseException) -> None:
        self._end(task)
        self._bridge.tell_failed(error)

    def _end(self, task: LongTask) -> None:
        task.ended.emit()
        task.deleteLater()
        self.ended.emit()


def _open(place: QUrl) -> None:
    QDesktopServices.openUrl(place)


def _write(reader: Reader, request: ExportRequest, what: Written, task: LongTask) -> int:
    """On a thread of its own."""

    def progress(told: Progress) -> None:
        if task.is_cancelled:
            raise Cancelled(msg("Stopped. No file was written."))
        task.report(told)

    if what.reads is None or not what.columns:
        return export_records(reader, request, progress)
    number = len(what.rids)
    rows = shown_rows(
        reader, what.reads, what.columns, what.rids,
        lambda done: progress(Progress("write", done, number)),
    )  # fmt: skip
    return write_table(reader, request, [column.title for column in what.columns], rows)
