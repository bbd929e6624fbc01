"""Tables of files and of what they hang on; the bytes lie among the store's contents."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.tables import key_column
from crm_desktop.store.metadata import belonging_table, record_table, reference
from crm_desktop.store.types import Instant

attachment = record_table(
    "attachment",
    sa.Column("name", sa.String, nullable=False),
    key_column(nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("media_type", sa.String(127), nullable=False),
    # SHA-256 of the bytes, hexadecimal.
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("deleted_at", Instant),
    reference("author_rid", "user"),
    sa.Column("note", sa.Text),
)

LINKS = {
    target: belonging_table(
        f"attachment_{target}",
        "attachment",
        reference(f"{target}_rid", target, nullable=False),
    )
    for target in ("contact", "company", "deal")
}
"""The tables of links by what they lead to."""
