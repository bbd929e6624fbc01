"""How the store writes and journals next purchases that were put off."""

from __future__ import annotations

from crm_desktop.features.recurring.tables import next_purchase
from crm_desktop.store.records import RecordType, Reference

NEXT_PURCHASE = RecordType(
    "next_purchase",
    next_purchase,
    columns=("after_on", "planned_on"),
    label="planned_on",
    references=(
        Reference("company", "company_rid", "company"),
        Reference("contact", "contact_rid", "contact"),
    ),
)
