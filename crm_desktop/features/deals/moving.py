"""How deals pass stages and months: moves on the board and in the forecast.

Handlers; on the writer's thread, inside one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.deals.answers import require_clients, with_answers
from crm_desktop.features.deals.commands import ExpectDeals, MoveDeals, MoveManyDeals
from crm_desktop.features.deals.gates.queries import PASS, gate_of
from crm_desktop.features.deals.places.queries import column_of, places_for, shifts
from crm_desktop.features.deals.rows import Gate
from crm_desktop.features.deals.rules import OPEN, StageCloses, day_in, entered
from crm_desktop.features.pipelines.handlers import stage_there
from crm_desktop.features.pipelines.queries import all_pipelines, get_pipeline, intakes
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.store.loading import Loaded, load_by_id

Changes = list[tuple[Loaded, Mapping[str, Any]]]


@dataclass(frozen=True)
class MoveTarget:
    """Where deals go."""

    pipeline: PipelineRow
    stage: StageRow


def move(work: Work, command: MoveDeals) -> None:
    """Handler of ``MoveDeals``."""
    target = target_of(work, command.stage_id)
    deals = load_deals(work, command.deal_ids, OPEN)
    coming = [one for one in deals if one.state["stage"] != target.stage.id]
    answered = _through_gate(work, coming, target, command)
    column = column_of(target.pipeline.rid, target.stage.rid)
    places, shifted = places_for(
        work,
        column,
        [one.rid for one in deals],
        before=command.before,
        at_end=command.at_end,
    )
    moment = iso(now())
    changes: Changes = shifts(work, shifted)
    accepted = _accepted(work, coming, target)
    for one, place in zip(deals, places, strict=True):
        taken = {"owner": work.actor.id} if one.id in accepted else {}
        arrival = _arrival(one, target, moment, {**taken, **answered.get(one.id, {})})
        changes.append((one, {**arrival, "position": place}))
    work.unit.update_many("deal", changes)


def expect(work: Work, command: ExpectDeals) -> None:
    """Handler of ``ExpectDeals``."""
    changes: Changes = [
        (one, {"expected_close": day_in(command.month, one.state["expected_close"])})
        for one in load_deals(work, command.deal_ids, OPEN)
    ]
    work.unit.update_many("deal", changes)


def _accepted(work: Work, coming: Sequence[Loaded], target: MoveTarget) -> set[str]:
    """Requests of nobody that leave the intake: whoever brings them into work takes them."""
    nobodys = [one for one in coming if not one.state["owner"]]
    known = intakes(work) if nobodys and not target.stage.is_intake else {}
    return {one.id for one in nobodys if one.state["stage"] in known}


def _arrival(
    deal: Loaded, target: MoveTarget, moment: str, besides: Mapping[str, Any]
) -> dict[str, Any]:
    """What becomes of a deal that comes into the stage, with what is changed ``besides``; nothing
    of one that is there."""
    if deal.state["stage"] == target.stage.id:
        return {}
    changes: dict[str, Any] = {
        **besides,
        "pipeline": target.pipeline.id,
        "stage": target.stage.id,
        "visits": entered(deal.state["visits"], target.stage.id, moment),
    }
    if target.stage.responsible:
        changes["owner"] = target.stage.responsible
    return changes


def _through_gate(
    work: Work, coming: Sequence[Loaded], target: MoveTarget, command: MoveDeals
) -> dict[str, dict[str, Any]]:
    """What is filled in on the way, by deal; ``StageCloses`` if that doesn't open the gate."""
    if not coming:
        return {}
    answered = with_answers(work, coming, command.values)
    gate = gate_of(
        work,
        [(one, answered.get(one.id, {})) for one in coming],
        {},
        target.pipeline,
        target.stage.id,
        with_activity="activity" in command.values,
    )
    require_open(work, gate, target.stage.name, without_fields=command.without_fields)
    if not isinstance(command, MoveManyDeals):  # of many, each portion is only a part
        require_clients(coming, answered, command.values)
    return answered


def require_open(work: Work, gate: Gate, stage: str, *, without_fields: bool) -> None:
    """``StageCloses`` unless the gate is open, or only fields are missing and the person may and
    wants to do without."""
    if without_fields:
        work.actor.require(PASS)
    if gate.is_open or (without_fields and not gate.skipped):
        return
    if gate.skipped:
        message = msg(
            "This pipeline goes stage by stage. The deals were left where they were; move them to "
            "the next stage first."
        )
    elif stage:
        message = msg(
            "The stage “{stage}” asks for fields that are still empty. The deals were left where "
            "they were; fill these in.",
            stage=stage,
        )
    else:
        message = msg(
            "Some fields are still empty. The deals were left where they were; fill these in."
        )
    raise StageCloses(message, gate)


def target_of(work: Work, stage_id: str) -> MoveTarget:
    """The stage, locked until the end of the transaction, and its pipeline; ``NotFound`` if
    either was removed meanwhile."""
    loaded = stage_there(work, stage_id)
    pipeline = get_pipeline(work, loaded.state["pipeline"])
    stage = pipeline.stage(stage_id) if pipeline is not None else None
    if pipeline is None or stage is None:
        raise NotFound(
            msg("The pipeline isn’t there any more. Nothing was changed; choose another one.")
        )
    return MoveTarget(pipeline, stage)


def load_deals(work: Work, ids: Iterable[str], *statuses: str) -> list[Loaded]:
    """The deals outside the recycle bin, locked, each once in the order asked for; those that are
    gone are left out. ``NotFound`` if all are, ``Invalid`` if one has another status."""
    wanted = list(dict.fromkeys(ids))
    found = load_by_id(work.connection, work.registry["deal"], wanted, lock=True)
    there = [found[key] for key in wanted if key in found and not found[key].state["deleted_at"]]
    if not there:
        raise NotFound(
            msg("The deal isn’t there any more: someone deleted it. Nothing was changed.")
        )
    for one in there:
        if one.state["status"] not in statuses:
            raise _other_status(one)
    return there


def _other_status(deal: Loaded) -> Invalid:
    if deal.state["status"] == OPEN:
        return Invalid(
            msg("“{deal}” is not closed. Nothing was changed.", deal=deal.state["title"]), "status"
        )
    return Invalid(
        msg(
            "“{deal}” is closed already. Nothing was changed; reopen it first.",
            deal=deal.state["title"],
        ),
        "status",
    )


def pipelines_by_id(work: Work) -> dict[str, PipelineRow]:
    """All pipelines, archived ones too."""
    return {one.id: one for one in all_pipelines(work)}
