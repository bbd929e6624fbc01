"""Tables of custom lists and of the entries of all of them."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.tables import key_column
from crm_desktop.store.metadata import record_table, reference
from crm_desktop.store.types import Instant, SortKey

custom_list = record_table(
    "custom_list",
    # Of many entries, and of one.
    sa.Column("name", sa.String, nullable=False),
    key_column(nullable=False),
    sa.Column("one", sa.String, nullable=False),
    sa.Column("icon", sa.String(32), nullable=False),
    sa.Column("note", sa.String),
    sa.Column("position", sa.Double, nullable=False),
    sa.Column("archived_at", Instant),
)

list_entry = record_table(
    "list_entry",
    reference("list_rid", "custom_list", nullable=False),
    # The entity of the list's entries (common.list_entities).
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("name", sa.String, nullable=False),
    key_column(nullable=False),
    sa.Column("sort_key", SortKey, nullable=False),
    sa.Column("archived_at", Instant),
    sa.Column("deleted_at", Instant),
    # Last, because reading what stands behind a long text means reading the text.
    sa.Column("note", sa.Text),
    sa.Index("ix_list_entry_list", "kind", "deleted_at", "archived_at", "sort_key", "rid"),
    sa.Index("ix_list_entry_folded", "kind", "folded"),
)
