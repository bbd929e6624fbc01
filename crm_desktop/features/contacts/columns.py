"""What the list of people can show besides its lines, and by what it can be ordered.

Called by the list's page, on reader threads.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.features.common import columns, grouping, listing
from crm_desktop.features.common.columns import Value, first_item, rank_statuses, rank_texts
from crm_desktop.features.common.fields import STATUS_CHOICES
from crm_desktop.features.common.grouping import Grouping, GroupRule, choice_labels, themselves
from crm_desktop.features.common.listing import ListOrder, SortRule
from crm_desktop.features.companies.columns import company_names, rank_companies
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.contacts.tables import contact
from crm_desktop.features.custom_fields.columns import custom_texts, sort_rule
from crm_desktop.features.tags.queries import rank_tags, tag_names
from crm_desktop.features.users import queries as users

_CITY = first_item(CONTACT, "addresses", "city")
_COMPANY = first_item(CONTACT, "companies", "company_rid")
_OWNER = users.name_of(contact.c.owner_rid)
_JOB = first_item(CONTACT, "companies", "position")

SORTS: Mapping[str, SortRule] = {
    "company": SortRule(_COMPANY, rank_companies),
    "position": SortRule(columns.either(contact.c.position, _JOB), rank_texts),
    "phone": SortRule(first_item(CONTACT, "phones", "value")),
    "email": SortRule(first_item(CONTACT, "emails", "folded")),
    "city": SortRule(_CITY, rank_texts),
    "owner": SortRule(_OWNER, rank_texts),
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

GROUPS: Mapping[str, GroupRule] = {
    "company": GroupRule(_COMPANY, rank_companies, company_names),
    "owner": GroupRule(_OWNER, rank_texts, themselves),
    "status": GroupRule(contact.c.status, rank_statuses, choice_labels(STATUS_CHOICES)),
    "city": GroupRule(_CITY, rank_texts, themselves),
    "source": GroupRule(contact.c.source, rank_texts, themselves),
    "tag": GroupRule(first_item(CONTACT, "tags", "tag_rid"), rank_tags, tag_names),
}


def find_order(reader: Reader, order: ListOrder, limit: int | None = None) -> array[int]:
    """Internal keys of people in the list's order; ``order.sort`` may be one of ``SORTS`` or of
    what other features add to the list."""
    return listing.find_order(reader, contact, order, limit, _sort(reader, order))


def _sort(reader: Reader, order: ListOrder) -> SortRule | None:
    sorts = {**SORTS, **columns.added(reader, "contact").sorts}
    return sorts.get(order.sort) or sort_rule(reader, CONTACT, order.sort)


def find_groups(reader: Reader, order: ListOrder, group: str) -> Grouping:
    """The list by groups; ``group`` is one of ``GROUPS`` or of what other features add."""
    groups = {**GROUPS, **columns.added(reader, "contact").groups}
    return grouping.find_groups(reader, contact, order, groups[group], _sort(reader, order))


def find_more(
    reader: Reader, rids: Sequence[int], names: Collection[str]
) -> dict[int, dict[str, Any]]:
    """The fields of ``MORE``, those that other features add and the custom ones (as texts) that
    are among ``names``, by internal key and name."""
    known = {**MORE, **columns.added(reader, "contact").more}
    found = columns.find_fields(reader, CONTACT, {n: known[n] for n in known if n in names}, rids)
    for rid, texts in custom_texts(reader, "contact", rids, names).items():
        found.setdefault(rid, {}).update(texts)
    return found
