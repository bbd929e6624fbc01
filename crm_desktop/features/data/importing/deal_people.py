"""Those who take part in deals that are here already, found again by their names.

Who takes part in a deal need not work at its company; rows that tell of the deal once more mean
the same person, not a namesake at that company. Used by ``portions``.
"""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.data.importing.incoming import IncomingRow
from crm_desktop.features.data.importing.planning import (
    Key,
    Planned,
    Shelf,
    Values,
    match_contact,
    participant_key,
)
from crm_desktop.features.deals.matching.queries import find_by_source
from crm_desktop.features.deals.records import DEAL
from crm_desktop.store.loading import load_by_id, load_by_rid


def meet_participants(reader: HasConnection, shelf: Shelf, rows: Sequence[IncomingRow]) -> None:
    """Put those on the shelf who take part in the rows' deals, where a row names somebody whom
    nothing else tells."""
    pairs = {
        key[1]
        for row in rows
        if row.deal
        for person in row.people
        if match_contact(shelf, person.values, person.keys) is None
        for key in row.deal.keys
    }
    found = find_by_source(reader, pairs) if pairs else []
    deals = load_by_rid(reader.connection, DEAL, {rid for _pair, rid in found})
    ids = {item["contact"] for one in deals.values() for item in one.state["contacts"]}
    people = load_by_id(reader.connection, CONTACT, ids) if ids else {}
    for pair, rid in found:
        for item in deals[rid].state["contacts"] if rid in deals else ():
            here = people.get(item["contact"])
            if here is None or here.state["deleted_at"]:
                continue
            known = shelf.planned.get(here.id) or Planned(
                here.id, dict(here.state), here.state, here.rid, here.version
            )
            shelf.put(known, [participant_key(here.state, pair)])


def participant_of(shelf: Shelf, row: IncomingRow, person: Values) -> Planned | None:
    """Who takes part in the row's deal already and is called like this person."""
    keys: list[Key] = [participant_key(person, key[1]) for key in row.deal.keys] if row.deal else []
    return match_contact(shelf, person, keys)
