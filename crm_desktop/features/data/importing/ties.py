"""What rows lead to by name, when all of them are in: further companies, parents, related people.

Called by ``handlers`` behind the last row, on the import's own thread. A company that is not here
is made of its name, as a row that mentions one does; a person must be here, once. What can't be
tied stands in the note of its record, as it does for want of a field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.ids import new_id
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.contacts.relations import tell_others
from crm_desktop.features.data.importing.drafts import Tie
from crm_desktop.features.data.importing.memory import Memory, Noted, Tied
from crm_desktop.features.data.importing.planning import CREATED, UPDATED, Planned, link_company
from crm_desktop.features.data.importing.tied_cells import COMPANY as AT_COMPANY
from crm_desktop.features.data.importing.tied_cells import PARENT, RELATION
from crm_desktop.store.circles import circling
from crm_desktop.store.loading import Loaded, load_by_id
from crm_desktop.store.ready import NewRecord

_AT_ONCE = 50
_RECORDS = {"contact": CONTACT, "company": COMPANY}
Values = dict[str, Any]


@dataclass
class _Tying:
    """What some records are to become: (record, changes), and the companies that are made: name
    by id."""

    changed: list[tuple[str, Loaded, Values]] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)


def tie_up(work: LongWork, memory: Memory) -> None:
    """Tie the records that rows told of. What is tied already needs no transaction."""
    told = _joined(memory.ties)
    for start in range(0, len(told), _AT_ONCE):
        work.check_cancelled()
        some = told[start : start + _AT_ONCE]
        with work.reading() as reader:
            needed = _tying(reader, some, lock=False).changed
        if needed:
            tying = work.portion_anew(partial(_tie, some), len(some), lasting=False)
            memory.note(_noted(tying))


def suppose_ties(reader: HasConnection, memory: Memory, planned: Iterable[Planned]) -> None:
    """For a dry run: count the companies that would be made."""
    names = {_key(tie.name): tie.name for tie in _ties_to_companies(memory.ties)}
    known = {*companies.find_by_name(reader, set(names))}
    known |= {_key(firm.values["name"]) for firm in planned}
    memory.note(Noted((), [(name, CREATED) for name in names if name not in known], (), ()))


def _key(name: str) -> str:
    return sought(name) or ""


def _joined(told: Iterable[Tied]) -> list[Tied]:
    """Each record once, with the ties of all its rows."""
    ties: dict[tuple[str, str], dict[Tie, None]] = {}
    for one in told:
        ties.setdefault((one.entity, one.id), {}).update(dict.fromkeys(one.ties))
    return [Tied(*key, 0, tuple(some)) for key, some in ties.items()]


def _ties_to_companies(told: Iterable[Tied]) -> Iterable[Tie]:
    return (tie for one in told for tie in one.ties if tie.kind in (AT_COMPANY, PARENT))


def _noted(tying: _Tying) -> Noted:
    fates: dict[str, list[tuple[str, str]]] = {"contact": [], "company": []}
    for entity, here, _changes in tying.changed:
        fates[entity].append((here.id, UPDATED))
    made = [(key, CREATED) for key in tying.made]
    return Noted(fates["contact"], [*fates["company"], *made], (), ())


def _tie(told: Sequence[Tied], work: Work) -> _Tying:
    tying = _tying(work, told, lock=True)
    made = [NewRecord({"name": name}, key) for key, name in tying.made.items()]
    work.unit.insert_many("company", made)
    for entity in _RECORDS:
        changes = [(here, values) for of, here, values in tying.changed if of == entity]
        work.unit.update_many(entity, changes)
    for entity, here, values in tying.changed:
        if entity == "contact" and "relations" in values:
            tell_others(work, here.id, here.state["relations"], values["relations"])
    return tying


def _tying(reader: HasConnection, told: Sequence[Tied], *, lock: bool) -> _Tying:
    tying = _Tying()
    company_of = _company_finder(reader, told, tying)
    people = contacts.find_by_name(
        reader, {_key(tie.name) for one in told for tie in one.ties if tie.kind == RELATION}
    )
    for entity, record in _RECORDS.items():
        ties = {one.id: one.ties for one in told if one.entity == entity}
        loaded = load_by_id(reader.connection, record, sorted(ties), lock=lock)
        parents: dict[str, Values] = {}
        for key, here in loaded.items():
            if entity == "contact":
                values = _of_person(here, ties[key], company_of, people)
            else:
                values = _of_company(reader, here, ties[key], company_of, parents)
            changes = {name: new for name, new in values.items() if here.state[name] != new}
            if changes:
                tying.changed.append((entity, here, changes))
    return tying


def _company_finder(
    reader: HasConnection, told: Sequence[Tied], tying: _Tying
) -> Callable[[str], str]:
    """What gives the id of the company of a name, which is made if it is not here."""
    asked = {_key(tie.name) for tie in _ties_to_companies(told)}
    known = {key: firm.id for key, firm in companies.find_by_name(reader, asked).items()}

    def company_of(name: str) -> str:
        key = _key(name)
        if key not in known:
            known[key] = str(new_id())
            tying.made[known[key]] = name
        return known[key]

    return company_of


def _of_person(
    here: Loaded,
    ties: Sequence[Tie],
    company_of: Callable[[str], str],
    people: Mapping[str, Sequence[str]],
) -> Values:
    planned = Planned(here.id, {"companies": here.state["companies"]})
    relations, lines = list(here.state["relations"]), []
    for tie in ties:
        if tie.kind == AT_COMPANY:
            link_company(planned, company_of(tie.name), tie.detail)
            continue
        others = [key for key in people.get(_key(tie.name), ()) if key != here.id]
        wanted = [{"kind": tie.detail, "contact": key} for key in others]
        if any(one in relations for one in wanted):
            continue
        if len(wanted) == 1:
            relations += wanted
        else:
            lines.append(tie.told)
    return {
        "companies": planned.values["companies"],
        "relations": relations,
        "note": _with_lines(here.state["note"], lines),
    }


def _of_company(
    reader: HasConnection,
    here: Loaded,
    ties: Sequence[Tie],
    company_of: Callable[[str], str],
    parents: dict[str, Values],
) -> Values:
    """``parents`` are those that companies are about to get, this one too."""
    parent, lines = here.state["parent"], []
    for tie in ties if parent is None else ():
        wanted = {here.id: {"parent": company_of(tie.name)}}
        if parent is not None or circling(reader.connection, COMPANY, parents | wanted):
            lines.append(tie.told)
        else:
            parents |= wanted
            parent = wanted[here.id]["parent"]
    return {"parent": parent, "note": _with_lines(here.state["note"], lines)}


def _with_lines(note: str | None, lines: Sequence[str]) -> str | None:
    there = (note or "").split("\n")
    missing = [one for line in lines for one in line.split("\n") if one not in there]
    return "\n".join(filter(None, [note, *missing])) or None
