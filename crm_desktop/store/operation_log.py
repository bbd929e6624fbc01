"""The operations of a workspace as a log to be read: newest first, a page at a time.

Pages go on from the last row's key, so that the hundred-thousandth is as quick as the first.
Called by ``backend/change_log.py`` inside reading transactions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.store.metadata import journal, operation
from crm_desktop.store.records import Registry


class LogReader(Protocol):
    """Who reads: a query, with what the scopes of records need besides."""

    @property
    def connection(self) -> Connection:
        """The transaction's connection."""

    @property
    def registry(self) -> Registry:
        """All record types."""


@dataclass(frozen=True)
class LogFilter:
    """Which operations: of one person (by internal key), of one kind (by label); ``None``: all."""

    actor_rid: int | None = None
    label: str | None = None


@dataclass(frozen=True)
class LoggedOperation:
    """A line of the log. ``records``: how many it changed; ``record``: the name of the only one
    (empty if there were several, it is gone or the person doesn't see it); ``reverses``: the
    label of what it took back or did again; ``actor``: the name of who did it."""

    rid: int
    id: UUID
    kind: str
    state: str
    label: str
    actor: str
    started_at: datetime
    reverses_rid: int | None
    reverses: str
    records: int
    record: str


def newest_first(
    asking: LogReader,
    wanted: LogFilter,
    *,
    before: int | None,
    limit: int,
) -> list[LoggedOperation]:
    """Up to ``limit`` operations older than the one with the key ``before`` (``None``: from the
    newest on)."""
    statement = _select(asking.registry).order_by(operation.c.rid.desc()).limit(limit)
    if before is not None:
        statement = statement.where(operation.c.rid < before)
    return _read(asking, _filtered(statement, wanted))


def with_keys(asking: LogReader, rids: Collection[int]) -> list[LoggedOperation]:
    """These operations as they are now."""
    return _read(asking, _select(asking.registry).where(operation.c.rid.in_(rids)))


def actors(connection: Connection, registry: Registry) -> list[tuple[int, str]]:
    """Internal key and name of everybody who did something, by name."""
    person = registry["user"]
    name = person.table.c[person.label]
    seen = sa.select(operation.c.actor_rid).distinct()
    rows = connection.execute(
        sa.select(person.table.c.rid, name).where(person.table.c.rid.in_(seen))
    )
    return sorted(((rid, name or "") for rid, name in rows), key=lambda row: row[1].casefold())


def labels(connection: Connection) -> list[str]:
    """The kinds of operations there are."""
    return list(connection.execute(sa.select(operation.c.label).distinct()).scalars())


def _filtered(statement: sa.Select[Any], wanted: LogFilter) -> sa.Select[Any]:
    if wanted.actor_rid is not None:
        statement = statement.where(operation.c.actor_rid == wanted.actor_rid)
    if wanted.label is not None:
        statement = statement.where(operation.c.label == wanted.label)
    return statement


def _select(registry: Registry) -> sa.Select[Any]:
    person, target = registry["user"], operation.alias("target")
    names = ("rid", "id", "kind", "state", "label", "started_at", "reverses_rid")
    return (
        sa.select(
            *(operation.c[name] for name in names),
            person.table.c[person.label].label("actor"),
            target.c.label.label("reverses"),
        )
        .outerjoin(person.table, person.table.c.rid == operation.c.actor_rid)
        .outerjoin(target, target.c.rid == operation.c.reverses_rid)
    )


def _read(asking: LogReader, statement: sa.Select[Any]) -> list[LoggedOperation]:
    rows = [row._mapping for row in asking.connection.execute(statement)]
    counts = _counts(asking.connection, [row["rid"] for row in rows])
    names = _names(asking, [rid for rid, count in counts.items() if count == 1])
    return [
        LoggedOperation(
            **{**row, "actor": row["actor"] or "", "reverses": row["reverses"] or ""},
            records=counts.get(row["rid"], 0),
            record=names.get(row["rid"], ""),
        )
        for row in rows
    ]


def _counts(connection: Connection, rids: Sequence[int]) -> dict[int, int]:
    """How many journal entries each operation has: one for each record."""
    statement = (
        sa.select(journal.c.op_rid, sa.func.count().label("entries"))
        .where(journal.c.op_rid.in_(rids))
        .group_by(journal.c.op_rid)
    )
    return {row.op_rid: row.entries for row in connection.execute(statement)}


def _names(asking: LogReader, rids: Sequence[int]) -> dict[int, str]:
    """The name of the only record of each of these operations, if it is still there and the
    person sees it."""
    statement = sa.select(journal.c.op_rid, journal.c.entity, journal.c.record_id).where(
        journal.c.op_rid.in_(rids)
    )
    by_entity: dict[str, dict[int, UUID]] = defaultdict(dict)
    for rid, entity, record_id in asking.connection.execute(statement):
        by_entity[entity][rid] = record_id
    found: dict[int, str] = {}
    for entity, ids in by_entity.items():
        record = asking.registry[entity]
        table, scope = record.table, record.scope(asking, record.table)
        labelled = sa.select(table.c.id, table.c[record.label].label("name"))
        labelled = labelled.where(sa.true() if scope is None else scope)
        rows = asking.connection.execute(labelled.where(table.c.id.in_(ids.values())))
        names = {row.id: row.name for row in rows}
        found.update((rid, names.get(record_id) or "") for rid, record_id in ids.items())
    return found
