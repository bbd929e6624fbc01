"""Tables of the catalogue: products with their prices, price lists and exchange rates."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.tables import Exact, key_column
from crm_desktop.store.metadata import belonging_table, record_table, reference
from crm_desktop.store.types import Instant, SortKey

product = record_table(
    "product",
    sa.Column("name", sa.String, nullable=False),
    key_column(nullable=False, index=True),
    sa.Column("sort_key", SortKey, nullable=False),
    sa.Column("sku", sa.String),
    key_column("sku_folded", index=True),
    sa.Column("unit", sa.String),
    sa.Column("is_service", sa.Boolean, nullable=False),
    # In hundredths of a percent; nothing: free of VAT.
    sa.Column("vat", sa.Integer),
    sa.Column("price_minor", sa.BigInteger),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("archived_at", Instant),
    sa.Column("deleted_at", Instant),
    # Last, because reading what stands behind a long text means reading the text.
    sa.Column("description", sa.Text),
    sa.Index("ix_product_list", "deleted_at", "archived_at", "sort_key", "rid"),
)

price_list = record_table(
    "price_list",
    sa.Column("name", sa.String, nullable=False),
    key_column(nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("archived_at", Instant),
)

product_price = belonging_table(
    "product_price",
    "product",
    reference("price_list_rid", "price_list", nullable=False),
    sa.Column("minor", sa.BigInteger, nullable=False),
)

exchange_rate = record_table(
    "exchange_rate",
    sa.Column("currency", sa.String(3), nullable=False),
    # From this day on: 2026-10-14.
    sa.Column("day", Exact, nullable=False),
    # A decimal as text: no engine rounds it.
    sa.Column("rate", sa.String(32), nullable=False),
    sa.Index("ix_exchange_rate_currency_day", "currency", "day"),
)

# One row at most: which rates are offered, in hundredths of a percent with spaces between them.
vat_rates = record_table("vat_rates", sa.Column("rates", sa.String, nullable=False))
