"""Names of people split, shown and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.values.names import (
    NameParts,
    display_name,
    names_contradict,
    split_full_name,
)


@pytest.mark.parametrize(
    ("written", "family", "given_name", "middle"),
    [
        ("Иванов Иван Иванович", "Иванов", "Иван", "Иванович"),
        ("Иван Иванович Иванов", "Иванов", "Иван", "Иванович"),
        ("Иван Иванов", "Иванов", "Иван", ""),
        ("Иванов Иван", "Иванов", "Иван", ""),
        ("Ким Марина", "Ким", "Марина", ""),
        ("Марина Ким", "Ким", "Марина", ""),
        ("Лапина Соня", "Лапина", "Соня", ""),
        ("Ёлкина Наталья Ильинична", "Ёлкина", "Наталья", "Ильинична"),
        ("Иванов И. И.", "Иванов", "И.", "И."),
        ("Иванов И.И.", "Иванов", "И.", "И."),
        ("И. И. Иванов", "Иванов", "И.", "И."),
        ("Гасанов Рашид Али оглы", "Гасанов", "Рашид", "Али оглы"),
        ("Салтыков-Щедрин Михаил Евграфович", "Салтыков-Щедрин", "Михаил", "Евграфович"),
        ("Анна-Мария Петрова-Водкина", "Петрова-Водкина", "Анна-Мария", ""),
        ("Иван Иванович", "", "Иван", "Иванович"),
        ("Чан Ван Минь", "Чан", "Ван", "Минь"),
        ("Анна", "", "Анна", ""),
        ("Иванов", "Иванов", "", ""),
        ("г-н Олег Штерн 🙂", "Штерн", "Олег", ""),
        ("ИВАНОВ Иван", "ИВАНОВ", "Иван", ""),
        ("", "", "", ""),
        ("🙂", "", "", ""),
    ],
)
def test_russian_names(written: str, family: str, given_name: str, middle: str) -> None:
    assert split_full_name(written, "ru") == NameParts(family, given_name, middle)


@pytest.mark.parametrize(
    ("written", "family", "given_name", "middle"),
    [
        ("Jan Kowalski", "Kowalski", "Jan", ""),
        ("Kowalski Jan", "Kowalski", "Jan", ""),
        ("KOWALSKI Jan", "KOWALSKI", "Jan", ""),
        ("Nowak Piotr", "Nowak", "Piotr", ""),
        ("Jan Maria Kowalski", "Kowalski", "Jan", "Maria"),
        ("pani Agnieszka Łapińska", "Łapińska", "Agnieszka", ""),
        ("Maria Skłodowska-Curie", "Skłodowska-Curie", "Maria", ""),
    ],
)
def test_polish_names(written: str, family: str, given_name: str, middle: str) -> None:
    assert split_full_name(written, "pl") == NameParts(family, given_name, middle)


@pytest.mark.parametrize(
    ("written", "family", "given_name", "middle"),
    [
        ("Maeve O'Neill", "O'Neill", "Maeve", ""),
        ("Smith, John A.", "Smith", "John", "A."),
        ("John A. Smith", "Smith", "John", "A."),
        ("Mr. Jürgen Müller", "Müller", "Jürgen", ""),
        ("Dr. Martin Luther King", "King", "Martin", "Luther"),
        ("Pieter van der Berg", "van der Berg", "Pieter", ""),
        ("van der Berg Pieter", "van der Berg", "Pieter", ""),
        ("Oscar de la Renta", "de la Renta", "Oscar", ""),
        ("Ana García-López", "García-López", "Ana", ""),
        ("John Smith Jr.", "Smith Jr.", "John", ""),
        ("John Smith, PhD", "Smith PhD", "John", ""),
        ("Zoë Brown", "Brown", "Zoë", ""),
    ],
)
def test_other_names(written: str, family: str, given_name: str, middle: str) -> None:
    assert split_full_name(written, "en") == NameParts(family, given_name, middle)


@given(st.lists(st.from_regex(r"[БВГК][аоу][бвгк][аоу]{1,3}", fullmatch=True), max_size=5))
def test_no_word_of_a_name_is_lost(name: list[str]) -> None:
    parts = split_full_name(" ".join(name), "ru")
    assert sorted(f"{parts.family} {parts.given} {parts.middle}".split()) == sorted(name)


@pytest.mark.parametrize(
    ("family", "given_name", "middle", "language", "shown"),
    [
        ("Ким", "Марина", "Олеговна", "ru", "Марина Ким"),
        ("", "Иван", "Иванович", "ru", "Иван Иванович"),
        ("Иванов", "И.", "И.", "ru", "И. И. Иванов"),
        ("Smith", "John", "A.", "en", "John A. Smith"),
        ("Kowalski", "Jan", "Maria", "pl", "Jan Kowalski"),
        ("Иванов", "", "", "ru", "Иванов"),
        ("", "", "", "ru", ""),
    ],
)
def test_a_name_is_shown_given_name_first(
    family: str, given_name: str, middle: str, language: str, shown: str
) -> None:
    assert display_name(family, given_name, middle, language) == shown


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("Иванов", "Иван", "Иванович"), ("Иванов", "Иван", "")),
        (("Иванов", "Иван", ""), ("", "Иван", "")),
        (("Иванов", "Иван", ""), ("", "", "")),
        (("Иванов", "Иван", "Иванович"), ("Иванов", "И.", "И.")),
        (("Соловьёв", "Пётр", ""), ("Соловьев", "Петр", "")),
        (("Иванов", "Александр", ""), ("Иванов", "Саша", "")),
        (("Ким", "Александра", ""), ("Ким", "Саша", "")),
        (("Иванов", "Иван", ""), ("Ivanov", "Ivan", "")),
        (("Щербаков", "Артём", ""), ("Shcherbakov", "Artem", "")),
        (("Щербаков", "Юлия", ""), ("Scherbakov", "Julia", "")),
        (("Чайковский", "Пётр", ""), ("Tchaikovsky", "Peter", "")),
        (("Хрущёв", "Никита", ""), ("Khrushchev", "Nikita", "")),
        (("Соловьёв", "Сергей", ""), ("Soloviev", "Sergei", "")),
        (("Жуковский", "Ян", ""), ("Żukowski", "Jan", "")),
        (("Иванов", "Иван", ""), ("Иван", "Иванов", "")),
        (("Łapińska", "Agnieszka", ""), ("Lapinska", "AGNIESZKA", "")),
        (("Smith", "Robert", ""), ("Smith", "Bob", "")),
    ],
)
def test_one_person_under_two_writings(a: tuple[str, ...], b: tuple[str, ...]) -> None:
    assert not names_contradict(NameParts(*a), NameParts(*b))
    assert not names_contradict(NameParts(*b), NameParts(*a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("Иванов", "Иван", ""), ("Иванов", "Пётр", "")),
        (("Иванов", "Иван", ""), ("Петров", "Иван", "")),
        (("Иванов", "Иван", "Иванович"), ("Иванов", "Иван", "Петрович")),
        (("Лапина", "Соня", "Олеговна"), ("Ким", "Соня", "Олеговна")),
        (("Иванов", "Иван", ""), ("Иванов", "П.", "")),
        (("Ivanov", "Ivan", ""), ("Петров", "Иван", "")),
        (("", "Анна", ""), ("", "Олег", "")),
        (("Иванов", "Иван", ""), ("Иванова", "Анна", "")),
    ],
)
def test_two_people(a: tuple[str, ...], b: tuple[str, ...]) -> None:
    assert names_contradict(NameParts(*a), NameParts(*b))
    assert names_contradict(NameParts(*b), NameParts(*a))
