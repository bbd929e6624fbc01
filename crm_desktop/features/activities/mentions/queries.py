"""Mentions of the person who asks, in new notes and in those that were changed. On reader threads.

When an activity was changed the journal tells who put the mention into it, and when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.activities.queries import find_activities
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.activities.tables import activity, activity_mention
from crm_desktop.features.users.records import USER
from crm_desktop.store import journal as entries
from crm_desktop.store.metadata import journal, operation
from crm_desktop.store.operations import DO

# More than anybody reads.
_MOST_LOOKED_AT = 1_000
_FIELD = "mentions"


@dataclass(frozen=True)
class Mention:
    """Of the person who asks, in ``activity``, by the one called ``author``. ``key`` tells it
    from others, ``moment`` is in UTC."""

    key: str
    moment: datetime
    author: str
    activity: ActivityRow


@dataclass(frozen=True)
class Mentions:
    """The newest ones, the oldest of them first, and how many older ones there are."""

    newest: tuple[Mention, ...] = ()
    older: int = 0


@dataclass(frozen=True)
class _Found:
    key: str
    moment: datetime
    author: str
    rid: int


def find_mentions(
    reader: Reader, since: datetime, known: Collection[str] = (), limit: int = 50
) -> Mentions:
    """The newest ``limit`` mentions by others after ``since`` (UTC), but those whose keys are
    ``known``."""
    found = [one for one in _found(reader, since) if one.key not in known]
    found.sort(key=lambda one: (one.moment, one.rid), reverse=True)
    rows = {r.rid: r for r in find_activities(reader, [one.rid for one in found[:limit]])}
    newest = tuple(
        Mention(one.key, one.moment, one.author, rows[one.rid])
        for one in reversed(found[:limit])
        if one.rid in rows
    )
    return Mentions(newest, len(found[limit:]))


def _found(reader: Reader, since: datetime) -> Iterator[_Found]:
    author, me = USER.table, reader.actor.rid
    mentioning = sa.select(activity_mention.c.activity_rid).where(activity_mention.c.user_rid == me)
    names = ("rid", "id", "version", "author_rid", "created_at")
    statement = (
        sa.select(*(activity.c[name] for name in names), author.c.full_name)
        .outerjoin(author, author.c.rid == activity.c.author_rid)
        .where(
            activity.c.rid.in_(mentioning),
            activity.c.deleted_at.is_(None),
            activity.c.updated_at > since,
        )
        .order_by(activity.c.updated_at.desc(), activity.c.rid.desc())
        .limit(_MOST_LOOKED_AT)
    )
    there = reader.connection.execute(statement).all()
    added = _added(reader, [row.id for row in there if row.version > 1], since)
    for row in there:
        if row.id in added:
            change = added[row.id]
            if change.actor_rid != me:
                key = f"{row.id} {change.seq}"
                yield _Found(key, change.started_at, change.full_name or "", row.rid)
        elif row.created_at > since and row.author_rid != me:
            yield _Found(str(row.id), row.created_at, row.full_name or "", row.rid)


def _added(reader: Reader, ids: Sequence[Any], since: datetime) -> dict[Any, Any]:
    """By activity, the row of the newest change since then that put the person into it."""
    names = (journal.c.record_id, journal.c.seq, journal.c.fields, operation.c.started_at)
    changes = (
        sa.select(*names, operation.c.actor_rid, USER.table.c.full_name)
        .join_from(journal, operation, operation.c.rid == journal.c.op_rid)
        .outerjoin(USER.table, USER.table.c.rid == operation.c.actor_rid)
        .where(
            journal.c.record_id.in_(ids),
            journal.c.kind == entries.UPDATE,
            operation.c.kind == DO,
            operation.c.started_at > since,
        )
        .order_by(journal.c.seq)
    )
    me = reader.actor.id
    added: dict[Any, Any] = {}
    for row in reader.connection.execute(changes):
        old, new = row.fields.get(_FIELD, ((), ()))
        if me in (new or ()) and me not in (old or ()):
            added[row.record_id] = row
    return added
