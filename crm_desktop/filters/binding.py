"""Filters meet the fields they speak of: a checked filter, safe to evaluate and to compile.

Filters come from saved views, files and other programs, so nothing about them is taken on trust:
``bind`` refuses what is unknown, of the wrong type or too large with ``Invalid`` that names the
field. Called by backend queries, the window's filter bar and the command line, on any thread.
"""

from __future__ import annotations

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.filters.ast import (
    PERIODS,
    WITH_DAYS,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Or,
    Related,
)
from crm_desktop.filters.catalogue import Catalogue, Catalogues, Field, label_text
from crm_desktop.filters.suiting import suited
from crm_desktop.filters.values import check_value, in_order

MAX_DEPTH = 12
MAX_CONDITIONS = 200
MAX_VALUES = 400
"""Values of one condition. The limits keep a query far below the 1,000 levels of an expression
that SQLite allows."""
MAX_ALL_VALUES = 4_000
"""Values of a whole filter: both databases allow some 32,000 parameters in a query."""
MAX_DAYS = 36_500

_WITHOUT_VALUE = {
    Operator.EMPTY,
    Operator.NOT_EMPTY,
    *PERIODS,
}
_WITH_SEVERAL = {
    Operator.ANY_OF,
    Operator.NONE_OF,
    Operator.HAS_ANY,
    Operator.HAS_ALL,
    Operator.HAS_NONE,
}


@dataclass(frozen=True)
class BoundFilter:
    """A filter whose every name, operator and value suits its entity; made by ``bind`` only."""

    root: Node
    catalogue: Catalogue
    catalogues: Catalogues


def bind(root: Node, entity: str, catalogues: Catalogues) -> BoundFilter:
    """The filter over the records of ``entity``, put to the fields as they are now (``suiting``);
    ``Invalid`` when it does not suit them."""
    check_size(root)
    catalogue = catalogues[entity]
    root = suited(root, catalogue, catalogues)
    _check(root, catalogue, catalogues)
    return BoundFilter(root, catalogue, catalogues)


def check_size(root: Node) -> None:
    """``Invalid`` for more than any person builds. Level by level, not by recursion: a hostile
    filter may be deeper than Python's stack."""
    level, depth, conditions, values = [root], 0, 0, 0
    while level:
        depth, conditions = depth + 1, conditions + len(level)
        values += sum(_count_values(node) for node in level)
        if depth > MAX_DEPTH or conditions > MAX_CONDITIONS or values > MAX_ALL_VALUES:
            raise Invalid(
                msg(
                    "This filter is too large: it may have {conditions} conditions, "
                    "{values} values and {depth} levels. Make two simpler filters of it.",
                    conditions=MAX_CONDITIONS,
                    values=MAX_ALL_VALUES,
                    depth=MAX_DEPTH,
                )
            )
        level = [child for node in level for child in _children(node)]


def _count_values(node: Node) -> int:
    if not isinstance(node, Condition):
        return 0
    return len(node.value) if isinstance(node.value, tuple) else 1


def _children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, (And, Or)):
        return node.parts
    if isinstance(node, Not):
        return (node.part,)
    return (node.where,) if isinstance(node, Related) else ()


def _check(node: Node, catalogue: Catalogue, catalogues: Catalogues) -> None:
    if isinstance(node, Condition):
        _check_condition(node, catalogue.field(node.field))
    elif isinstance(node, Related):
        _check(node.where, catalogues[catalogue.relation(node.relation).target], catalogues)
    else:
        for child in _children(node):
            _check(child, catalogue, catalogues)


def _check_condition(condition: Condition, field: Field) -> None:
    operator, value = condition.operator, condition.value
    if operator not in field.operators:
        raise Invalid(
            msg(
                "“{field}” can’t be asked this way. Choose another condition.",
                field=label_text(field.label),
            ),
            field.name,
        )
    if operator in _WITHOUT_VALUE:
        _check_nothing(field, value)
    elif operator in WITH_DAYS:
        _check_days(field, value)
    elif operator in _WITH_SEVERAL:
        _check_several(field, value)
    elif operator is Operator.BETWEEN:
        _check_between(field, value)
    else:
        check_value(field, operator, value)


def _check_nothing(field: Field, value: object) -> None:
    if value is not None:
        raise Invalid(
            msg(
                "This condition on “{field}” takes no value. Remove the value.",
                field=label_text(field.label),
            ),
            field.name,
        )


def _check_days(field: Field, value: object) -> None:
    if type(value) is not int or not 0 <= value <= MAX_DAYS:
        raise Invalid(
            msg(
                "Give the days for “{field}” as a whole number from 0 to {limit}.",
                field=label_text(field.label),
                limit=MAX_DAYS,
            ),
            field.name,
        )


def _check_several(field: Field, value: object) -> None:
    if not isinstance(value, tuple) or not 1 <= len(value) <= MAX_VALUES:
        raise Invalid(
            msg(
                "Choose from 1 to {limit} values for “{field}”.",
                field=label_text(field.label),
                limit=MAX_VALUES,
            ),
            field.name,
        )
    for one in value:
        check_value(field, Operator.IS, one)


def _check_between(field: Field, value: object) -> None:
    if not isinstance(value, tuple) or len(value) != 2:
        raise Invalid(
            msg("Give a beginning and an end for “{field}”.", field=label_text(field.label)),
            field.name,
        )
    for one in value:
        check_value(field, Operator.BETWEEN, one)
    if not in_order(*value):
        raise Invalid(
            msg(
                "For “{field}” give the smaller value first, both in the same currency "
                "if they are amounts.",
                field=label_text(field.label),
            ),
            field.name,
        )
