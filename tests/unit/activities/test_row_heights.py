"""Where rows of different heights stand, whatever comes, goes or is measured."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.gui.pages.activities.row_heights import RowHeights

HEIGHTS = st.lists(st.integers(1, 90), min_size=1, max_size=40)
STEPS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 90), st.booleans()), max_size=20)


def tops_of(heights: RowHeights) -> list[int]:
    return [heights.top(row) for row in range(len(heights) + 1)]


@given(HEIGHTS, STEPS)
def test_tops_are_the_sums_of_what_stands_above(first: list[int], steps: list[Any]) -> None:
    plain: list[int] = []
    heights = RowHeights()
    heights.insert(0, first)
    plain[0:0] = first
    for place, height, is_new in steps:
        row = place % (len(plain) + 1)
        if is_new or not plain:
            heights.insert(row, [height, 1])
            plain[row:row] = [height, 1]
        elif row < len(plain):
            assert heights.learn(row, height) == height - plain[row]
            plain[row] = height
        else:
            heights.remove(row // 2, row)
            del plain[row // 2 : row]
        assert heights.top(min(row, len(plain))) == sum(plain[: min(row, len(plain))])
    assert tops_of(heights) == [0, *accumulate(plain)]
    assert heights.total == sum(plain)
    for row, top in enumerate(tops_of(heights)[:-1]):
        assert heights.row_at(top) == row
        assert heights.row_at(top + plain[row] - 1) == row


def test_there_is_no_row_above_the_first_and_below_the_last() -> None:
    heights = RowHeights()
    assert heights.row_at(0) == -1
    heights.insert(0, [10, 20])
    assert (heights.row_at(-1), heights.row_at(29), heights.row_at(30)) == (-1, 1, -1)


def test_a_row_that_changed_keeps_its_height_as_a_guess() -> None:
    heights = RowHeights()
    heights.insert(0, [10])
    heights.learn(0, 25)
    assert heights.is_measured(0)
    heights.doubt(0)
    assert not heights.is_measured(0)
    assert heights.height(0) == 25


def test_what_comes_below_leaves_the_places_above_alone() -> None:
    heights = RowHeights()
    heights.insert(0, [30] * 100_000)
    assert heights.top(100_000) == 3_000_000
    heights.learn(99_990, 40)
    assert heights.row_at(3_000_009) == 99_999
    heights.insert(100_000, [5])
    assert heights.top(100_001) == heights.total == 3_000_015


def test_rows_of_another_width_are_all_as_much_higher() -> None:
    heights = RowHeights()
    heights.insert(0, [30, 50])
    heights.learn(0, 40)
    heights.scale(1.5)
    assert tops_of(heights) == [0, 60, 135]
    assert not heights.is_measured(0)
