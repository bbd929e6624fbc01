"""A change of a loaded record: what differs, the row's new columns, the journal's entry.

Used by the unit of work for whole records, and by ``quiet`` for single fields of very many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.core.clock import now
from crm_desktop.core.errors import Conflict, FieldConflict
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store.labels import Labels
from crm_desktop.store.loading import Loaded
from crm_desktop.store.records import RecordType, State


@dataclass(frozen=True)
class Change:
    """What a change makes of a loaded record: the fields that differ, the whole state, and the
    derived columns before and after."""

    loaded: Loaded
    differing: State
    state: State
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def change_of(record: RecordType, loaded: Loaded, differing: State) -> Change:
    state = {**loaded.state, **differing}
    return Change(loaded, differing, state, record.derive(loaded.state), record.derive(state))


def update_rows(
    connection: Connection, labels: Labels, record: RecordType, effective: Sequence[Change]
) -> None:
    """One UPDATE per set of changed columns: columns that stay cost no index write."""
    moment = now()
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for change in effective:
        loaded, differing = change.loaded, change.differing
        columns = columns_of(labels, record, differing)
        columns |= {k: v for k, v in change.after.items() if change.before[k] != v}
        columns |= {"version": loaded.version + 1, "updated_at": moment}
        groups[tuple(sorted(columns))].append(
            {"_rid": loaded.rid, "_version": loaded.version, **columns}
        )
    for names, rows in groups.items():
        statement = _update_statement(record.table, names)
        if connection.execute(statement, rows).rowcount != len(rows):
            raise changed_meanwhile(())


def columns_of(labels: Labels, record: RecordType, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the record's own table that hold ``values``, as the driver takes them."""
    columns = record.to_columns(values)
    for reference in record.references:
        if reference.field in values:
            columns[reference.column] = labels.rid(reference.target, values[reference.field])
    return columns


def journaled(change: Change) -> tuple[str, int, dict[str, list[Any]]]:
    loaded = change.loaded
    fields = {name: [loaded.state[name], value] for name, value in change.differing.items()}
    return loaded.id, loaded.version + 1, fields


# Kept: to build and to recognise a statement takes longer than to run it.
@lru_cache(maxsize=256)
def _update_statement(table: sa.Table, names: tuple[str, ...]) -> sa.Update:
    return (
        sa.update(table)
        .where(table.c.rid == sa.bindparam("_rid"), table.c.version == sa.bindparam("_version"))
        .values({name: sa.bindparam(name) for name in names})
    )


def differences(record: RecordType, loaded: Loaded, wanted: Mapping[str, Any]) -> State:
    record.require_fields(wanted)
    return {name: value for name, value in wanted.items() if loaded.state[name] != value}


def changed_meanwhile(conflicts: Sequence[FieldConflict]) -> Conflict:
    """The error for fields that two people changed."""
    return Conflict(
        msg(
            "Someone else changed this record at the same time. Nothing was overwritten; choose "
            "which values to keep."
        ),
        conflicts,
    )
