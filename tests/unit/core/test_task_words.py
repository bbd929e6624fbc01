"""A task line understands plain words in three languages, and leaves the rest as the title."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.values.task_words import parse_task, without

WEDNESDAY = date(2026, 10, 14)
THURSDAY = date(2026, 10, 15)


def understood(text: str) -> tuple[object, ...]:
    words = parse_task(text, WEDNESDAY)
    return words.title, *(words.value(part) for part in ("kind", "day", "time", "important"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "позвонить Ким завтра 15:30 срочно",
            ("позвонить Ким", "call", THURSDAY, time(15, 30), True),
        ),
        (
            "Отправить договор в пятницу",
            ("Отправить договор", None, date(2026, 10, 16), None, None),
        ),
        ("встреча 20 октября в 11", ("встреча", "meeting", date(2026, 10, 20), time(11), None)),
        ("через неделю напомнить", ("напомнить", None, date(2026, 10, 21), None, None)),
        ("замер 14.11 утром", ("замер", "visit", date(2026, 11, 14), time(9), None)),
        ("созвон в понедельник в 9 утра", ("созвон", "call", date(2026, 10, 19), time(9), None)),
        ("счёт сегодня", ("счёт", None, WEDNESDAY, None, None)),
        ("call Kim tomorrow at 3pm urgent", ("call Kim", "call", THURSDAY, time(15), True)),
        ("Meet John next Friday", ("Meet John", "meeting", date(2026, 10, 23), None, None)),
        ("send offer Oct 20", ("send offer", None, date(2026, 10, 20), None, None)),
        ("send it in 3 days", ("send it", None, date(2026, 10, 17), None, None)),
        ("send it in a week", ("send it", None, date(2026, 10, 21), None, None)),
        ("live in Rome in two weeks", ("live in Rome", None, date(2026, 10, 28), None, None)),
        ("pay a bill in a month", ("pay a bill", None, date(2026, 11, 13), None, None)),
        ("offer the day after tomorrow", ("offer", None, date(2026, 10, 16), None, None)),
        ("offer on the 20th of October", ("offer", None, date(2026, 10, 20), None, None)),
        ("offer October 20th", ("offer", None, date(2026, 10, 20), None, None)),
        ("счёт через две недели", ("счёт", None, date(2026, 10, 28), None, None)),
        ("oferta za trzy dni", ("oferta", None, date(2026, 10, 17), None, None)),
        ("oferta w przyszły piątek", ("oferta", None, date(2026, 10, 23), None, None)),
        ("zadzwonić jutro o 15:30 pilne", ("zadzwonić", "call", THURSDAY, time(15, 30), True)),
        ("spotkanie w środę 10:00", ("spotkanie", "meeting", date(2026, 10, 21), time(10), None)),
        ("za 2 tygodnie wysłać ofertę", ("wysłać ofertę", None, date(2026, 10, 28), None, None)),
        ("oferta 2026-12-01", ("oferta", None, date(2026, 12, 1), None, None)),
        ("oferta 1 marca", ("oferta", None, date(2027, 3, 1), None, None)),
    ],
)
def test_kind_day_time_and_importance_are_understood(
    text: str, expected: tuple[object, ...]
) -> None:
    assert understood(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Купить 3 лампы",
        "скидка 7.5 процента",
        "Оплатить счёт 1.500",
        "Подготовить 2 предложения в 2 экземплярах",
        "Mar the design",
        "30.02 не бывает",
        "за 25:99",
        "",
    ],
)
def test_what_is_only_like_a_date_stays_in_the_title(text: str) -> None:
    assert understood(text) == (text, None, None, None, None)


def test_a_part_that_was_taken_away_means_nothing_and_stays_in_the_title() -> None:
    line = "позвонить завтра"
    day = next(one for one in parse_task(line, WEDNESDAY).found if one.part == "day")
    again = without(line, day)
    assert understood(again) == ("позвонить завтра", "call", None, None, None)


def test_each_part_is_taken_once() -> None:
    assert understood("завтра и послезавтра")[2] == THURSDAY


@given(st.text(max_size=120))
def test_no_text_is_refused(text: str) -> None:
    assert isinstance(parse_task(text, WEDNESDAY).title, str)
