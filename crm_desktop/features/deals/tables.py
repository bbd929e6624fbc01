"""Tables of deals and of the rows that belong to them."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.tables import Exact, key_column
from crm_desktop.store.metadata import belonging_table, partial_index, record_table, reference
from crm_desktop.store.types import Instant, SortKey

_CURRENT = "archived_at IS NULL AND deleted_at IS NULL"
_OPEN = f"status = 'open' AND {_CURRENT}"
_BOUGHT = "status = 'won' AND deleted_at IS NULL AND closed_at IS NOT NULL"
_ASKED = ("status", "archived_at", "deleted_at")

deal = record_table(
    "deal",
    sa.Column("title", sa.String, nullable=False),
    sa.Column("sort_key", SortKey, nullable=False),
    key_column(nullable=False),
    sa.Column("status", sa.String(8), nullable=False),
    sa.Column("amount_minor", sa.BigInteger),
    sa.Column("currency", sa.String(3), nullable=False),
    # Percent set by hand; else that of the stage counts.
    sa.Column("chance", sa.Integer),
    # As ISO 8601 has it: ordered as it is written.
    sa.Column("expected_close", Exact),
    sa.Column("closed_at", Instant),
    # When the present or last visit began.
    sa.Column("stage_since", Instant),
    # In the column of its stage; less is higher.
    sa.Column("position", sa.Double, nullable=False),
    sa.Column("lost_detail", sa.String),
    sa.Column("source", sa.String),
    key_column("source_folded"),
    sa.Column("archived_at", Instant),
    sa.Column("deleted_at", Instant),
    reference("pipeline_rid", "pipeline", nullable=False),
    reference("stage_rid", "stage", nullable=False),
    reference("company_rid", "company"),
    reference("owner_rid", "user"),
    reference("lost_reason_rid", "lost_reason"),
    # Last, because reading what stands behind a long text means reading the text.
    sa.Column("lost_comment", sa.Text),
    sa.Column("note", sa.Text),
    sa.Index("ix_deal_list", "deleted_at", "archived_at", "sort_key", "rid"),
    # The cards of a column in their order, and what they come to. SQLite reads nothing but the
    # index only if it holds the columns of its own condition too.
    partial_index(
        "ix_deal_board",
        "pipeline_rid",
        "stage_rid",
        "position",
        "rid",
        *_ASKED,
        where=_OPEN,
    ),
    partial_index(
        "ix_deal_sums",
        "pipeline_rid",
        "stage_rid",
        "currency",
        "chance",
        "amount_minor",
        *_ASKED,
        where=_OPEN,
    ),
    # The months of the forecast, and how many were won and lost.
    partial_index(
        "ix_deal_closing",
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
        where=_CURRENT,
    ),
    # What each client bought (features.recurring).
    partial_index(
        "ix_deal_purchases",
        "company_rid",
        "closed_at",
        "rid",
        "currency",
        "amount_minor",
        "pipeline_rid",
        "status",
        "deleted_at",
        where=_BOUGHT,
    ),
)

deal_contact = belonging_table(
    "deal_contact",
    "deal",
    reference("contact_rid", "contact", nullable=False),
    sa.Column("role", sa.String),
    sa.Column("primary", sa.Boolean, nullable=False),
)

deal_line = belonging_table(
    "deal_line",
    "deal",
    reference("product_rid", "product"),
    sa.Column("name", sa.String, nullable=False),
    key_column("name_folded", nullable=False, index=True),
    sa.Column("sku", sa.String),
    # A decimal number as it was typed; up to three places.
    sa.Column("quantity", sa.String(24), nullable=False),
    sa.Column("unit", sa.String),
    sa.Column("price_minor", sa.BigInteger, nullable=False),
    # Hundredths of a percent.
    sa.Column("discount", sa.Integer, nullable=False),
    sa.Column("vat", sa.Integer),
    # What the line comes to, VAT included.
    sa.Column("total_minor", sa.BigInteger, nullable=False),
)

deal_visit = belonging_table(
    "deal_visit",
    "deal",
    reference("stage_rid", "stage", nullable=False),
    # Moments as ``core.clock.iso`` writes them.
    sa.Column("entered", Exact, nullable=False),
    sa.Column("left", Exact),
    # How long it took; nothing while it lasts.
    sa.Column("seconds", sa.BigInteger),
)
