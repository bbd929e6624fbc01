"""Records that get the same values, changed by one statement: most bulk changes know one only.

Used by ``quiet`` within the transaction, and by ``packed`` long before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.clock import now
from crm_desktop.store.key_lists import NUMBERS, one_of
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
    together: dict[tuple[str, ...], list[Alike]] = defaultdict(list)
    for one in updates:
        together[tuple(one.columns)].append(one)
    for names, given in together.items():
        if len(given) > 1 and connection.dialect.name == "postgresql":
            _update_at_once(connection, record.table, names, given, moment)
            continue
        values = [{**columns, "updated_at": moment, "rids": rids} for columns, rids in given]
        connection.execute(_statement(record.table, names), values)


@lru_cache(maxsize=64)
def _statement(table: sa.Table, names: tuple[str, ...]) -> sa.Update:
    chosen = one_of(table.c.rid, "rids")
    values: dict[str, Any] = {name: sa.bindparam(name) for name in (*names, "updated_at")}
    return sa.update(table).where(chosen).values(version=table.c.version + 1, **values)


def _update_at_once(
    connection: Connection,
    table: sa.Table,
    names: tuple[str, ...],
    given: Sequence[Alike],
    moment: datetime,
) -> None:
    """Of a server each statement asks a way there and back, and undo gives back hundreds of
    different values: they go with one."""
    values: dict[str, Any] = {name: [one.columns[name] for one in given] for name in names}
    values["rids"] = [rid for one in given for rid in one.rids]
    values["places"] = [n for n, one in enumerate(given, 1) for _rid in one.rids]
    connection.execute(_statement_at_once(table, names), {**values, "updated_at": moment})


@lru_cache(maxsize=64)
def _statement_at_once(table: sa.Table, names: tuple[str, ...]) -> sa.Update:
    """Each record gets the values at its place in the lists."""
    lists = [sa.bindparam(name, type_=sa.ARRAY(table.c[name].type, dimensions=1)) for name in names]
    columns = [sa.column(name, table.c[name].type) for name in names]
    values = sa.func.unnest(*lists).table_valued(*columns, with_ordinality="place").render_derived()
    pairs = sa.func.unnest(
        sa.bindparam("rids", type_=NUMBERS), sa.bindparam("places", type_=NUMBERS)
    )
    chosen = pairs.table_valued(sa.column("rid"), sa.column("place")).render_derived()
    return (
        sa.update(table)
        .where(table.c.rid == chosen.c.rid, chosen.c.place == values.c.place)
        .values(
            version=table.c.version + 1,
            updated_at=sa.bindparam("updated_at"),
            **{name: values.c[name] for name in names},
        )
    )
