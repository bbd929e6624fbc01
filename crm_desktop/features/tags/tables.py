"""The table of tags."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.store.metadata import record_table

tag = record_table(
    "tag",
    sa.Column("name", sa.String, nullable=False),
    # The name as search compares it: 'Ёлка' and 'елка' are one tag.
    sa.Column("folded", sa.String, nullable=False, index=True),
    sa.Column("colour", sa.Integer, nullable=False),
)
