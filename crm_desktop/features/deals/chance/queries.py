"""What the workspace knows of deals that are closed, counted in the database; on reader threads."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.common.reach import QueryContext, seen
from crm_desktop.features.deals.chance.rule import Chance, Factor, Past, Tally, estimate
from crm_desktop.features.deals.chance.tables import stage_past
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.deals.rules import LOST, OPEN, WON
from crm_desktop.features.deals.tables import deal, deal_visit
from crm_desktop.features.pipelines.queries import HasActor, get_pipeline
from crm_desktop.features.pipelines.records import PIPELINE, STAGE
from crm_desktop.features.users.records import USER

pipeline, stage = PIPELINE.table, STAGE.table

# Deals of half to double the amount are of the same size.
_SIZE = 2
_DAY = 24 * 3600


_USUAL = sa.func.coalesce(stage_past.c.percent, stage.c.probability)
_with_past = stage.outerjoin(stage_past, stage_past.c.stage_rid == stage.c.rid)


def chance_of(rows: sa.FromClause) -> sa.ColumnElement[int | None]:
    """The chance that counts, of deals of the table or of an alias of it: the one set by hand,
    else what the past says of the stage, else the stage's percent; none of what is decided."""
    usual = sa.select(_USUAL).select_from(_with_past).where(stage.c.rid == rows.c.stage_rid)
    counting = sa.func.coalesce(rows.c.chance, usual.scalar_subquery())
    return sa.case((rows.c.status == OPEN, counting))


def usual_chances(reader: HasConnection) -> dict[int, int]:
    """The chance of deals for which nobody has set one, by the internal key of their stage."""
    asked = sa.select(stage.c.rid, _USUAL).select_from(_with_past)
    return {int(rid): int(percent) for rid, percent in reader.connection.execute(asked)}


def usual_chances_by_id(reader: HasConnection) -> dict[str, int]:
    """As ``usual_chances``, by the id of the stage."""
    asked = sa.select(stage.c.id, _USUAL).select_from(_with_past)
    return {str(key): int(percent) for key, percent in reader.connection.execute(asked)}


def usual_chance(reader: HasConnection, stage_id: str) -> int:
    """That of one stage, also of one that was taken out of its pipeline; 0 if there never was
    one."""
    asked = sa.select(_USUAL).select_from(_with_past).where(stage.c.id == UUID(stage_id))
    return int(reader.connection.execute(asked).scalar() or 0)


def find_pasts(reader: QueryContext) -> dict[str, Tally]:
    """What became of the deals that came as far, by the id of each stage that the person sees;
    without those of pipelines in which none has closed yet."""
    asked = sa.select(stage.c.id, stage_past.c.won, stage_past.c.lost)
    asked = asked.join_from(stage, stage_past, stage_past.c.stage_rid == stage.c.rid)
    found = reader.connection.execute(asked.where(seen(reader, STAGE)))
    return {str(key): Tally(won, lost) for key, won, lost in found if won + lost}


def find_chance(reader: HasActor, row: DealRow) -> Chance:
    """The chance of an open deal with its reasons."""
    owner = get_pipeline(reader, row.pipeline_id)
    found = owner.stage(row.stage_id) if owner is not None else None
    if owner is None or found is None:
        chance = row.chance or 0
        return Chance(chance, Tally(), chance, chance)
    order = [one.id for one in owner.stages]
    return estimate(found.probability, _past(reader, row, order[order.index(found.id) :]))


def _past(reader: HasActor, row: DealRow, as_far: list[str]) -> Past:
    """Counted in one statement: all, and those alike, by how they ended."""
    alike = {
        Factor.OWNER: _same_owner(row),
        Factor.SOURCE: deal.c.source == row.source if row.source else sa.false(),
        Factor.AMOUNT: _same_size(row),
    }
    counted = [sa.func.count(sa.case((condition, 1))) for condition in alike.values()]
    reached = (
        sa.select(1)
        .join_from(deal_visit, stage, stage.c.rid == deal_visit.c.stage_rid)
        .where(deal_visit.c.deal_rid == deal.c.rid, stage.c.id.in_(as_far))
        .exists()
    )
    asked = (
        sa.select(deal.c.status, sa.func.count(), *counted)
        .join_from(deal, pipeline, pipeline.c.rid == deal.c.pipeline_rid)
        .where(
            pipeline.c.id == row.pipeline_id,
            deal.c.status.in_((WON, LOST)),
            deal.c.deleted_at.is_(None),
            # Whatever stages were left out, who won came all the way.
            sa.or_(deal.c.status == WON, reached),
        )
        .group_by(deal.c.status)
    )
    ended = {line[0]: tuple(line[1:]) for line in reader.connection.execute(asked)}
    nothing = (0,) * (1 + len(alike))
    won, lost = ended.get(WON, nothing), ended.get(LOST, nothing)
    tallies = [Tally(*pair) for pair in zip(won, lost, strict=True)]
    return Past(tallies[0], dict(zip(alike, tallies[1:], strict=True)))


def _same_owner(row: DealRow) -> sa.ColumnElement[bool]:
    if row.owner is None:
        return sa.false()
    user = USER.table
    found = sa.select(user.c.rid).where(user.c.id == row.owner.id).scalar_subquery()
    return deal.c.owner_rid == found


def _same_size(row: DealRow) -> sa.ColumnElement[bool]:
    if row.amount is None or row.amount.minor <= 0:
        return sa.false()
    amount, currency = row.amount.minor, row.amount.currency
    return sa.and_(
        deal.c.currency == currency,
        deal.c.amount_minor.between(amount // _SIZE, amount * _SIZE),
    )


def find_pace(reader: QueryContext, pipeline_id: str) -> int | None:
    """In how many days deals of the pipeline are won on average; ``None`` if none was yet, or the
    person doesn't see it."""
    stays = (
        sa.select(sa.func.sum(deal_visit.c.seconds).label("seconds"))
        .join_from(deal, pipeline, pipeline.c.rid == deal.c.pipeline_rid)
        .join(deal_visit, deal_visit.c.deal_rid == deal.c.rid)
        .where(
            pipeline.c.id == pipeline_id,
            seen(reader, PIPELINE),
            deal.c.status == WON,
            deal.c.deleted_at.is_(None),
        )
        .group_by(deal.c.rid)
        .subquery()
    )
    seconds = reader.connection.execute(sa.select(sa.func.avg(stays.c.seconds))).scalar()
    return round(float(seconds) / _DAY) if seconds is not None else None
