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
    r"(?P<half>[AaPp]\.?[Mm])?[^\d+-]*(?P<zone>[+-]\d\d:?\d\d)?$"
)


def moment(text: str, *, day_first: bool | None) -> str:
    """A date with or without a time as ISO 8601 in UTC. A time without a zone is taken as UTC:
    the file does not say where it was written. Raises ``Invalid``."""
    day = parse_date(text, day_first=day_first)
    found = _TIME.search(one_line(text))
    at = _clock_time(found) if found else time()
    zone = _zone(found["zone"]) if found and found["zone"] else UTC
    try:
        return iso(datetime.combine(day, at, zone))
    except OverflowError:
        return iso(datetime.combine(day, at, UTC))


def _clock_time(found: re.Match[str]) -> time:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "Pp" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else time()


def _zone(text: str) -> timezone:
    minutes = min(int(text[1:3]) * 60 + int(text[-2:]), 24 * 60 - 1)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def day_or_moment(text: str, *, day_first: bool | None) -> str:
    """A moment as ``moment`` gives it, or the date alone where no time of day is told: midnight
    without a zone is what programs write of a day. Raises ``Invalid``."""
    found = _TIME.search(one_line(text))
    if found and (found["zone"] or _clock_time(found) != time()):
        return moment(text, day_first=day_first)
    return parse_date(text, day_first=day_first).isoformat()
