"""A row of a file in words, as the record it will be.

Called by the wizard on the GUI thread; pure but for the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.i18n import _, current_language
from crm_desktop.core.values.names import display_name
from crm_desktop.core.values.phones import format_phone
from crm_desktop.features.custom_fields.kinds import Shown, show_value
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.data.importing.drafts import Record, RowDraft
from crm_desktop.gui.kit.fields_pane import FieldText, RecordText
from crm_desktop.gui.shell import values

_ADDRESS = ("street", "city", "region", "postal_code", "country")


def row_words(draft: RowDraft | None, custom: Mapping[str, CustomFieldRow]) -> RecordText:
    """Everything the row gives, the person first, then the company. ``custom``: the fields that
    people added, by id."""
    if draft is None:
        return RecordText(_("This row is empty"), "", _("Nothing of it is imported."), ())
    if draft.error is not None:
        return RecordText(_("This row can't be imported"), "", draft.error.text(), ())
    person, company = draft.contact, draft.company
    name = _name(person) if person else (company or {}).get("name", "")
    firm = company.get("name", "") if person and company else ""
    return RecordText(name or _("No name"), firm, "", _fields(draft, custom))


def _name(person: Record) -> str:
    family, given = person.get("family_name", ""), person.get("given_name", "")
    return display_name(family, given, person.get("middle_name", ""), current_language())


def _fields(draft: RowDraft, custom: Mapping[str, CustomFieldRow]) -> list[FieldText]:
    person, company = draft.contact or {}, draft.company or {}
    about_company = values.filled(_company(company, custom))
    return values.filled(
        [
            (_("Middle name"), person.get("middle_name")),
            (_("Position"), draft.position or person.get("position")),
            *_reached(person),
            (_("Birthday"), values.birthday(person.get("birthday"))),
            (_("Languages"), ", ".join(person.get("languages", ()))),
            (_("Status"), values.status(person.get("status") or company.get("status"))),
            (_("Source"), person.get("source")),
            (_("Tags"), ", ".join(draft.tags)),
            (_("Owner"), draft.owner),
            *_custom(person, custom),
            (_("Note"), person.get("note")),
        ]
    ) + (
        [FieldText(_("Company: {field}").format(field=f.label), f.value) for f in about_company]
        if draft.contact
        else about_company
    )


def _custom(
    record: Record, custom: Mapping[str, CustomFieldRow]
) -> Iterable[tuple[str, str | None]]:
    """As their fields show them."""
    shown = Shown({}, LOCAL_ZONE)
    for item in record.get("custom", ()):
        if (field := custom.get(item["field"])) is not None:
            yield field.name, show_value(field, item["value"], shown)


def _company(company: Record, custom: Mapping[str, CustomFieldRow]) -> list[tuple[str, str | None]]:
    tax_ids = (f"{item['kind'].upper()} {item['value']}" for item in company.get("tax_ids", ()))
    return [
        *_reached(company),
        (_("Legal name"), company.get("legal_name")),
        (_("Industry"), company.get("industry")),
        (_("Tax numbers"), values.lines(tax_ids)),
        *_custom(company, custom),
        (_("Note"), company.get("note")),
    ]


def _reached(record: Record) -> list[tuple[str, str | None]]:
    return [
        (_("Phone"), values.lines(map(_phone, record.get("phones", ())))),
        (_("E-mail"), values.lines(map(_email, record.get("emails", ())))),
        (_("Messengers"), values.messengers(record.get("messengers", ()))),
        (_("Sites"), values.lines(record.get("sites", ()))),
        (_("Address"), values.lines(_addresses(record.get("addresses", ())))),
    ]


def _phone(item: Mapping[str, Any]) -> str:
    return values.with_type(format_phone(item["value"], item.get("extension")), item.get("type"))


def _email(item: Mapping[str, Any]) -> str:
    return values.with_type(item["value"], item.get("type"))


def _addresses(items: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for item in items:
        parts = [item[part] for part in _ADDRESS if item.get(part)]
        yield ", ".join(parts) or item.get("text") or ""
