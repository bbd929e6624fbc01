"""What the list of people can show besides its lines, and by what it can be ordered.

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
from crm_desktop.features.companies.columns import rank_companies
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.contacts.tables import contact
from crm_desktop.features.custom_fields.columns import custom_texts, sort_rule
from crm_desktop.features.users import queries as users

_CITY = first_item(CONTACT, "addresses", "city")
_JOB = first_item(CONTACT, "companies", "position")

SORTS: Mapping[str, SortRule] = {
    "company": SortRule(first_item(CONTACT, "companies", "company_rid"), rank_companies),
    "position": SortRule(columns.either(contact.c.position, _JOB), rank_texts),
    "phone": SortRule(first_item(CONTACT, "phones", "value")),
    "email": SortRule(first_item(CONTACT, "emails", "folded")),
    "city": SortRule(_CITY, rank_texts),
    "owner": SortRule(users.name_of(contact.c.owner_rid), rank_texts),
    "status": SortRule(contact.c.status, rank_statuses),
    "source": SortRule(contact.c.source, rank_texts),
    "birthday": SortRule(columns.day_of_year(contact.c.birthday)),
    "created": SortRule(contact.c.created_at),
    "changed": SortRule(contact.c.updated_at),
}

MORE: Mapping[str, Value] = {
    "city": _CITY,
    "status": contact.c.status,
    "source": contact.c.source,
    "birthday": contact.c.birthday,
    "created": contact.c.created_at,
    "changed": contact.c.updated_at,
}


def find_order(reader: Reader, order: ListOrder, limit: int | None = None) -> array[int]:
    """Internal keys of people in the list's order; ``order.sort`` may be one of ``SORTS``."""
    rule = SORTS.get(order.sort) or sort_rule(reader, CONTACT, order.sort)
    return listing.find_order(reader, contact, order, limit, rule)


def find_more(
    reader: Reader, rids: Sequence[int], names: Collection[str]
) -> dict[int, dict[str, Any]]:
    """The fields of ``MORE`` and the custom ones (as texts) that are among ``names``, by internal
    key and name."""
    found = columns.find_fields(reader, CONTACT, {n: MORE[n] for n in MORE if n in names}, rids)
    for rid, texts in custom_texts(reader, "contact", rids, names).items():
        found.setdefault(rid, {}).update(texts)
    return found
