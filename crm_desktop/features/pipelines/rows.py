"""What reads of pipelines give: frozen rows, nothing of the database in them."""

from __future__ import annotations

from crm_desktop.core.late_dataclass import dataclass

COLOURS = ("grey", "blue", "teal", "green", "amber", "orange", "pink", "violet")
"""The names of the colours a stage may have; ``tokens.json`` says what they look like."""


@dataclass(frozen=True)
class Requirement:
    """What a deal must have before it may enter a stage: a field of ``entity`` (``deal``,
    ``contact``, ``company``; own fields by name, custom ones as ``custom:ID``), or, with the
    field ``activity``, something done with the client since the deal entered its stage."""

    entity: str
    field: str


@dataclass(frozen=True)
class StageRow:
    """A step of a pipeline. ``probability`` in whole percent; ``rot_days``: after so many days a
    deal in it is called rotting, ``None`` never; ``responsible``: the id of who takes over deals
    that come here; ``is_intake``: unsorted requests wait here to be accepted."""

    rid: int
    id: str
    version: int
    pipeline_id: str
    name: str
    colour: str
    probability: int
    rot_days: int | None
    instruction: str
    responsible: str | None
    required: tuple[Requirement, ...]
    is_intake: bool


@dataclass(frozen=True)
class PipelineRow:
    """A pipeline with its stages in their order. ``currency`` (ISO 4217) is that of new deals;
    ``next_pipeline``: the id of the pipeline in which a won deal may begin anew. ``viewers``: the
    ids of those who see it besides whoever sets pipelines up; without any everybody does."""

    rid: int
    id: str
    version: int
    name: str
    currency: str
    asks_next_step: bool
    may_skip: bool
    next_pipeline: str | None
    is_archived: bool
    stages: tuple[StageRow, ...]
    viewers: tuple[str, ...] = ()

    def stage(self, stage_id: str) -> StageRow | None:
        """The stage with this id, if it is one of this pipeline."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)


@dataclass(frozen=True)
class LostReasonRow:
    """Why deals are lost. ``asks_detail``: a line of text belongs to it, as whom they chose."""

    rid: int
    id: str
    version: int
    name: str
    asks_detail: bool
    is_archived: bool
