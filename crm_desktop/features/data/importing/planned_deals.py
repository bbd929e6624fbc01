"""The deals of a portion as they will be, and which of those that are here a row means.

Used by ``deal_portions``; only reads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crm_desktop.features.common.reach import QueryContext, hidden_among
from crm_desktop.features.data.importing.deal_lines import kept_minor
from crm_desktop.features.data.importing.incoming import Incoming, IncomingRow
from crm_desktop.features.data.importing.planning import Key, Planned, titles_contradict
from crm_desktop.features.data.importing.sources import SHEET
from crm_desktop.features.deals.matching.queries import find_by_source
from crm_desktop.features.deals.records import DEAL
from crm_desktop.store import journal
from crm_desktop.store.loading import load_by_rid

_TOLD = {"company", "contacts", "amount_minor"}


class PlannedRow(NamedTuple):
    """A row with what becomes of its company, its contact and the people named beside."""

    row: IncomingRow
    firm: Planned | None
    person: Planned | None
    others: tuple[Planned, ...] = ()

    @property
    def people(self) -> list[Planned]:
        """The contact and those named beside."""
        return [self.person, *self.others] if self.person else [*self.others]


@dataclass
class PlannedDeal:
    """A deal as it will be: its values in ``planned`` (of one that is here), or ``told`` by the
    file (of a new one), with the ``lines``, ``amounts`` and ``people`` of all its rows, the
    ``roles`` of these by their ids; ``row`` is the first of these. One that the person doesn't see
    (``is_hidden``) stays as it is. ``barred`` is the client on the blacklist, by name."""

    row: IncomingRow
    planned: Planned
    told: dict[str, Any]
    lines: list[Mapping[str, Any]] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    firm: Planned | None = None
    people: list[Planned] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    is_hidden: bool = False
    barred: str = ""

    @property
    def id(self) -> str:
        """Of the record that is or will be."""
        return self.planned.id

    @property
    def is_new(self) -> bool:
        """Whether the deal is not in the workspace yet."""
        return self.planned.is_new

    @property
    def changes(self) -> bool:
        """Whether a deal that is here gets anything."""
        return bool(self.planned.changes or (self.lines and not self.is_new))

    @property
    def title(self) -> str:
        """What it is called."""
        return str((self.planned.before or self.told).get("title") or "")

    @property
    def clients(self) -> set[str]:
        """The ids of its company and of who takes part, here and as the file tells."""
        before = self.planned.before or {}
        there = {before.get("company"), *(one["contact"] for one in before.get("contacts") or ())}
        told = {one.id for one in (self.firm, *self.people) if one}
        return told | {one for one in there if one}


Known = dict[Key, list[PlannedDeal]]
"""Deals that rows may speak of, by the keys under which they are known."""


def meet(reader: QueryContext, known: Known, rows: Sequence[IncomingRow]) -> None:
    """Find the deals of the workspace that rows speak of."""
    row_of = {
        key[1]: row for row in rows if row.deal for key in (*row.deal.keys, *row.deal.older_keys)
    }
    found = find_by_source(reader, set(row_of)) if row_of else []
    loaded = load_by_rid(reader.connection, DEAL, {rid for _key, rid in found})
    hidden = hidden_among(reader, "deal", {one.id for one in loaded.values()})
    for pair, rid in sorted(found, key=lambda one: one[1]):
        here, there = loaded.get(rid), known.setdefault(("source", pair), [])
        if here is None or here.state["deleted_at"] or any(one.id == here.id for one in there):
            continue
        planned = Planned(here.id, dict(here.state), here.state, here.rid, here.version)
        there.append(PlannedDeal(row_of[pair], planned, {}, is_hidden=here.id in hidden))


def match(
    reader: QueryContext,
    known: Known,
    incoming: Incoming,
    met: PlannedRow,
    of_sheet: Collection[str] = (),
) -> PlannedDeal | None:
    """The deal that the row means, if any of those ``known``; ``of_sheet`` are the ids of those
    that earlier rows of its sheet mean."""
    for key in incoming.keys:
        for deal in known.get(key, ()):
            if _is_another(deal, key, incoming, met):
                continue
            if deal.id in of_sheet or not _has_namesake(reader, deal, key, incoming, met):
                return deal
    return _known_before(known, incoming, met)


def _is_another(deal: PlannedDeal, key: Key, incoming: Incoming, met: PlannedRow) -> bool:
    """Whether a deal with the row's number is another one: sheets of no known program number
    their rows as they like. It is called otherwise then, and has another client or, where one of
    them tells none, comes to another amount; else one of which no client was known gets the
    row's."""
    system, number = key[1]
    if system != SHEET or number == deal.id:
        return False
    if not titles_contradict(deal.title, incoming.values.get("title") or ""):
        return False
    clients = _clients_of(met)
    if bool(clients) != bool(deal.clients):
        return _comes_to_another_amount(deal, incoming)
    return clients.isdisjoint(deal.clients)


def _has_namesake(
    reader: QueryContext, deal: PlannedDeal, key: Key, incoming: Incoming, met: PlannedRow
) -> bool:
    """Whether the row of such a sheet is another deal though it is called the same: client and
    amount are both others, and nobody changed them here since the deal came in."""
    system, number = key[1]
    clients = _clients_of(met)
    if system != SHEET or number == deal.id or not (clients and deal.clients):
        return False
    if not (clients.isdisjoint(deal.clients) and _comes_to_another_amount(deal, incoming)):
        return False
    since = journal.since_version(reader.connection, deal.id, 1) if not deal.is_new else ()
    return not any(entry.fields.keys() & _TOLD for entry in since)


def _clients_of(met: PlannedRow) -> set[str]:
    return {one.id for one in (met.firm, *met.people) if one}


def _comes_to_another_amount(deal: PlannedDeal, incoming: Incoming) -> bool:
    told, before = incoming.values.get("amount"), deal.planned.before
    if not told:
        return False
    if before is None:
        return bool(deal.amounts) and told not in deal.amounts
    minor = before["amount_minor"]
    return minor is not None and kept_minor(told, before["currency"]) != minor


def _known_before(known: Known, incoming: Incoming, met: PlannedRow) -> PlannedDeal | None:
    """The deal that an import made of the row before its digest told the client."""
    for deal in (deal for key in incoming.older_keys for deal in known.get(key, ())):
        if all(one is None or one.id in deal.clients for one in (met.firm, met.person)):
            return deal
    return None
