"""What lists of every kind of record have in common: which records, in which order, page by page.

The order of a whole list is an array of internal keys, read in the background; pages are then
read by key, so no page is slower than the first. Called by the features' queries.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.backend.work import Reader


class HasConnection(Protocol):
    """What a query needs: reads on their own, and reads inside a write."""

    @property
    def connection(self) -> Connection:
        """The transaction's connection."""


class Shelf(str, Enum):
    """Where a record lies."""

    CURRENT = "current"
    ARCHIVE = "archive"
    BIN = "bin"


@dataclass(frozen=True)
class ListOrder:
    """Which list is wanted: a shelf, ``sort`` (a column of the table) and the direction."""

    shelf: Shelf = Shelf.CURRENT
    sort: str = "sort_key"
    descending: bool = False


def on_shelf(table: sa.Table, shelf: Shelf) -> sa.ColumnElement[bool]:
    """The condition that a record lies on ``shelf``."""
    if shelf is Shelf.BIN:
        return table.c.deleted_at.is_not(None)
    archived = table.c.archived_at
    placed = archived.is_(None) if shelf is Shelf.CURRENT else archived.is_not(None)
    return sa.and_(table.c.deleted_at.is_(None), placed)


def find_order(
    reader: Reader, table: sa.Table, order: ListOrder, limit: int | None = None
) -> array[int]:
    """Internal keys of the records in the list's order (the first ``limit`` of them)."""
    column = table.c[order.sort]
    directed = column.desc() if order.descending else column.asc()
    last = table.c.rid.desc() if order.descending else table.c.rid.asc()
    statement = (
        sa.select(table.c.rid)
        .where(on_shelf(table, order.shelf))
        .order_by(directed, last)
        .limit(limit)
    )
    rows = reader.connection.execution_options(yield_per=10_000).execute(statement).scalars()
    return array("q", rows)


def count(reader: Reader, table: sa.Table, shelf: Shelf = Shelf.CURRENT) -> int:
    """How many records lie on ``shelf``."""
    statement = sa.select(sa.func.count()).select_from(table).where(on_shelf(table, shelf))
    return reader.connection.execute(statement).scalar_one()


def first_items(
    reader: Reader, table: sa.Table, owner: str, column: str, rids: Collection[int]
) -> dict[int, str]:
    """The primary (else the first) ``column`` of the rows that belong to each record."""
    parent = table.c[f"{owner}_rid"]
    rows = reader.connection.execute(
        sa.select(parent, table.c[column])
        .where(parent.in_(list(rids)))
        .order_by(parent, table.c.primary.desc(), table.c.ordinal)
    )
    found: dict[int, str] = {}
    for rid, value in rows:
        found.setdefault(rid, value)
    return found


def tags_by_rid(
    reader: Reader, table: sa.Table, owner: str, rids: Collection[int]
) -> dict[int, tuple[int, ...]]:
    """Internal keys of each record's tags, in their order."""
    parent = table.c[f"{owner}_rid"]
    rows = reader.connection.execute(
        sa.select(parent, table.c.tag_rid)
        .where(parent.in_(list(rids)))
        .order_by(parent, table.c.ordinal)
    )
    found: dict[int, tuple[int, ...]] = {}
    for rid, tag_rid in rows:
        found[rid] = (*found.get(rid, ()), tag_rid)
    return found


def rids_by_email(
    reader: Reader, table: sa.Table, owner: str, beginning: str, limit: int
) -> list[int]:
    """Records with an address that begins so (in lower case), newest first."""
    parent = table.c[f"{owner}_rid"]
    after = beginning + "\U0010ffff"
    found = (
        sa.select(parent.label("rid"))
        .where(table.c.folded >= beginning, table.c.folded < after)
        .distinct()
        .order_by(parent.desc())
        .limit(limit)
    )
    return list(reader.connection.execute(found).scalars())


def rids_by_value(
    reader: HasConnection, table: sa.Table, owner: str, column: str, values: Collection[str]
) -> list[tuple[str, int]]:
    """(value, record) of the rows that belong to records and have one of ``values``."""
    if not values:
        return []
    parent = table.c[f"{owner}_rid"]
    rows = reader.connection.execute(
        sa.select(table.c[column], parent)
        .where(table.c[column].in_(sorted(values)))
        .order_by(parent)
    )
    return [(value, rid) for value, rid in rows]


def rids_by_source(
    reader: HasConnection, table: sa.Table, owner: str, ids: Collection[tuple[str, str]]
) -> list[tuple[tuple[str, str], int]]:
    """((system, value), record) of the records that other programs know by these names."""
    if not ids:
        return []
    parent = table.c[f"{owner}_rid"]
    rows = reader.connection.execute(
        sa.select(table.c.system, table.c.value, parent)
        .where(table.c.value.in_(sorted({value for _system, value in ids})))
        .order_by(parent)
    )
    wanted = set(ids)
    return [((system, value), rid) for system, value, rid in rows if (system, value) in wanted]
