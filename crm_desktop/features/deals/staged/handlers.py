"""How a stage goes. The handler runs on the writer's thread, inside one transaction."""

from __future__ import annotations

from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import nmsg
from crm_desktop.features.common.lifecycle import set_moment
from crm_desktop.features.deals.moving import Goal, goal_of
from crm_desktop.features.deals.places.queries import column_of, places_for
from crm_desktop.features.deals.rules import OPEN, entered
from crm_desktop.features.deals.staged.queries import rids_in_stage
from crm_desktop.features.pipelines.commands import RemoveStage
from crm_desktop.features.pipelines.handlers import stage_there
from crm_desktop.store.loading import Loaded


def remove_stage(work: Work, command: RemoveStage) -> None:
    """Handler of ``RemoveStage``. Held until the end of the transaction, the stage lets nobody in
    meanwhile: whoever drags a deal into it comes before, and the deal moves on, or finds it gone.
    """
    going = stage_there(work, command.stage_id)
    rids = rids_in_stage(work, going.rid)
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
