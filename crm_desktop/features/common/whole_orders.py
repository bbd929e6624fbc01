"""Whole orders of lists, made of the rows that hold their values.

To ask the database for the value of each of a million records takes it several times as long as to
read all rows with values in the order of their index. So those are read, and the records, which
come by name, are put in their places here. Called by ``orders``, on reader threads.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.common import listing
from crm_desktop.features.common.listing import ListOrder, SortRule
from crm_desktop.features.common.value_rows import ValueRows, plain
from crm_desktop.store.key_lists import one_of

# Never on the connection itself: it would read everything after that so, too.
_BY_PORTIONS = {"yield_per": 10_000}
_AT_ONCE = 5_000


def gives_whole(rule: SortRule) -> bool:
    """Whether ``whole_by_rows`` knows the way. Of values that aren't ranked it keeps none, so
    nobody may have several of which it isn't their order that tells which one counts."""
    is_told = (rows.single or rows.outermost is not None for rows in rule.rows)
    return bool(rule.rows) and (rule.rank is not None or all(is_told))


def whole_by_rows(reader: Reader, table: sa.Table, order: ListOrder, rule: SortRule) -> array[int]:
    """All internal keys of the list in the order of ``rule``, which has ``rows``."""
    by_name = replace(order, sort=listing.WHOLE_LIST.sort, descending=False)
    names = listing.find_order(reader, table, by_name)
    numbers = array("q", bytes(8 * (max(names, default=0) + 1)))
    if rule.rank is None:
        last = _count_up(reader, rule.rows[0], numbers)
        ranked: Sequence[int] = range(1, last + 1)
    else:
        known = _number(reader, table, rule, numbers)
        values = rule.rank(reader, known.keys())
        ranked, last = [known[value] for value in values], len(known)
    return _arranged(names, numbers, ranked[::-1] if order.descending else ranked, last)


def _count_up(reader: Reader, rows: ValueRows, numbers: array[int]) -> int:
    """Give the records of equal values a number, the next value the next one; the last one."""
    number, before = 0, object()
    is_first = rows.outermost == "first"
    for value, owner in _read(reader, rows, rows.value):
        if value != before:
            number, before = number + 1, value
        if owner < len(numbers) and not (is_first and numbers[owner]):
            numbers[owner] = number
    return number


def _number(reader: Reader, table: sa.Table, rule: SortRule, numbers: array[int]) -> dict[Any, int]:
    """Give each record the number of its value; the values and their numbers."""
    known: dict[Any, int] = {}

    def number_of(value: Any) -> int:
        is_none = value is None or value == ""
        return 0 if is_none else known.setdefault(value, len(known) + 1)

    told, doubtful = bytearray(len(numbers)), set()
    for source, rows in enumerate(rule.rows, 1):
        for value, owner in _read(reader, rows):
            if owner >= len(numbers):
                continue
            if not told[owner]:
                told[owner] = source
                numbers[owner] = number_of(value)
            elif told[owner] == source:
                doubtful.add(owner)  # it has several
    asked = sa.select(plain(rule.value), table.c.rid).where(one_of(table.c.rid, "rids"))
    several = sorted(doubtful)
    for start in range(0, len(several), _AT_ONCE):
        portion = {"rids": several[start : start + _AT_ONCE]}
        for value, owner in reader.connection.execute(asked, portion):
            numbers[owner] = number_of(value)
    return known


def _read(
    reader: Reader, rows: ValueRows, *order: sa.ColumnElement[Any]
) -> Iterator[Sequence[Any]]:
    asked = sa.select(plain(rows.value), rows.owner)
    asked = asked.where(rows.where, rows.value.is_not(None))
    found = reader.connection.execute(asked.order_by(*order), execution_options=_BY_PORTIONS)
    for portion in found.partitions():
        yield from portion


def _arranged(
    names: array[int], numbers: array[int], ranked: Sequence[int], last: int
) -> array[int]:
    """The records of ``names`` by the places of their numbers in ``ranked``; those with the same
    number, and at the end those without one, stay as they are."""
    counts = array("q", bytes(8 * (last + 1)))
    for rid in names:
        counts[numbers[rid]] += 1
    places, place = array("q", bytes(8 * (last + 1))), 0
    for number in (*ranked, 0):
        places[number] = place
        place += counts[number]
    arranged = array("q", bytes(8 * len(names)))
    for rid in names:
        number = numbers[rid]
        arranged[places[number]] = rid
        places[number] += 1
    return arranged
