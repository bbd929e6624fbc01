"""The order of lists by their next steps, as the person at this computer sees the days.

What has only a day stands before that day's times (``rules.soonest``), so it counts from the
day's beginning here; for everybody else it is one moment of the day (``rules.due_moment``). Part
of statements that run on reader threads.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from crm_desktop.core.clock import LOCAL_ZONE, now
from crm_desktop.features.activities.queries import is_open
from crm_desktop.features.activities.tables import LINKS, activity
from crm_desktop.features.common.value_rows import ValueRows
from crm_desktop.store.metadata import metadata
from crm_desktop.store.types import Instant


class _begins(FunctionElement[datetime]):  # noqa: N801 - a function of SQL
    """The moment at which a day (``2026-10-30``) begins here."""

    type = Instant()
    inherit_cache = True


@compiles(_begins, "sqlite")
def _by_the_system(element: _begins, compiler: SQLCompiler, **kw: Any) -> str:
    day, _ahead = element.clauses
    return f"strftime('%Y-%m-%dT%H:%M:%fZ', {compiler.process(day, **kw)}, 'utc')"


@compiles(_begins, "postgresql")
def _by_the_offset(element: _begins, compiler: SQLCompiler, **kw: Any) -> str:
    day, ahead = (compiler.process(one, **kw) for one in element.clauses)
    return f"(({day})::timestamp AT TIME ZONE 'UTC' - {ahead})"


def _ahead() -> timedelta:
    """How far the clock here is ahead of UTC, in summer: the server doesn't know the zone. In
    winter a day so begins an hour early, still behind nearly all of the day before."""
    days = (datetime(now().year, month, 1, tzinfo=LOCAL_ZONE) for month in (1, 7))
    return max(day.utcoffset() or timedelta() for day in days)


_AHEAD = sa.bindparam("ahead", callable_=_ahead, type_=sa.Interval(), unique=True)


# At its own moment, or at midnight somewhere between UTC−12 and UTC+14 where a day is kept as ten
# hours UTC (``common.days``).
_BEGIN = sa.case(
    (activity.c.due_on.is_(None), activity.c.due), else_=_begins(activity.c.due_on, _AHEAD)
)
_WITHIN = timedelta(hours=25)


def steps(entity: str) -> ValueRows:
    """Whatever is to be done with records of ``entity``: the first of it orders lists."""
    links = LINKS[entity]
    # Only by the activities: SQLite would begin with all open links.
    is_there = sa.and_(
        activity.c.rid == links.c.activity_rid,
        activity.c.done_at.is_(None),
        activity.c.deleted_at.is_(None),
    )
    owner = links.c[f"{entity}_rid"]
    due = activity.c.due
    return ValueRows(_BEGIN, owner, is_there, outermost="first", near=due, within=_WITHIN)


def soonest_step(entity: str) -> sa.ColumnElement[datetime]:
    """When the next step of the record in the statement around comes, to order by."""
    links = LINKS[entity]
    return (
        sa.select(sa.func.min(_BEGIN))
        .join_from(links, activity, activity.c.rid == links.c.activity_rid)
        .where(links.c[f"{entity}_rid"] == metadata.tables[entity].c.rid, is_open(links))
        .correlate(metadata.tables[entity])
        .scalar_subquery()
    )
