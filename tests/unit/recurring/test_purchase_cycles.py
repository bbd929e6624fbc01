"""How often a client buys, when the next time is, and what that comes to a month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from crm_desktop.features.recurring.rules import cycle_of, in_time, monthly_revenue

START = date(2026, 1, 10)


def bought(*days: int, minor: int | None = 10_000, currency: str = "PLN") -> list[Purchase]:
    """Purchases so many days after the start."""
    amount = None if minor is None else Money(minor, currency)
    return [Purchase(START + timedelta(day), amount) for day in days]


def known(purchases: list[Purchase], today: date = START) -> Cycle:
    found = cycle_of(purchases, today)
    assert found is not None
    return found


@pytest.mark.parametrize("purchases", [[], bought(0), bought(0, 0, 0)])
def test_purchases_on_one_day_are_no_cycle(purchases: list[Purchase]) -> None:
    assert cycle_of(purchases, START) is None


@pytest.mark.parametrize(
    ("days", "length"),
    [
        ((0, 30), 30),
        ((0, 30, 61), 31),  # 30 and 31: half a day counts as a whole one
        ((0, 30, 60, 400, 430), 30),  # one forgotten year changes nothing
        ((0, 0, 30, 30, 60), 30),  # paid in parts on one day
        ((60, 0, 30), 30),  # in any order
        ((0, 1), 1),
    ],
)
def test_the_cycle_is_the_usual_gap_between_days(days: tuple[int, ...], length: int) -> None:
    assert known(bought(*days)).days == length


def test_the_next_purchase_is_one_cycle_after_the_last() -> None:
    found = known(bought(0, 90, 180))
    assert (found.purchases, found.last_on) == (3, START + timedelta(180))
    assert found.next_on == START + timedelta(270)


@pytest.mark.parametrize(
    ("day", "state"),
    [(52, AHEAD), (53, DUE), (60, DUE), (61, OVERDUE), (90, OVERDUE), (91, LAPSED)],
)
def test_where_the_next_purchase_lies(day: int, state: str) -> None:
    assert known(bought(0, 30), START + timedelta(day)).state == state


def test_parts_of_one_day_are_one_amount_and_one_large_order_tells_little() -> None:
    purchases = [
        *bought(0, 30, 60, minor=10_000),
        *bought(90, minor=999_000),
        *bought(120, 120, minor=6_000),
    ]
    assert known(purchases).amount == Money(10_000, "PLN")


def test_the_amount_is_that_of_the_latest_purchases_in_the_currency_of_the_last() -> None:
    purchases = [*bought(0, 10, 20, currency="EUR"), *bought(30, 40, minor=700, currency="PLN")]
    assert known(purchases).amount == Money(700, "PLN")


def test_deals_without_an_amount_tell_when_but_not_how_much() -> None:
    found = known(bought(0, 30, minor=None))
    assert (found.days, found.amount, found.monthly) == (30, None, None)


@pytest.mark.parametrize(
    ("days", "monthly"), [(365, 83_389), (91, 334_471), (30, 1_014_563), (1, 30_436_875)]
)
def test_a_month_is_a_twelfth_of_a_year(days: int, monthly: int) -> None:
    found = known(bought(0, days, minor=1_000_000))
    assert found.monthly == Money(monthly, "PLN")


def test_who_stopped_buying_brings_nothing_a_month() -> None:
    found = known(bought(0, 30), START + timedelta(200))
    assert (found.state, found.monthly) == (LAPSED, None)
    assert found.amount == Money(10_000, "PLN")


def client(name: str, purchases: list[Purchase], today: date = START) -> RecurringClient:
    return RecurringClient("company", name, name, known(purchases, today))


def test_clients_come_by_their_next_purchase_those_who_stopped_last() -> None:
    today = START + timedelta(100)
    late, soon = client("late", bought(0, 80), today), client("soon", bought(60, 90), today)
    gone = client("gone", bought(0, 5), today)
    assert [one.name for one in in_time([late, gone, soon])] == ["soon", "late", "gone"]


def test_monthly_revenue_is_told_by_currency() -> None:
    clients = [
        client("a", bought(0, 30, minor=3_000)),
        client("b", bought(0, 30, minor=6_000)),
        client("c", bought(0, 30, minor=900, currency="EUR")),
        client("d", bought(0, 30, minor=None)),
    ]
    assert monthly_revenue(clients) == (Money(3_044 + 6_087, "PLN"), Money(913, "EUR"))


@given(
    st.lists(st.tuples(st.dates(), st.integers(-(10**15), 10**15)), min_size=2, max_size=30),
    st.dates(),
)
def test_any_history_gives_a_cycle_that_lies_ahead_of_the_last_purchase(
    history: list[tuple[date, int]], today: date
) -> None:
    purchases = [Purchase(on, Money(minor, "PLN")) for on, minor in history]
    found = cycle_of(purchases, today)
    days = {on for on, _minor in history}
    assert (found is None) == (len(days) < 2)
    if found is not None:
        assert found.days >= 1
        assert found.last_on == max(days) <= found.next_on
        assert found.state in (AHEAD, DUE, OVERDUE, LAPSED)
        assert (found.monthly is None) == (found.state == LAPSED)
