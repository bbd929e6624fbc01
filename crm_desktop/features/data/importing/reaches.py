"""Cells that hold ways to reach somebody: phones, e-mails, sites, messengers, addresses.

``cells`` asks for a handler once for each column; it runs in worker processes for every filled
cell. Several values may stand in one cell, of another kind too; label columns beside a value
(Google's ``Phone 1 - Label``) type it. What is no such value goes to the note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.core.values.area_codes import is_local, with_area_code
from crm_desktop.core.values.emails import find_emails
from crm_desktop.core.values.links import check_messenger, check_url
from crm_desktop.core.values.phones import find_phones
from crm_desktop.features.data.importing.fields import group_of
from crm_desktop.features.data.importing.headers import (
    address_type_of_company,
    service_of_label,
    type_of_label,
)
from crm_desktop.features.data.importing.recognise import Column
from crm_desktop.features.data.importing.rowparts import (
    FoundEmail,
    FoundPhone,
    Handler,
    LocalPhone,
    RowParts,
    one_line,
)

_LIST = re.compile(r":::|[,;\n|]")
_WORDS = re.compile(r":::|[,;\s]+")
_BETWEEN = " ,;|:"
_NUMBERED = re.compile(r" \d+(?=: )")


def reach_handler(column: Column, region: str) -> Handler | None:
    """The function that takes this column's cells, or ``None`` if they are no way to reach
    anybody. ``region`` is the country of phones written without one."""
    make = _BY_GROUP.get(group_of(column.field))
    return make(column, region) if make else None


def _phones(
    row: RowParts, text: str, *, column: Column, region: str, type_: str, company: bool
) -> None:
    found, rest = find_phones(text, region)
    emails, rest = find_emails(rest) if "@" in rest else ([], rest)
    if column.labels and found:
        type_ = _labelled_type(row, column, "phone") or "other"
    starred = _is_starred(row, text, column)
    phones = row.company_phones if company else row.phones
    phones += [FoundPhone(phone, type_, starred) for phone in found]
    own = type_ if type_ in {"work", "home"} else "other"
    _emails_of(row, company).extend(FoundEmail(email, own, False) for email in emails)
    before = len(phones) - len(found)
    for piece in filter(is_local, map(str.strip, _LIST.split(rest))) if rest else ():
        place = before if text.startswith(piece) else len(phones)
        local = LocalPhone(column.source, piece, type_, region, company, place)
        row.local_phones.append(local)
        rest = rest.replace(piece, "", 1)
    _rest(row, rest.strip(_BETWEEN), column.source)


def settle_local_phones(row: RowParts) -> None:
    """Numbers without an area code get that of the row's town; where it names none they stay in
    the note as they are written, since what one dials elsewhere is not known."""
    if not row.local_phones:
        return
    addresses = (*row.addresses.values(), *row.company_addresses.values())
    towns = [address["city"] for address in addresses if "city" in address]
    wholes = (address["text"] for address in addresses if "text" in address)
    towns += [part for whole in wholes for part in _LIST.split(whole)]
    whole = [
        next(filter(None, (with_area_code(one.text, town, one.region) for town in towns)), None)
        for one in row.local_phones
    ]
    for local, phone in zip(row.local_phones, whole, strict=True):
        if phone is None:
            row.move(local.column, local.text)
    for local, phone in reversed([*zip(row.local_phones, whole, strict=True)]):
        if phone is not None:
            phones = row.company_phones if local.company else row.phones
            phones.insert(local.place, FoundPhone(phone, local.type, False))


def _emails(
    row: RowParts, text: str, *, column: Column, region: str, type_: str, company: bool
) -> None:
    found, rest = find_emails(text)
    phones, others = find_phones(rest, region) if any(map(str.isdigit, rest)) else ([], rest)
    rest = others if phones else rest
    if column.labels and found:
        type_ = _labelled_type(row, column, "email") or "other"
    starred = _is_starred(row, text, column)
    _emails_of(row, company).extend([FoundEmail(email, type_, starred) for email in found])
    kept = row.company_phones if company else row.phones
    kept += [FoundPhone(phone, type_, False) for phone in phones]
    _rest(row, rest, column.source)


def _emails_of(row: RowParts, company: bool) -> list[FoundEmail]:
    return row.company_emails if company else row.emails


def _rest(row: RowParts, rest: str, name: str) -> None:
    if rest and (line := clean_line(rest)).strip("*'"):
        row.move(name, line)


def _labelled_type(row: RowParts, column: Column, group: str) -> str | None:
    """The type by the label beside; a label that is no type is noted with the column's name."""
    for label in labels_of(row, column):
        found = type_of_label(label, group)
        if found:
            return found
        row.move(column.source, label.lstrip("* "))
    return None


def labels_of(row: RowParts, column: Column) -> Iterable[str]:
    cells = (row.cells[i] for i in column.labels if i < len(row.cells))
    return filter(None, map(clean_line, cells))


def _is_starred(row: RowParts, text: str, column: Column) -> bool:
    if not column.labels:
        return text.startswith("*")
    return text.startswith("*") or any(label[0] == "*" for label in labels_of(row, column))


def _sites(row: RowParts, text: str, *, column: Column, company: bool) -> None:
    sites = row.company_sites if company else row.sites
    refused = []
    for piece in filter(None, _WORDS.split(text)):
        try:
            sites.append(check_url(piece))
        except Invalid:
            refused.append(piece)
    if refused:
        row.move(column.source, " ".join(refused))
    _note_unknownlabels_of(row, column)


_SITE_LABELS = {"profile", "blog", "homepage", "home page", "website"}


def _note_unknownlabels_of(row: RowParts, column: Column) -> None:
    """Sites have no types; only a label somebody has thought out is worth keeping."""
    for label in labels_of(row, column):
        if fold(label) not in _SITE_LABELS and not type_of_label(label, "address"):
            row.move(column.source, label.lstrip("* "))


def _messengers(row: RowParts, text: str, *, column: Column, service: str) -> None:
    for label in labels_of(row, column):
        found = service_of_label(label)
        if found:
            service = found
        elif not type_of_label(label, "address"):
            row.move(column.source, label.lstrip("* "))
    for piece in filter(None, map(clean_line, _LIST.split(text))):
        _messenger(row, piece, service, column.source)


def _messenger(row: RowParts, text: str, service: str, name: str) -> None:
    """A name at the service; the address of a profile page that is no such name is a site."""
    try:
        row.messengers.append((service, check_messenger(service, text)))
    except Invalid:
        try:
            row.sites.append(check_url(text))
        except Invalid:
            row.move(name, text)


def _address(
    row: RowParts, text: str, *, column: Column, slot: str, part: str, type_: str, company: bool
) -> None:
    slots = row.company_addresses if company else row.addresses
    if column.labels:
        labelled = next((t for t in map(_address_type, labels_of(row, column)) if t), None)
        type_ = labelled or "other"
    address = slots.get(slot)
    if address is None:
        address = slots[slot] = {"type": type_}
    value = one_line(text)
    kept = address.get(part)
    if kept is None:
        address[part] = value
    elif value not in kept.split(", "):
        address[part] = f"{kept}, {value}"


def _address_type(label: str) -> str | None:
    return type_of_label(label, "address")


def _phone_handler(column: Column, region: str) -> Handler:
    company = column.field == "company.phone"
    type_ = "work" if company else column.field.split(".")[1]
    return partial(_phones, column=column, region=region, type_=type_, company=company)


def _email_handler(column: Column, region: str) -> Handler:
    company = column.field == "company.email"
    type_ = "work" if company else column.field.split(".")[1]
    return partial(_emails, column=column, region=region, type_=type_, company=company)


def _site_handler(column: Column, region: str) -> Handler:
    return partial(_sites, column=column, company=column.field == "company.site")


def _messenger_handler(column: Column, region: str) -> Handler:
    return partial(_messengers, column=column, service=column.field.split(".")[1])


def _address_handler(column: Column, region: str) -> Handler:
    _group, type_, part = column.field.split(".")
    slot = _slot(column, type_)
    return partial(_address, column=column, slot=slot, part=part, type_=type_, company=False)


def _company_address_handler(column: Column, region: str) -> Handler:
    part = column.field.split(".")[2]
    type_ = address_type_of_company(column.source)
    slot = _slot(column, type_)
    return partial(_address, column=column, slot=slot, part=part, type_=type_, company=True)


def _slot(column: Column, type_: str) -> str:
    """Tells to which of a row's addresses the column belongs: ``Work address 2: city``."""
    found = _NUMBERED.search(column.source)
    return f"{type_} {column.labels or column.repeat}{found[0] if found else ''}"


_BY_GROUP: dict[str, Callable[[Column, str], Handler]] = {
    "phone": _phone_handler,
    "company.phone": _phone_handler,
    "email": _email_handler,
    "company.email": _email_handler,
    "site": _site_handler,
    "company.site": _site_handler,
    "messenger": _messenger_handler,
    "address": _address_handler,
    "company.address": _company_address_handler,
}
