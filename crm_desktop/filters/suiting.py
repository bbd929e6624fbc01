"""A filter made for fields as they were, put to the fields as they are.

People change the type of a field under filters that ask for it: saved views, what stands in the
chips of other windows, what lists were left with. What asks the same of the new type is asked so;
all else stays as it is, and ``binding`` refuses it. Pure functions, any thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import fold
from crm_desktop.filters.ast import And, Condition, Node, Not, Operator, Or, Related, Scalar
from crm_desktop.filters.catalogue import Catalogue, Catalogues, Field, FieldKind, label_text

_SETS: Mapping[Operator, Operator] = {
    Operator.HAS_ANY: Operator.ANY_OF,
    Operator.HAS_NONE: Operator.NONE_OF,
    Operator.ANY_OF: Operator.HAS_ANY,
    Operator.NONE_OF: Operator.HAS_NONE,
    Operator.IS: Operator.HAS_ANY,
    Operator.IS_NOT: Operator.HAS_NONE,
}
"""What asks the same where a question can't be asked: of one choice or of several."""
_WORDS: Mapping[Operator, Operator] = {
    Operator.IS: Operator.ANY_OF,
    Operator.IS_NOT: Operator.NONE_OF,
    Operator.ANY_OF: Operator.ANY_OF,
    Operator.NONE_OF: Operator.NONE_OF,
}
"""What asks for a text in place of one choice, which may have become words of any language."""
_CHOSEN = (FieldKind.CHOICE, FieldKind.MULTI_CHOICE)


def suited(node: Node, catalogue: Catalogue, catalogues: Catalogues) -> Node:
    """The filter as the fields of ``catalogue`` can be asked."""
    if isinstance(node, Condition):
        try:
            return _condition(node, catalogue.field(node.field))
        except Invalid:
            return node
    if isinstance(node, Not):
        return Not(suited(node.part, catalogue, catalogues))
    if isinstance(node, Related):
        try:
            related = catalogues[catalogue.relation(node.relation).target]
        except Invalid:
            return node
        return replace(node, where=suited(node.where, related, catalogues))
    return replace(node, parts=tuple(suited(one, catalogue, catalogues) for one in node.parts))


def _condition(asked: Condition, field: Field) -> Node:
    if field.former is None or asked.value is None:
        return asked
    if field.kind is FieldKind.TEXT:
        return _of_text(asked, field)
    return _of_choices(asked, field) if field.kind in _CHOSEN else asked


def _of_text(asked: Condition, field: Field) -> Node:
    """What was chosen is written in words now, several of them in one text."""
    texts: dict[Scalar, list[str]] = defaultdict(list)
    for choice in field.former or ():
        texts[choice.code].append(label_text(choice.label))
    assert asked.value is not None
    codes = asked.value if isinstance(asked.value, tuple) else (asked.value,)
    if not codes or not texts.keys() >= {*codes}:
        return asked
    if operator := _WORDS.get(asked.operator):
        words = dict.fromkeys(word for code in codes for word in texts[code])
        return replace(asked, operator=operator, value=tuple(words))
    held = tuple(
        Or(tuple(Condition(field.name, Operator.CONTAINS, word) for word in texts[code]))
        for code in codes
    )
    groups: Mapping[Operator, Node] = {
        Operator.HAS_ANY: Or(held),
        Operator.HAS_ALL: And(held),
        Operator.HAS_NONE: Not(Or(held)),
    }
    return groups.get(asked.operator, asked)


def _of_choices(asked: Condition, field: Field) -> Condition:
    """One of several was asked for, several of one, or a text that is a choice now."""
    is_known = asked.operator in field.operators
    operator = asked.operator if is_known else _SETS.get(asked.operator, asked.operator)
    codes = {fold(label_text(choice.label)): choice.code for choice in field.choices}
    there = {choice.code for choice in field.choices}

    def code_of(value: Scalar) -> Scalar:
        return value if value in there else codes.get(fold(str(value)), value)

    if isinstance(asked.value, tuple):
        return replace(asked, operator=operator, value=tuple(map(code_of, asked.value)))
    assert asked.value is not None
    code = code_of(asked.value)
    return replace(asked, operator=operator, value=code if is_known else (code,))
