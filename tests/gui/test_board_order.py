"""Which card stands where: moves, ends, and taking back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.gui.kit.board.order import BoardOrder, Place


def order_of(**columns: list[int]) -> BoardOrder:
    order = BoardOrder()
    order.set_columns(columns)
    return order


def test_cards_come_above_the_one_they_are_put_on() -> None:
    order = order_of(a=[1, 2, 3], b=[4, 5])
    assert order.move([2], "b", 5)
    assert order.columns == {"a": [1, 3], "b": [4, 2, 5]}


def test_nothing_changes_where_cards_stand_already() -> None:
    order = order_of(a=[1, 2, 3])
    assert not order.move([2], "a", 3)
    assert order.take_back([2]) == []


def test_cards_are_found_by_columns_then_lines() -> None:
    order = order_of(a=[1, 2, 3], b=[4, 5])
    assert list(order.places([5, 3, 1, 99])) == [1, 3, 5]
    assert order.place_of(5) == Place("b", 1)


def test_the_card_below_is_none_of_those_that_are_dragged() -> None:
    order = order_of(a=[1, 2, 3])
    assert order.below(Place("a", 0), [1, 2]) == 3
    assert order.below(Place("a", 3)) is None


def test_what_a_page_says_counts_more_than_what_was_done() -> None:
    order = order_of(a=[1, 2], b=[3])
    order.move([1], "b", None)
    order.set_columns({"a": [2], "b": [3, 1]})
    assert order.take_back([1]) == []
    assert order.columns == {"a": [2], "b": [3, 1]}


def test_a_card_whose_column_is_gone_is_not_taken_back() -> None:
    order = order_of(a=[1], b=[2])
    order.move([1], "b", None)
    del order.columns["a"]
    assert order.take_back([1]) == []


@st.composite
def moves(draw: st.DrawFn) -> tuple[dict[str, list[int]], list[int], str, int | None]:
    """Columns, some of their cards, and a place for them."""
    sizes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=4))
    rids = iter(range(1, 100))
    columns = {f"c{n}": [next(rids) for _card in range(size)] for n, size in enumerate(sizes)}
    everything = [rid for column in columns.values() for rid in column]
    taken = draw(st.sets(st.sampled_from(everything))) if everything else set()
    target = draw(st.sampled_from(sorted(columns)))
    free = [rid for rid in columns[target] if rid not in taken]
    before = draw(st.sampled_from([None, *free]))
    return columns, [rid for rid in everything if rid in taken], target, before


@given(moves())
def test_taking_back_undoes_every_move(
    case: tuple[dict[str, list[int]], list[int], str, int | None],
) -> None:
    columns, taken, target, before = case
    order = order_of(**columns)
    order.move(taken, target, before)
    order.take_back(taken)
    assert order.columns == columns


@given(moves())
def test_no_card_is_lost_or_doubled(
    case: tuple[dict[str, list[int]], list[int], str, int | None],
) -> None:
    columns, taken, target, before = case
    order = order_of(**columns)
    order.move(taken, target, before)
    all_rids = sorted(rid for column in order.columns.values() for rid in column)
    assert all_rids == sorted(rid for column in columns.values() for rid in column)
    start = order.columns[target].index(taken[0]) if taken else 0
    assert order.columns[target][start : start + len(taken)] == taken


@given(moves())
def test_what_was_ended_comes_back(
    case: tuple[dict[str, list[int]], list[int], str, int | None],
) -> None:
    columns, taken, _target, _before = case
    order = order_of(**columns)
    order.remove(taken)
    assert not order.places(taken)
    order.take_back(taken)
    assert order.columns == columns
