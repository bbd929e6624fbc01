"""Which of some records still lie where they lay: by key alone, whatever a list is narrowed to.

Called by lists on reader threads.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.listing import KEYS_AT_ONCE, RIDS, Shelf, on_shelf
from crm_desktop.features.common.reach import seen


def lying_on(reader: Reader, entity: str, shelf: Shelf, rids: Sequence[int]) -> frozenset[int]:
    """The internal keys of those of the records that lie on the shelf and may be seen."""
    record = reader.registry[entity]
    table = record.table
    # SQLite would walk the whole shelf for a few keys.
    there = sa.and_(record.holds(table), seen(reader, record), on_shelf(table, shelf, unindexed))
    named = sa.select(table.c.rid).where(table.c.rid.in_(RIDS), there)
    found: set[int] = set()
    for start in range(0, len(rids), KEYS_AT_ONCE):
        portion = rids[start : start + KEYS_AT_ONCE]
        found.update(reader.connection.execute(named, {"rids": portion}).scalars())
    return frozenset(found)
