"""New records into their tables: rows, lists, journal entries; and what they are found by.

Called by the unit of work inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.clock import now
from crm_desktop.store.bulk import Statement, statements
from crm_desktop.store.labels import Labels
from crm_desktop.store.ready import Birth, NewRecord, birth_of, is_as_supposed
from crm_desktop.store.records import Belonging, RecordType, State

Rows = tuple[tuple[str, ...], list[tuple[Any, ...]]]
"""Columns, and rows with values for them."""

_RECORD_COLUMNS = ("rid", "id", "version", "created_at", "updated_at")


class Inserts(NamedTuple):
    """New records of one kind with all that belongs to them: ``tables`` are (table, columns,
    rows), ``entries`` their journal's (id, version), ``texts`` their search documents."""

    entity: str
    ids: list[str]
    tables: list[tuple[sa.Table, tuple[str, ...], list[tuple[Any, ...]]]]
    entries: list[tuple[UUID, int]]
    texts: list[tuple[int, str]]


def inserts_of(
    connection: Connection,
    labels: Labels,
    record: RecordType,
    new: Sequence[NewRecord],
    rids: Sequence[int],
) -> Inserts:
    """``new`` with their internal keys, as they go to their tables. Only reads; the ``labels``
    know them afterwards, and all that they point at."""
    births = [birth_of(record, rid, item) for rid, item in zip(rids, new, strict=True)]
    labels.learn(record.entity, [(b.id, b.rid, b.ready.name) for b in births])
    links = labels.resolve(connection, record, [record.links(item.values) for item in new])
    tables = [(record.table, *_record_rows(labels, record, births, links))]
    items: list[list[tuple[Any, ...]]] = [[] for _belonging in record.own_lists]
    for birth in births:
        for number, own in birth.ready.items:
            items[number] += [(birth.rid, *row) for row in own]
    for belonging, rows in zip(record.own_lists, items, strict=True):
        columns = (record.owner, "ordinal", *belonging.columns, *belonging.derived)
        tables.append((belonging.table, columns, rows))
    states = [(birth.rid, state) for birth, state in zip(births, links, strict=True)]
    tables += [
        (belonging.table, *item_rows(labels, record, belonging, states))
        for belonging in record.linked_lists
    ]
    entries = [(birth.key, birth.new.version) for birth in births]
    texts = _documents(labels, record, births, links)
    return Inserts(record.entity, [birth.id for birth in births], tables, entries, texts)


class PackedInserts(NamedTuple):
    """New records of one kind as SQLite takes them, for a process that only writes them. ``first``
    is the first of their internal keys, ``entries`` and ``texts`` as of ``Inserts``."""

    entity: str
    first: int
    statements: Sequence[Statement]
    entries: Sequence[tuple[bytes, int]]
    texts: list[tuple[int, str]]


def pack_inserts(
    connection: Connection,
    labels: Labels,
    record: RecordType,
    new: Sequence[NewRecord],
    first: int,
) -> PackedInserts:
    """``new`` as they will be written if their internal keys are those from ``first`` on. Only
    reads; as ``inserts_of``."""
    new = settled(connection, record, new)
    made = inserts_of(connection, labels, record, new, range(first, first + len(new)))
    return PackedInserts(
        record.entity,
        first,
        [each for table in made.tables for each in statements(*table, connection.dialect)],
        [(key.bytes, version) for key, version in made.entries],
        made.texts,
    )


def settled(
    connection: Connection, record: RecordType, new: Sequence[NewRecord]
) -> Sequence[NewRecord]:
    """The records with what is computed from the rest of them."""
    if record.settle is None:
        return new
    if all(item.ready for item in new) and not record.settled_from(connection):
        return new
    states = [record.complete(item.values) for item in new]
    found = record.settle(connection, states)
    return [
        item if after is before else replace(item, values=after, ready=None)
        for item, before, after in zip(new, states, found, strict=True)
    ]


def _record_rows(
    labels: Labels, record: RecordType, births: Sequence[Birth], links: Sequence[State]
) -> Rows:
    moment = now()
    columns = (
        *_RECORD_COLUMNS,
        *record.columns,
        *births[0].ready.derived,
        *(reference.column for reference in record.references),
    )
    return columns, [
        (
            birth.rid,
            birth.key,
            birth.new.version,
            birth.new.created_at or moment,
            moment,
            *birth.ready.columns,
            *birth.ready.derived.values(),
            *[labels.rid(r.target, link[r.field]) for r in record.references],
        )
        for birth, link in zip(births, links, strict=True)
    ]


def _documents(
    labels: Labels, record: RecordType, births: Sequence[Birth], links: Sequence[State]
) -> list[tuple[int, str]]:
    label = labels.label
    texts = (
        (
            birth.rid,
            birth.ready.text
            if is_as_supposed(record, birth.ready, link, label)
            else record.document({**record.complete(birth.new.values), **link}, label),
        )
        for birth, link in zip(births, links, strict=True)
    )
    return [(rid, text) for rid, text in texts if text is not None]


def item_rows(
    labels: Labels,
    record: RecordType,
    belonging: Belonging,
    states: Iterable[tuple[int, State]],
    since: int = 0,
) -> Rows:
    """The rows of a list of links, by their record's internal key, from the place ``since`` on."""
    references = belonging.references
    columns = (
        record.owner,
        "ordinal",
        *belonging.columns,
        *belonging.derived,
        *(reference.column for reference in references.values()),
        *belonging.mirrored,
    )
    rows: list[tuple[Any, ...]] = []
    for rid, state in states:
        if len(items := state[belonging.field]) <= since:
            continue
        mirrored = [state[name] for name in belonging.mirrored]
        for ordinal, item in enumerate(items[since:], since):
            pointed = [
                labels.rid(r.target, item if belonging.plain else item[key])
                for key, r in references.items()
            ]
            rows.append((rid, ordinal, *belonging.own_values(item), *pointed, *mirrored))
    return columns, rows
