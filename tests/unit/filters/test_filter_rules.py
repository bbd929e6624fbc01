"""What each condition means, decided on records in memory."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.filters.ast import (
    EVERYTHING,
    Amount,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Or,
    Quantifier,
    Related,
)
from crm_desktop.filters.binding import bind
from crm_desktop.filters.context import Context, Record
from crm_desktop.filters.evaluate import matches
from tests.factories.filter_world import CATALOGUES, NOW

CONTEXT = Context(NOW, ZoneInfo("Europe/Warsaw"))


def holds(node: Node, **record: Any) -> bool:
    return matches(bind(node, "person", CATALOGUES), record, CONTEXT)


def asked(field: str, operator: str, value: Any = None) -> Condition:
    return Condition(field, Operator(operator), value)


@pytest.mark.parametrize(
    ("stored", "operator", "sought"),
    [
        ("Ёлкин", "is", "ЕЛКИН"),
        ("O’Neill", "is", "oneill"),
        ("Łódź", "is", "lodz"),
        ("Санкт-Петербург", "is", "санкт петербург"),
        ("Санкт-Петербург", "contains", "петер"),
        ("Санкт-Петербург", "starts_with", "САНКТ"),
        ("Ёлкин", "any_of", ("Иванов", "елкин")),
        ("Ёлкин", "none_of", ("Иванов", "Елкина")),
        ("Ёлкин", "is_not", "Ёлкина"),
    ],
)
def test_text_is_compared_as_people_read_it(stored: str, operator: str, sought: Any) -> None:
    assert holds(asked("name", operator, sought), name=stored)


@pytest.mark.parametrize(
    ("stored", "operator", "sought"),
    [
        ("Санкт-Петербург", "starts_with", "петер"),
        ("й", "is", "и"),
        ("Ёлкин", "none_of", ("Иванов", "елкин")),
    ],
)
def test_text_that_differs_does_not_match(stored: str, operator: str, sought: Any) -> None:
    assert not holds(asked("name", operator, sought), name=stored)


def test_signs_are_spaces_in_text_and_those_at_the_ends_do_not_count() -> None:
    assert holds(asked("name", "contains", "край%"), name="Край")


@pytest.mark.parametrize("missing", [{}, {"name": None}, {"name": ""}], ids=str)
def test_missing_null_and_the_empty_text_are_all_empty(missing: Record) -> None:
    assert holds(asked("name", "empty"), **missing)
    assert not holds(asked("name", "not_empty"), **missing)


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("name", "is_not", "Ёлкин"),
        ("name", "none_of", ("Ёлкин",)),
        ("status", "is_not", "client"),
        ("visits", "is_not", 3),
        ("subscribed", "is_not", True),
        ("tags", "has_none", ("hot",)),
    ],
)
def test_not_this_value_includes_no_value(field: str, operator: str, value: Any) -> None:
    assert holds(asked(field, operator, value))


@pytest.mark.parametrize(
    ("operator", "tags", "expected"),
    [
        ("has_any", ["hot"], True),
        ("has_any", ["cold"], False),
        ("has_all", ["hot"], False),
        ("has_all", ["vip", "cold", "hot"], True),
        ("has_none", ["cold"], True),
        ("has_none", ["cold", "vip"], False),
    ],
)
def test_lists_are_asked_for_any_all_or_none(
    operator: str, tags: list[str], expected: bool
) -> None:
    assert holds(asked("tags", operator, ("hot", "vip")), tags=tags) is expected


@pytest.mark.parametrize(
    ("field", "operator", "sought"),
    [
        ("phones", "is", "+7 (900) 555-01-14"),
        ("phones", "contains", "555-01"),
        ("phones", "starts_with", "+7 900"),
        ("emails", "is", "ANNA@example.com"),
        ("emails", "contains", "@Example"),
        ("city", "has_any", ("Łódź", "елец")),
    ],
)
def test_a_list_inside_a_list_is_looked_through(field: str, operator: str, sought: Any) -> None:
    record = {
        "phones": [{"value": "+48600555114"}, {"value": "+79005550114"}],
        "emails": [{"value": "Anna@Example.com"}],
        "addresses": [{"country": "PL"}, {"city": ""}, {"city": "Елец"}],
    }
    assert holds(asked(field, operator, sought), **record)


def test_signs_count_in_an_email() -> None:
    record = {"emails": [{"value": "anna_k@example.com"}]}
    assert holds(asked("emails", "contains", "a_k"), **record)
    assert not holds(asked("emails", "contains", "a.k"), **record)


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("is", 2.0, True),
        ("is_not", 2, False),
        ("<", 2, False),
        ("<=", 2, True),
        (">", 1.5, True),
        (">=", 2.5, False),
        ("between", (2, 3), True),
        ("between", (0, 1), False),
    ],
)
def test_numbers_compare_by_value(operator: str, value: Any, expected: bool) -> None:
    assert holds(asked("visits", operator, value), visits=2) is expected


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        (">=", Amount(100_000, "RUB"), True),
        (">=", Amount(1, "PLN"), False),
        ("is_not", Amount(118_000, "PLN"), True),
        ("between", (Amount(0, "RUB"), Amount(118_000, "RUB")), True),
    ],
)
def test_amounts_compare_within_their_currency_only(
    operator: str, value: Any, expected: bool
) -> None:
    budget = {"minor": 118_000, "currency": "RUB"}
    assert holds(asked("budget", operator, value), budget=budget) is expected


def test_groups_hold_as_logic_says() -> None:
    yes, no = asked("subscribed", "is", True), asked("subscribed", "is", False)
    assert holds(EVERYTHING)
    assert not holds(Or())
    assert holds(And((yes, Not(no))), subscribed=True)
    assert holds(Or((no, yes)), subscribed=True)
    assert not holds(And((yes, no)), subscribed=True)


FIRMS: list[Record] = [{"name": "Вектор"}, {"name": "Север"}]


@pytest.mark.parametrize(
    ("firms", "quantifier", "expected"),
    [
        (FIRMS, Quantifier.ANY, True),
        (FIRMS[1:], Quantifier.ANY, False),
        ([], Quantifier.ANY, False),
        (FIRMS, Quantifier.NONE, False),
        ([], Quantifier.NONE, True),
    ],
)
def test_related_records_are_asked_in_their_own_words(
    firms: list[Record], quantifier: Quantifier, expected: bool
) -> None:
    node = Related("firms", quantifier, asked("name", "starts_with", "век"))
    assert holds(node, firms=firms) is expected


def test_related_records_that_nobody_gave_are_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        holds(Related("firms", Quantifier.ANY, EVERYTHING))
