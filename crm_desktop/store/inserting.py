"""New records into their tables: rows, lists, journal entries; and what they are found by.

Called by the unit of work inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from crm_desktop.core.clock import now
from crm_desktop.store import journal
from crm_desktop.store.bulk import insert_rows
from crm_desktop.store.labels import Labels
from crm_desktop.store.ready import Birth, is_as_supposed
from crm_desktop.store.records import Belonging, RecordType, State

Rows = tuple[tuple[str, ...], list[tuple[Any, ...]]]
"""Columns, and rows with values for them."""

_RECORD_COLUMNS = ("rid", "id", "version", "created_at", "updated_at")


def insert_births(
    connection: Connection,
    labels: Labels,
    record: RecordType,
    births: Sequence[Birth],
    links: Sequence[State],
    *,
    op_rid: int,
) -> list[tuple[int, str]]:
    """Write the records with all that belongs to them; ``links`` are what they point at, which
    the ``labels`` know. Gives their search documents, which are still to be written."""
    columns, rows = _record_rows(labels, record, births, links)
    insert_rows(connection, record.table, columns, rows)
    items: list[list[tuple[Any, ...]]] = [[] for _belonging in record.own_lists]
    for birth in births:
        for number, own in birth.ready.items:
            items[number] += [(birth.rid, *row) for row in own]
    for belonging, rows in zip(record.own_lists, items, strict=True):
        columns = (record.owner, "ordinal", *belonging.columns, *belonging.derived)
        insert_rows(connection, belonging.table, columns, rows)
    states = [(birth.rid, state) for birth, state in zip(births, links, strict=True)]
    for belonging in record.linked_lists:
        columns, rows = item_rows(labels, record, belonging, states)
        insert_rows(connection, belonging.table, columns, rows)
    entries = ((birth.key, birth.new.version, None) for birth in births)
    journal.write(connection, op_rid, journal.INSERT, record.entity, entries)
    return _documents(labels, record, births, links)


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
