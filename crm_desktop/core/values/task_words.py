"""Plain words into a task: “call Kim tomorrow 15:30 urgent” → call, tomorrow 15:30, important.

Russian, English and Polish at once, since people mix them. Pure: the present day is given. Called
by the task line while somebody types, on any thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.folding import fold

_LONGEST = 500


@dataclass(frozen=True)
class Found:
    """What was understood: ``part`` is ``kind``, ``day``, ``time`` or ``important``; ``value`` is
    a kind's code, a ``date``, a ``time`` or ``True``. ``start`` and ``end`` are its place in what
    was typed; ``is_word`` says that the word belongs to the title too (a verb)."""

    part: str
    value: object
    start: int
    end: int
    is_word: bool = False


@dataclass(frozen=True)
class TaskWords:
    """A line that was read: the title that is left, and what was understood."""

    title: str
    found: tuple[Found, ...]

    def value(self, part: str) -> object | None:
        """What was understood as ``part``, or ``None``."""
        return next((one.value for one in self.found if one.part == part), None)


_KINDS = {
    "call": "позвонить звонок созвон созвониться перезвонить набрать call phone ring "
    "zadzwonic dzwonic rozmowa telefon oddzwonic",
    "meeting": "встреча встретиться встретить совещание показ meet meeting spotkanie spotkac "
    "spotkac sie",
    "visit": "выезд съездить заехать приехать выехать замер visit wizyta odwiedzic pojechac wyjazd",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_NEAR = {
    **dict.fromkeys(["сегодня", "today", "dzisiaj", "dzis"], 0),
    **dict.fromkeys(["завтра", "tomorrow", "jutro"], 1),
    **dict.fromkeys(["послезавтра", "pojutrze"], 2),
}
_WEEKDAYS = (
    "понедельник пн monday mon poniedzialek pon",
    "вторник вт tuesday tue wtorek wt",
    "среда среду ср wednesday wed sroda srode sr",
    "четверг чт thursday thu czwartek czw",
    "пятница пятницу пт friday fri piatek pt",
    "суббота субботу сб saturday sat sobota sobote sob",
    "воскресенье вс sunday sun niedziela niedziele niedz",
)
_WEEKDAY_OF = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
_MONTHS = (
    "января янв january jan stycznia sty",
    "февраля фев february feb lutego lut",
    "марта мар march mar marca",
    "апреля апр april apr kwietnia kwi",
    "мая may maja",
    "июня июн june jun czerwca cze",
    "июля июл july jul lipca lip",
    "августа авг august aug sierpnia sie",
    "сентября сен сент september sep sept wrzesnia wrz",
    "октября окт october oct pazdziernika paz",
    "ноября ноя november nov listopada lis",
    "декабря дек december dec grudnia gru",
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_UNITS = {
    **dict.fromkeys(["день", "дня", "дней", "дн", "day", "days", "dzien", "dni"], 1),
    **dict.fromkeys(
        ["неделю", "недели", "недель", "week", "weeks", "tydzien", "tygodnie", "tygodni"], 7
    ),
    **dict.fromkeys(
        ["месяц", "месяца", "месяцев", "month", "months", "miesiac", "miesiace", "miesiecy"], 30
    ),
}
_NUMBERS = {
    **dict.fromkeys(["a", "an", "one", "один", "одну", "jeden", "jedna"], 1),
    **dict.fromkeys(["two", "два", "две", "dwa", "dwie"], 2),
    **dict.fromkeys(["three", "три", "trzy"], 3),
    **dict.fromkeys(["four", "четыре", "cztery"], 4),
    **dict.fromkeys(["five", "пять", "piec"], 5),
    **dict.fromkeys(["six", "шесть", "szesc"], 6),
    **dict.fromkeys(["ten", "десять", "dziesiec"], 10),
}
_URGENT = frozenset(
    ["срочно", "важно", "срочный", "urgent", "asap", "important", "pilne", "pilnie", "wazne"]
)
_HOURS = {
    **dict.fromkeys(["утром", "утра", "morning", "rano"], time(9)),
    **dict.fromkeys(["полдень", "noon", "poludnie"], time(12)),
    **dict.fromkeys(["вечером", "evening", "wieczorem"], time(18)),
}

_IN = r"(?:через|in|za)"
_AT = r"(?:в|во|к|at|o|na|by|w|we|on)"
_NEXT = (
    r"(?:следующий|следующую|следующее|next|nastepny|nastepna|nastepne|przyszly|przyszla|przyszle)"
)
_THE, _TH = r"(?:the\s+)?", r"(?:st|nd|rd|th)?"
_NUMBER = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
_WORD = r"[^\W\d_]+"

Meaning = Callable[[re.Match[str], date], Iterator[tuple[str, object]]]


def parse_task(text: str, today: date) -> TaskWords:
    """What ``text`` says. Each part is taken once; words that are only like a date stay in the
    title."""
    line = text[:_LONGEST]
    folded = _even(line)
    found: list[Found] = []
    for pattern, meaning in _RULES:
        for match in pattern.finditer(folded):
            parts = list(meaning(match, today))
            taken = {one.part for one in found}
            free = not any(_meet(one, match) for one in found)
            if parts and free and taken.isdisjoint(part for part, _value in parts):
                is_word = parts[0][0] == "kind"
                span = match.start(), match.end()
                found += [Found(part, value, *span, is_word) for part, value in parts]
    return TaskWords(_title(line, found), tuple(sorted(found, key=lambda one: one.start)))


def without(text: str, found: Found) -> str:
    """The line when a part was taken away by its cross: its words stay, but mean nothing (they
    are put in quotation marks)."""
    word = text[found.start : found.end].strip()
    return f"{text[: found.start]}«{word}»{text[found.end :]}"


def _even(line: str) -> str:
    """Folded letter by letter, so that places stay the same; quoted words mean nothing."""
    letters = [(fold(letter) or letter)[:1] for letter in line]
    even = "".join(letters)
    return re.sub(r"«[^»]*»", lambda match: "«" * len(match[0]), even)


def _meet(found: Found, match: re.Match[str]) -> bool:
    return found.start < match.end() and match.start() < found.end


def _title(line: str, found: list[Found]) -> str:
    kept = list(line)
    for one in found:
        if not one.is_word:
            kept[one.start : one.end] = " " * (one.end - one.start)
    title = re.sub(r"«([^»]*)»", r"\1", "".join(kept))
    return " ".join(title.split()).strip(" ,;–—-")


def _in_some_time(match: re.Match[str], today: date) -> Iterator[tuple[str, object]]:
    unit = _UNITS.get(match["unit"])
    if unit is not None:
        number = match["number"] or "1"
        yield "day", today + timedelta(days=(_NUMBERS.get(number) or int(number)) * unit)


def _worded_day(match: re.Match[str], today: date) -> Iterator[tuple[str, object]]:
    month = _MONTH_OF.get(match["month"])
    if month is not None:
        yield from _coming(int(match["day"]), month, match["year"], today)


def _month_first(match: re.Match[str], today: date) -> Iterator[tuple[str, object]]:
    month = _MONTH_OF.get(match["month"])
    if month is not None:
        yield from _coming(int(match["day"]), month, None, today)


def _numbered_day(match: re.Match[str], today: date) -> Iterator[tuple[str, object]]:
    # “7.5 per cent” is no day: the month has two digits, as people write dates.
    if match["year"] or len(match["month"]) == 2:
        yield from _coming(int(match["day"]), int(match["month"]), match["year"], today)


def _iso_day(match: re.Match[str], _today: date) -> Iterator[tuple[str, object]]:
    try:
        yield "day", date.fromisoformat(match[0])
    except ValueError:
        return


def _coming(day: int, month: int, year: str | None, today: date) -> Iterator[tuple[str, object]]:
    """The day of this year, or of the next where it is over."""
    try:
        if year:
            yield "day", date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
            return
        found = date(today.year, month, day)
        yield "day", found if found >= today else date(today.year + 1, month, day)
    except ValueError:
        return


def _weekday(match: re.Match[str], today: date) -> Iterator[tuple[str, object]]:
    number = _WEEKDAY_OF.get(match["name"])
    if number is not None:
        ahead = (number - today.weekday() - 1) % 7 + 1
        if match["next"] and ahead + today.weekday() < 7:
            ahead += 7  # “next Friday” on a Wednesday is not that of this week
        yield "day", today + timedelta(days=ahead)


def _next_week(_match: re.Match[str], today: date) -> Iterator[tuple[str, object]]:
    yield "day", today + timedelta(days=7 - today.weekday())


def _after_tomorrow(_match: re.Match[str], today: date) -> Iterator[tuple[str, object]]:
    yield "day", today + timedelta(days=2)


def _clock(match: re.Match[str], _today: date) -> Iterator[tuple[str, object]]:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = match["half"] or ""
    if half in ("pm", "дня", "вечера") and hour < 12:
        hour += 12
    elif half in ("am", "утра") and hour == 12:
        hour = 0
    if hour < 24 and minute < 60:
        yield "time", time(hour, minute)


def _word(match: re.Match[str], today: date) -> Iterator[tuple[str, object]]:
    word = match[0]
    if word in _NEAR:
        yield "day", today + timedelta(days=_NEAR[word])
    elif word in _URGENT:
        yield "important", True
    elif word in _HOURS:
        yield "time", _HOURS[word]


def _kind(match: re.Match[str], _today: date) -> Iterator[tuple[str, object]]:
    kind = _KIND_OF.get(match[0])
    if kind is not None:
        yield "kind", kind


_HALF = r"(?:\s*(?P<half>am|pm|утра|дня|вечера)\b)?"
_RULES: tuple[tuple[re.Pattern[str], Meaning], ...] = (
    (re.compile(r"\b\d{4}-\d{2}-\d{2}\b"), _iso_day),
    (re.compile(rf"\b{_IN}\s+(?:(?P<number>{_NUMBER})\s+)?(?P<unit>{_WORD})\b"), _in_some_time),
    (re.compile(r"\b(?:the\s+)?day\s+after\s+tomorrow\b"), _after_tomorrow),
    (
        re.compile(
            rf"(?:\b{_AT}\s+)?{_THE}\b(?P<day>\d{{1,2}}){_TH}\s+(?:of\s+)?(?P<month>{_WORD})\b"
            r"(?:\s+(?P<year>\d{4})\b)?"
        ),
        _worded_day,
    ),
    (
        re.compile(rf"(?:\b{_AT}\s+)?\b(?P<month>{_WORD})\s+(?P<day>\d{{1,2}}){_TH}\b(?!:)"),
        _month_first,
    ),
    (
        re.compile(
            rf"(?:\b{_AT}\s+)?(?<![\d.])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})"
            r"(?:\.(?P<year>\d{4}|\d{2}))?(?![\d.]*\d)(?!\s*%)"
        ),
        _numbered_day,
    ),
    (
        re.compile(r"\b(?:на\s+следующей\s+неделе|next\s+week|w\s+przyszlym\s+tygodniu)\b"),
        _next_week,
    ),
    (
        re.compile(rf"(?:\b{_AT}\s+)?(?:\b(?P<next>{_NEXT})\s+)?\b(?P<name>{_WORD})\b"),
        _weekday,
    ),
    (
        re.compile(
            rf"(?:\b{_AT}\s+)?(?<![\d.:])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?![\d:]){_HALF}"
        ),
        _clock,
    ),
    (
        re.compile(
            rf"(?:\b{_AT}\s+)?\b(?P<hour>\d{{1,2}})(?P<minute>)\s*(?P<half>am|pm|утра|дня|вечера)\b"
        ),
        _clock,
    ),
    (
        re.compile(r"\b(?:в|к|at|o)\s+(?P<hour>\d{1,2})(?P<minute>)(?P<half>)(?=\s*(?:$|,|«))"),
        _clock,
    ),
    (re.compile(rf"\b{_WORD}\b"), _word),
    (re.compile(rf"\b{_WORD}\b"), _kind),
)
