"""The board and the forecast: which deals stand where, in which order, and what they come to.

Read by the page of deals on reader threads. A board is two passages through indexes that hold
all they need (``tables``): one for the keys in their order, one for the sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE, now
from crm_desktop.features.activities.soonest.queries import soonest_step
from crm_desktop.features.common.indexing import usual
from crm_desktop.features.common.mapping import sql_mapping
from crm_desktop.features.deals.board.sums import HALF, Sums, in_money, sums_by, whole_of
from crm_desktop.features.deals.chance.queries import usual_chances
from crm_desktop.features.deals.places.queries import ON_BOARD
from crm_desktop.features.deals.rows import Board, BoardColumn, ForecastMonth
from crm_desktop.features.deals.rules import LOST, OPEN, WON
from crm_desktop.features.deals.tables import deal
from crm_desktop.features.pipelines.queries import get_pipeline, hidden_pipelines
from crm_desktop.features.pipelines.records import PIPELINE
from crm_desktop.filters.binding import BoundFilter
from crm_desktop.filters.compile_sql import compile_filter
from crm_desktop.filters.context import Context
from crm_desktop.store.json_lists import json_column

SORTS = ("hand", "step", "amount", "close", "age", "title")
"""The orders inside the columns of the board: by hand; by the next step, what is overdue first;
the highest amount first; by the expected close; the longest in its stage first; by title."""

_Condition = sa.ColumnElement[bool]

# What ``sums`` understands.
_PARTS: tuple[sa.ColumnElement[Any], ...] = (
    sa.func.count(),
    sa.func.sum(deal.c.amount_minor.op("/")(HALF)),
    sa.func.sum(deal.c.amount_minor.op("%")(HALF)),
)

_CURRENT = sa.and_(usual(deal.c.archived_at.is_(None)), usual(deal.c.deleted_at.is_(None)))


def _order(sort: str) -> list[sa.ColumnElement[Any]]:
    by_hand: list[sa.ColumnElement[Any]] = [deal.c.position, deal.c.rid]
    if sort == "step":
        return [soonest_step("deal").asc().nulls_last(), *by_hand]
    if sort == "amount":
        return [deal.c.amount_minor.desc().nulls_last(), *by_hand]
    if sort == "close":
        return [deal.c.expected_close.asc().nulls_last(), *by_hand]
    if sort == "age":
        return [deal.c.stage_since.asc().nulls_last(), *by_hand]
    if sort == "title":
        return [deal.c.sort_key, *by_hand]
    return by_hand


def read_board(
    reader: Reader,
    pipeline_id: str,
    filter: BoundFilter | None = None,  # noqa: A002 - as in ListOrder
    sort: str = "hand",
    context: Context | None = None,
) -> Board:
    """The open deals of a pipeline by stage, as of the moment and calendar of ``context``, which a
    filter needs; ``sort`` is one of ``SORTS``. No columns if the pipeline is gone."""
    row = get_pipeline(reader, pipeline_id)
    if row is None:
        return Board(())
    wanted = sa.and_(deal.c.pipeline_rid == row.rid, _matching(reader, filter, context))
    chances = usual_chances(reader)
    place = (deal.c.stage_rid, deal.c.currency, deal.c.chance)
    counted = sa.select(deal.c.stage_rid, *place, *_PARTS).where(wanted, ON_BOARD).group_by(*place)
    sums = sums_by(reader.connection.execute(counted), chances)
    open_deals = sa.and_(wanted, ON_BOARD)
    keys = iter(_keys(reader, open_deals, [deal.c.stage_rid, *_order(sort)]))
    rids = {rid: tuple(islice(keys, sums[rid].count)) for rid in sorted(sums)}
    columns = tuple(
        _column(one.id, chances[one.rid], rids.get(one.rid, ()), sums[one.rid])
        for one in row.stages
    )
    closed = _count_closed(reader, wanted)
    return Board(columns, closed.get(WON, 0), closed.get(LOST, 0))


def _column(stage_id: str, chance: int, rids: tuple[int, ...], sums: Sums) -> BoardColumn:
    return BoardColumn(stage_id, chance, rids, sums.whole(), sums.weighted())


def _matching(
    reader: Reader,
    filter: BoundFilter | None,  # noqa: A002
    context: Context | None,
) -> _Condition:
    if filter is None:
        return sa.true()
    if context is None:
        raise ValueError("a filter needs to know the moment and the calendar it is asked in")
    mapping = sql_mapping("deal", filter.catalogues, reader.registry, asking=reader)
    return compile_filter(filter, mapping, context)


def _keys(
    reader: Reader, wanted: _Condition, order: Sequence[sa.ColumnElement[Any]]
) -> Sequence[int]:
    """Internal keys of all the deals in order."""
    ordered = sa.select(deal.c.rid).where(wanted).order_by(*order).subquery()
    keys: Sequence[int] = reader.connection.execute(
        sa.select(json_column(ordered.c.rid))
    ).scalar_one()
    return keys


def _is(status: str) -> _Condition:
    """A condition as those of the indexes have it: the word as it stands, no parameter."""
    return deal.c.status == sa.literal_column(f"'{status}'")


def _count_closed(reader: Reader, wanted: _Condition) -> dict[str, int]:
    """How many are won and lost: one look into an index for each."""
    return {
        status: reader.connection.execute(
            sa.select(sa.func.count()).select_from(deal).where(wanted, _CURRENT, _is(status))
        ).scalar_one()
        for status in (WON, LOST)
    }


# Forecast

_MONTH = sa.func.coalesce(sa.func.substr(deal.c.expected_close, 1, 7), "")
_MOST_MONTHS_BACK = 12


def read_forecast(
    reader: Reader,
    pipeline_id: str | None,
    filter: BoundFilter | None = None,  # noqa: A002
    context: Context | None = None,
) -> tuple[ForecastMonth, ...]:
    """Open and won deals (of one pipeline or of all outside the archive) by the month in which
    they are expected to close or were won, the months in order, those without one last; in a month
    the soonest come first. What was won is told from the earliest month of open deals on, a year
    back at most, and of this month."""
    wanted = sa.and_(
        _matching(reader, filter, context), _CURRENT, _of_pipeline(reader, pipeline_id)
    )
    # An open deal has no moment of closing: said so, the index gives the days in their order.
    still_open = sa.and_(wanted, _is(OPEN), deal.c.closed_at.is_(None))
    sums = _open_by_month(reader, still_open)
    months = sorted(sums, key=lambda when: (not when, when))
    keys = iter(_keys(reader, still_open, [deal.c.expected_close.nulls_last(), deal.c.rid]))
    rids = {when: tuple(islice(keys, sums[when].count)) for when in months}
    here = context or Context(now(), LOCAL_ZONE)
    this_month = f"{here.today:%Y-%m}"
    earliest = min([this_month, *(when for when in months if when)])
    won = _won_by_month(reader, wanted, here, earliest)
    named = sorted({*sums, *won}, key=lambda when: (not when, when))
    return tuple(_month(when, rids.get(when, ()), sums, won.get(when, {})) for when in named)


def _month(
    when: str, rids: tuple[int, ...], sums: Mapping[str, Sums], won: Mapping[str, int]
) -> ForecastMonth:
    known = sums.get(when, Sums())
    return ForecastMonth(when, rids, known.whole(), known.weighted(), in_money(won))


def _of_pipeline(reader: Reader, pipeline_id: str | None) -> _Condition:
    if pipeline_id is not None:
        row = get_pipeline(reader, pipeline_id)
        return sa.false() if row is None else deal.c.pipeline_rid == row.rid
    known = PIPELINE.table.c
    there = sa.select(known.rid).where(
        known.archived_at.is_(None),
        known.deleted_at.is_(None),
        known.rid.not_in(hidden_pipelines(reader)),
    )
    return deal.c.pipeline_rid.in_(reader.connection.execute(there).scalars().all())


def _open_by_month(reader: Reader, wanted: _Condition) -> dict[str, Sums]:
    chances = usual_chances(reader)
    place = (_MONTH, deal.c.stage_rid, deal.c.currency, deal.c.chance)
    counted = sa.select(*place, *_PARTS).where(wanted).group_by(*place)
    return sums_by(reader.connection.execute(counted), chances)


def _won_by_month(
    reader: Reader, wanted: _Condition, context: Context, earliest: str
) -> dict[str, dict[str, int]]:
    """What was won since the month ``earliest`` by the months of the person's calendar."""
    firsts = _firsts(context.today, earliest)
    closed = deal.c.closed_at
    borders = [sa.literal(context.start_of(day), closed.type) for day in firsts]
    names = [f"{day:%Y-%m}" for day in firsts]
    named = [(closed >= border, sa.literal(number)) for number, border in enumerate(borders)]
    month = sa.case(*reversed(named), else_=0).label("month")
    counted = (
        sa.select(month, deal.c.currency, *_PARTS)
        .where(wanted, _is(WON), closed >= borders[0])
        .group_by(sa.literal_column("1"), deal.c.currency)
    )
    won: dict[str, dict[str, int]] = defaultdict(dict)
    for number, currency, _count, high, low in reader.connection.execute(counted):
        minor = whole_of(high, low)
        if minor is not None:
            won[names[number]][currency] = minor
    return won


def _firsts(today: date, earliest: str) -> list[date]:
    """The first days of the months from ``earliest`` to this one."""
    found = [today.replace(day=1)]
    while len(found) <= _MOST_MONTHS_BACK and f"{found[-1]:%Y-%m}" > earliest:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]
