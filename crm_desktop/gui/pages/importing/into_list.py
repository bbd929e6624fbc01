"""Step 2 of the wizard for rows that become entries of a custom list: where each column goes, and
what would become of the rows.

GUI thread only; files are read and tried on threads of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.backend.backend import Backend
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.data.entries.columns import TITLE
from crm_desktop.features.data.entries.commands import EntriesImported, ImportEntries
from crm_desktop.features.data.entries.preview import (
    EntryRow,
    FilesPlan,
    plan_files,
    row_as_it_will_be,
)
from crm_desktop.features.data.importing.commands import ImportFiles
from crm_desktop.features.data.importing.custom import NEW
from crm_desktop.features.data.importing.fields import IGNORE, NOTE
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_dialog import FormArea
from crm_desktop.gui.kit.form_field import ChoiceField
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.importing.frames import Banner, framed, heading
from crm_desktop.gui.pages.importing.row_beside import RowBeside
from crm_desktop.gui.pages.importing.row_words import entry_words
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.integrations.tabular.table import Table

_REST_MS = 300
_LONGEST_SAMPLE = 40
_WIDEST = 640


class _Files(NamedTuple):
    """What is read, and into which list, with no field chosen; ``digest`` tells contents of the
    first file apart."""

    command: ImportEntries = ImportEntries((), "", "")
    digest: str = ""


class ListColumns(QWidget):
    """``entity`` is that of the list's entries, nothing while no list is meant. ``changed``: the
    list's name, or what would become of the rows, is known or is not any more."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.entity = ""
        self.banner = Banner(self)
        self.form = RecordForm()
        self.outlook: EntriesImported | None = None
        self.beside = RowBeside(self)
        self._files = _Files()
        self._table: Table | None = None
        self._chosen: dict[str, str] = {}
        self._tables: dict[str, frozenset[int]] = {}
        self._titles: list[str] = []
        self._wanted_row: int | None = None
        self._is_seeing = False
        self._name = self._news = ""
        self._question = 0
        self._once_more: Callable[[], None] | None = None
        self._area = FormArea()
        self._area.column.addWidget(self.form)
        self._area.column.addStretch()
        sentence = _(
            "Columns go to the fields that are called like them. Change what should differ."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(12)
        layout.addLayout(heading(_("Where each column goes"), sentence, self))
        layout.addWidget(self.banner)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(framed(self._area), 1)
        middle.addWidget(self.beside)
        layout.addLayout(middle, 1)
        self.beside.row_wanted.connect(self._see_row)
        self._rest = single_shot(self, self._try, _REST_MS)

    def begin(
        self, like: ImportFiles, digest: str, table: Table | None = None, news: str = ""
    ) -> None:
        """Look at the files of this import, unless that was done and went well; what is wrong with
        them is told here, and the ``news`` of them. What was chosen is kept for columns of the same
        names. ``table``: of which rows are shown as they will be."""
        region = self._bridge.settings.get("region") or ""
        command = ImportEntries(
            like.paths,
            self.entity,
            region,
            options=like.options,
            header_row=like.header_row,
            header_of=like.header_of,
            without_unreadable=True,
        )
        files, self._table = _Files(command, digest), table
        if files != self._files:
            self._keep_choices(files)
            self._files, self._news, self._once_more = files, news, self._read
        if self._once_more is not None:
            self._once_more()

    def _keep_choices(self, files: _Files) -> None:
        new, old = files.command, self._files.command
        if (new.entity, new.paths) != (old.entity, old.paths):
            self._chosen, self._name = {}, ""
        elif self.form.entries:
            changes = self.form.changes()
            self._chosen = {name: str(value or IGNORE) for name, value in changes.items()}

    def _read(self) -> None:
        self._rest.stop()
        self._forget()
        self.beside.clear()
        question, files = self._question, self._files
        self._replace_form(RecordForm())
        self.banner.tell("", _("Reading the file…"))
        self._bridge.consult(
            lambda backend: backend.ask(plan_files, files.command),
            then=lambda plan: self._show(question, plan),
            failed=lambda error: self._fail(question, self._read, error),
            owner=self,
        )

    @property
    def is_ready(self) -> bool:
        """Whether anything would be written."""
        counts = self.outlook.entries if self.outlook is not None else None
        return counts is not None and bool(counts.created or counts.updated)

    def title(self) -> str:
        """What this import is called."""
        return _("Import into “{name}”").format(name=self._name) if self._name else _("Import")

    def outlook_words(self) -> str:
        """``120 new, 4 filled in, 30 unchanged.`` and what is left out."""
        return _outlook_words(self.outlook) if self.outlook is not None else ""

    def command(self, *, dry_run: bool = False) -> ImportEntries:
        """The import that does what is shown."""
        fields = {name: str(entry.value() or IGNORE) for name, entry in self.form.entries.items()}
        return replace(self._files.command, dry_run=dry_run, fields=fields)

    def _show(self, question: int, plan: FilesPlan) -> None:
        """A line for each column."""
        if question != self._question:
            return
        self._name = plan.row.name
        choices = [
            (TITLE, _("Title")),
            *((one.key, one.name) for one in plan.fields),
            (NEW, _("A new field of this name")),
            (NOTE, _("Into the note")),
            (IGNORE, _("Leave out")),
        ]
        form = RecordForm()
        for column in plan.columns:
            sample = column.sample[:_LONGEST_SAMPLE]
            words = f"{column.header}: {sample}" if sample else column.header
            field = ChoiceField(words, choices)
            field.load(column.code)
            form.add(column.header, field)
            if (chosen := self._chosen.get(column.header)) in dict(choices):
                field.load(chosen)
        self._replace_form(form)
        self._tables = {column.header: column.tables for column in plan.columns}
        self._titles = self._chosen_titles()
        form.changed.connect(self._note_choice)
        self._try()
        self._news = ""

    def _chosen_titles(self) -> list[str]:
        return [name for name, entry in self.form.entries.items() if entry.value() == TITLE]

    def _note_choice(self) -> None:
        """A title gives way to another one of its sheet; several sheets may have one each."""
        now = self._chosen_titles()
        before = set(self._titles).intersection(now)
        for new in set(now) - before:
            for old in before:
                if self._tables[old] <= self._tables[new]:
                    self.form.entries[old].load(NOTE)
        self._titles = self._chosen_titles()
        self._rest.start()

    def _replace_form(self, form: RecordForm) -> None:
        form.setMaximumWidth(_WIDEST)
        self._area.column.replaceWidget(self.form, form)
        self.form.hide()
        self.form.deleteLater()
        self.form = form

    def _forget(self) -> None:
        """An answer that is still to come is dropped."""
        self._question += 1
        self.outlook, self._once_more = None, None
        self.changed.emit()

    def _try(self) -> None:
        """Find out what would become of the rows."""
        self._forget()
        question, command, news = self._question, self.command(dry_run=True), self._news

        def run(backend: Backend) -> EntriesImported:
            found: EntriesImported = backend.execute(command).result
            return found

        def tell(found: EntriesImported) -> None:
            if question == self._question:
                self.outlook = found
                words = " ".join(filter(None, (news, *found.warnings)))
                self.banner.tell("warning" if words else "", words)
                self.changed.emit()

        self.beside.look_again()
        self._bridge.consult(
            run, then=tell, failed=lambda error: self._fail(question, self._try, error), owner=self
        )

    def _see_row(self, place: int) -> None:
        """Show the data row at this place as it will be. One after the other is worked out, and
        those that were passed by meanwhile are not."""
        self._wanted_row = place
        if not self._is_seeing:
            self._see_wanted_row()

    def _see_wanted_row(self) -> None:
        place, self._wanted_row = self._wanted_row, None
        question, command, table = self._question, self.command(), self._table
        if place is None or table is None:
            return

        def tell(row: EntryRow) -> None:
            if question == self._question:
                self.beside.tell_rows(row.rows)  # may want another one
                if self._wanted_row is None:
                    self.beside.show_record(entry_words(row.draft, row.fields))
            go_on()

        def go_on() -> None:
            self._is_seeing = False
            self._see_wanted_row()

        self._is_seeing = True
        self._bridge.consult(
            lambda backend: backend.ask(row_as_it_will_be, command, table, place),
            then=tell,
            failed=lambda _error: go_on(),  # what is wrong with the file is told above
            owner=self,
        )

    def _fail(self, question: int, once_more: Callable[[], None], error: BaseException) -> None:
        if question == self._question:
            self._forget()
            self._once_more = once_more
            self.banner.tell("danger", words_for(error))


def _outlook_words(found: EntriesImported) -> str:
    counts = found.entries
    said = [
        _("{created} new, {updated} filled in, {unchanged} unchanged.").format(
            created=shown_number(counts.created),
            updated=shown_number(counts.updated),
            unchanged=shown_number(counts.unchanged),
        )
    ]
    if found.errors:
        words = ngettext(
            "{number} row is left out, because it has no title.",
            "{number} rows are left out, because they have no title.",
            found.errors,
        )
        said.append(words.format(number=shown_number(found.errors)))
    if found.notes:
        words = ngettext(
            "{number} value goes to a note.", "{number} values go to notes.", found.notes
        )
        said.append(words.format(number=shown_number(found.notes)))
    return " ".join(said)
