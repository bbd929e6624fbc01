"""Which columns a sheet has, and their titles.

Called by ``queries`` once for an export; pure. Only what some record holds gets a column. Titles
are the labels of the import's fields in the interface language, so that our own import
recognises what we wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.core.i18n import N_, Message, msg
from crm_desktop.features.data.exporting.cells import Cells, numbered
from crm_desktop.features.data.importing.fields import (
    ADDRESS_PARTS,
    BANK_PARTS,
    EMAIL_TYPES,
    FIELDS,
    MESSENGER_SERVICES,
    PHONE_TYPES,
    TAX_ID_KINDS,
)

OTHER_COMPANY = "other_company"
BANK = "bank"

_PHONES = tuple(f"phone.{kind}" for kind in PHONE_TYPES)
_EMAILS = tuple(f"email.{kind}" for kind in EMAIL_TYPES)
_END = ("status", "source", "owner", "tags")
_LAST = ("blacklisted", "archived", "created_at", "note")

CONTACT_ORDER = (
    "kind",
    "family_name",
    "given_name",
    "middle_name",
    "position",
    "company.name",
    OTHER_COMPANY,
    *_PHONES,
    *_EMAILS,
    *(f"messenger.{service}" for service in MESSENGER_SERVICES),
    "site",
    "address.work",
    "address.home",
    "address.other",
    "birthday",
    "languages",
    "preferred_channel",
    "preferred_hours",
    *_END,
    "consent",
    "consent_origin",
    "relations",
    *_LAST,
)
COMPANY_ORDER = (
    "company.name",
    "company.legal_name",
    *(f"company.{kind}" for kind in TAX_ID_KINDS),
    *_PHONES,
    *_EMAILS,
    "site",
    "address.legal",
    "address.actual",
    "address.other",
    "company.industry",
    "company.size",
    "parent",
    *_END,
    BANK,
    *_LAST,
)
_SEVERAL_COLUMNS = {
    OTHER_COMPANY: ("other_company.name", "other_company.position"),
    BANK: tuple(f"company.{part}" for part in BANK_PARTS),
    **{
        f"address.{kind}": tuple(f"address.{kind}.{part}" for part in ADDRESS_PARTS)
        for kind in ("work", "home", "other", "legal", "actual")
    },
}
_OWN_LABELS = {
    "id": N_("ID"),
    "title": N_("Title"),
    "is_service": N_("Service"),
}
_OWN_ADDRESSES = {
    "address.legal": N_("Registered address: {part}"),
    "address.actual": N_("Company’s address: {part}"),
}


@dataclass(frozen=True)
class SheetColumn:
    """A column: the code of its cells, and its title."""

    code: str
    title: str


def sheet_columns(order: tuple[str, ...], widths: Mapping[str, int]) -> list[SheetColumn]:
    """The columns in ``order``; ``widths`` says how many values of each code a record has at
    most (none: no column)."""
    return [
        SheetColumn(numbered(part, number), _title(part, number))
        for code in order
        for number in range(1, widths.get(code, 0) + 1)
        for part in _SEVERAL_COLUMNS.get(code, (code,))
    ]


def row_of(columns: list[SheetColumn], cells: Cells) -> list[str]:
    """The cells in the order of the columns."""
    return [cells.get(column.code, "") for column in columns]


def _title(code: str, number: int) -> str:
    """``Work address: city``, of the second one ``Work address 2: city``."""
    title = _label(code).text()
    if number == 1:
        return title
    name, colon, part = title.partition(":")
    return f"{name} {number}{colon}{part}"


def _label(code: str) -> Message:
    if code in FIELDS:
        return FIELDS[code].label
    if code in _OWN_LABELS:
        return Message(_OWN_LABELS[code])
    group, part = code.rsplit(".", 1)
    name = FIELDS[f"company.address.{part}"].label.values["part"]
    return msg(_OWN_ADDRESSES[group], part=name)
