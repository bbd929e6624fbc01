"""What the deals of each group of a list come to, by currency; on reader threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.common.grouping import Grouping, GroupRule, coarser
from crm_desktop.features.common.listing import ListOrder, belongs
from crm_desktop.features.deals.board.sums import HALF, in_money, whole_of
from crm_desktop.features.deals.tables import deal


def with_sums(reader: Reader, order: ListOrder, rule: GroupRule, found: Grouping) -> Grouping:
    """The groups of the list of ``order`` by ``rule`` with the sums of their deals."""
    sums = _sums(reader, order, rule)
    groups = (replace(one, sums=in_money(sums.get(one.value, {}))) for one in found.groups)
    return replace(found, groups=tuple(groups))


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
