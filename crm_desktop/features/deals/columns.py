"""What the list of deals can show besides its lines, and by what it can be ordered.

Called by the list's page, on reader threads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from crm_desktop.backend.feature import ListPart
from crm_desktop.backend.work import Reader
from crm_desktop.features.activities.columns import added_to
from crm_desktop.features.common.columns import Value, first_item, rank_texts
from crm_desktop.features.common.grouping import (
    Grouping,
    GroupRule,
    choice_labels,
    month_labels,
    months_of,
    names_in,
    plain_months,
    rank_coming,
    rank_months,
    themselves,
)
from crm_desktop.features.common.listing import ListOrder, SortRule
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.columns import company_names, rank_companies
from crm_desktop.features.custom_fields.list_columns import ListColumns
from crm_desktop.features.deals.chance.queries import chance_of
from crm_desktop.features.deals.fields import STATUS_CHOICES
from crm_desktop.features.deals.grouped.queries import (
    rank_likely,
    rank_stages_and_ends,
    stage_and_end_labels,
    stage_or_end,
    ten_labels,
    tens_of,
    with_sums,
)
from crm_desktop.features.deals.ordering.queries import (
    CONTACT_NAME,
    rank_pipelines,
    rank_stages,
    value_in,
)
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.deals.rules import STATUSES
from crm_desktop.features.deals.tables import deal
from crm_desktop.features.pipelines.records import LOST_REASON, PIPELINE
from crm_desktop.features.tags.queries import rank_tags, tag_names
from crm_desktop.features.users import queries as users

_CHANCE = chance_of(deal)
_OWNER = users.name_of(deal.c.owner_rid)
_LOST_REASON = value_in(LOST_REASON, deal.c.lost_reason_rid, "name")


def _rank_statuses(_reader: Reader, codes: Collection[str]) -> list[str]:
    return [code for code in STATUSES if code in codes]


SORTS: Mapping[str, SortRule] = {
    "company": SortRule(deal.c.company_rid, rank_companies),
    "contact": SortRule(CONTACT_NAME, rank_texts),
    "amount": SortRule(deal.c.amount_minor),
    "chance": SortRule(_CHANCE),
    "status": SortRule(deal.c.status, _rank_statuses),
    "pipeline": SortRule(deal.c.pipeline_rid, rank_pipelines),
    "stage": SortRule(deal.c.stage_rid, rank_stages),
    "stage_since": SortRule(deal.c.stage_since),
    "expected_close": SortRule(deal.c.expected_close),
    "closed": SortRule(deal.c.closed_at),
    "lost_reason": SortRule(_LOST_REASON, rank_texts),
    "owner": SortRule(_OWNER, rank_texts),
    "source": SortRule(deal.c.source, rank_texts),
    "created": SortRule(deal.c.created_at),
    "changed": SortRule(deal.c.updated_at),
}

MORE: Mapping[str, Value] = {
    "company": companies.name_of(deal.c.company_rid),
    "contact": CONTACT_NAME,
    "pipeline": value_in(PIPELINE, deal.c.pipeline_rid, "name"),
    "chance": _CHANCE,
    "stage_since": deal.c.stage_since,
    "closed": deal.c.closed_at,
    "lost_reason": _LOST_REASON,
    "source": deal.c.source,
    "created": deal.c.created_at,
    "changed": deal.c.updated_at,
}

GROUPS: Mapping[str, GroupRule] = {
    "stage": GroupRule(stage_or_end(), rank_stages_and_ends, stage_and_end_labels),
    "pipeline": GroupRule(deal.c.pipeline_rid, rank_pipelines, names_in(PIPELINE.table, "name")),
    "company": GroupRule(deal.c.company_rid, rank_companies, company_names),
    "owner": GroupRule(_OWNER, rank_texts, themselves),
    "expected_close": GroupRule(plain_months(deal.c.expected_close), rank_coming, month_labels),
    "chance": GroupRule(_CHANCE, rank_likely, ten_labels, tens_of),
    "closed": GroupRule(deal.c.closed_at, rank_months, month_labels, months_of),
    "status": GroupRule(deal.c.status, _rank_statuses, choice_labels(STATUS_CHOICES)),
    "source": GroupRule(deal.c.source, rank_texts, themselves),
    "lost_reason": GroupRule(_LOST_REASON, rank_texts, themselves),
    "tag": GroupRule(first_item(DEAL, "tags", "tag_rid"), rank_tags, tag_names),
}

LISTS: tuple[ListPart, ...] = (added_to("deal"),)
"""What activities add to the list of deals: they don't know its records."""

_COLUMNS = ListColumns(DEAL, SORTS, MORE, GROUPS)
find_order = _COLUMNS.find_order
find_more = _COLUMNS.find_more


def find_groups(reader: Reader, order: ListOrder, group: str) -> Grouping:
    """The list by groups, with what the deals of each come to."""
    found = _COLUMNS.find_groups(reader, order, group)
    return with_sums(reader, order, _COLUMNS.group_rule(reader, group), found)
