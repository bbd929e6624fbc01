"""What can be done with pipelines, their stages and the reasons of losses. Values are JSON-shaped.

Values of a pipeline: ``name``, ``currency`` (ISO 4217), ``asks_next_step``, ``may_skip``,
``next_pipeline`` (an id). Of a stage: ``pipeline`` (an id), ``name``, ``colour`` (one of
``rows.COLOURS``), ``probability`` (0 to 100), ``rot_days``, ``instruction``, ``responsible`` (a
user's id), ``required`` (``[{"entity": "deal", "field": "amount"}]``), ``is_intake``. Of a reason:
``name``, ``asks_detail``. Positions count from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class CreatePipeline:
    """A new pipeline, last in the order, without stages; gives its id."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class CreateFromTemplate:
    """A new pipeline with the stages of a template (``templates.TEMPLATES``), in ``language`` or
    that of the workspace, and the usual reasons of losses if there never were any. A name that is
    there already gets a number. Gives the new id."""

    code: str
    name: str = ""
    language: str = ""


@dataclass(frozen=True)
class DuplicatePipeline:
    """A new pipeline with the same stages, without deals; gives its id."""

    pipeline_id: str
    name: str = ""


@dataclass(frozen=True)
class UpdatePipeline:
    """Change fields of a pipeline that was read at ``base_version``."""

    pipeline_id: str
    base_version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class MovePipeline:
    """Make a pipeline the one at ``position`` in the order."""

    pipeline_id: str
    position: int


@dataclass(frozen=True)
class ArchivePipelines:
    """Put pipelines into the archive with all their deals as they are, or take them out."""

    pipeline_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class DeletePipelines:
    """Put pipelines into the recycle bin, or take them out; refused while one has deals."""

    pipeline_ids: tuple[str, ...]
    deleted: bool = True


@dataclass(frozen=True)
class CreateStage:
    """A new stage, last of its pipeline (an intake stage: first); gives its id."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class UpdateStage:
    """Change fields of a stage that was read at ``base_version``."""

    stage_id: str
    base_version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class MoveStage:
    """Make a stage the one at ``position`` of its pipeline."""

    stage_id: str
    position: int


@dataclass(frozen=True)
class RemoveStage:
    """Take a stage out of its pipeline; its deals go to the stage ``move_to``, any number of them
    in short transactions of one operation."""

    stage_id: str
    move_to: str | None = None


@dataclass(frozen=True)
class CreateLostReason:
    """A new reason, last in the order; gives its id."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class UpdateLostReason:
    """Change fields of a reason that was read at ``base_version``."""

    reason_id: str
    base_version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class MoveLostReason:
    """Make a reason the one at ``position`` in the order."""

    reason_id: str
    position: int


@dataclass(frozen=True)
class ArchiveLostReasons:
    """No longer offer these reasons, or offer them again; deals keep theirs."""

    reason_ids: tuple[str, ...]
    archived: bool = True
