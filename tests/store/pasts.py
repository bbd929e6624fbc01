"""What closed deals say of each stage, counted one by one for the tests."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.deals.chance.rule import Tally, usual_percent
from crm_desktop.features.deals.chance.tables import stage_past
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.pipelines.queries import all_pipelines
from crm_desktop.store.loading import load_by_rid

Kept = dict[int, tuple[int, int, int | None]]


def kept_pasts(reader: Reader) -> Kept:
    """Won, lost and percent as they are kept, by the internal key of the stage."""
    rows = reader.connection.execute(sa.select(stage_past))
    return {rid: (won, lost, percent) for rid, won, lost, percent in rows}


def counted_pasts(reader: Reader) -> Kept:
    """The same, told by the deals."""
    rids = reader.connection.execute(sa.select(DEAL.table.c.rid)).scalars().all()
    states = [one.state for one in load_by_rid(reader.connection, DEAL, rids).values()]
    found: Kept = {}
    for pipeline in all_pipelines(reader):
        own = [one for one in states if one["pipeline"] == pipeline.id and not one["deleted_at"]]
        for place, stage in enumerate(pipeline.stages):
            as_far = {one.id for one in pipeline.stages[place:]}
            won = sum(one["status"] == "won" for one in own)
            lost = sum(
                one["status"] == "lost" and any(v["stage"] in as_far for v in one["visits"])
                for one in own
            )
            found[stage.rid] = (won, lost, usual_percent(Tally(won, lost)))
    return found


def assert_pasts_follow_the_deals(client: Backend) -> None:
    """What is kept of each stage is what its deals tell; of a pipeline without closed deals
    nothing may be kept yet."""
    kept, counted = client.ask(lambda reader: (kept_pasts(reader), counted_pasts(reader)))
    none = {rid: found for rid, found in counted.items() if found == (0, 0, None)}
    assert {**none, **kept} == counted, (kept, counted)
