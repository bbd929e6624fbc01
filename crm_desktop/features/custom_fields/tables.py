"""Tables of custom fields and of the layouts of cards."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.store.metadata import record_table, reference
from crm_desktop.store.types import Instant, Json

custom_field = record_table(
    "custom_field",
    sa.Column("entity", sa.String(32), nullable=False, index=True),
    # A text, or texts by language.
    sa.Column("label", Json, nullable=False),
    # The label for whoever knows no language: the change log.
    sa.Column("name", sa.String, nullable=False),
    sa.Column("type", sa.String(16), nullable=False),
    sa.Column("group", sa.String),
    sa.Column("required", sa.Boolean, nullable=False),
    sa.Column("default", Json),
    sa.Column("choices", Json),
    sa.Column("currency", sa.String(3)),
    sa.Column("decimals", sa.Integer),
    sa.Column("formula", sa.Text),
    sa.Column("target", sa.String(32)),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("on_card", sa.Boolean, nullable=False),
    sa.Column("in_search", sa.Boolean, nullable=False),
    sa.Column("hint", sa.String),
    sa.Column("deleted_at", Instant),
    # '1' if search documents hold the values, else empty (RecordType.mention).
    sa.Column("sought", sa.String(1), nullable=False),
)

card_layout = record_table(
    "card_layout",
    sa.Column("entity", sa.String(32), nullable=False, index=True),
    sa.Column("layout", Json, nullable=False),
    # Nobody: the layout for all.
    reference("user_rid", "user"),
)
