"""What stages ask of deals on the way, how visits follow each other, where cards find room."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import Invalid
from crm_desktop.features.common.placing import make_room
from crm_desktop.features.deals.checks import quantity
from crm_desktop.features.deals.rules import (
    Candidate,
    Way,
    day_in,
    entered,
    left,
    line_total,
    missing,
    seconds_of,
    way_to,
)
from crm_desktop.features.pipelines.rows import PipelineRow, Requirement, StageRow


def stage(name: str, *fields: str, is_intake: bool = False) -> StageRow:
    required = tuple(Requirement("deal", field) for field in fields)
    return StageRow(1, name, 1, "p", name, "grey", 10, None, "", None, required, is_intake)


def pipeline(*stages: StageRow) -> PipelineRow:
    return PipelineRow(1, "p", 1, "P", "PLN", True, True, None, False, stages)


LINE = pipeline(
    stage("intake", "never", is_intake=True),
    stage("new", "a"),
    stage("offer", "b"),
    stage("contract", "c"),
)


@pytest.mark.parametrize(
    ("here", "there", "asked", "skipped"),
    [
        ("new", "offer", "b", ()),
        ("new", "contract", "bc", ("offer",)),
        ("contract", "new", "", ()),
        ("offer", "offer", "", ()),
        ("new", None, "bc", ()),
        ("contract", None, "", ()),
        ("intake", "new", "a", ()),
        ("intake", "contract", "c", ()),
        ("elsewhere", "offer", "b", ()),
        ("new", "intake", "", ()),
        ("new", "nowhere", "", ()),
        ("intake", None, "abc", ()),
    ],
)
def test_the_way_to_a_stage_asks_for_all_that_is_passed_forwards(
    here: str, there: str | None, asked: str, skipped: tuple[str, ...]
) -> None:
    fields = tuple(Requirement("deal", field) for field in asked)
    assert way_to(LINE, here, there) == Way(fields, skipped)


@pytest.mark.parametrize(
    ("value", "is_missing"),
    [(None, True), ("", True), ([], True), (0, False), (False, False), ("x", False)],
)
def test_nothing_is_missing_but_zero_and_no_are_something(value: Any, is_missing: bool) -> None:
    candidate = Candidate("d", {"source": value})
    assert bool(missing([candidate], [Requirement("deal", "source")])) == is_missing


def test_visits_end_when_the_next_begins_and_never_before_they_began() -> None:
    early, late = "2026-10-14T09:00:00.000Z", "2026-10-14T10:00:00.000Z"
    visits = entered(entered((), "a", early), "b", late)
    assert [one["left"] for one in visits] == [late, None]
    assert seconds_of(visits[0]) == 3600
    assert seconds_of(visits[1]) is None
    (back,) = left(entered((), "a", late), early)
    assert back["left"] == late
    assert left([back], early) == [back]
    assert left((), early) == []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("84", "84"), ("84.500", "84.5"), ("0", "0"), ("1E3", "1000"), (2, "2"), ("0.001", "0.001")],
)
def test_quantities_are_kept_without_needless_zeros(typed: Any, stored: str) -> None:
    assert quantity(typed) == stored


def test_a_line_is_rounded_half_up_to_the_minor_unit() -> None:
    line = {"quantity": "0.5", "price_minor": 3, "discount": 0, "vat": None}
    assert line_total(line) == 2
    assert line_total({**line, "price_minor": -3}) == -2


# Places


@given(
    inserts=st.lists(st.tuples(st.integers(1, 3), st.floats(0, 1, exclude_max=True)), max_size=200)
)
def test_newcomers_always_find_room_in_their_order(inserts: list[tuple[int, float]]) -> None:
    column: list[tuple[float, int]] = []
    expected: list[int] = []
    for number, (count, share) in enumerate(inserts):
        index = int(share * (len(column) + 1))
        above = column[index - 1][0] if index else None
        places, moved = make_room(count, above, [place for place, _name in column[index:]])
        pushed = [(place, column[index + n][1]) for n, place in enumerate(moved)]
        newcomers = [(place, number * 10 + n) for n, place in enumerate(places)]
        column = [*column[:index], *newcomers, *pushed, *column[index + len(moved) :]]
        expected[index:index] = [name for _place, name in newcomers]
        assert [name for _place, name in sorted(column)] == expected
        assert len({place for place, _name in column}) == len(column)


def test_a_move_to_the_same_place_seldom_pushes_others() -> None:
    pushed, last = 0, 2.0
    for _ in range(1000):
        (place,), moved = make_room(1, 1.0, [last])
        pushed += bool(moved)
        last = place
    assert pushed < 80


@pytest.mark.parametrize(
    ("month", "day", "found"),
    [
        ("2026-11", "2026-10-14", "2026-11-14"),
        ("2026-11", "2026-10-31", "2026-11-30"),
        ("2028-02", None, "2028-02-29"),
        ("", "2026-10-14", None),
    ],
)
def test_a_deal_keeps_its_day_in_another_month(
    month: str, day: str | None, found: str | None
) -> None:
    assert day_in(month, day) == found


def test_what_is_no_month_is_refused() -> None:
    with pytest.raises(Invalid):
        day_in("2026-13", None)
