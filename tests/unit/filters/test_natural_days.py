"""Days in plain words, in three languages, become what a filter asks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.filters.ast import Operator
from crm_desktop.filters.natural import read_days

WEDNESDAY = date(2026, 10, 14)


@pytest.mark.parametrize(
    ("words", "operator", "value"),
    [
        ("last 30 days", Operator.IN_LAST_DAYS, 30),
        ("за последние 2 недели", Operator.IN_LAST_DAYS, 14),
        ("За 90 дней", Operator.IN_LAST_DAYS, 90),
        ("w ciągu ostatnich 7 dni", Operator.IN_LAST_DAYS, 7),
        ("ближайшие 10 дней", Operator.IN_NEXT_DAYS, 10),
        ("najbliższe 3 miesiące", Operator.IN_NEXT_DAYS, 90),
        ("больше 30 дней назад", Operator.BEFORE_LAST_DAYS, 30),
        ("older than 2 weeks", Operator.BEFORE_LAST_DAYS, 14),
        ("ponad rok temu", Operator.BEFORE_LAST_DAYS, 365),
        ("Сегодня", Operator.TODAY, None),
        ("вчера", Operator.YESTERDAY, None),
        ("przedwczoraj", Operator.DAYS_AGO, 2),
        ("3 дня назад", Operator.DAYS_AGO, 3),
        ("tydzień temu", Operator.DAYS_AGO, 7),
        ("3 days ago", Operator.DAYS_AGO, 3),
        ("меньше 3 дней назад", Operator.IN_LAST_DAYS, 3),
        ("через 3 дня", Operator.DAYS_AHEAD, 3),
        ("in 2 weeks", Operator.DAYS_AHEAD, 14),
        ("za tydzień", Operator.DAYS_AHEAD, 7),
        ("послезавтра", Operator.DAYS_AHEAD, 2),
        ("с позавчера по 20.10", Operator.BETWEEN, ("2026-10-12", "2026-10-20")),
        ("на этой неделе", Operator.THIS_WEEK, None),
        ("w tym miesiącu", Operator.THIS_MONTH, None),
        ("w zeszłym tygodniu", Operator.LAST_WEEK, None),
        ("last week", Operator.LAST_WEEK, None),
        ("на прошлой неделе", Operator.LAST_WEEK, None),
        ("в прошлом месяце", Operator.LAST_MONTH, None),
        ("next month", Operator.NEXT_MONTH, None),
        ("w zeszłym kwartale", Operator.LAST_QUARTER, None),
        ("в прошлом году", Operator.LAST_YEAR, None),
        ("в этом году", Operator.THIS_YEAR, None),
        ("с 1 сентября", Operator.AT_LEAST, "2026-09-01"),
        ("do 20.10", Operator.AT_MOST, "2026-10-20"),
        ("before 2026-05-01", Operator.LESS, "2026-05-01"),
        ("с 1 по 5 марта", None, None),
        ("с 1.09 по 5.09", Operator.BETWEEN, ("2026-09-01", "2026-09-05")),
        ("1 lipca – 5 lipca", Operator.BETWEEN, ("2026-07-01", "2026-07-05")),
        ("14.10", Operator.IS, "2026-10-14"),
        ("14 марта 2024", Operator.IS, "2024-03-14"),
        ("tomorrow", Operator.TOMORROW, None),
        ("с вчера по 20.10", Operator.BETWEEN, ("2026-10-13", "2026-10-20")),
        ("позвонить завтра", None, None),
        ("last 99999 years", None, None),
        ("30", None, None),
        ("", None, None),
    ],
)
def test_words_say_which_days(words: str, operator: Operator | None, value: Any) -> None:
    assert read_days(words, WEDNESDAY) == (None if operator is None else (operator, value))


@settings(max_examples=40)
@given(
    st.text(alphabet="1230 .-–вчера last dni по do 30 days", max_size=40),
    st.dates(date(1970, 1, 1), date(2100, 1, 1)),
)
def test_nothing_that_is_typed_fails(words: str, today: date) -> None:
    asked = read_days(words, today)
    value = asked[1] if asked is not None else None
    assert value is None or isinstance(value, (int, tuple)) or len(value) == len("2026-10-14")
