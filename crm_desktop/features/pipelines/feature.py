"""The pipelines' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import CommandType, Feature
from crm_desktop.core.i18n import N_
from crm_desktop.features.pipelines import commands, furnishing, handlers
from crm_desktop.features.pipelines.records import LOST_REASON, PIPELINE, STAGE
from crm_desktop.features.pipelines.rules import SEES_ALL

WRITE = SEES_ALL
DELETE = "pipelines:pipeline:delete"

FEATURE = Feature(
    "pipelines",
    records=(PIPELINE, STAGE, LOST_REASON),
    commands=(
        CommandType(commands.CreatePipeline, WRITE, handlers.create_pipeline, N_("New pipeline")),
        CommandType(
            commands.CreateFromTemplate,
            WRITE,
            furnishing.create_from_template,
            N_("New pipeline"),
        ),
        CommandType(
            commands.DuplicatePipeline, WRITE, furnishing.duplicate_pipeline, N_("New pipeline")
        ),
        CommandType(
            commands.UpdatePipeline, WRITE, handlers.update_pipeline, N_("Change of a pipeline")
        ),
        CommandType(commands.MovePipeline, WRITE, handlers.move_pipeline, N_("Order of pipelines")),
        CommandType(commands.ArchivePipelines, WRITE, handlers.archive_pipelines, N_("Archive")),
        CommandType(commands.CreateStage, WRITE, handlers.create_stage, N_("New stage")),
        CommandType(commands.UpdateStage, WRITE, handlers.update_stage, N_("Change of a stage")),
        CommandType(commands.MoveStage, WRITE, handlers.move_stage, N_("Order of stages")),
        CommandType(
            commands.CreateLostReason, WRITE, handlers.create_reason, N_("New lost reason")
        ),
        CommandType(
            commands.UpdateLostReason, WRITE, handlers.update_reason, N_("Change of a lost reason")
        ),
        CommandType(
            commands.MoveLostReason, WRITE, handlers.move_reason, N_("Order of lost reasons")
        ),
        CommandType(commands.ArchiveLostReasons, WRITE, handlers.archive_reasons, N_("Archive")),
    ),
)
