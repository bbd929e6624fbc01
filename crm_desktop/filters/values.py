"""Single values of conditions: whether one suits the kind of its field, and in which order two lie.

``binding`` calls it for every value of a filter. Pure functions, any thread.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import N_, Message
from crm_desktop.core.id_texts import is_id
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.filters.ast import ME, Amount, Operator
from crm_desktop.filters.catalogue import Field, FieldKind, label_text

MAX_TEXT = 1_000
MAX_NUMBER = 2**53
"""The largest number up to which whole numbers and floating ones are the same on every engine."""
_YEARS = range(1000, 9000)  # four digits, and far enough from the ends of Python's calendar

_DATE = late_pattern(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAY_OF_YEAR = late_pattern(r"--(\d\d-\d\d)", re.ASCII)
_CURRENCY = late_pattern(r"[A-Z]{3}")


def check_value(field: Field, operator: Operator, value: object) -> None:
    """``Invalid`` unless the value may be compared with the field."""
    kind = field.kind
    if kind is FieldKind.BIRTHDAY and operator not in (Operator.IS, Operator.IS_NOT):
        kind = FieldKind.DATE  # earlier and later are asked of whole dates only
    if not _suits(field, kind, value):
        values = {"field": label_text(field.label), "limit": MAX_TEXT}
        raise Invalid(Message(_WANTED[kind], values), field.name)


def _suits(field: Field, kind: FieldKind, value: object) -> bool:
    if kind in (FieldKind.TEXT, FieldKind.LIST_OF_TEXT):
        return is_text(value) and bool(field.rule.key(str(value)))
    if field.choices:
        return any(value == choice.code for choice in field.choices)
    if field.target == "user" and value == ME:
        return True
    return _SUITS[kind](value)


def in_order(low: object, high: object) -> bool:
    """Whether a range from ``low`` to ``high`` can hold anything, as far as it can be told: a
    day and a moment have no order before the time zone is known."""
    if isinstance(low, Amount) and isinstance(high, Amount):
        return low.currency == high.currency and low.minor <= high.minor
    if isinstance(low, str) and isinstance(high, str):
        if is_date(low) and is_date(high):
            return low <= high
        return is_date(low) or is_date(high) or parse_moment(low) <= parse_moment(high)
    return isinstance(low, (int, float)) and isinstance(high, (int, float)) and low <= high


def parse_moment(text: str) -> datetime:
    """ISO 8601 with ``Z`` or an offset (Python 3.10 does not read the ``Z`` itself)."""
    return datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)


def is_text(value: object) -> bool:
    """Text that both databases take: PostgreSQL knows no NUL, neither knows half a character;
    the last code point, which is no character, has nothing after it to end a range with."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT or "\0" in value:
        return False
    return not any("\ud800" <= char <= "\udfff" or char == "\U0010ffff" for char in value)


def is_date(value: object) -> bool:
    """Whether the value is a calendar day, ``2026-10-14``."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        return date.fromisoformat(value).year in _YEARS
    except ValueError:
        return False


def is_moment(value: object) -> bool:
    """Whether the value is a calendar day or an exact moment with its offset."""
    if is_date(value) or not isinstance(value, str):
        return is_date(value)
    try:
        moment = parse_moment(value)
    except ValueError:
        return False
    return moment.tzinfo is not None and moment.year in _YEARS


def is_birthday(value: object) -> bool:
    """Whether the value is a calendar day, perhaps without its year: ``--03-18``."""
    day = _DAY_OF_YEAR.fullmatch(value) if isinstance(value, str) else None
    return is_date(f"2000-{day[1]}" if day else value)  # 2000 knows 29 February


def is_number(value: object) -> bool:
    """Whether the value is a finite number that every engine holds exactly."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) <= MAX_NUMBER and math.isfinite(value)


def is_amount(value: object) -> bool:
    """Whether the value is money: whole minor units in a currency."""
    return (
        isinstance(value, Amount)
        and type(value.minor) is int
        and abs(value.minor) <= MAX_NUMBER
        and isinstance(value.currency, str)
        and _CURRENCY.fullmatch(value.currency) is not None
    )


def _is_yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


_SUITS: Mapping[FieldKind, Callable[[object], bool]] = {
    FieldKind.NUMBER: is_number,
    FieldKind.MONEY: is_amount,
    FieldKind.DATE: is_date,
    FieldKind.INSTANT: is_moment,
    FieldKind.BIRTHDAY: is_birthday,
    FieldKind.CHOICE: is_text,
    FieldKind.MULTI_CHOICE: is_text,
    FieldKind.YES_NO: _is_yes_or_no,
    FieldKind.REFERENCE: is_id,
}

_TEXT_WANTED = N_(
    "Write what to look for in “{field}”: at least one letter or digit, at most {limit} characters."
)
_CHOICE_WANTED = N_("Choose one of the offered values for “{field}”.")
_WANTED: Mapping[FieldKind, str] = {
    FieldKind.TEXT: _TEXT_WANTED,
    FieldKind.LIST_OF_TEXT: _TEXT_WANTED,
    FieldKind.NUMBER: N_("Give “{field}” as a number."),
    FieldKind.MONEY: N_("Give “{field}” as an amount with its currency."),
    FieldKind.DATE: N_("Give “{field}” as a date with its year."),
    FieldKind.INSTANT: N_("Give “{field}” as a date, or as a date and time with its time zone."),
    FieldKind.BIRTHDAY: N_("Give “{field}” as a date, with or without its year."),
    FieldKind.CHOICE: _CHOICE_WANTED,
    FieldKind.MULTI_CHOICE: _CHOICE_WANTED,
    FieldKind.YES_NO: N_("Choose yes or no for “{field}”."),
    FieldKind.REFERENCE: _CHOICE_WANTED,
}
