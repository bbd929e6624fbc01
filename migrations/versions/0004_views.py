"""Views and favourites."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm_desktop.store.types import Instant, Json, Key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create(
        "view",
        sa.Column("listed", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filter", Json, nullable=False),
        sa.Column("look", Json, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("deleted_at", Instant, nullable=True),
    )
    _create(
        "favourite",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("target_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
    )


def _create(name: str, *columns: sa.Column[object]) -> None:
    """A table of records that belong to a person."""
    op.create_table(
        name,
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        *columns,
        sa.Column("owner_rid", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(["owner_rid"], ["user.rid"], name=op.f(f"fk_{name}_owner_rid")),
        sa.PrimaryKeyConstraint("rid", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{name}_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{name}_owner_rid"), name, ["owner_rid"], unique=False)
