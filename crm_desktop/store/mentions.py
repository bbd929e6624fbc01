"""Which records speak of others, by the names that these have.

Called inside transactions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.store import search_index
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.records import RecordType, Registry

_AT_ONCE = 5_000


def mentioning(
    connection: Connection, registry: Registry, entity: str, renamed: Collection[int]
) -> list[tuple[RecordType, Sequence[int]]]:
    """The records, by kind, whose search documents may speak of those that are ``renamed``."""
    found: list[tuple[RecordType, Sequence[int]]] = []
    for record, table, column, own in registry.pointing_at(entity, quietly=False):
        if record.index is search_index.TEXTS:
            continue  # these name nobody
        pointing = sa.select(table.c[own]).distinct().where(one_of(table.c[column], "renamed"))
        rids = connection.execute(pointing, {"renamed": renamed}).scalars().all()
        found += (
            [(record, rids)]
            if record.kinds is None
            else _by_kind(connection, registry, record, rids)
        )
    return found


def _by_kind(
    connection: Connection, registry: Registry, record: RecordType, rids: Sequence[int]
) -> list[tuple[RecordType, Sequence[int]]]:
    """The records of a table that holds many kinds, by their own kind."""
    assert record.kinds is not None
    kind = record.table.c[record.kinds.column]
    found: dict[str, list[int]] = defaultdict(list)
    for start in range(0, len(rids), _AT_ONCE):
        keys = record.table.c.rid.in_(rids[start : start + _AT_ONCE])
        for entity, rid in connection.execute(sa.select(kind, record.table.c.rid).where(keys)):
            found[entity].append(rid)
    return [(registry[entity], own) for entity, own in found.items()]
