"""Days in plain words into a condition: “last 30 days”, “вчера”, “w zeszłym tygodniu”.

Russian, English and Polish at once, since people mix them; single days are read by the parser of
the task line. What moves with the present day stays relative; as borders of spans such words mean
the days they mean today. Pure; called by the editors of filters, on any thread.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.dates import parse_date
from crm_desktop.core.values.task_words import parse_task
from crm_desktop.filters.ast import PERIODS, Operator
from crm_desktop.filters.binding import MAX_DAYS

Asked = tuple[Operator, Any]
"""An operator and its value, as a condition takes them."""

_LONGEST = 100
_HALF_A_YEAR = timedelta(183)
_UNITS = {
    1: "день дня дней дн day days dzien dni",
    7: "неделя неделю недели недель week weeks tydzien tygodnie tygodni",
    30: "месяц месяца месяцев month months miesiac miesiace miesiecy",
    365: "год года лет year years rok lata lat",
}
_DAYS_OF = {word: days for days, words in _UNITS.items() for word in words.split()}
_UNIT = rf"(?P<unit>{'|'.join(sorted(_DAYS_OF, key=len, reverse=True))})"
_MANY = rf"(?:(?P<number>\d{{1,4}})\s+)?{_UNIT}"
_SPANS = {
    "week": r"недел\w+|week|tydzien|tygodni\w*",
    "month": r"месяц\w*|month|miesiac\w*",
    "quarter": r"квартал\w*|quarter|kwarta\w*",
    "year": r"год\w*|year|rok\w*",
}
_WHICH = {
    0: r"(?:на |в |w )?(?:эт(?:ой|от|ом)|this|tym|ten|biezac\w+)",
    -1: r"(?:на |в |w )?(?:прошл\w+|last|previous|zeszl\w+|ubiegl\w+|poprzedni\w*)",
    1: r"(?:на |в |w )?(?:следующ\w+|next|przyszl\w+|nastepn\w+)",
}
_NEAR = {
    **dict.fromkeys(["вчера", "yesterday", "wczoraj"], Operator.YESTERDAY),
    **dict.fromkeys(["сегодня", "today", "dzisiaj", "dzis"], Operator.TODAY),
    **dict.fromkeys(["завтра", "tomorrow", "jutro"], Operator.TOMORROW),
}
_BEFORE_YESTERDAY = ("позавчера", "przedwczoraj", "day before yesterday")
_AFTER_TOMORROW = ("послезавтра", "pojutrze", "day after tomorrow")
_COUNTED_DAYS = {
    **dict.fromkeys(_BEFORE_YESTERDAY, (Operator.DAYS_AGO, 2)),
    **dict.fromkeys(_AFTER_TOMORROW, (Operator.DAYS_AHEAD, 2)),
}
# As borders of spans these are days too.
_PAST = {
    **dict.fromkeys(["вчера", "yesterday", "wczoraj"], 1),
    **dict.fromkeys(_BEFORE_YESTERDAY, 2),
}
_AGO = r"(?:назад|ago|temu)"
_ENDS = (
    (r"(?:с|со|начиная с|from|since|od)", Operator.AT_LEAST),
    (r"(?:по|до|until|till|do)", Operator.AT_MOST),
    (r"(?:раньше|before|przed)", Operator.LESS),
    (r"(?:после|after|po)", Operator.MORE),
)
_BETWEEN = re.compile(
    r"(?:(?:с|со|from|between|od)\s+)?(?P<low>.+?)"
    r"\s*(?:\s(?:по|до|to|till|and|do)\s|[–—]|\s-\s|\.\.\.?|…)\s*(?P<high>.+)"
)


def read_days(text: str, today: date) -> Asked | None:
    """What the words ask of a day, or ``None`` where they are no such words."""
    line = " ".join("".join((fold(c) or c)[:1] for c in text[:_LONGEST]).split())
    return (
        _period(line)
        or _counted(line)
        or _range(line, today)
        or _open(line, today)
        or _single(line, today)
    )


def _period(line: str) -> Asked | None:
    """A part of the calendar from the present one: it moves with the days."""
    if line in _NEAR:
        return _NEAR[line], None
    if line in _COUNTED_DAYS:
        return _COUNTED_DAYS[line]
    for operator, (unit, by) in PERIODS.items():
        if unit in _SPANS and re.fullmatch(rf"{_WHICH[by]} (?:{_SPANS[unit]})", line):
            return operator, None
    return None


_COUNTED: tuple[tuple[re.Pattern[str], Operator], ...] = (
    (
        re.compile(rf"(?:больше|более|ponad|wiecej niz|more than|over)\s+{_MANY}(?: {_AGO})?"),
        Operator.BEFORE_LAST_DAYS,
    ),
    (
        re.compile(rf"(?:меньше|менее|mniej niz|less than|under)\s+{_MANY} {_AGO}"),
        Operator.IN_LAST_DAYS,
    ),
    (re.compile(rf"(?:старше|starsze niz|older than)\s+{_MANY}"), Operator.BEFORE_LAST_DAYS),
    (
        re.compile(
            r"(?:(?:за|in|within|w ciagu|przez)\s+)?(?:(?:the|эти)\s+)?"
            rf"(?:последн\w+|прошедш\w+|last|past|ostatni\w*)\s+{_MANY}"
        ),
        Operator.IN_LAST_DAYS,
    ),
    (re.compile(rf"(?:за|within)\s+{_MANY}"), Operator.IN_LAST_DAYS),
    (
        re.compile(
            r"(?:(?:в|за|in|within|w ciagu|przez)\s+)?(?:(?:the)\s+)?"
            rf"(?:следующ\w+|ближайш\w+|next|coming|najblizsz\w+|nastepn\w+)\s+{_MANY}"
        ),
        Operator.IN_NEXT_DAYS,
    ),
    (re.compile(rf"{_MANY} {_AGO}"), Operator.DAYS_AGO),
    (re.compile(rf"(?:через|in|za)\s+{_MANY}"), Operator.DAYS_AHEAD),
)


def _counted(line: str) -> Asked | None:
    for pattern, operator in _COUNTED:
        match = pattern.fullmatch(line)
        if match is None:
            continue
        days = int(match["number"] or 1) * _DAYS_OF[match["unit"]]
        if days > MAX_DAYS:
            return None
        return operator, days
    return None


def _range(line: str, today: date) -> Asked | None:
    match = _BETWEEN.fullmatch(line)
    low = _day(match["low"], today) if match is not None else None
    high = _day(match["high"], today) if match is not None else None
    if low is None or high is None:
        return None
    return _between(min(low, high), max(low, high))


def _open(line: str, today: date) -> Asked | None:
    for words, operator in _ENDS:
        match = re.match(rf"{words}\s+", line)
        day = _day(line[match.end() :], today) if match is not None else None
        if day is not None:
            return operator, day.isoformat()
    return None


def _single(line: str, today: date) -> Asked | None:
    day = _day(line, today)
    return (Operator.IS, day.isoformat()) if day is not None else None


def _day(words: str, today: date) -> date | None:
    """A single day; one without a year is the nearest such."""
    if words in _PAST:
        return today - timedelta(_PAST[words])
    read = parse_task(words, today)
    day = read.value("day")
    if isinstance(day, date) and not read.title and len(read.found) == 1:
        has_year = str(day.year) in words or str(day.year)[2:] in words.split(".")[2:]
        return day if has_year or day - today <= _HALF_A_YEAR else _year_before(day)
    try:
        return parse_date(words) if re.search(r"\d", words) else None
    except Invalid:
        return None


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day  # 29 February has only years of its own


def _between(low: date, high: date) -> Asked:
    return Operator.BETWEEN, (low.isoformat(), high.isoformat())
