"""What a filter may not ask is refused in plain words, whoever made it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import Invalid
from crm_desktop.filters.ast import (
    EVERYTHING,
    Amount,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Quantifier,
    Related,
)
from crm_desktop.filters.binding import (
    MAX_ALL_VALUES,
    MAX_CONDITIONS,
    MAX_DAYS,
    MAX_DEPTH,
    MAX_VALUES,
    bind,
)
from crm_desktop.filters.catalogue import OPERATORS, Catalogue, FieldKind, TextRule
from tests.factories.filter_world import CATALOGUES, PERSON


def refused(node: Node) -> Invalid:
    with pytest.raises(Invalid) as caught:
        bind(node, "person", CATALOGUES)
    return caught.value


def test_an_unknown_field_is_named() -> None:
    error = refused(Condition("shoe\u200bsize" * 99, Operator.IS, "41"))
    assert "“shoesizeshoe" in str(error)
    assert len(str(error)) < 250


def test_an_unknown_relation_is_named() -> None:
    assert "“pets”" in str(refused(Related("pets", Quantifier.ANY, EVERYTHING)))


def test_related_records_are_asked_for_their_own_fields() -> None:
    error = refused(Related("firms", Quantifier.ANY, Condition("born", Operator.TODAY)))
    assert error.field == "born"


@pytest.mark.parametrize(
    ("field", "operator"),
    [
        ("name", Operator.LESS),
        ("visits", Operator.CONTAINS),
        ("status", Operator.HAS_ALL),
        ("tags", Operator.IS),
        ("born", Operator.BEFORE_LAST_DAYS),
        ("subscribed", Operator.ANY_OF),
    ],
)
def test_each_kind_has_its_own_operators(field: str, operator: Operator) -> None:
    error = refused(Condition(field, operator, "x"))
    assert error.field == field
    assert "can’t be asked this way" in str(error)


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("name", "is", None),
        ("name", "is", ""),
        ("name", "is", 7),
        ("name", "contains", "!?"),
        ("name", "contains", "a\0"),
        ("name", "contains", "a\ud800"),
        ("name", "contains", "a" * 1_001),
        ("name", "any_of", ()),
        ("name", "any_of", "Anna"),
        ("name", "any_of", ("Anna", None)),
        ("name", "any_of", ("Anna",) * (MAX_VALUES + 1)),
        ("name", "empty", "x"),
        ("phones", "is", "call me"),
        ("status", "is", "enemy"),
        ("status", "is", ["client"]),
        ("visits", "is", True),
        ("visits", "is", "7"),
        ("visits", "is", float("nan")),
        ("visits", "<", float("inf")),
        ("visits", "<", 10**400),
        ("visits", "between", (3, 2)),
        ("visits", "between", (1, 2, 3)),
        ("visits", "between", 1),
        ("budget", "is", 100),
        ("budget", "is", Amount(1, "rubles")),
        ("budget", "is", Amount(1.5, "RUB")),  # type: ignore[arg-type]
        ("budget", "between", (Amount(1, "RUB"), Amount(2, "PLN"))),
        ("due", "is", "14.10.2026"),
        ("due", "is", "2026-02-30"),
        ("due", "is", "0001-01-01"),
        ("due", "is", "2026-10-14T10:00:00Z"),
        ("due", "is", "２０２６-10-14"),
        ("due", "between", ("2026-10-15", "2026-10-14")),
        ("touched", "<", "2026-10-14T10:00:00"),
        ("touched", "between", ("2026-10-14T10:00:00Z", "2026-10-14T09:00:00Z")),
        ("born", "is", "--02-30"),
        ("born", "<", "--02-28"),
        ("subscribed", "is", 1),
        ("owner", "is", "me"),
        ("owner", "is", "{00000000-0000-0000-0000-000000000001}"),
        ("touched", "in_last_days", -1),
        ("touched", "in_last_days", True),
        ("touched", "in_last_days", 1.5),
        ("touched", "in_last_days", MAX_DAYS + 1),
        ("touched", "today", 1),
    ],
)
def test_a_value_that_does_not_suit_its_field_is_refused(
    field: str, operator: str, value: Any
) -> None:
    error = refused(Condition(field, Operator(operator), value))
    assert error.field == field
    assert f"“{PERSON.field(field).label}”" in str(error)


@pytest.mark.parametrize("value", ["--02-29", "2024-02-29"])
def test_the_leap_day_is_a_birthday(value: str) -> None:
    bind(Condition("born", Operator.IS, value), "person", CATALOGUES)


def nested(depth: int) -> Node:
    node: Node = EVERYTHING
    for _ in range(depth - 1):
        node = Not(node)
    return node


def test_a_filter_has_limits() -> None:
    many = tuple(f"tag {number}" for number in range(MAX_VALUES))
    condition = Condition("tags", Operator.HAS_ANY, many)
    bind(nested(MAX_DEPTH), "person", CATALOGUES)
    for too_large in (
        nested(MAX_DEPTH + 1),
        nested(100_000),
        And((EVERYTHING,) * MAX_CONDITIONS),
        And((condition,) * (MAX_ALL_VALUES // MAX_VALUES + 1)),
    ):
        assert "too large" in str(refused(too_large))


def test_every_kind_can_be_asked_whether_it_is_empty() -> None:
    assert set(OPERATORS) == set(FieldKind)
    for operators in OPERATORS.values():
        assert {Operator.EMPTY, Operator.NOT_EMPTY} <= set(operators)
        assert len(set(operators)) == len(operators)


def test_a_field_declared_twice_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        Catalogue("person", (PERSON.field("name"), PERSON.field("name")))


@given(st.sampled_from(TextRule), st.text())
def test_a_key_is_its_own_key(rule: TextRule, text: str) -> None:
    """Else a stored key would not be found by itself."""
    key = rule.key(text)
    assert rule.key(key) == key
