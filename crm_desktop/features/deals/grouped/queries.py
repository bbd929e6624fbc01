"""The groups of the list of deals: stages with the ends of the way behind them, chances by tens,
and what the deals of each group come to, by currency. On reader threads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.common.grouping import Group, Grouping, GroupRule, coarser, names_in
from crm_desktop.features.common.listing import ListOrder, belongs
from crm_desktop.features.deals.board.sums import HALF, in_money, whole_of
from crm_desktop.features.deals.fields import STATUS_CHOICES
from crm_desktop.features.deals.ordering.queries import rank_stages
from crm_desktop.features.deals.rules import LOST, WON
from crm_desktop.features.deals.tables import deal
from crm_desktop.features.pipelines.records import STAGE
from crm_desktop.filters.catalogue import label_text

_ENDS = {WON: -1, LOST: -2}
"""In place of the internal key of a stage."""
_TEN, _CERTAIN = 10, 100

_stage_names = names_in(STAGE.table, "name")


def stage_or_end() -> sa.ColumnElement[Any]:
    """The stage in which an open deal is; of a closed one how it ended, as its line says."""
    ends = ((deal.c.status == status, key) for status, key in _ENDS.items())
    return sa.case(*ends, else_=deal.c.stage_rid)


def rank_stages_and_ends(reader: Reader, keys: Collection[int]) -> list[int]:
    """Stages in their order, then what was won and what was lost."""
    return [*rank_stages(reader, keys), *(key for key in _ENDS.values() if key in keys)]


def stage_and_end_labels(reader: Reader, keys: Collection[int]) -> dict[int, str]:
    """The names of stages and ends."""
    known = {choice.code: label_text(choice.label) for choice in STATUS_CHOICES}
    ends = {key: known[status] for status, key in _ENDS.items() if key in keys}
    return {**_stage_names(reader, [key for key in keys if key not in ends]), **ends}


def tens_of(percents: Collection[int]) -> dict[int, int]:
    """The ten in which each chance lies, by its lowest; certainty belongs to the nineties."""
    return {percent: min(percent, _CERTAIN - 1) // _TEN * _TEN for percent in percents}


def rank_likely(_reader: Reader, tens: Collection[int]) -> list[int]:
    """The likeliest first."""
    return sorted(tens, reverse=True)


def ten_labels(_reader: Reader, tens: Collection[int]) -> dict[int, str]:
    """``80–89%``, and ``90–100%``, in the current language."""
    from babel.numbers import format_percent

    from crm_desktop.core.i18n import current_language

    language = current_language()
    last = {ten: ten + _TEN - 1 for ten in tens} | {_CERTAIN - _TEN: _CERTAIN}
    return {
        ten: f"{ten}–{format_percent(Decimal(last[ten]) / 100, locale=language)}" for ten in tens
    }


def with_sums(reader: Reader, order: ListOrder, rule: GroupRule, found: Grouping) -> Grouping:
    """The groups of the list of ``order`` by ``rule`` with the sums of their deals."""
    sums = _sums(reader, order, rule)
    groups = (
        Group(one.value, one.label, one.count, in_money(sums.get(one.value, {})))
        for one in found.groups
    )
    return Grouping(tuple(groups), found.order)


def _sums(reader: Reader, order: ListOrder, rule: GroupRule) -> Mapping[Any, Mapping[str, int]]:
    """Minor units by group and currency. Added up by the database, all deals of a value at once:
    no group has to know its deals."""
    minor = deal.c.amount_minor
    # A value may be a statement of its own, by which PostgreSQL groups only what is named.
    named = (
        sa.select(rule.value.label("value"), deal.c.currency, minor)
        .where(belongs(reader, deal, order), minor.is_not(None))
        .subquery()
    )
    key = (named.c.value, named.c.currency)
    high = sa.func.sum(named.c.amount_minor.op("/")(HALF))
    low = sa.func.sum(named.c.amount_minor.op("%")(HALF))
    rows = reader.connection.execute(sa.select(*key, high, low).group_by(*key)).all()
    known = {row[0] for row in rows if row[0] is not None and row[0] != ""}
    coarse = coarser(rule, known)
    sums: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for value, currency, *halves in rows:
        group = coarse.get(value, value) if value in known else None
        sums[group][currency] += whole_of(*halves) or 0
    return sums
