"""Columns that lists don't carry unless somebody wants to see them, and orders other than names.

The features' ``columns`` modules say with these what their lists can show and be ordered by;
called on reader threads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from heapq import merge
from itertools import islice
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.feature import ListPart
from crm_desktop.backend.work import Reader
from crm_desktop.core.text.sorting import sort_key
from crm_desktop.features.common.checks import STATUSES
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.records import RecordType

# Sorting holds all other threads up, the window's too: so many texts at once.
_TEXTS_AT_ONCE = 10_000

Value = sa.ColumnElement[Any]

_NOTHING = ListPart("")


def first_item(record: RecordType, field: str, column: str) -> Value:
    """The ``column`` of the primary (else the first) row that belongs to a record."""
    belonging = record.belonging(field)
    assert belonging is not None
    table = belonging.table
    order = [table.c.primary.desc()] if "primary" in table.c else []
    first = (
        sa.select(table.c[column])
        .where(table.c[record.owner] == record.table.c.rid, table.c[column].is_not(None))
        .order_by(*order, table.c.ordinal)
        .limit(1)
    )
    return first.correlate(record.table).scalar_subquery()


def by_name(table: sa.Table) -> sa.Select[int]:
    """Internal keys of all records by name."""
    return sa.select(table.c.rid).order_by(table.c.sort_key, table.c.rid)


def either(value: Value, other: Value) -> Value:
    """``value``, or ``other`` where there is none."""
    return sa.func.coalesce(value, other)


def day_of_year(birthday: Value) -> Value:
    """``03-18``: what birthdays with and without a year have in common."""
    return sa.func.substr(birthday, sa.func.length(birthday) - 4)


def rank_texts(_reader: Reader, texts: Collection[str]) -> list[str]:
    """Texts as people sort them (``core.text.sorting``)."""
    rest = iter(texts)
    portions: Iterator[list[str]] = iter(lambda: list(islice(rest, _TEXTS_AT_ONCE)), [])
    return list(merge(*(sorted(portion, key=sort_key) for portion in portions), key=sort_key))


def rank_statuses(_reader: Reader, codes: Collection[str]) -> list[str]:
    """The statuses in the order in which people choose among them."""
    return [*(code for code in STATUSES if code in codes), *sorted(set(codes) - {*STATUSES})]


@cache
def _chosen(record: sa.Table, fields: tuple[Value, ...]) -> sa.Select[Any]:
    return sa.select(record.c.rid, *fields).where(one_of(record.c.rid, "rids"))


def added(reader: Reader, entity: str) -> ListPart:
    """What other features add to the list of ``entity``."""
    return reader.lists.get(entity, _NOTHING)


def find_fields(
    reader: Reader,
    record: RecordType,
    fields: Mapping[str, Value],
    rids: Collection[int],
) -> dict[int, dict[str, Any]]:
    """The values of ``fields`` (expressions by name) of those of these records that the person
    sees."""
    if not fields:
        return {}
    statement = _chosen(record.table, tuple(fields.values()))
    if (scope := record.scope(reader, record.table)) is not None:
        statement = statement.where(scope)
    rows = reader.connection.execute(statement, {"rids": list(rids)}).all()
    return {rid: dict(zip(fields, values, strict=True)) for rid, *values in rows}
