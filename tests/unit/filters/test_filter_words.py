"""Filters read as phrases (design/interaction.md, section 10)."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import set_language
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
from crm_desktop.filters.words import Wording, chip_words, chips, phrase
from tests.factories.filter_world import CATALOGUES, IDS, nodes

WORDING = Wording(ZoneInfo("Europe/Warsaw"))
CITY = Condition("city", Operator.IS, "Saint Petersburg")
RECENT = Condition("touched", Operator.IN_LAST_DAYS, 30)


def said(node: Node, wording: Wording = WORDING) -> str:
    return phrase(bind(node, "person", CATALOGUES), wording)


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("city", "is", "Saint Petersburg", "City: Saint Petersburg"),
        ("city", "has_any", ("Łódź", "Елец", "Omsk"), "City: Łódź, Елец or Omsk"),
        ("city", "has_all", ("Łódź", "Елец"), "City: Łódź and Елец"),
        ("name", "contains", "50%", "Name: contains “50%”"),
        ("name", "is", "{field}", "Name: {field}"),
        ("name", "empty", None, "Name: empty"),
        ("status", "is", "client", "Status: Client"),
        ("status", "none_of", ("client", "VIP"), "Status: not Client or VIP"),
        ("touched", "in_last_days", 30, "Last contact: within 30 days"),
        ("touched", "in_last_days", 1, "Last contact: within 1 day"),
        ("touched", "days_ago", 3, "Last contact: 3 days ago"),
        ("touched", "days_ahead", 1, "Last contact: in 1 day"),
        ("touched", "before_last_days", 30, "Last contact: more than 30 days ago"),
        ("touched", "<", "2026-10-14T19:00:00Z", "Last contact: before 14 October 2026, 21:00"),
        (
            "due",
            "between",
            ("2026-10-01", "2026-10-02"),
            "Due: from 1 October 2026 to 2 October 2026",
        ),
        ("born", "is", "--03-18", "Birthday: 18 March"),
        ("born", "this_week", None, "Birthday: this week"),
        ("visits", ">", 1234567.5, "Visits: more than 1,234,567.5"),
        ("visits", "<=", 3, "Visits: at most 3"),
        ("budget", ">=", Amount(118_000_050, "EUR"), "Budget: at least €1,180,000.50"),
        ("budget", ">=", Amount(118_000_000, "EUR"), "Budget: at least €1,180,000"),
        ("subscribed", "is", False, "Subscribed: no"),
    ],
)
def test_a_condition_reads_like_a_phrase(
    field: str, operator: str, value: Any, expected: str
) -> None:
    assert said(Condition(field, Operator(operator), value)) == expected


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (EVERYTHING, "all records"),
        (Or(), "no records"),
        (And((CITY,)), "City: Saint Petersburg"),
        (And((CITY, RECENT)), "(City: Saint Petersburg and Last contact: within 30 days)"),
        (Or((CITY, RECENT)), "(City: Saint Petersburg or Last contact: within 30 days)"),
        (Not(CITY), "everything but “City: Saint Petersburg”"),
        (
            Related("firms", Quantifier.ANY, Condition("name", Operator.IS, "Вектор")),
            "Companies: at least one with “Name: Вектор”",
        ),
        (Related("firms", Quantifier.NONE, EVERYTHING), "Companies: none"),
        (Related("firms", Quantifier.ANY, EVERYTHING), "Companies: any"),
        (Not(RECENT), "Last contact: not within 30 days"),
    ],
)
def test_groups_read_like_phrases(node: Node, expected: str) -> None:
    assert said(node) == expected


def test_each_condition_that_must_hold_is_a_chip() -> None:
    def chips_of(node: Node) -> list[str]:
        return chips(bind(node, "person", CATALOGUES), WORDING)

    assert chips_of(EVERYTHING) == []
    assert chips_of(CITY) == ["City: Saint Petersburg"]
    assert chips_of(And((CITY, RECENT))) == [
        "City: Saint Petersburg",
        "Last contact: within 30 days",
    ]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (CITY, ("City", "Saint Petersburg")),
        (Not(RECENT), ("Last contact", "not within 30 days")),
        (Related("firms", Quantifier.NONE, EVERYTHING), ("Companies", "none")),
        (Not(CITY), ("", "everything but “City: Saint Petersburg”")),
        (Or((CITY, RECENT)), ("", "City: Saint Petersburg or Last contact: within 30 days")),
    ],
)
def test_a_chip_tells_the_field_from_what_is_asked_of_it(
    node: Node, expected: tuple[str, str]
) -> None:
    assert chip_words(bind(node, "person", CATALOGUES), WORDING) == expected


def test_data_is_called_by_its_name() -> None:
    wording = Wording(WORDING.zone, name_of=lambda field, code: f"the {field.name} of {code[-1]}")
    assert said(Condition("owner", Operator.IS, IDS[0]), wording) == "Owner: the owner of 1"


@pytest.mark.parametrize("language", ["ru", "en", "pl"])
@given(node=nodes())
def test_every_filter_has_words_in_every_language(language: str, node: Node) -> None:
    set_language(language)
    try:
        bound = bind(node, "person", CATALOGUES)
    except Invalid:
        return
    assert phrase(bound, WORDING)
