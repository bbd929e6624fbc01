"""Which deals stand in a stage, and how a stage goes: its deals move on to another one.

Reads on reader threads; the handler on the writer's thread, inside one transaction.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import nmsg
from crm_desktop.features.common.lifecycle import set_moment
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.deals.moving import Goal, goal_of
from crm_desktop.features.deals.places import ON_BOARD, column_of, places_for
from crm_desktop.features.deals.rules import OPEN, entered
from crm_desktop.features.deals.tables import deal
from crm_desktop.features.pipelines.commands import RemoveStage
from crm_desktop.features.pipelines.handlers import stage_there
from crm_desktop.features.pipelines.tables import stage
from crm_desktop.store.loading import Loaded

_COUNTS = (
    sa.select(stage.c.id, sa.func.count())
    .join_from(deal, stage, stage.c.rid == deal.c.stage_rid)
    .where(ON_BOARD)
    .group_by(stage.c.id)
)
_IN_STAGE = sa.select(deal.c.rid).where(deal.c.stage_rid == sa.bindparam("stage"))
_IN_ORDER = _IN_STAGE.order_by(deal.c.position, deal.c.rid)
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


def remove_stage(work: Work, command: RemoveStage) -> None:
    """Handler of ``RemoveStage``. Held until the end of the transaction, the stage lets nobody in
    meanwhile: whoever drags a deal into it comes before, and the deal moves on, or finds it gone.
    """
    going = stage_there(work, command.stage_id)
    rids = list(work.connection.execute(_IN_ORDER, {"stage": going.rid}).scalars())
    if rids:
        _move_on(work, rids, _goal(work, command, len(rids)))
    set_moment(work, "stage", [going.id], "deleted_at", present=True)


def _goal(work: Work, command: RemoveStage, number: int) -> Goal:
    if command.move_to in (None, command.stage_id):
        raise Invalid(
            nmsg(
                "{number} deal stands in this stage. Nothing was removed; choose where it goes.",
                "{number} deals stand in this stage. Nothing was removed; choose where they go.",
                number,
            ),
            "move_to",
        )
    return goal_of(work, str(command.move_to))


def _move_on(work: Work, rids: list[int], goal: Goal) -> None:
    """All of them at the end of the other stage, in their order. No gate is asked: it is not the
    deals that pass it. Closed ones come along, so that they can be reopened."""
    loaded = work.unit.load_many("deal", rids)
    column = column_of(goal.pipeline.rid, goal.stage.rid)
    places, _none_give_way = places_for(work, column, rids, before=None, at_end=True)
    moment = iso(now())
    changes = [
        (loaded[rid], {**_arrival(loaded[rid], goal, moment), "position": place})
        for rid, place in zip(rids, places, strict=True)
        if rid in loaded
    ]
    work.unit.update_many("deal", changes)


def _arrival(one: Loaded, goal: Goal, moment: str) -> dict[str, Any]:
    changes: dict[str, Any] = {"pipeline": goal.pipeline.id, "stage": goal.stage.id}
    if one.state["status"] == OPEN:
        changes["visits"] = entered(one.state["visits"], goal.stage.id, moment)
    return changes
