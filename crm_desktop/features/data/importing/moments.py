"""Dates with a time of day, as files write them.

Used for the cells of a row, in worker processes. Pure but for the time zone of the computer.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, timezone
from functools import lru_cache

from crm_desktop.core.clock import UTC, iso
from crm_desktop.core.values.clock_times import clock_time
from crm_desktop.core.values.dates import parse_date

_DAY = len("2026-10-14")
# HubSpot: “Create Date (GMT+3)”.
_ZONE = re.compile(
    r"(?:GMT|UTC)(?: ?(?P<sign>[+\-−–]) ?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)?(?!\w)"
)


def in_zone_of(name: str, text: str) -> str:
    """The text of a cell with the zone that its column's ``name`` tells, where a time of day stands
    in it without one; midnight is what tables write of a day."""
    zone = _zone_in(name)
    if zone is None:
        return text
    at, own = clock_time(text) or (None, None)
    return text if own is not None or at in (None, time()) else f"{text} {zone}"


@lru_cache
def _zone_in(name: str) -> str | None:
    found = _ZONE.search(name)
    if found is None:
        return None
    sign = "-" if found["sign"] in ("-", "−", "–") else "+"
    return f"{sign}{int(found['hours'] or 0):02}:{found['minutes'] or '00'}"


def moment(text: str, *, day_first: bool | None) -> str:
    """A date with or without a time as ISO 8601 in UTC. A time without a zone is that of whoever
    brings the file in: programs write the time that their people see. A day alone begins in UTC.
    Raises ``Invalid``."""
    day = parse_date(text, day_first=day_first)
    at, zone = clock_time(text) or (None, None)
    if at is None or (at == time() and zone is None):
        return _in_utc(datetime.combine(day, time(), UTC))
    return _in_utc(datetime.combine(day, at, zone))


def _in_utc(at: datetime) -> str:
    """Without a zone it is a time of the computer's."""
    try:
        return iso(at)
    except (OverflowError, OSError, ValueError):  # before 1970 Windows knows no local time
        return iso(at.replace(tzinfo=UTC))


def day_or_moment(text: str, *, day_first: bool | None, is_day: bool = False) -> str:
    """The day that is written, or the moment with the offset of its zone, in ISO 8601; a time
    without a zone is that of whoever brings the file in. Midnight is what tables write of a day,
    without a zone, and with one too where the column tells days (``is_day``). Raises
    ``Invalid``."""
    day = parse_date(text, day_first=day_first)
    at, zone = clock_time(text) or (None, None)
    if at is None or (at == time() and (is_day or zone is None)):
        return day.isoformat()
    told = datetime.combine(day, at, zone)
    if zone is not None:
        return told.isoformat()
    try:
        offset = told.astimezone().utcoffset()
    except (OverflowError, OSError, ValueError):
        return day.isoformat()
    return told.replace(tzinfo=timezone(offset or timedelta())).isoformat()


def day_of(told: str) -> str:
    """The written day of what ``day_or_moment`` gave."""
    return told[:_DAY]


def end_of(told: str) -> str:
    """What ``day_or_moment`` gave, a moment of it in UTC."""
    return told if len(told) == _DAY else _in_utc(datetime.fromisoformat(told))
