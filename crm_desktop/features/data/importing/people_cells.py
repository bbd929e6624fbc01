"""Several people in one cell, and what stands behind names: ``Иванов И.И., Петров П.П. (юрист)``

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
_ANDS = (" и ", " and ", " i ", " oraz ")
_MAYBE_BETWEEN = re.compile(f"[,/&]|{'|'.join(_ANDS)}")
# “/” and “и” stand in positions, too: who names most people is right.
_WAYS = (BETWEEN, re.compile(","), re.compile("[,/]"), _MAYBE_BETWEEN)
_BEHIND_NAME = re.compile(r"(.+?)\s*(?:\(([^()]+)\)|\s[-–—]\s+(.+))")
_NO_POSITION = re.compile(r"[\d@:,]")
_NAMES = ("family_name", "given_name")


def part_people(row: RowParts) -> None:
    """``Maeve O'Neill (maeve@example.com); John Smith`` of a deal: the first is the contact."""
    row.other_names = [
        (name, called) for name, text in row.other_names if (called := _first_of(row, name, text))
    ]


def part_colleagues(row: RowParts) -> None:
    """The same in a row of people, where each part is a whole name, perhaps with a position or an
    e-mail behind it: else a cell is one name, with whatever stands in it."""
    if not row.other_names or any(name in row.values for name in _NAMES):
        return
    (name, text), *others = row.other_names
    if text.replace(" ", "").isalpha() and not any(between in text for between in _ANDS):
        return  # as nearly all
    people = max((_named_in(way.split(text)) for way in _WAYS), key=len)
    (first, position), *further = people or [(text, "")]
    called, emails = name_and_emails(first)
    if not (people or (emails and _is_whole_name(called))):
        return
    row.emails += emails
    row.other_names = [(name, called), *others]
    if position and row.values.setdefault("position", position) != position:
        row.move(name, position)
    row.also_named += [(name, f"{one} ({does})" if does else one) for one, does in further]


def _named_in(parts: list[str]) -> list[tuple[str, str]]:
    """(name, position) of several people, or of one with a position; nobody of all else."""
    people: list[tuple[str, str]] = []
    for part in filter(None, map(str.strip, parts)):
        called, position = without_position(part)
        if _is_whole_name(called):
            people.append((called, position))
        elif people and not people[-1][1] and _is_position(part):
            people[-1] = people[-1][0], part
        else:
            return []
    once = list(dict.fromkeys(people))
    return once if len(once) > 1 or any(position for _called, position in once) else []


def without_position(text: str) -> tuple[str, str]:
    """``Иванов И.И. (директор)`` or ``Иванов И.И. - директор`` taken apart. What begins with a
    capital may be another name."""
    found = _BEHIND_NAME.fullmatch(text)
    position = (found[2] or found[3]).strip() if found else ""
    if found is None or not _is_position(position) or not _is_whole_name(found[1]):
        return text, ""
    return found[1], position


def _is_position(text: str) -> bool:
    return text[:1].islower() and not _NO_POSITION.search(text)


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
