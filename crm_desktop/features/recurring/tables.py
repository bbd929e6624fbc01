"""The table of next purchases that were put off by hand."""

from __future__ import annotations

import sqlalchemy as sa

from crm_desktop.features.common.tables import Exact
from crm_desktop.store.metadata import record_table, reference

next_purchase = record_table(
    "next_purchase",
    # Days as ISO 8601 has them. A later purchase than the one of ``after_on`` ends the delay.
    sa.Column("after_on", Exact, nullable=False),
    sa.Column("planned_on", Exact, nullable=False),
    # The client is one of these.
    reference("company_rid", "company"),
    reference("contact_rid", "contact"),
)
