"""Where cards of different heights stand, and where something held above them belongs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.gui.kit.board.dragging import EDGE, push_speed
from crm_desktop.gui.kit.board.geometry import ColumnGeometry


def geometry_of(*heights: int) -> ColumnGeometry:
    geometry = ColumnGeometry(6)
    geometry.set_steps([height + geometry.gap for height in heights])
    return geometry


def test_cards_stand_one_below_another_with_a_gap() -> None:
    geometry = geometry_of(100, 50)
    assert [geometry.top(0), geometry.top(1), geometry.height] == [0, 106, 156]
    assert [geometry.height_of(0), geometry.height_of(1)] == [100, 50]


@pytest.mark.parametrize(("y", "line"), [(0, 0), (99, 0), (100, -1), (106, 1), (155, 1), (156, -1)])
def test_gaps_belong_to_no_card(y: int, line: int) -> None:
    assert geometry_of(100, 50).line_under(y) == line


def test_the_slot_pushes_what_is_below_it_down() -> None:
    geometry = geometry_of(100, 50)
    geometry.open_slot(1, 70)
    assert geometry.slot == (106, 70)
    assert [geometry.top(0), geometry.top(1), geometry.height] == [0, 182, 232]
    assert [geometry.line_under(y) for y in (50, 120, 190)] == [0, -1, 1]
    geometry.open_slot(-1, 0)
    assert geometry.slot is None
    assert geometry.top(1) == 106


@pytest.mark.parametrize(("y", "line"), [(-5, 0), (49, 0), (51, 1), (120, 1), (140, 2), (999, 2)])
def test_what_is_held_belongs_above_the_card_whose_middle_is_below(y: int, line: int) -> None:
    assert geometry_of(100, 50).place_for(y) == line


def test_an_empty_column_takes_everything_at_its_top() -> None:
    assert geometry_of().place_for(300) == 0
    assert list(geometry_of().lines_between(0, 500)) == []


@given(st.lists(st.integers(20, 200), max_size=30), st.integers(-50, 4000), st.integers(20, 200))
def test_over_its_own_slot_what_is_held_stays(heights: list[int], y: int, slot: int) -> None:
    geometry = geometry_of(*heights)
    line = geometry.place_for(y)
    geometry.open_slot(line, slot)
    top, height = geometry.slot or (0, 0)
    assert all(
        geometry.place_for(inside) == line for inside in (top, top + height // 2, top + height)
    )


@given(st.lists(st.integers(20, 200), min_size=1, max_size=30), st.integers(0, 30))
def test_every_card_is_found_where_it_stands(heights: list[int], slot_line: int) -> None:
    geometry = geometry_of(*heights)
    geometry.open_slot(min(slot_line, len(heights)), 90)
    for line, height in enumerate(heights):
        top = geometry.top(line)
        assert geometry.line_under(top) == geometry.line_under(top + height - 1) == line
        assert line in geometry.lines_between(top, top)


def test_scrolling_is_faster_the_closer_to_the_edge() -> None:
    speeds = [push_speed(y, 600) for y in (EDGE, 30, 10, 0, -20)]
    assert speeds[0] == 0
    assert speeds == sorted(speeds, reverse=True)
    assert push_speed(600 - 5, 600) == -push_speed(5, 600)
    assert push_speed(300, 600) == 0
