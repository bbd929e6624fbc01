"""Step 3 of the wizard: how far the import is, and then what came of it.

GUI thread only.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.backend.work import Progress
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.data.entries.commands import EntriesImported
from crm_desktop.features.data.importing.commands import Counts, ImportResult
from crm_desktop.features.data.importing.preview import Preview
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.painted import IconMark, align_digits
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.importing.frames import Banner, framed
from crm_desktop.gui.pages.importing.problem_table import (
    ProblemLine,
    ProblemTable,
    problem_line,
    problem_lines,
)
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.status_line import phase_words, time_left_words

_FULL = 1000
_SECONDS_WORTH_TELLING = 2
_NOT_YET = "…"
_TILE_ICON = 22


class ResultStep(QWidget):
    """``follow`` shows a task, ``show_result`` what came of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(self)
        self.percent = QLabel(self)
        self.bar = QProgressBar(self)
        self.done = QLabel(self)
        self.done.setWordWrap(True)
        self.left = QLabel(self)
        self.created = Tile("user-plus", "success", self)
        self.completed = Tile("git-merge", "accent", self)
        self.unchanged = Tile("minus-circle", "text_tertiary", self)
        self.faulty = Tile("warning", "warning", self)
        self.banner = Banner(self)
        self.rows = ProblemTable(self)
        self.rows_title = QLabel(_("What to look at"), self)
        self.open_file = QPushButton(_("Open the &file of these rows"), self)
        self._task: LongTask | None = None
        self._error_file = ""
        self._place_all()
        self.open_file.clicked.connect(self._open_error_file)

    def _place_all(self) -> None:
        dress(self.title, type="title")
        dress(self.percent, type="heading")
        align_digits(self.percent)
        align_digits(self.done)
        dress(self.done, tone="secondary")
        dress(self.left, tone="secondary")
        dress(self.rows_title, type="subheading")
        dress(self.open_file, scale="tiny")
        self.open_file.setAutoDefault(False)
        ThemeManager.instance().set_icon(self.open_file, "download-simple")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _FULL)
        self._frame = framed(self.rows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 16)
        layout.setSpacing(0)
        layout.addLayout(_row(self.title, self.percent))
        layout.addSpacing(10)
        layout.addWidget(self.bar)
        layout.addSpacing(8)
        layout.addLayout(_row(self.done, self.left))
        layout.addSpacing(18)
        tiles = QHBoxLayout()
        tiles.setSpacing(12)
        for tile in self._tiles:
            tiles.addWidget(tile, 1)
        layout.addLayout(tiles)
        layout.addSpacing(18)
        layout.addWidget(self.banner)
        layout.addSpacing(8)
        layout.addLayout(_row(self.rows_title, self.open_file))
        layout.addSpacing(8)
        layout.addWidget(self._frame, 1)
        layout.addStretch()

    @property
    def _tiles(self) -> tuple[Tile, ...]:
        return (self.created, self.completed, self.unchanged, self.faulty)

    # Under way

    def follow(self, task: LongTask, title: str, preview: Preview | None = None) -> None:
        """Show how far ``task`` is, under a translated ``title``; an import with what the
        ``preview`` has found already."""
        self._task = task
        self.title.setText(title)
        self._hide_result()
        for shown in (self.percent, self.bar, self.done, self.left):
            shown.show()
        self.banner.tell("", "")
        self.bar.setValue(0)
        if preview is not None:
            self.tell_so_far(0, 0)
            self.unchanged.tell(None, ngettext("was here already", "were here already", 0))
            self._show_problems([problem_line(problem) for problem in preview.problems])
        self._tell_progress()
        task.progressed.connect(self._tell_progress)

    def tell_so_far(self, created: int, completed: int) -> None:
        """Records that an import under way has created and completed."""
        self.created.tell(created, ngettext("created", "created", created))
        self.completed.tell(completed, ngettext("completed", "completed", completed))

    def _show_problems(self, problems: list[ProblemLine], names: str = "") -> None:
        count = len(problems)
        self.rows.show_problems(problems, names)
        self.faulty.tell(count, ngettext("needs a look", "need a look", count))
        self.rows_title.setVisible(bool(problems))
        self._frame.setVisible(bool(problems))

    def _tell_progress(self) -> None:
        task = self._task
        if task is None:
            return
        self.left.clear()
        if task.is_cancelled:
            self.done.setText(_("Stopping. Everything is being taken back."))
            return
        progress = task.progress
        self.bar.setValue(round((task.part or 0.0) * _FULL))
        percent = shown_number(task.percent or 0)
        self.percent.setText(_("{number}%").format(number=percent))
        words = _far_words(progress)
        self.done.setText(words)
        self.bar.setAccessibleName(
            _("Import: {percent} percent, {words}").format(percent=percent, words=words)
        )
        seconds = task.seconds_left()
        if seconds is not None and seconds >= _SECONDS_WORTH_TELLING:
            self.left.setText(time_left_words(seconds))

    def leave(self) -> None:
        """The task has ended."""
        self._task = None

    # Done

    def show_result(self, result: ImportResult | EntriesImported) -> None:
        """Show what an import did."""
        self._show_end(_("The import is done"))
        self.done.setText(_rows_words(result))
        problems = problem_lines(result)
        self._show_problems(problems, _("Title") if isinstance(result, EntriesImported) else "")
        self._show_counts(result)
        self._error_file = str(result.error_file) if result.error_file else ""
        self.open_file.setVisible(bool(self._error_file))
        self.open_file.setToolTip(self._error_file)
        self._tell_end(result, is_clean=not problems)

    def _tell_end(self, result: ImportResult | EntriesImported, *, is_clean: bool) -> None:
        """What was left out stands before all else."""
        said = list(result.warnings)
        if is_clean and result.notes:
            said.append(_("All rows were read. Values that no field takes are in the notes."))
        if said:
            self.banner.tell("warning", " ".join(said))
        elif is_clean:
            self.banner.tell("success", _("All rows were read without errors."))

    def show_taken_back(self, kept: int) -> None:
        """The import was undone, but for ``kept`` records that others changed since."""
        self._show_end(_("The import was taken back"))
        self.done.clear()
        words = ngettext(
            "{number} record stays as it is, because it was changed since or is in use.",
            "{number} records stay as they are, because they were changed since or are in use.",
            kept,
        )
        everything = _("The workspace is as it was before.")
        self.banner.tell("success", words.format(number=shown_number(kept)) if kept else everything)

    def show_not_taken_back(self, words: str) -> None:
        """It could not be undone: why."""
        self._show_end(_("The import was not taken back"))
        self.done.clear()
        self.banner.tell("danger", words)

    def _show_end(self, title: str) -> None:
        self.title.setText(title)
        for widget in (self.percent, self.bar, self.left):
            widget.hide()

    def _hide_result(self) -> None:
        for widget in (self.rows_title, self.open_file, self._frame, *self._tiles):
            widget.hide()

    def _show_counts(self, result: ImportResult | EntriesImported) -> None:
        if isinstance(result, EntriesImported):
            self._show_numbers(result.entries, result.errors + result.missed.number)
            return
        people, firms, deals = result.contacts, result.companies, result.deals
        goods = result.products
        every = people + firms + deals + goods
        look = result.errors + len(result.possible_duplicates) + result.missed.number
        look += len(result.barred)
        contacts = ngettext("{number} contact", "{number} contacts", people.created)
        companies = ngettext("{number} company", "{number} companies", firms.created)
        told = [(contacts, people.created), (companies, firms.created)]
        if deals.created:
            told.append((ngettext("{number} deal", "{number} deals", deals.created), deals.created))
        if goods.created:
            words = ngettext("{number} product", "{number} products", goods.created)
            told.append((words, goods.created))
        self._show_numbers(every, look)
        self.created.setToolTip(
            ", ".join(words.format(number=shown_number(number)) for words, number in told)
        )

    def _show_numbers(self, every: Counts, look: int) -> None:
        created, updated, same = every.created, every.updated, every.unchanged
        self.created.tell(created, ngettext("created", "created", created))
        self.completed.tell(updated, ngettext("completed", "completed", updated))
        self.unchanged.tell(same, ngettext("was here already", "were here already", same))
        self.faulty.tell(look, ngettext("needs a look", "need a look", look))

    def _open_error_file(self) -> None:
        """Cards are shown in their folder: what opens them by itself is an address book, which
        would take them in, wrong as they are."""
        if self._error_file:
            path = Path(self._error_file)
            shown = path.parent if path.suffix == ".vcf" else path
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown)))


class Tile(QFrame):
    """A number with what it counts below it, and an icon beside; ``colour`` is a token's name."""

    def __init__(self, icon: str, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, kind="tile")
        self.number = QLabel(self)
        dress(self.number, type="title")
        align_digits(self.number)
        self.words = QLabel(self)
        dress(self.words, type="hint", tone="secondary")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.number)
        texts.addWidget(self.words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 11, 16, 11)
        layout.setSpacing(12)
        layout.addWidget(IconMark(icon, colour, _TILE_ICON, self))
        layout.addLayout(texts, 1)

    def tell(self, number: int | None, words: str) -> None:
        """Show ``number`` (``None``: counted at the end) and the translated ``words`` for it."""
        shown = _NOT_YET if number is None else shown_number(number)
        self.number.setText(shown)
        self.words.setText(words)
        self.setAccessibleName(f"{shown} {words}")
        self.show()


def _row(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(left, 1)
    row.addWidget(right)
    return row


def _far_words(progress: Progress | None) -> str:
    if progress is None:
        return ""
    if progress.phase == "write" and progress.total:
        words = ngettext("{done} of {number} row", "{done} of {number} rows", progress.total)
        return words.format(done=shown_number(progress.done), number=shown_number(progress.total))
    return phase_words(progress.phase)


def _rows_words(result: ImportResult | EntriesImported) -> str:
    words = ngettext("{number} row was read.", "{number} rows were read.", result.rows)
    sentences = [words.format(number=shown_number(result.rows))]
    if result.notes:
        moved = ngettext(
            "{number} value was kept in a note.",
            "{number} values were kept in notes.",
            result.notes,
        )
        sentences.append(moved.format(number=shown_number(result.notes)))
    if isinstance(result, ImportResult):
        sentences += _sentences_of_kinds(result)
    return " ".join(sentences)


def _sentences_of_kinds(result: ImportResult) -> list[str]:
    """What became of people, of companies and so on, where the file held several kinds: together
    they are more than its rows."""
    kinds = [
        ("{number} contact", "{number} contacts", result.contacts),
        ("{number} company", "{number} companies", result.companies),
        ("{number} deal", "{number} deals", result.deals),
        ("{number} product", "{number} products", result.products),
    ]
    if sum(any(vars(counts).values()) for _one, _many, counts in kinds) < 2:
        return []
    ways = (
        (_("Created: {records}."), "created"),
        (_("Completed: {records}."), "updated"),
        (_("Here already: {records}."), "unchanged"),
    )
    said = []
    for words, way in ways:
        counted = [(one, many, getattr(counts, way)) for one, many, counts in kinds]
        listed = [
            ngettext(one, many, number).format(number=shown_number(number))
            for one, many, number in counted
            if number
        ]
        if listed:
            said.append(words.format(records=", ".join(listed)))
    return said
