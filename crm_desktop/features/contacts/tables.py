"""Tables of people and of the rows that belong to them."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.tables import key_column
from crm_desktop.store.metadata import belonging_table, partial_index, record_table, reference
from crm_desktop.store.types import Instant, Json, SortKey

KEYED = ("family_name", "given_name", "middle_name", "position", "preferred_hours", "source")
"""Texts with a key of their own beside that of the shown name."""

_HAS_POSITION = '"position" IS NOT NULL'  # the name is a word of SQL

contact = record_table(
    "contact",
    sa.Column("family_name", sa.String),
    sa.Column("given_name", sa.String),
    sa.Column("middle_name", sa.String),
    sa.Column("display_name", sa.String, nullable=False),
    sa.Column("sort_key", SortKey, nullable=False),
    key_column(nullable=False),
    *(key_column(f"{name}_folded") for name in KEYED),
    sa.Column("position", sa.String),
    # '1984-03-18', or '--03-18' when the year is unknown (ISO 8601:2000, 5.2.1.3 d).
    sa.Column("birthday", sa.String(10)),
    sa.Column("languages", Json),
    sa.Column("preferred_channel", sa.String(16)),
    sa.Column("preferred_hours", sa.String),
    sa.Column("status", sa.String(16)),
    sa.Column("source", sa.String),
    sa.Column("consent", Json),
    # Digest of the picture among the contents.
    sa.Column("photo", sa.String(64)),
    sa.Column("blacklisted", sa.Text),
    sa.Column("archived_at", Instant),
    sa.Column("deleted_at", Instant),
    reference("owner_rid", "user"),
    # Last, because reading what stands behind a long text means reading the text.
    sa.Column("note", sa.Text),
    sa.Index("ix_contact_list", "deleted_at", "archived_at", "sort_key", "rid"),
    # Orders of the list.
    sa.Index("ix_contact_created_at", "created_at"),
    sa.Index("ix_contact_updated_at", "updated_at"),
    partial_index("ix_contact_position", "position", where=_HAS_POSITION),
    *(
        partial_index(f"ix_contact_{name}", name, where=f"{name} IS NOT NULL")
        for name in ("birthday", "source", "status")
    ),
)

contact_company = belonging_table(
    "contact_company",
    "contact",
    reference("company_rid", "company", nullable=False),
    sa.Column("position", sa.String),
    key_column("position_folded"),
    sa.Column("primary", sa.Boolean, nullable=False),
    partial_index("ix_contact_company_position", "position", "contact_rid", where=_HAS_POSITION),
)

contact_relation = belonging_table(
    "contact_relation",
    "contact",
    reference("other_rid", "contact", nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
)

contact_distinct = belonging_table(
    "contact_distinct", "contact", reference("other_rid", "contact", nullable=False)
)
