"""What can be done with custom fields and layouts. Values are JSON-shaped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.custom_fields.rows import CardLayout


@dataclass(frozen=True)
class CreateCustomField:
    """A new field; ``values`` needs ``entity``, ``label`` and ``type``, a choice also
    ``choices`` (texts, or ``{"label", "colour"}``), a formula ``formula``, a record ``target``.
    Gives the new id."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class UpdateCustomField:
    """Change a field that was read at ``base_version``, all but its entity and type."""

    field_id: str
    base_version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class DefineCustomField:
    """``CreateCustomField`` or, with ``field_id``, ``UpdateCustomField``, and then every record
    whose formulas give another result with the field as it is now. Gives the field's id."""

    values: Mapping[str, Any]
    field_id: str | None = None
    base_version: int | None = None


@dataclass(frozen=True)
class ChangeFieldType:
    """Make a field one of another type and convert its values; ``values`` may bring what the
    new type needs (``choices``, ``currency``, ``target``). Values that can't be converted are
    refused, unless ``rest`` names a text field of the same entity (its id) or ``"note"`` that
    takes them. Gives the number of converted values."""

    field_id: str
    type: str
    values: Mapping[str, Any]
    rest: str | None = None


@dataclass(frozen=True)
class DeleteCustomFields:
    """Put fields into the recycle bin, or take them out. Their values stay with the records; then
    every record follows whose formulas ask for them."""

    field_ids: tuple[str, ...]
    deleted: bool = True


@dataclass(frozen=True)
class MoveCustomField:
    """Place a field before the one that stands at ``position`` among the other fields of its
    entity (``rows.in_groups``), in ``group`` if one is named."""

    field_id: str
    position: int
    group: str | None = None


@dataclass(frozen=True)
class NameFieldGroup:
    """What a group of the fields of ``entity`` is called, by language; the group stays as it is.
    Without names it is called as it was typed first."""

    entity: str
    group: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class SaveCardLayout:
    """Keep how the card of ``entity`` is laid out, for oneself or ``for_all``; ``None`` goes
    back to what it was without."""

    entity: str
    layout: CardLayout | None
    for_all: bool = False
