"""Days are the person's own: relative dates, borders of days, changes of clocks, birthdays."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.clock import iso
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.filters.binding import bind
from crm_desktop.filters.context import Context
from crm_desktop.filters.evaluate import matches
from tests.factories.filter_world import CATALOGUES

WARSAW = ZoneInfo("Europe/Warsaw")
NEW_YORK = ZoneInfo("America/New_York")
KAMCHATKA = ZoneInfo("Asia/Kamchatka")


def at(now: str, zone: ZoneInfo = WARSAW, first_weekday: int = 0) -> Context:
    return Context(datetime.fromisoformat(now), zone, first_weekday)


def holds(field: str, operator: str, value: Any, stored: str, context: Context) -> bool:
    bound = bind(Condition(field, Operator(operator), value), "person", CATALOGUES)
    return matches(bound, {field: stored}, context)


WEDNESDAY = "2026-10-14T10:00:00+00:00"


@pytest.mark.parametrize(
    ("operator", "days", "first", "last"),
    [
        ("today", None, "2026-10-14", "2026-10-14"),
        ("in_last_days", 0, "2026-10-14", "2026-10-14"),
        ("in_last_days", 30, "2026-09-14", "2026-10-14"),
        ("in_next_days", 7, "2026-10-14", "2026-10-21"),
        ("before_last_days", 30, "1000-01-01", "2026-09-13"),
        ("days_ago", 3, "2026-10-11", "2026-10-11"),
        ("days_ahead", 3, "2026-10-17", "2026-10-17"),
        ("this_week", None, "2026-10-12", "2026-10-18"),
        ("this_month", None, "2026-10-01", "2026-10-31"),
        ("yesterday", None, "2026-10-13", "2026-10-13"),
        ("tomorrow", None, "2026-10-15", "2026-10-15"),
        ("last_week", None, "2026-10-05", "2026-10-11"),
        ("next_week", None, "2026-10-19", "2026-10-25"),
        ("last_month", None, "2026-09-01", "2026-09-30"),
        ("next_month", None, "2026-11-01", "2026-11-30"),
        ("last_quarter", None, "2026-07-01", "2026-09-30"),
        ("this_quarter", None, "2026-10-01", "2026-12-31"),
        ("next_quarter", None, "2027-01-01", "2027-03-31"),
        ("last_year", None, "2025-01-01", "2025-12-31"),
        ("this_year", None, "2026-01-01", "2026-12-31"),
        ("next_year", None, "2027-01-01", "2027-12-31"),
    ],
)
def test_relative_days_run_from_first_to_last(
    operator: str, days: int | None, first: str, last: str
) -> None:
    def on(day: str, shift: int = 0) -> bool:
        moved = (date.fromisoformat(day) + timedelta(shift)).isoformat()
        return holds("due", operator, days, moved, at(WEDNESDAY))

    assert on(first)
    assert on(last)
    assert not on(last, 1)
    assert first == "1000-01-01" or not on(first, -1)


def test_a_week_may_begin_on_sunday() -> None:
    context = at(WEDNESDAY, NEW_YORK, first_weekday=6)
    assert holds("due", "this_week", None, "2026-10-11", context)
    assert not holds("due", "this_week", None, "2026-10-18", context)


@pytest.mark.parametrize(
    ("zone", "expected"), [(KAMCHATKA, True), (WARSAW, False), (NEW_YORK, False)], ids=str
)
def test_today_depends_on_where_one_is(zone: ZoneInfo, expected: bool) -> None:
    assert (
        holds("due", "today", None, "2026-10-15", at("2026-10-14T13:00:00+00:00", zone)) is expected
    )


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-28T22:59:59.999Z", False),
        ("2026-03-28T23:00:00.000Z", True),
        ("2026-03-29T21:59:59.999Z", True),
        ("2026-03-29T22:00:00.000Z", False),
    ],
)
def test_a_day_on_which_clocks_go_forward_has_23_hours(moment: str, expected: bool) -> None:
    now = "2026-03-29T12:00:00+00:00"
    assert holds("touched", "today", None, moment, at(now)) is expected
    assert holds("touched", "is", "2026-03-29", moment, at(now)) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-01T03:59:59.999Z", False),
        ("2026-11-01T04:00:00.000Z", True),
        ("2026-11-02T04:59:59.999Z", True),
        ("2026-11-02T05:00:00.000Z", False),
    ],
)
def test_a_day_on_which_clocks_go_back_has_25_hours(moment: str, expected: bool) -> None:
    now = "2026-11-01T12:00:00+00:00"
    assert holds("touched", "today", None, moment, at(now, NEW_YORK)) is expected


def test_where_clocks_go_forward_at_midnight_the_day_begins_at_that_moment() -> None:
    context = Context(datetime(2026, 9, 6, 12, tzinfo=timezone.utc), ZoneInfo("America/Santiago"))
    assert context.start_of(date(2026, 9, 6)) == datetime(2026, 9, 6, 4, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("<", "2026-10-14", False),
        ("<=", "2026-10-14", True),
        (">", "2026-10-14", False),
        (">", "2026-10-13", True),
        (">=", "2026-10-14", True),
        ("between", ("2026-10-13", "2026-10-14"), True),
        ("between", ("2026-10-01", "2026-10-13"), False),
        ("<", "2026-10-14T21:30:00+02:00", True),
        ("<=", "2026-10-14T19:00:00.000Z", True),
        (">", "2026-10-14T19:00:00Z", False),
        ("is_not", "2026-10-14", False),
    ],
)
def test_a_day_stands_for_all_its_moments(operator: str, value: Any, expected: bool) -> None:
    evening = "2026-10-14T19:00:00.000Z"
    assert holds("touched", operator, value, evening, at(WEDNESDAY)) is expected


@given(
    st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, timezone.utc)),
    st.sampled_from([WARSAW, NEW_YORK, KAMCHATKA, ZoneInfo("Australia/Lord_Howe")]),
)
def test_every_moment_belongs_to_the_day_its_calendar_shows(
    moment: datetime, zone: ZoneInfo
) -> None:
    context = Context(moment, zone)
    assert (
        context.start_of(context.today) <= moment < context.start_of(context.today + timedelta(1))
    )


@pytest.mark.parametrize("born", ["1984-10-20", "--10-20"])
@pytest.mark.parametrize(
    ("now", "days", "expected"),
    [
        ("2026-10-14T10:00:00+00:00", 6, True),
        ("2026-10-14T10:00:00+00:00", 5, False),
        ("2026-12-30T10:00:00+00:00", 300, True),
        ("2026-12-30T10:00:00+00:00", 10, False),
        ("2026-10-21T10:00:00+00:00", 365, True),
    ],
)
def test_birthdays_come_every_year(born: str, now: str, days: int, expected: bool) -> None:
    assert holds("born", "in_next_days", days, born, at(now)) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-02-28T10:00:00+00:00", True),
        ("2027-03-01T10:00:00+00:00", False),
        ("2028-02-28T10:00:00+00:00", False),
        ("2028-02-29T10:00:00+00:00", True),
    ],
)
def test_a_leap_day_child_is_greeted_on_the_28th_in_common_years(now: str, expected: bool) -> None:
    assert holds("born", "today", None, "2000-02-29", at(now)) is expected


@pytest.mark.parametrize(
    ("operator", "value", "born", "expected"),
    [
        ("is", "--03-18", "1984-03-18", True),
        ("is", "--03-18", "--03-18", True),
        ("is", "1984-03-18", "--03-18", False),
        ("<", "1990-01-01", "1984-03-18", True),
        ("<", "1990-01-01", "--03-18", False),
        (">=", "1980-01-01", "--03-18", False),
        ("between", ("1980-01-01", "1990-01-01"), "1984-03-18", True),
    ],
)
def test_a_birthday_without_a_year_is_neither_early_nor_late(
    operator: str, value: Any, born: str, expected: bool
) -> None:
    assert holds("born", operator, value, born, at(WEDNESDAY)) is expected


def test_what_the_clock_writes_is_read_back() -> None:
    moment = datetime(2026, 10, 14, 9, 40, 0, 5000, tzinfo=timezone.utc)
    assert holds("touched", "is", iso(moment), iso(moment), at(WEDNESDAY))
