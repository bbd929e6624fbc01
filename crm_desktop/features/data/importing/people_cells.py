"""Several people in one cell: ``Иванов И.И., Петров П.П.``

Used by ``assembling`` and ``deal_assembling`` for each row, in worker processes. Pure.
"""

from __future__ import annotations

import re

from crm_desktop.core.values.emails import find_emails
from crm_desktop.core.values.names import has_initials, is_given_name
from crm_desktop.features.data.importing.contents import is_company_name
from crm_desktop.features.data.importing.rowparts import FoundEmail, RowParts

BETWEEN = re.compile(r":::|[;|\n]")
"""What stands between people in one cell, and nowhere else."""

# What stands between people, and elsewhere too.
_MAYBE_BETWEEN = re.compile(r"[,/&]|\s(?:и|and|i|oraz)\s")
_NAMES = ("family_name", "given_name")


def part_people(row: RowParts) -> None:
    """``Maeve O'Neill (maeve@example.com); John Smith`` of a deal: the first is the contact."""
    row.other_names = [
        (name, called) for name, text in row.other_names if (called := _first_of(row, name, text))
    ]


def part_colleagues(row: RowParts) -> None:
    """The same in a row of people, where each part is a whole name: else a cell is one name,
    with whatever stands in it."""
    if not row.other_names or any(name in row.values for name in _NAMES):
        return
    (name, text), *others = row.other_names
    parts = [part for part in map(str.strip, BETWEEN.split(text)) if part]
    if len(parts) > 1 and not all(map(_is_whole_name, parts)):
        return
    if len(people_in(text)) > 1 and (called := _first_of(row, name, text)):
        row.other_names = [(name, called), *others]


def _first_of(row: RowParts, name: str, text: str) -> str:
    """What the first one is called; the others wait in the row."""
    first, *others = people_in(text) or [text]
    row.also_named += [(name, other) for other in others]
    called, emails = name_and_emails(first)
    row.emails += emails
    return called


def people_in(text: str) -> list[str]:
    """Those whom a cell names, each once. Commas divide them only where each part is a whole name:
    in ``Kim, Marina`` they don't."""
    people = [part.strip() for part in BETWEEN.split(text)]
    if len(people) == 1:
        whole = [part.strip() for part in _MAYBE_BETWEEN.split(text)]
        people = whole if all(map(_is_whole_name, whole)) else people
    return list(dict.fromkeys(filter(None, people)))


def _is_whole_name(text: str) -> bool:
    called = name_and_emails(text)[0]
    words = called.split()
    named = len(words) > 1 and any(map(is_given_name, words))
    return (named or has_initials(called)) and not is_company_name(called)


def name_and_emails(text: str) -> tuple[str, list[FoundEmail]]:
    """``Maeve O'Neill (maeve@example.com)`` taken apart."""
    found, rest = find_emails(text)
    return rest.strip(" ()<>,"), [FoundEmail(value, "work", False) for value in found]
