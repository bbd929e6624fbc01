"""What rows of deals call by name and the workspace by id: pipelines, stages, reasons.

What is not here yet is made. Used by ``deal_portions`` inside a portion's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.backend.work import Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.importing.stage_chances import StageKey, stage_key
from crm_desktop.features.deals.places.queries import top_of
from crm_desktop.features.pipelines.commands import (
    CreateFromTemplate,
    CreateLostReason,
    CreatePipeline,
    CreateStage,
)
from crm_desktop.features.pipelines.furnishing import create_from_template
from crm_desktop.features.pipelines.handlers import create_pipeline, create_reason, create_stage
from crm_desktop.features.pipelines.queries import find_lost_reasons, find_pipelines
from crm_desktop.features.pipelines.rows import COLOURS, PipelineRow, StageRow
from crm_desktop.features.pipelines.usual import FIRST_TEMPLATE

_PROBABILITY = 50  # of stages whose percent the file doesn’t tell either


@dataclass(frozen=True)
class Place:
    """Where a new deal lies, and the stage's own percent. ``noted``: the stage that the file names,
    if it could not be made."""

    pipeline_id: str
    stage_id: str
    probability: int
    currency: str
    position: float
    noted: str = ""


@dataclass
class Places:
    """What is known of the workspace within a portion; ``begin`` reads it anew. ``chances``: the
    percents that the file tells of stages."""

    chances: Mapping[StageKey, int] = field(default_factory=dict)
    _pipelines: list[PipelineRow] = field(default_factory=list)
    _reasons: dict[str, str] = field(default_factory=dict)
    _tops: dict[str, float] = field(default_factory=dict)

    def begin(self, work: Work) -> None:
        """The next portion: others may have changed something since the last."""
        self._pipelines = [*find_pipelines(work)]
        reasons = (*find_lost_reasons(work, archived=True), *find_lost_reasons(work))
        self._reasons = {fold(reason.name): reason.id for reason in reasons}
        self._tops = {}

    def place_of(
        self, work: Work, pipeline_name: str | None, stage_name: str | None, *, is_won: bool
    ) -> Place:
        """A place on top of the stage that is called so, of the pipeline that is called so; where
        the file names none, of the first that fits."""
        pipeline = self._pipeline(work, pipeline_name, stage_name)
        usual = self.chances.get(stage_key(pipeline_name, stage_name), _PROBABILITY)
        stage, noted = self._stage(work, pipeline, stage_name, usual, is_won=is_won)
        if stage.id not in self._tops:
            self._tops[stage.id] = top_of(work, pipeline.rid, stage.rid)
        else:
            self._tops[stage.id] -= 1.0
        top = self._tops[stage.id]
        return Place(pipeline.id, stage.id, stage.probability, pipeline.currency, top, noted)

    def _pipeline(self, work: Work, name: str | None, stage_name: str | None) -> PipelineRow:
        if name:
            called = (one for one in self._pipelines if fold(one.name) == fold(name))
            known = next(called, None)
            return known or self._made(work, name)
        fitting = (
            one for one in self._pipelines if _stage_called(one, stage_name or "") is not None
        )
        first = next(fitting, next(iter(self._pipelines), None))
        return first or self._made(work, None)

    def _made(self, work: Work, name: str | None) -> PipelineRow:
        if name is None:
            create_from_template(work, CreateFromTemplate(FIRST_TEMPLATE))
        else:
            create_pipeline(work, CreatePipeline({"name": name}))
        self._pipelines = [*find_pipelines(work)]
        return self._pipelines[-1]

    def _stage(
        self, work: Work, pipeline: PipelineRow, name: str | None, percent: int, *, is_won: bool
    ) -> tuple[StageRow, str]:
        if name and (known := _stage_called(pipeline, name)) is not None:
            return known, ""
        usual = [stage for stage in pipeline.stages if not stage.is_intake]
        if name is None and usual:
            return usual[-1 if is_won else 0], ""
        try:
            return self._made_stage(work, pipeline, name or _("New deal"), percent), ""
        except Invalid:  # too long a name, or one stage too many
            if not usual:
                raise
            named = _("Stage")
            return usual[0], f"{named}: {name}"

    def _made_stage(self, work: Work, pipeline: PipelineRow, name: str, percent: int) -> StageRow:
        colour = COLOURS[len(pipeline.stages) % len(COLOURS)]
        values = {"pipeline": pipeline.id, "name": name, "colour": colour}
        made = create_stage(work, CreateStage({**values, "probability": percent}))
        self._pipelines = [*find_pipelines(work)]
        there = (stage for one in self._pipelines for stage in one.stages if stage.id == made)
        return next(there)

    def reason_of(self, work: Work, name: str) -> str:
        """The id of the reason that is called so."""
        key = fold(name)
        if key not in self._reasons:
            made = create_reason(work, CreateLostReason({"name": name}))
            self._reasons[key] = made
        return self._reasons[key]


def _stage_called(pipeline: PipelineRow, name: str) -> StageRow | None:
    folded = fold(name)
    return next((stage for stage in pipeline.stages if fold(stage.name) == folded), None)
