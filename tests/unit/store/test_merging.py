"""Lists that two people changed merge by element; the same element changed twice does not."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.store.merging import merge_items
from crm_desktop.store.records import Belonging

TABLE = sa.Table("phone_of_nobody", sa.MetaData())
PHONES = Belonging("phones", TABLE, ("value", "type"), identity=("value",))
SITES = Belonging("sites", TABLE, ("value",), plain=True)


def phone(value: str, kind: str = "work", **more: Any) -> dict[str, Any]:
    return {"value": value, "type": kind, **more}


ONE, TWO, THREE = phone("1"), phone("2"), phone("3")


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ([], [ONE], [TWO], [TWO, ONE]),
        ([ONE], [ONE, TWO], [ONE, THREE], [ONE, THREE, TWO]),
        ([ONE, TWO], [ONE], [ONE, TWO, THREE], [ONE, THREE]),
        ([ONE, TWO], [ONE], [TWO], []),
        ([ONE], [phone("1", "home")], [ONE, TWO], [phone("1", "home"), TWO]),
        ([ONE], [phone("1", "home")], [phone("1", "home")], [phone("1", "home")]),
        ([ONE], [phone("1", "home")], [phone("1", "mobile")], None),
        ([ONE], [phone("1", "home")], [], None),
        ([ONE], [], [phone("1", "home")], None),
    ],
)
def test_elements_merge_one_by_one(
    base: list[Any], mine: list[Any], theirs: list[Any], merged: list[Any] | None
) -> None:
    assert merge_items(PHONES, base, mine, theirs) == merged


def test_one_primary_stays_and_it_is_mine() -> None:
    base = [phone("1", primary=True)]
    mine = [phone("1", primary=True), phone("2", primary=False), phone("3", primary=True)]
    theirs = [phone("1", primary=True), phone("4", primary=False)]
    merged = merge_items(PHONES, base, mine, theirs)
    assert merged is not None
    assert sum(item["primary"] for item in merged) == 1


lists = st.lists(
    st.builds(phone, st.sampled_from("123"), st.sampled_from(["work", "home"])),
    unique_by=lambda item: str(item["value"]),
)


@given(base=lists, mine=lists)
def test_without_others_changes_mine_hold(base: list[Any], mine: list[Any]) -> None:
    merged = merge_items(PHONES, base, mine, base)
    assert merged is not None
    assert sorted(merged, key=str) == sorted(mine, key=str)


@given(base=lists, theirs=lists)
def test_without_my_changes_theirs_hold(base: list[Any], theirs: list[Any]) -> None:
    assert merge_items(PHONES, base, base, theirs) == theirs


sites = st.lists(st.sampled_from("abcd"), unique=True)


@given(base=sites, mine=sites, theirs=sites)
def test_plain_lists_always_merge_and_keep_what_either_added(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    merged = merge_items(SITES, base, mine, theirs)
    assert merged is not None
    added = (set(mine) | set(theirs)) - set(base)
    removed = set(base) - (set(mine) & set(theirs))
    assert set(merged) == (set(base) | added) - removed
