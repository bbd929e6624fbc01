"""How many values of each code records of one kind have at most: the columns of a sheet.

Asked by ``queries`` once for an export, on a reader's thread.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.data.exporting.cells import (
    COMPANY_ADDRESS_TYPES,
    CONTACT_ADDRESS_TYPES,
    messenger_code,
)
from crm_desktop.features.data.exporting.columns import BANK, OTHER_COMPANY
from crm_desktop.store.records import RecordType

_COMPANY_CODES = {
    "owner_rid": "owner",
    "parent_rid": "parent",
    **{name: f"company.{name}" for name in ("name", "legal_name", "industry", "size")},
}
_DEAL_CODES = {
    "owner_rid": "owner",
    "company_rid": "company.name",
    "lost_reason_rid": "deal.lost_reason",
    **{
        name: f"deal.{name}"
        for name in ("chance", "expected_close", "closed_at", "lost_detail", "lost_comment")
    },
}
_ALWAYS = ("id", "title", "pipeline", "stage", "status", "amount", "currency")


def contact_widths(reader: Reader, record: RecordType) -> dict[str, int]:
    """The columns of people."""
    services = _most(reader, record, "messengers", "service")
    companies = max(_most(reader, record, "companies").values(), default=0)
    # A row without a person's name but with a company's would be read as the company's.
    names = (record.table.c[name] for name in ("family_name", "given_name", "middle_name"))
    nameless = sa.select(record.table.c.rid).where(*(name.is_(None) for name in names)).limit(1)
    return {
        **_client_widths(reader, record, {"owner_rid": "owner"}, CONTACT_ADDRESS_TYPES),
        **{messenger_code(service): 1 for service in services},
        "kind": int(reader.connection.execute(nameless).first() is not None),
        "company.name": min(1, companies),
        OTHER_COMPANY: max(0, companies - 1),
        "relations": min(1, max(_most(reader, record, "relations").values(), default=0)),
    }


def company_widths(reader: Reader, record: RecordType) -> dict[str, int]:
    """The columns of companies."""
    return {
        **_client_widths(reader, record, _COMPANY_CODES, COMPANY_ADDRESS_TYPES),
        **{f"company.{kind}": 1 for kind in _most(reader, record, "tax_ids", "kind")},
        BANK: max(_most(reader, record, "bank_accounts").values(), default=0),
    }


def deal_widths(reader: Reader, record: RecordType) -> dict[str, int]:
    """The columns of deals: those of products only where a deal has any."""
    widths = _used(reader, record, _DEAL_CODES)
    widths |= {"id": 1, **{f"deal.{name}": 1 for name in _ALWAYS}}
    for field, code in (("contacts", "full_name"), ("tags", "tags")):
        widths[code] = min(1, max(_most(reader, record, field).values(), default=0))
    widths["deal.roles"] = int(any(_most(reader, record, "contacts", "role")))
    has_lines = bool(_most(reader, record, "lines"))
    parts = ("name", "sku", "quantity", "unit", "price", "discount", "vat")
    return widths | {f"product.{part}": int(has_lines) for part in parts}


def product_widths(reader: Reader, record: RecordType) -> dict[str, int]:
    """The columns of the catalogue."""
    codes = {"price_minor": "product.price", "description": "note"}
    codes |= {name: f"product.{name}" for name in ("name", "sku", "unit", "vat")}
    return _used(reader, record, codes) | {"deal.currency": 1}


def entry_widths(reader: Reader, record: RecordType) -> dict[str, int]:
    """The columns of a custom list, before those of its own fields."""
    return _used(reader, record, {"name": "title"})


def _used(reader: Reader, record: RecordType, codes: Mapping[str, str]) -> dict[str, int]:
    """The columns of the table that hold anything; ``codes``: what the sheet calls them."""
    names = [column.name for column in record.table.columns]
    counts = reader.connection.execute(
        sa.select(*(sa.func.count(record.table.c[name]) for name in names)).where(
            record.holds(record.table)
        )
    ).one()
    used = {name for name, count in zip(names, counts, strict=True) if count}
    return {codes.get(name, name): 1 for name in used}


def _client_widths(
    reader: Reader,
    record: RecordType,
    codes: Mapping[str, str],
    address_types: Mapping[str, str],
) -> dict[str, int]:
    """What people and companies share."""
    widths = _used(reader, record, codes)
    widths["consent_origin"] = widths.get("consent", 0)
    for field, group in (("phones", "phone"), ("emails", "email")):
        widths |= {f"{group}.{kind}": 1 for kind in _most(reader, record, field, "type")}
    for field, code in (("sites", "site"), ("tags", "tags")):
        widths[code] = min(1, max(_most(reader, record, field).values(), default=0))
    for type_, number in _most(reader, record, "addresses", "type").items():
        code = f"address.{address_types.get(type_, 'other')}"
        widths[code] = widths.get(code, 0) + number
    return widths


def _most(reader: Reader, record: RecordType, field: str, by: str | None = None) -> dict[str, int]:
    """How many items of the list ``field`` one record has at most, for each value of ``by``."""
    belonging = record.belonging(field)
    assert belonging is not None
    table = belonging.table
    group = table.c[by] if by else sa.literal_column("''")
    owner = table.c[record.owner]
    counted = (
        sa.select(group.label("value"), sa.func.count().label("number"))
        .select_from(table)
        .group_by(owner, *([table.c[by]] if by else []))
        .subquery()
    )
    rows = reader.connection.execute(
        sa.select(counted.c.value, sa.func.max(counted.c.number)).group_by(counted.c.value)
    )
    return {row[0]: row[1] for row in rows}
