"""The dialog that brings files into a custom list: where each column goes, what would become of
the rows, and then the import itself in the background with one undo.

GUI thread only; files are read and tried on threads of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Outcome
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.data.entries.columns import TITLE
from crm_desktop.features.data.entries.commands import EntriesImported, ImportEntries
from crm_desktop.features.data.entries.preview import FilesPlan, plan_files
from crm_desktop.features.data.importing.custom import NEW
from crm_desktop.features.data.importing.fields import IGNORE, NOTE
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_dialog import FormDialog
from crm_desktop.gui.kit.form_field import ChoiceField
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.numbers import shown_number

_REST_MS = 300
_LONGEST_SAMPLE = 40


def begin_import(
    bridge: Bridge,
    paths: Sequence[Path],
    entity: str,
    parent: QWidget,
    tell_done: Callable[[str], None],
) -> None:
    """Open the dialog; what is wrong with the files is told in it. ``tell_done`` is told in words
    what was done and can be undone."""
    dialog = EntriesImport(bridge, paths, entity, parent, tell_done=tell_done)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class EntriesImport(FormDialog):
    """Where each column goes, and what comes of it."""

    def __init__(
        self,
        bridge: Bridge,
        paths: Sequence[Path],
        entity: str,
        parent: QWidget,
        *,
        tell_done: Callable[[str], None],
    ) -> None:
        super().__init__(RecordForm(), _("Import"), _("Cancel"), parent)
        self._bridge, self._paths, self._entity = bridge, tuple(paths), entity
        self._tell_done = tell_done
        self._trial = 0
        self.told = plain_label(_("Reading the file…"), type="hint")
        self.told.setWordWrap(True)
        self.area.column.insertWidget(1, self.told)
        self.setWindowTitle(_("Import"))
        self.save.setEnabled(False)
        self.save.clicked.connect(self._import)
        self._rest = single_shot(self, self._try, _REST_MS)
        self._bridge.consult(
            lambda backend: backend.ask(plan_files, self._paths, entity),
            then=self._show,
            failed=self._fail,
            owner=self,
        )

    def _show(self, plan: FilesPlan) -> None:
        """A line for each column."""
        self.setWindowTitle(_("Import into “{name}”").format(name=plan.row.name))
        choices = [
            (TITLE, _("Title")),
            *((one.key, one.name) for one in plan.fields),
            (NEW, _("A new field of this name")),
            (NOTE, _("Into the note")),
            (IGNORE, _("Leave out")),
        ]
        for column in plan.columns:
            sample = column.sample[:_LONGEST_SAMPLE]
            words = f"{column.header}: {sample}" if sample else column.header
            field = ChoiceField(words, choices)
            field.load(column.code)
            self.form.add(column.header, field)
        self.form.changed.connect(self._rest.start)
        self.fit()
        self._try()

    def _command(self, *, dry_run: bool) -> ImportEntries:
        fields = {name: str(entry.value() or IGNORE) for name, entry in self.form.entries.items()}
        region = self._bridge.settings.get("region") or ""
        return ImportEntries(self._paths, self._entity, region, dry_run, fields=fields)

    def _try(self) -> None:
        """Say what would become of the rows; an older answer is dropped."""
        self.save.setEnabled(False)
        self._trial += 1
        trial, command = self._trial, self._command(dry_run=True)

        def run(backend: Backend) -> EntriesImported:
            found: EntriesImported = backend.execute(command).result
            return found

        def tell(result: EntriesImported) -> None:
            if trial == self._trial:
                self.tell("")
                self.told.setText(_summary(result))
                self.save.setEnabled(bool(result.entries.created or result.entries.updated))
                self.fit()

        self._bridge.consult(run, then=tell, failed=self._fail, owner=self)

    def _fail(self, error: BaseException) -> None:
        self.told.setText("")
        self.tell(words_for(error))
        self.fit()

    def _import(self) -> None:
        tell_done = self._tell_done

        def tell(outcome: Outcome) -> None:
            tell_done(_done(outcome.result))

        # The dialog is gone before the import ends.
        command, title = self._command(dry_run=False), self.windowTitle()
        self._bridge.start(command, title, then=tell, owner=self.parent())
        self.accept()


def _summary(result: EntriesImported) -> str:
    """``120 new, 4 filled in, 30 unchanged.`` and what is left out."""
    counts = result.entries
    said = [
        _("{created} new, {updated} filled in, {unchanged} unchanged.").format(
            created=shown_number(counts.created),
            updated=shown_number(counts.updated),
            unchanged=shown_number(counts.unchanged),
        )
    ]
    if result.errors:
        words = ngettext(
            "{number} row is left out, because it has no title.",
            "{number} rows are left out, because they have no title.",
            result.errors,
        )
        said.append(words.format(number=shown_number(result.errors)))
    if result.notes:
        words = ngettext(
            "{number} value goes to a note.", "{number} values go to notes.", result.notes
        )
        said.append(words.format(number=shown_number(result.notes)))
    return " ".join(said)


def _done(result: EntriesImported) -> str:
    number = result.entries.created
    words = ngettext("{number} entry was imported.", "{number} entries were imported.", number)
    said = [words.format(number=shown_number(number))]
    if result.entries.updated:
        words = ngettext(
            "{number} was filled in.", "{number} were filled in.", result.entries.updated
        )
        said.append(words.format(number=shown_number(result.entries.updated)))
    if result.errors:
        words = ngettext(
            "{number} row was left out.", "{number} rows were left out.", result.errors
        )
        said.append(words.format(number=shown_number(result.errors)))
    if result.error_file is not None:
        words = _("The rows that need a look are in {file}.")
        said.append(words.format(file=result.error_file))
    return " ".join(said)
