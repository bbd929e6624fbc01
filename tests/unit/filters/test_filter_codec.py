"""Filters survive JSON, and no JSON survives that is no filter."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import Invalid
from crm_desktop.filters.ast import (
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
from crm_desktop.filters.codec import MAX_LENGTH, decode, encode, from_json, to_json
from tests.factories.filter_world import nodes


@given(nodes())
def test_what_is_written_is_read_back(node: Node) -> None:
    assert decode(encode(node)) == node
    assert from_json(to_json(node)) == node


def test_the_written_form_never_changes() -> None:
    node = And(
        (
            Condition("city", Operator.ANY_OF, ("Санкт-Петербург", "Łódź")),
            Condition("touched", Operator.IN_LAST_DAYS, 30),
            Or((Condition("name", Operator.EMPTY), Not(Condition("visits", Operator.LESS, 2)))),
            Related("firms", Quantifier.NONE, Condition("budget", Operator.IS, Amount(5, "RUB"))),
        )
    )
    text = (
        '{"version":1,"filter":{"and":['
        '{"field":"city","any_of":["Санкт-Петербург","Łódź"]},'
        '{"field":"touched","in_last_days":30},'
        '{"or":[{"field":"name","empty":null},{"not":{"field":"visits","<":2}}]},'
        '{"related":"firms","none":{"field":"budget","is":{"minor":5,"currency":"RUB"}}}'
        "]}}"
    )
    assert encode(node) == text
    assert decode(text) == node


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        " " * (MAX_LENGTH + 1),
        '{"version":1}',
        '{"version":"1","filter":{"and":[]}}',
        '{"version":true,"filter":{"and":[]}}',
        '{"version":1,"filter":[]}',
        '{"version":1,"filter":{}}',
        '{"version":1,"filter":{"xor":[]}}',
        '{"version":1,"filter":{"and":{}}}',
        '{"version":1,"filter":{"and":[],"or":[]}}',
        '{"version":1,"filter":{"and":[null]}}',
        '{"version":1,"filter":{"not":[]}}',
        '{"version":1,"filter":{"field":"name"}}',
        '{"version":1,"filter":{"field":7,"is":"x"}}',
        '{"version":1,"filter":{"field":"name","like":"x"}}',
        '{"version":1,"filter":{"field":"name","is":"x","is_not":"y"}}',
        '{"version":1,"filter":{"field":"name","is":{"a":1}}}',
        '{"version":1,"filter":{"field":"name","any_of":[["x"]]}}',
        '{"version":1,"filter":{"field":"name","any_of":[null]}}',
        '{"version":1,"filter":{"field":"visits","is":NaN}}',
        '{"version":1,"filter":{"field":"budget","is":{"minor":[],"currency":"RUB"}}}',
        '{"version":1,"filter":{"related":"firms","all":{"and":[]}}}',
        '{"version":1,"filter":{"related":"firms","any":null}}',
        '{"version":1,"filter":' + '{"not":' * 50 + "{}" + "}" * 51,
    ],
    ids=lambda text: text[:60],
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="can’t be read"):
        decode(text)


def test_a_filter_of_a_newer_program_asks_for_the_newer_program() -> None:
    with pytest.raises(Invalid, match="newer version"):
        decode('{"version":2,"filter":{"all":[]}}')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["and", "or", "not", "field", "is", "related", "any", "minor"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(JSON)
def test_any_json_is_a_filter_or_refused(data: Any) -> None:
    text = json.dumps({"version": 1, "filter": data})
    try:
        node = decode(text)
    except Invalid:
        return
    assert from_json(to_json(node)) == node


@given(st.text())
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    with pytest.raises(Invalid):
        decode(text)
