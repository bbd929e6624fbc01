"""What the list of companies can show besides its lines, and by what it can be ordered.

Called by the list's page, on reader threads.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.features.common import columns, listing
from crm_desktop.features.common.columns import Value, first_item, rank_statuses, rank_texts
from crm_desktop.features.common.listing import ListOrder, SortRule
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.companies.tables import company
from crm_desktop.features.custom_fields.columns import custom_texts, sort_rule
from crm_desktop.features.users import queries as users

_CITY = first_item(COMPANY, "addresses", "city")
_TAX_ID = first_item(COMPANY, "tax_ids", "value")

SORTS: Mapping[str, SortRule] = {
    "industry": SortRule(company.c.industry, rank_texts),
    "legal_name": SortRule(company.c.legal_name, rank_texts),
    "phone": SortRule(first_item(COMPANY, "phones", "value")),
    "email": SortRule(first_item(COMPANY, "emails", "folded")),
    "city": SortRule(_CITY, rank_texts),
    "tax_id": SortRule(_TAX_ID),
    "owner": SortRule(users.name_of(company.c.owner_rid), rank_texts),
    "status": SortRule(company.c.status, rank_statuses),
    "source": SortRule(company.c.source, rank_texts),
    "created": SortRule(company.c.created_at),
    "changed": SortRule(company.c.updated_at),
}

MORE: Mapping[str, Value] = {
    "city": _CITY,
    "tax_id": _TAX_ID,
    "legal_name": company.c.legal_name,
    "size": company.c.size,
    "status": company.c.status,
    "source": company.c.source,
    "created": company.c.created_at,
    "changed": company.c.updated_at,
}


def rank_companies(reader: Reader, rids: Collection[int]) -> list[int]:
    """These companies by name, whatever shelf they lie on."""
    wanted = frozenset(rids)
    everything = columns.by_name(company)
    return [rid for rid in reader.connection.execute(everything).scalars() if rid in wanted]


def find_order(reader: Reader, order: ListOrder, limit: int | None = None) -> array[int]:
    """Internal keys of companies in the list's order; ``order.sort`` may be one of ``SORTS``."""
    rule = SORTS.get(order.sort) or sort_rule(reader, COMPANY, order.sort)
    return listing.find_order(reader, company, order, limit, rule)


def find_more(
    reader: Reader, rids: Sequence[int], names: Collection[str]
) -> dict[int, dict[str, Any]]:
    """The fields of ``MORE`` and the custom ones (as texts) that are among ``names``, by internal
    key and name."""
    found = columns.find_fields(reader, COMPANY, {n: MORE[n] for n in MORE if n in names}, rids)
    for rid, texts in custom_texts(reader, "company", rids, names).items():
        found.setdefault(rid, {}).update(texts)
    return found
