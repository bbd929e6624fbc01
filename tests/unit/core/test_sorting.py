"""One order for three languages, after CLDR."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.text.sorting import NAMELESS, sort_key

ANY_TEXT = st.text(st.characters())

IN_ORDER = {
    "digits by value": ["Цех", "Цех 1", "Цех 2", "Цех 9", "Цех 10", "Цех 10а", "Цех 100"],
    "numbers before letters, Latin before Cyrillic": ["7 небо", "12 стульев", "Zorro", "Арфа"],
    "Polish letters after their base letter": [
        *("Adamczyk", "Azja", "Ącki", "Bąk", "Cyran", "Ćwik", "Lis", "Luty", "Łapińska", "Łuk"),
        *("Maj", "Nowak", "Ostrowski", "Ósemka", "Pazura", "Sowa", "Śliwa", "Tokarz", "Zych"),
        *("Źrebak", "Żak"),
    ],
    "ё is е unless nothing else differs": [
        *("Еж", "Ёж", "Ежов", "ёлка", "ель", "ельник", "Ётка", "Жук"),
    ],
    "Russian alphabet": ["Иванов", "Йодко", "Ким", "Щукин", "Эль", "Юдин", "Яковлев"],
    "neighbours of Russian letters": ["Гай", "Ґава", "Дуб", "Ель", "Єва", "Жук", "Иван", "Іван"],
    "a space before letters": ["Анна", "Анна Мария", "Анна-Мария", "Аннамария", "Аня"],
    "marks decide last": ["Muller", "Müller", "Muller A", "Mullet", "O'Neil", "Oneill"],
    "small before capital": ["все", "Все", "ВСЕ", "всё"],
    "quotes do not count": ["Альфа", "«Вектор»", "Гамма"],
    "nameless at the end": ["Яна", "漢字", "🙂", ""],
}


@pytest.mark.parametrize("names", IN_ORDER.values(), ids=IN_ORDER)
def test_names_stand_in_the_order_of_a_phone_book(names: list[str]) -> None:
    shuffled = names[1::2] + names[::2]
    assert sorted(shuffled, key=sort_key) == names


@given(ANY_TEXT)
def test_nothing_visible_sorts_after_everything(text: str) -> None:
    assert sort_key(text) <= NAMELESS == sort_key("  ")


@given(st.text(alphabet="abyząłźабвёйя ", min_size=1), st.text(alphabet="abząłżабёя"))
def test_a_beginning_stands_before_the_whole(beginning: str, ending: str) -> None:
    if beginning.strip():
        assert sort_key(beginning.strip()) <= sort_key(beginning + ending)


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_sort_by_value(first: int, second: int) -> None:
    assert (sort_key(f"Дом {first}") < sort_key(f"Дом {second}")) == (first < second)


@given(st.text(alphabet="abcабвё żł-'9", min_size=1))
def test_case_and_surrounding_spaces_never_part_equal_names(name: str) -> None:
    if name.strip():
        first_level = sort_key(name).partition(b"\0")[0]
        assert sort_key(f" {name.upper()} ").partition(b"\0")[0] == first_level
