"""The dialogs of Settings → Fields: a field's definition, another type, a deletion.

Window-modal; what is wrong is told at its line and nothing typed is lost. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop.backend.work import Outcome, Reader
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.commands import (
    CreateCustomField,
    DefineCustomField,
    UpdateCustomField,
)
from crm_desktop.features.custom_fields.formula import with_labels
from crm_desktop.features.custom_fields.kinds import Shown, plain_text
from crm_desktop.features.custom_fields.queries import find_custom_fields, find_layout
from crm_desktop.features.custom_fields.rows import SOUGHT_TYPES, CardLayout, CustomFieldRow
from crm_desktop.features.custom_lists.queries import find_lists
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import is_expected, report_bug, words_for
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_dialog import FormDialog
from crm_desktop.gui.kit.form_field import ChoiceField, FormEntry, FormField
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.field_choices import ChoicesField
from crm_desktop.gui.pages.settings.field_labels import LabelField
from crm_desktop.gui.shell.type_words import target_words, type_words

_MANY = 20
"""Of more values than this a deletion asks for the field's name (interaction.md, section 15)."""

# What each type asks for besides, by the name of the line.
_ASKED = {
    "choices": {"choice", "multi_choice"},
    "currency": {"money"},
    "decimals": {"number", "formula"},
    "formula": {"formula"},
    "target": {"record"},
    "in_search": SOUGHT_TYPES,
}

# A change of these may change what is kept of many records: results, words of the search.
_WORKED_WITH = {"formula", "decimals", "choices", "in_search"}


@dataclass(frozen=True)
class KnownFields:
    """The fields of a kind of record, those in the recycle bin, how its card is laid out, and
    the custom lists there are."""

    there: list[CustomFieldRow] = field(default_factory=list)
    away: list[CustomFieldRow] = field(default_factory=list)
    layout: CardLayout = field(default_factory=CardLayout)
    lists: list[CustomListRow] = field(default_factory=list)


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


class FieldDialog(FormDialog):
    """What the dialogs share: a bridge, and mistakes told where they belong. ``began`` tells that
    a definition is written and the records follow: the name of the field and the task."""

    began = Signal(str, object)  # LongTask

    def __init__(self, bridge: Bridge, save_words: str, parent: QWidget) -> None:
        super().__init__(RecordForm(), save_words, _("Cancel"), parent)
        self.bridge = bridge
        self._under_way: tuple[str, LongTask] | None = None
        self.save.clicked.connect(self.carry_out)

    def carry_out(self) -> None:
        """The primary button was pressed."""
        raise NotImplementedError

    def write(self, command: Any) -> None:
        """Carry the command out; the dialog closes when it is done."""
        self.tell("")
        self.save.setEnabled(False)
        self.bridge.execute(command, then=self._done, failed=self._fail, owner=self)

    def write_long(self, command: Any, field: str) -> None:
        """The same for one that records follow: the dialog closes when the first of it is
        written."""
        self.tell("")
        self.save.setEnabled(False)
        title = _("Field “{field}”").format(field=field)
        task = self.bridge.start(command, title, then=self._done, failed=self._fail, owner=self)
        self._under_way = field, task
        task.progressed.connect(self._go_on)

    def _go_on(self) -> None:
        if self.isVisible() and self._under_way is not None:
            self.began.emit(*self._under_way)
            self.accept()

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


class DefinitionDialog(FieldDialog):
    """A new field, or the definition of one that is there."""

    def __init__(
        self,
        bridge: Bridge,
        entity: str,
        field: CustomFieldRow | None,
        known: KnownFields,
        parent: QWidget,
    ) -> None:
        super().__init__(bridge, _("Add field") if field is None else _("Save"), parent)
        self._entity = entity
        self._field = field
        self._fields = known.there
        self._targets = target_words(known.lists)
        self._group = known.layout.title(field.group) if field is not None else ""
        self.setWindowTitle(
            _("New field") if field is None else _("Field “{field}”").format(field=field.name)
        )
        self._build()
        self._load()
        self.form.changed.connect(self._follow)
        self._follow("type")

    def _build(self) -> None:
        form = self.form
        self.label = LabelField(_("Name of the field"))
        self.choices = ChoicesField(_("Choices"))
        form.add("label", self.label)
        self.type = ChoiceField(_("Type"), tuple(type_words().items()))
        form.add("type", self.type, half=True)
        form.add("group", FormField(_("Group on the card")), half=True)
        form.add("choices", self.choices)
        form.add("currency", FormField(_("Currency, such as EUR")))
        form.add("decimals", FormField(_("Decimals")))
        form.add(
            "formula", FormField(_("Formula, such as {example}").format(example="{Price} * 1.2"))
        )
        form.add("target", ChoiceField(_("Leads to"), tuple(self._targets.items())))
        form.add("default", FormField(_("Value of new records")))
        form.add("hint", FormField(_("Hint below the field")))
        form.add("required", TickField(_("New records must have it")))
        form.add("in_search", TickField(_("Found by the search")))
        self.languages = QCheckBox(_("Names in other languages"))
        dress(self.languages, kind="switch")
        self.languages.toggled.connect(self._unfold)
        self.foot.insertWidget(0, self.languages)

    def _load(self) -> None:
        field = self._field
        if field is None:
            self.form.load({"type": "text", "in_search": True})
            return
        self.type.setEnabled(False)
        choices = [choice for choice in field.choices if not choice.archived]
        default = field.default
        self.form.load(
            {
                "label": field.label,
                "type": field.type,
                "group": self._group,
                "choices": [
                    {"label": one.label, "code": one.code, "colour": one.colour} for one in choices
                ],
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
        labels = [field.label, *(one.label for one in choices)]
        self.languages.setChecked(any(isinstance(label, Mapping) for label in labels))

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
        self.save.setFocus()  # a name of a choice that is being typed is taken
        if not self.form.check():
            return
        if self._field is None:
            values = self._asked({**self.form.values(), "in_search": self._ticked("in_search")})
            values["entity"] = self._entity
            if self.type.value() == "formula":
                self.write_long(DefineCustomField(values), self.label.text)
            else:
                self.write(CreateCustomField(values))
            return
        changes = self._asked(self.form.changes())
        if changes.keys() & _WORKED_WITH:
            command = DefineCustomField(changes, self._field.id, self._field.version)
            self.write_long(command, self.label.text)
        else:
            self.write(UpdateCustomField(self._field.id, self._field.version, changes))

    def _ticked(self, name: str) -> bool:
        return bool(self.form.entries[name].value())

    def _unfold(self, is_on: bool) -> None:
        """Show the words of the other languages, or only those of the present one."""
        self.label.unfold(is_on=is_on)
        self.choices.unfold(is_on=is_on)
        self.fit()

    def _asked(self, values: dict[str, Any]) -> dict[str, Any]:
        """As the commands take them, without what the type does not ask for."""
        chosen = self.type.value() or ""
        wanted = {
            name: value
            for name, value in values.items()
            if name not in _ASKED or chosen in _ASKED[name]
        }
        if "decimals" in wanted:
            text = wanted["decimals"]
            wanted["decimals"] = int(text) if text and text.isdecimal() else text
        return wanted


def show(dialog: FormDialog) -> None:
    """Open it above its window; it goes when it is closed."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.fit()
    dialog.open()


def read_fields(
    bridge: Bridge,
    entity: str,
    then: Callable[[KnownFields], None],
    failed: Callable[[BaseException], None],
    owner: QWidget,
) -> None:
    """The fields of ``entity``, those in the bin, and what the groups are called."""

    def read(reader: Reader, wanted: str) -> KnownFields:
        there = find_custom_fields(reader, wanted)
        away = find_custom_fields(reader, wanted, deleted=True)
        lists = find_lists(reader, archived=True)
        return KnownFields(there, away, find_layout(reader, wanted), lists)

    bridge.query(read, entity, then=then, failed=failed, owner=owner, channel="custom-fields")
