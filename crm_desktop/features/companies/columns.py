"""What the list of companies can show besides its lines, and by what it can be ordered.

Called by the list's page, on reader threads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from crm_desktop.backend.work import Reader
from crm_desktop.features.common import columns
from crm_desktop.features.common.columns import Value, first_item, rank_statuses, rank_texts
from crm_desktop.features.common.fields import STATUS_CHOICES
from crm_desktop.features.common.grouping import (
    GroupRule,
    choice_labels,
    names_in,
    themselves,
)
from crm_desktop.features.common.listing import SortRule
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.companies.tables import company
from crm_desktop.features.custom_fields.list_columns import ListColumns
from crm_desktop.features.tags.queries import rank_tags, tag_names
from crm_desktop.features.users import queries as users

_CITY = first_item(COMPANY, "addresses", "city")
_OWNER = users.name_of(company.c.owner_rid)
_TAX_ID = first_item(COMPANY, "tax_ids", "value")

SORTS: Mapping[str, SortRule] = {
    "industry": SortRule(company.c.industry, rank_texts),
    "legal_name": SortRule(company.c.legal_name, rank_texts),
    "phone": SortRule(first_item(COMPANY, "phones", "value")),
    "email": SortRule(first_item(COMPANY, "emails", "folded")),
    "city": SortRule(_CITY, rank_texts),
    "tax_id": SortRule(_TAX_ID),
    "owner": SortRule(_OWNER, rank_texts),
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

GROUPS: Mapping[str, GroupRule] = {
    "industry": GroupRule(company.c.industry, rank_texts, themselves),
    "owner": GroupRule(_OWNER, rank_texts, themselves),
    "status": GroupRule(company.c.status, rank_statuses, choice_labels(STATUS_CHOICES)),
    "city": GroupRule(_CITY, rank_texts, themselves),
    "source": GroupRule(company.c.source, rank_texts, themselves),
    "tag": GroupRule(first_item(COMPANY, "tags", "tag_rid"), rank_tags, tag_names),
}

company_names = names_in(company, "name")


def rank_companies(reader: Reader, rids: Collection[int]) -> list[int]:
    """These companies by name, whatever shelf they lie on."""
    wanted = frozenset(rids)
    everything = columns.by_name(company)
    return [rid for rid in reader.connection.execute(everything).scalars() if rid in wanted]


_COLUMNS = ListColumns(COMPANY, SORTS, MORE, GROUPS)
find_order = _COLUMNS.find_order
find_groups = _COLUMNS.find_groups
find_more = _COLUMNS.find_more
