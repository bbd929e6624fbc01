"""Whole records out of their tables: one statement for the record, one per list that belongs to it.

Used by the unit of work, by exports and by cards. Called inside any transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.clock import iso
from crm_desktop.store.metadata import metadata
from crm_desktop.store.records import Belonging, RecordType, State
from crm_desktop.store.types import Instant


@dataclass(frozen=True)
class Loaded:
    """A record as it stands: its keys, its version and its state."""

    rid: int
    id: str
    version: int
    created_at: datetime
    updated_at: datetime
    state: State


def load_by_rid(
    connection: Connection, record: RecordType, rids: Collection[int], *, lock: bool = False
) -> dict[int, Loaded]:
    """The records with these internal keys, by key; missing ones are left out."""
    return _load(connection, record, record.table.c.rid, sorted(rids), lock=lock)


def load_by_id(
    connection: Connection, record: RecordType, ids: Collection[str], *, lock: bool = False
) -> dict[str, Loaded]:
    """The records with these ids, by id; missing ones are left out."""
    keys = [UUID(i) for i in ids]
    found = _load(connection, record, record.table.c.id, keys, lock=lock)
    return {loaded.id: loaded for loaded in found.values()}


def _load(
    connection: Connection,
    record: RecordType,
    column: sa.Column[Any],
    keys: Sequence[Any],
    *,
    lock: bool,
) -> dict[int, Loaded]:
    if not keys:
        return {}
    statement = _record_select(record).where(column.in_(sa.bindparam("keys", expanding=True)))
    if lock:
        # In one order for everybody, so that two writers of many records can't deadlock.
        # Rows that point at these may still be written meanwhile: FOR NO KEY UPDATE.
        statement = statement.order_by(record.table.c.rid).with_for_update(
            of=record.table, key_share=True
        )
    rows = connection.execute(statement, {"keys": keys}).all()
    states = _states(record, rows)
    for belonging in record.belongings:
        items = _load_items(connection, record, belonging, list(states))
        for rid, state in states.items():
            state[belonging.field] = items.get(rid, [])
    return {
        rid: Loaded(rid, str(key), version, created_at, updated_at, states[rid])
        for rid, key, version, created_at, updated_at in (row[:5] for row in rows)
    }


def _states(record: RecordType, rows: Sequence[sa.Row[Any]]) -> dict[int, State]:
    names = (*record.columns, *(reference.field for reference in record.references))
    moments = [n for n in record.columns if isinstance(record.table.c[n].type, Instant)]
    ids = [reference.field for reference in record.references]
    states: dict[int, State] = {}
    for row in rows:
        state = states[row[0]] = dict(zip(names, row[5:], strict=True))
        for name in moments:
            if state[name] is not None:
                state[name] = iso(state[name])
        for name in ids:
            if state[name] is not None:
                state[name] = str(state[name])
    return states


def _load_items(
    connection: Connection, record: RecordType, belonging: Belonging, rids: list[int]
) -> dict[int, list[Any]]:
    if not rids:
        return {}
    items: dict[int, list[Any]] = defaultdict(list)
    keys = belonging.keys
    references = tuple(belonging.references)
    for row in connection.execute(_items_select(record.entity, belonging), {"rids": rids}):
        item = dict(zip(keys, row[1:], strict=True))
        for name in references:
            item[name] = str(item[name])
        items[row[0]].append(item[keys[0]] if belonging.plain else item)
    return items


# Descriptions are made once per program, so the statements can be kept by identity.
_RECORD_SELECTS: dict[str, sa.Select[Any]] = {}


def _record_select(record: RecordType) -> sa.Select[Any]:
    if record.entity not in _RECORD_SELECTS:
        table = record.table
        columns: list[Any] = [table.c[n] for n in ("rid", "id", "version")]
        columns += [table.c.created_at, table.c.updated_at]
        columns += [table.c[name] for name in record.columns]
        source: sa.FromClause = table
        for reference in record.references:
            target = metadata.tables[reference.target].alias(f"{reference.field}_target")
            source = source.outerjoin(target, table.c[reference.column] == target.c.rid)
            columns.append(target.c.id)
        _RECORD_SELECTS[record.entity] = sa.select(*columns).select_from(source)
    return _RECORD_SELECTS[record.entity]


_ITEM_SELECTS: dict[tuple[str, str], sa.Select[Any]] = {}


def _items_select(entity: str, belonging: Belonging) -> sa.Select[Any]:
    key = (entity, belonging.field)
    if key not in _ITEM_SELECTS:
        table = belonging.table
        parent = table.c[f"{entity}_rid"]
        columns: list[Any] = [parent, *(table.c[name] for name in belonging.columns)]
        source: sa.FromClause = table
        for name, reference in belonging.references.items():
            target = metadata.tables[reference.target].alias(f"{name}_target")
            source = source.join(target, table.c[reference.column] == target.c.rid)
            columns.append(target.c.id)
        _ITEM_SELECTS[key] = (
            sa.select(*columns)
            .select_from(source)
            .where(parent.in_(sa.bindparam("rids", expanding=True)))
            .order_by(parent, table.c.ordinal)
        )
    return _ITEM_SELECTS[key]
