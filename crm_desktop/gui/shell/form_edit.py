"""The dialog that changes a record: only what differs is saved, on the version that was read.

What others changed meanwhile merges by itself; where both changed the same field both values are
shown and the person chooses. Closing with changes asks first. GUI thread only; ``EditKind.read``
runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QRadioButton, QWidget

from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import _
from crm_desktop.core.values.phones import format_phone
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.form_record import RecordDialog, SimilarQuestion
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome, Reader

_NOT_SAID = ("primary", "type")
_LONGEST_SAID = 200


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
        self.choices = ConflictBox(self)
        self.area.column.insertWidget(0, self.choices)
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
        self.choices.clear()
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
        for name, value in self.choices.theirs().items():
            self.form.entries[name].load(value)
        self.choices.clear()
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

        def show(record: RecordToEdit | None) -> None:
            self.save.setEnabled(True)
            if record is None:
                self.tell(_("The record isn’t there any more: someone deleted it."))
                return
            self._record = record
            self.form.rebase(record.values, keep=fields)
            self.choices.ask(self.form, record.values, fields)
            self.fit()
            self.area.ensureWidgetVisible(self.choices)

        def failed(error: BaseException) -> None:
            self.save.setEnabled(True)
            self.tell(words_for(error))

        self._bridge.query(
            self._kind.read, self._record.id, then=show, failed=failed, owner=self, channel="record"
        )


class ConflictBox(QFrame):
    """Fields that somebody else changed too: both values of each, one of which is kept."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="banner", tone="warning")
        self._theirs: dict[str, tuple[QRadioButton, Any]] = {}
        self.mine: dict[str, QRadioButton] = {}
        self._widgets: list[QWidget] = []
        self._groups: list[QButtonGroup] = []
        words = _(
            "Someone else changed this at the same time. Choose what to keep and save; both "
            "values stay in the history."
        )
        heading = plain_label(words)
        heading.setWordWrap(True)
        self.setAccessibleName(words)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 10, 12, 10)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(heading, 0, 0, 1, 2)
        self.hide()

    def ask(self, form: RecordForm, values: Mapping[str, Any], fields: Sequence[str]) -> None:
        """Show both values of each of ``fields``; mine are what the form holds."""
        self.clear()
        for name in fields:
            entry = form.entries[name]
            mine = _("Yours: {value}").format(value=_said(entry.draft()))
            theirs = _("Theirs: {value}").format(value=_said(values.get(name)))
            self._add(entry.name, name, (mine, theirs), values.get(name))
        self.show()
        self.mine[fields[0]].setFocus()

    def _add(self, label: str, name: str, words: tuple[str, str], value: Any) -> None:
        row = self._grid.rowCount()
        caption = plain_label(label, type="label")
        mine, theirs = (QRadioButton(one.replace("&", "&&"), self) for one in words)
        mine.setChecked(True)
        group = QButtonGroup(self)
        for place, button in enumerate((mine, theirs)):
            button.setAccessibleName(f"{label}. {words[place]}")
            group.addButton(button)
            self._grid.addWidget(button, row + place, 1)
        self._grid.addWidget(caption, row, 0)
        self.mine[name] = mine
        self._theirs[name] = (theirs, value)
        self._widgets += [caption, mine, theirs]
        self._groups.append(group)

    def choose_theirs(self, name: str) -> QRadioButton:
        """The button that keeps what the other one saved."""
        return self._theirs[name][0]

    def theirs(self) -> dict[str, Any]:
        """The fields in which theirs is kept, with their values."""
        return {name: value for name, (button, value) in self._theirs.items() if button.isChecked()}

    def clear(self) -> None:
        """It is settled."""
        for widget in self._widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for group in self._groups:
            group.deleteLater()
        self._widgets, self._groups = [], []
        self._theirs, self.mine = {}, {}
        self.hide()


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
