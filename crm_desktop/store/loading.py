"""Whole records out of their tables: one statement for the records, one for all their lists.

The lists come second: who locks the records then finds them as they are under the lock.

Used by the unit of work, by exports and by cards. Called inside any transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.clock import iso
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store.json_lists import json_list, json_row, json_value, key_text
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.metadata import metadata
from crm_desktop.store.records import Belonging, RecordType, State
from crm_desktop.store.types import Instant, Json, KeyText

# Characters of an id as a server spells it; SQLite spells it without lines between.
_ID_LENGTH = 36
# Records from which on their lists are read table by table.
_MANY = 200


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
    connection: Connection,
    record: RecordType,
    rids: Collection[int],
    *,
    lock: bool = False,
    fields: Collection[str] | None = None,
) -> dict[int, Loaded]:
    """The records with these internal keys, by key; missing ones are left out. With ``fields``
    their states hold only these."""
    names = None if fields is None else tuple(name for name in record.fields if name in fields)
    return _load(connection, record, record.table.c.rid, sorted(rids), lock=lock, fields=names)


def load_by_id(
    connection: Connection, record: RecordType, ids: Collection[str], *, lock: bool = False
) -> dict[str, Loaded]:
    """The records with these ids, by id; missing ones are left out."""
    found = _load(connection, record, record.table.c.id, [*ids], lock=lock)
    return {loaded.id: loaded for loaded in found.values()}


def load_fields(
    connection: Connection,
    record: RecordType,
    ids: Collection[str],
    fields: Collection[str],
    *,
    lock: bool = True,
) -> dict[str, Loaded]:
    """The records with these ids, locked, by id; their states hold only ``fields``."""
    names = tuple(name for name in record.fields if name in fields)
    found = _load(connection, record, record.table.c.id, [*ids], lock=lock, fields=names)
    return {loaded.id: loaded for loaded in found.values()}


def lock_versions(
    connection: Connection, record: RecordType, rids: Collection[int]
) -> dict[int, int]:
    """The versions of the records with these internal keys, by key, which stay until the end of
    the transaction; missing ones are left out."""
    rows = connection.execute(_versions_select(record.table), {"rids": rids})
    return dict(map(tuple, rows.all()))


@lru_cache(maxsize=64)
def _versions_select(table: sa.Table) -> sa.Select[Any]:
    wanted = sa.select(table.c.rid, table.c.version).where(one_of(table.c.rid, "rids"))
    return _locked(wanted, table)


def _locked(statement: sa.Select[Any], table: sa.Table) -> sa.Select[Any]:
    # In one order for everybody, so that two writers of many records can't deadlock.
    # Rows that point at these may still be written meanwhile: FOR NO KEY UPDATE.
    return statement.order_by(table.c.rid).with_for_update(of=table, key_share=True)


def _load(
    connection: Connection,
    record: RecordType,
    column: sa.Column[Any],
    keys: Sequence[Any],
    *,
    lock: bool,
    fields: tuple[str, ...] | None = None,
) -> dict[int, Loaded]:
    if not keys:
        return {}
    wanted = record.fields if fields is None else fields
    names = tuple(name for name in record.single_fields if name in wanted)
    alone = len(keys) == 1
    statement, moments = _record_select(record, names, column, lock=lock, alone=alone)
    rows = connection.execute(statement, {"keys": keys[0] if alone else keys}).all()
    states = _states(names, moments, rows)
    _add_lists(connection, record, states, [b for b in record.belongings if b.field in wanted])
    return {
        rid: Loaded(rid, key, version, created_at, updated_at, states[rid])
        for rid, key, version, created_at, updated_at in (row[:5] for row in rows)
    }


def _states(
    names: Sequence[str], moments: Sequence[str], rows: Sequence[sa.Row[Any]]
) -> dict[int, State]:
    states: dict[int, State] = {}
    for row in rows:
        state = states[row[0]] = dict(zip(names, row[5:], strict=True))
        for name in moments:
            if state[name] is not None:
                state[name] = iso(state[name])
    return states


def _add_lists(
    connection: Connection,
    record: RecordType,
    states: dict[int, State],
    belongings: Sequence[Belonging],
) -> None:
    """Add these lists that belong to the records to their ``states``, by internal key."""
    if not states or not belongings:
        return
    if len(states) >= _MANY:
        for belonging in belongings:
            _add_list_of_many(connection, record, states, belonging)
        return
    rids, alone = list(states), len(states) == 1
    statement, decoders = _lists_select(record, belongings, alone=alone)
    for rid, lists in connection.execute(statement, {"rids": rids[0] if alone else rids}).all():
        state = states[rid]
        for (field, decode), items in zip(decoders, lists, strict=True):
            state[field] = [decode(item) for item in items] if items else items


def _add_list_of_many(
    connection: Connection, record: RecordType, states: dict[int, State], belonging: Belonging
) -> None:
    """Add one list, read row by row: of many records that takes half the time of packing all
    their lists into JSON, of few the statements would cost more than they save."""
    decode, field = _decoder(belonging), belonging.field
    for state in states.values():
        state[field] = []
    rows = connection.execute(_rows_select(record, belonging), {"rids": list(states)})
    for rid, *values in rows.all():
        states[rid][field].append(decode(values))


_Decoder = Callable[[list[Any]], Any]


def _decoder(belonging: Belonging) -> _Decoder:
    """From a row's values, as ``_item_columns`` reads them, to an item."""
    keys = belonging.keys
    flags = [n for n in belonging.columns if isinstance(belonging.table.c[n].type, sa.Boolean)]
    if not (flags or belonging.references or belonging.plain):
        return lambda values: dict(zip(keys, values, strict=True))

    def decode(values: list[Any]) -> Any:
        item = dict(zip(keys, values, strict=True))
        for name in flags:  # SQLite has numbers for these
            item[name] = bool(item[name])
        for name in belonging.references:
            item[name] = _id_of(item[name]) if item[name] else None
        return item[keys[0]] if belonging.plain else item

    return decode


# Many records point at the same few tags and companies.
@lru_cache(maxsize=10_000)
def _id_of(text: str) -> str:
    return text if len(text) == _ID_LENGTH else str(UUID(text))


# Descriptions are made once per program, so the statements can be kept by identity.
_RECORD_SELECTS: dict[tuple[Any, ...], tuple[sa.Select[Any], list[str]]] = {}


def _is_wanted(column: sa.Column[Any], name: str, *, alone: bool) -> sa.ColumnElement[bool]:
    """Whether ``column`` is one of the keys of the parameter ``name``, or ``alone`` that key.

    Most loads are of one record. Of a list of keys PostgreSQL expects ten, so a plan made for any
    keys looks dear to it and it plans each load anew, which takes longer than the reading.
    """
    return column == sa.bindparam(name) if alone else one_of(column, name)


def _record_select(
    record: RecordType, names: tuple[str, ...], column: sa.Column[Any], *, lock: bool, alone: bool
) -> tuple[sa.Select[Any], list[str]]:
    """The statement, and which of the ``names`` it gives as moments."""
    kept = (record.entity, names, column.name, lock, alone)
    if kept not in _RECORD_SELECTS:
        table = record.table
        columns: list[Any] = [table.c.rid, _as_text(table.c.id), table.c.version]
        columns += [table.c.created_at, table.c.updated_at]
        columns += [table.c[name] for name in names if name in record.columns]
        source: sa.FromClause = table
        for reference in record.references:
            if reference.field in names:
                target = metadata.tables[reference.target].alias(f"{reference.field}_target")
                source = source.outerjoin(target, table.c[reference.column] == target.c.rid)
                columns.append(_as_text(target.c.id))
        made = sa.select(*columns).select_from(source)
        made = made.where(_is_wanted(column, "keys", alone=alone), record.holds(table))
        if lock:
            made = _locked(made, table)
        own = [name for name in names if name in record.columns]
        moments = [name for name in own if isinstance(table.c[name].type, Instant)]
        _RECORD_SELECTS[kept] = made, moments
    return _RECORD_SELECTS[kept]


def _as_text(key: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    return sa.type_coerce(key, KeyText())


_LISTS_SELECTS: dict[tuple[Any, ...], tuple[sa.Select[Any], list[tuple[str, _Decoder]]]] = {}


def _lists_select(
    record: RecordType, belongings: Sequence[Belonging], *, alone: bool
) -> tuple[sa.Select[Any], list[tuple[str, _Decoder]]]:
    """The statement, and in its order the lists with what makes an item of each of their rows."""
    kept = (record.entity, alone, *(belonging.field for belonging in belongings))
    if kept not in _LISTS_SELECTS:
        rid = record.table.c.rid
        lists = json_row(*(_items_of(record, belonging) for belonging in belongings))
        wanted = _is_wanted(rid, "rids", alone=alone)
        decoders = [(belonging.field, _decoder(belonging)) for belonging in belongings]
        _LISTS_SELECTS[kept] = sa.select(rid, lists).where(wanted), decoders
    return _LISTS_SELECTS[kept]


_ROWS_SELECTS: dict[tuple[str, str], sa.Select[Any]] = {}


def _rows_select(record: RecordType, belonging: Belonging) -> sa.Select[Any]:
    kept = (record.entity, belonging.field)
    if kept not in _ROWS_SELECTS:
        table = belonging.table
        owner = table.c[record.owner]
        columns, source = _item_columns(belonging)
        made = sa.select(owner, *columns).select_from(source).where(one_of(owner, "rids"))
        _ROWS_SELECTS[kept] = made.order_by(owner, table.c.ordinal)
    return _ROWS_SELECTS[kept]


def _items_of(record: RecordType, belonging: Belonging) -> sa.ScalarSelect[Any]:
    table = belonging.table
    columns, source = _item_columns(belonging)
    whole = [json_value(one) if isinstance(one.type, Json) else one for one in columns]
    return (
        sa.select(json_list(json_row(*whole), table.c.ordinal))
        .select_from(source)
        .where(table.c[record.owner] == record.table.c.rid)
        .correlate(record.table)
        .scalar_subquery()
    )


def _item_columns(belonging: Belonging) -> tuple[list[Any], sa.FromClause]:
    """The columns of one item, and where they stand: its own, then the ids it points at."""
    table = belonging.table
    columns: list[Any] = [table.c[name] for name in belonging.columns]
    source: sa.FromClause = table
    for name, reference in belonging.references.items():
        target = metadata.tables[reference.target].alias(f"{name}_target")
        column = table.c[reference.column]
        source = source.join(target, column == target.c.rid, isouter=bool(column.nullable))
        columns.append(key_text(target.c.id))
    return columns, source
