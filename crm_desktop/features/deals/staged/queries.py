"""How many deals stand in stages, and which. Reads, on reader threads or inside a handler."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.deals.places.queries import ON_BOARD
from crm_desktop.features.deals.tables import deal

_COUNTS = sa.select(deal.c.stage_rid, sa.func.count()).where(ON_BOARD).group_by(deal.c.stage_rid)
_IN_STAGE = deal.c.stage_rid == sa.bindparam("stage")
_NUMBER = sa.select(sa.func.count()).select_from(deal).where(_IN_STAGE, deal.c.deleted_at.is_(None))
_IN_ORDER = sa.select(deal.c.rid).where(_IN_STAGE).order_by(deal.c.position, deal.c.rid)


def count_deals(reader: HasConnection) -> dict[int, int]:
    """How many open deals stand in each stage, by its internal key; stages without any are left
    out."""
    return dict(map(tuple, reader.connection.execute(_COUNTS)))


def count_in_stage(reader: HasConnection, stage_rid: int) -> int:
    """How many deals would move on if the stage went: open, closed and archived ones."""
    return int(reader.connection.execute(_NUMBER, {"stage": stage_rid}).scalar_one())


def rids_in_stage(reader: HasConnection, stage_rid: int) -> list[int]:
    """All deals whose present or last stage it is, in the order of its column, those in the
    recycle bin too."""
    return list(reader.connection.execute(_IN_ORDER, {"stage": stage_rid}).scalars())
