"""Ids into internal keys and names: what references and search documents need, remembered.

One instance serves a transaction, or a long operation through all its transactions; it belongs
to one thread at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.store.key_lists import one_of
from crm_desktop.store.records import Belonging, RecordType, Reference, Registry, State
from crm_desktop.store.types import KeyText

Link = TypeVar("Link", Reference, Belonging)

_CHUNK = 5000
# A long import must not hold the names of a million people in memory.
_REMEMBERED = 200_000


class Labels:
    """What is known of records that others point at."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)

    def rid(self, entity: str, record_id: str | None) -> int | None:
        """The internal key, or ``None`` for nothing and for what is gone."""
        found = self._known[entity].get(record_id) if record_id else None
        return found[0] if found else None

    def label(self, entity: str, record_id: str) -> str:
        """The record's name, or nothing."""
        found = self._known[entity].get(record_id)
        return found[1] if found else ""

    def learn(self, entity: str, rows: Iterable[tuple[str, int, str | None]]) -> None:
        """Remember (id, internal key, name)."""
        self._known[entity].update((key, (rid, name or "")) for key, rid, name in rows)

    def make_room(self) -> None:
        """Forget what has become too much; between two writes, so that none loses a name."""
        for known in self._known.values():
            if len(known) > _REMEMBERED:
                known.clear()

    def forget(self, entity: str, ids: Iterable[str]) -> None:
        """The records were deleted."""
        for key in ids:
            self._known[entity].pop(key, None)

    def resolve(
        self,
        connection: Connection,
        record: RecordType,
        states: Sequence[State],
        fields: Collection[str] | None = None,
    ) -> list[State]:
        """The states without links to what was deleted meanwhile: neither the record nor the
        journal may point at nothing. Everything they still point at is known afterwards; with
        ``fields`` only these are looked at."""
        if self.prefetch(connection, record, states, fields):
            return [*states]
        return [self._without_gone(record, state, fields) for state in states]

    def _without_gone(
        self, record: RecordType, state: State, fields: Collection[str] | None
    ) -> State:
        gone: State = {}
        for reference in _among(record.references, fields):
            key = state[reference.field]
            if key is not None and key not in self._known[reference.target]:
                gone[reference.field] = None
        for belonging in _among(record.linked_lists, fields):
            items = state[belonging.field]
            if items:
                there = [item for item in items if self._all_known(belonging, item)]
                if len(there) < len(items):
                    gone[belonging.field] = there
        return {**state, **gone} if gone else state

    def _all_known(self, belonging: Belonging, item: Any) -> bool:
        pointed = (
            (item if belonging.plain else item[key], reference.target)
            for key, reference in belonging.references.items()
        )
        return all(key is None or key in self._known[target] for key, target in pointed)

    def prefetch(
        self,
        connection: Connection,
        record: RecordType,
        states: Sequence[State],
        fields: Collection[str] | None = None,
    ) -> bool:
        """Look up everything that ``states`` point at (in ``fields``) and is not known yet; gives
        whether all of it is there."""
        wanted: dict[str, set[str | None]] = defaultdict(set)
        for reference in _among(record.references, fields):
            field = reference.field
            wanted[reference.target].update(s[field] for s in states if s[field])
        for belonging in _among(record.linked_lists, fields):
            items = [item for state in states for item in state[belonging.field]]
            for key, reference in belonging.references.items() if items else ():
                wanted[reference.target].update(
                    items if belonging.plain else [item[key] for item in items]
                )
        for entity, ids in wanted.items():
            ids.discard(None)
            self.look_up(connection, entity, ids)
        return all(ids <= self._known[entity].keys() for entity, ids in wanted.items())

    def look_up(self, connection: Connection, entity: str, ids: Iterable[str | None]) -> None:
        """Know the records with these ids, those that are there."""
        known = self._known[entity]  # may hold far more than is wanted
        self._fetch(connection, entity, sorted(i for i in ids if i and i not in known))

    def _fetch(self, connection: Connection, entity: str, ids: list[str]) -> None:
        record = self._registry[entity]
        statement = _names(record.table, record.mentioned_by)
        for start in range(0, len(ids), _CHUNK):
            rows = connection.execute(statement, {"ids": ids[start : start + _CHUNK]}).all()
            self.learn(entity, ((key, rid, name) for key, rid, name in rows))


def _among(links: Sequence[Link], fields: Collection[str] | None) -> Sequence[Link]:
    return links if fields is None else [link for link in links if link.field in fields]


# Kept: to build and to recognise a statement takes longer than to run it.
@lru_cache(maxsize=64)
def _names(table: sa.Table, label: str) -> sa.Select[Any]:
    key = sa.type_coerce(table.c.id, KeyText())
    return sa.select(key, table.c.rid, table.c[label]).where(one_of(table.c.id, "ids"))
