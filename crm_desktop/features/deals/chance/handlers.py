"""Keeps beside each stage what became of the deals that came as far (decision 0021).

Called by the unit of work in the transaction in which deals or stages are written, whoever writes
them: commands, imports, undo. A deal that closes adds one to the stages that it came to; only when
the stages of a pipeline themselves are others are all its deals counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.features.common.indexing import unindexed, usual
from crm_desktop.features.deals.chance.rule import Tally, usual_percent
from crm_desktop.features.deals.chance.tables import stage_past
from crm_desktop.features.deals.rules import LOST, WON
from crm_desktop.features.deals.tables import deal, deal_visit
from crm_desktop.features.pipelines.records import PIPELINE, STAGE
from crm_desktop.store.bulk import insert_rows
from crm_desktop.store.engine import Connection
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.records import State, Written

pipeline, stage = PIPELINE.table, STAGE.table

_NAMES = tuple(column.name for column in stage_past.columns)
_WAY = ("position", "deleted_at", "pipeline")

# On PostgreSQL two who close deals of one pipeline, or change its stages, follow one another, each
# seeing what the other wrote; in one order for everybody.
_HELD = (
    sa.select(pipeline.c.rid)
    .where(one_of(pipeline.c.id, "ids"))
    .order_by(pipeline.c.rid)
    .with_for_update(key_share=True)
)
_STAGES = (
    sa.select(
        stage.c.pipeline_rid,
        pipeline.c.id.label("pipeline"),
        stage.c.rid,
        stage.c.id,
        stage_past.c.won,
        stage_past.c.lost,
    )
    .join_from(stage, pipeline, pipeline.c.rid == stage.c.pipeline_rid)
    .outerjoin(stage_past, stage_past.c.stage_rid == stage.c.rid)
    .where(one_of(stage.c.pipeline_rid, "rids"), stage.c.deleted_at.is_(None))
    .order_by(stage.c.position, stage.c.rid)
)
# The index of what was closed leads to those outside the archive, that of the list to the others.
_COUNT_WON = sa.union_all(
    *(
        sa.select(deal.c.pipeline_rid, sa.func.count())
        .where(
            one_of(deal.c.pipeline_rid, "rids"),
            *conditions,
            deal.c.status == sa.literal_column(f"'{WON}'"),
        )
        .group_by(deal.c.pipeline_rid)
        for conditions in (
            (usual(deal.c.archived_at.is_(None)), usual(deal.c.deleted_at.is_(None))),
            (deal.c.archived_at.is_not(None), deal.c.deleted_at.is_(None)),
        )
    )
)
_place = (
    sa.select(
        stage.c.rid,
        stage.c.pipeline_rid,
        sa.func.row_number()
        .over(partition_by=stage.c.pipeline_rid, order_by=(stage.c.position, stage.c.rid))
        .label("place"),
    )
    .where(stage.c.deleted_at.is_(None))
    .subquery()
)
_lost = (
    sa.select(deal.c.pipeline_rid, sa.func.max(_place.c.place).label("place"))
    .join_from(deal, deal_visit, deal_visit.c.deal_rid == deal.c.rid)
    .join(
        _place,
        # Else SQLite would look at all visits of a stage for each deal.
        sa.and_(
            _place.c.rid == unindexed(deal_visit.c.stage_rid),
            _place.c.pipeline_rid == deal.c.pipeline_rid,
        ),
    )
    .where(one_of(deal.c.pipeline_rid, "rids"), deal.c.deleted_at.is_(None), deal.c.status == LOST)
    .group_by(deal.c.rid, deal.c.pipeline_rid)
    .subquery()
)
_COUNT_LOST = sa.select(_lost.c.pipeline_rid, _lost.c.place, sa.func.count()).group_by(
    _lost.c.pipeline_rid, _lost.c.place
)
_SET = (
    sa.update(stage_past)
    .where(stage_past.c.stage_rid == sa.bindparam("_rid"))
    .values({name: sa.bindparam(name) for name in _NAMES[1:]})
)


class _End(NamedTuple):
    """How a deal ended in a pipeline, by id: won, or lost after it was in these stages."""

    pipeline: str
    lost_after: frozenset[str] | None


def follow_deals(connection: Connection, written: Iterable[Written]) -> None:
    """Closed deals came, changed or went."""
    ends = Counter[_End]()
    for before, after in written:
        was, became = _end(before), _end(after)
        if was != became:
            ends.update([became] if became else [])
            ends.subtract([was] if was else [])
    found = {end: number for end, number in ends.items() if number}
    if found:
        rids = _hold(connection, {end.pipeline for end in found})
        _add(connection, rids, found)


def follow_stages(connection: Connection, written: Iterable[Written]) -> None:
    """Stages came, went or changed places: what closed deals passed is to be counted anew."""
    concerned = {
        state["pipeline"]
        for pair in written
        if _moved(*pair)
        for state in pair
        if state is not None
    }
    if concerned:
        recount(connection, _hold(connection, concerned))


def recount(connection: Connection, pipeline_rids: Sequence[int]) -> None:
    """Count all closed deals of these pipelines."""
    ways = defaultdict[int, list[int]](list)
    for row in connection.execute(_STAGES, {"rids": pipeline_rids}):
        ways[row.pipeline_rid].append(row.rid)
    won = Counter[int]()
    for owner, number in connection.execute(_COUNT_WON, {"rids": pipeline_rids}):
        won[owner] += number
    lost = defaultdict[int, Counter[int]](Counter)
    for owner, place, number in connection.execute(_COUNT_LOST, {"rids": pipeline_rids}):
        lost[owner][place] = number
    there = sa.select(stage.c.rid).where(stage.c.deleted_at.is_(None))
    renewed = one_of(stage_past.c.stage_rid, "rids")
    gone = sa.delete(stage_past).where(sa.or_(stage_past.c.stage_rid.not_in(there), renewed))
    connection.execute(gone, {"rids": [rid for way in ways.values() for rid in way]})
    rows = [
        _row(rid, Tally(won[owner], number))
        for owner, way in ways.items()
        for rid, number in zip(way, _as_far(lost[owner], len(way)), strict=True)
    ]
    insert_rows(connection, stage_past, _NAMES, rows)


def _end(state: State | Mapping[str, Any] | None) -> _End | None:
    """How a deal ended; nothing while it is open, or in the recycle bin."""
    if state is None or state.get("deleted_at") or state.get("status") not in (WON, LOST):
        return None
    passed = frozenset(one["stage"] for one in state.get("visits") or ())
    return _End(state["pipeline"], None if state["status"] == WON else passed)


def _moved(before: Any, after: Any) -> bool:
    """Whether the way that deals go has become another one."""
    if before is None or after is None:
        return True
    return any(before.get(name) != after.get(name) for name in _WAY)


def _hold(connection: Connection, ids: Collection[str]) -> Sequence[int]:
    return connection.execute(_HELD, {"ids": [UUID(one) for one in ids]}).scalars().all()


def _add(connection: Connection, rids: Sequence[int], ends: Mapping[_End, int]) -> None:
    """Add so many deals that ended so."""
    ways = defaultdict[str, list[Any]](list)
    for row in connection.execute(_STAGES, {"rids": rids}):
        ways[str(row.pipeline)].append(row)
    counted = []
    for owner, way in ways.items():
        if any(row.won is None for row in way):
            recount(connection, [way[0].pipeline_rid])
            continue
        won = ends.get(_End(owner, None), 0)
        lost = Counter[int]()
        for end, number in ends.items():
            if end.pipeline == owner and end.lost_after is not None:
                lost[_farthest(way, end.lost_after)] += number
        for row, more in zip(way, _as_far(lost, len(way)), strict=True):
            counted.append(_row(row.rid, Tally(row.won + won, row.lost + more)))
    if counted:
        names = ("_rid", *_NAMES[1:])
        connection.execute(_SET, [dict(zip(names, row, strict=True)) for row in counted])


def _farthest(way: Sequence[Any], passed: Collection[str]) -> int:
    """The place of the last of these stages on the way, from 1 on; 0: none is on it."""
    places = (place for place, row in enumerate(way, start=1) if str(row.id) in passed)
    return max(places, default=0)


def _as_far(by_place: Mapping[int, int], stages: int) -> list[int]:
    """How many came to each stage or farther, of those whose last place is known."""
    backwards = (by_place.get(place, 0) for place in range(stages, 0, -1))
    return [*accumulate(backwards)][::-1]


def _row(rid: int, tally: Tally) -> tuple[Any, ...]:
    return (rid, tally.won, tally.lost, usual_percent(tally))
