"""A condition taken apart into the few checks that evaluation and SQL both know.

Here every rule is decided once: keys of texts, day borders of the person's time zone, what an
empty value means. ``evaluate`` and ``compile_sql`` only carry out six checks over the non-empty
values of a field, which is what makes their equality provable. Pure functions, any thread.

A field has any number of values: a plain one none or one, a list many; ``null`` and the empty
text are no values. A check asks whether some value passes. So ``is_not`` is the negation of
``is`` and includes the empty, and nothing three-valued can arise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.filters.ast import ME, PERIODS, WITH_DAYS, Amount, Condition, Operator
from crm_desktop.filters.catalogue import Field, FieldKind
from crm_desktop.filters.context import Context
from crm_desktop.filters.values import is_date, parse_moment


@dataclass(frozen=True)
class Anything:
    """Any value at all."""


@dataclass(frozen=True)
class OneOf:
    """The value, or the key of a text, is among ``values``."""

    values: tuple[str | bool, ...]


@dataclass(frozen=True)
class Contains:
    """The key of the text contains ``needle``."""

    needle: str


@dataclass(frozen=True)
class StartsWith:
    """The key of the text starts with ``needle``."""

    needle: str


@dataclass(frozen=True)
class Range:
    """The value lies between the borders; ``None`` for no border, ``currency`` for money.

    Numbers and minor units as they are, dates as ISO text in the order of code points, moments
    as datetimes in UTC.
    """

    low: Any = None
    high: Any = None
    with_low: bool = True
    with_high: bool = True
    currency: str | None = None


@dataclass(frozen=True)
class DayOfYear:
    """Month and day of a birthday, ``03-18``, lie in one of the spans, both ends included."""

    spans: tuple[tuple[str, str], ...]


Check: TypeAlias = Anything | OneOf | Contains | StartsWith | Range | DayOfYear


@dataclass(frozen=True)
class Checks:
    """True if for each of ``checks`` some value of the field passes, or, ``negated``, if not."""

    checks: tuple[Check, ...]
    negated: bool = False


_NEGATIONS: Mapping[Operator, Operator] = {
    Operator.IS_NOT: Operator.IS,
    Operator.NONE_OF: Operator.ANY_OF,
    Operator.HAS_NONE: Operator.HAS_ANY,
    Operator.EMPTY: Operator.NOT_EMPTY,
}
_NEEDLES: Mapping[Operator, type[Contains] | type[StartsWith]] = {
    Operator.CONTAINS: Contains,
    Operator.STARTS_WITH: StartsWith,
}
_RELATIVE = {*PERIODS, *WITH_DAYS}


def lower(condition: Condition, field: Field, context: Context) -> Checks:
    """The checks of a bound condition on its field."""
    operator = _NEGATIONS.get(condition.operator, condition.operator)
    value: Any = condition.value
    if operator is Operator.HAS_ALL:
        checks: tuple[Check, ...] = tuple(_check(field, Operator.IS, one, context) for one in value)
    else:
        checks = (_check(field, operator, value, context),)
    return Checks(checks, negated=condition.operator in _NEGATIONS)


def _check(field: Field, operator: Operator, value: Any, context: Context) -> Check:
    if operator is Operator.NOT_EMPTY:
        return Anything()
    if operator in (Operator.ANY_OF, Operator.HAS_ANY):
        return OneOf(tuple(dict.fromkeys(_key(field, one, context) for one in value)))
    if operator in _NEEDLES:
        return _NEEDLES[operator](field.rule.key(value))
    if operator in _RELATIVE:
        return _RELATIVE_CHECKS[field.kind](*context.days(operator, value or 0), context)
    if field.kind in _RANGES:
        return _RANGES[field.kind](operator, value, context)
    return OneOf((_key(field, value, context),))


def _key(field: Field, value: Any, context: Context) -> str | bool:
    if value == ME and field.target == "user":
        return context.me
    is_text = field.kind in (FieldKind.TEXT, FieldKind.LIST_OF_TEXT)
    return field.rule.key(value) if is_text else value


def _range(operator: Operator, value: Any, currency: str | None = None) -> Range:
    """The range of plain comparable values."""
    if operator is Operator.BETWEEN:
        low, high = value
        return Range(low, high, currency=currency)
    if operator is Operator.LESS:
        return Range(high=value, with_high=False, currency=currency)
    if operator is Operator.AT_MOST:
        return Range(high=value, currency=currency)
    if operator is Operator.MORE:
        return Range(low=value, with_low=False, currency=currency)
    if operator is Operator.AT_LEAST:
        return Range(low=value, currency=currency)
    return Range(value, value, currency=currency)


def _plain_range(operator: Operator, value: Any, _context: Context) -> Range:
    return _range(operator, value)


def _money_range(operator: Operator, value: Any, _context: Context) -> Range:
    if isinstance(value, Amount):
        return _range(operator, value.minor, value.currency)
    low, high = value
    return _range(operator, (low.minor, high.minor), low.currency)


def _birthday_check(operator: Operator, value: Any, _context: Context) -> Check:
    """Whole dates compare as text; a birthday without a year has no place among them."""
    if operator is Operator.IS and value.startswith("--"):
        return DayOfYear(((value[2:], value[2:]),))
    asked = _range(operator, value)
    return asked if asked.low is not None else Range("0", asked.high, with_high=asked.with_high)


def _moment_range(operator: Operator, value: Any, context: Context) -> Range:
    """A day stands for all its moments in the person's zone: "after the 14th" begins on the
    15th. Moments count to the millisecond, as the store keeps them."""
    low, high = value if operator is Operator.BETWEEN else (value, value)
    if operator is Operator.LESS:
        return Range(high=_begin(low, context), with_high=False)
    if operator is Operator.AT_LEAST:
        return Range(low=_begin(low, context))
    end, with_end = _end(high, context)
    if operator is Operator.MORE:
        return Range(low=end, with_low=not with_end)
    if operator is Operator.AT_MOST:
        return Range(high=end, with_high=with_end)
    return Range(_begin(low, context), end, with_high=with_end)


def _begin(text: str, context: Context) -> datetime:
    return context.start_of(date.fromisoformat(text)) if is_date(text) else _moment(text)


def _end(text: str, context: Context) -> tuple[datetime, bool]:
    """The end of a day or moment, and whether it belongs to it."""
    if is_date(text):
        return context.start_of(date.fromisoformat(text) + timedelta(1)), False
    return _moment(text), True


def _moment(text: str) -> datetime:
    moment = parse_moment(text)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _relative_date(first: date | None, last: date | None, _context: Context) -> Range:
    return Range(first and first.isoformat(), last and last.isoformat())


def _relative_moment(first: date | None, last: date | None, context: Context) -> Range:
    low = context.start_of(first) if first else None
    high = context.start_of(last + timedelta(1)) if last else None
    return Range(low, high, with_high=False)


def _relative_birthday(first: date | None, last: date | None, _context: Context) -> DayOfYear:
    """Days of the year from ``first`` to ``last``. Who was born on 29 February is greeted on
    the 28th when the year has no 29th, rather than a day late."""
    if first is None or last is None or last - first >= timedelta(365):
        return DayOfYear((("01-01", "12-31"),))
    begin, end = f"{first:%m-%d}", f"{last:%m-%d}"
    if end == "02-28" and (last + timedelta(1)).day == 1:
        end = "02-29"
    if first.year == last.year:
        return DayOfYear(((begin, end),))
    return DayOfYear(((begin, "12-31"), ("01-01", end)))


_RANGES: Mapping[FieldKind, Callable[[Operator, Any, Context], Check]] = {
    FieldKind.NUMBER: _plain_range,
    FieldKind.MONEY: _money_range,
    FieldKind.DATE: _plain_range,
    FieldKind.INSTANT: _moment_range,
    FieldKind.BIRTHDAY: _birthday_check,
}
_RELATIVE_CHECKS: Mapping[FieldKind, Callable[[date | None, date | None, Context], Check]] = {
    FieldKind.DATE: _relative_date,
    FieldKind.INSTANT: _relative_moment,
    FieldKind.BIRTHDAY: _relative_birthday,
}
