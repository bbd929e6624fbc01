"""Pure decisions about recurring clients: the cycle of purchases and what follows from it.

Medians are taken, not means: one forgotten year or one large order tells little of the next
purchase. Called by ``queries``; any thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from statistics import median

from crm_desktop.core.values.money import Money
from crm_desktop.features.recurring.rows import (
    AHEAD,
    DUE,
    LAPSED,
    OVERDUE,
    Cycle,
    Purchase,
    RecurringClient,
)

DAYS_OF_MONTH = Decimal("30.436875")
"""A twelfth of the Gregorian calendar's mean year of 365.2425 days."""

_SOON_DAYS = 7
_LATEST = 5
"""So many of the latest purchases tell what the next one will come to."""


def cycle_of(purchases: Sequence[Purchase], today: date) -> Cycle | None:
    """How a client buys, seen ``today``; ``None`` before there were purchases on two days.

    What is bought on one day is one purchase. The cycle is the median of the gaps between days,
    the amount the median of the latest five in the currency of the last one.
    """
    days = sorted({one.on for one in purchases})
    if len(days) < 2:
        return None
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    length = max(1, _rounded(median(map(Decimal, gaps))))
    next_on = _later(days[-1], length)
    state = _state(next_on, length, today)
    amount = _amount(purchases)
    monthly = None if state == LAPSED else _monthly(amount, length)
    return Cycle(len(days), length, days[-1], next_on, amount, monthly, state)


def monthly_revenue(clients: Iterable[RecurringClient]) -> tuple[Money, ...]:
    """What the clients who still buy bring in a month together, by currency, the largest number
    of clients first."""
    sums: defaultdict[str, list[int]] = defaultdict(list)
    for client in clients:
        if (monthly := client.cycle.monthly) is not None:
            sums[monthly.currency].append(monthly.minor)
    order = sorted(sums, key=lambda currency: (-len(sums[currency]), currency))
    return tuple(Money(sum(sums[currency]), currency) for currency in order)


def in_time(clients: Iterable[RecurringClient]) -> list[RecurringClient]:
    """The clients by their next purchase, the earliest first; those who stopped come last."""
    return sorted(
        clients, key=lambda one: (one.cycle.state == LAPSED, one.cycle.next_on, one.name, one.id)
    )


def _state(next_on: date, length: int, today: date) -> str:
    """Whoever missed a whole cycle after the expected day has stopped buying."""
    days = (next_on - today).days
    if days < -length:
        return LAPSED
    if days < 0:
        return OVERDUE
    return DUE if days <= _SOON_DAYS else AHEAD


def _amount(purchases: Sequence[Purchase]) -> Money | None:
    by_day: defaultdict[tuple[date, str], int] = defaultdict(int)
    for one in purchases:
        if one.amount is not None:
            by_day[one.on, one.amount.currency] += one.amount.minor
    if not by_day:
        return None
    currency = max(by_day)[1]
    latest = _latest([(on, sum_) for (on, of), sum_ in by_day.items() if of == currency])
    return Money(_rounded(median(map(Decimal, latest))), currency)


def _latest(amounts: Sequence[tuple[date, int]]) -> list[int]:
    return [minor for _on, minor in sorted(amounts)[-_LATEST:]]


def _monthly(amount: Money | None, length: int) -> Money | None:
    if amount is None:
        return None
    return Money(_rounded(amount.minor * DAYS_OF_MONTH / length), amount.currency)


def _later(day: date, days: int) -> date:
    """``days`` after ``day``, or the last day that can be written."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
