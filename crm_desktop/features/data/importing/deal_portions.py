"""The deals of one portion of an import: which are here already, and writing the others.

Used by ``portions`` for the rows that tell of deals, after their companies and people are decided
on. A deal that is here keeps what it has and only gets what it lacks; several rows with the number
of one deal give it their products. Pipelines, stages and reasons that are not here are made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.ids import new_id
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.data.importing.commands import Counts
from crm_desktop.features.data.importing.deal_lines import Catalogue, deal_lines, keys_of, minor_of
from crm_desktop.features.data.importing.deal_places import Places
from crm_desktop.features.data.importing.incoming import Incoming, IncomingRow
from crm_desktop.features.data.importing.planning import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Key,
    Planned,
    absorb,
)
from crm_desktop.features.deals.matching.queries import find_by_source
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.products.queries import find_by_key
from crm_desktop.store.loading import load_by_rid
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.types import parse_instant

Row = tuple[IncomingRow, Planned | None, Planned | None]
# What a deal that is here takes from a row, if it lacks it.
_FILLED = ("expected_close", "source", "note", "custom")


@dataclass
class PlannedDeal:
    """A deal as it will be: its values in ``planned`` (of one that is here), or ``told`` by the
    file (of a new one), with ``lines`` of all its rows; ``row`` is the first of these."""

    row: IncomingRow
    planned: Planned
    told: dict[str, Any]
    lines: list[Mapping[str, Any]] = field(default_factory=list)
    firm: Planned | None = None
    person: Planned | None = None

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


@dataclass
class DealSession:
    """What an import remembers of its deals from portion to portion. ``begun``: those whose
    products come from this import, so that further rows add to them."""

    _places: Places = field(default_factory=Places)
    _fates: dict[str, str] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)
    _known: dict[Key, PlannedDeal] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """What became of deals so far."""
        return Counts(**Counter(self._fates.values()))

    def plan(
        self, reader: HasConnection, rows: Sequence[Row], *, remembering: bool
    ) -> list[PlannedDeal]:
        """Decide for each deal of the rows, without writing. ``remembering`` (a dry run): those
        of earlier rows are kept instead of looked up."""
        told = [(row, row.deal, firm, person) for row, firm, person in rows if row.deal]
        known = self._known if remembering else {}
        _meet(reader, known, [row for row, _deal, _firm, _person in told])
        planned: dict[str, PlannedDeal] = {}
        for row, incoming, firm, person in told:
            deal = next((known[key] for key in incoming.keys if key in known), None)
            if deal is None:
                deal = _new(row, incoming)
                known.update(dict.fromkeys(incoming.keys, deal))
            if deal.id not in planned:
                planned[deal.id], deal.row = deal, row
            self._take(deal, incoming, firm, person)
        return list(planned.values())

    def _take(
        self, deal: PlannedDeal, incoming: Incoming, firm: Planned | None, person: Planned | None
    ) -> None:
        deal.firm, deal.person = deal.firm or firm, deal.person or person
        values = incoming.values
        before = deal.planned.before
        if before is None or not before["lines"] or deal.id in self._begun:
            deal.lines += values.get("lines", ())
        if before is None:
            return
        absorb(deal.planned, {name: values[name] for name in _FILLED if name in values})
        if firm is not None and not before["company"]:
            deal.planned.values["company"] = firm.id
        if person is not None and not before["contacts"]:
            deal.planned.values["contacts"] = [_participant(person)]
        if before["amount_minor"] is None and values.get("amount") and before["status"] == "open":
            deal.planned.values["amount_minor"] = minor_of(values["amount"], before["currency"])

    def write(self, work: Work, deals: Sequence[PlannedDeal]) -> None:
        """Write what was planned, after the people and companies."""
        if not deals:
            return
        self._places.begin(work)
        skus, names = keys_of([line for deal in deals for line in deal.lines])
        catalogue = find_by_key(work, skus, names)
        new = [self._new_record(work, deal, catalogue) for deal in deals if deal.is_new]
        work.unit.insert_many("deal", new)
        changed = {deal.planned.rid: deal for deal in deals if not deal.is_new and deal.changes}
        loaded = work.unit.load_many("deal", [rid for rid in changed if rid is not None])
        work.unit.update_many(
            "deal",
            [(one, _changes(changed[rid], one.state, catalogue)) for rid, one in loaded.items()],
        )

    def _new_record(self, work: Work, deal: PlannedDeal, catalogue: Catalogue) -> NewRecord:
        told = deal.told
        place = self._places.place_of(
            work, told.get("pipeline"), told.get("stage"), is_won=told["status"] == "won"
        )
        currency = told.get("currency") or place.currency
        lines, refused = deal_lines(deal.lines, currency, catalogue)
        created = told.get("created_at") or deal.planned.created_at or iso(now())
        closed = _closed_at(told, created)
        reason = told.get("lost_reason")
        values = {
            **{name: told.get(name) for name in ("title", "source", "expected_close", "status")},
            "pipeline": place.pipeline_id,
            "stage": place.stage_id,
            "position": place.position,
            "amount_minor": minor_of(told["amount"], currency) if told.get("amount") else None,
            "currency": currency,
            "chance": int(told["chance"]) if told.get("chance") else None,
            "closed_at": closed,
            "lost_reason": self._places.reason_of(work, reason) if reason else None,
            "note": "\n".join(filter(None, [told.get("note"), place.noted, *refused])) or None,
            "company": deal.firm.id if deal.firm else None,
            "contacts": [_participant(deal.person)] if deal.person else [],
            "owner": deal.planned.values.get("owner"),
            "tags": deal.planned.values.get("tags") or [],
            "lines": lines,
            "custom": told.get("custom") or [],
            "source_ids": told.get("source_ids") or [],
            "visits": [{"stage": place.stage_id, "entered": created, "left": closed}],
        }
        return NewRecord(values, deal.id, parse_instant(created))

    def count(self, deals: Sequence[PlannedDeal]) -> None:
        """Remember what became of each deal: once in an import, the most that happened."""
        for deal in deals:
            fate = CREATED if deal.is_new else UPDATED if deal.changes else UNCHANGED
            if self._fates.setdefault(deal.id, fate) == UNCHANGED:
                self._fates[deal.id] = fate
            if deal.lines:
                self._begun.add(deal.id)


def _meet(
    reader: HasConnection, known: dict[Key, PlannedDeal], rows: Sequence[IncomingRow]
) -> None:
    """Find the deals of the workspace that rows speak of."""
    row_of = {key[1]: row for row in rows if row.deal for key in row.deal.keys}
    found = find_by_source(reader, set(row_of)) if row_of else []
    loaded = load_by_rid(reader.connection, DEAL, {rid for _key, rid in found})
    for pair, rid in found:
        here, key = loaded.get(rid), ("source", pair)
        if here is None or here.state["deleted_at"] or key in known:
            continue
        planned = Planned(here.id, dict(here.state), here.state, here.rid, here.version)
        known[key] = PlannedDeal(row_of[pair], planned, {})


def _new(row: IncomingRow, incoming: Incoming) -> PlannedDeal:
    told = dict(incoming.values)
    planned = Planned(str(new_id()), {}, created_at=incoming.created_at)
    return PlannedDeal(row, planned, told)


def _participant(person: Planned) -> dict[str, Any]:
    return {"contact": person.id, "role": None, "primary": True}


def _closed_at(told: Mapping[str, Any], created: str) -> str | None:
    """The end of the day that the file tells; not before the deal was made."""
    if told["status"] == "open":
        return None
    day = told.get("closed_at")
    return max(f"{day}T12:00:00.000Z", created) if day else created


def _changes(deal: PlannedDeal, state: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    changes = deal.planned.changes
    if deal.lines:
        lines, refused = deal_lines(deal.lines, state["currency"], catalogue)
        changes["lines"] = [*state["lines"], *lines]
        if refused:
            changes["note"] = "\n".join(filter(None, [state["note"], *refused]))
    return changes
