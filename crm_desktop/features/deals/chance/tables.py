"""The table of what became of deals that came as far as each stage."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.store.metadata import RowId, metadata

# What ``handlers`` keeps of each stage that is in its pipeline: worked out of the deals, so never
# journaled (decision 0021).
stage_past = sa.Table(
    "stage_past",
    metadata,
    sa.Column("stage_rid", RowId, primary_key=True, autoincrement=False),
    # The closed deals of the pipeline that came here or farther, by how they ended.
    sa.Column("won", sa.Integer, nullable=False),
    sa.Column("lost", sa.Integer, nullable=False),
    # What they say of the chance (``rule.usual_percent``); nothing where they are too few.
    sa.Column("percent", sa.Integer),
)
