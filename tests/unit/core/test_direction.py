"""Names that run from right to left, inside sentences that don't."""

from __future__ import annotations

import pytest

from crm_desktop.core.text.direction import isolated, runs_right_to_left


@pytest.mark.parametrize("text", ["", "Anna Kim", "Łucja Żak", "Анна", "42", "👩 Family", "陳"])
def test_what_runs_from_left_to_right_stays_as_it_is(text: str) -> None:
    assert not runs_right_to_left(text)
    assert isolated(text) == text


@pytest.mark.parametrize("name", ["יעל כהן (2)", "شركة النور 42", "Yael יעל"])
def test_what_runs_the_other_way_is_isolated_from_what_stands_around_it(name: str) -> None:
    assert isolated(name) == f"\u2068{name}\u2069"
