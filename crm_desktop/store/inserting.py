"""New records into their tables: rows, lists, journal entries; and what they are found by.

Called by the unit of work inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, repeat
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


class Inserts:
    """New records of one kind with their internal keys, and all that belongs to them. Each is made
    as its row is asked for: a server takes in meanwhile what it was given. So ``tables`` are to be
    read first, all of them. Only reads; the ``labels`` know the records in the end, and from the
    beginning all that they point at."""

    def __init__(
        self,
        connection: Connection,
        labels: Labels,
        record: RecordType,
        new: Sequence[NewRecord],
        rids: Sequence[int],
    ) -> None:
        self._labels, self._record = labels, record
        # They may point at each other; their names are known later.
        labels.learn(
            record.entity,
            [(str(item.id), rid, None) for rid, item in zip(rids, new, strict=True) if item.id],
        )
        wanted = [record.links(item.values) for item in new]
        self._links = labels.resolve(connection, record, wanted)
        coming = map(birth_of, repeat(record), rids, new)
        self._derived = tuple((first := next(coming)).ready.derived)
        self._coming = chain((first,), coming)
        self._births: list[Birth] = []

    def tables(self) -> Iterator[tuple[sa.Table, tuple[str, ...], Iterable[tuple[Any, ...]]]]:
        """(Table, columns, rows), the records' own table first."""
        labels, record = self._labels, self._record
        moment = now()
        columns = (
            *_RECORD_COLUMNS,
            *record.columns,
            *self._derived,
            *(reference.column for reference in record.references),
        )
        made = zip(self._made(), self._links, strict=True)
        yield record.table, columns, (_row(labels, record, *one, moment) for one in made)
        items: list[list[tuple[Any, ...]]] = [[] for _belonging in record.own_lists]
        for birth in self._births:
            for number, own in birth.ready.items:
                items[number] += [(birth.rid, *row) for row in own]
        for belonging, rows in zip(record.own_lists, items, strict=True):
            own_columns = (record.owner, "ordinal", *belonging.columns, *belonging.derived)
            yield belonging.table, own_columns, rows
        states = [(birth.rid, link) for birth, link in zip(self._births, self._links, strict=True)]
        for belonging in record.linked_lists:
            yield belonging.table, *item_rows(labels, record, belonging, states)

    def _made(self) -> Iterator[Birth]:
        for birth in self._coming:
            self._births.append(birth)
            self._labels.learn(self._record.entity, [(birth.id, birth.rid, birth.ready.name)])
            yield birth

    @property
    def ids(self) -> list[str]:
        """Their ids, in order."""
        return [birth.id for birth in self._births]

    @property
    def entries(self) -> Iterator[tuple[UUID, int]]:
        """What the journal tells of them: (id, version)."""
        return ((birth.key, birth.new.version) for birth in self._births)

    @property
    def texts(self) -> Iterator[tuple[int, str]]:
        """The search documents, by internal key."""
        return _documents(self._labels, self._record, self._births, self._links)


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
    reads; as ``Inserts``."""
    new = settled(connection, record, new)
    made = Inserts(connection, labels, record, new, range(first, first + len(new)))
    return PackedInserts(
        record.entity,
        first,
        [
            each
            for table, columns, rows in made.tables()
            for each in statements(table, columns, [*rows], connection.dialect)
        ],
        [(key.bytes, version) for key, version in made.entries],
        [*made.texts],
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


def _row(
    labels: Labels, record: RecordType, birth: Birth, link: State, moment: datetime
) -> tuple[Any, ...]:
    return (
        birth.rid,
        birth.key,
        birth.new.version,
        birth.new.created_at or moment,
        moment,
        *birth.ready.columns,
        *birth.ready.derived.values(),
        *[labels.rid(r.target, link[r.field]) for r in record.references],
    )


def _documents(
    labels: Labels, record: RecordType, births: Sequence[Birth], links: Sequence[State]
) -> Iterator[tuple[int, str]]:
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
    return ((rid, text) for rid, text in texts if text is not None)


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
