"""Filters as SQL for SQLAlchemy Core: a WHERE condition that answers exactly as ``evaluate``.

Queries of features call it with a mapping that tells where each field is stored, on the store's
threads. Every condition is two-valued by construction (``column IS NOT NULL AND …``), so ``NOT``
is true negation and indexes stay usable.

Texts are never folded by the database: a text field of rule ``FOLDED`` or ``LOWER`` must name, as
``SqlField.folded``, a column that the store fills with ``field.rule.key(value)``. Dates and
birthdays are ISO text, numbers integers or double precision, money an integer column of minor
units beside its currency, moments a type that takes aware datetimes and keeps milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Double,
    FromClause,
    String,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.filters.ast import EVERYTHING, And, Condition, Node, Not, Or, Quantifier, Related
from crm_desktop.filters.binding import BoundFilter
from crm_desktop.filters.catalogue import Catalogue, Catalogues, Field, FieldKind, TextRule
from crm_desktop.filters.compile_sql.functions import (
    apart,
    begins,
    by_code_point,
    holds,
    row_found,
)
from crm_desktop.filters.context import Context
from crm_desktop.filters.lowering import (
    Anything,
    Check,
    Contains,
    DayOfYear,
    OneOf,
    Range,
    StartsWith,
    lower,
)

_TEXTS = {FieldKind.TEXT, FieldKind.LIST_OF_TEXT}
_KEPT_AS_TEXT = {
    *_TEXTS,
    FieldKind.DATE,
    FieldKind.BIRTHDAY,
    FieldKind.CHOICE,
    FieldKind.MULTI_CHOICE,
}


@dataclass(frozen=True)
class SqlChild:
    """Rows that belong to the record: those of ``source`` whose ``key`` is the ``owner`` of the
    record's row; without these two all rows, of a ``source`` made of the record's row itself.
    ``where`` says which rows count at all; ``each`` says the same where the rows of one record
    are asked for, so that no database walks all that count instead of those of the record."""

    source: FromClause
    key: ColumnElement[Any] | None = None
    owner: ColumnElement[Any] | None = None
    where: ColumnElement[bool] = field(default_factory=true)
    each: ColumnElement[bool] | None = None


class Side(Enum):
    """Which of a child's values is asked for."""

    ANY = "any"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True)
class SqlField:
    """How a field is reached: a column of the record's own table, or of ``child``.

    ``folded`` is the column of text keys, ``currency`` that of money. ``encode`` turns a code or
    id of the filter into what the column holds (``UUID``); a ``ValueError`` means that no row
    can hold it. ``side``: of the child's values the first or the last one is the record's.
    ``border`` makes of the end of a range of days or moments the number that the column holds;
    ``mark`` stands around each of several codes that one column holds together.
    """

    column: ColumnElement[Any]
    folded: ColumnElement[str] | None = None
    currency: ColumnElement[str] | None = None
    encode: Callable[[Any], Any] | None = None
    child: SqlChild | None = None
    side: Side = Side.ANY
    border: Callable[[Any], Any] | None = None
    mark: str = ""


@dataclass(frozen=True)
class SqlMapping:
    """Where an entity's fields are stored, and how its relations are followed.

    A relation is a function, because each use of it needs its own aliases: the companies of a
    contact of a company are another row of the same table.
    """

    fields: Mapping[str, SqlField]
    relations: Mapping[str, Callable[[], SqlRelation]] = field(default_factory=dict)


@dataclass(frozen=True)
class SqlRelation:
    """The other end of a relation: as ``child`` link and target joined under fresh aliases, and
    the mapping of the aliased target. ``all_of``: the rows that "any at all" is answered by
    rather: links that tell by themselves, or by few targets, whether these count."""

    child: SqlChild
    target: SqlMapping
    all_of: SqlChild | None = None


def compile_filter(
    bound: BoundFilter, mapping: SqlMapping, context: Context, *, probing: bool = False
) -> ColumnElement[bool]:
    """The condition for a query that selects from the mapped table; never ``NULL``. ``probing``:
    the query asks few records, so each is asked for its own rows and none are collected.

    ``KeyError`` if the mapping lacks a field of the catalogue: a bug of the feature.
    """
    level = _Level(bound.catalogue, mapping, bound.catalogues, context, probing)
    return _compile(bound.root, level)


@dataclass(frozen=True)
class _Level:
    """The entity whose fields are being asked for."""

    catalogue: Catalogue
    mapping: SqlMapping
    catalogues: Catalogues
    context: Context
    probing: bool = False


def _compile(node: Node, level: _Level) -> ColumnElement[bool]:
    if isinstance(node, Condition):
        return _compile_condition(node, level)
    if isinstance(node, Related):
        return _compile_related(node, level)
    if isinstance(node, Not):
        return not_(_compile(node.part, level))
    return _group(node, [_compile(part, level) for part in node.parts])


def _group(node: And | Or, parts: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    if isinstance(node, And):
        return and_(true(), *parts).self_group()
    return or_(false(), *parts).self_group()


def _compile_related(node: Related, level: _Level) -> ColumnElement[bool]:
    relation = level.mapping.relations[node.relation]()
    target = level.catalogues[level.catalogue.relation(node.relation).target]
    inner = _Level(target, relation.target, level.catalogues, level.context, level.probing)
    where = _compile(node.where, inner)
    child = relation.child
    if node.where == EVERYTHING:
        child = relation.all_of or child
    ask = _row_exists if level.probing else _has_row
    found = ask(child, where)
    return not_(found) if node.quantifier is Quantifier.NONE else found


def _compile_condition(condition: Condition, level: _Level) -> ColumnElement[bool]:
    asked = level.catalogue.field(condition.field)
    place = level.mapping.fields[condition.field]
    lowered = lower(condition, asked, level.context)
    values = (_some_value(check, asked, place, level.probing) for check in lowered.checks)
    passed = and_(true(), *values)
    return not_(passed) if lowered.negated else passed


def _some_value(check: Check, asked: Field, place: SqlField, probing: bool) -> ColumnElement[bool]:
    """Some value of the field is there and passes the check."""
    passed = _passes(check, asked, place)
    if place.child is None:
        return passed
    ask = _row_exists if probing else _has_row
    found = ask(place.child, passed)
    beyond = _beyond(check, place.side) if isinstance(check, Range) else None
    if beyond is None:
        return found
    exact = and_(found, not_(ask(place.child, _passes(beyond, asked, place))))
    if probing or not isinstance(check, Range):
        return exact
    return _grouped(check, asked, place, place.child, exact)


def _grouped(
    check: Range, asked: Field, place: SqlField, child: SqlChild, exact: ColumnElement[bool]
) -> ColumnElement[bool]:
    """``exact``, unless nearly all rows lie on its side: SQLite then rather finds the outermost
    value of every owner in one walk along the index of the owners."""
    is_open = check.low is None if place.side is Side.LAST else check.high is None
    if not is_open or child.key is None or child.owner is None:
        return exact
    outermost = func.max if place.side is Side.LAST else func.min
    column = outermost(place.column, type_=place.column.type)
    owners = (
        select(child.key)
        .select_from(child.source)
        .where(apart(child.where))
        .group_by(child.key)
        .having(_is_inside(check, asked, replace(place, column=column)))
    )
    among = child.owner.in_(owners.correlate_except(child.source))
    return row_found(exact, among)


def _beyond(borders: Range, side: Side) -> Range | None:
    """Where no value may lie if the outermost one lies within ``borders``."""
    if side is Side.LAST and borders.high is not None:
        return Range(low=borders.high, with_low=not borders.with_high)
    if side is Side.FIRST and borders.low is not None:
        return Range(high=borders.low, with_high=not borders.with_low)
    return None


def _has_row(child: SqlChild, passed: ColumnElement[bool]) -> ColumnElement[bool]:
    """Some row of the child passes, asked as each database answers it best."""
    found = _row_exists(child, passed)
    if child.key is None or child.owner is None:
        return found
    owners = (
        select(child.key)
        .select_from(child.source)
        .where(child.key.is_not(None), child.where, passed)
    )
    among = child.owner.in_(owners.correlate_except(child.source))
    return row_found(found, and_(child.owner.is_not(None), among))


def _row_exists(child: SqlChild, passed: ColumnElement[bool]) -> ColumnElement[bool]:
    """A subquery over ``source`` alone, even where the outer query names the same table."""
    counted = child.where if child.each is None else child.each
    rows = select(literal(1)).select_from(child.source).where(counted, passed)
    if child.key is not None:
        rows = rows.where(child.key == child.owner)
    return exists(rows.correlate_except(child.source).scalar_subquery())


def _is_present(asked: Field, place: SqlField) -> ColumnElement[bool]:
    there = place.column.is_not(None)
    is_text = asked.kind in _KEPT_AS_TEXT and place.encode is None and place.border is None
    return and_(there, place.column != "") if is_text else there


def _passes(check: Check, asked: Field, place: SqlField) -> ColumnElement[bool]:
    """The value is there and passes the check. What is sought is never empty, so a key that
    passes is not either."""
    if isinstance(check, Anything):
        return _is_present(asked, place)
    if isinstance(check, Range):
        return and_(_is_present(asked, place), _is_inside(check, asked, place))
    if isinstance(check, DayOfYear):
        return and_(_is_present(asked, place), _is_day_of_year(check, place.column))
    key = _key_column(asked, place)
    if isinstance(check, OneOf) and place.mark:
        marked = (Contains(f"{place.mark}{code}{place.mark}") for code in check.values)
        return and_(key.is_not(None), or_(false(), *(_text_search(one, key) for one in marked)))
    if isinstance(check, OneOf):
        return and_(key.is_not(None), key.in_(_encoded(check.values, place)))
    return and_(key.is_not(None), _text_search(check, key))


def _key_column(asked: Field, place: SqlField) -> ColumnElement[Any]:
    if asked.kind not in _TEXTS or asked.rule in (TextRule.EXACT, TextRule.PHONE):
        return place.column
    if place.folded is None:
        raise ValueError(f"the text field {asked.name} is stored without a column of its keys")
    return place.folded


def _encoded(values: Iterable[Any], place: SqlField) -> list[Any]:
    if place.encode is None:
        return list(values)
    encoded = []
    for value in values:
        try:
            encoded.append(place.encode(value))
        except ValueError:
            continue
    return encoded


def _is_inside(check: Range, asked: Field, place: SqlField) -> ColumnElement[bool]:
    as_text = asked.kind in (FieldKind.DATE, FieldKind.BIRTHDAY) and place.border is None
    column = by_code_point(place.column) if as_text else place.column
    conditions = []
    if check.low is not None:
        low = _border(check.low, asked, place)
        conditions.append(column >= low if check.with_low else column > low)
    if check.high is not None:
        high = _border(check.high, asked, place)
        conditions.append(column <= high if check.with_high else column < high)
    if check.currency is not None:
        conditions.append(_currency_of(asked, place) == check.currency)
    return and_(*conditions)


def _border(value: Any, asked: Field, place: SqlField) -> Any:
    """Numbers travel as double precision and minor units as 64 bits, however narrow the column:
    a border outside of what it holds is a question like any other."""
    if place.border is not None:
        return literal(float(place.border(value)), Double())
    if asked.kind is FieldKind.NUMBER:
        return literal(float(value), Double())
    return literal(value, BigInteger()) if asked.kind is FieldKind.MONEY else value


def _currency_of(asked: Field, place: SqlField) -> ColumnElement[str]:
    if place.currency is None:
        raise ValueError(f"the amount {asked.name} is stored without a column of its currency")
    return place.currency


def _is_day_of_year(check: DayOfYear, column: ColumnElement[Any]) -> ColumnElement[bool]:
    """``--03-18`` and ``1984-03-18`` both end in the day."""
    day = by_code_point(func.substr(column, func.length(column) - 4, 5, type_=String()))
    return or_(*(day.between(low, high) for low, high in check.spans))


def _text_search(check: Contains | StartsWith, column: ColumnElement[Any]) -> ColumnElement[bool]:
    needle = check.needle
    escaped = needle.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if isinstance(check, Contains):
        return holds(column, _text(needle), _text(f"%{escaped}%"))
    return begins(column, _text(needle), _text(_after(needle)), _text(f"{escaped}%"))


def _text(value: str) -> ColumnElement[str]:
    return literal(value, String())


def _after(prefix: str) -> str:
    """The least text, by code points, after all those that start with ``prefix``."""
    last = ord(prefix[-1]) + 1
    if last == 0xD800:
        last = 0xE000  # the code points between are no characters
    return prefix[:-1] + chr(last)
