"""The import wizard: a file, its columns, what came of it. Nothing is written before the last step.

A window-modal sheet without a loop of its own, made by ``Importing`` for each import and gone
with it. While the import runs the sheet may be put away; then a note tells the end. GUI thread
only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from crm_desktop.core.i18n import _, current_language, ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import was_wanted, words_for
from crm_desktop.gui.kit.dialog import EDGE
from crm_desktop.gui.kit.file_drops import local_files
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.importing.columns_step import ColumnsStep, readiness_words
from crm_desktop.gui.pages.importing.file_step import FileStep
from crm_desktop.gui.pages.importing.file_words import title_words, told_words, under_way_words
from crm_desktop.gui.pages.importing.foot import Foot
from crm_desktop.gui.pages.importing.import_run import ImportRun
from crm_desktop.gui.pages.importing.inspection import Inspection, Known, read_known
from crm_desktop.gui.pages.importing.into_list import ListColumns
from crm_desktop.gui.pages.importing.preview_worker import FilePreview
from crm_desktop.gui.pages.importing.result_step import ResultStep
from crm_desktop.gui.pages.importing.sheet import Sheet, line
from crm_desktop.gui.pages.importing.steps_row import StepsRow
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome

FILE, COLUMNS, RESULT = range(3)
_SIZE = QSize(1080, 724)


class ImportWizard(Sheet):
    """``ended_unseen`` gives the outcome of an import that was put into the background,
    ``taken_back_unseen`` says that one was taken back there."""

    ended_unseen = Signal(object)  # Outcome
    taken_back_unseen = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(title_words(""), _SIZE, parent)
        self._bridge = bridge
        region = bridge.settings.get("region", "US")
        self.run = ImportRun(bridge, self)
        self.inspection = Inspection(region, self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.steps = StepsRow([_("File"), _("Fields"), _("Import")], self)
        self.file = FileStep(self)
        self.columns = ColumnsStep(region, self)
        self.list_columns = ListColumns(bridge, self)
        self.import_step = ResultStep(self)
        self.stack = QStackedWidget(self)
        self.foot = Foot(self)
        self.back, self.second, self.primary = self.foot.back, self.foot.second, self.foot.primary
        self._fill()
        self._connect_all()
        self.go(FILE)
        self._ask_fields()

    def _fill(self) -> None:
        for step in (self.file, self.columns, self.list_columns, self.import_step):
            self.stack.addWidget(step)
        self.put_in_head(self.steps)
        body = QHBoxLayout()
        body.setContentsMargins(EDGE, 16, EDGE, 0)
        body.addWidget(self.stack)
        self.body.addLayout(body, 1)
        self.body.addWidget(line(self))
        self.body.addWidget(self.foot)
        for before, after in (
            (self.stack, self.back),
            (self.back, self.second),
            (self.second, self.primary),
            (self.primary, self.close_button),
        ):
            QWidget.setTabOrder(before, after)

    def _connect_all(self) -> None:
        file, columns, inspection = self.file, self.columns, self.inspection
        file.another_wanted.connect(self.choose_file)
        file.once_more_wanted.connect(inspection.read)
        file.encoding_chosen.connect(lambda name: inspection.read_as(encoding=name))
        file.delimiter_chosen.connect(lambda sign: inspection.read_as(delimiter=sign))
        file.sheet_chosen.connect(
            lambda sheet: inspection.decide(sheet=sheet, header_row=None, fields={})
        )
        file.header_chosen.connect(lambda row: inspection.decide(header_row=row, fields={}))
        file.dates_chosen.connect(lambda day_first: inspection.decide(day_first=day_first))
        file.numbers_chosen.connect(lambda mark: inspection.decide(decimal_mark=mark))
        columns.field_chosen.connect(inspection.decide_field)
        columns.region_chosen.connect(lambda region: inspection.decide(region=region))
        columns.row_wanted.connect(inspection.see_row)
        file.list_chosen.connect(self.bring_into)
        self.list_columns.changed.connect(self._tell_readiness)
        inspection.reading.connect(self._show_reading)
        inspection.shown.connect(self._show)
        inspection.failed.connect(self._fail)
        inspection.is_as_shown.connect(self._import)
        inspection.worker.row_seen.connect(columns.show_row)
        inspection.worker.regions_found.connect(columns.offer_regions)
        self._bridge.changed.connect(self._follow)
        self.run.progressed.connect(self.import_step.tell_so_far)
        self.run.done.connect(self._show_done)
        self.run.failed.connect(self._show_failed)
        self.run.taken_back.connect(self._show_taken_back)
        self.run.not_taken_back.connect(self._show_not_taken_back)
        self.back.clicked.connect(self._press_back)
        self.second.clicked.connect(self._press_second)
        self.primary.clicked.connect(self._press_primary)

    def _ask_fields(self) -> None:
        """Which fields people added, and whether this person may add some."""

        def show(found: Known) -> None:
            self.columns.allow_making(is_allowed=found.may_make)
            self.inspection.know(found)

        self._bridge.query(read_known, then=show, owner=self, channel="fields")

    def _follow(self, changes: Changes) -> None:
        if changes.touch({"custom_field"}):
            self._ask_fields()

    # The file

    def begin(self, paths: Sequence[Path] = ()) -> None:
        """Show the wizard on these files, or let the person choose one."""
        self.inspection.worker.find_regions(current_language())
        if paths:
            self.take(paths)
        else:
            self.file.show_nothing()
        self.open()

    @property
    def can_take(self) -> bool:
        """Whether other files may take the place of these: not once the import was started."""
        return self.steps.current != RESULT

    def bring_into(self, entity: str) -> None:
        """Let the rows become entries of this list, or with nothing what they look like."""
        self.file.choose_list(entity)
        self.list_columns.entity = entity
        self._tell_readiness()

    @property
    def _columns(self) -> ColumnsStep | ListColumns:
        return self.list_columns if self.list_columns.entity else self.columns

    def take(self, paths: Sequence[Path]) -> None:
        """Look at these files from now on; what was decided about others is forgotten."""
        self.go(FILE)
        self.inspection.open(paths)
        self._show_reading(0.0)

    def choose_file(self) -> None:
        """Let the person choose a file."""
        dialog = QFileDialog(self, _("Choose a file to import"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Any file is welcome until the import runs: its content decides."""
        if self.can_take and local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Look at what was dropped."""
        event.acceptProposedAction()
        self.take(local_files(event.mimeData()))

    def _show_reading(self, share: float) -> None:
        self.file.show_waiting(share)
        self._tell_readiness()

    def _show(self, looked: FilePreview) -> None:
        decided = looked.decisions
        options = self.inspection.options
        self.file.show_preview(
            looked.preview,
            self.inspection.paths,
            (
                options.encoding,
                options.delimiter,
                decided.sheet,
                decided.header_row,
                decided.day_first,
                decided.decimal_mark,
            ),
        )
        self.columns.show_preview(looked.preview)
        words, tone = told_words(looked.news, self.inspection.unread)
        if words:
            self.columns.banner.tell(tone, words)
            if tone:
                self.file.banner.tell(tone, words)
        elif self.file.is_garbled:
            self.columns.banner.tell("danger", self.file.banner.label.text())
        else:
            self.columns.banner.tell("", "")
        if self.steps.current == COLUMNS:
            self._look_for_list(words if tone else "")
        self._tell_readiness()

    def _look_for_list(self, news: str = "") -> None:
        looked, command = self.inspection.looked, self.inspection.command()
        if self.list_columns.entity and looked is not None and command is not None:
            table = looked.source.tables[looked.preview.sheet]
            self.list_columns.begin(command, looked.source.digest, table, news)

    def _fail(self, error: BaseException) -> None:
        self.go(FILE)
        self.file.show_failure(words_for(error))

    # The import

    def _import(self) -> None:
        command, looked = self.inspection.command(), self.inspection.looked
        if command is None or looked is None or self.steps.current != COLUMNS:
            return
        if self.list_columns.entity:
            self._import_into_list()
            return
        self.inspection.remember(is_wanted=self.columns.remember.isChecked())
        self.columns.banner.tell("", "")
        words = under_way_words(looked.preview.recognition.rows_are)
        self.import_step.follow(self.run.start(command), words, looked.preview)
        self.go(RESULT)

    def _import_into_list(self) -> None:
        if not self.list_columns.is_ready:  # another choice was made meanwhile
            return
        self.import_step.follow(self.run.start(self.list_columns.command()), self.windowTitle())
        self.go(RESULT)

    def _take_back(self) -> None:
        self.import_step.follow(self.run.take_back(), _("Taking the import back"))
        self._tell_readiness()

    def _show_done(self, outcome: Outcome) -> None:
        self.import_step.leave()
        if self._is_put_away(lambda: self.ended_unseen.emit(outcome)):
            return
        self.import_step.show_result(outcome.result)
        self.go(RESULT)

    def _show_failed(self, error: BaseException) -> None:
        self.import_step.leave()
        if self._is_put_away(lambda: self._bridge.tell_failed(error)):
            return
        self._columns.banner.tell("" if was_wanted(error) else "danger", words_for(error))
        self.go(COLUMNS)

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

    def go(self, step: int) -> None:
        """Show this step."""
        self.steps.go(step)
        self.inspection.watch(step != RESULT)
        dress(self.back, kind="ghost" if step == FILE else "")
        self.stack.setCurrentWidget((self.file, self._columns, self.import_step)[step])
        self._tell_readiness()
        if self.primary.isEnabled():
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_readiness(self) -> None:
        looked = self.inspection.looked
        if self.list_columns.entity:
            self.setWindowTitle(self.list_columns.title())
        elif looked is not None:
            self.setWindowTitle(title_words(looked.preview.recognition.rows_are))
        (self._tell_file, self._tell_columns, self._tell_result)[self.steps.current]()

    def _tell_file(self) -> None:
        is_ready = self.inspection.looked is not None
        self.foot.tell(back=_("&Cancel"), primary=_("Ne&xt: fields"))
        was_enabled = self.primary.isEnabled()
        self.primary.setEnabled(is_ready)
        if is_ready and not was_enabled:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_columns(self) -> None:
        looked, outlook = self.inspection.looked, self.list_columns.outlook
        if self.list_columns.entity:
            rows = outlook.rows - outlook.errors if outlook is not None else 0
            hint, is_ready = self.list_columns.outlook_words(), self.list_columns.is_ready
        else:
            rows = looked.preview.rows if looked is not None else 0
            hint, is_ready = readiness_words(looked.preview) if looked is not None else "", rows > 0
        words = ngettext("&Import {number} row", "&Import {number} rows", rows)
        words = words.format(number=shown_number(rows))
        is_one = len(self.inspection.paths) == 1
        self.foot.tell(back=_("&Back"), primary=words if is_one else _("&Import all"), hint=hint)
        self.primary.setEnabled(is_ready and looked is not None)

    def _tell_result(self) -> None:
        self.primary.setEnabled(True)
        task = self.run.task
        if task is not None:
            words = _(
                "You can put this window away and go on working. The whole import can be taken "
                "back with one press for 30 days."
            )
            self.foot.tell(
                second=_("&Stop") if self.run.is_importing else "",
                primary=_("Put a&way"),
                hint=words if self.run.is_importing else "",
                goes_on=False,
            )
            self.second.setEnabled(not task.is_cancelled)
            return
        can_undo = self.run.can_take_back
        hint = _("The import can be taken back whole for 30 days.") if can_undo else ""
        undo = _("&Take the import back") if can_undo else ""
        self.foot.tell(second=undo, primary=_("&Done"), hint=hint)
        self.second.setEnabled(True)

    def _press_back(self) -> None:
        if self.steps.current == COLUMNS:
            self.go(FILE)
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
            self._look_for_list()
            self.go(COLUMNS)
        elif self.steps.current == COLUMNS:
            self.inspection.verify()
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
