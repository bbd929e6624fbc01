"""A row of a file in words, as the record it will be.

Called by the wizard on the GUI thread; pure but for the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.i18n import _, current_language
from crm_desktop.core.values.money import format_money, from_major
from crm_desktop.core.values.names import display_name
from crm_desktop.core.values.numbers import shown_decimal
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.features.custom_fields.kinds import Shown, show_value
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.data.entries.columns import Draft
from crm_desktop.features.data.importing.drafts import Record, RowDraft
from crm_desktop.gui.kit.fields_pane import FieldText, RecordText
from crm_desktop.gui.kit.paint.marks import Tag
from crm_desktop.gui.shell import values

_TAG = "blue"  # which colour a tag has, or will get, is not known before the import
_ADDRESS = ("street", "city", "region", "postal_code", "country")


def row_words(draft: RowDraft | None, custom: Mapping[str, CustomFieldRow]) -> RecordText:
    """Everything the row gives, the person first, then the company. ``custom``: the fields that
    people added, by id."""
    if draft is None:
        return _nothing()
    if draft.error is not None:
        return _refused(draft.error.text())
    if draft.product is not None:
        product = draft.product
        return RecordText(product["name"], product.get("sku", ""), "", _product(product, custom))
    person, company = draft.contact, draft.company
    if draft.deal is not None:
        client = (company or {}).get("name") or (_name(person) if person else "")
        return RecordText(draft.deal["title"], client, "", _of_deal(draft, custom))
    name = _name(person) if person else (company or {}).get("name", "")
    firm = company.get("name", "") if person and company else ""
    return RecordText(
        name or _("No name"),
        firm,
        "",
        _fields(draft, custom, draft.owner),
        key=name,
        tags=[Tag(tag, _TAG) for tag in draft.tags],
        is_company=person is None,
    )


def entry_words(draft: Draft | None, fields: Mapping[str, CustomFieldRow]) -> RecordText:
    """The row as an entry of a custom list; ``fields`` of its entries, by id."""
    if draft is None:
        return _nothing()
    if not draft.name:
        return _refused(_("The row has no title."))
    shown = Shown({}, LOCAL_ZONE)
    given = {key: show_value(fields[key], value, shown) for key, value in draft.custom.items()}
    told = {**given, **draft.pointing}
    return RecordText(
        draft.name,
        "",
        "",
        values.filled(
            [
                *((one.name, told.get(key)) for key, one in fields.items()),
                (_("Note"), values.lines(draft.note)),
            ]
        ),
        key=draft.name,
        is_company=True,
    )


def _nothing() -> RecordText:
    return RecordText(_("This row is empty"), "", _("Nothing of it is imported."), ())


def _refused(reason: str) -> RecordText:
    return RecordText(_("This row can’t be imported"), "", reason, ())


def _product(product: Record, custom: Mapping[str, CustomFieldRow]) -> list[FieldText]:
    price = _("Price")
    return values.filled(
        [
            (_("Kind"), _("Service") if product.get("is_service") else _("Product")),
            (price, _money(product.get("price"), product.get("currency"))),
            *(
                (f"{price}: {name}", _money(amount, currency or product.get("currency")))
                for name, (amount, currency) in product.get("prices", {}).items()
            ),
            (_("VAT"), _percent(product.get("vat"))),
            (_("Unit"), product.get("unit")),
            *_custom(product, custom),
            (_("Description"), product.get("description")),
        ]
    )


def _of_deal(draft: RowDraft, custom: Mapping[str, CustomFieldRow]) -> list[FieldText]:
    """The deal, then its client."""
    deal = draft.deal or {}
    lines = (line["name"] or line["sku"] for line in deal.get("lines", ()))
    status = {"won": _("Won"), "lost": _("Lost")}.get(deal.get("status", ""))
    return values.filled(
        [
            (_("Pipeline"), deal.get("pipeline")),
            (_("Stage"), deal.get("stage")),
            (_("Won or lost"), status),
            (_("Amount"), _money(deal.get("amount"), deal.get("currency"))),
            (_("Expected close"), _day(deal.get("expected_close"))),
            (_("Products"), values.lines(lines)),
            (_("Contacts"), values.lines(map(_name, filter(None, [draft.contact, *draft.others])))),
            (_("Tags"), ", ".join(draft.tags)),
            (_("Owner"), draft.owner),
            *_custom(deal, custom),
            (_("Note"), deal.get("note")),
        ]
    ) + _fields(draft, custom)


def _percent(hundredths: int | None) -> str | None:
    if hundredths is None:
        return None
    return _("{number}%").format(number=shown_decimal(Decimal(hundredths) / 100))


def _day(text: str | None) -> str | None:
    return values.day(text) if text else None


def _money(amount: str | None, currency: str | None) -> str | None:
    """Of an amount without a currency only the number is known."""
    if not amount:
        return None
    number = Decimal(amount)
    return format_money(from_major(number, currency)) if currency else shown_decimal(number)


def _name(person: Record) -> str:
    family, given = person.get("family_name", ""), person.get("given_name", "")
    return display_name(family, given, person.get("middle_name", ""), current_language())


def _fields(
    draft: RowDraft, custom: Mapping[str, CustomFieldRow], owner: str | None = None
) -> list[FieldText]:
    person, company = draft.contact or {}, draft.company or {}
    about_company = values.filled(_company(company, custom))
    return values.filled(
        [
            (_("Middle name"), person.get("middle_name")),
            (_("Position"), draft.position or person.get("position")),
            *_reached(person),
            (_("Birthday"), values.birthday(person.get("birthday"))),
            (_("Languages"), values.languages(person.get("languages", ()))),
            (_("Status"), values.status(person.get("status") or company.get("status"))),
            (_("Source"), person.get("source")),
            (_("Owner"), owner),
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
