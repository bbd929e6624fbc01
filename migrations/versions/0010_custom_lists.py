"""Custom lists and their entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from crm_desktop.store.types import Instant, Json, Key, SortKey

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    _create_records(
        "custom_list",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("one", sa.String(), nullable=False),
        sa.Column("icon", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("archived_at", Instant, nullable=True),
    )
    _create_records(
        "list_entry",
        sa.Column("list_rid", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("sort_key", SortKey, nullable=False),
        sa.Column("archived_at", Instant, nullable=True),
        sa.Column("deleted_at", Instant, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_rid"], ["custom_list.rid"], name=op.f("fk_list_entry_list_rid")
        ),
    )
    op.create_index(op.f("ix_list_entry_list_rid"), "list_entry", ["list_rid"])
    op.create_index(
        "ix_list_entry_list", "list_entry", ["kind", "deleted_at", "archived_at", "sort_key", "rid"]
    )
    op.create_index("ix_list_entry_folded", "list_entry", ["kind", "folded"])
    _create_rows()


def _create_records(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("rid", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{name}_id")),
        sqlite_autoincrement=True,
    )


def _create_rows() -> None:
    """What belongs to entries."""
    _create_list(
        "source_id",
        sa.Column("system", sa.String(length=32), nullable=False),
        sa.Column("value", EXACT, nullable=False),
    )
    op.create_index("ix_list_entry_source_id_value", "list_entry_source_id", ["value", "system"])
    _create_list(
        "custom",
        sa.Column("field_rid", ROW_ID, nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("key", EXACT, nullable=True),
        sa.Column("number", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["field_rid"], ["custom_field.rid"], name=op.f("fk_list_entry_custom_field_rid")
        ),
    )
    op.create_index(
        "ix_list_entry_custom_key", "list_entry_custom", ["field_rid", "key", "list_entry_rid"]
    )
    op.create_index(
        "ix_list_entry_custom_number",
        "list_entry_custom",
        ["field_rid", "number", "list_entry_rid"],
        sqlite_where=sa.text("number IS NOT NULL"),
        postgresql_where=sa.text("number IS NOT NULL"),
    )


def _create_list(kind: str, *columns: sa.schema.SchemaItem) -> None:
    name = f"list_entry_{kind}"
    op.create_table(
        name,
        sa.Column("list_entry_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["list_entry_rid"], ["list_entry.rid"], name=op.f(f"fk_{name}_list_entry_rid")
        ),
        sa.PrimaryKeyConstraint("list_entry_rid", "ordinal", name=op.f(f"pk_{name}")),
    )
