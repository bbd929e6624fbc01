"""Deals and what belongs to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from crm_desktop.store.types import Instant, Json, Key

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")
CURRENT = "archived_at IS NULL AND deleted_at IS NULL"
REFERENCES = {
    "pipeline_rid": ("pipeline", False),
    "stage_rid": ("stage", False),
    "company_rid": ("company", True),
    "owner_rid": ("user", True),
    "lost_reason_rid": ("lost_reason", True),
}


def upgrade() -> None:
    _create_deals()
    _index_deals()
    _create_contacts()
    _create_lines()
    _create_visits()
    _create_tags()
    _create_source_ids()
    _create_custom_values()
    _create_links_of_activities()
    _create_links_of_files()


def _create_deals() -> None:
    op.create_table(
        "deal",
        sa.Column("rid", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("folded", EXACT, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("amount_minor", sa.BigInteger()),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("chance", sa.Integer()),
        sa.Column("expected_close", EXACT),
        sa.Column("closed_at", Instant),
        sa.Column("stage_since", Instant),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("lost_detail", sa.String()),
        sa.Column("source", sa.String()),
        sa.Column("source_folded", EXACT),
        sa.Column("archived_at", Instant),
        sa.Column("deleted_at", Instant),
        *(
            sa.Column(column, ROW_ID, nullable=optional)
            for column, (_target, optional) in REFERENCES.items()
        ),
        sa.Column("lost_comment", sa.Text()),
        sa.Column("note", sa.Text()),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.rid"], name=op.f(f"fk_deal_{column}"))
            for column, (target, _optional) in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_deal")),
        sa.UniqueConstraint("id", name=op.f("uq_deal_id")),
        sqlite_autoincrement=True,
    )


def _index_deals() -> None:
    for column in REFERENCES:
        op.create_index(op.f(f"ix_deal_{column}"), "deal", [column])
    op.create_index("ix_deal_list", "deal", ["deleted_at", "archived_at", "sort_key", "rid"])
    open_deals = sa.text(f"status = 'open' AND {CURRENT}")
    for index, columns in (
        ("ix_deal_board", ["position", "rid"]),
        ("ix_deal_sums", ["currency", "chance", "amount_minor"]),
    ):
        op.create_index(
            index,
            "deal",
            ["pipeline_rid", "stage_rid", *columns, "status", "archived_at", "deleted_at"],
            sqlite_where=open_deals,
            postgresql_where=open_deals,
        )
    op.create_index(
        "ix_deal_closing",
        "deal",
        [
            "pipeline_rid",
            "status",
            "closed_at",
            "expected_close",
            "rid",
            "currency",
            "chance",
            "amount_minor",
            "stage_rid",
            "archived_at",
            "deleted_at",
        ],
        sqlite_where=sa.text(CURRENT),
        postgresql_where=sa.text(CURRENT),
    )


def _belonging(table: str, *columns: sa.schema.SchemaItem, **references: str) -> None:
    """A table of rows of deals, with columns that point at ``references``."""
    op.create_table(
        table,
        sa.Column("deal_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["deal_rid"], ["deal.rid"], name=op.f(f"fk_{table}_deal_rid")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.rid"], name=op.f(f"fk_{table}_{column}"))
            for column, target in references.items()
        ),
        sa.PrimaryKeyConstraint("deal_rid", "ordinal", name=op.f(f"pk_{table}")),
    )


def _create_contacts() -> None:
    _belonging(
        "deal_contact",
        sa.Column("contact_rid", ROW_ID, nullable=False),
        sa.Column("role", sa.String()),
        sa.Column("primary", sa.Boolean(), nullable=False),
        contact_rid="contact",
    )
    op.create_index(op.f("ix_deal_contact_contact_rid"), "deal_contact", ["contact_rid"])


def _create_lines() -> None:
    _belonging(
        "deal_line",
        sa.Column("product_rid", ROW_ID),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", EXACT, nullable=False),
        sa.Column("sku", sa.String()),
        sa.Column("quantity", sa.String(length=24), nullable=False),
        sa.Column("unit", sa.String()),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.Integer(), nullable=False),
        sa.Column("vat", sa.Integer()),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        product_rid="product",
    )
    op.create_index(op.f("ix_deal_line_product_rid"), "deal_line", ["product_rid"])
    op.create_index(op.f("ix_deal_line_name_folded"), "deal_line", ["name_folded"])


def _create_visits() -> None:
    _belonging(
        "deal_visit",
        sa.Column("stage_rid", ROW_ID, nullable=False),
        sa.Column("entered", EXACT, nullable=False),
        sa.Column("left", EXACT),
        sa.Column("seconds", sa.BigInteger()),
        stage_rid="stage",
    )
    op.create_index(op.f("ix_deal_visit_stage_rid"), "deal_visit", ["stage_rid"])


def _create_tags() -> None:
    _belonging("deal_tag", sa.Column("tag_rid", ROW_ID, nullable=False), tag_rid="tag")
    op.create_index("ix_deal_tag_tag", "deal_tag", ["tag_rid", "deal_rid"])


def _create_source_ids() -> None:
    _belonging(
        "deal_source_id",
        sa.Column("system", sa.String(length=32), nullable=False),
        sa.Column("value", EXACT, nullable=False),
    )
    op.create_index("ix_deal_source_id_value", "deal_source_id", ["value", "system"])


def _create_custom_values() -> None:
    _belonging(
        "deal_custom",
        sa.Column("field_rid", ROW_ID, nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("key", EXACT),
        sa.Column("number", sa.Double()),
        field_rid="custom_field",
    )
    op.create_index("ix_deal_custom_key", "deal_custom", ["field_rid", "key", "deal_rid"])
    op.create_index(
        "ix_deal_custom_number",
        "deal_custom",
        ["field_rid", "number", "deal_rid"],
        sqlite_where=sa.text("number IS NOT NULL"),
        postgresql_where=sa.text("number IS NOT NULL"),
    )


def _create_links_of_activities() -> None:
    table = "activity_deal"
    op.create_table(
        table,
        sa.Column("activity_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("deal_rid", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("done_at", Instant),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", Instant),
        sa.ForeignKeyConstraint(
            ["activity_rid"], ["activity.rid"], name=op.f(f"fk_{table}_activity_rid")
        ),
        sa.ForeignKeyConstraint(["deal_rid"], ["deal.rid"], name=op.f(f"fk_{table}_deal_rid")),
        sa.PrimaryKeyConstraint("activity_rid", "ordinal", name=op.f(f"pk_{table}")),
    )
    op.create_index(
        f"ix_{table}_story", table, ["deal_rid", "deleted_at", "done_at", "activity_rid"]
    )
    op.create_index(f"ix_{table}_done", table, ["deleted_at", "done_at", "deal_rid"])
    op.create_index(
        f"ix_{table}_pinned",
        table,
        ["deal_rid"],
        sqlite_where=sa.text("pinned = 1 AND deleted_at IS NULL"),
        postgresql_where=sa.text("pinned AND deleted_at IS NULL"),
    )


def _create_links_of_files() -> None:
    table = "attachment_deal"
    op.create_table(
        table,
        sa.Column("attachment_rid", ROW_ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("deal_rid", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_rid"], ["attachment.rid"], name=op.f(f"fk_{table}_attachment_rid")
        ),
        sa.ForeignKeyConstraint(["deal_rid"], ["deal.rid"], name=op.f(f"fk_{table}_deal_rid")),
        sa.PrimaryKeyConstraint("attachment_rid", "ordinal", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_deal_rid"), table, ["deal_rid"])
