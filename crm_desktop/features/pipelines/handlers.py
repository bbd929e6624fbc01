"""Writes of pipelines and of the reasons of losses; on the writer's thread, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import current_language, msg
from crm_desktop.features.common import checks
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.lifecycle import set_moment
from crm_desktop.features.common.links import require_links
from crm_desktop.features.common.placing import make_room
from crm_desktop.features.pipelines.commands import (
    ArchiveLostReasons,
    ArchivePipelines,
    CreateLostReason,
    CreatePipeline,
    CreateStage,
    MoveLostReason,
    MovePipeline,
    MoveStage,
    UpdateLostReason,
    UpdatePipeline,
    UpdateStage,
)
from crm_desktop.features.pipelines.rules import (
    CURRENCIES,
    MOST_PIPELINES,
    MOST_STAGES,
    PIPELINE_CHECKS,
    REASON_CHECKS,
    STAGE_CHECKS,
)
from crm_desktop.features.pipelines.tables import lost_reason, pipeline, stage
from crm_desktop.store.loading import Loaded

_MOST_REASONS = 200


# Pipelines


def create_pipeline(work: Work, command: CreatePipeline) -> str:
    """Handler of ``CreatePipeline``."""
    usual = {
        "currency": CURRENCIES[current_language()],
        "asks_next_step": True,
        "may_skip": True,
        "name": None,
    }
    values = checks.checked({**usual, **command.values}, PIPELINE_CHECKS, None)
    there = _others(work, pipeline, pipeline.c.deleted_at.is_(None))
    _require_room(there, MOST_PIPELINES)
    _require_free_name(there, values["name"])
    require_links(work, "pipeline", values)
    return work.unit.insert("pipeline", {**values, "position": _last(there)})


def update_pipeline(work: Work, command: UpdatePipeline) -> None:
    """Handler of ``UpdatePipeline``."""
    changes = checks.checked(command.changes, PIPELINE_CHECKS, None)
    loaded = work.unit.load("pipeline", command.pipeline_id)
    if "name" in changes:
        there = _others(work, pipeline, pipeline.c.deleted_at.is_(None), loaded)
        _require_free_name(there, changes["name"])
    require_links(work, "pipeline", changes)
    work.unit.update("pipeline", command.pipeline_id, changes, command.base_version)


def move_pipeline(work: Work, command: MovePipeline) -> None:
    """Handler of ``MovePipeline``."""
    loaded = work.unit.load("pipeline", command.pipeline_id)
    there = _others(work, pipeline, pipeline.c.deleted_at.is_(None), loaded)
    _place(work, "pipeline", loaded, there, command.position)


def archive_pipelines(work: Work, command: ArchivePipelines) -> None:
    """Handler of ``ArchivePipelines``."""
    set_moment(work, "pipeline", command.pipeline_ids, "archived_at", command.archived)


# Stages


def create_stage(work: Work, command: CreateStage) -> str:
    """Handler of ``CreateStage``."""
    usual = {"name": None, "colour": "grey", "probability": 0, "is_intake": False}
    values = checks.checked({**usual, **command.values}, STAGE_CHECKS, None)
    values["colour"] = values["colour"] or usual["colour"]
    if not values.get("pipeline"):
        raise Invalid(msg("A stage belongs to a pipeline. Nothing was saved; choose one."))
    require_links(work, "stage", values)
    there = _others(work, stage, _beside(work, values["pipeline"]))
    _require_room(there, MOST_STAGES)
    _require_free_name(there, values["name"])
    if values["is_intake"]:
        _require_only_intake(there)
    places, _moved = make_room(1, _end(there, values["is_intake"]), _positions(there))
    return work.unit.insert("stage", {**values, "position": places[0]})


def _end(there: Sequence[sa.Row[Any]], on_top: bool) -> float | None:
    return there[-1].position if there and not on_top else None


def update_stage(work: Work, command: UpdateStage) -> None:
    """Handler of ``UpdateStage``."""
    changes = checks.checked(command.changes, STAGE_CHECKS, None)
    loaded = stage_there(work, command.stage_id)
    if changes.pop("pipeline", loaded.state["pipeline"]) != loaded.state["pipeline"]:
        raise Invalid(msg("A stage stays in its pipeline. Nothing was changed."), "pipeline")
    there = _others(work, stage, _beside(work, loaded.state["pipeline"]), loaded)
    if "name" in changes:
        _require_free_name(there, changes["name"])
    if changes.get("is_intake") and not loaded.state["is_intake"]:
        _require_only_intake(there)
        changes["position"] = make_room(1, None, _positions(there))[0][0]
    require_links(work, "stage", changes)
    work.unit.update("stage", command.stage_id, changes, command.base_version)


def move_stage(work: Work, command: MoveStage) -> None:
    """Handler of ``MoveStage``. An intake stage stays the first."""
    loaded = stage_there(work, command.stage_id)
    there = _others(work, stage, _beside(work, loaded.state["pipeline"]), loaded)
    intakes = sum(1 for one in there if one.is_intake)
    index = 0 if loaded.state["is_intake"] else max(command.position, intakes)
    _place(work, "stage", loaded, there, index)


def stage_there(work: Work, stage_id: str) -> Loaded:
    """The stage, locked; ``NotFound`` if it was taken out of its pipeline."""
    loaded = work.unit.load("stage", stage_id)
    if loaded.state["deleted_at"]:
        raise NotFound(
            msg(
                "The stage isn’t there any more: someone removed it. Nothing was changed; choose "
                "another stage."
            )
        )
    return loaded


def _beside(work: Work, pipeline_id: str) -> sa.ColumnElement[bool]:
    """The condition of the stages of a pipeline."""
    rid = work.unit.load("pipeline", pipeline_id).rid
    return sa.and_(stage.c.pipeline_rid == rid, stage.c.deleted_at.is_(None))


def _require_only_intake(there: Sequence[sa.Row[Any]]) -> None:
    if any(one.is_intake for one in there):
        raise Invalid(
            msg(
                "The pipeline has an intake stage already. Nothing was saved; it can have one only."
            ),
            "is_intake",
        )


# Reasons of losses


def create_reason(work: Work, command: CreateLostReason) -> str:
    """Handler of ``CreateLostReason``."""
    usual = {"name": None, "asks_detail": False}
    values = checks.checked({**usual, **command.values}, REASON_CHECKS, None)
    there = _others(work, lost_reason, sa.true())
    _require_room(there, _MOST_REASONS)
    _require_free_name(there, values["name"])
    return work.unit.insert("lost_reason", {**values, "position": _last(there)})


def update_reason(work: Work, command: UpdateLostReason) -> None:
    """Handler of ``UpdateLostReason``."""
    changes = checks.checked(command.changes, REASON_CHECKS, None)
    loaded = work.unit.load("lost_reason", command.reason_id)
    if "name" in changes:
        _require_free_name(_others(work, lost_reason, sa.true(), loaded), changes["name"])
    work.unit.update("lost_reason", command.reason_id, changes, command.base_version)


def move_reason(work: Work, command: MoveLostReason) -> None:
    """Handler of ``MoveLostReason``."""
    loaded = work.unit.load("lost_reason", command.reason_id)
    offered = lost_reason.c.archived_at.is_(None)
    _place(
        work, "lost_reason", loaded, _others(work, lost_reason, offered, loaded), command.position
    )


def archive_reasons(work: Work, command: ArchiveLostReasons) -> None:
    """Handler of ``ArchiveLostReasons``."""
    set_moment(work, "lost_reason", command.reason_ids, "archived_at", command.archived)


# What they have in common


def _others(
    work: Work, table: sa.Table, which: sa.ColumnElement[bool], besides: Loaded | None = None
) -> Sequence[sa.Row[Any]]:
    """The records of ``table`` that are there, in their order, without ``besides``."""
    wanted = sa.select(table).where(which).order_by(table.c.position, table.c.rid)
    if besides is not None:
        wanted = wanted.where(table.c.rid != besides.rid)
    return work.connection.execute(wanted).all()


def _positions(there: Sequence[sa.Row[Any]]) -> list[float]:
    return [one.position for one in there]


def _last(there: Sequence[sa.Row[Any]]) -> float:
    """A place behind all."""
    places, _moved = make_room(1, _end(there, on_top=False), ())
    return places[0]


def _place(
    work: Work, entity: str, loaded: Loaded, there: Sequence[sa.Row[Any]], index: int
) -> None:
    """Make ``loaded`` the one at ``index`` among the others ``there``."""
    index = max(0, min(index, len(there)))
    above = there[index - 1].position if index else None
    behind = there[index:]
    places, moved = make_room(1, above, _positions(behind))
    changes: list[tuple[Loaded, Mapping[str, Any]]] = [(loaded, {"position": places[0]})]
    neighbours = work.unit.load_many(entity, [one.rid for one in behind[: len(moved)]])
    changes += [
        (neighbours[one.rid], {"position": position})
        for one, position in zip(behind, moved, strict=False)
    ]
    work.unit.update_many(entity, changes)


def _require_room(there: Sequence[sa.Row[Any]], limit: int) -> None:
    if len(there) >= limit:
        raise Invalid(msg("There are {limit} of them already; more don’t fit.", limit=limit))


def _require_free_name(there: Sequence[sa.Row[Any]], name: str) -> None:
    """``Invalid`` for a name that another one has, in any case of letters."""
    if any(one.folded == sought(name) for one in there):
        raise Invalid(
            msg("“{name}” is there already. Nothing was saved; choose another name.", name=name),
            "name",
        )
