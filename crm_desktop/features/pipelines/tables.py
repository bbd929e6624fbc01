"""Tables of pipelines, their stages and the reasons of losses."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.tables import key_column
from crm_desktop.store.metadata import belonging_table, record_table, reference
from crm_desktop.store.types import Instant, Json

pipeline = record_table(
    "pipeline",
    sa.Column("name", sa.String, nullable=False),
    key_column(nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("asks_next_step", sa.Boolean, nullable=False),
    sa.Column("may_skip", sa.Boolean, nullable=False),
    # Between those of its neighbours, so that moving one changes one record.
    sa.Column("position", sa.Double, nullable=False),
    sa.Column("archived_at", Instant),
    sa.Column("deleted_at", Instant),
    reference("next_pipeline_rid", "pipeline"),
)

pipeline_viewer = belonging_table(
    "pipeline_viewer", "pipeline", reference("user_rid", "user", nullable=False)
)

stage = record_table(
    "stage",
    sa.Column("name", sa.String, nullable=False),
    key_column(nullable=False),
    sa.Column("colour", sa.String(16), nullable=False),
    sa.Column("probability", sa.Integer, nullable=False),
    sa.Column("rot_days", sa.Integer),
    sa.Column("instruction", sa.Text),
    sa.Column("required", Json),
    sa.Column("is_intake", sa.Boolean, nullable=False),
    sa.Column("position", sa.Double, nullable=False),
    # Deals were in it once: what is taken out of its pipeline keeps its name for their history.
    sa.Column("deleted_at", Instant),
    reference("pipeline_rid", "pipeline", nullable=False),
    reference("responsible_rid", "user"),
)

lost_reason = record_table(
    "lost_reason",
    sa.Column("name", sa.String, nullable=False),
    key_column(nullable=False),
    sa.Column("asks_detail", sa.Boolean, nullable=False),
    sa.Column("position", sa.Double, nullable=False),
    sa.Column("archived_at", Instant),
)
