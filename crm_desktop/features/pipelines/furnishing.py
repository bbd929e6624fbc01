"""Writes of whole pipelines: from a template, as the double of another, and at the beginning.

Handlers run on the writer's thread inside one transaction; ``furnish`` is called by ``bootstrap``
inside the transaction that makes a workspace.
"""

from __future__ import annotations

from crm_desktop.backend.work import Work
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.features.common.keys import sought
from crm_desktop.features.pipelines.commands import (
    CreateFromTemplate,
    CreateLostReason,
    CreatePipeline,
    CreateStage,
    DuplicatePipeline,
)
from crm_desktop.features.pipelines.handlers import create_pipeline, create_reason, create_stage
from crm_desktop.features.pipelines.queries import (
    find_lost_reasons,
    find_pipelines,
    get_pipeline,
)
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.features.pipelines.templates import CURRENCIES
from crm_desktop.features.pipelines.usual import FIRST_TEMPLATE, LOST_REASONS, TEMPLATES
from crm_desktop.store import identity


def create_from_template(work: Work, command: CreateFromTemplate) -> str:
    """Handler of ``CreateFromTemplate``."""
    template = TEMPLATES.get(command.code)
    if template is None:
        raise Invalid(
            msg("There is no template {code}. Nothing was created.", code=command.code), "code"
        )
    language = command.language or _language(work)
    values = template.values(language)
    name = _free_name(work, command.name or values["name"])
    currency = CURRENCIES.get(language, CURRENCIES["en"])
    made = create_pipeline(work, CreatePipeline({**values, "name": name, "currency": currency}))
    for stage in template.stages:
        create_stage(work, CreateStage({**stage.values(language), "pipeline": made}))
    _give_reasons(work, language)
    return made


def duplicate_pipeline(work: Work, command: DuplicatePipeline) -> str:
    """Handler of ``DuplicatePipeline``."""
    original = get_pipeline(work, command.pipeline_id)
    if original is None:
        raise NotFound(
            msg("The pipeline isn’t there any more: someone deleted it. Nothing was created.")
        )
    name = _free_name(work, command.name or original.name)
    made = create_pipeline(work, CreatePipeline({**_values(original), "name": name}))
    for stage in original.stages:
        create_stage(work, CreateStage({**_stage_values(stage), "pipeline": made}))
    return made


def furnish(work: Work) -> None:
    """What a new workspace begins with: a pipeline and reasons of losses in its language."""
    create_from_template(work, CreateFromTemplate(FIRST_TEMPLATE))


def _language(work: Work) -> str:
    return identity.read_settings(work.connection).get("language", "en")


def _give_reasons(work: Work, language: str) -> None:
    """The usual reasons, where there never were any."""
    if not find_lost_reasons(work) and not find_lost_reasons(work, archived=True):
        for reason in LOST_REASONS:
            create_reason(work, CreateLostReason(reason.values(language)))


def _free_name(work: Work, wanted: str) -> str:
    """``wanted``, with a number behind it if a pipeline has that name already."""
    known = (*find_pipelines(work), *find_pipelines(work, archived=True))
    taken = {sought(one.name) for one in known}
    name, number = wanted, 1
    while sought(name) in taken:
        number += 1
        name = f"{wanted} {number}"
    return name


def _values(row: PipelineRow) -> dict[str, object]:
    return {
        "currency": row.currency,
        "asks_next_step": row.asks_next_step,
        "may_skip": row.may_skip,
        "next_pipeline": row.next_pipeline,
        "viewers": list(row.viewers),
    }


def _stage_values(row: StageRow) -> dict[str, object]:
    return {
        "name": row.name,
        "colour": row.colour,
        "probability": row.probability,
        "rot_days": row.rot_days,
        "instruction": row.instruction,
        "responsible": row.responsible,
        "required": [{"entity": one.entity, "field": one.field} for one in row.required],
        "is_intake": row.is_intake,
    }
