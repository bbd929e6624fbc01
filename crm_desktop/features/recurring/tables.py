"""The tables of next purchases that were put off by hand, and of the cycles worked out."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.tables import Exact
from crm_desktop.store.metadata import RowId, metadata, record_table, reference

next_purchase = record_table(
    "next_purchase",
    # Days as ISO 8601 has them. A later purchase than the one of ``after_on`` ends the delay.
    sa.Column("after_on", Exact, nullable=False),
    sa.Column("planned_on", Exact, nullable=False),
    # The client is one of these.
    reference("company_rid", "company"),
    reference("contact_rid", "contact"),
)

# What ``cycles.handlers`` keeps of each client who bought on two occasions at least, archived or
# not: worked out of the deals, so never journaled.
purchase_cycle = sa.Table(
    "purchase_cycle",
    metadata,
    # The client's key on the board: twice the internal key, and one more for people.
    sa.Column("client", RowId, primary_key=True, autoincrement=False),
    sa.Column("occasions", sa.Integer, nullable=False),
    sa.Column("days", sa.Integer, nullable=False),
    # Days as ISO 8601 has them; after the last of these the client has stopped buying.
    sa.Column("last_on", Exact, nullable=False),
    sa.Column("next_on", Exact, nullable=False),
    sa.Column("lapses_on", Exact, nullable=False),
    sa.Column("currency", sa.String(3)),
    sa.Column("amount_minor", sa.BigInteger),
    sa.Column("monthly_minor", sa.BigInteger),
    sa.Column("put_off", sa.Boolean, nullable=False),
    # The board in its order, and what its columns come to.
    sa.Index(
        "ix_purchase_cycle_board",
        "next_on",
        "client",
        "lapses_on",
        "currency",
        "amount_minor",
        "monthly_minor",
    ),
)
