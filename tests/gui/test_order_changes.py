"""A list's change is told in steps that lead from the old order to the new one, few if possible."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.gui.kit.order_changes import OrderChange, plan_change

orders = st.lists(st.integers(0, 40), unique=True, max_size=30).map(lambda keys: array("q", keys))


def replay(old: array[int], change: OrderChange) -> list[int]:
    """What a view makes of the steps."""
    keys = list(old)
    for first, last in reversed(change.removed):
        del keys[first : last + 1]
    for first, last in change.inserted:
        keys[first:first] = change.order[first : last + 1]
    return keys


@given(orders, orders)
def test_the_steps_lead_to_the_new_order(old: array[int], new: array[int]) -> None:
    change = plan_change(old, new)
    assert replay(old, change) == list(new)
    assert change.is_empty == (old == new)
    left = {key for first, last in change.removed for key in old[first : last + 1]}
    came = {key for first, last in change.inserted for key in new[first : last + 1]}
    assert change.moved == len(left | came)


@pytest.mark.parametrize(
    ("old", "new", "removed", "inserted"),
    [
        ([1, 2, 3], [1, 2, 3], 0, 0),
        ([], [1, 2], 0, 2),
        ([1, 2], [], 2, 0),
        ([1, 2, 4], [1, 2, 3, 4], 0, 1),
        ([1, 2, 3, 4], [1, 4], 2, 0),
        ([1, 2, 3, 4], [2, 3, 4, 1], 1, 1),
        ([1, 2, 3, 4], [2, 1, 3, 5, 4], 1, 2),
    ],
)
def test_only_what_moved_is_told(
    old: list[int], new: list[int], removed: int, inserted: int
) -> None:
    change = plan_change(array("q", old), array("q", new))
    assert sum(last - first + 1 for first, last in change.removed) == removed
    assert sum(last - first + 1 for first, last in change.inserted) == inserted


def test_one_new_record_in_a_million_is_one_step() -> None:
    old = array("q", range(1_000_000))
    new = old[:400_000] + array("q", [5_000_000]) + old[400_000:]
    assert plan_change(old, new).inserted == ((400_000, 400_000),)


def test_newcomers_everywhere_are_told_as_a_whole() -> None:
    old = array("q", range(0, 1000, 2))
    assert plan_change(old, array("q", range(1000))).wholesale
