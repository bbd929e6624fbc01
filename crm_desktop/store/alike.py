"""Records that get the same values, changed by one statement: most bulk changes know one only.

Used by ``quiet`` within the transaction, and by ``packed`` long before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.clock import now
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.labels import Labels
from crm_desktop.store.records import RecordType, State
from crm_desktop.store.row_changes import Change, columns_of


class Alike(NamedTuple):
    """Columns with their new values, and the internal keys of the records that get them."""

    columns: dict[str, Any]
    rids: list[int]


def alike(labels: Labels, record: RecordType, effective: Sequence[Change]) -> list[Alike]:
    """The changes of the records' own columns, those of the same values together."""
    found: dict[str, tuple[State, list[int]]] = {}
    single = frozenset(record.single_fields)
    for change in effective:
        own = {name: value for name, value in change.differing.items() if name in single}
        found.setdefault(repr(own), (own, []))[1].append(change.loaded.rid)
    made = ((columns_of(labels, record, own), rids) for own, rids in found.values())
    return [Alike({**columns, **record.keys(columns)}, rids) for columns, rids in made]


def update_alike(connection: Connection, record: RecordType, updates: Iterable[Alike]) -> None:
    """Write them, with the next versions, for records that are locked in this transaction."""
    moment = now()
    together: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for columns, rids in updates:
        together[tuple(columns)].append({**columns, "updated_at": moment, "rids": rids})
    for names, values in together.items():
        connection.execute(_statement(record.table, names), values)


@lru_cache(maxsize=64)
def _statement(table: sa.Table, names: tuple[str, ...]) -> sa.Update:
    chosen = one_of(table.c.rid, "rids")
    values: dict[str, Any] = {name: sa.bindparam(name) for name in (*names, "updated_at")}
    return sa.update(table).where(chosen).values(version=table.c.version + 1, **values)
