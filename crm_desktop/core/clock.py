"""Time: always UTC with its zone; the one place that reads the system clock.

``HybridClock`` gives the journal its hybrid logical time (Kulkarni et al., 2014): it never goes
back, even when the system clock does, and stays close to wall time. Safe from every thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone, tzinfo

UTC = timezone.utc
_ALL_DAY = timedelta(hours=23, minutes=59)


def _system_now() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_now


def now() -> datetime:
    """The present moment, in UTC."""
    return _source()


def set_source(source: Callable[[], datetime] | None) -> None:
    """Replace the clock (tests, pictures); ``None`` gives the system's back."""
    global _source  # noqa: PLW0603 - one clock per process
    _source = source or _system_now


class _LocalZone(tzinfo):
    """The system's zone with its changes of the clock, as ``astimezone()`` knows them for any
    moment (an offset that it gave once would be wrong half a year later)."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return moment.replace(tzinfo=None).astimezone().utcoffset() if moment else None

    def dst(self, _moment: datetime | None) -> timedelta | None:
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        return moment.replace(tzinfo=None).astimezone().tzname() if moment else None

    def fromutc(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)


LOCAL_ZONE: tzinfo = _LocalZone()
"""The time zone of the person at this computer."""


def local_days() -> Callable[[datetime], date]:
    """Gives the day of a moment (UTC) for the person at this computer, as ``LOCAL_ZONE`` does, in
    a tenth of the time for thousands of moments: the offset is asked once for each day in UTC on
    which the clock isn't changed. Made anew for each use, as the computer may travel."""
    offsets: dict[int, int | None] = {}

    def offset_on(day: int) -> int | None:
        begin = datetime.fromordinal(day).replace(tzinfo=UTC)
        both = {moment.astimezone().utcoffset() for moment in (begin, begin + _ALL_DAY)}
        offset = both.pop() if len(both) == 1 else None
        return None if offset is None else offset // timedelta(seconds=1)

    def day_of(moment: datetime) -> date:
        day = moment.toordinal()
        if day not in offsets:
            offsets[day] = offset_on(day)
        offset = offsets[day]
        if offset is None:
            return moment.astimezone(LOCAL_ZONE).date()
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + offset
        return date.fromordinal(day + seconds // 86400)

    return day_of


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with a ``Z``, to the millisecond: ``2026-10-14T09:40:00.000Z``."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


class HybridClock:
    """Hybrid logical clock: milliseconds since 1970 shifted by 16 bits, plus a counter."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def tick(self) -> int:
        """A number greater than every one given or observed before."""
        return self.ticks(1)[0]

    def ticks(self, count: int) -> range:
        """As many such numbers as are asked for, each greater than the one before."""
        wall = int(now().timestamp() * 1000) << 16
        with self._lock:
            given = range(first := max(self._last + 1, wall), first + count)
            self._last = max(self._last, first + count - 1)
            return given

    def observe(self, other: int) -> None:
        """Note a number seen from another device, so that later ticks come after it."""
        with self._lock:
            self._last = max(self._last, other)
