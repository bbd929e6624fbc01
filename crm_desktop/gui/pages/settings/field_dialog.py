"""The dialogs of Settings → Fields: a field's definition, another type, a deletion.

Window-modal; what is wrong is told at its line and nothing typed is lost. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop.backend.work import Outcome, Reader
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.custom_fields.commands import (
    ChangeFieldType,
    CreateCustomField,
    DefineCustomField,
    DeleteCustomFields,
    UpdateCustomField,
)
from crm_desktop.features.custom_fields.conversion import TypePreview, preview_type_change
from crm_desktop.features.custom_fields.formula import with_labels
from crm_desktop.features.custom_fields.kinds import Shown, plain_text
from crm_desktop.features.custom_fields.queries import count_values, field_of, find_custom_fields
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import is_expected, report_bug, words_for
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_dialog import FormDialog
from crm_desktop.gui.kit.form_field import ChoiceField, FormEntry, FormField, TextField
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.type_words import entity_words, type_words

_MANY = 20
"""Of more values than this a deletion asks for the field's name (interaction.md, section 15)."""

# What each type asks for besides, by the name of the line.
_ASKED = {
    "choices": {"choice", "multi_choice"},
    "currency": {"money"},
    "decimals": {"number", "formula"},
    "formula": {"formula"},
    "target": {"record"},
}

# A change of these may change what is kept of many records: results, words of the search.
_WORKED_WITH = {"formula", "decimals", "choices", "in_search"}


class TickField(FormEntry):
    """A box to tick, its words beside it."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        self.box = QCheckBox(words)
        super().__init__(words, self.box, parent)
        self.caption.hide()
        self.setFocusProxy(self.box)
        self.box.toggled.connect(self.changed)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def load(self, value: bool | None) -> None:
        """Tick it or not."""
        self.box.setChecked(bool(value))


class _FieldDialog(FormDialog):
    """What the dialogs share: a bridge, and mistakes told where they belong."""

    def __init__(self, bridge: Bridge, save_words: str, parent: QWidget) -> None:
        super().__init__(RecordForm(), save_words, _("Cancel"), parent)
        self.bridge = bridge
        self.save.clicked.connect(self.carry_out)

    def carry_out(self) -> None:
        """The primary button was pressed."""
        raise NotImplementedError

    def write(self, command: Any) -> None:
        """Carry the command out; the dialog closes when it is done."""
        self.tell("")
        self.save.setEnabled(False)
        self.bridge.execute(command, then=self._done, failed=self._fail, owner=self)

    def _done(self, _outcome: Outcome) -> None:
        self.accept()

    def _fail(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        if not is_expected(error):
            report_bug(error)
        name = error.field if isinstance(error, Invalid) else None
        if not (name and self.form.tell_mistake(name, words_for(error))):
            self.tell(words_for(error))
        self.fit()


class DefinitionDialog(_FieldDialog):
    """A new field, or the definition of one that is there. ``began`` tells that its definition
    is written and the records follow: the name of the field and the task."""

    began = Signal(str, object)  # LongTask

    def __init__(
        self,
        bridge: Bridge,
        entity: str,
        field: CustomFieldRow | None,
        fields: list[CustomFieldRow],
        parent: QWidget,
    ) -> None:
        super().__init__(bridge, _("Add field") if field is None else _("Save"), parent)
        self._entity = entity
        self._field = field
        self._fields = fields
        self._label = ""
        self._task: LongTask | None = None
        self.setWindowTitle(
            _("New field") if field is None else _("Field “{field}”").format(field=field.name)
        )
        self._build()
        self._load()
        self.form.changed.connect(self._follow)
        self._follow("type")

    def _build(self) -> None:
        form = self.form
        form.add("label", FormField(_("Name of the field")))
        self.type = ChoiceField(_("Type"), tuple(type_words().items()))
        form.add("type", self.type, half=True)
        form.add("group", FormField(_("Group on the card")), half=True)
        form.add("choices", TextField(_("Choices, one on each line")))
        form.add("currency", FormField(_("Currency, such as EUR")))
        form.add("decimals", FormField(_("Decimals")))
        form.add(
            "formula", FormField(_("Formula, such as {example}").format(example="{Price} * 1.2"))
        )
        form.add("target", ChoiceField(_("Leads to"), tuple(entity_words().items())))
        form.add("default", FormField(_("Value of new records")))
        form.add("hint", FormField(_("Hint below the field")))
        form.add("required", TickField(_("New records must have it")))
        form.add("in_search", TickField(_("Found by the search")))

    def _load(self) -> None:
        field = self._field
        if field is None:
            self.form.load({"type": "text", "in_search": True})
            return
        self.type.setEnabled(False)
        choices = [choice.name for choice in field.choices if not choice.archived]
        default = field.default
        self.form.load(
            {
                "label": field.name,
                "type": field.type,
                "group": field.group,
                "choices": "\n".join(choices),
                "currency": field.currency,
                "decimals": "" if field.decimals is None else str(field.decimals),
                "formula": with_labels(field.formula, self._fields),
                "target": field.target,
                "default": "" if default is None else plain_text(field, default, Shown()),
                "hint": field.hint,
                "required": field.required,
                "in_search": field.in_search,
            }
        )

    def _follow(self, name: str) -> None:
        """Show the lines that the type asks for."""
        if name != "type":
            return
        chosen = self.type.value()
        for line, types in _ASKED.items():
            self.form.entries[line].setVisible(chosen in types)
        self.form.entries["default"].setVisible(chosen not in {"formula", "record", "file", "user"})
        self.fit()

    def carry_out(self) -> None:
        """Write what differs."""
        if not self.form.check():
            return
        if self._field is None:
            values = self._asked({**self.form.values(), "in_search": self._ticked("in_search")})
            values["entity"] = self._entity
            if self.type.value() == "formula":
                self._define(DefineCustomField(values), str(values["label"]))
            else:
                self.write(CreateCustomField(values))
            return
        changes = self._asked(self.form.changes())
        if "label" in changes and not isinstance(self._field.label, str):
            changes["label"] = self._in_language(changes["label"])
        if changes.keys() & _WORKED_WITH:
            command = DefineCustomField(changes, self._field.id, self._field.version)
            self._define(command, str(self.form.values()["label"]))
        else:
            self.write(UpdateCustomField(self._field.id, self._field.version, changes))

    def _define(self, command: DefineCustomField, label: str) -> None:
        """The dialog closes as soon as the definition is written."""
        self.tell("")
        self.save.setEnabled(False)
        task = self.bridge.start(
            command,
            _("Field “{field}”").format(field=label),
            then=self._done,
            failed=self._fail,
            owner=self,
        )
        self._label, self._task = label, task
        task.progressed.connect(self._go_on)

    def _go_on(self) -> None:
        if self.isVisible():
            self.began.emit(self._label, self._task)
            self.accept()

    def _ticked(self, name: str) -> bool:
        return bool(self.form.entries[name].value())

    def _in_language(self, text: str | None) -> dict[str, str]:
        from crm_desktop.core.i18n import current_language

        known = self._field.label if self._field is not None else {}
        return {**(known if isinstance(known, Mapping) else {}), current_language(): text or ""}

    def _asked(self, values: dict[str, Any]) -> dict[str, Any]:
        """As the commands take them, without what the type does not ask for."""
        chosen = self.type.value() or ""
        wanted = {
            name: value
            for name, value in values.items()
            if name not in _ASKED or chosen in _ASKED[name]
        }
        if wanted.get("choices"):
            wanted["choices"] = self._choices(wanted["choices"])
        if "decimals" in wanted:
            text = wanted["decimals"]
            wanted["decimals"] = int(text) if text and text.isdecimal() else text
        return wanted

    def _choices(self, text: str) -> list[Any]:
        """The lines; a line that was there keeps its code and colour."""
        known = {c.name: c for c in self._field.choices} if self._field is not None else {}
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [
            {"label": known[line].label, "code": known[line].code, "colour": known[line].colour}
            if line in known
            else line
            for line in lines
        ]


class TypeDialog(_FieldDialog):
    """Another type: first what would become of the values, then the change."""

    def __init__(
        self, bridge: Bridge, field: CustomFieldRow, fields: list[CustomFieldRow], parent: QWidget
    ) -> None:
        super().__init__(bridge, _("Change type"), parent)
        self._field = field
        self.setWindowTitle(_("Type of “{field}”").format(field=field.name))
        unreachable = {"record", "file", "formula", field.type}
        types = [(code, words) for code, words in type_words().items() if code not in unreachable]
        self.type = ChoiceField(_("New type"), types)
        texts = [
            (other.id, _("Into the field “{field}”").format(field=other.name))
            for other in fields
            if other.id != field.id and other.type in {"text", "long_text"}
        ]
        self.rest = ChoiceField(
            _("Where values go that don’t fit"), [("note", _("Into the note")), *texts]
        )
        self.told = plain_label("", type="hint")
        self.told.setWordWrap(True)
        self.form.add("type", self.type)
        self.form.add("rest", self.rest)
        self.type.add_notice(self.told)
        self.rest.hide()
        self.save.setEnabled(False)
        self.type.changed.connect(self._ask)

    def _ask(self) -> None:
        self.save.setEnabled(False)
        self.rest.hide()
        kind = self.type.value()
        if kind:
            self.bridge.query(
                preview_type_change,
                self._field.id,
                kind,
                then=self._tell_preview,
                failed=self._fail_preview,
                owner=self,
                channel="preview",
            )

    def _fail_preview(self, error: BaseException) -> None:
        self._fail(error)
        self.save.setEnabled(False)

    def _tell_preview(self, preview: TypePreview) -> None:
        sentences = [
            ngettext("{number} value fits.", "{number} values fit.", preview.convertible).format(
                number=shown_number(preview.convertible)
            )
        ]
        for now, then in preview.examples[:3]:
            sentences.append(f"{now} → {then}")
        if preview.refused:
            refused = ngettext(
                "{number} value doesn’t fit:", "{number} values don’t fit:", preview.refused
            ).format(number=shown_number(preview.refused))
            sentences.append(f"{refused} {', '.join(preview.refused_examples)}")
        self.told.setText("\n".join(sentences))
        dress(self.told, tone="warning" if preview.refused else "")
        self.rest.setVisible(bool(preview.refused))
        self.save.setEnabled(True)
        self.fit()

    def carry_out(self) -> None:
        """Begin the conversion; it goes on in the background."""
        kind = self.type.value() or ""
        command = ChangeFieldType(self._field.id, kind, {}, self.rest.value())
        if not self.rest.isHidden() and command.rest is None:
            self.form.tell_mistake("rest", _("Choose where these values go."))
            return
        title = _("Type of “{field}”").format(field=self._field.name)
        self.bridge.start(command, title)
        self.accept()


class DeleteDialog(_FieldDialog):
    """Into the recycle bin: how many records have a value, and the name to type if many."""

    def __init__(self, bridge: Bridge, field: CustomFieldRow, number: int, parent: QWidget) -> None:
        super().__init__(bridge, _("Delete “{field}”").format(field=field.name), parent)
        self._field = field
        self.setWindowTitle(_("Delete the field “{field}”?").format(field=field.name))
        told = plain_label(self._words(number))
        told.setWordWrap(True)
        self.area.column.insertWidget(0, told)
        dress(self.save, kind="danger")
        self.cancel.setFocus()
        self.name = FormField(_("Type the name of the field"))
        self.form.add("name", self.name)
        self.name.setVisible(number > _MANY)
        if number > _MANY:
            self.save.setEnabled(False)
            self.name.changed.connect(lambda: self.save.setEnabled(self.name.text == field.name))

    @staticmethod
    def _words(number: int) -> str:
        if not number:
            return _("No record has a value in it. It can be restored here.")
        return ngettext(
            "{number} record has a value in it. The value is hidden with the field and comes back "
            "when the field is restored.",
            "{number} records have a value in it. The values are hidden with the field and come "
            "back when the field is restored.",
            number,
        ).format(number=shown_number(number))

    def carry_out(self) -> None:
        """Delete it."""
        self.write(DeleteCustomFields((self._field.id,)))


def ask_to_delete(bridge: Bridge, field_id: str, parent: QWidget) -> None:
    """Count first, then ask."""

    def count(reader: Reader, key: str) -> tuple[CustomFieldRow, int]:
        field = field_of(reader.connection, key)
        return field, count_values(reader, field)

    def ask(found: tuple[CustomFieldRow, int]) -> None:
        show(DeleteDialog(bridge, *found, parent))

    bridge.query(count, field_id, then=ask, owner=parent, channel="delete-field")


def show(dialog: FormDialog) -> None:
    """Open it above its window; it goes when it is closed."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.fit()
    dialog.open()


def read_fields(
    bridge: Bridge,
    entity: str,
    then: Callable[[list[CustomFieldRow], list[CustomFieldRow]], None],
    owner: QWidget,
) -> None:
    """The fields of ``entity`` and those in the bin."""

    def read(reader: Reader, wanted: str) -> tuple[list[CustomFieldRow], list[CustomFieldRow]]:
        there = find_custom_fields(reader, wanted)
        return there, find_custom_fields(reader, wanted, deleted=True)

    bridge.query(
        read, entity, then=lambda found: then(*found), owner=owner, channel="custom-fields"
    )
