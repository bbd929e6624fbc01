"""The timeline of a record: everything that features tell of it, newest first.

Called by cards on reader threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.common.reach import hidden_among, seen
from crm_desktop.features.common.timeline import (
    Cursor,
    TimelineItem,
    TimelineQuery,
    TimelineSource,
    bound_of,
)
from crm_desktop.features.users.records import USER
from crm_desktop.store import journal as entries
from crm_desktop.store.metadata import journal, operation

SOURCE = "change"
# More than anybody misses while editing.
_MOST_SINCE = 500


def find_timeline(
    reader: Reader, sources: Sequence[TimelineSource], query: TimelineQuery
) -> list[TimelineItem]:
    """The ``query.limit`` newest items of all sources before ``query.before``, or the oldest
    after ``query.after``, newest first; the place of the last one leads to the next page, or the
    first. Each item comes once, whatever is written meanwhile. A record that the person doesn't
    see tells nothing."""
    if hidden_among(reader, query.entity, (query.record_id,)):
        return []
    asked = (s for s in sources if not query.kinds or not query.kinds.isdisjoint(s.kinds))
    found = [source.find(reader, query) for source in asked]
    newest_first = merge(*found, key=attrgetter("place"), reverse=True)
    if query.upward:
        return list(newest_first)[-query.limit :]
    return list(islice(newest_first, query.limit))


@dataclass(frozen=True)
class Told:
    """An entry of a record's journal with who wrote it in which operation, and when that began:
    the journal's own clock only orders, and stays ahead of one that was set back."""

    seq: int
    moment: datetime
    kind: str
    fields: dict[str, list[Any]]
    operation_id: UUID
    label: str
    actor: str
    actor_id: str

    @property
    def place(self) -> tuple[datetime, int]:
        """Its order among the entries of the record."""
        return self.moment, self.seq


_TOLD: sa.Select[Any] = (
    sa.select(
        journal.c.seq,
        operation.c.started_at,
        journal.c.kind,
        journal.c.fields,
        operation.c.id,
        operation.c.label,
        USER.table.c.full_name,
        USER.table.c.id.label("actor_id"),
    )
    .join_from(journal, operation, operation.c.rid == journal.c.op_rid)
    .outerjoin(USER.table, USER.table.c.rid == operation.c.actor_rid)
    .where(journal.c.record_id == sa.bindparam("record"))
)


def find_last_name(reader: Reader, record_id: str, field: str) -> str:
    """What ``field`` held of a record that was deleted for good; nothing of one that wasn't."""
    newest = (
        sa.select(journal.c.fields)
        .where(journal.c.record_id == UUID(record_id), journal.c.kind == entries.DELETE)
        .order_by(journal.c.seq.desc())
        .limit(1)
    )
    fields = reader.connection.execute(newest).scalar() or {}
    return str(fields[field][0]) if field in fields else ""


def find_entries(
    reader: Reader,
    entity: str,
    record_id: str,
    edge: tuple[datetime, int] | None,
    limit: int,
    *,
    upward: bool = False,
) -> list[Told]:
    """What changed of a record before a place among the entries, newest first (``upward``: after
    it, oldest first); nothing of one that the person doesn't see."""
    if hidden_among(reader, entity, (record_id,)):
        return []
    started, seq = operation.c.started_at, journal.c.seq
    order = (started.asc(), seq.asc()) if upward else (started.desc(), seq.desc())
    wanted = _TOLD.where(journal.c.kind == entries.UPDATE).order_by(*order).limit(limit)
    if edge is not None:
        moment, number = edge
        beyond = started > moment if upward else started < moment
        there = seq > number if upward else seq < number
        wanted = wanted.where(sa.or_(beyond, sa.and_(started == moment, there)))
    return [_told(row) for row in reader.connection.execute(wanted, {"record": UUID(record_id)})]


def find_since(reader: Reader, record_id: str, version: int) -> list[Told]:
    """What changed of a record after its ``version``, newest first."""
    wanted = _TOLD.where(journal.c.kind == entries.UPDATE, journal.c.version > version)
    found = reader.connection.execute(
        wanted.order_by(journal.c.seq.desc()).limit(_MOST_SINCE), {"record": UUID(record_id)}
    )
    return [_told(row) for row in found]


def find_birth(reader: Reader, entity: str, record_id: str) -> Told | None:
    """The first entry of a record that the person sees, at the moment since which the record
    itself says to exist: an imported one may be older than the workspace."""
    table = reader.registry[entity].table
    there = sa.and_(table.c.id == UUID(record_id), seen(reader, reader.registry[entity]))
    created = sa.select(table.c.created_at).where(there)
    moment = reader.connection.execute(created).scalar()
    first = _TOLD.where(journal.c.kind == entries.INSERT).order_by(journal.c.seq).limit(1)
    row = reader.connection.execute(first, {"record": UUID(record_id)}).first()
    if moment is None or row is None:
        return None
    return _told(row, moment)


def _told(row: sa.Row[Any], moment: datetime | None = None) -> Told:
    return Told(
        seq=row.seq,
        moment=moment or row.started_at,
        kind=row.kind,
        fields=row.fields or {},
        operation_id=row.id,
        label=row.label,
        actor=row.full_name or "",
        actor_id=str(row.actor_id or ""),
    )


def place_among(edge: Cursor) -> tuple[datetime, int]:
    """The place among a record's entries that ``edge`` is in the timeline."""
    return edge.moment, bound_of(edge, SOURCE)
