"""What a filter must know beside the record: the moment, the person's calendar, related records.

Given to ``evaluate`` and ``compile_sql`` alike, so that "today" is the same day in both. Days are
the person's own: from midnight to midnight in their time zone, 23 or 25 hours long when clocks
change. Pure values, any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Any, TypeAlias

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.filters.ast import PERIODS, Operator

Record: TypeAlias = Mapping[str, Any]
Days: TypeAlias = "tuple[date | None, date | None]"
"""First and last day, both included; ``None`` for no border."""


_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SINGLE_DAYS = {Operator.DAYS_AGO: -1, Operator.DAYS_AHEAD: 1}


def _embedded(record: Record, relation: str) -> Iterable[Record]:
    related: Iterable[Record] = record[relation]
    return related


@dataclass(frozen=True)
class Context:
    """``now`` carries its zone; ``first_weekday`` is 0 for Monday and 6 for Sunday; ``related``
    gives the records at the other end of a relation, by default those the record carries; ``me``
    is the id of the user who asks."""

    now: datetime
    zone: tzinfo
    first_weekday: int = 0
    related: Callable[[Record, str], Iterable[Record]] = _embedded
    me: str = ""

    @property
    def today(self) -> date:
        """The person's calendar day."""
        return self.now.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """The moment, in UTC, at which the person's day begins.

        Where clocks go forward at midnight it is the moment they do; where midnight comes twice
        it is the first one (PEP 495, fold=0).
        """
        return datetime.combine(day, time(), self.zone).astimezone(timezone.utc)

    def days(self, operator: Operator, count: int = 0) -> Days:
        """The days that a relative operator means; "in the last 7 days" is today and the seven
        days before, "before the last 7 days" everything earlier than those, "7 days ago" that day
        alone."""
        today = self.today
        if operator is Operator.IN_LAST_DAYS:
            return today - timedelta(count), today
        if operator is Operator.IN_NEXT_DAYS:
            return today, today + timedelta(count)
        if operator is Operator.BEFORE_LAST_DAYS:
            return None, today - timedelta(count + 1)
        if operator in _SINGLE_DAYS:
            day = today + timedelta(_SINGLE_DAYS[operator] * count)
            return day, day
        return self._period(*PERIODS[operator])

    def _period(self, unit: str, by: int) -> Days:
        """The days of the ``by``-th week, month … from the present one."""
        today = self.today
        if unit == "day":
            return today + timedelta(by), today + timedelta(by)
        if unit == "week":
            first = today + timedelta(7 * by - (today.weekday() - self.first_weekday) % 7)
            return first, first + timedelta(6)
        months = _MONTHS[unit]
        present = today.year * 12 + today.month - 1
        start = present - present % months + by * months
        return _first_of(start), _first_of(start + months) - timedelta(1)


def _first_of(month: int) -> date:
    """The first day of a month counted from the year 0."""
    return date(month // 12, month % 12 + 1, 1)
