"""Reads of pipelines, their stages and the reasons of losses: on reader threads, and on the
writer's by the handlers of deals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.access import Actor
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.pipelines.rows import LostReasonRow, PipelineRow, Requirement, StageRow
from crm_desktop.features.pipelines.rules import SEES_ALL
from crm_desktop.features.pipelines.tables import lost_reason, pipeline, pipeline_viewer, stage
from crm_desktop.features.users import queries as users
from crm_desktop.features.users.records import USER
from crm_desktop.store.json_lists import json_list, key_text
from crm_desktop.store.records import Scope

_next = pipeline.alias("next_pipeline")
_VIEWERS = (
    sa.select(json_list(key_text(USER.table.c.id), pipeline_viewer.c.ordinal))
    .join_from(pipeline_viewer, USER.table, USER.table.c.rid == pipeline_viewer.c.user_rid)
    .where(pipeline_viewer.c.pipeline_rid == pipeline.c.rid)
    .scalar_subquery()
)
_PIPELINES = (
    sa.select(
        pipeline.c.rid,
        pipeline.c.id,
        pipeline.c.version,
        pipeline.c.name,
        pipeline.c.currency,
        pipeline.c.asks_next_step,
        pipeline.c.may_skip,
        _next.c.id,
        pipeline.c.archived_at.is_not(None),
        _VIEWERS,
    )
    .outerjoin_from(pipeline, _next, _next.c.rid == pipeline.c.next_pipeline_rid)
    .where(pipeline.c.deleted_at.is_(None))
    .order_by(pipeline.c.position, pipeline.c.rid)
)
_CURRENT = _PIPELINES.where(pipeline.c.archived_at.is_(None))
_ARCHIVED = _PIPELINES.where(pipeline.c.archived_at.is_not(None))
_BY_ID = _PIPELINES.where(pipeline.c.id == sa.bindparam("wanted", type_=pipeline.c.id.type))
_STAGES = (
    sa.select(
        stage.c.pipeline_rid,
        stage.c.rid,
        stage.c.id,
        stage.c.version,
        stage.c.name,
        stage.c.colour,
        stage.c.probability,
        stage.c.rot_days,
        sa.func.coalesce(stage.c.instruction, ""),
        users.id_of(stage.c.responsible_rid),
        stage.c.required,
        stage.c.is_intake,
    )
    .where(stage.c.deleted_at.is_(None))
    .order_by(stage.c.position, stage.c.rid)
)
_REASONS = sa.select(
    lost_reason.c.rid,
    lost_reason.c.id,
    lost_reason.c.version,
    lost_reason.c.name,
    lost_reason.c.asks_detail,
    lost_reason.c.archived_at.is_not(None),
).order_by(lost_reason.c.position, lost_reason.c.rid)
_OFFERED = _REASONS.where(lost_reason.c.archived_at.is_(None))
_NO_LONGER_OFFERED = _REASONS.where(lost_reason.c.archived_at.is_not(None))


class HasActor(HasConnection, Protocol):
    """What a query needs that asks who sees what."""

    @property
    def actor(self) -> Actor:
        """The person on whose behalf it is done."""


def find_pipelines(reader: HasActor, archived: bool = False) -> tuple[PipelineRow, ...]:
    """The pipelines outside the archive (or those in it) that the person sees, with their stages,
    in their order."""
    found = _read(reader, _ARCHIVED if archived else _CURRENT, {})
    return tuple(one for one in found if _sees(reader.actor, one))


def get_pipeline(reader: HasActor, pipeline_id: str) -> PipelineRow | None:
    """The pipeline, archived or not; ``None`` if it is gone, in the recycle bin, or nothing that
    the person sees."""
    found = _read(reader, _BY_ID, {"wanted": UUID(pipeline_id)})
    return next((one for one in found if _sees(reader.actor, one)), None)


def find_all_pipelines(reader: HasActor) -> tuple[PipelineRow, ...]:
    """Those that the person sees outside the archive and in it, which come last."""
    return tuple(one for one in all_pipelines(reader) if _sees(reader.actor, one))


def all_pipelines(reader: HasConnection) -> tuple[PipelineRow, ...]:
    """All pipelines, those in the archive last, whoever asks: for what the program itself does
    with deals, such as beginning one anew where others go on with it."""
    return tuple(sorted(_read(reader, _PIPELINES, {}), key=attrgetter("is_archived")))


def intakes(reader: HasConnection) -> dict[str, PipelineRow]:
    """The pipelines that have an intake stage, by the id of that stage."""
    return {
        stage.id: pipeline
        for pipeline in all_pipelines(reader)
        for stage in pipeline.stages
        if stage.is_intake
    }


def hidden_pipelines(reader: HasActor) -> tuple[int, ...]:
    """The internal keys of the pipelines that the person doesn't see."""
    if reader.actor.may(SEES_ALL):
        return ()
    chosen = sa.select(pipeline_viewer.c.pipeline_rid)
    own = chosen.where(pipeline_viewer.c.user_rid == reader.actor.rid)
    hidden = sa.select(pipeline.c.rid).where(pipeline.c.rid.in_(chosen), pipeline.c.rid.not_in(own))
    return tuple(reader.connection.execute(hidden).scalars())


def in_seen(column: str) -> Scope:
    """The scope of records whose ``column`` names a pipeline: those of the pipelines that the
    person sees."""

    def scope(reader: HasActor, rows: sa.FromClause) -> sa.ColumnElement[bool] | None:
        hidden = hidden_pipelines(reader)
        return rows.c[column].not_in(hidden) if hidden else None

    return scope


def _sees(actor: Actor, row: PipelineRow) -> bool:
    return not row.viewers or actor.id in row.viewers or actor.may(SEES_ALL)


def _read(
    reader: HasConnection, statement: sa.Select[Any], values: dict[str, Any]
) -> tuple[PipelineRow, ...]:
    found = reader.connection.execute(statement, values).all()
    stages: dict[int, list[Sequence[Any]]] = defaultdict(list)
    if found:
        for owner, *rest in reader.connection.execute(_STAGES):
            stages[owner].append(rest)
    return tuple(_pipeline(row, stages[row[0]]) for row in found)


def _pipeline(row: Sequence[Any], stages: Sequence[Sequence[Any]]) -> PipelineRow:
    rid, key, version, name, currency, asks, may_skip, following, archived, viewers = row
    return PipelineRow(
        rid,
        str(key),
        version,
        name,
        currency,
        asks,
        may_skip,
        str(following) if following else None,
        archived,
        tuple(_stage(one, str(key)) for one in stages),
        tuple(str(UUID(one)) for one in viewers),
    )


def _stage(row: Sequence[Any], pipeline_id: str) -> StageRow:
    rid, key, version, name, colour, probability, days, instruction, who, required, intake = row
    return StageRow(
        rid,
        str(key),
        version,
        pipeline_id,
        name,
        colour,
        probability,
        days,
        instruction,
        str(who) if who else None,
        tuple(Requirement(one["entity"], one["field"]) for one in required or ()),
        intake,
    )


def stage_names(reader: HasConnection, ids: Collection[str]) -> dict[str, str]:
    """The names of stages, also of those that were taken out of their pipelines."""
    named = sa.select(stage.c.id, stage.c.name).where(stage.c.id.in_([UUID(key) for key in ids]))
    return {str(key): name for key, name in reader.connection.execute(named)}


def find_lost_reasons(reader: HasConnection, archived: bool = False) -> tuple[LostReasonRow, ...]:
    """The reasons that are offered (or those that no longer are), in their order."""
    rows = reader.connection.execute(_NO_LONGER_OFFERED if archived else _OFFERED)
    return tuple(LostReasonRow(rid, str(key), *rest) for rid, key, *rest in rows)
