"""Where a list has names that begin with some letters: who types them into it jumps there.

Called on reader threads for lists of every kind of record.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection
from dataclasses import replace
from itertools import chain

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.text.sorting import sort_beginnings
from crm_desktop.features.common.listing import ListOrder, belongs

_LAST = b"\xff"  # above every weight of a letter


def find_named(reader: Reader, entity: str, order: ListOrder, beginning: str) -> array[int]:
    """Internal keys of the records on the list's shelf whose names begin so, in no order; its
    filter is not asked, for the list knows which records match."""
    table = reader.registry[entity].table
    key, beginnings = table.c.sort_key, sort_beginnings(beginning)
    if not beginnings.all:
        return array("q")
    named = sa.or_(*(sa.and_(key >= begun, key < begun + _LAST) for begun in beginnings.all))
    shelf = belongs(reader, table, replace(order, filter=None))
    if beginnings.pattern is None:
        found = sa.select(table.c.rid).where(shelf, named)
        return array("q", reader.connection.execute(found).scalars())
    rows = reader.connection.execute(sa.select(table.c.rid, key).where(shelf, named))
    return array("q", (rid for rid, its_key in rows if beginnings.begin(bytes(its_key))))


def next_line(order: array[int], keys: Collection[int], start: int) -> int | None:
    """The first line from ``start`` on, and then from the top, that holds one of ``keys``."""
    wanted = frozenset(keys)
    if not wanted:
        return None
    lines = chain(range(start, len(order)), range(min(start, len(order))))
    return next((line for line in lines if order[line] in wanted), None)
