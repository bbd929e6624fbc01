"""Products, price lists and rates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from crm_desktop.store.types import Instant, Json, Key, SortKey

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    _create_records(
        "price_list",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("archived_at", Instant, nullable=True),
    )
    _create_records(
        "product",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("sort_key", SortKey, nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("sku_folded", EXACT, nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("is_service", sa.Boolean(), nullable=False),
        sa.Column("vat", sa.Integer(), nullable=True),
        sa.Column("price_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("archived_at", Instant, nullable=True),
        sa.Column("deleted_at", Instant, nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
    )
    op.create_index(op.f("ix_product_folded"), "product", ["folded"])
    op.create_index(op.f("ix_product_sku_folded"), "product", ["sku_folded"])
    op.create_index("ix_product_list", "product", ["deleted_at", "archived_at", "sort_key", "rid"])
    _create_records(
        "exchange_rate",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", EXACT, nullable=False),
        sa.Column("rate", sa.String(length=32), nullable=False),
    )
    op.create_index("ix_exchange_rate_currency_day", "exchange_rate", ["currency", "day"])
    _create_lists()


def _create_records(name: str, *columns: sa.Column[object]) -> None:
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


def _create_lists() -> None:
    """The rows that belong to products."""
    _create_list(
        "price",
        sa.Column("price_list_rid", ROW_ID, nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        target="price_list",
    )
    op.create_index(op.f("ix_product_price_price_list_rid"), "product_price", ["price_list_rid"])
    _create_list(
        "source_id",
        sa.Column("system", sa.String(length=32), nullable=False),
        sa.Column("value", EXACT, nullable=False),
    )
    op.create_index("ix_product_source_id_value", "product_source_id", ["value", "system"])
    _create_list(
        "custom",
        sa.Column("field_rid", ROW_ID, nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("key", EXACT, nullable=True),
        sa.Column("number", sa.Double(), nullable=True),
        target="custom_field",
    )
    op.create_index("ix_product_custom_key", "product_custom", ["field_rid", "key", "product_rid"])
    op.create_index(
        "ix_product_custom_number",
        "product_custom",
        ["field_rid", "number", "product_rid"],
        sqlite_where=sa.text("number IS NOT NULL"),
        postgresql_where=sa.text("number IS NOT NULL"),
    )


def _create_list(
    kind: str, first: sa.Column[int], *rest: sa.Column[object], target: str = ""
) -> None:
    """A table of rows of products; with ``target`` the first column points at its records."""
    name = f"product_{kind}"
    pointing = (
        sa.ForeignKeyConstraint(
            [first.name], [f"{target}.rid"], name=op.f(f"fk_{name}_{first.name}")
        ),
    )
    op.create_table(
        name,
        sa.Column("product_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        first,
        *rest,
        sa.ForeignKeyConstraint(
            ["product_rid"], ["product.rid"], name=op.f(f"fk_{name}_product_rid")
        ),
        *(pointing if target else ()),
        sa.PrimaryKeyConstraint("product_rid", "ordinal", name=op.f(f"pk_{name}")),
    )
