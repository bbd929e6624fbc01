"""How a stage goes: its deals move on, however many. The handler runs on a long command's thread,
its portions on the writer's."""

from __future__ import annotations

from functools import partial
from typing import Any

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import nmsg
from crm_desktop.features.common.lifecycle import set_moment
from crm_desktop.features.deals.moving import MoveTarget, target_of
from crm_desktop.features.deals.places.queries import column_of, places_for
from crm_desktop.features.deals.rules import OPEN, entered
from crm_desktop.features.deals.staged.queries import rids_in_stage
from crm_desktop.features.pipelines.commands import RemoveStage
from crm_desktop.features.pipelines.handlers import stage_there
from crm_desktop.store.loading import Loaded


def remove_stage(long: LongWork, command: RemoveStage) -> None:
    """Handler of ``RemoveStage``. Its deals move on in short transactions; the last one takes
    along whoever came meanwhile and the stage itself. Held until the end of a transaction, the
    stage lets nobody in: whoever drags a deal into it comes before, and the deal moves on, or
    finds it gone."""
    done, left = 0, 1
    while left:
        moved, left = long.portion_anew(partial(_move_some, command, long.pace.size))
        done += moved
        long.progress("write", done, done + left)


def _move_some(command: RemoveStage, size: int, work: Work) -> tuple[int, int]:
    """Gives how many moved on and how many are left; with the last ones the stage goes."""
    going = stage_there(work, command.stage_id)
    rids = rids_in_stage(work, going.rid)
    if rids:
        _move_on(work, rids[:size], _target(work, command, len(rids)))
    if len(rids) <= size:
        set_moment(work, "stage", [going.id], "deleted_at", present=True)
    return len(rids[:size]), len(rids[size:])


def _target(work: Work, command: RemoveStage, number: int) -> MoveTarget:
    if command.move_to in (None, command.stage_id):
        raise Invalid(
            nmsg(
                "{number} deal stands in this stage. Nothing was removed; choose where it goes.",
                "{number} deals stand in this stage. Nothing was removed; choose where they go.",
                number,
            ),
            "move_to",
        )
    return target_of(work, str(command.move_to))


def _move_on(work: Work, rids: list[int], target: MoveTarget) -> None:
    """All of them at the end of the other stage, in their order. No gate is asked: it is not the
    deals that pass it. Closed ones come along, so that they can be reopened."""
    loaded = work.unit.load_many("deal", rids)
    column = column_of(target.pipeline.rid, target.stage.rid)
    places, _none_give_way = places_for(work, column, rids, before=None, at_end=True)
    moment = iso(now())
    changes = [
        (loaded[rid], {**_arrival(loaded[rid], target, moment), "position": place})
        for rid, place in zip(rids, places, strict=True)
        if rid in loaded
    ]
    work.unit.update_many("deal", changes)


def _arrival(one: Loaded, target: MoveTarget, moment: str) -> dict[str, Any]:
    changes: dict[str, Any] = {"pipeline": target.pipeline.id, "stage": target.stage.id}
    if one.state["status"] == OPEN:
        changes["visits"] = entered(one.state["visits"], target.stage.id, moment)
    return changes
