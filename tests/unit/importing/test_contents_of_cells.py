"""What cells are, whatever their column is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.features.data.importing.contents import (
    is_company_name,
    is_person_name,
    kind_of_cells,
    kind_word,
    kinds_of_cell,
)


@pytest.mark.parametrize(
    "name",
    [
        *("ООО Вектор", "ООО «Ромашка»", "Вектор, ООО", "ИП Воробьёв А. С.", "Клиника «Опора»"),
        *("Acme, Inc.", "Smith & Sons Ltd", 'Blue "Ocean" GmbH', "Hurtownia Łódź S.A."),
        *("Zakład Usług „Świt” sp. z o.o.", "FHU Kowalski", "Кофейня «Полдень»", "Beta s.c."),
        *("Аптека Здоровье", "Детский сад Колосок", "Mercy Hospital", "Lincoln High School"),
        *("Szpital Wojewódzki", "University of Oxford"),
    ],
)
def test_names_of_companies(name: str) -> None:
    assert is_company_name(name)
    assert not is_person_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Иванов Иван Иванович", "Anna Kowalska-Nowak", "Maeve O'Neill", "Ana Sá"),
        *("John A. Smith", "Жанна Рябова", 'Ivan "Vanya"', "Ким Ли", "Charlotte Church"),
    ],
)
def test_names_of_people_are_no_companies(name: str) -> None:
    assert not is_company_name(name)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("a@example.com", "email"),
        ("+7 912 831-20-21", "phone"),
        ("8(903)0035333", "phone"),
        ("31.12.2026", "date"),
        ("2026-12-31T09:15:00", "date"),
        ("7707083893", "inn"),
        ("PL61109010140000071219812874", "iban"),
        ("www.example.com", "site"),
        ("vektor.example/prices", "site"),
        ("ООО Вектор", "company"),
        ("Анна Ким", "person"),
    ],
)
def test_a_cell_tells_its_kind(cell: str, kind: str) -> None:
    assert kind in kinds_of_cell(cell, "RU")


@pytest.mark.parametrize("cell", ["звонить утром", "12", "XL", "31.31.2026", "-"])
def test_plain_text_has_no_kind(cell: str) -> None:
    assert kinds_of_cell(cell, "RU") == set()


def test_a_column_is_of_the_kind_of_most_of_its_cells() -> None:
    phones = ["8 912 831 20 21", "8 912 831 20 22", "нет"]
    kind, share = kind_of_cells(phones, "RU")
    assert (kind, round(share, 2)) == ("phone", 0.67)
    assert kind_of_cells(["нет", "утром", *phones[:1]], "RU") == (None, 0.0)


def test_tax_numbers_are_told_from_phones_by_their_check_digits() -> None:
    numbers = ["7707083893", "7736050003", "7728168971"]
    assert kind_of_cells(numbers, "RU")[0] == "inn"
    assert kind_of_cells(["9128312021", "9128312022", "9128312023"], "RU")[0] == "phone"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("контакт", "contact"),
        ("Компания", "company"),
        ("Юр. лицо", "company"),
        ("Osoba fizyczna", "contact"),
        ("Клиент", None),
    ],
)
def test_the_word_for_a_contact_or_a_company(cell: str, kind: str | None) -> None:
    assert kind_word(cell) == kind


@given(st.text(), st.sampled_from(("RU", "PL", "US")))
def test_any_cell_may_be_looked_at(cell: str, region: str) -> None:
    assert isinstance(kinds_of_cell(cell, region), set)
