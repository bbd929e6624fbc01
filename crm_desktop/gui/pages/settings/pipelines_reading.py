"""What Settings → Pipelines shows, read at one moment. ``read`` runs on a reader's thread."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm_desktop.backend.work import Reader
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.deals.chance.queries import find_pasts
from crm_desktop.features.deals.chance.rule import Tally
from crm_desktop.features.deals.staged.queries import count_deals
from crm_desktop.features.pipelines.queries import find_all_pipelines, find_lost_reasons
from crm_desktop.features.pipelines.rows import LostReasonRow, PipelineRow, StageRow
from crm_desktop.features.users.queries import find_users
from crm_desktop.gui.shell.requirement_words import ENTITIES, Fields


@dataclass(frozen=True)
class PipelineSettings:
    """Pipelines (those in the archive last) and reasons; ``deals`` counts open ones by the
    stage's internal key, ``pasts`` the closed ones that came as far by its id; ``users`` are (id,
    name)."""

    pipelines: tuple[PipelineRow, ...] = ()
    reasons: tuple[LostReasonRow, ...] = ()
    put_away: tuple[LostReasonRow, ...] = ()
    fields: Fields = field(default_factory=dict)
    users: tuple[tuple[str, str], ...] = ()
    deals: dict[int, int] = field(default_factory=dict)
    pasts: dict[str, Tally] = field(default_factory=dict)

    def pipeline(self, pipeline_id: str) -> PipelineRow | None:
        """The pipeline with this id."""
        return next((one for one in self.pipelines if one.id == pipeline_id), None)

    def stage(self, stage_id: str) -> StageRow | None:
        """The stage with this id, of whichever pipeline."""
        found = (one.stage(stage_id) for one in self.pipelines)
        return next((stage for stage in found if stage is not None), None)

    def count(self, pipeline: PipelineRow) -> int:
        """How many open deals the pipeline has."""
        return sum(self.deals.get(stage.rid, 0) for stage in pipeline.stages)


def read(reader: Reader) -> PipelineSettings:
    """All of it."""
    return PipelineSettings(
        find_all_pipelines(reader),
        find_lost_reasons(reader),
        find_lost_reasons(reader, archived=True),
        {entity: find_custom_fields(reader, entity) for entity in ENTITIES},
        tuple(find_users(reader, "")),
        count_deals(reader),
        find_pasts(reader),
    )
