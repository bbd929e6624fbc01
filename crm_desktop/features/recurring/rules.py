"""Pure decisions about recurring clients: the cycle of purchases and what follows from it.

The rule is that of purchase-cycle analysis (the median time between purchases, beside the last
one's date and what they come to: recency, frequency, monetary value), made safe against what a
sales base really holds:

- **Occasions, not deals.** What is bought within a week of an occasion's first day belongs to it
  and adds to its amount: an order that was split, a forgotten part, two contracts signed on
  consecutive days. So no cycle is shorter than a week; who buys daily buys once a week, for what
  the week comes to.
- **Medians, not means.** One forgotten year or one large order tells little of the next purchase.
- **Two occasions are a guess**, said to be so; a cycle is known from three on, when two gaps can
  bear each other out.
- **A month's share is what was really bought** in the year up to the last occasion, over the time
  that it lasts for, never one amount over one gap. A guess has that of a whole year at least.
- **What a person said goes before** what is worked out, until the client buys again.

Called for a card, and for all clients whose deals are written; any thread.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import compress, pairwise
from operator import itemgetter
from typing import NamedTuple

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
    Share,
)

DAYS_OF_MONTH = Decimal("30.436875")
"""A twelfth of the Gregorian calendar's mean year of 365.2425 days."""

OCCASION_DAYS = 7
"""So many days from its first one on belong to one occasion; less than this is no cycle."""

KNOWN_FROM = 3
"""So many occasions make a cycle known; it is a guess before."""

_MILLIONTHS = int(DAYS_OF_MONTH * 10**6)
_SOON_DAYS = 7
_YEAR_DAYS = 365
_LATEST = 5
"""So many of the latest occasions tell what the next one will come to."""


class _Occasion(NamedTuple):
    """``first`` and ``last`` day of what was bought together, and what it came to by currency."""

    first: date
    last: date
    amounts: Mapping[str, int]


def cycle_of(purchases: Sequence[Purchase], delay: Delay | None = None) -> Cycle | None:
    """How a client buys; ``None`` before the second occasion.

    The next purchase is a cycle after the last occasion began, or when a ``delay`` says that was
    asked for after that occasion. Amounts are those in the currency of the last one.
    """
    occasions = _occasions(purchases)
    if len(occasions) < 2:
        return None
    gaps = [(later.first - earlier.first).days for earlier, later in pairwise(occasions)]
    length, last, currency = _median(gaps), occasions[-1], _currency(purchases)
    is_put_off = delay is not None and last.first <= delay.after <= last.last
    return Cycle(
        len(occasions),
        length,
        last.last,
        delay.until if delay is not None and is_put_off else _later(last.first, length),
        _amount(occasions, currency),
        _monthly(occasions, length, currency),
        is_put_off,
    )


def lapses_on(cycle: Cycle) -> date:
    """After this day the client has missed a whole cycle and seems to have stopped buying."""
    return _later(cycle.next_on, cycle.days)


def state_of(cycle: Cycle, today: date) -> str:
    """Where the next purchase lies, seen ``today``."""
    days = (cycle.next_on - today).days
    if today > lapses_on(cycle):
        return LAPSED
    if days < 0:
        return OVERDUE
    return DUE if days <= _SOON_DAYS else AHEAD


def _occasions(purchases: Iterable[Purchase]) -> list[_Occasion]:
    """The earliest first."""
    found: list[_Occasion] = []
    amounts: dict[str, int] = {}
    for on, minor, currency in sorted(purchases, key=itemgetter(0)):
        if not found or (on - found[-1].first).days >= OCCASION_DAYS:
            amounts = {}
            found.append(_Occasion(on, on, amounts))
        elif on > found[-1].last:
            found[-1] = found[-1]._replace(last=on)
        if minor is not None:
            amounts[currency] = amounts.get(currency, 0) + minor
    return found


class Kept(NamedTuple):
    """What is known of clients already: the keys of each column, what these bring, and the day of
    the next purchase (ISO 8601) by key."""

    keys: Mapping[str, Sequence[int]]
    shares: Sequence[Share]
    days: Mapping[int, str]


_NOBODY = Kept({}, (), {})


def shares_of(
    span: str,
    currencies: Sequence[str | None],
    amounts: Sequence[int | None],
    monthly: Sequence[int | None],
) -> list[Share]:
    """What the clients of a column bring by currency; each list holds one value of each client."""
    shares = []
    for currency, clients in Counter(currencies).items():
        own = [one == currency for one in currencies]
        sums = (sum(minor or 0 for minor in compress(one, own)) for one in (amounts, monthly))
        shares.append(Share(span, currency, clients, *sums))
    return shares


def told_of(cycles: Mapping[int, Cycle], today: date, kept: Kept = _NOBODY) -> RecurringBoard:
    """The board of these cycles, by key, and of other clients who are ``kept`` besides."""
    borders = borders_of(today)
    keys = {span: list(kept.keys.get(span, ())) for span in SPANS}
    days = {**kept.days, **{key: cycle.next_on.isoformat() for key, cycle in cycles.items()}}
    shares = list(kept.shares)
    for key, cycle in cycles.items():
        state = state_of(cycle, today)
        span = state if state in keys else span_at(cycle.next_on, borders)
        keys[span].append(key)
        if cycle.amount is not None and cycle.monthly is not None:
            currency = cycle.amount.currency
            shares.append(Share(span, currency, 1, cycle.amount.minor, cycle.monthly.minor))
    ordered = {
        span: [key for _day, key in sorted((days[key], key) for key in column)]
        for span, column in keys.items()
    }
    return board_of(ordered, shares)


def board_of(keys: Mapping[str, Sequence[int]], shares: Iterable[Share]) -> RecurringBoard:
    """The clients in columns by time, in the order of ``keys``, with what they bring: nothing a
    month from those who stopped buying."""
    known = [one for one in shares if one.currency is not None]
    columns = [
        RecurringColumn(
            span,
            tuple(keys.get(span, ())),
            _by_currency((one, one.amount) for one in known if one.span == span),
        )
        for span in SPANS
    ]
    monthly = _by_currency((one, one.monthly) for one in known if one.span != LAPSED)
    return RecurringBoard(tuple(columns), monthly)


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


def _by_currency(amounts: Iterable[tuple[Share, int]]) -> tuple[Money, ...]:
    """Sums, the largest number of clients first."""
    sums: defaultdict[str, int] = defaultdict(int)
    counts: defaultdict[str, int] = defaultdict(int)
    for share, minor in amounts:
        sums[share.currency or ""] += minor
        counts[share.currency or ""] += share.clients
    order = sorted(sums, key=lambda currency: (-counts[currency], currency))
    return tuple(Money(sums[currency], currency) for currency in order)


def _currency(purchases: Iterable[Purchase]) -> str | None:
    """The currency in which the client bought last; ``None`` if no amount is known."""
    known = [(on, currency) for on, minor, currency in purchases if minor is not None]
    return max(known)[1] if known else None


def _amount(occasions: Sequence[_Occasion], currency: str | None) -> Money | None:
    if currency is None:
        return None
    known = [one.amounts[currency] for one in occasions if currency in one.amounts]
    return Money(_median(known[-_LATEST:]), currency)


def _monthly(occasions: Sequence[_Occasion], length: int, currency: str | None) -> Money | None:
    """A month of what was bought in the last year, until the next purchase makes it more."""
    if currency is None:
        return None
    last = occasions[-1].first
    recent = [one for one in occasions if (last - one.first).days < _YEAR_DAYS]
    lasted = (last - recent[0].first).days + length
    if len(occasions) < KNOWN_FROM:
        lasted = max(lasted, _YEAR_DAYS)
    total = sum(one.amounts.get(currency, 0) for one in recent)
    halves = abs(total) * _MILLIONTHS // (lasted * 500_000)
    minor = (halves + 1) // 2
    return Money(minor if total > 0 else -minor, currency)


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
