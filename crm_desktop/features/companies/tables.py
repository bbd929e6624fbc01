"""Tables of companies and of the rows that belong to them."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.tables import Exact, key_column
from crm_desktop.store.metadata import RowId, belonging_table, record_table, reference
from crm_desktop.store.types import Instant, SortKey

KEYED = ("legal_name", "industry", "size", "source")
"""Texts with a key of their own beside that of the name."""

company = record_table(
    "company",
    sa.Column("name", sa.String, nullable=False),
    key_column(nullable=False, index=True),
    sa.Column("sort_key", SortKey, nullable=False),
    *(key_column(f"{name}_folded") for name in KEYED),
    sa.Column("legal_name", sa.String),
    sa.Column("industry", sa.String),
    sa.Column("size", sa.String),
    sa.Column("status", sa.String(16)),
    sa.Column("source", sa.String),
    # Digest of the picture among the contents.
    sa.Column("logo", sa.String(64)),
    sa.Column("blacklisted", sa.Text),
    sa.Column("archived_at", Instant),
    sa.Column("deleted_at", Instant),
    reference("owner_rid", "user"),
    # Deferred: mother and daughter may come back from the bin in either order.
    sa.Column(
        "parent_rid",
        RowId,
        sa.ForeignKey("company.rid", deferrable=True, initially="DEFERRED"),
        index=True,
    ),
    # Last, because reading what stands behind a long text means reading the text.
    sa.Column("note", sa.Text),
    sa.Index("ix_company_list", "deleted_at", "archived_at", "sort_key", "rid"),
)

company_tax_id = belonging_table(
    "company_tax_id",
    "company",
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("value", Exact, nullable=False, index=True),
)

company_bank_account = belonging_table(
    "company_bank_account",
    "company",
    sa.Column("iban", sa.String),
    sa.Column("account", sa.String),
    sa.Column("bic", sa.String),
    sa.Column("bank", sa.String),
    sa.Column("correspondent_account", sa.String),
)

company_distinct = belonging_table(
    "company_distinct", "company", reference("other_rid", "company", nullable=False)
)
