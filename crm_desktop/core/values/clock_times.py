"""Times of day as they stand behind a date: ``15:30``, ``3:30 PM``, ``15.30``, ``T15:30:00+03:00``.

Called by the import and by fields that people added, on any thread; pure.
"""

from __future__ import annotations

from datetime import time, timedelta, timezone

from crm_desktop.core.clock import UTC
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line

_LONGEST = 200  # characters that are looked at; more is no date with a time anyway
_TIME = late_pattern(
    r"[T,\s](?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?\s*"
    r"(?P<half>[AaPp]\.?[Mm])?[^\d+-]*?(?P<zone>Z|[+-]\d\d:?\d\d)?$"
)


def clock_time(text: str) -> tuple[time | None, timezone | None] | None:
    """The time at the end of the text and the zone that stands with it; ``None`` where no time is
    written, and in place of a time that no clock shows (``25:70``)."""
    found = _TIME.search(clean_line(text[:_LONGEST]))
    if found is None:
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "Pp" else 0)
    is_time = hour < 24 and minute < 60 and second < 60
    zone = _zone(found["zone"]) if found["zone"] else None
    return time(hour, minute, second) if is_time else None, zone


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    minutes = min(int(text[1:3]) * 60 + int(text[-2:]), 24 * 60 - 1)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
