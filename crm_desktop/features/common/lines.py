"""What a line of a list shows of other tables: pieces of the one statement that reads a page.

The features' queries build their statements of these at import. ``record`` is the internal key of
the record in the statement around.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from crm_desktop.store.json_lists import KeyTuple, json_list
from crm_desktop.store.records import RecordType
from crm_desktop.store.types import KeyText


class _Line(Protocol):
    @property
    def rid(self) -> int:
        """The record's internal key."""


Line = TypeVar("Line", bound=_Line)

# Characters of a note that a line carries.
_NOTE_SHOWN = 300


def first_ordinal(items: sa.FromClause, owner: str, record: sa.ColumnElement[int]) -> Any:
    """Which of the rows that belong to the record stands for all: the primary one, or the first."""
    return (
        sa.select(items.c.ordinal)
        .where(items.c[f"{owner}_rid"] == record)
        .order_by(items.c.primary.desc(), items.c.ordinal)
        .limit(1)
        .scalar_subquery()
    )


def first_value(record: RecordType, field: str) -> sa.ColumnElement[str]:
    """The primary (else the first) value of a list such as ``phones``; empty if it has none."""
    items = _items(record, field)
    found = (
        sa.select(items.c.value)
        .where(items.c[record.owner] == record.table.c.rid)
        .order_by(items.c.primary.desc(), items.c.ordinal)
        .limit(1)
        .scalar_subquery()
    )
    return sa.func.coalesce(found, "").label(field)


def id_text(table: sa.Table) -> sa.ColumnElement[str]:
    """The record's id as text."""
    return sa.type_coerce(table.c.id, KeyText()).label("id")


def tag_keys(record: RecordType) -> sa.ColumnElement[tuple[int, ...]]:
    """Internal keys of the record's tags, in their order."""
    links = _items(record, "tags")
    keys = sa.select(json_list(links.c.tag_rid, links.c.ordinal))
    own = keys.where(links.c[record.owner] == record.table.c.rid).scalar_subquery()
    return sa.type_coerce(own, KeyTuple()).label("tags")


def note_shown(table: sa.Table) -> sa.ColumnElement[str]:
    """As much of the note as a line carries."""
    return sa.func.coalesce(sa.func.substr(table.c.note, 1, _NOTE_SHOWN), "").label("note")


def in_order(found: Iterable[Line], rids: Sequence[int]) -> list[Line]:
    """The lines in the order of ``rids``; those that are gone are left out."""
    by_rid = {line.rid: line for line in found}
    return [by_rid[rid] for rid in rids if rid in by_rid]


def _items(record: RecordType, field: str) -> sa.Table:
    belonging = record.belonging(field)
    assert belonging is not None
    return belonging.table
