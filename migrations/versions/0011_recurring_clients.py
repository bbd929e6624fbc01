"""Purchases by client, next purchases put off by hand, and who sees a pipeline."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from crm_desktop.store.types import Instant, Key

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")
WON = sa.text("status = 'won' AND deleted_at IS NULL AND closed_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "next_purchase",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("after_on", EXACT, nullable=False),
        sa.Column("planned_on", EXACT, nullable=False),
        sa.Column("company_rid", ROW_ID, nullable=True),
        sa.Column("contact_rid", ROW_ID, nullable=True),
        *(_pointing("next_purchase", client) for client in ("company", "contact")),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_next_purchase")),
        sa.UniqueConstraint("id", name=op.f("uq_next_purchase_id")),
        sqlite_autoincrement=True,
    )
    for client in ("company", "contact"):
        op.create_index(op.f(f"ix_next_purchase_{client}_rid"), "next_purchase", [f"{client}_rid"])
    op.create_table(
        "pipeline_viewer",
        sa.Column("pipeline_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("user_rid", ROW_ID, nullable=False),
        *(_pointing("pipeline_viewer", target) for target in ("pipeline", "user")),
        sa.PrimaryKeyConstraint("pipeline_rid", "ordinal", name=op.f("pk_pipeline_viewer")),
    )
    op.create_index(op.f("ix_pipeline_viewer_user_rid"), "pipeline_viewer", ["user_rid"])
    op.create_index(
        "ix_deal_purchases",
        "deal",
        [
            "company_rid",
            "closed_at",
            "rid",
            "currency",
            "amount_minor",
            "pipeline_rid",
            "status",
            "deleted_at",
        ],
        sqlite_where=WON,
        postgresql_where=WON,
    )


def _pointing(table: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{target}_rid"], [f"{target}.rid"], name=op.f(f"fk_{table}_{target}_rid")
    )
