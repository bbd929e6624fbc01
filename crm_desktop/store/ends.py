"""The ends of lists: of a list that changes only what comes behind the last item that stays is
written. A tag put on stands last, and is one row.

Used by ``quiet`` within the transaction, and by ``packed`` long before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.store.bulk import delete_rows, insert_rows
from crm_desktop.store.inserting import item_rows
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.labels import Labels
from crm_desktop.store.records import Belonging, RecordType, State
from crm_desktop.store.row_changes import Change


class Ends(NamedTuple):
    """What is written of the list ``field`` of many records. ``gone``: by place, the internal keys
    of those whose rows from there on go; then come ``rows``, with values for ``columns``."""

    field: str
    gone: Mapping[int, Sequence[int]]
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


def ends_of(
    labels: Labels, record: RecordType, fields: Collection[str], effective: Sequence[Change]
) -> list[Ends]:
    """The ends of those of the ``fields`` that are lists, where the changes differ."""
    return [_ends(labels, record, b, effective) for b in record.belongings if b.field in fields]


def _ends(
    labels: Labels, record: RecordType, belonging: Belonging, effective: Sequence[Change]
) -> Ends:
    field = belonging.field
    gone: dict[int, list[int]] = defaultdict(list)
    more: dict[int, list[tuple[int, State]]] = defaultdict(list)
    for change in effective:
        if field not in change.differing:
            continue
        before, after = change.loaded.state[field], change.differing[field]
        since = _alike_until(before, after)
        if since < len(before):
            gone[since].append(change.loaded.rid)
        if since < len(after):
            more[since].append((change.loaded.rid, change.differing))
    columns: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = []
    for since, states in more.items():
        columns, found = item_rows(labels, record, belonging, states, since)
        rows += found
    return Ends(field, dict(gone), columns, rows)


def _alike_until(before: Sequence[Any], after: Sequence[Any]) -> int:
    """How many items at their beginning two lists share."""
    pairs = zip(before, after, strict=False)
    return next(
        (n for n, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after))
    )


def write_ends(connection: Connection, record: RecordType, found: Ends) -> None:
    """Write them, for records that are locked in this transaction."""
    table = record.table_of(found.field)
    owner = table.c[record.owner]
    for since, rids in found.gone.items():
        if since:
            connection.execute(_behind(table, owner), {"rids": rids, "since": since})
        else:
            delete_rows(connection, owner, rids)
    if found.rows:
        insert_rows(connection, table, found.columns, found.rows)


# Kept: to build and to recognise a statement takes longer than to run it.
@lru_cache(maxsize=64)
def _behind(table: sa.Table, owner: sa.Column[Any]) -> sa.Delete:
    beyond = table.c.ordinal >= sa.bindparam("since")
    return sa.delete(table).where(one_of(owner, "rids"), beyond)
