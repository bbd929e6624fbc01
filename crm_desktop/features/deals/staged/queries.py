"""How many deals stand in stages, and which. Reads, on reader threads or inside a handler."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.deals.places import ON_BOARD
from crm_desktop.features.deals.tables import deal
from crm_desktop.features.pipelines.tables import stage

_COUNTS = (
    sa.select(stage.c.id, sa.func.count())
    .join_from(deal, stage, stage.c.rid == deal.c.stage_rid)
    .where(ON_BOARD)
    .group_by(stage.c.id)
)
_IN_ORDER = (
    sa.select(deal.c.rid)
    .where(deal.c.stage_rid == sa.bindparam("stage"))
    .order_by(deal.c.position, deal.c.rid)
)
_NUMBER = (
    sa.select(sa.func.count())
    .select_from(deal)
    .join(stage, stage.c.rid == deal.c.stage_rid)
    .where(stage.c.id == sa.bindparam("stage"))
    .where(deal.c.deleted_at.is_(None))
)


def count_deals(reader: HasConnection) -> dict[str, int]:
    """How many open deals stand in each stage, by its id; stages without any are left out."""
    return {str(key): number for key, number in reader.connection.execute(_COUNTS)}


def count_in_stage(reader: HasConnection, stage_id: str) -> int:
    """How many deals would move on if the stage went: open, closed and archived ones."""
    found = reader.connection.execute(_NUMBER, {"stage": UUID(stage_id)})
    return int(found.scalar_one())


def rids_in_stage(reader: HasConnection, stage_rid: int) -> list[int]:
    """All deals whose present or last stage it is, in the order of its column."""
    return list(reader.connection.execute(_IN_ORDER, {"stage": stage_rid}).scalars())
