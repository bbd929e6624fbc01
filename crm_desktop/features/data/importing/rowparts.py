"""What the cells of one row have given so far, before it is known whose values they are.

Filled by the handlers of ``cells``, read by ``assembling``; lives for one row within one worker.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.phones import Phone
from crm_desktop.features.common.checks import LONGEST_LINE
from crm_desktop.features.data.importing.drafts import Record

T = TypeVar("T")


class FoundPhone(NamedTuple):
    """A phone with its type and whether the file marks it as the primary one."""

    phone: Phone
    type: str
    starred: bool


class FoundEmail(NamedTuple):
    """An e-mail with its type and whether the file marks it as the primary one."""

    value: str
    type: str
    starred: bool


class LocalPhone(NamedTuple):
    """A number without its area code: as it stands in its column, of what type, in which country,
    whose, and before which of the phones."""

    column: str
    text: str
    type: str
    region: str
    company: bool
    place: int


class RowParts:
    """The values of a row by field; single ones in ``values`` by code, lists beside it."""

    __slots__ = (
        "addresses",
        "also_named",
        "cells",
        "company_addresses",
        "company_emails",
        "company_notes",
        "company_phones",
        "company_sites",
        "custom",
        "emails",
        "kind",
        "languages",
        "local_phones",
        "messengers",
        "moved",
        "notes",
        "other_companies",
        "other_names",
        "phones",
        "relations",
        "sites",
        "tags",
        "values",
    )

    def __init__(self, cells: Sequence[str]) -> None:
        self.cells = cells
        self.kind: str | None = None
        self.values: dict[str, str] = {}
        self.other_names: list[tuple[str, str]] = []
        self.also_named: list[tuple[str, str]] = []  # behind the first in one cell
        self.phones: list[FoundPhone] = []
        self.company_phones: list[FoundPhone] = []
        self.local_phones: list[LocalPhone] = []
        self.emails: list[FoundEmail] = []
        self.company_emails: list[FoundEmail] = []
        self.sites: list[str] = []
        self.company_sites: list[str] = []
        self.messengers: list[tuple[str, str]] = []
        self.addresses: dict[str, dict[str, str]] = {}
        self.company_addresses: dict[str, dict[str, str]] = {}
        self.languages: list[str] = []
        self.tags: list[str] = []
        # By the number in the header: the name of a company besides, and the position there.
        self.other_companies: dict[int, dict[str, tuple[str, str]]] = {}
        self.relations: list[tuple[str, str]] = []  # column, ``Spouse: Anna Kim``
        self.notes: list[str] = []
        self.company_notes: list[str] = []
        self.moved: list[str] = []
        # By the id of the field: whose field it is, its column, the cell, the value.
        self.custom: dict[str, tuple[str, str, str, Any]] = {}

    def move(self, name: str, value: str) -> None:
        """Keep a value that no field takes: it goes to the note as ``Column: value``."""
        self.moved.append(f"{name}: {value}")


def phone_list(found: Sequence[FoundPhone]) -> list[Record]:
    """The phones of a record, each once, exactly one of them primary."""
    if not found:
        return []
    phones = found if len(found) == 1 else _each_once(found, lambda each: each.phone)
    primary = _primary(phones)
    return [
        {
            "value": each.phone.value,
            "extension": each.phone.extension,
            "type": each.type,
            "primary": index == primary,
        }
        for index, each in enumerate(phones)
    ]


def email_list(found: Sequence[FoundEmail]) -> list[Record]:
    """The e-mails of a record, each once, exactly one of them primary."""
    if not found:
        return []
    emails = found if len(found) == 1 else _each_once(found, lambda each: each.value.lower())
    primary = _primary(emails)
    return [
        {"value": each.value, "type": each.type, "primary": index == primary}
        for index, each in enumerate(emails)
    ]


def _each_once(found: Sequence[T], key: Callable[[T], object]) -> Sequence[T]:
    kept = {key(each): each for each in reversed(found)}
    return [kept.pop(key(each)) for each in found if key(each) in kept]


def _primary(found: Sequence[FoundPhone | FoundEmail]) -> int:
    """The index of the one that the file marks, else of the first that is no fax."""
    if len(found) < 2:
        return 0
    marked = [index for index, each in enumerate(found) if each.starred]
    calls = [index for index, each in enumerate(found) if each.type != "fax"]
    return (marked or calls or [0])[0]


def one_line(text: str) -> str:
    """The cleaned text of a cell without its line breaks."""
    return " ".join(text.split("\n")) if "\n" in text else text


def put_single(row: RowParts, text: str, *, code: str, name: str) -> None:
    """A field that holds one value: the first filled column wins, another value is noted, and so
    is a pasted text."""
    value = one_line(text)
    if len(value) > LONGEST_LINE:
        row.move(name, value)
        return
    kept = row.values.setdefault(code, value)
    if kept != value and fold(kept) != fold(value):
        row.move(name, value)


def put_checked(
    row: RowParts, text: str, *, code: str, name: str, check: Callable[[str], str]
) -> None:
    """The same of a value that ``check`` takes; one that it refuses is noted."""
    try:
        value = check(text)
    except Invalid:
        row.move(name, one_line(text))
    else:
        put_single(row, value, code=code, name=name)


Handler = Callable[[RowParts, str], None]
"""Takes one filled cell of its column into the parts of the row."""
