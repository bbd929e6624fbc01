"""What a page says of the cells of its list: which field of the card each column changes.

Made on the GUI thread when the first cell is to be edited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.gui.kit.card_fields.field import CardField
from crm_desktop.gui.kit.form_field import FormEntry
from crm_desktop.gui.kit.form_first_item import FirstItemField
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.shell.card_fields.kind import FieldsKind, FieldsRecord
from crm_desktop.gui.shell.card_fields.saving import FieldSave

FieldOf = Callable[[Mapping[str, CardField], FieldsRecord], CardField | None]
"""The field that a cell changes, of those of the card, for this record."""


def _itself(save: FieldSave) -> Sequence[FieldSave]:
    return (save,)


@dataclass(frozen=True)
class CellsKind:
    """``fields`` are those of the card. By the names of columns: ``places`` gives what a cell
    changes, ``deeds`` which action of the row's menu changes it instead, and ``reasons`` why it
    can't be typed into. ``spread`` gives what is saved by the fields of the card, where a cell
    changes several of them."""

    fields: FieldsKind
    places: Mapping[str, FieldOf]
    deeds: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    spread: Callable[[FieldSave], Sequence[FieldSave]] = _itself

    def can_be_typed(self, column: str) -> bool:
        """Whether cells of the column lead to a field at all."""
        return column in self.places or column.startswith(PREFIX)

    def field_of(
        self, column: str, fields: Mapping[str, CardField], record: FieldsRecord
    ) -> CardField | None:
        """What the cell changes."""
        find = self.places.get(column)
        return find(fields, record) if find is not None else fields.get(column)


def plainly(name: str) -> FieldOf:
    """The field of this name."""
    return lambda fields, _record: fields.get(name)


def first_of(name: str, part: str) -> FieldOf:
    """This part of one item of the list in the field."""

    def find(fields: Mapping[str, CardField], _record: FieldsRecord) -> CardField | None:
        known = fields.get(name)
        if known is None or known.make is None:
            return known
        return replace(known, make=partial(_first_item, known.make, part), is_wide=False)

    return find


def _first_item(make: Callable[[], FormEntry], part: str) -> FormEntry:
    whole = make()
    assert isinstance(whole, ItemsField)
    whole.deleteLater()
    return FirstItemField(whole.name, whole.parts, part)


def client_places() -> dict[str, FieldOf]:
    """Columns that lists of people and companies share."""
    return {
        "phone": first_of("phones", "value"),
        "email": first_of("emails", "value"),
        "tags": plainly("tags"),
        "owner": plainly("owner"),
        "city": first_of("addresses", "city"),
        "status": plainly("status"),
        "source": plainly("source"),
    }


def shared_deeds() -> dict[str, str]:
    """What is not typed, but planned."""
    return {"next_step": "task"}


def shared_reasons() -> dict[str, str]:
    """Why nobody types these."""
    written = _("The program notes this by itself.")
    return {
        "last_touch": _("This follows from what was said and done, as the timeline tells it."),
        "created": written,
        "changed": written,
    }
