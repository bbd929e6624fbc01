"""Days that are kept as one moment beside others that have a time, for filters to compare.

The stored moment lies on the same date from Hawaii to New Zealand; where it does not, statements
take another hour of that day instead. Pure, and parts of statements; on any thread.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import ceil, floor

import sqlalchemy as sa

from crm_desktop.core.clock import LOCAL_ZONE, UTC, now

# At this hour of a day UTC it is the same date from UTC−10 to UTC+13.
_USUAL_HOUR = 10


def moment_of_day(day: date) -> datetime:
    """The moment that stands for the day in the workspace."""
    return datetime.combine(day, time(_USUAL_HOUR, tzinfo=UTC))


def moment_here(rows: sa.FromClause, moment: str, day: str) -> sa.ColumnElement[datetime]:
    """The column ``moment`` of the rows, on the date of the column ``day``, where that is filled,
    as the person at this computer counts days."""
    hour = _hour_here()
    kept: sa.ColumnElement[datetime] = rows.c[moment]
    if hour == _USUAL_HOUR:
        return kept
    on_day = sa.cast(rows.c[day] + f"T{hour:02}:00:00.000Z", kept.type)
    return sa.case((rows.c[day].is_(None), kept), else_=on_day)


def _hour_here() -> int:
    """An hour UTC at which it is the same date here, in summer and in winter."""
    year = now().year
    days = (datetime(year, month, 1, tzinfo=LOCAL_ZONE) for month in (1, 7))
    ahead = [(day.utcoffset() or timedelta()) / timedelta(hours=1) for day in days]
    return min(max(_USUAL_HOUR, -floor(min(ahead))), 23 - ceil(max(ahead)))
