"""The other dialogs of Settings → Fields: another type, a deletion, what a group is called.

Window-modal; what is wrong is told at its line and nothing typed is lost. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.custom_fields.commands import (
    ChangeFieldType,
    DeleteCustomFields,
    NameFieldGroup,
)
from crm_desktop.features.custom_fields.conversion import TypePreview, preview_type_change
from crm_desktop.features.custom_fields.queries import count_values, field_of
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.form_field import ChoiceField, FormField
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.settings.field_dialog import FieldDialog, show
from crm_desktop.gui.pages.settings.field_labels import LabelField
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.type_words import type_words

Began = Callable[[str, LongTask], None]

_MANY = 20
"""Of more values than this a deletion asks for the field's name (interaction.md, section 15)."""


class TypeDialog(FieldDialog):
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
        if preview.lost_default:
            taken = _("New records will begin empty: “{value}” doesn’t fit.")
            sentences.append(taken.format(value=preview.lost_default))
        self.told.setText("\n".join(sentences))
        dress(self.told, tone="warning" if preview.refused or preview.lost_default else "")
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


class DeleteDialog(FieldDialog):
    """Into the recycle bin: how many records have a value, and the name to type if many."""

    def __init__(self, bridge: Bridge, field: CustomFieldRow, number: int, parent: QWidget) -> None:
        super().__init__(bridge, _("Delete “{field}”").format(field=field.name), parent)
        self._field = field
        self.setWindowTitle(_("Delete the field “{field}”?").format(field=field.name))
        told = plain_label(self._words(number))
        told.setWordWrap(True)
        self.area.column.insertWidget(0, told)
        dress(self.save, kind="danger")
        self.save.setAutoDefault(False)  # what takes away is never meant by a bare Enter
        self.cancel.setDefault(True)
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
        self.write_long(DeleteCustomFields((self._field.id,)), self._field.name)


def ask_to_delete(bridge: Bridge, field_id: str, began: Began, parent: QWidget) -> None:
    """Count first, then ask; ``began`` as that of the dialogs."""

    def count(reader: Reader, key: str) -> tuple[CustomFieldRow, int]:
        field = field_of(reader.connection, key)
        return field, count_values(reader, field)

    def ask(found: tuple[CustomFieldRow, int]) -> None:
        dialog = DeleteDialog(bridge, *found, parent)
        dialog.began.connect(began)
        show(dialog)

    bridge.query(count, field_id, then=ask, owner=parent, channel="delete-field")


class GroupDialog(FieldDialog):
    """What a group of fields is called, in the languages."""

    def __init__(
        self,
        bridge: Bridge,
        entity: str,
        group: str,
        names: Mapping[str, str] | None,
        parent: QWidget,
    ) -> None:
        """``names`` by language; without them the group is called as it was typed."""
        super().__init__(bridge, _("Save"), parent)
        self._entity, self._group = entity, group
        self.setWindowTitle(_("Group of fields"))
        self.name = LabelField(_("Name of the group"))
        self.form.add("names", self.name)
        self.name.load(names or group)
        self.name.unfold(is_on=True)

    def carry_out(self) -> None:
        """Write the names."""
        self.write(NameFieldGroup(self._entity, self._group, self.name.names()))
