"""Search documents that an earlier version of the program wrote, written anew with today's words.

What documents say grows with the program; a migration that wrote millions of them anew would keep
people waiting. So the workspace remembers which words its documents have (a setting of its own),
and who opens it brings the others up to date while they work, a portion at a time, going on where
the last one stopped (``backend.renewing``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.store.identity import change_setting
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.loading import lock_versions
from crm_desktop.store.records import Registry
from crm_desktop.store.search_index import NAMES, TEXTS, Index
from crm_desktop.store.unit_of_work import UnitOfWork

SETTING, WORDS = "words_of_documents", "1"
"""The setting and its value once all documents say what this version of the program writes."""

# Since then documents say the numbers and amounts of people's own fields, the accounts of
# companies, and all of a long text; before, they ended at 20,000 characters.
_SAID_SINCE = ("custom", "bank_accounts")
_ENDED_AT = 19_000
_INDEXES: Mapping[str, Index] = {index.documents.name: index for index in (NAMES, TEXTS)}


class Place(NamedTuple):
    """How far it has come: the number of the last document that was looked at, in which table."""

    table: str
    after: int

    @property
    def setting(self) -> str:
        """As the workspace keeps it."""
        return f"{self.table}:{self.after}"


Stale = Mapping[str, Collection[int]]
"""Internal keys of records by entity."""


def place_of(settings: Mapping[str, str]) -> Place | None:
    """Where to go on; nothing where all is done."""
    told = settings.get(SETTING, "")
    if told == WORDS:
        return None
    table, _colon, after = told.partition(":")
    if table in _INDEXES and after.isdecimal():
        return Place(table, int(after))
    return Place(next(iter(_INDEXES)), 0)


def stale_from(
    connection: Connection, registry: Registry, place: Place, size: int
) -> tuple[Stale, Place | None]:
    """The records of which the next ``size`` documents may say less than they would today, and
    the place behind these; nothing behind the last."""
    table = _INDEXES[place.table].documents
    columns = table.c.doc_id, table.c.entity, table.c.record_rid, sa.func.length(table.c.text)
    behind = sa.select(*columns).where(table.c.doc_id > place.after)
    rows = connection.execute(behind.order_by(table.c.doc_id).limit(size)).all()
    by_entity: dict[str, set[int]] = defaultdict(set)
    stale: dict[str, set[int]] = defaultdict(set)
    for _number, entity, rid, length in rows:
        by_entity[entity].add(rid)
        if length >= _ENDED_AT:
            stale[entity].add(rid)
    for entity, rids in by_entity.items():
        stale[entity] |= _saying_more(connection, registry, entity, rids)
    if rows:
        return stale, Place(place.table, rows[-1][0])
    tables = [*_INDEXES]
    further = tables[tables.index(place.table) + 1 :]
    return stale, Place(further[0], 0) if further else None


def _saying_more(
    connection: Connection, registry: Registry, entity: str, rids: Collection[int]
) -> set[int]:
    record = registry[entity]
    found: set[int] = set()
    for belonging in record.belongings:
        if belonging.field in _SAID_SINCE:
            owner = belonging.table.c[record.owner]
            owning = sa.select(owner).where(one_of(owner, "rids")).distinct()
            found.update(connection.execute(owning, {"rids": list(rids)}).scalars())
    return found


def renew(connection: Connection, registry: Registry, entity: str, rids: Collection[int]) -> None:
    """Write the documents of these records anew that say something else now; they stay as recent
    as they are, and nobody changes the records meanwhile."""
    record = registry[entity]
    there = lock_versions(connection, record, rids)
    unit = UnitOfWork(connection, registry, 0)
    unit.refresh_documents(record, list(there))
    unit.write_gathered()


def remember(connection: Connection, place: Place | None) -> None:
    """Keep the place for the next one who opens; ``None``: all is done."""
    change_setting(connection, SETTING, place.setting if place else WORDS)
