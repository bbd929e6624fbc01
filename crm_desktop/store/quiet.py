"""Changes of fields on which nothing else depends, for very many records at once.

The owner, the status, the tags, the moment of archiving: neither search documents nor derived
columns nor rows of other lists follow from them (``RecordType.quiet``). So a bulk change, and its
undo, read and write these alone, in a fifth of the time; and its records don't count as just
touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from crm_desktop.core.clock import now
from crm_desktop.store import journal
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.loading import Loaded
from crm_desktop.store.records import RecordType
from crm_desktop.store.row_changes import Change, columns_of, differences, journaled
from crm_desktop.store.unit_of_work import UnitOfWork


def change_quietly(
    unit: UnitOfWork, entity: str, changes: Sequence[tuple[Loaded, Mapping[str, Any]]]
) -> list[Loaded]:
    """Change records of which ``load_fields`` read the changed fields in this transaction; gives
    those that really changed. ``ValueError`` for a field that is not quiet: a bug."""
    record = unit.registry[entity]
    for _loaded, wanted in changes:
        if not record.quiet.issuperset(wanted):
            raise ValueError(f"{sorted(wanted)} of {entity} are not all quiet")
    linked = [record.links(wanted) for _loaded, wanted in changes]
    effective = []
    for (loaded, wanted), links in zip(
        changes, unit.labels.resolve(unit.connection, record, linked), strict=True
    ):
        there = {name: links.get(name, value) for name, value in wanted.items()}
        if differing := differences(record, loaded, there):
            effective.append(Change(loaded, differing, {}, {}, {}))
    if effective:
        _update_alike(unit, record, effective)
        for belonging in record.belongings:
            unit.write_items(
                record,
                belonging,
                [(c.loaded.rid, c.differing) for c in effective if belonging.field in c.differing],
            )
        entries = map(journaled, effective)
        journal.write(unit.connection, unit.op_rid, journal.UPDATE, entity, entries)
    return [change.loaded for change in effective]


def _update_alike(unit: UnitOfWork, record: RecordType, effective: Sequence[Change]) -> None:
    """One statement for all records that get the same values: most bulk changes know one only."""
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for change in effective:
        columns = columns_of(unit.labels, record, change.differing)
        alike[tuple(sorted(columns.items()))].append(change.loaded.rid)
    moment = now()
    for same, rids in alike.items():
        new = dict(same)
        # Loaded under a lock in this transaction, so their versions are as they were.
        values = {**new, "updated_at": moment, "rids": rids}
        unit.connection.execute(_statement(record.table, tuple(new)), values)


@lru_cache(maxsize=64)
def _statement(table: sa.Table, names: tuple[str, ...]) -> sa.Update:
    chosen = one_of(table.c.rid, "rids")
    values: dict[str, Any] = {name: sa.bindparam(name) for name in (*names, "updated_at")}
    return sa.update(table).where(chosen).values(version=table.c.version + 1, **values)
