"""What a stage can ask of its deals: the fields that are offered, and what each is called.

Custom fields are given as they were read, by entity. Pure but for the language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.pipelines.rows import Requirement
from crm_desktop.gui.shell.type_words import type_words

ENTITIES = ("deal", "contact", "company")

Fields = Mapping[str, Sequence[CustomFieldRow]]
"""Custom fields by the entity that they belong to."""

_OWN = {
    "deal": (
        *("amount", "lines", "expected_close", "company", "contacts", "source"),
        *("tags", "note", "activity"),
    ),
    "contact": ("phones", "emails", "messengers", "position", "addresses", "birthday"),
    "company": (
        *("legal_name", "tax_ids", "bank_accounts", "phones", "emails", "addresses"),
        *("sites", "industry", "size"),
    ),
}


def owner_words() -> dict[str, str]:
    """Of whom the fields are."""
    return {"deal": _("Deal"), "contact": _("Contact"), "company": _("Company")}


def offered(fields: Fields) -> dict[str, list[Requirement]]:
    """What can be asked for, by entity: own fields first, then custom ones."""
    return {
        entity: [
            *(Requirement(entity, name) for name in _OWN[entity]),
            *(Requirement(entity, one.key) for one in fields.get(entity, ()) if not one.deleted),
        ]
        for entity in ENTITIES
    }


def requirement_words(wanted: Requirement, fields: Fields) -> str:
    """What a field is called."""
    if (custom := _custom(wanted, fields)) is not None:
        return custom.name
    return _labels().get(wanted.field, _("A field that was deleted"))


def requirement_kind(wanted: Requirement, fields: Fields) -> str:
    """Whose field it is, or of the deal's own custom ones what it holds; nothing for the rest."""
    if wanted.entity != "deal":
        return owner_words().get(wanted.entity, "").lower()
    custom = _custom(wanted, fields)
    return type_words().get(custom.type, "").lower() if custom is not None else ""


def _custom(wanted: Requirement, fields: Fields) -> CustomFieldRow | None:
    known = fields.get(wanted.entity, ())
    return next((one for one in known if one.key == wanted.field), None)


def _labels() -> dict[str, str]:
    return {
        "amount": _("Amount"),
        "lines": _("Products"),
        "expected_close": _("Expected close"),
        "company": _("Company"),
        "contacts": _("Contact"),
        "source": _("Source"),
        "tags": _("Tags"),
        "note": _("Note"),
        "activity": _("Something done with the client"),
        "phones": _("Phone"),
        "emails": _("E-mail"),
        "messengers": _("Messengers"),
        "position": _("Position"),
        "addresses": _("Address"),
        "birthday": _("Birthday"),
        "legal_name": _("Legal name"),
        "tax_ids": _("Tax numbers"),
        "bank_accounts": _("Bank details"),
        "sites": _("Sites"),
        "industry": _("Industry"),
        "size": _("Number of employees"),
    }
