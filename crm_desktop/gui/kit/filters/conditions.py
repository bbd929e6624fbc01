"""How conditions are asked in the window: which question a field begins with, in which words, and
what kind of answer it takes.

Pure functions over ``filters.catalogue``; called by the chips, their pop-overs and the builder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from crm_desktop.core.i18n import N_, gettext
from crm_desktop.core.text.folding import fold
from crm_desktop.filters.ast import (
    EVERYTHING,
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
from crm_desktop.filters.catalogue import Catalogue, Field, FieldKind, TextRule, label_text


class Answer(Enum):
    """What kind of value a condition takes."""

    NOTHING = "nothing"
    DAYS = "days"
    SEVERAL = "several"
    RANGE = "range"
    ONE = "one"


_WITHOUT = {Operator.EMPTY, Operator.NOT_EMPTY, *PERIODS}
_SEVERAL = {
    Operator.ANY_OF,
    Operator.NONE_OF,
    Operator.HAS_ANY,
    Operator.HAS_ALL,
    Operator.HAS_NONE,
}
TIMES = {FieldKind.DATE, FieldKind.INSTANT, FieldKind.BIRTHDAY}
"""Kinds whose values are days or moments."""
TEXTS = {FieldKind.TEXT, FieldKind.LIST_OF_TEXT}
"""Kinds whose values people type."""

_USUAL: Mapping[FieldKind, tuple[Operator, ...]] = {
    FieldKind.TEXT: (Operator.CONTAINS,),
    FieldKind.NUMBER: (Operator.AT_LEAST,),
    FieldKind.MONEY: (Operator.AT_LEAST,),
    FieldKind.DATE: (Operator.IN_LAST_DAYS,),
    FieldKind.INSTANT: (Operator.IN_LAST_DAYS,),
    FieldKind.BIRTHDAY: (Operator.THIS_MONTH,),
    FieldKind.CHOICE: (Operator.ANY_OF,),
    FieldKind.MULTI_CHOICE: (Operator.HAS_ANY,),
    FieldKind.YES_NO: (Operator.IS,),
    FieldKind.REFERENCE: (Operator.ANY_OF,),
    FieldKind.LIST_OF_TEXT: (Operator.CONTAINS,),
}
# One value of a list is what the list with one tick says too, so people are not asked twice.
_SAID_BY_LISTS = {Operator.IS, Operator.IS_NOT}
_CHOSEN = {FieldKind.CHOICE, FieldKind.REFERENCE}

_WORDS: Mapping[Operator, str] = {
    Operator.IS: N_("is"),
    Operator.IS_NOT: N_("is not"),
    Operator.ANY_OF: N_("is any of"),
    Operator.NONE_OF: N_("is none of"),
    Operator.CONTAINS: N_("contains"),
    Operator.STARTS_WITH: N_("starts with"),
    Operator.EMPTY: N_("is empty"),
    Operator.NOT_EMPTY: N_("is filled in"),
    Operator.LESS: N_("is less than"),
    Operator.AT_MOST: N_("is at most"),
    Operator.MORE: N_("is more than"),
    Operator.AT_LEAST: N_("is at least"),
    Operator.BETWEEN: N_("is from … to"),
    Operator.IN_LAST_DAYS: N_("in the last days"),
    Operator.IN_NEXT_DAYS: N_("in the next days"),
    Operator.BEFORE_LAST_DAYS: N_("more days ago than"),
    Operator.DAYS_AGO: N_("this many days ago"),
    Operator.DAYS_AHEAD: N_("in this many days"),
    Operator.YESTERDAY: N_("yesterday"),
    Operator.TODAY: N_("today"),
    Operator.TOMORROW: N_("tomorrow"),
    Operator.LAST_WEEK: N_("last week"),
    Operator.THIS_WEEK: N_("this week"),
    Operator.NEXT_WEEK: N_("next week"),
    Operator.LAST_MONTH: N_("last month"),
    Operator.THIS_MONTH: N_("this month"),
    Operator.NEXT_MONTH: N_("next month"),
    Operator.LAST_QUARTER: N_("last quarter"),
    Operator.THIS_QUARTER: N_("this quarter"),
    Operator.NEXT_QUARTER: N_("next quarter"),
    Operator.LAST_YEAR: N_("last year"),
    Operator.THIS_YEAR: N_("this year"),
    Operator.NEXT_YEAR: N_("next year"),
    Operator.HAS_ANY: N_("has any of"),
    Operator.HAS_ALL: N_("has all of"),
    Operator.HAS_NONE: N_("has none of"),
}
_TIME_WORDS: Mapping[Operator, str] = {
    Operator.IS: N_("on the day"),
    Operator.IS_NOT: N_("not on the day"),
    Operator.LESS: N_("before"),
    Operator.AT_MOST: N_("until"),
    Operator.MORE: N_("after"),
    Operator.AT_LEAST: N_("from"),
}


def answer_of(operator: Operator) -> Answer:
    """What kind of value the operator takes."""
    if operator in _WITHOUT:
        return Answer.NOTHING
    if operator in WITH_DAYS:
        return Answer.DAYS
    if operator in _SEVERAL:
        return Answer.SEVERAL
    return Answer.RANGE if operator is Operator.BETWEEN else Answer.ONE


def offered_operators(field: Field) -> tuple[Operator, ...]:
    """What can be asked of the field, in the order of the menu."""
    if field.kind in _CHOSEN:
        return tuple(asked for asked in field.operators if asked not in _SAID_BY_LISTS)
    return field.operators


def usual_operator(field: Field) -> Operator:
    """What is asked of the field first."""
    usual = _USUAL[field.kind]
    if field.kind is FieldKind.LIST_OF_TEXT and field.rule is TextRule.FOLDED:
        usual = (Operator.HAS_ANY,)
    if field.kind is FieldKind.TEXT and field.is_shared:
        usual = (Operator.ANY_OF,)
    return next((asked for asked in usual if asked in field.operators), field.operators[0])


def operator_words(field: Field, operator: Operator) -> str:
    """The operator in the current language, as it suits the field."""
    times = _TIME_WORDS if field.kind in TIMES else {}
    return gettext(times.get(operator, _WORDS[operator]))


def as_listed(condition: Condition, field: Field) -> Condition:
    """The same question as the window asks it: one value of a choice is a list of one."""
    several = {Operator.IS: Operator.ANY_OF, Operator.IS_NOT: Operator.NONE_OF}
    if field.kind in _CHOSEN and condition.operator in several:
        value = condition.value
        values = value if isinstance(value, tuple) or value is None else (value,)
        return Condition(condition.field, several[condition.operator], values)
    return condition


def kept_value(field: Field, old: Operator, new: Operator, value: object) -> object:
    """What of a value still makes sense when the question becomes another one."""
    before, after = answer_of(old), answer_of(new)
    if before is after and after is not Answer.NOTHING:
        return value
    if before is Answer.SEVERAL and after is Answer.ONE and isinstance(value, tuple) and value:
        return value[0]
    if before is Answer.ONE and after is Answer.SEVERAL and value is not None:
        return (value,)
    if before is Answer.ONE and after is Answer.RANGE and value is not None:
        return (value, value)
    if before is Answer.RANGE and after is Answer.ONE and isinstance(value, tuple) and value:
        return value[0]
    return 30 if after is Answer.DAYS else None


def parts_of(root: Node) -> tuple[Node, ...]:
    """What must hold all together: one chip each."""
    if isinstance(root, And):
        return root.parts
    return (root,)


def joined(parts: Sequence[Node]) -> Node:
    """The filter of these chips."""
    return And(tuple(parts)) if parts else EVERYTHING


def rest_beside(root: Node, name: str) -> Node:
    """What the other chips leave where one of the field ``name`` is looked at: they all hold."""
    return EVERYTHING if isinstance(root, Or) else without_field(root, name) or EVERYTHING


def without_field(root: Node, name: str) -> Node | None:
    """The filter without every condition on a field or relation that is gone; ``None`` where
    nothing is left of it."""
    if isinstance(root, Condition):
        return None if root.field == name else root
    if isinstance(root, Related):
        where = without_field(root.where, name)
        gone = root.relation == name or where is None
        return None if gone else Related(root.relation, root.quantifier, where or EVERYTHING)
    if isinstance(root, Not):
        part = without_field(root.part, name)
        return None if part is None else Not(part)
    left = tuple(p for part in root.parts if (p := without_field(part, name)) is not None)
    if not left:
        return None
    return Or(left) if isinstance(root, Or) else And(left)


def matching_names(catalogue: Catalogue, text: str) -> list[tuple[str, str]]:
    """(name, label) of the fields and then the relations with each word of ``text``."""
    words = fold(text).split()
    named = [(field.name, label_text(field.label)) for field in catalogue.fields]
    named += [(relation.name, label_text(relation.label)) for relation in catalogue.relations]
    return [(name, label) for name, label in named if all(word in fold(label) for word in words)]
