"""The dialog that changes a record: only what differs is saved, on the version that was read.

What others changed meanwhile merges by itself; where both changed the same field both values are
shown and the person chooses. Closing with changes asks first. GUI thread only; ``EditKind.read``
runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import _
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_field import TextField
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.conflicts import (
    Clash,
    Keep,
    joined_line,
    joined_text,
    made_question,
    resolve_conflict,
)
from crm_desktop.gui.shell.form_record import RecordDialog, SimilarQuestion
from crm_desktop.gui.shell.meanwhile import Meanwhile, read_meanwhile
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome, Reader

_NOT_SAID = ("primary", "type")
_LONGEST_SAID = 4_000


@dataclass(frozen=True)
class RecordToEdit:
    """A record as it was read: what it is called, its version, and the values of the form."""

    id: str
    name: str
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class EditKind:
    """What is changed: how it is read, and the command made of id, version and changes of the
    form's fields."""

    entity: str
    read: Callable[[Reader, str], RecordToEdit | None]
    command: Callable[[str, int, Mapping[str, Any]], Any]
    similar: SimilarQuestion


class EditDialog(RecordDialog):
    """``saved`` tells the record that was changed."""

    saved = Signal(object)  # RecordRef

    def __init__(self, bridge: Bridge, kind: EditKind, form: RecordForm, parent: QWidget) -> None:
        super().__init__(bridge, form, kind.similar, (_("Save"), _("Cancel")), parent)
        self._kind = kind
        self._record: RecordToEdit | None = None
        self._may_leave = False
        self._wrote = False
        self._clashing: tuple[str, ...] = ()
        self._read_version = 0
        form.changed.connect(self.question.withdraw)

    def begin(self, record_id: str) -> None:
        """Read the record and show it."""
        if self.isVisible():
            return
        self._bridge.query(
            self._kind.read, record_id, then=self._show, owner=self, channel="record"
        )

    def own_id(self) -> str | None:
        """The record that is being changed."""
        return self._record.id if self._record else None

    def _show(self, record: RecordToEdit | None) -> None:
        if record is None or self.isVisible():
            return
        self._record, self._may_leave, self._wrote = record, False, False
        self.setWindowTitle(record.name)
        self.question.withdraw()
        self._clashing, self._read_version = (), record.version
        self.tell("")
        self.form.load(record.values)
        self._forget_similar()
        self.fit()
        next(iter(self.form.entries.values())).setFocus()
        self.open()

    def reject(self) -> None:
        """Closing loses nothing without a question."""
        if self._may_leave or not self.form.changes():
            super().reject()
            return
        name = self._record.name if self._record else ""
        self.question.ask(
            _("Your changes to {name} aren’t saved yet.").format(name=name),
            (
                Button(_("Save"), self._save),
                Button(_("Leave without saving"), self._leave),
                Button(_("Go on editing"), self._go_on),
            ),
        )
        self.fit()

    def _leave(self) -> None:
        self._may_leave = True
        self.reject()

    def _go_on(self) -> None:
        self.question.withdraw()
        self.form.setFocus()
        next(iter(self.form.entries.values())).setFocus()

    def _save(self) -> None:
        self.question.withdraw()
        record = self._record
        if record is None or not self.form.check():
            return
        if self._clashing:
            self._read_again(self._clashing)  # it was put off
            return
        changes = self.form.changes()
        if not changes:
            self._finish(None)
            return
        self._execute(self._kind.command(record.id, record.version, changes), self._finish)

    def _finish(self, outcome: Outcome | None) -> None:
        self._may_leave = True
        self.accept()
        if self._record is not None and (outcome is not None or self._wrote):
            self.saved.emit(RecordRef(self._kind.entity, self._record.id))

    # The same field, changed by two

    def _fail(self, error: BaseException) -> None:
        fields = self._fields_of(error)
        if not fields or self._record is None:
            super()._fail(error)
            return
        rest = {k: v for k, v in self.form.changes().items() if k not in fields}
        if rest:
            # What nobody else touched is saved now, on the version it was made on, so that lists
            # still merge by element; only the rest has to be chosen.
            command = self._kind.command(self._record.id, self._record.version, rest)
            self._execute(command, lambda _outcome: self._read_again(fields))
            self._wrote = True
        else:
            self._read_again(fields)

    def _fields_of(self, error: BaseException) -> list[str]:
        if not isinstance(error, Conflict):
            return []
        names = [self.aliases.get(one.field, one.field) for one in error.conflicts]
        return [name for name in names if name in self.form.entries]

    def _read_again(self, fields: Sequence[str]) -> None:
        self.save.setEnabled(False)
        assert self._record is not None

        def show(read: tuple[RecordToEdit | None, Meanwhile]) -> None:
            self.save.setEnabled(True)
            record, meanwhile = read
            if record is None:
                self.tell(_("The record isn’t there any more: someone deleted it."))
                return
            self._record, self._clashing = record, tuple(fields)
            self.form.rebase(record.values, keep=fields)
            self._ask_which(record, meanwhile)

        def failed(error: BaseException) -> None:
            self.save.setEnabled(True)
            self.tell(words_for(error))

        self._bridge.query(
            self._read_both,
            self._record.id,
            self._read_version,
            tuple(fields),
            then=show,
            failed=failed,
            owner=self,
            channel="record",
        )

    def _read_both(
        self, reader: Reader, record_id: str, version: int, fields: Sequence[str]
    ) -> tuple[RecordToEdit | None, Meanwhile]:
        """On a reader's thread: the record, and who changed it."""
        since = read_meanwhile(reader, record_id, version, fields)
        return self._kind.read(reader, record_id), since

    def _ask_which(self, record: RecordToEdit, meanwhile: Meanwhile) -> None:
        entries = self.form.entries
        clashes = [
            Clash(
                name,
                entries[name].name,
                _said(entries[name].draft()),
                _said(record.values.get(name)),
                can_join=isinstance(entries[name], TextField) and bool(record.values.get(name)),
            )
            for name in self._clashing
        ]
        joined = [
            joined_line(entries[name].name, _said(record.values.get(name)), author)
            for name, author in meanwhile.others
            if name in entries
        ]
        people = meanwhile.me, meanwhile.they
        question = made_question(record.name, people, clashes, joined)
        resolve_conflict(self, question, partial(self._decide, record))

    def _decide(self, record: RecordToEdit, choice: Mapping[str, Keep]) -> None:
        """Mine is written in any case; theirs is put back after it, so both are in the history."""
        self._clashing = ()
        back: dict[str, Any] = {}
        for name, keep in choice.items():
            theirs, entry = record.values.get(name), self.form.entries[name]
            if keep is Keep.THEIRS:
                back[name] = theirs
            elif keep is Keep.BOTH:
                entry.load(joined_text(str(entry.draft() or ""), str(theirs or "")))
        changes = self.form.changes()
        if not changes:
            self._finish(None)
            return
        command = self._kind.command(record.id, record.version, changes)
        self._execute(command, partial(self._put_back, back))

    def _put_back(self, back: Mapping[str, Any], outcome: Outcome) -> None:
        if not back or self._record is None:
            self._finish(outcome)
            return

        def write(record: RecordToEdit | None) -> None:
            if record is None:
                self._finish(outcome)
                return
            self.form.rebase(record.values, keep=())
            for name, value in back.items():
                self.form.entries[name].load(value)
            command = self._kind.command(record.id, record.version, self.form.changes())
            self._execute(command, self._finish)

        self._bridge.query(
            self._kind.read, self._record.id, then=write, owner=self, channel="record"
        )


def _said(value: Any) -> str:
    """A value of a form in words."""
    if isinstance(value, Suggested):
        return value.words
    if isinstance(value, Mapping):
        return " ".join(_said(v) for key, v in value.items() if v and key not in _NOT_SAID)
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(_said, value))
    text = str(value or "") or _("(nothing)")
    if text.startswith("+") and text[1:].isdigit():
        text = format_phone(text)
    return text if len(text) <= _LONGEST_SAID else f"{text[:_LONGEST_SAID]}…"
