"""What people write into cells of names beside a name, or instead of one; and short years."""

from __future__ import annotations

import pytest

from tests.unit.importing.test_cleaning_rules import clean, contact


def _phones(cell: str, region: str = "RU") -> tuple[str, list[str]]:
    found = contact("ФИО|Компания", f"{cell}|ООО Вектор", region=region)
    name = " ".join(found[part] for part in ("family_name", "given_name") if part in found)
    return name, [phone["value"] for phone in found.get("phones", [])]


@pytest.mark.parametrize(
    ("cell", "name", "phones"),
    [
        ("Иванов Иван +7 900 111-22-33", "Иванов Иван", ["+79001112233"]),
        ("Ильин Павел, тел. 8-912-000-11-22", "Ильин Павел", ["+79120001122"]),
        ("Ильин Павел (моб.: 89120001122)", "Ильин Павел", ["+79120001122"]),
        ("Котов Олег т. (495) 111-22-33", "Котов Олег", ["+74951112233"]),
        ("8 912 000 11 22 Ольга", "Ольга", ["+79120001122"]),
        ("Нил Ян 8 912 000 11 22, 8 912 000 11 23", "Нил Ян", ["+79120001122", "+79120001123"]),
    ],
)
def test_a_phone_behind_a_name_is_a_phone(cell: str, name: str, phones: list[str]) -> None:
    assert _phones(cell) == (name, phones)


def test_digits_that_may_be_anything_stay_where_they_are() -> None:
    for cell in ("Иванов Иван 7707083893", "Иванов Иван 500100732259", "Иванов 12.05.1980"):
        [draft] = clean("ФИО|Телефон", f"{cell}|", overrides={"ФИО": "full_name"})
        assert draft.contact is not None
        assert "phones" not in draft.contact
        assert cell.rpartition(" ")[2] in str(draft.contact)


def test_a_column_of_names_with_phones_is_one_of_names_whatever_its_header() -> None:
    for header in ("ФИО", "Клиент", "Участник", ""):
        found = contact(header, "Иванов Иван 8 900 111-22-33")
        assert (found["family_name"], found["phones"][0]["value"]) == ("Иванов", "+79001112233")


@pytest.mark.parametrize(
    "cell", ["Без фамилии Ольга", "Ольга (без фамилии)", "Ольга Без фамилии, без отчества"]
)
def test_a_word_for_a_part_that_nobody_knows_is_no_part(cell: str) -> None:
    found = contact("ФИО|Телефон", f"{cell}|89001112233")
    parts = {part: found[part] for part in found if part.endswith("_name")}
    assert parts == {"given_name": "Ольга"}


def test_words_for_nobody_are_no_name() -> None:
    for word in (
        "Без имени",
        "не указано",
        "нет",
        "N/A",
        "unknown",
        "Brak danych",
        "#ССЫЛКА!",
        "#N/A",
    ):
        found = contact("ФИО|Телефон", f"{word}|+79120001122")
        assert (found.get("given_name"), found["note"]) == (None, f"ФИО: {word}")
    [nobody] = clean("ФИО|Компания|Телефон", "не указано|ООО Вектор|")
    assert nobody.contact is None
    assert nobody.company is not None
    assert nobody.company["name"] == "ООО Вектор"
    assert contact("Фамилия|Имя", "Нет|Анна")["family_name"] == "Нет"


def test_dates_that_begin_with_two_digits_of_a_year_are_read_so_in_their_whole_column() -> None:
    rows = ("Ким|80-03-18", "Ли|05-03-12", "Ян|79.11.02", "Юн|30-13-45")
    found = [draft.contact or {} for draft in clean("ФИО|Дата рождения", *rows)]
    assert [one.get("birthday") for one in found] == [
        "1980-03-18",
        "2005-03-12",
        "1979-11-02",
        None,
    ]
    assert found[3]["note"] == "Дата рождения: 30-13-45"
    # Where nothing tells, the day stands first.
    assert contact("ФИО|Дата рождения", "Ким|05-03-12")["birthday"] == "2012-03-05"


def test_the_empty_dates_of_other_programs_leave_no_note() -> None:
    assert "note" not in contact("ФИО|Годовщина", "Ким Марина|0.0.00")
