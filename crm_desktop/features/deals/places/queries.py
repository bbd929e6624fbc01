"""Where deals lie in the columns of the board. Read and written inside the transactions of
handlers, on the writer's thread."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.features.common.placing import make_room
from crm_desktop.features.deals.tables import deal
from crm_desktop.store.loading import Loaded

# Those that may have to give way: first few, for they nearly always suffice.
_FEW = 200

ON_BOARD = sa.and_(
    # As the conditions of the index have it: SQLite compares them word by word.
    deal.c.status == sa.literal_column("'open'"),
    deal.c.archived_at.is_(None),
    deal.c.deleted_at.is_(None),
)
"""The condition of open deals outside archive and recycle bin."""


def column_of(pipeline_rid: int, stage_rid: int) -> sa.ColumnElement[bool]:
    """The condition of a column of the board."""
    return sa.and_(deal.c.pipeline_rid == pipeline_rid, deal.c.stage_rid == stage_rid, ON_BOARD)


def top_of(work: Work, pipeline_rid: int, stage_rid: int) -> float:
    """A place on top of a column."""
    first = sa.select(sa.func.min(deal.c.position)).where(column_of(pipeline_rid, stage_rid))
    highest = work.connection.execute(first).scalar_one()
    return make_room(1, None, () if highest is None else (highest,))[0][0]


def places_for(
    work: Work,
    column: sa.ColumnElement[bool],
    moved: Collection[int],
    *,
    before: str | None,
    at_end: bool,
) -> tuple[list[float], list[tuple[int, float]]]:
    """Places for the deals ``moved`` in a column, and (internal key, place) of those that give
    way: before the deal ``before``, at the end, or on top (also when ``before`` went away)."""
    others = sa.select(deal.c.rid, deal.c.position).where(column, deal.c.rid.not_in(moved))
    down = others.order_by(deal.c.position, deal.c.rid)
    next_one = _place(work, column, before) if before else None
    if next_one is None:
        if not at_end:
            first = work.connection.execute(down.limit(1)).first()
            return make_room(len(moved), None, (first.position,) if first else ())[0], []
        last = others.order_by(deal.c.position.desc(), deal.c.rid.desc()).limit(1)
        above = work.connection.execute(last).first()
        return make_room(len(moved), above.position if above else 0.0, ())[0], []
    place = sa.tuple_(deal.c.position, deal.c.rid)
    border = sa.tuple_(sa.literal(next_one[1], sa.Double()), sa.literal(next_one[0]))
    up = others.where(place < border)
    upper = work.connection.execute(
        up.order_by(deal.c.position.desc(), deal.c.rid.desc()).limit(1)
    ).first()
    below = work.connection.execute(down.where(place >= border).limit(_FEW)).all()
    above_it = upper.position if upper else None
    places, shifted = _room(len(moved), above_it, below)
    if len(shifted) == _FEW:
        below = work.connection.execute(down.where(place >= border)).all()
        places, shifted = _room(len(moved), above_it, below)
    return places, shifted


def _room(
    count: int, above: float | None, below: Sequence[Any]
) -> tuple[list[float], list[tuple[int, float]]]:
    places, shifted = make_room(count, above, [one.position for one in below])
    return places, [(one.rid, place) for one, place in zip(below, shifted, strict=False)]


def _place(work: Work, column: sa.ColumnElement[bool], deal_id: str) -> tuple[int, float] | None:
    found = work.connection.execute(
        sa.select(deal.c.rid, deal.c.position).where(column, deal.c.id == deal_id)
    ).first()
    return (found.rid, found.position) if found else None


def shifts(
    work: Work, shifted: Sequence[tuple[int, float]]
) -> list[tuple[Loaded, Mapping[str, Any]]]:
    """The changes of those that give way."""
    loaded = work.unit.load_many("deal", [rid for rid, _place in shifted])
    return [(loaded[rid], {"position": place}) for rid, place in shifted if rid in loaded]
