"""Dates as other programs and people write them, in three languages.

Called by import, contact handlers (birthday) and filters on any thread; pure, the present day
is never asked. Formats: ISO 8601 with and without time, ``31.12.2026 09:15:00``, ``12/31/2026``,
Excel serials, ``31 декабря 2026``, ``31 gru 2026``, ``Dec 31, 2026``, vCard's ``--03-18``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line, fold

EXCEL_EPOCH = date(1899, 12, 30)  # serial 0 of the 1900 system, its invented 29 February included
APPLE_NO_YEAR = 1604  # Apple's address book writes it where the year of birth is unknown
_EARLIEST_YEAR = 1600
_LONGEST = 100  # characters of a written date that are looked at; more is no date anyway
_LEAP_YEAR = 2000  # stands in for an unknown year, so that 29 February is a birthday

_TIME = (
    r"(?:[T,\s]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:[APap]\.?[Mm]\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = late_pattern(rf"(\d{{4}})([-./])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_COMPACT = late_pattern(r"(\d{4})(\d{2})(\d{2})(?:T\d{4,6}Z?)?")
_YEAR_LAST = late_pattern(
    rf"(\d{{1,2}})([-./])(\d{{1,2}})\2(\d{{4}}|\d{{2}})(?:\s?(?:г|r)\.?)?{_TIME}"
)
_SERIAL = late_pattern(r"([1-9]\d{4})(?:[.,]\d+)?")
_WORDS = late_pattern(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[.\s-]*(?P<month>[^\W\d_]{{3,12}})"
    rf"|(?P<month2>[^\W\d_]{{3,12}})\.?\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)"
    rf"(?:[.,\s-]+(?P<year>\d{{4}})\s*(?:г|года|год|r|roku)?\.?{_TIME})?\.?"
)
_WEEKDAY = late_pattern(r"^[^\W\d_]{2,12}\.?,\s*")
_NO_YEAR = late_pattern(r"--(\d{2})-?(\d{2})")
_DAY_AND_MONTH = late_pattern(r"(\d{1,2})([./])(\d{1,2})\.?")
_ZERO_YEAR = late_pattern(r"0000-(\d{2})-(\d{2})|(\d{2})[./](\d{2})[./]0000")

_BLANK = late_pattern(r"[0\s.,:/TZ–—-]*")
_BLANK_WORDS = {
    *("null", "none", "nan", "nat", "n a", "нет", "brak", "не закрыта", "не указана", "не указано"),
    *("0001 01 01", "01 01 0001", "1899 12 30", "30 12 1899"),  # programs' own zero dates
}
_MIDNIGHT = late_pattern(r"[T\s]+0{1,2}:00(?::00)?\s*$")

_MONTHS = (
    "январь января january styczen stycznia",
    "февраль февраля february luty lutego",
    "март марта march marzec marca",
    "апрель апреля april kwiecien kwietnia",
    "май мая may maj maja",
    "июнь июня june czerwiec czerwca",
    "июль июля july lipiec lipca",
    "август августа august sierpien sierpnia",
    "сентябрь сентября september wrzesien wrzesnia",
    "октябрь октября october pazdziernik pazdziernika",
    "ноябрь ноября november listopad listopada",
    "декабрь декабря december grudzien grudnia",
)


def parse_date(text: str, *, day_first: bool | None = None) -> date:
    """The day that ``text`` names; a time beside it is read over. ``day_first`` decides
    ``03/04/2026``; None reads it as 3 April. Raises ``Invalid``."""
    line = clean_line(text[:_LONGEST]).lstrip("'")
    found = _numeric_date(line, day_first) or _serial_date(line) or _worded_date(line)
    if found is None or found.year < _EARLIEST_YEAR:
        raise _refused(line)
    return found


def parse_birthday(text: str, *, day_first: bool | None = None) -> str:
    """``1984-03-18``, or ``--03-18`` (RFC 6350, 4.3.1) when the year is unknown.
    Raises ``Invalid``."""
    line = clean_line(text[:_LONGEST]).lstrip("'")
    yearless = _yearless(line, day_first)
    if yearless:
        return yearless
    day = parse_date(line, day_first=day_first)
    return f"--{day:%m-%d}" if day.year == APPLE_NO_YEAR else day.isoformat()


def is_blank_date(text: str) -> bool:
    """Whether a cell says 'no date': empty, ``-``, ``0.0.00``, ``0000-00-00``, a program's own
    zero date or words such as ``не закрыта``."""
    line = clean_line(text[:_LONGEST])
    return bool(_BLANK.fullmatch(line)) or fold(_MIDNIGHT.sub("", line)) in _BLANK_WORDS


def guess_day_first(samples: Iterable[str]) -> bool | None:
    """Whether the dates of a column begin with the day, by those where only one order is
    possible, else by dots (no country writes the month first with dots). None: no telling,
    or the column mixes both."""
    orders = set()
    dots = False
    for sample in samples:
        match = _YEAR_LAST.fullmatch(clean_line(sample[:_LONGEST]))
        if match is None:
            continue
        first, second = int(match[1]), int(match[3])
        if _is_year(match[1]):
            continue
        dots = dots or match[2] == "."
        if first > 12 >= second:
            orders.add(True)
        elif second > 12 >= first:
            orders.add(False)
    if orders:
        return orders.pop() if len(orders) == 1 else None
    return True if dots else None


def _numeric_date(line: str, day_first: bool | None) -> date | None:
    match = _YEAR_FIRST.fullmatch(line)
    if match:
        return _date(int(match[1]), int(match[3]), int(match[4]))
    match = _COMPACT.fullmatch(line)
    if match:
        return _date(int(match[1]), int(match[2]), int(match[3]))
    match = _YEAR_LAST.fullmatch(line)
    if match and _is_year(match[1]) and len(match[4]) == 2:
        return _date(_full_year(match[1]), int(match[3]), int(match[4]))
    if match:
        day, month = _in_order(int(match[1]), int(match[3]), day_first)
        return _date(_full_year(match[4]), month, day)
    return None


def _is_year(digits: str) -> bool:
    """Whether two digits can be nothing else: no month has so many days."""
    return int(digits) > 31


def begins_with_short_year(text: str) -> bool:
    """Whether ``80-03-18`` can only be read from the year on; then so are the others beside it."""
    match = _YEAR_LAST.fullmatch(clean_line(text[:_LONGEST]).lstrip("'"))
    return match is not None and _is_year(match[1]) and len(match[4]) == 2


def with_whole_year(text: str) -> str:
    """A date of two digits each, read from the year on, as ISO 8601; any other as it is."""
    match = _YEAR_LAST.fullmatch(clean_line(text[:_LONGEST]).lstrip("'"))
    if match is None or len(match[1]) != 2 or len(match[4]) != 2:
        return text
    found = _date(_full_year(match[1]), int(match[3]), int(match[4]))
    return found.isoformat() if found else text


def _in_order(first: int, second: int, day_first: bool | None) -> tuple[int, int]:
    """Day and month; a number above 12 can only be the day, whatever was guessed."""
    month_first = (day_first is False and first <= 12) or (second > 12 >= first)
    return (second, first) if month_first else (first, second)


def _full_year(digits: str) -> int:
    """Two digits as Excel reads them: 00–29 are this century, 30–99 the last one."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 30 else 1900 + year


def _serial_date(line: str) -> date | None:
    match = _SERIAL.fullmatch(line)
    return EXCEL_EPOCH + timedelta(days=int(match[1])) if match else None


def _worded_date(line: str) -> date | None:
    match = _WORDS.fullmatch(_WEEKDAY.sub("", line, count=1))
    month = _month_of(match) if match else None
    if match is None or month is None or match["year"] is None:
        return None
    return _date(int(match["year"]), month, int(match["day"] or match["day2"]))


def _yearless(line: str, day_first: bool | None) -> str | None:
    if match := _NO_YEAR.fullmatch(line):
        month, day = int(match[1]), int(match[2])
    elif match := _ZERO_YEAR.fullmatch(line):
        month, day = int(match[1] or match[4]), int(match[2] or match[3])
    elif match := _DAY_AND_MONTH.fullmatch(line):
        day, month = _in_order(int(match[1]), int(match[3]), day_first)
    elif (match := _WORDS.fullmatch(line)) and match["year"] is None:
        month, day = _month_of(match) or 0, int(match["day"] or match["day2"])
    else:
        return None
    found = _date(_LEAP_YEAR, month, day)
    return f"--{found:%m-%d}" if found else None


def _month_of(match: re.Match[str]) -> int | None:
    word = fold(match["month"] or match["month2"])
    for number, names in enumerate(_MONTHS, start=1):
        if any(name.startswith(word) for name in names.split()):
            return number
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _refused(line: str) -> Invalid:
    return Invalid(
        msg("“{value}” is not a date. Write it like 31.12.2026 or 2026-12-31.", value=line[:60])
    )
