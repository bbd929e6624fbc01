"""Reads of single deals and of the cards of the board, on reader threads. The board itself is
read by ``board``, lists by ``columns``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.values.money import Money
from crm_desktop.features.activities.queries import next_steps_of
from crm_desktop.features.activities.rows import Linked, Person
from crm_desktop.features.activities.soonest.queries import soonest_step
from crm_desktop.features.common import lines, listing
from crm_desktop.features.common.linked import count_linked
from crm_desktop.features.common.listing import WHOLE_LIST, ListOrder
from crm_desktop.features.common.reach import require_seen, seen, seen_among
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.deals import rules
from crm_desktop.features.deals.board.queries import SORTS, read_board, read_forecast
from crm_desktop.features.deals.chance.queries import usual_chance
from crm_desktop.features.deals.gates.queries import fields_asked, gate_of
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.deals.rows import (
    DealCardRow,
    DealHit,
    DealLine,
    DealListRow,
    DealRow,
    DealTag,
    Gate,
    Participant,
    StageVisit,
)
from crm_desktop.features.deals.tables import deal, deal_contact, deal_line
from crm_desktop.features.pipelines.queries import find_all_pipelines
from crm_desktop.features.pipelines.records import STAGE
from crm_desktop.features.tags.queries import TagRow, all_tags
from crm_desktop.features.users.records import USER
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.labels import Labels
from crm_desktop.store.loading import Loaded, load_by_id, load_fields
from crm_desktop.store.types import KeyText

WON = rules.WON
"""Asked of ``find_gate`` in the place of a stage: what stands between the deals and winning."""

__all__ = [
    "SORTS",
    "WON",
    "count",
    "count_deals",
    "find_deals_of",
    "find_gate",
    "find_hits",
    "find_list_rows",
    "get_deal",
    "read_board",
    "read_cards",
    "read_forecast",
]


def get_deal(reader: Reader, deal_id: str) -> DealRow | None:
    """The whole deal, in the recycle bin too; ``None`` if it is gone or the person doesn't see
    it."""
    loaded = load_by_id(reader.connection, DEAL, [deal_id]).get(deal_id)
    if loaded is None or not seen_among(reader, DEAL, [loaded.rid]):
        return None
    labels = Labels(reader.registry)
    labels.prefetch(reader.connection, DEAL, [loaded.state])
    chance = usual_chance(reader, loaded.state["stage"])
    tags = {tag.id: tag for tag in all_tags(reader).values()} if loaded.state["tags"] else {}
    return _deal(loaded, labels, chance, tags)


def _deal(loaded: Loaded, labels: Labels, chance: int, tags: Mapping[str, TagRow]) -> DealRow:
    state = loaded.state
    closed = state["closed_at"]
    own = state["chance"]
    counting = chance if own is None else own
    return DealRow(
        rid=loaded.rid,
        id=loaded.id,
        version=loaded.version,
        title=state["title"],
        pipeline_id=state["pipeline"],
        stage_id=state["stage"],
        status=state["status"],
        amount=_amount(state["amount_minor"], state["currency"]),
        is_amount_from_lines=bool(state["lines"]),
        chance=counting if state["status"] == rules.OPEN else None,
        is_chance_own=own is not None,
        expected_close=_date(state["expected_close"]),
        closed_at=rules.moment_of(closed) if closed else None,
        lost_reason=_name(labels, "lost_reason", state["lost_reason"]),
        lost_detail=state["lost_detail"] or "",
        lost_comment=state["lost_comment"] or "",
        company=_linked(labels, "company", state["company"]),
        participants=tuple(_participant(labels, one) for one in state["contacts"]),
        owner=_person(labels, state["owner"]),
        source=state["source"] or "",
        note=state["note"] or "",
        tags=tuple(_tag(tags[key]) for key in state["tags"] if key in tags),
        lines=tuple(map(_line, state["lines"])),
        visits=tuple(map(_visit, state["visits"])),
        custom={item["field"]: item["value"] for item in state["custom"]},
        is_archived=state["archived_at"] is not None,
        is_deleted=state["deleted_at"] is not None,
        created_at=loaded.created_at,
        currency=state["currency"],
    )


def _amount(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _name(labels: Labels, entity: str, key: str | None) -> str:
    return labels.label(entity, key) if key else ""


def _linked(labels: Labels, entity: str, key: str | None) -> Linked | None:
    return Linked(entity, key, labels.label(entity, key)) if key else None


def _person(labels: Labels, key: str | None) -> Person | None:
    return Person(key, labels.label("user", key)) if key else None


def _participant(labels: Labels, item: Mapping[str, Any]) -> Participant:
    key = item["contact"]
    who = Linked("contact", key, labels.label("contact", key))
    return Participant(who, item["role"] or "", item["primary"])


def _tag(tag: TagRow) -> DealTag:
    return DealTag(tag.id, tag.name, tag.colour)


def _line(item: Mapping[str, Any]) -> DealLine:
    return DealLine(
        item["product"],
        item["name"],
        item["sku"] or "",
        Decimal(item["quantity"]),
        item["unit"] or "",
        item["price_minor"],
        item["discount"],
        item["vat"],
    )


def _visit(item: Mapping[str, Any]) -> StageVisit:
    ended = item["left"]
    return StageVisit(
        item["stage"],
        rules.moment_of(item["entered"]),
        rules.moment_of(ended) if ended else None,
    )


def find_gate(reader: Reader, deal_ids: Sequence[str], stage_id: str) -> Gate:
    """What stands between the deals and a stage, or between them and ``WON``; nothing if the
    stage is gone."""
    require_seen(reader, "deal", deal_ids)
    known = {one.id: one for one in find_all_pipelines(reader)}
    is_won = stage_id == WON
    goal = next((one for one in known.values() if one.stage(stage_id) is not None), None)
    if goal is None and not is_won:
        return Gate()
    fields = fields_asked(known.values() if goal is None else [goal])
    found = load_fields(reader.connection, DEAL, deal_ids, fields, lock=False)
    deals = [(found[key], dict[str, Any]()) for key in deal_ids if key in found]
    if is_won:
        return gate_of(reader, deals, known, None, None)
    coming = [(one, changes) for one, changes in deals if one.state["stage"] != stage_id]
    return gate_of(reader, coming, known, goal, stage_id)


# Cards

_firm = COMPANY.table.alias("client_company")
_human = CONTACT.table.alias("client_contact")
_owner = USER.table.alias("deal_owner")
_stage = STAGE.table


def _deals_with_clients() -> sa.Join:
    """Deals, each with its stage and who is shown as its client."""
    with_stages = deal.join(_stage, _stage.c.rid == deal.c.stage_rid)
    with_firms = with_stages.outerjoin(_firm, _firm.c.rid == deal.c.company_rid)
    return with_firms.outerjoin(_human, _human.c.rid == _first_contact())


@cache
def _cards() -> sa.Select[Any]:
    firm, human = _firm.c, _human.c
    return (
        sa.select(
            deal.c.rid,
            deal.c.id,
            deal.c.version,
            deal.c.title,
            sa.func.coalesce(firm.name, human.display_name, ""),
            deal.c.amount_minor,
            deal.c.currency,
            _stage.c.id,
            sa.func.coalesce(deal.c.stage_since, deal.c.created_at, type_=deal.c.stage_since.type),
            _owner.c.id,
            _owner.c.full_name,
            lines.tag_keys(DEAL),
            sa.or_(firm.blacklisted.is_not(None), human.blacklisted.is_not(None)),
        )
        .select_from(_deals_with_clients())
        .outerjoin(_owner, _owner.c.rid == deal.c.owner_rid)
        .where(one_of(deal.c.rid, "rids"))
    )


def _first_contact() -> sa.ScalarSelect[int]:
    """Whom the deal is made with: its primary contact, or the first."""
    return (
        sa.select(deal_contact.c.contact_rid)
        .where(deal_contact.c.deal_rid == deal.c.rid)
        .order_by(deal_contact.c.primary.desc(), deal_contact.c.ordinal)
        .limit(1)
        .scalar_subquery()
    )


def read_cards(reader: Reader, rids: Sequence[int]) -> dict[int, DealCardRow]:
    """What the board shows of these deals, by internal key; the gone are left out."""
    if not rids:
        return {}
    rows = reader.connection.execute(_cards(), {"rids": seen_among(reader, DEAL, rids)}).all()
    tags = all_tags(reader) if any(row[11] for row in rows) else {}
    steps = next_steps_of(reader, "deal", rids)
    found = {}
    for rid, key, version, title, client, minor, currency, *rest in rows:
        stage_id, since, owner, owner_name, tag_rids, blacklisted = rest
        found[rid] = DealCardRow(
            rid,
            str(key),
            version,
            title,
            client,
            _amount(minor, currency),
            str(stage_id),
            since,
            Person(str(owner), owner_name) if owner else None,
            tuple(_tag(tags[tag]) for tag in tag_rids if tag in tags),
            steps.get(rid),
            bool(blacklisted),
        )
    return found


@cache
def _lines() -> sa.Select[Any]:
    """Just what a line shows: a page of a list is awaited while it scrolls."""
    firm, human = _firm.c, _human.c
    return (
        sa.select(
            deal.c.rid,
            lines.id_text(deal),
            deal.c.title,
            sa.func.coalesce(firm.name, human.display_name, ""),
            sa.type_coerce(sa.func.coalesce(firm.id, human.id), KeyText()).label("client_id"),
            deal.c.status,
            lines.id_text(_stage).label("stage_id"),
            _stage.c.name,
            _stage.c.colour,
            deal.c.amount_minor,
            deal.c.currency,
            deal.c.expected_close,
            lines.tag_keys(DEAL),
            sa.func.coalesce(_owner.c.full_name, ""),
            sa.type_coerce(_owner.c.id, KeyText()).label("owner_id"),
            sa.or_(firm.blacklisted.is_not(None), human.blacklisted.is_not(None)),
            deal.c.archived_at.is_not(None),
        )
        .select_from(_deals_with_clients())
        .outerjoin(_owner, _owner.c.rid == deal.c.owner_rid)
        .where(one_of(deal.c.rid, "rids"))
    )


def find_list_rows(reader: Reader, rids: Sequence[int]) -> list[DealListRow]:
    """The lines of the deals with these keys, in the order of ``rids``; the gone are left out."""
    rows = reader.connection.execute(_lines(), {"rids": seen_among(reader, DEAL, rids)})
    return lines.in_order(map(_list_row, rows), rids)


def _list_row(row: Sequence[Any]) -> DealListRow:
    rid, key, title, client, client_id, status, stage_id, stage, colour, *rest = row
    minor, currency, close, *last = rest
    amount, day = _amount(minor, currency), _date(close)
    named, staged = (rid, key, title, client, client_id), (stage_id, stage, colour)
    return DealListRow(*named, status, *staged, amount, day, *last)


@cache
def _hits() -> sa.Select[Any]:
    firm, human = _firm.c, _human.c
    return (
        sa.select(
            deal.c.rid,
            lines.id_text(deal),
            deal.c.title,
            sa.func.coalesce(firm.name, human.display_name, ""),
            deal.c.status,
            _stage.c.name,
            deal.c.amount_minor,
            deal.c.currency,
            deal.c.archived_at.is_not(None),
            sa.or_(firm.blacklisted.is_not(None), human.blacklisted.is_not(None)),
        )
        .select_from(_deals_with_clients())
        .where(one_of(deal.c.rid, "rids"))
    )


def find_hits(reader: Reader, rids: Sequence[int]) -> list[DealHit]:
    """What a search shows of the deals with these keys; a key pressed waits for no more."""
    rows = reader.connection.execute(_hits(), {"rids": seen_among(reader, DEAL, rids)}).all()
    return [
        DealHit(rid, key, name, client, status, stage, _amount(minor, currency), *marks)
        for rid, key, name, client, status, stage, minor, currency, *marks in rows
    ]


def count(reader: Reader, order: ListOrder = WHOLE_LIST) -> int:
    """How many deals the list has."""
    return listing.count(reader, deal, order)


def find_deals_of(reader: Reader, entity: str, record_id: str) -> list[DealCardRow]:
    """The deals of a contact or a company, or with a product, outside archive and recycle bin: the
    open ones first, what is to be done soonest at their head, then the closed ones, the latest
    first."""
    target = reader.registry[entity].table
    rid = sa.select(target.c.rid).where(target.c.id == UUID(record_id)).scalar_subquery()
    wanted = sa.select(deal.c.rid)
    if entity == "company":
        wanted = wanted.where(deal.c.company_rid == rid)
    elif entity == "product":
        sold = sa.select(deal_line.c.deal_rid).where(deal_line.c.product_rid == rid)
        wanted = wanted.where(deal.c.rid.in_(sold))
    else:
        wanted = wanted.join(deal_contact, deal_contact.c.deal_rid == deal.c.rid)
        wanted = wanted.where(deal_contact.c.contact_rid == rid)
    wanted = wanted.where(deal.c.archived_at.is_(None), deal.c.deleted_at.is_(None))
    wanted = wanted.where(seen(reader, DEAL))
    is_open = deal.c.status == rules.OPEN
    wanted = wanted.order_by(
        is_open.desc(),
        sa.case((is_open, soonest_step("deal"))).asc().nulls_last(),
        deal.c.closed_at.desc().nulls_last(),
        deal.c.created_at.desc(),
        deal.c.rid,
    )
    rids = reader.connection.execute(wanted.limit(_MOST_OF_CLIENT)).scalars().all()
    cards = read_cards(reader, rids)
    return [cards[one] for one in rids if one in cards]


_MOST_OF_CLIENT = 500


def count_deals(reader: Reader, entity: str, ids: Sequence[str]) -> int:
    """How many deals hang on the records of ``entity`` with these ids."""
    if entity == "contact":
        return count_linked(reader, deal_contact, deal, entity, ids)
    if entity != "company":
        return 0
    wanted = (
        sa.select(sa.func.count())
        .join_from(deal, COMPANY.table, COMPANY.table.c.rid == deal.c.company_rid)
        .where(
            COMPANY.table.c.id.in_([UUID(key) for key in ids]),
            deal.c.deleted_at.is_(None),
            seen(reader, DEAL),
        )
    )
    return reader.connection.execute(wanted).scalar_one()
