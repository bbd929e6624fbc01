"""Filters over records in memory: whether a changed record still belongs to an open view, a row
of a file to an import, an event to an automation. Answers exactly as ``compile_sql`` does.

Records are JSON-shaped: texts, numbers, booleans, ``null``, lists and objects, as the journal
holds them. Pure functions, any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from crm_desktop.filters.ast import And, Condition, Node, Not, Or, Quantifier, Related
from crm_desktop.filters.binding import BoundFilter
from crm_desktop.filters.catalogue import Catalogue, Catalogues, Field, FieldKind
from crm_desktop.filters.context import Context, Record
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
from crm_desktop.filters.values import parse_moment

Test: TypeAlias = Callable[[Record], bool]
_ValueTest: TypeAlias = Callable[[Any], bool]


def matches(bound: BoundFilter, record: Record, context: Context) -> bool:
    """Whether the record matches. For many records make one ``predicate``."""
    return predicate(bound, context)(record)


def predicate(bound: BoundFilter, context: Context) -> Test:
    """A function that tells of any record whether it matches, as of the context's moment."""
    return _test(bound.root, bound.catalogue, bound.catalogues, context)


def _test(node: Node, catalogue: Catalogue, catalogues: Catalogues, context: Context) -> Test:
    if isinstance(node, Condition):
        return _condition_test(node, catalogue.field(node.field), context)
    if isinstance(node, Related):
        target = catalogues[catalogue.relation(node.relation).target]
        return _related_test(node, _test(node.where, target, catalogues, context), context)
    if isinstance(node, Not):
        part = _test(node.part, catalogue, catalogues, context)
        return lambda record: not part(record)
    return _group_test(node, [_test(part, catalogue, catalogues, context) for part in node.parts])


def _group_test(node: And | Or, parts: list[Test]) -> Test:
    decide = all if isinstance(node, And) else any
    return lambda record: decide(part(record) for part in parts)


def _related_test(node: Related, inner: Test, context: Context) -> Test:
    wanted = node.quantifier is Quantifier.ANY
    relation = node.relation
    return lambda record: any(map(inner, context.related(record, relation))) is wanted


def _condition_test(condition: Condition, field: Field, context: Context) -> Test:
    lowered = lower(condition, field, context)
    tests = [_value_test(check, field) for check in lowered.checks]

    def test(record: Record) -> bool:
        values = list(_values(record, field.place))
        return all(any(map(one, values)) for one in tests) is not lowered.negated

    return test


def _values(value: Any, place: tuple[str, ...]) -> Iterator[Any]:
    """The non-empty values at the end of the path, through any lists on the way."""
    if value is None or value == "":
        return
    if isinstance(value, (list, tuple)):
        for element in value:
            yield from _values(element, place)
    elif not place:
        yield value
    elif isinstance(value, Mapping):
        yield from _values(value.get(place[0]), place[1:])


def _value_test(check: Check, field: Field) -> _ValueTest:
    if isinstance(check, Anything):
        return lambda value: True
    if isinstance(check, Range):
        return _range_test(check, field.kind)
    if isinstance(check, DayOfYear):
        spans = check.spans
        return lambda value: any(low <= value[-5:] <= high for low, high in spans)
    return _key_test(check, field)


def _key_test(check: OneOf | Contains | StartsWith, field: Field) -> _ValueTest:
    is_text = field.kind in (FieldKind.TEXT, FieldKind.LIST_OF_TEXT)
    key = field.rule.key if is_text else _itself
    if isinstance(check, OneOf):
        wanted = frozenset(check.values)
        return lambda value: key(value) in wanted
    needle = check.needle
    if isinstance(check, Contains):
        return lambda value: needle in key(value)
    return lambda value: key(value).startswith(needle)


def _itself(value: Any) -> Any:
    return value


def _range_test(check: Range, kind: FieldKind) -> _ValueTest:
    if kind is FieldKind.MONEY:
        return lambda value: (
            value["currency"] == check.currency and _is_inside(value["minor"], check)
        )
    if kind is FieldKind.INSTANT:
        return lambda value: _is_inside(parse_moment(value), check)
    return lambda value: _is_inside(value, check)


def _is_inside(value: Any, borders: Range) -> bool:
    low, high = borders.low, borders.high
    if low is not None and not (value > low or (borders.with_low and value == low)):
        return False
    return high is None or value < high or (borders.with_high and value == high)
