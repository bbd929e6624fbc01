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

from crm_desktop.backend.work import Reader, Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.ids import new_id
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.common.reach import QueryContext
from crm_desktop.features.data.importing.commands import BarredDeal, Counts
from crm_desktop.features.data.importing.deal_clients import bar
from crm_desktop.features.data.importing.deal_lines import (
    Catalogue,
    amount_note,
    deal_lines,
    kept_minor,
    keys_of,
    line_note,
    lines_coming_to,
    told_amount,
)
from crm_desktop.features.data.importing.deal_places import Place, Places
from crm_desktop.features.data.importing.incoming import Incoming, IncomingRow
from crm_desktop.features.data.importing.planned_deals import (
    Known,
    PlannedDeal,
    PlannedRow,
    match,
    meet,
)
from crm_desktop.features.data.importing.planning import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Planned,
    Values,
    absorb,
)
from crm_desktop.features.data.importing.stage_chances import StageKey
from crm_desktop.features.deals.rules import OPEN, line_total
from crm_desktop.features.products.queries import find_by_key, own_currency
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.types import parse_instant

# What a deal that is here takes from a row, if it lacks it.
_NEW: Values = {"lines": [], "amount_minor": None}
_FILLED = ("expected_close", "source", "note", "custom")


@dataclass
class DealSession:
    """What an import remembers of its deals from portion to portion. ``begun``: those whose
    products come from this import, so that further rows add to them, with the amounts that the
    file tells; ``noted``: how many of these went to notes."""

    _places: Places = field(default_factory=Places)
    _fates: dict[str, str] = field(default_factory=dict)
    _begun: dict[str, list[str]] = field(default_factory=dict)
    _noted: dict[str, int] = field(default_factory=dict)
    _known: Known = field(default_factory=dict)
    _of_sheet: set[str] = field(default_factory=set)
    _barred: dict[str, BarredDeal] = field(default_factory=dict)

    def begin_sheet(self) -> None:
        """The next rows are another sheet's."""
        self._of_sheet.clear()

    def expect(self, chances: Mapping[StageKey, int]) -> None:
        """The percents that the sheets which are coming tell of stages."""
        self._places.chances = chances

    @property
    def barred(self) -> tuple[BarredDeal, ...]:
        """New open deals of clients on the blacklist so far."""
        return tuple(self._barred.values())

    @property
    def counts(self) -> Counts:
        """What became of deals so far."""
        return Counts(**Counter(self._fates.values()))

    @property
    def notes(self) -> int:
        """How many amounts went to notes, because the products come to something else."""
        return sum(self._noted.values())

    def plan(
        self, reader: QueryContext, rows: Sequence[PlannedRow], *, remembering: bool
    ) -> list[PlannedDeal]:
        """Decide for each deal of the rows, without writing. ``remembering`` (a dry run): those
        of earlier rows are kept instead of looked up."""
        told = [(met, met.row.deal) for met in rows if met.row.deal]
        known = self._known if remembering else {}
        meet(reader, known, [met.row for met, _deal in told])
        planned: dict[str, PlannedDeal] = {}
        for met, incoming in told:
            deal = match(reader, known, incoming, met, self._of_sheet)
            if deal is None:
                deal = _new(met.row, incoming)
                for key in incoming.keys:
                    known.setdefault(key, []).append(deal)
            self._of_sheet.add(deal.id)
            if deal.is_hidden:
                self._fates[deal.id] = UNCHANGED
                continue
            if deal.id not in planned:
                planned[deal.id], deal.row = deal, met.row
            self._take(deal, incoming, met)
        return list(planned.values())

    def _take(self, deal: PlannedDeal, incoming: Incoming, met: PlannedRow) -> None:
        deal.firm = deal.firm or met.firm
        known = {one.id for one in deal.people}
        deal.people += [one for one in met.people if one.id not in known]
        values = incoming.values
        roles = values.get("roles", ())[0 if met.person else 1 :]
        deal.roles |= {one.id: role for one, role in zip(met.people, roles, strict=False) if role}
        before = deal.planned.before
        if before is None or not before["lines"] or deal.id in self._begun:
            noted = ((before or {}).get("note") or "").split("\n")
            lines = values.get("lines", ())
            deal.lines += [line for line in lines if line_note(line) not in noted]
            deal.amounts = self._begun.get(deal.id, deal.amounts)
            if (amount := values.get("amount")) and amount not in deal.amounts:
                deal.amounts.append(amount)
        if before is None:
            return
        absorb(deal.planned, {name: values[name] for name in _FILLED if name in values})
        if deal.firm is not None and not before["company"]:
            deal.planned.values["company"] = deal.firm.id
        if not before["contacts"] or self._fates.get(deal.id) == CREATED:
            deal.planned.values["contacts"] = _participants(before["contacts"], deal)
        if before["amount_minor"] is None and values.get("amount") and before["status"] == "open":
            self._fill_amount(deal, values["amount"])

    @staticmethod
    def _fill_amount(deal: PlannedDeal, amount: str) -> None:
        """Of a deal that is here without one; what is too large for its currency is noted."""
        values = deal.planned.values
        minor = kept_minor(amount, values["currency"])
        if minor is not None:
            values["amount_minor"] = minor
        elif (noted := told_amount(amount, values["currency"])) not in (values["note"] or ""):
            values["note"] = _note(values["note"], noted)

    def write(self, work: Work, deals: Sequence[PlannedDeal]) -> None:
        """Write what was planned, after the people and companies."""
        if not deals:
            return
        self._places.begin(work)
        bar(work, deals)
        catalogue = _catalogue_of(work, deals)
        new = [self._new_record(work, deal, catalogue) for deal in deals if deal.is_new]
        work.unit.insert_many("deal", new)
        changed = {deal.planned.rid: deal for deal in deals if not deal.is_new and deal.changes}
        loaded = work.unit.load_many("deal", [rid for rid in changed if rid is not None])
        work.unit.update_many(
            "deal",
            [
                (one, self._changes(changed[rid], one.state, catalogue))
                for rid, one in loaded.items()
            ],
        )

    def suppose(self, reader: Reader, deals: Sequence[PlannedDeal]) -> None:
        """For a dry run: count the amounts that would go to notes, find clients on the
        blacklist."""
        bar(reader, deals)
        catalogue = _catalogue_of(reader, deals)
        for deal in deals:
            state = deal.planned.before or _NEW
            currency = state.get("currency") or deal.told.get("currency") or own_currency(reader)
            lines, _refused = self._new_lines(deal, state, currency, catalogue)
            self._amounts_beside(deal, state, [*state["lines"], *lines], currency)

    def _new_record(self, work: Work, deal: PlannedDeal, catalogue: Catalogue) -> NewRecord:
        told = deal.told
        place = self._places.place_of(
            work, told.get("pipeline"), told.get("stage"), is_won=told["status"] == "won"
        )
        currency = told.get("currency") or place.currency
        lines, refused = self._new_lines(deal, _NEW, currency, catalogue)
        beside = self._amounts_beside(deal, _NEW, lines, currency)
        told_of = told.get("created_at") or deal.planned.created_at
        created, closed = begin_and_end(told, told_of, iso(now()))
        reason = told.get("lost_reason")
        values = {
            **{name: told.get(name) for name in ("title", "source", "expected_close", "status")},
            "pipeline": place.pipeline_id,
            "stage": place.stage_id,
            "position": place.position,
            "amount_minor": kept_minor(told["amount"], currency) if told.get("amount") else None,
            "currency": currency,
            "chance": _own_chance(told, place),
            "closed_at": closed,
            "archived_at": iso(now()) if told.get("archived") else None,
            "lost_reason": self._places.reason_of(work, reason) if reason else None,
            "lost_detail": told.get("lost_detail"),
            "lost_comment": told.get("lost_comment"),
            "note": _note(told.get("note"), place.noted, *refused, *beside),
            "company": deal.firm.id if deal.firm else None,
            "contacts": _participants([], deal),
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
                self._begun[deal.id] = deal.amounts
            if deal.barred:
                title = deal.told.get("title") or ""
                self._barred.setdefault(deal.id, BarredDeal(deal.row.number, title, deal.barred))

    def _changes(
        self, deal: PlannedDeal, state: Mapping[str, Any], catalogue: Catalogue
    ) -> dict[str, Any]:
        changes = deal.planned.changes
        if deal.lines:
            currency = state["currency"]
            lines, refused = self._new_lines(deal, state, currency, catalogue)
            changes["lines"] = [*state["lines"], *lines]
            told = {told_amount(amount, currency) for amount in deal.amounts}
            note = (changes.get("note") or state["note"] or "").split("\n")
            kept = [line for line in note if line not in told]
            beside = self._amounts_beside(deal, state, changes["lines"], currency)
            changes["note"] = _note(*kept, *refused, *beside)
        return changes

    def _new_lines(
        self, deal: PlannedDeal, state: Mapping[str, Any], currency: str, catalogue: Catalogue
    ) -> tuple[list[dict[str, Any]], list[str]]:
        """The lines that the file brings, and as texts those that the deal can't keep."""
        if state["lines"]:
            return deal_lines(deal.lines, currency, catalogue)
        amount = next(iter(_amounts_of(deal, state, currency)), 0)
        are_all = deal.id not in self._begun
        return lines_coming_to(amount, deal.lines, currency, catalogue, are_all=are_all)

    def _amounts_beside(
        self,
        deal: PlannedDeal,
        state: Mapping[str, Any],
        lines: Sequence[Mapping[str, Any]],
        currency: str,
    ) -> list[str]:
        """Notes of the amounts that give way to others; see docs/decisions/0013."""
        amounts = _amounts_of(deal, state, currency)
        amount = sum(map(line_total, lines)) if lines else next(iter(amounts), 0)
        others = [minor for minor in dict.fromkeys(amounts) if minor not in (0, amount)]
        if others or deal.id in self._noted:
            self._noted[deal.id] = len(others)
        too_large = [one for one in deal.amounts if kept_minor(one, currency) is None]
        return [
            *(amount_note(minor, currency) for minor in others),
            *(told_amount(one, currency) for one in too_large),
        ]


def _amounts_of(deal: PlannedDeal, state: Mapping[str, Any], currency: str) -> list[int]:
    """What the deal comes to, here and as the file tells, in minor units."""
    found = (kept_minor(amount, currency) for amount in deal.amounts)
    amounts = [minor for minor in found if minor is not None]
    if not state["lines"] and state["amount_minor"]:
        amounts.insert(0, state["amount_minor"])
    return amounts


def _new(row: IncomingRow, incoming: Incoming) -> PlannedDeal:
    told = dict(incoming.values)
    planned = Planned(str(new_id()), {}, created_at=incoming.created_at)
    return PlannedDeal(row, planned, told)


def _catalogue_of(reader: HasConnection, deals: Sequence[PlannedDeal]) -> Catalogue:
    skus, names = keys_of([line for deal in deals for line in deal.lines])
    return find_by_key(reader, skus, names)


def _participants(present: Sequence[Values], deal: PlannedDeal) -> list[Values]:
    """Those who take part and the others behind them; the first is the primary one."""
    known = {one["contact"] for one in present}
    new = [one.id for one in deal.people if one.id not in known]
    return [
        *present,
        *(
            {"contact": one, "role": deal.roles.get(one), "primary": not (present or place)}
            for place, one in enumerate(new)
        ),
    ]


def _own_chance(told: Mapping[str, Any], place: Place) -> int | None:
    """The chance that counts as set by hand: of an open deal, where it isn't the stage's own."""
    if told["status"] != OPEN or not told.get("chance"):
        return None
    chance = int(told["chance"])
    return chance if chance != place.probability else None


def _note(*lines: str | None) -> str | None:
    return "\n".join(filter(None, lines)) or None


def begin_and_end(
    told: Mapping[str, Any], created: str | None, present: str
) -> tuple[str, str | None]:
    """When a deal was made and when it ended: when the file tells (of a day, at noon), if that is
    over and not before the deal was made; one of which no beginning is known began when it
    ended."""
    if told["status"] == "open":
        return created or present, None
    told_end = told.get("closed_at")
    if told_end and "T" not in told_end:
        told_end = f"{told_end}T12:00:00.000Z"
    closed = min(told_end, present) if told_end else created or present
    return created or closed, max(closed, created or closed)
