"""Dates as other programs and people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import Invalid
from crm_desktop.core.values.dates import (
    EXCEL_EPOCH,
    guess_day_first,
    is_blank_date,
    parse_birthday,
    parse_date,
)

LAST_DAY_OF_2026 = date(2026, 12, 31)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2026-12-31",
            "2026-12-31 09:15",
            "2026-12-31T09:15:00Z",
            "2026-12-31T09:15:00.123+03:00",
        ),
        *("2026/12/31", "2026.12.31", "20261231", "20261231T091500Z"),
        *("31.12.2026", "31.12.2026 09:15:00", "31.12.2026, 9:15", "31.12.26", "31-12-2026"),
        *("31/12/2026", "12/31/2026", "12/31/2026 3:30 PM", "31.12.2026 г."),
        *("31 декабря 2026", "31 декабря 2026 г.", "31 дек. 2026", "31 ДЕКАБРЯ 2026 года"),
        *("31 grudnia 2026", "31 gru 2026", "31 grudnia 2026 r."),
        *(
            "Dec 31, 2026",
            "December 31 2026",
            "31 December 2026",
            "31-Dec-2026",
            "December 31st, 2026",
        ),
        *("четверг, 31 декабря 2026", "Thu, 31 Dec 2026 09:15:00", "czwartek, 31 grudnia 2026"),
        *("46387", "46387.38", "'31.12.2026", "\u00a031.12.2026 "),
    ],
)
def test_one_day_in_every_writing(written: str) -> None:
    assert parse_date(written) == LAST_DAY_OF_2026


@pytest.mark.parametrize(
    ("written", "day_first", "day"),
    [
        ("03/04/2026", None, date(2026, 4, 3)),
        ("03/04/2026", True, date(2026, 4, 3)),
        ("03/04/2026", False, date(2026, 3, 4)),
        ("13/04/2026", False, date(2026, 4, 13)),
        ("04/13/2026", True, date(2026, 4, 13)),
        ("2026-04-03", False, date(2026, 4, 3)),
        ("1.2.29", None, date(2029, 2, 1)),
        ("1.2.30", None, date(1930, 2, 1)),
    ],
)
def test_the_order_of_day_and_month_can_be_told(
    written: str, day_first: bool | None, day: date
) -> None:
    assert parse_date(written, day_first=day_first) == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "31.02.2026",
        "2026-13-01",
        "не закрыта",
        "0.0.00",
        "18 марта",
        "2026",
        "32 мая 2026",
        "31 foo 2026",
    ],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        parse_date(written)


@given(st.dates(date(1930, 1, 1), date(2029, 12, 31)))
def test_written_days_come_back(day: date) -> None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d.%m.%Y 00:00:00", "%Y%m%d"):
        assert parse_date(day.strftime(form)) == day
    assert parse_date(day.strftime("%m/%d/%Y"), day_first=False) == day
    assert parse_date(str((day - EXCEL_EPOCH) // timedelta(days=1))) == day


@pytest.mark.parametrize(
    ("written", "birthday"),
    [
        ("18.03.1984", "1984-03-18"),
        ("18.03.1984 0:00:00", "1984-03-18"),
        ("1984-03-18", "1984-03-18"),
        ("18.03", "--03-18"),
        ("18.03.", "--03-18"),
        ("03/18", "--03-18"),
        ("18 марта", "--03-18"),
        ("March 18", "--03-18"),
        ("18 marca", "--03-18"),
        ("--03-18", "--03-18"),
        ("--0318", "--03-18"),
        ("1604-03-18", "--03-18"),
        ("0000-03-18", "--03-18"),
        ("18.03.0000", "--03-18"),
        ("29.02", "--02-29"),
    ],
)
def test_a_birthday_may_have_no_year(written: str, birthday: str) -> None:
    assert parse_birthday(written) == birthday


@pytest.mark.parametrize("written", ["", "31.02", "--13-01", "весной"])
def test_other_birthdays_are_refused(written: str) -> None:
    with pytest.raises(Invalid):
        parse_birthday(written)


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "-", "—", "0", "0.0.00", "00.00.0000", "0000-00-00", "0000-00-00 00:00:00"),
        *("01.01.0001 0:00:00", "0001-01-01T00:00:00", "1899-12-30", "NULL", "не закрыта", "n/a"),
    ],
)
def test_programs_have_many_words_for_no_date(written: str) -> None:
    assert is_blank_date(written)


@pytest.mark.parametrize("written", ["10.10.2010", "2000-01-01", "завтра", "46387"])
def test_a_date_is_not_blank(written: str) -> None:
    assert not is_blank_date(written)


@pytest.mark.parametrize(
    ("samples", "day_first"),
    [
        (["03/04/2026", "13/04/2026"], True),
        (["03/04/2026", "04/13/2026 10:00"], False),
        (["03/04/2026", ""], None),
        (["03.04.2026"], True),
        (["80-03-18", "79.04.05"], None),
        (["13/04/2026", "04/13/2026"], None),
        (["2026-04-03"], None),
        ([], None),
    ],
)
def test_a_column_tells_its_order(samples: list[str], day_first: bool | None) -> None:
    assert guess_day_first(samples) is day_first
