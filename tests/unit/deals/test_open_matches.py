"""Whether a filter can match an open deal: else a board of it would be empty without a word."""

from __future__ import annotations

import pytest

from crm_desktop.features.views.modes import matches_open
from crm_desktop.filters.ast import (
    EVERYTHING,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Or,
    Quantifier,
    Related,
)

WON = Condition("status", Operator.IS, "won")
OPEN = Condition("status", Operator.IS, "open")
CLOSED = Condition("status", Operator.ANY_OF, ("won", "lost"))
CALLED = Condition("title", Operator.IS, "Office")


@pytest.mark.parametrize(
    ("asked", "possible"),
    [
        (EVERYTHING, True),
        (OPEN, True),
        (WON, False),
        (CLOSED, False),
        (Not(OPEN), False),
        (Not(WON), True),
        (Condition("status", Operator.IS_NOT, "open"), False),
        (Condition("status", Operator.NONE_OF, ("won", "lost")), True),
        (Condition("status", Operator.EMPTY), False),
        (Condition("closed_at", Operator.THIS_MONTH), False),
        (Condition("closed_at", Operator.EMPTY), True),
        (Condition("lost_reason", Operator.NOT_EMPTY), False),
        (CALLED, True),
        (And((CALLED, WON)), False),
        (Or((CALLED, WON)), True),
        (Or((WON, Condition("closed_at", Operator.TODAY))), False),
        (Or(()), False),
        (Related("contacts", Quantifier.NONE, EVERYTHING), True),
    ],
)
def test_whether_an_open_deal_can_match_is_known_of_every_filter(
    asked: Node, possible: bool
) -> None:
    assert matches_open(asked) is possible
