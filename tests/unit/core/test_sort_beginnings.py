"""What the sort keys of names begin with that begin with some letters: so a list jumps to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.text.sorting import sort_beginnings, sort_key

_LETTERS = st.text("aąbźżABŻабёжэАЁЖ 0123456789", min_size=1, max_size=12)


def begins(name: str, text: str) -> bool:
    """Whether who types ``text`` would jump to ``name``."""
    return sort_beginnings(text).begin(sort_key(name))


@given(_LETTERS.filter(str.strip), _LETTERS)
def test_every_name_is_found_by_its_beginning(beginning: str, rest: str) -> None:
    if beginning.strip().lstrip("0"):
        assert begins(f"{beginning.lstrip(' 0')}{rest}", beginning.lstrip(" 0"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ёлкин", "ел"),
        ("«Ромашка»", "ром"),
        ("Żubr", "żu"),
        ("Иванов Пётр", "иванов п"),
        ("12 стульев", "1"),
        ("Order 1024", "order 10"),
        ("MÜLLER", "mul"),
        ("Łukasz", "l"),
        ("Łoś", "lo"),
        ("Łoś", "łos"),
        ("Żółć", "zolc"),
        ("Częstochowa źdźbło ósme", "czestochowa zdzblo os"),
        ("Źródło 24", "zrodlo 2"),
    ],
)
def test_capitals_accents_and_quotes_do_not_hinder(name: str, text: str) -> None:
    assert begins(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Lech", "ł"),
        ("Иванов", "ван"),
        ("Order 24", "order 4"),
        ("Anna", "«»"),
        ("Częstochowa źdźbło ósme", "czestochowa zdzblo on"),
        ("Źródło 24", "zrodlo 4"),
    ],
)
def test_what_does_not_begin_so_is_not_found(name: str, text: str) -> None:
    assert not begins(name, text)
