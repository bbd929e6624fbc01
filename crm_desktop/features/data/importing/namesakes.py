"""Who comes in new although somebody like them is here: perhaps duplicates.

A name alone merges nobody, and neither does the phone of a company (command-line.md, 'Duplicates').
Asked by ``portions`` for each portion before it is written, on the import's own thread and in the
process where it plans.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.core.values.emails import own_domain
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.common.reach import QueryContext
from crm_desktop.features.common.similar import name_words, shares_a_word
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.similar import proper_name
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.data.importing import planning
from crm_desktop.features.data.importing.commands import PossibleDuplicate
from crm_desktop.features.data.importing.memory import Memory
from crm_desktop.features.data.importing.planned_deals import PlannedRow
from crm_desktop.features.data.importing.planning import Planned


@dataclass
class Noticing:
    """What was asked once in an import: the oldest company of each domain of its own, by hash."""

    _seen: dict[tuple[str, str], str] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)
    _domains: dict[int, int] | None = None

    def notice(
        self,
        reader: QueryContext,
        rows: Sequence[PlannedRow],
        memory: Memory,
        told: Collection[int],
        *,
        newest: int | None,
        remembering: bool,
    ) -> list[PossibleDuplicate]:
        """Those of a portion, but for companies of the rows that are ``told`` already. ``newest``
        is the internal key of the newest person before the import; ``remembering``: a dry run."""
        found = at_one_company(reader, rows, memory, self._seen if remembering else {})
        noticed = {pair.row_number for pair in found}
        elsewhere = known_by_name_alone(reader, rows, newest, self._known)
        found += [pair for pair in elsewhere if pair.row_number not in noticed]
        return [*found, *self._alike(reader, rows, memory, told)]

    def _alike(
        self,
        reader: QueryContext,
        rows: Sequence[PlannedRow],
        memory: Memory,
        told: Collection[int],
    ) -> Iterator[PossibleDuplicate]:
        """New companies with the e-mail or the e-mail's own domain of one that was here before, or
        with the phone of one that is called like them."""
        new = {
            firm.id: (row.number, firm)
            for row, firm, *_people in reversed(rows)
            if firm and firm.is_new and row.number not in told and _reaches(firm)
        }
        if not new:
            return
        found = self._reached(reader, [firm for _number, firm in new.values()])
        names = companies.names_by_rid(reader, {rid for rids in found.values() for rid in rids})
        for number, firm in sorted(new.values(), key=lambda one: one[0]):
            own = firm.values["name"]
            there = [(way, names.get(rid)) for way in _reaches(firm) for rid in found[way]]
            like = [
                one[1]
                for way, one in there
                if one and not memory.made(one[0]) and ("@" in way or _sound_alike(own, one[1]))
            ]
            if like:
                yield PossibleDuplicate(number, own, "", like[0])

    def _reached(self, reader: QueryContext, firms: Sequence[Planned]) -> dict[str, list[int]]:
        """Internal keys of companies by the phones, addresses and ``@domains`` of these."""
        reaches = {reach for firm in firms for reach in _reaches(firm)}
        domains = {reach for reach in reaches if reach.startswith("@")}
        phones = {reach for reach in reaches if "@" not in reach}
        found: dict[str, list[int]] = defaultdict(list)
        for reach, rid in companies.reached_by(reader, phones, reaches - phones - domains):
            found[reach].append(rid)
        if domains and self._domains is None:
            self._domains = {}
            for address, rid in companies.all_emails(reader):
                self._domains.setdefault(hash(f"@{own_domain(address)}"), rid)
        for reach in domains:
            if (oldest := (self._domains or {}).get(hash(reach))) is not None:
                found[reach].append(oldest)
        return found


def _reaches(firm: Planned) -> list[str]:
    """The addresses, their own domains as ``@domain``, and the phones of a company."""
    addresses = [item["value"].lower() for item in firm.values.get("emails") or ()]
    domains = dict.fromkeys(filter(None, map(own_domain, addresses)))
    phones = [item["value"] for item in firm.values.get("phones") or ()]
    return [*addresses, *(f"@{domain}" for domain in domains), *phones]


def _sound_alike(one: str, other: str) -> bool:
    return shares_a_word(name_words(proper_name(one)), name_words(proper_name(other)))


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
    reader: QueryContext,
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
