"""Which of many deals are still there, and which of them want a next step. Runs on reader
threads."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.activities.queries import next_steps_of
from crm_desktop.features.deals import rules
from crm_desktop.features.deals.tables import deal
from crm_desktop.features.pipelines.records import PIPELINE, STAGE

_AT_ONCE = 5_000


def find_rids(reader: Reader, ids: Sequence[str]) -> list[int]:
    """The internal keys of those of the deals that are still there."""
    found: list[int] = []
    for start in range(0, len(ids), _AT_ONCE):
        given = deal.c.id.in_([UUID(key) for key in ids[start : start + _AT_ONCE]])
        found += reader.connection.execute(sa.select(deal.c.rid).where(given)).scalars()
    return found


def lacking_steps(reader: Reader, ids: Sequence[str], stage_id: str) -> list[int]:
    """The internal keys of those that are in this stage, not one of intake, without a next step, if
    its pipeline asks for one when a deal moves."""
    pipeline, stage = PIPELINE.table, STAGE.table
    rids: list[int] = []
    for start in range(0, len(ids), _AT_ONCE):
        asked = (
            sa.select(deal.c.rid)
            .join(stage, stage.c.rid == deal.c.stage_rid)
            .join(pipeline, pipeline.c.rid == deal.c.pipeline_rid)
            .where(
                deal.c.id.in_([UUID(key) for key in ids[start : start + _AT_ONCE]]),
                deal.c.status == rules.OPEN,
                stage.c.id == UUID(stage_id),
                pipeline.c.asks_next_step.is_(True),
                stage.c.is_intake.is_(False),
            )
        )
        rids += reader.connection.execute(asked).scalars()
    planned = next_steps_of(reader, "deal", rids)
    return [rid for rid in rids if rid not in planned]
