"""Lists arranged in groups: the people of one company, the clients of one city.

The features' ``columns`` modules say with ``GroupRule`` by what their lists can be grouped; called
on reader threads. A grouped list is still one array of internal keys, group after group.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE, UTC
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.money import Money
from crm_desktop.features.common import listing, orders
from crm_desktop.features.common.columns import Value
from crm_desktop.features.common.listing import ListOrder, SortRule
from crm_desktop.filters.catalogue import Choice, label_text

_BY_PORTIONS = {"yield_per": 10_000}

Labels = Callable[[Reader, Collection[Any]], Mapping[Any, str]]
Keys = Callable[[Collection[Any]], Mapping[Any, Any]]


@dataclass(frozen=True)
class GroupRule:
    """By what a list is grouped: the ``value`` of each record (an expression over its table),
    how groups are put in order, and how they are called. ``keys``, if given, makes the values
    coarser first: months of moments. Records without a value form the last group."""

    value: Value
    rank: Callable[[Reader, Collection[Any]], Sequence[Any]]
    labels: Labels
    keys: Keys | None = None


@dataclass(frozen=True)
class Group:
    """One group: its value (``None`` for the records without one), its name, empty for those, how
    many records it has, and what they come to in each currency, where they have amounts."""

    value: Any
    label: str
    count: int
    sums: tuple[Money, ...] = ()


@dataclass(frozen=True)
class Grouping:
    """A grouped list: its groups and, one group after the other, the keys of its records."""

    groups: tuple[Group, ...]
    order: array[int]


def find_groups(
    reader: Reader, table: sa.Table, order: ListOrder, rule: GroupRule, sort: SortRule | None
) -> Grouping:
    """The list of ``order`` by groups; inside each the records keep the order of the list."""
    values = _values(reader, table, order, rule)
    by_value: dict[Any, array[int]] = {}
    for rid in orders.find_order(reader, table, order, rule=sort):
        value = values.get(rid)
        if (keys := by_value.get(value)) is None:
            keys = by_value[value] = array("q")
        keys.append(rid)
    known = [value for value in by_value if value is not None]
    ranked = list(rule.rank(reader, known))
    labels = rule.labels(reader, ranked)
    places = [*ranked, *([None] if None in by_value else [])]
    whole = array("q")
    for value in places:
        whole.extend(by_value[value])
    groups = (Group(value, labels.get(value, ""), len(by_value[value])) for value in places)
    return Grouping(tuple(groups), whole)


def _values(reader: Reader, table: sa.Table, order: ListOrder, rule: GroupRule) -> dict[int, Any]:
    """The group of each record of the list that has one."""
    asked = sa.select(table.c.rid, rule.value).where(listing.belongs(reader, table, order))
    rows = reader.connection.execute(asked, execution_options=_BY_PORTIONS)
    values = {rid: value for rid, value in rows if value is not None and value != ""}
    coarse = coarser(rule, frozenset(values.values()))
    return {rid: coarse.get(value, value) for rid, value in values.items()}


def coarser(rule: GroupRule, values: Collection[Any]) -> Mapping[Any, Any]:
    """The groups of these values, of those that are not groups themselves."""
    return rule.keys(values) if rule.keys is not None else {}


def plain_months(column: Value) -> Value:
    """The month of a day that is kept as a text: ``2026-10`` of ``2026-10-14``."""
    return sa.func.substr(column, 1, 7)


def themselves(_reader: Reader, values: Collection[Any]) -> dict[Any, str]:
    """Labels of texts."""
    return {value: str(value) for value in values}


def choice_labels(choices: Sequence[Choice]) -> Labels:
    """Labels of codes."""
    known = {choice.code: choice.label for choice in choices}

    def labels(_reader: Reader, codes: Collection[str]) -> dict[str, str]:
        return {code: label_text(known[code]) if code in known else code for code in codes}

    return labels


def names_in(table: sa.Table, column: str) -> Labels:
    """Labels of records by their internal keys."""

    def labels(reader: Reader, rids: Collection[int]) -> dict[int, str]:
        named = sa.select(table.c.rid, table.c[column]).where(table.c.rid.in_(listing.RIDS))
        wanted = list(rids)
        found: dict[int, str] = {}
        for start in range(0, len(wanted), listing.KEYS_AT_ONCE):
            portion = {"rids": wanted[start : start + listing.KEYS_AT_ONCE]}
            found |= {row.rid: row[1] for row in reader.connection.execute(named, portion)}
        return found

    return labels


# Months


def months_of(moments: Collection[datetime]) -> dict[datetime, str]:
    """The month of each moment, ``2026-10``, in the person's own calendar."""
    if not moments:
        return {}
    borders, names = _months(min(moments), max(moments))
    return {moment: names[bisect_right(borders, moment) - 1] for moment in moments}


def _months(first: datetime, last: datetime) -> tuple[list[datetime], list[str]]:
    """The beginnings of all months from that of ``first`` to that of ``last``, and their names."""
    local = first.astimezone(LOCAL_ZONE)
    month = datetime(local.year, local.month, 1, tzinfo=LOCAL_ZONE)
    borders, names = [], []
    while month.astimezone(UTC) <= last:
        borders.append(month.astimezone(UTC))
        names.append(f"{month:%Y-%m}")
        month = (month + timedelta(32)).replace(day=1)
    return borders, names


def rank_coming(_reader: Reader, months: Collection[str]) -> list[str]:
    """The earliest month first."""
    return sorted(months)


def rank_months(_reader: Reader, months: Collection[str]) -> list[str]:
    """The newest month first."""
    return sorted(months, reverse=True)


def month_labels(_reader: Reader, months: Collection[str]) -> dict[str, str]:
    """Months in words, ``October 2026``, in the current language."""
    from babel.dates import format_skeleton

    from crm_desktop.core.i18n import current_language

    language = current_language()
    return {
        month: format_skeleton("yMMMM", datetime.fromisoformat(f"{month}-01"), locale=language)
        for month in months
    }
