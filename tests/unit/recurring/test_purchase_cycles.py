"""How often a client buys, when the next time is, and what that comes to a month."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.values.money import Money
from crm_desktop.features.recurring.rows import (
    AHEAD,
    DUE,
    LAPSED,
    LATER,
    MONTH,
    NEXT_MONTH,
    OVERDUE,
    WEEK,
    Cycle,
    Delay,
    Purchase,
    Share,
)
from crm_desktop.features.recurring.rules import (
    OCCASION_DAYS,
    borders_of,
    cycle_of,
    day_in,
    lapses_on,
    shares_of,
    span_at,
    state_of,
    told_of,
)

START = date(2026, 1, 10)
AHEAD_SPANS = (WEEK, MONTH, NEXT_MONTH, LATER)


def bought(*days: int, minor: int | None = 10_000, currency: str = "PLN") -> list[Purchase]:
    """Purchases so many days after the start."""
    return [Purchase(START + timedelta(day), minor, currency) for day in days]


def known(purchases: list[Purchase]) -> Cycle:
    found = cycle_of(purchases)
    assert found is not None
    return found


@pytest.mark.parametrize("purchases", [[], bought(0), bought(0, 0, 1, 6)])
def test_purchases_of_one_week_are_one_occasion_and_no_cycle(purchases: list[Purchase]) -> None:
    assert cycle_of(purchases) is None


@pytest.mark.parametrize(
    ("days", "length"),
    [
        ((0, 30), 30),
        ((0, 30, 61), 31),  # 30 and 31: half a day counts as a whole one
        ((0, 30, 60, 400, 430), 30),  # one forgotten year changes nothing
        ((0, 0, 30, 30, 60), 30),  # paid in parts on one day
        ((60, 0, 30), 30),  # in any order
        ((0, 1, 30, 33, 60), 30),  # a forgotten part came days later
        ((0, 7), 7),
        (tuple(range(60)), 7),  # who buys daily buys once a week
    ],
)
def test_the_cycle_is_the_usual_gap_between_occasions(days: tuple[int, ...], length: int) -> None:
    assert known(bought(*days)).days == length


def test_the_next_purchase_is_one_cycle_after_the_last() -> None:
    found = known(bought(0, 90, 180))
    assert (found.occasions, found.last_on) == (3, START + timedelta(180))
    assert found.next_on == START + timedelta(270)


@pytest.mark.parametrize(
    ("day", "state"),
    [(52, AHEAD), (53, DUE), (60, DUE), (61, OVERDUE), (90, OVERDUE), (91, LAPSED)],
)
def test_where_the_next_purchase_lies(day: int, state: str) -> None:
    assert state_of(known(bought(0, 30)), START + timedelta(day)) == state


def test_what_was_bought_in_a_week_is_one_amount_and_one_large_order_tells_little() -> None:
    purchases = [
        *bought(0, 30, 60, minor=10_000),
        *bought(90, minor=999_000),
        *bought(120, 122, minor=6_000),
    ]
    assert known(purchases).amount == Money(10_000, "PLN")


def test_the_amount_is_that_of_the_latest_purchases_in_the_currency_of_the_last() -> None:
    purchases = [*bought(0, 10, 20, currency="EUR"), *bought(30, 40, minor=700, currency="PLN")]
    assert known(purchases).amount == Money(700, "PLN")


def test_deals_without_an_amount_tell_when_but_not_how_much() -> None:
    found = known(bought(0, 30, minor=None))
    assert (found.days, found.amount, found.monthly) == (30, None, None)


@pytest.mark.parametrize(
    ("days", "monthly"),
    [
        ((0, 365, 730), 83_389),  # 10,000 a year
        ((0, 91, 182), 334_471),
        ((0, 30, 60), 1_014_563),
        (tuple(range(0, 70, 2)), 14_795_703),  # 350,000 in 72 days
        ((0, 30, 60, 390), 234_130),  # 30,000 in the 390 days that they last for
        ((0, 8), 166_777),  # a guess: 20,000 in a year, not 38,000 a month
        ((0, 400), 76_092),  # the year's one lasts for 400 days
    ],
)
def test_a_month_brings_its_share_of_what_was_bought_in_a_year(
    days: tuple[int, ...], monthly: int
) -> None:
    assert known(bought(*days, minor=1_000_000)).monthly == Money(monthly, "PLN")


def test_who_stopped_buying_brings_nothing_a_month() -> None:
    board = told_of({2: known(bought(0, 30))}, START + timedelta(200))
    assert board.columns[-1].sums == (Money(10_000, "PLN"),)
    assert board.monthly == ()


def test_the_board_has_clients_by_their_next_purchase_and_their_revenue_by_currency() -> None:
    today = START + timedelta(100)  # a Monday, the 20th of April
    histories = {
        1: bought(0, 80, minor=4_000),  # in 60 days
        2: bought(60, 90),  # in 20 days
        3: bought(0, 15),  # stopped
        4: bought(0, 35, 70, currency="EUR"),  # in 5 days
        5: bought(0, 95 - 2, minor=None),
    }
    board = told_of({key: known(one) for key, one in histories.items()}, today)
    assert {one.span: one.keys for one in board.columns} == {
        OVERDUE: (),
        WEEK: (4,),
        MONTH: (),
        NEXT_MONTH: (2,),
        LATER: (1, 5),
        LAPSED: (3,),
    }
    assert board.columns[4].sums == (Money(4_000, "PLN"),)
    assert [one.currency for one in board.monthly] == ["PLN", "EUR"]
    assert board.monthly[0].minor == 667 + 1_668


@pytest.mark.parametrize(
    ("today", "day", "span"),
    [
        ("2026-10-14", "2026-10-14", WEEK),
        ("2026-10-14", "2026-10-18", WEEK),  # a Sunday
        ("2026-10-14", "2026-10-19", MONTH),
        ("2026-10-14", "2026-11-30", NEXT_MONTH),
        ("2026-10-14", "2026-12-01", LATER),
        ("2026-10-29", "2026-11-01", WEEK),  # the week goes before the month
        ("2026-10-29", "2026-11-02", NEXT_MONTH),
    ],
)
def test_columns_follow_the_calendar(today: str, day: str, span: str) -> None:
    borders = borders_of(date.fromisoformat(today))
    assert span_at(date.fromisoformat(day), borders) == span


@pytest.mark.parametrize(
    ("span", "day", "there"),
    [
        (WEEK, "2026-11-20", "2026-10-14"),
        (MONTH, "2026-11-20", "2026-10-19"),
        (NEXT_MONTH, "2026-10-31", "2026-11-30"),
        (LATER, "2026-10-05", "2026-12-05"),
        (LAPSED, "2026-10-05", None),
    ],
)
def test_who_is_moved_to_a_month_is_expected_on_the_same_day_of_it(
    span: str, day: str, there: str | None
) -> None:
    found = day_in(span, date.fromisoformat(day), date(2026, 10, 14))
    assert found == (date.fromisoformat(there) if there else None)


def test_nobody_is_moved_to_what_is_left_of_a_month_when_nothing_is() -> None:
    assert day_in(MONTH, START, date(2026, 10, 29)) is None


@given(st.dates(max_value=date(9999, 10, 1)), st.integers(0, 10_000), st.sampled_from(AHEAD_SPANS))
def test_every_day_has_a_column_and_a_day_of_a_column_lies_in_it(
    today: date, ahead: int, span: str
) -> None:
    borders = borders_of(today)
    day = today + timedelta(min(ahead, (date.max - today).days))
    first, last = borders[span_at(day, borders)]
    assert first <= day <= last
    moved = day_in(span, day, today)
    assert moved is None or span_at(moved, borders) == span


def test_a_delay_counts_until_the_next_occasion() -> None:
    delay = Delay(START + timedelta(30), START + timedelta(100))
    put_off = cycle_of(bought(0, 30, 33), delay)
    assert put_off is not None
    assert (put_off.next_on, put_off.is_put_off) == (START + timedelta(100), True)
    bought_again = cycle_of(bought(0, 30, 60), delay)
    assert bought_again is not None
    assert (bought_again.next_on, bought_again.is_put_off) == (START + timedelta(90), False)


HISTORIES = st.lists(
    st.builds(
        Purchase, st.dates(), st.none() | st.integers(-(10**15), 10**15), st.sampled_from(["PLN"])
    ),
    min_size=1,
    max_size=30,
)


@given(HISTORIES, st.dates(), st.randoms())
def test_any_history_gives_a_cycle_of_a_week_at_least_whatever_its_order(
    history: list[Purchase], today: date, chance: Random
) -> None:
    found = cycle_of(history)
    chance.shuffle(history)
    assert cycle_of(history) == found
    days = [one.on for one in history]
    assert (found is None) == ((max(days) - min(days)).days < OCCASION_DAYS)
    if found is not None:
        assert found.days >= OCCASION_DAYS
        assert found.last_on == max(days) <= found.next_on
        assert (state_of(found, today) == LAPSED) == (today > lapses_on(found))


def test_what_a_column_brings_is_added_up_by_currency_to_the_unit() -> None:
    most = 10**17
    currencies, amounts = ["PLN", None, "EUR", "PLN"], [most, None, -5, most - 1]
    assert shares_of(WEEK, currencies, amounts, [1, None, 2, 3]) == [
        Share(WEEK, "PLN", 2, 2 * most - 1, 4),
        Share(WEEK, None, 1, 0, 0),
        Share(WEEK, "EUR", 1, -5, 2),
    ]


@given(HISTORIES, st.integers(0, 29), st.integers(0, 10**9))
def test_one_more_deal_on_a_day_changes_amounts_but_not_the_cycle(
    history: list[Purchase], number: int, minor: int
) -> None:
    more = Purchase(history[number % len(history)].on, minor, "PLN")
    before, after = cycle_of(history), cycle_of([*history, more])
    if before is None or after is None:
        assert before is after
    else:
        assert after._replace(amount=before.amount, monthly=before.monthly) == before
