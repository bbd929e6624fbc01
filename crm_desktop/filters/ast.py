"""The shape of a filter: a small frozen tree of conditions.

Saved views, segments, reports and the command line hold filters as these trees; the window builds
them, ``codec`` writes them as JSON, ``binding`` checks them against the fields of an entity. A
tree by itself promises nothing: only a bound one may be evaluated or compiled. Pure values, any
thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias

from crm_desktop.core.late_dataclass import dataclass


class Operator(str, Enum):
    """What a condition asks; the value is its name in JSON and must never change."""

    IS = "is"
    IS_NOT = "is_not"
    ANY_OF = "any_of"
    NONE_OF = "none_of"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    EMPTY = "empty"
    NOT_EMPTY = "not_empty"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    BETWEEN = "between"
    IN_LAST_DAYS = "in_last_days"
    IN_NEXT_DAYS = "in_next_days"
    BEFORE_LAST_DAYS = "before_last_days"
    DAYS_AGO = "days_ago"
    DAYS_AHEAD = "days_ahead"
    YESTERDAY = "yesterday"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LAST_WEEK = "last_week"
    THIS_WEEK = "this_week"
    NEXT_WEEK = "next_week"
    LAST_MONTH = "last_month"
    THIS_MONTH = "this_month"
    NEXT_MONTH = "next_month"
    LAST_QUARTER = "last_quarter"
    THIS_QUARTER = "this_quarter"
    NEXT_QUARTER = "next_quarter"
    LAST_YEAR = "last_year"
    THIS_YEAR = "this_year"
    NEXT_YEAR = "next_year"
    HAS_ANY = "has_any"
    HAS_ALL = "has_all"
    HAS_NONE = "has_none"


PERIODS: Mapping[Operator, tuple[str, int]] = {
    Operator.YESTERDAY: ("day", -1),
    Operator.TODAY: ("day", 0),
    Operator.TOMORROW: ("day", 1),
    Operator.LAST_WEEK: ("week", -1),
    Operator.THIS_WEEK: ("week", 0),
    Operator.NEXT_WEEK: ("week", 1),
    Operator.LAST_MONTH: ("month", -1),
    Operator.THIS_MONTH: ("month", 0),
    Operator.NEXT_MONTH: ("month", 1),
    Operator.LAST_QUARTER: ("quarter", -1),
    Operator.THIS_QUARTER: ("quarter", 0),
    Operator.NEXT_QUARTER: ("quarter", 1),
    Operator.LAST_YEAR: ("year", -1),
    Operator.THIS_YEAR: ("year", 0),
    Operator.NEXT_YEAR: ("year", 1),
}
"""The operators that take no value and mean a part of the calendar: which, and how many from the
present one."""

WITH_DAYS = frozenset(
    (
        Operator.IN_LAST_DAYS,
        Operator.IN_NEXT_DAYS,
        Operator.BEFORE_LAST_DAYS,
        Operator.DAYS_AGO,
        Operator.DAYS_AHEAD,
    )
)
"""The operators that take a number of days from the present one."""


class Quantifier(str, Enum):
    """How many related records must match."""

    ANY = "any"
    NONE = "none"


@dataclass(frozen=True)
class Amount:
    """Money: integer minor units and the ISO 4217 code of the currency."""

    minor: int
    currency: str


ME = "me"
"""Among the ids of users: whoever asks."""

Scalar: TypeAlias = str | int | float | bool | Amount
Value: TypeAlias = Scalar | tuple[Scalar, ...] | None


@dataclass(frozen=True)
class Condition:
    """One field compared with a value, or with several, or with nothing (``empty``, ``today``).

    Values: text as typed; codes of choices; ids of references; ``true`` and ``false``; numbers;
    ``Amount``; dates as ``2026-10-14``; moments as ISO 8601 with their offset; days as a whole
    number for the relative operators.
    """

    field: str
    operator: Operator
    value: Value = None


@dataclass(frozen=True)
class And:
    """Every part holds; without parts always true."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Or:
    """At least one part holds; without parts never true."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Not:
    """The part does not hold: two-valued, so a record matches either a filter or its ``Not``."""

    part: Node


@dataclass(frozen=True)
class Related:
    """Any or none of the records at the other end of ``relation`` match ``where``."""

    relation: str
    quantifier: Quantifier
    where: Node


Node: TypeAlias = And | Or | Not | Condition | Related

EVERYTHING = And()
"""The filter that every record matches."""
