"""What the list of people can show besides its lines, and by what it can be ordered.

Called by the list's page, on reader threads.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.features.common import columns
from crm_desktop.features.common.columns import Value, first_item, rank_statuses, rank_texts
from crm_desktop.features.common.fields import STATUS_CHOICES
from crm_desktop.features.common.grouping import GroupRule, choice_labels, themselves
from crm_desktop.features.common.listing import SortRule
from crm_desktop.features.common.value_rows import column_rows, rows_of
from crm_desktop.features.companies.columns import company_names, rank_companies
from crm_desktop.features.contacts.queries import RELATED_NAMES
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.contacts.tables import contact
from crm_desktop.features.custom_fields.list_columns import ListColumns
from crm_desktop.features.tags.queries import rank_tags, tag_names
from crm_desktop.features.users import queries as users

_CITY = first_item(CONTACT, "addresses", "city")
_COMPANY = first_item(CONTACT, "companies", "company_rid")
_OWNER = users.name_of(contact.c.owner_rid)
_JOB = first_item(CONTACT, "companies", "position")

SORTS: Mapping[str, SortRule] = {
    "company": SortRule(_COMPANY, rank_companies, (rows_of(CONTACT, "companies", "company_rid"),)),
    "position": SortRule(
        columns.either(contact.c.position, _JOB),
        rank_texts,
        (column_rows(CONTACT, "position"), rows_of(CONTACT, "companies", "position")),
    ),
    "phone": SortRule(
        first_item(CONTACT, "phones", "value"), rows=(rows_of(CONTACT, "phones", "value"),)
    ),
    "email": SortRule(
        first_item(CONTACT, "emails", "folded"), rows=(rows_of(CONTACT, "emails", "folded"),)
    ),
    "city": SortRule(_CITY, rank_texts, (rows_of(CONTACT, "addresses", "city", "city_folded"),)),
    "owner": SortRule(_OWNER, rank_texts, (users.names_by_owner(CONTACT),)),
    "status": SortRule(contact.c.status, rank_statuses, rows=(column_rows(CONTACT, "status"),)),
    "source": SortRule(contact.c.source, rank_texts, rows=(column_rows(CONTACT, "source"),)),
    "birthday": SortRule(
        columns.day_of_year(contact.c.birthday),
        rows=(column_rows(CONTACT, "birthday", columns.day_of_year),),
    ),
    "created": SortRule(contact.c.created_at, rows=(column_rows(CONTACT, "created_at"),)),
    "changed": SortRule(contact.c.updated_at, rows=(column_rows(CONTACT, "updated_at"),)),
}

MORE: Mapping[str, Value] = {
    "city": _CITY,
    "status": contact.c.status,
    "source": contact.c.source,
    "birthday": contact.c.birthday,
    "related": RELATED_NAMES,
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

_COLUMNS = ListColumns(CONTACT, SORTS, MORE, GROUPS)
find_order = _COLUMNS.find_order
find_groups = _COLUMNS.find_groups
find_more = _COLUMNS.find_more
