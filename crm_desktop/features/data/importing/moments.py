"""Dates with a time of day, as files write them.

Used for the cells of a row, in worker processes. Pure.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, timezone

from crm_desktop.core.clock import UTC, iso
from crm_desktop.core.values.dates import parse_date
from crm_desktop.features.data.importing.rowparts import one_line

_TIME = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s*"
    r"(?P<half>[AaPp]\.?[Mm])?[^\d+-]*?(?P<zone>Z|[+-]\d\d:?\d\d)?$"
)
_DAY = len("2026-10-14")


def moment(text: str, *, day_first: bool | None) -> str:
    """A date with or without a time as ISO 8601 in UTC. A time without a zone is taken as UTC:
    the file does not say where it was written. Raises ``Invalid``."""
    day = parse_date(text, day_first=day_first)
    found = _TIME.search(one_line(text))
    at = _clock_time(found) if found else time()
    zone = _zone(found["zone"]) if found and found["zone"] else UTC
    return _in_utc(datetime.combine(day, at, zone))


def _in_utc(at: datetime) -> str:
    try:
        return iso(at)
    except OverflowError:
        return iso(at.replace(tzinfo=UTC))


def _clock_time(found: re.Match[str]) -> time:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "Pp" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else time()


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    minutes = min(int(text[1:3]) * 60 + int(text[-2:]), 24 * 60 - 1)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def day_or_moment(text: str, *, day_first: bool | None) -> str:
    """The day that is written, or the moment in the zone that is written with it, in ISO 8601.
    Midnight is what programs write of a day, and a time without a zone may be of another day in
    UTC: of either the day is kept. Raises ``Invalid``."""
    day = parse_date(text, day_first=day_first)
    found = _TIME.search(one_line(text))
    if not found or not found["zone"] or _clock_time(found) == time():
        return day.isoformat()
    return datetime.combine(day, _clock_time(found), _zone(found["zone"])).isoformat()


def day_of(told: str) -> str:
    """The written day of what ``day_or_moment`` gave."""
    return told[:_DAY]


def end_of(told: str) -> str:
    """What ``day_or_moment`` gave, a moment of it in UTC."""
    return told if len(told) == _DAY else _in_utc(datetime.fromisoformat(told))
