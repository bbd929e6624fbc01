"""Which deals a person sees: those of the pipelines that the person sees.

Read on reader threads, and on the writer's before a command.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from crm_desktop.features.deals.tables import deal
from crm_desktop.features.pipelines.queries import HasActor, hidden_pipelines


def seen_among(reader: HasActor, rids: Sequence[int]) -> list[int]:
    """Those of the deals with these internal keys that the person sees, in their order."""
    hidden = hidden_pipelines(reader)
    if not hidden:
        return list(rids)
    wanted = sa.select(deal.c.rid).where(deal.c.rid.in_(rids), deal.c.pipeline_rid.in_(hidden))
    beyond = set(reader.connection.execute(wanted).scalars())
    return [rid for rid in rids if rid not in beyond]
