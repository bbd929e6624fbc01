"""Pure decisions about recurring clients: the cycle of purchases and what follows from it.

Medians are taken, not means: one forgotten year or one large order tells little of the next
purchase. Called by ``queries`` for every client of a workspace, so it counts in whole numbers;
any thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from crm_desktop.core.values.money import Money
from crm_desktop.features.recurring.rows import (
    AHEAD,
    DUE,
    LAPSED,
    LATER,
    MONTH,
    NEXT_MONTH,
    OVERDUE,
    SPANS,
    WEEK,
    Cycle,
    Delay,
    Purchase,
    RecurringBoard,
    RecurringColumn,
)

DAYS_OF_MONTH = Decimal("30.436875")
"""A twelfth of the Gregorian calendar's mean year of 365.2425 days."""

_MILLIONTHS = int(DAYS_OF_MONTH * 10**6)
_SOON_DAYS = 7
_LATEST = 5
"""So many of the latest purchases tell what the next one will come to."""


def cycle_of(
    purchases: Sequence[Purchase], today: date, delay: Delay | None = None
) -> Cycle | None:
    """How a client buys, seen ``today``; ``None`` before there were purchases on two days.

    What is bought on one day is one purchase. The cycle is the median of the gaps between days,
    the amount the median of the latest five in the currency of the last one.
    """
    days = sorted({on for on, _minor, _currency in purchases})
    if len(days) < 2:
        return None
    length = max(1, _median([(later - earlier).days for earlier, later in pairwise(days)]))
    last = days[-1]
    is_put_off = delay is not None and delay.after == last
    next_on = delay.until if delay is not None and is_put_off else _later(last, length)
    state = _state(next_on, length, today)
    amount = _amount(purchases)
    monthly = None if state == LAPSED else _monthly(amount, length)
    return Cycle(len(days), length, last, next_on, amount, monthly, state, is_put_off)


def board_of(cycles: Mapping[int, Cycle], today: date) -> RecurringBoard:
    """The clients in columns by time; in a column the earliest come first."""
    borders = borders_of(today)
    keys: dict[str, list[int]] = {span: [] for span in SPANS}
    for day, key in sorted((cycle.next_on, key) for key, cycle in cycles.items()):
        state = cycles[key].state
        keys[state if state in keys else span_at(day, borders)].append(key)
    columns = [
        RecurringColumn(span, tuple(found), _by_currency(cycles[key].amount for key in found))
        for span, found in keys.items()
    ]
    return RecurringBoard(
        tuple(columns), _by_currency(cycle.monthly for cycle in cycles.values()), cycles
    )


def borders_of(today: date) -> dict[str, tuple[date, date]]:
    """The first and the last day of the columns ahead. The week ends on Sunday (ISO 8601) and
    goes before the month: where it reaches the month's end, nothing of the month is left and its
    last day lies before its first."""
    week_end = today + timedelta(6 - today.weekday())
    month_end = _month_end(today)
    rest = max(week_end, month_end) + timedelta(1)
    next_end = _month_end(month_end + timedelta(1))
    return {
        WEEK: (today, week_end),
        MONTH: (week_end + timedelta(1), month_end),
        NEXT_MONTH: (rest, next_end),
        LATER: (next_end + timedelta(1), date.max),
    }


def span_at(day: date, borders: Mapping[str, tuple[date, date]]) -> str:
    """The column of a day that is today or later."""
    return next(span for span, (_first, last) in borders.items() if day <= last)


def day_in(span: str, day: date, today: date) -> date | None:
    """The day to which a client's purchase is put off who is moved into a column: the same day of
    that month where it has one, else the column's first; ``None`` where nobody can be moved."""
    first, last = borders_of(today).get(span, (date.max, date.min))
    if first > last:
        return None
    if span in (NEXT_MONTH, LATER):
        start = first.replace(day=1)
        wanted = start + timedelta(min(day.day, _month_end(start).day) - 1)
        return min(max(wanted, first), last)
    return first


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def _by_currency(amounts: Iterable[Money | None]) -> tuple[Money, ...]:
    """Sums, the largest number of clients first."""
    sums: defaultdict[str, int] = defaultdict(int)
    counts: defaultdict[str, int] = defaultdict(int)
    for amount in amounts:
        if amount is not None:
            sums[amount.currency] += amount.minor
            counts[amount.currency] += 1
    order = sorted(sums, key=lambda currency: (-counts[currency], currency))
    return tuple(Money(sums[currency], currency) for currency in order)


def _state(next_on: date, length: int, today: date) -> str:
    """Whoever missed a whole cycle after the expected day has stopped buying."""
    days = (next_on - today).days
    if days < -length:
        return LAPSED
    if days < 0:
        return OVERDUE
    return DUE if days <= _SOON_DAYS else AHEAD


def _amount(purchases: Sequence[Purchase]) -> Money | None:
    known = [one for one in purchases if one[1] is not None]
    if not known:
        return None
    currency = max((on, currency) for on, _minor, currency in known)[1]
    by_day: dict[date, int] = {}
    for on, minor, of in known:
        if of == currency and minor is not None:
            by_day[on] = by_day.get(on, 0) + minor
    return Money(_median([by_day[on] for on in sorted(by_day)[-_LATEST:]]), currency)


def _monthly(amount: Money | None, length: int) -> Money | None:
    if amount is None:
        return None
    halves = abs(amount.minor) * _MILLIONTHS // (length * 500_000)
    minor = (halves + 1) // 2
    return Money(minor if amount.minor > 0 else -minor, amount.currency)


def _later(day: date, days: int) -> date:
    """``days`` after ``day``, or the last day that can be written."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _median(numbers: list[int]) -> int:
    """Between two in the middle, a half is rounded away from nought."""
    numbers.sort()
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    both = numbers[middle - 1] + numbers[middle]
    return (both + 1) // 2 if both > 0 else -((1 - both) // 2)
