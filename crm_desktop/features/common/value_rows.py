"""Rows that hold the values by which lists are ordered. Named by the features' orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import timedelta
from typing import Any, Literal

import sqlalchemy as sa

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store.records import RecordType


@dataclass(frozen=True, eq=False)
class ValueRows:
    """Rows with ``where`` that hold values of records: ``value`` in the one whose internal key is
    ``owner``, with an index that leads through them. A record may have several, of which the one
    counts that the order's own ``value`` gives."""

    value: sa.ColumnElement[Any]
    owner: sa.ColumnElement[int]
    where: sa.ColumnElement[bool] = field(default_factory=sa.true)
    folded: sa.ColumnElement[str] | None = None
    """The column of the values' keys, if the index begins with that."""
    is_apart: bool = True
    """Whether they lie in rows that belong to the records, not in the records."""
    single: bool = False
    """Whether no record has several."""
    outermost: Literal["first", "last"] | None = None
    """Which of several counts in the order of the values, if it is their own order that tells."""
    near: sa.ColumnElement[Any] | None = None
    """A column with an index in which no row is farther than ``within`` from its value, where
    the value itself is worked out."""
    within: timedelta = timedelta()


def rows_of(record: RecordType, name: str, column: str, folded: str = "") -> ValueRows:
    """The rows of a list that belongs to records, with a ``column`` of it as their values."""
    table = record.table_of(name)
    key = table.c[folded] if folded else None
    return ValueRows(table.c[column], table.c[record.owner], folded=key)


def column_rows(
    record: RecordType,
    column: str,
    of: Callable[[sa.ColumnElement[Any]], sa.ColumnElement[Any]] | None = None,
) -> ValueRows:
    """The records themselves, with a ``column`` of theirs as their values, or what ``of`` makes
    of it."""
    rows = record.table.alias()
    value = rows.c[column] if of is None else of(rows.c[column])
    return ValueRows(value, rows.c.rid, rows.c[column].is_not(None), is_apart=False, single=True)


def plain(value: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """As the driver gives it: to make a moment of each text takes longer than to read them."""
    return sa.type_coerce(value, sa.types.NullType())
