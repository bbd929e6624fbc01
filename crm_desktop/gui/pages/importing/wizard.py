"""The import wizard: a file, its columns, what came of it. Nothing is written before the last step.

A window-modal sheet without a loop of its own, made by ``Importing`` for each import and gone
with it. While the import runs the sheet may be put away; then a note tells the end. GUI thread
only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, current_language, ngettext
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.preview import Decisions, make_command
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import was_wanted, words_for
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.importing.columns_step import ColumnsStep, readiness_words
from crm_desktop.gui.pages.importing.file_step import FileStep
from crm_desktop.gui.pages.importing.foot import Foot
from crm_desktop.gui.pages.importing.import_run import ImportRun
from crm_desktop.gui.pages.importing.looking import Looked, Looker
from crm_desktop.gui.pages.importing.result_step import ResultStep
from crm_desktop.gui.pages.importing.steps_row import StepsRow
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.integrations.tabular.table import ReadOptions

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome

FILE, COLUMNS, RESULT = range(3)
_SIZE = (1080, 724)
_SMALLEST = (880, 560)
_MARGIN = 24
_WATCH_MS = 2000


class ImportWizard(QDialog):
    """``ended_unseen`` gives the outcome of an import that was put into the background,
    ``taken_back_unseen`` says that one was taken back there."""

    ended_unseen = Signal(object)  # Outcome
    taken_back_unseen = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._paths: tuple[Path, ...] = ()
        self._options = ReadOptions()
        region = bridge.settings.get("region", "US")
        self._decisions = Decisions(region, current_language())
        self._looked: Looked | None = None
        self._was_changed = False
        self._wants_import = False
        self.run = ImportRun(bridge, self)
        self._looker = Looker(self)
        self.setWindowTitle(_("Import contacts and companies"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self.steps = StepsRow([_("File"), _("Columns"), _("Import")], self)
        self.file = FileStep(self)
        self.columns = ColumnsStep(region, self)
        self.import_step = ResultStep(self)
        self.stack = QStackedWidget(self)
        self.foot = Foot(_MARGIN, self)
        self.back, self.second, self.primary = (
            self.foot.back,
            self.foot.second,
            self.foot.primary,
        )
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._place_all()
        self._connect_all()
        self._go(FILE)

    def _place_all(self) -> None:
        for step in (self.file, self.columns, self.import_step):
            self.stack.addWidget(step)
        title = QLabel(self.windowTitle(), self)
        dress(title, type="heading")
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 14, _MARGIN, 14)
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self.steps)
        head.addStretch()
        line = QFrame(self)
        dress(line, kind="dialogFoot")
        line.setFixedHeight(1)
        body = QHBoxLayout()
        body.setContentsMargins(_MARGIN, 14, _MARGIN, 14)
        body.addWidget(self.stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(line)
        layout.addLayout(body, 1)
        layout.addWidget(self.foot)

    def _connect_all(self) -> None:
        file, columns, looker = self.file, self.columns, self._looker
        file.another_wanted.connect(self.choose_file)
        file.encoding_chosen.connect(lambda name: self._read_as(encoding=name))
        file.delimiter_chosen.connect(lambda sign: self._read_as(delimiter=sign))
        file.sheet_chosen.connect(
            lambda sheet: self._decide(sheet=sheet, header_row=None, fields={})
        )
        file.header_chosen.connect(lambda row: self._decide(header_row=row, fields={}))
        file.dates_chosen.connect(lambda day_first: self._decide(day_first=day_first))
        columns.field_chosen.connect(self._decide_field)
        columns.region_chosen.connect(lambda region: self._decide(region=region))
        columns.row_wanted.connect(self._see_row)
        looker.reading.connect(file.show_waiting)
        looker.looked.connect(self._show)
        looker.failed.connect(self._fail)
        looker.row_seen.connect(self._show_row)
        looker.checked.connect(self._take_check)
        looker.regions_found.connect(columns.offer_regions)
        self.run.done.connect(self._show_done)
        self.run.failed.connect(self._show_failed)
        self.run.taken_back.connect(self._show_taken_back)
        self.run.not_taken_back.connect(self._show_not_taken_back)
        self.back.clicked.connect(self._press_back)
        self.second.clicked.connect(self._press_second)
        self.primary.clicked.connect(self._press_primary)
        self._watch.timeout.connect(self._look_whether_changed)

    # The file

    def begin(self, paths: Sequence[Path] = ()) -> None:
        """Show the wizard on these files, or let the person choose one."""
        self._looker.find_regions(current_language())
        if paths:
            self.take(paths)
        else:
            self.file.show_nothing()
        self.open()
        self._watch.start()

    @property
    def can_take(self) -> bool:
        """Whether other files may take the place of these: not once the import was started."""
        return self.steps.current != RESULT

    def take(self, paths: Sequence[Path]) -> None:
        """Look at these files from now on; what was decided about others is forgotten."""
        self._paths = tuple(paths)
        self._options = ReadOptions()
        self._decisions = Decisions(self._decisions.region, self._decisions.language)
        self._go(FILE)
        self._read()

    def choose_file(self) -> None:
        """Let the person choose a file."""
        dialog = QFileDialog(self, _("Choose a file to import"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Any file is welcome until the import runs: its content decides."""
        if self.can_take and _local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Look at what was dropped."""
        event.acceptProposedAction()
        self.take(_local_files(event))

    def _read(self) -> None:
        self._looked = None
        self._tell_readiness()
        self.file.show_waiting(0.0)
        self._looker.read(self._paths[0], self._options, self._decisions)

    def _read_as(self, **options: Any) -> None:
        self._options = replace(self._options, **options)
        self._decisions = replace(self._decisions, sheet=None, header_row=None, fields={})
        self._read()

    def _decide(self, **decisions: Any) -> None:
        self._decisions = replace(self._decisions, **decisions)
        if self._looked is not None:
            self._looker.look(self._looked.source, self._decisions)

    def _decide_field(self, index: int, code: str) -> None:
        self._decide(fields={**self._decisions.fields, index: code})

    def _show(self, looked: Looked) -> None:
        self._looked = looked
        decisions, options = self._decisions, self._options
        self.file.show_preview(
            looked.preview,
            self._paths,
            (
                options.encoding,
                options.delimiter,
                decisions.sheet,
                decisions.header_row,
                decisions.day_first,
            ),
        )
        self.columns.show_preview(looked.preview)
        self._tell_readiness()
        if self._was_changed:
            self._was_changed = False
            self._tell_changed()

    def _see_row(self, place: int) -> None:
        if self._looked is not None:
            self._looker.see_row(self._looked, self._decisions, place)

    def _show_row(self, draft: RowDraft | None) -> None:
        self.columns.show_row(draft)

    def _fail(self, error: BaseException) -> None:
        self._looked = None
        self._wants_import = False
        self._go(FILE)
        self.file.show_failure(words_for(error))

    # A file that changes underneath

    def _look_whether_changed(self) -> None:
        if self._looked is not None and self.steps.current != RESULT and self.isVisible():
            self._looker.check(self._looked.source)

    def _take_check(self, is_same: bool) -> None:
        wants_import, self._wants_import = self._wants_import, False
        if self._looked is None or self.steps.current == RESULT:
            return
        if is_same:
            if wants_import:
                self._import()
            return
        # Columns may stand elsewhere now, so what was decided about them is asked anew.
        self._was_changed = True
        self._decisions = replace(self._decisions, sheet=None, header_row=None, fields={})
        self._read()

    def _tell_changed(self) -> None:
        words = _(
            "Another program has changed the file. You see it as it is now; nothing was imported "
            "yet. Look at the columns again."
        )
        self.file.banner.tell("warning", words)
        self.columns.banner.tell("warning", words)

    # The import

    def _import(self) -> None:
        looked = self._looked
        if looked is None:
            return
        command = make_command(self._paths, looked.source, looked.preview, self._decisions)
        self.columns.banner.tell("", "")
        self.import_step.follow(self.run.start(command), _("Importing"))
        self._go(RESULT)

    def _take_back(self) -> None:
        self.import_step.follow(self.run.take_back(), _("Taking the import back"))
        self._tell_readiness()

    def _show_done(self, outcome: Outcome) -> None:
        self.import_step.leave()
        if self._is_put_away(lambda: self.ended_unseen.emit(outcome)):
            return
        self.import_step.show_result(outcome.result)
        self._go(RESULT)

    def _show_failed(self, error: BaseException) -> None:
        self.import_step.leave()
        if self._is_put_away(lambda: self._bridge.tell_failed(error)):
            return
        self.columns.banner.tell("" if was_wanted(error) else "danger", words_for(error))
        self._go(COLUMNS)

    def _show_taken_back(self, kept: int) -> None:
        self.import_step.leave()
        if not self._is_put_away(self.taken_back_unseen.emit):
            self.import_step.show_taken_back(kept)
            self._tell_readiness()

    def _show_not_taken_back(self, error: BaseException) -> None:
        self.import_step.leave()
        if not self._is_put_away(lambda: self._bridge.tell_failed(error)):
            self.import_step.show_not_taken_back(words_for(error))
            self._tell_readiness()

    def _is_put_away(self, tell: Callable[[], None]) -> bool:
        """Behind the window nobody sees the end: ``tell`` it there, and go."""
        if self.isVisible():
            return False
        tell()
        self.deleteLater()
        return True

    # Steps and buttons

    def _go(self, step: int) -> None:
        self.steps.go(step)
        dress(self.back, kind="ghost" if step == FILE else "")
        self.stack.setCurrentIndex(step)
        self._tell_readiness()
        if self.primary.isEnabled():
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_readiness(self) -> None:
        tell: Callable[[], None] = (self._tell_file, self._tell_columns, self._tell_result)[
            self.steps.current
        ]
        tell()

    def _tell_file(self) -> None:
        is_ready = self._looked is not None
        self.foot.tell(back=_("Cancel"), primary=_("Next: columns"))
        was_enabled = self.primary.isEnabled()
        self.primary.setEnabled(is_ready)
        if is_ready and not was_enabled:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_columns(self) -> None:
        preview = self._looked.preview if self._looked is not None else None
        rows = preview.rows if preview is not None else 0
        words = ngettext("Import {number} row", "Import {number} rows", rows)
        words = words.format(number=shown_number(rows))
        self.foot.tell(
            back=_("Back"),
            primary=words if len(self._paths) == 1 else _("Import all"),
            hint=readiness_words(preview) if preview is not None else "",
        )
        self.primary.setEnabled(rows > 0)

    def _tell_result(self) -> None:
        self.primary.setEnabled(True)
        task = self.run.task
        if task is not None:
            words = _("You can go on working. The import can be taken back whole for 30 days.")
            self.foot.tell(
                second=_("Stop") if self.run.is_importing else "",
                primary=_("Go on in the background"),
                hint=words if self.run.is_importing else "",
            )
            self.second.setEnabled(not task.is_cancelled)
            return
        can_undo = self.run.can_take_back
        hint = _("The import can be taken back whole for 30 days.") if can_undo else ""
        undo = _("Take the import back") if can_undo else ""
        self.foot.tell(second=undo, primary=_("Done"), hint=hint)
        self.second.setEnabled(True)

    def _press_back(self) -> None:
        if self.steps.current == COLUMNS:
            self._go(FILE)
        else:
            self.reject()

    def _press_second(self) -> None:
        if self.run.task is not None:
            self.run.stop()
            self._tell_readiness()
        else:
            self._take_back()

    def _press_primary(self) -> None:
        if self.steps.current == FILE:
            self._go(COLUMNS)
        elif self.steps.current == COLUMNS and self._looked is not None:
            self._wants_import = True
            self._looker.check(self._looked.source)
        else:
            self.reject()

    # Going

    def reject(self) -> None:
        """Close, or put a running import into the background."""
        if self.run.task is not None:
            self.hide()
        else:
            super().reject()
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The window's own way to close does the same."""
        if self.run.task is not None:
            event.ignore()
            self.hide()
        else:
            super().closeEvent(event)


def _local_files(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
