"""How the store writes and journals pipelines, their stages and the reasons of losses."""

from __future__ import annotations

from typing import Any

from crm_desktop.core.i18n import msg
from crm_desktop.features.common.keys import sought
from crm_desktop.features.pipelines.queries import in_seen
from crm_desktop.features.pipelines.rules import SEES_ALL
from crm_desktop.features.pipelines.tables import lost_reason, pipeline, pipeline_viewer, stage
from crm_desktop.store.records import Belonging, RecordType, Reference, State, Way


def _derive(state: State) -> dict[str, Any]:
    return {"folded": sought(state["name"])}


PIPELINE = RecordType(
    "pipeline",
    pipeline,
    columns=(
        "name",
        "currency",
        "asks_next_step",
        "may_skip",
        "position",
        "archived_at",
        "deleted_at",
    ),
    label="name",
    references=(Reference("next_pipeline", "next_pipeline_rid", "pipeline"),),
    belongings=(
        Belonging(
            "viewers",
            pipeline_viewer,
            references={"user": Reference("user", "user_rid", "user")},
            plain=True,
        ),
    ),
    derive=_derive,
    scope=in_seen("rid"),
    right=SEES_ALL,
    # A pipeline may follow itself: who bought may buy again.
    way=Way(
        ("next_pipeline",),
        lambda state: filter(None, [state["next_pipeline"]]),
        msg(
            "These pipelines would follow each other in a circle. Nothing was saved; choose "
            "another pipeline or none."
        ),
        may_repeat=True,
    ),
)

STAGE = RecordType(
    "stage",
    stage,
    columns=(
        "name",
        "colour",
        "probability",
        "rot_days",
        "instruction",
        "required",
        "is_intake",
        "position",
        "deleted_at",
    ),
    label="name",
    references=(
        Reference("pipeline", "pipeline_rid", "pipeline"),
        Reference("responsible", "responsible_rid", "user"),
    ),
    derive=_derive,
    scope=in_seen("pipeline_rid"),
    right=SEES_ALL,
)

LOST_REASON = RecordType(
    "lost_reason",
    lost_reason,
    columns=("name", "asks_detail", "position", "archived_at"),
    label="name",
    derive=_derive,
    right=SEES_ALL,
)
