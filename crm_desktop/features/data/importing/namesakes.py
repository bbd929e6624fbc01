"""Who comes in new although somebody of that name is here: perhaps duplicates.

A name alone merges nobody (command-line.md, 'Duplicates'). Asked by ``portions`` for each portion
before it is written, on the import's own thread and in the process where it plans.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.common.reach import Asking
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.data.importing import planning
from crm_desktop.features.data.importing.commands import PossibleDuplicate
from crm_desktop.features.data.importing.memory import Memory
from crm_desktop.features.data.importing.planned_deals import PlannedRow


def at_one_company(
    reader: HasConnection,
    rows: Sequence[PlannedRow],
    memory: Memory,
    seen: MutableMapping[tuple[str, str], str],
) -> list[PossibleDuplicate]:
    """New people who have a namesake at the same company. At one that this import made itself,
    the workspace needn't be asked who is there; ``seen`` are those that a dry run would have
    written, by name and company."""
    named = [
        (row, person, firm, key)
        for row, firm, contact, others in rows
        for person in (contact, *others)
        if person and firm and person.is_new and (key := planning.namesake_key(person))
    ]
    asked = [
        (name, firm.rid)
        for _row, _person, firm, (name, _id) in named
        if firm.rid and not memory.made(firm.id)
    ]
    names, rids = {name for name, _rid in asked}, {rid for _name, rid in asked}
    known = contacts.find_namesakes(reader, names, rids) if rids else set()
    return [
        PossibleDuplicate(row.number, key[0], firm.values["name"])
        for row, person, firm, key in named
        if memory.wrote(*key)
        or (key[0], firm.rid) in known
        or seen.setdefault(key, person.id) != person.id
    ]


def known_by_name_alone(
    reader: Asking,
    rows: Sequence[PlannedRow],
    newest: int | None,
    known: MutableMapping[str, str],
) -> list[PossibleDuplicate]:
    """New people of whom their row tells neither phone nor e-mail, with a name that somebody has
    who was here before the import (up to the internal key ``newest``), wherever that one works.
    ``known`` are those found before: a common name has thousands of bearers."""
    named = {
        row.number: (name, sought(name) or name)
        for row, _firm, person, _others in rows
        if person and person.is_new and row.contact and row.contact.older
        if (name := planning.whole_name(person))
    }
    unknown = {key for _name, key in named.values() if key not in known}
    if unknown:
        known.update(contacts.find_called(reader, unknown, newest))
    return [
        PossibleDuplicate(number, name, known[key])
        for number, (name, key) in named.items()
        if key in known
    ]
