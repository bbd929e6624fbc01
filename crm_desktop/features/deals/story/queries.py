"""How the deals of a person or company passed stages and ended: their part of its timeline. On
reader threads.

A deal's own timeline has it from the journal already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import iso
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.reach import seen
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery, bound_of, key_of
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.deals.rows import DealStep
from crm_desktop.features.deals.rules import OPEN, moment_of
from crm_desktop.features.deals.tables import deal, deal_contact, deal_visit
from crm_desktop.features.pipelines.records import STAGE
from crm_desktop.store.metadata import metadata

KIND = SOURCE = "stage"
# A deal has fewer items: its number and theirs make one.
_MOST_ITEMS = 100_000

_visit = deal_visit
_previous, _next = _visit.alias("visit_before"), _visit.alias("visit_after")
_stage = STAGE.table
_left = _stage.alias("stage_before")


def find_steps(reader: Reader, query: TimelineQuery) -> list[TimelineItem]:
    """When the client's deals came into stages and closed, newest first."""
    if query.entity not in _OF_CLIENT:
        return []
    told = sa.union_all(*(_told(reader, query, is_end=is_end) for is_end in (False, True)))
    both = told.subquery()
    wanted = sa.select(both)
    place = (both.c.moment, both.c.number)
    if query.edge is not None:
        border = sa.tuple_(
            sa.literal(iso(query.edge.moment), both.c.moment.type),
            sa.literal(bound_of(query.edge, SOURCE), sa.BigInteger()),
        )
        wanted = wanted.where(query.is_asked(sa.tuple_(*place), border))
    found = wanted.order_by(*query.in_order(*place)).limit(query.limit)
    return query.newest_first([_item(row) for row in reader.connection.execute(found)])


def _told(reader: Reader, query: TimelineQuery, *, is_end: bool) -> sa.Select[Any]:
    """The stays that began, or those with which a deal closed; not those in stages of pipelines
    that the person doesn't see, from which a deal came."""
    moment = _visit.c.left if is_end else _visit.c.entered
    number = deal.c.rid * _MOST_ITEMS + _visit.c.ordinal * 2 + int(is_end)
    told = (
        sa.select(
            moment.label("moment"),
            number.label("number"),
            deal.c.id,
            deal.c.title,
            (deal.c.status if is_end else sa.literal(OPEN)).label("status"),
            _stage.c.name.label("stage"),
            _left.c.name.label("previous"),
        )
        .join_from(_visit, deal, deal.c.rid == _visit.c.deal_rid)
        .join(_stage, sa.and_(_stage.c.rid == _visit.c.stage_rid, seen(reader, STAGE)))
        .outerjoin(_previous, _follows(_visit, _previous))
        .outerjoin(_left, sa.and_(_left.c.rid == _previous.c.stage_rid, seen(reader, STAGE, _left)))
        .where(_OF_CLIENT[query.entity](_rid_of(query)), unindexed(deal.c.deleted_at).is_(None))
        .where(seen(reader, DEAL), *_asked(query))
    )
    if not is_end:
        return told
    later = sa.exists().where(_follows(_next, _visit)).correlate(_visit)
    return told.where(deal.c.status != OPEN, _visit.c.left.is_not(None), ~later)


def _follows(later: sa.FromClause, earlier: sa.FromClause) -> sa.ColumnElement[bool]:
    same = later.c.deal_rid == earlier.c.deal_rid
    return sa.and_(same, earlier.c.ordinal == later.c.ordinal - 1)


def _rid_of(query: TimelineQuery) -> Any:
    client = metadata.tables[query.entity]
    return sa.select(client.c.rid).where(client.c.id == UUID(query.record_id)).scalar_subquery()


def _with_person(rid: Any) -> sa.ColumnElement[bool]:
    theirs = sa.select(deal_contact.c.deal_rid).where(deal_contact.c.contact_rid == rid)
    return deal.c.rid.in_(theirs)


_OF_CLIENT: Mapping[str, Callable[[Any], sa.ColumnElement[bool]]] = {
    "contact": _with_person,
    "company": lambda rid: deal.c.company_rid == rid,
}


def _asked(query: TimelineQuery) -> list[sa.ColumnElement[bool]]:
    """Only these deals, and only those whose title or stage has all the words."""
    asked: list[sa.ColumnElement[bool]] = []
    if query.only:
        asked.append(deal.c.id.in_(map(UUID, sorted(query.only))))
    there = sa.literal(" ") + deal.c.folded + sa.literal(" ") + _stage.c.folded
    asked += [there.contains(f" {word}", autoescape=True) for word in fold(query.text).split()]
    return asked


def _item(row: sa.Row[Any]) -> TimelineItem:
    step = DealStep(str(row.id), row.title, row.stage, row.previous or "", row.status)
    return TimelineItem(moment_of(row.moment), key_of(SOURCE, row.number), KIND, step, row.title)
