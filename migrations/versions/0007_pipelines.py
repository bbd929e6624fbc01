"""Pipelines, stages and lost reasons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from crm_desktop.store.types import Instant, Json, Key

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    _create(
        "pipeline",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("asks_next_step", sa.Boolean(), nullable=False),
        sa.Column("may_skip", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("archived_at", Instant, nullable=True),
        sa.Column("deleted_at", Instant, nullable=True),
        references={"next_pipeline_rid": ("pipeline", True)},
    )
    _create(
        "stage",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("colour", sa.String(length=16), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("rot_days", sa.Integer(), nullable=True),
        sa.Column("instruction", sa.Text(), nullable=True),
        sa.Column("required", Json, nullable=True),
        sa.Column("is_intake", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("deleted_at", Instant, nullable=True),
        references={"pipeline_rid": ("pipeline", False), "responsible_rid": ("user", True)},
    )
    _create(
        "lost_reason",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("asks_detail", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("archived_at", Instant, nullable=True),
    )


def _create(
    name: str,
    *columns: sa.Column[object],
    references: dict[str, tuple[str, bool]] | None = None,
) -> None:
    """A table of records with its ``references``: target and whether there may be none."""
    pointing = (references or {}).items()
    op.create_table(
        name,
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        *columns,
        *(sa.Column(column, ROW_ID, nullable=optional) for column, (_, optional) in pointing),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.rid"], name=op.f(f"fk_{name}_{column}"))
            for column, (target, _) in pointing
        ),
        sa.PrimaryKeyConstraint("rid", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{name}_id")),
        sqlite_autoincrement=True,
    )
    for column, _ in pointing:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
