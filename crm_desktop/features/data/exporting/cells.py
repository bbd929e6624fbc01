"""One record as the cells of a sheet's row, by column code.

``queries`` calls it for each record, on a reader's thread; pure. Codes are those of the import
(``importing.fields``) as far as it has the field; ``columns`` gives them their titles. Several
values in one cell are parted so that the import takes them apart again, the primary one first,
and marked by ``*`` where its place alone does not tell (as Google does).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crm_desktop.core.i18n import N_, _
from crm_desktop.features.contacts.fields import RELATION_CHOICES
from crm_desktop.features.data.exporting.shapes import Json
from crm_desktop.features.data.importing.fields import (
    ADDRESS_PARTS,
    EMAIL_TYPES,
    MESSENGER_SERVICES,
    PHONE_TYPES,
)
from crm_desktop.filters.catalogue import label_text
from crm_desktop.store.records import State

Cells = dict[str, str]

CONTACT_ADDRESS_TYPES = {"work": "work", "home": "home"}
COMPANY_ADDRESS_TYPES = {"legal": "legal", "actual": "actual", "work": "actual"}
STATUS_WORDS = {
    "potential": N_("Potential client"),
    "client": N_("Client"),
    "former": N_("Former client"),
    "partner": N_("Partner"),
    "supplier": N_("Supplier"),
}
_PLAIN = ("family_name", "given_name", "middle_name", "position", "birthday")
_SHARED = ("source", "owner", "note", "blacklisted")
_BANK_PARTS = {
    "bank_name": "bank",
    "iban": "iban",
    "account": "account",
    "bic": "bic",
    "correspondent_account": "correspondent_account",
}
_RELATIONS = {choice.code: choice.label for choice in RELATION_CHOICES}
_MANY = ":::"
_TAG_SEPARATORS = frozenset(",;|\n")


def numbered(code: str, number: int) -> str:
    """The code of the column for a record's second, third … value of a kind."""
    return code if number == 1 else f"{code}#{number}"


def messenger_code(service: str) -> str:
    """The code of the column for names at ``service``."""
    return f"messenger.{service if service in MESSENGER_SERVICES else 'other'}"


def contact_cells(shape: Json, state: State) -> Cells:
    """A person's filled cells. ``state`` gives what the JSON shape leaves out: the preferred
    way and hours of contact."""
    cells = {"kind": _("Contact"), **{code: shape[code] for code in _PLAIN if shape[code]}}
    _put_shared(cells, shape)
    _put_reaches(cells, shape)
    _put_companies(cells, shape["companies"])
    _put_addresses(cells, shape["addresses"], CONTACT_ADDRESS_TYPES)
    for item in shape["messengers"]:
        _append(cells, messenger_code(item["service"]), item["value"], ", ")
    if shape["languages"]:
        cells["languages"] = ", ".join(shape["languages"])
    for code in ("preferred_channel", "preferred_hours"):
        if state[code]:
            cells[code] = state[code]
    if consent := shape["consent"]:
        cells["consent"] = consent["date"] or _("yes")
        if consent["origin"]:
            cells["consent_origin"] = consent["origin"]
    if shape["relations"]:
        cells["relations"] = "\n".join(map(_related, shape["relations"]))
    return cells


def company_cells(shape: Json) -> Cells:
    """A company's filled cells."""
    cells: Cells = {"company.name": shape["name"]}
    for name in ("legal_name", "industry", "size"):
        if shape[name]:
            cells[f"company.{name}"] = shape[name]
    for kind, value in shape["tax_ids"].items():
        cells[f"company.{kind}"] = value
    if shape["parent"]:
        cells["parent"] = shape["parent"]
    _put_shared(cells, shape)
    _put_reaches(cells, shape)
    _put_addresses(cells, shape["addresses"], COMPANY_ADDRESS_TYPES)
    for number, account in enumerate(shape["bank_accounts"], start=1):
        for part, key in _BANK_PARTS.items():
            if account[key]:
                cells[numbered(f"company.{part}", number)] = account[key]
    return cells


def _put_shared(cells: Cells, shape: Json) -> None:
    for code in _SHARED:
        if shape[code]:
            cells[code] = shape[code]
    if shape["status"]:
        cells["status"] = _(STATUS_WORDS[shape["status"]])
    if shape["tags"]:
        cells["tags"] = tags_cell(shape["tags"])
    if shape["archived"]:
        cells["archived"] = _("yes")
    cells["created_at"] = shape["created_at"][:19] + "Z"  # to the second


def tags_cell(tags: Sequence[str]) -> str:
    """Parted by commas, or by ``:::`` if a tag itself holds what would part it."""
    if any(_TAG_SEPARATORS.intersection(tag) for tag in tags):
        return f" {_MANY} ".join(tags) if len(tags) > 1 else f"{tags[0]} {_MANY}"
    return ", ".join(tags)


def _put_reaches(cells: Cells, shape: Json) -> None:
    _put_typed(cells, "phone", PHONE_TYPES, shape["phones"])
    _put_typed(cells, "email", EMAIL_TYPES, shape["emails"])
    if shape["sites"]:
        cells["site"] = "\n".join(shape["sites"])


def _put_typed(cells: Cells, group: str, types: Sequence[str], items: Sequence[Json]) -> None:
    """Phones or e-mails, a column for each type."""
    if len(items) == 1:
        cells[f"{group}.{items[0]['type']}"] = _text(items[0])
        return
    in_columns = sorted(items, key=lambda item: (types.index(item["type"]), not item["primary"]))
    for item in in_columns:
        marked = item["primary"] and item is not _taken_as_primary(in_columns)
        text = "* " + _text(item) if marked else _text(item)
        _append(cells, f"{group}.{item['type']}", text, ", ")


def _taken_as_primary(in_columns: Sequence[Json]) -> Json:
    """Which one a reader takes for the primary if none is marked: the first that is no fax."""
    return next((item for item in in_columns if item["type"] != "fax"), in_columns[0])


def _text(item: Json) -> str:
    value: str = item["value"]
    if not item.get("extension"):
        return value
    return _("{phone} ext. {extension}").format(phone=value, extension=item["extension"])


def _related(tie: Json) -> str:
    return f"{label_text(_RELATIONS[tie['kind']])}: {tie['name']}"


def _append(cells: Cells, code: str, text: str, separator: str) -> None:
    kept = cells.get(code)
    cells[code] = text if kept is None else f"{kept}{separator}{text}"


def _put_companies(cells: Cells, links: Sequence[Json]) -> None:
    """The primary company, and the others in columns of their own. The position there stands
    in the person's."""
    if not links:
        return
    primary = next((link for link in links if link["primary"]), links[0])
    cells["company.name"] = primary["name"]
    others = (link for link in links if link is not primary)
    for number, link in enumerate(others, start=1):
        cells[numbered("other_company.name", number)] = link["name"]
        if link["position"]:
            cells[numbered("other_company.position", number)] = link["position"]


def _put_addresses(cells: Cells, addresses: Iterable[Json], types: dict[str, str]) -> None:
    counts: dict[str, int] = {}
    for address in addresses:
        kind = types.get(address["type"], "other")
        counts[kind] = counts.get(kind, 0) + 1
        for part in ADDRESS_PARTS:
            if address[part]:
                cells[numbered(f"address.{kind}.{part}", counts[kind])] = address[part]
