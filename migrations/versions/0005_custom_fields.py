"""Custom fields, their values, and layouts of cards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from crm_desktop.store.types import Instant, Json, Key

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "custom_field",
        *_record_columns(),
        sa.Column("entity", sa.String(length=32), nullable=False),
        sa.Column("label", Json, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("group", sa.String()),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("default", Json),
        sa.Column("choices", Json),
        sa.Column("currency", sa.String(length=3)),
        sa.Column("decimals", sa.Integer()),
        sa.Column("formula", sa.Text()),
        sa.Column("target", sa.String(length=32)),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("on_card", sa.Boolean(), nullable=False),
        sa.Column("in_search", sa.Boolean(), nullable=False),
        sa.Column("hint", sa.String()),
        sa.Column("deleted_at", Instant),
        sa.Column("sought", sa.String(length=1), nullable=False),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_custom_field")),
        sa.UniqueConstraint("id", name=op.f("uq_custom_field_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_custom_field_entity"), "custom_field", ["entity"])
    op.create_table(
        "card_layout",
        *_record_columns(),
        sa.Column("entity", sa.String(length=32), nullable=False),
        sa.Column("layout", Json, nullable=False),
        sa.Column("user_rid", ROW_ID),
        sa.ForeignKeyConstraint(["user_rid"], ["user.rid"], name=op.f("fk_card_layout_user_rid")),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_card_layout")),
        sa.UniqueConstraint("id", name=op.f("uq_card_layout_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_card_layout_entity"), "card_layout", ["entity"])
    op.create_index(op.f("ix_card_layout_user_rid"), "card_layout", ["user_rid"])
    for owner in ("company", "contact"):
        _create_values(owner)


def _record_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
    )


def _create_values(owner: str) -> None:
    table = f"{owner}_custom"
    op.create_table(
        table,
        sa.Column(f"{owner}_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("field_rid", ROW_ID, nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("key", EXACT),
        sa.Column("number", sa.Double()),
        sa.ForeignKeyConstraint(
            [f"{owner}_rid"], [f"{owner}.rid"], name=op.f(f"fk_{table}_{owner}_rid")
        ),
        sa.ForeignKeyConstraint(
            ["field_rid"], ["custom_field.rid"], name=op.f(f"fk_{table}_field_rid")
        ),
        sa.PrimaryKeyConstraint(f"{owner}_rid", "ordinal", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_key", table, ["field_rid", "key", f"{owner}_rid"])
    op.create_index(
        f"ix_{table}_number",
        table,
        ["field_rid", "number", f"{owner}_rid"],
        sqlite_where=sa.text("number IS NOT NULL"),
        postgresql_where=sa.text("number IS NOT NULL"),
    )
