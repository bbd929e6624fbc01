"""Reads of pipelines, their stages and the reasons of losses: on reader threads, and on the
writer's by the handlers of deals."""

from __future__ import annotations

from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.pipelines.rows import LostReasonRow, PipelineRow


def find_pipelines(reader: HasConnection, archived: bool = False) -> tuple[PipelineRow, ...]:
    """The pipelines outside the archive (or those in it) with their stages, in their order."""
    return ()


def get_pipeline(reader: HasConnection, pipeline_id: str) -> PipelineRow | None:
    """The pipeline, archived or not; ``None`` if it is gone."""
    return None


def find_lost_reasons(reader: HasConnection, archived: bool = False) -> tuple[LostReasonRow, ...]:
    """The reasons that are offered (or those that no longer are), in their order."""
    return ()
