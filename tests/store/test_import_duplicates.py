"""Whom an import takes for whom (command-line.md, 'Duplicates'), and what it may change of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.data.importing import incoming
from crm_desktop.features.data.importing.commands import Counts
from tests.store.importing import (
    bring_in,
    companies,
    company_names,
    full_names,
    outcome_of,
    people,
    sheet,
    tag_names,
    values,
)
from tests.store.workshop import journal_length

PETROV = "Петров;Иван;+79123456789;ivan@example.com;ООО «Свет»"
HEADER = "Фамилия;Имя;Телефон;E-mail;Компания"
AMOCRM = "ID;Тип;Полное имя контакта;Теги;Рабочий телефон;Рабочий email;Ответственный"


WHO_IS_PETROV = {
    "Петров;Иван;8 (912) 345-67-89;;": True,
    "Петров;Иван;;IVAN@example.com;": True,
    "Петров;;+79123456789;;": True,
    ";Ваня;+79123456789;;": True,
    "Petrov;Ivan;;ivan@example.com;": True,
    "Иван;Петров;+79123456789;;": True,
    ";;+79123456789;;": True,
    "Сидоров;Олег;+79123456789;;": False,
    "Петрова;Анна;;ivan@example.com;": False,
    "Петров;Пётр;+79123456789;;": False,
    "Петров;Иван;+79990000000;;": False,
    "Петров;Иван;;;ООО «Свет»": False,
}


def test_an_equal_phone_or_email_means_one_person_unless_the_names_contradict(
    client: Backend, tmp_path: Path
) -> None:
    bring_in(client, sheet(tmp_path, HEADER, PETROV))

    def is_petrov(row: str) -> bool:
        return not bring_in(client, sheet(tmp_path, HEADER, row), dry_run=True).contacts.created

    assert {row: is_petrov(row) for row in WHO_IS_PETROV} == WHO_IS_PETROV


def test_the_rows_of_one_file_are_met_like_those_of_two(client: Backend, tmp_path: Path) -> None:
    again = "Петров;;8 912 345-67-89;second@example.com;"
    result = bring_in(client, sheet(tmp_path, HEADER, PETROV, again))
    assert result.contacts == Counts(created=1)
    assert values(people(client)[0], "emails") == ["ivan@example.com", "second@example.com"]


def test_colleagues_with_one_office_phone_stay_apart_and_come_again_unchanged(
    client: Backend, tmp_path: Path
) -> None:
    office = sheet(
        tmp_path,
        HEADER,
        "Петров;Иван;+74951234567;;ООО «Свет»",
        "Сидорова;Анна;+74951234567;;ООО «Свет»",
        "Ёлкин;Олег;+74951234567;;ООО «Свет»",
    )
    assert bring_in(client, office).contacts == Counts(created=3)
    assert bring_in(client, office).contacts == Counts(unchanged=3)
    assert full_names(client) == ["Петров Иван", "Сидорова Анна", "Ёлкин Олег"]


def test_a_namesake_at_the_same_company_is_another_person_and_is_told(
    client: Backend, tmp_path: Path
) -> None:
    bring_in(client, sheet(tmp_path, HEADER, PETROV))
    other = sheet(tmp_path, HEADER, "Петров;Иван;+79990000000;;ооо «Свет»")
    result = bring_in(client, other)
    [pair] = result.possible_duplicates
    assert (pair.row_number, pair.name, pair.company) == (2, "Иван Петров", "ООО «Свет»")
    assert len(people(client)) == 2
    assert len(companies(client)) == 1
    assert bring_in(client, other).possible_duplicates == ()


def test_the_same_id_in_the_other_program_means_one_person_though_everything_else_changed(
    client: Backend, tmp_path: Path
) -> None:
    bring_in(client, sheet(tmp_path, AMOCRM, "77;контакт;Иван Петров;;+79123456789;"))
    result = bring_in(client, sheet(tmp_path, AMOCRM, "77;контакт;Иван Петров;;;new@example.com"))
    assert result.kind == "amocrm-contacts"
    assert result.contacts == Counts(updated=1)
    [person] = people(client)
    assert (values(person, "phones"), values(person, "emails")) == (
        ["+79123456789"],
        ["new@example.com"],
    )


def test_the_same_id_with_another_name_is_another_person(client: Backend, tmp_path: Path) -> None:
    bring_in(client, sheet(tmp_path, AMOCRM, "77;контакт;Иван Петров;;+79123456789;"))
    bring_in(client, sheet(tmp_path, AMOCRM, "77;контакт;Ольга Серова;;+79990000000;"))
    assert full_names(client) == ["Петров Иван", "Серова Ольга"]


def test_an_id_of_one_program_says_nothing_about_the_same_id_of_another(
    client: Backend, tmp_path: Path
) -> None:
    hubspot = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status"
    bring_in(client, sheet(tmp_path, AMOCRM, "77;контакт;Иван Петров;;+79123456789;"))
    bring_in(client, sheet(tmp_path, hubspot, "77,Иван,Петров,x@example.com,,,New"))
    assert len(people(client)) == 2


COMPANIES = "Название компании;ИНН;Телефон;Сайт"
WHICH_IS_SVET = {
    "Свет плюс;7707083893;;": True,
    "ООО «Свет»;;+74950000000;": True,
    "ооо «свет»;;;svet.example": True,
    "ООО «Свет»;7736050003;;": False,
    "ООО «Тьма»;;;": False,
}


def test_companies_are_met_by_tax_number_and_name_unless_two_tax_numbers_differ(
    client: Backend, tmp_path: Path
) -> None:
    bring_in(client, sheet(tmp_path, COMPANIES, "ООО «Свет»;7707083893;;"))

    def is_svet(row: str) -> bool:
        return not bring_in(client, sheet(tmp_path, COMPANIES, row), dry_run=True).companies.created

    assert {row: is_svet(row) for row in WHICH_IS_SVET} == WHICH_IS_SVET


@pytest.mark.parametrize(
    "lines",
    [
        (HEADER, PETROV),
        (HEADER, "Петров;Иван;;;", "Петров;Иван;;;", "Петров;Иван;;;ООО «Свет»"),
        ("ФИО;Заметка", "Иван Петров;любит чай", "Иван Петров;любит кофе"),
        (COMPANIES, "ООО «Свет»;7707083893;;", "ООО «Тьма»;;;"),
        ("Фамилия;Телефон;Дата создания;Теги;Ответственный", "Ким;+79123456789;05.01.2024;опт;Я"),
    ],
    ids=["people", "names alone", "notes", "companies", "tags and owners"],
)
def test_the_same_file_again_changes_nothing_and_is_no_operation(
    client: Backend, tmp_path: Path, lines: tuple[str, ...]
) -> None:
    path = sheet(tmp_path, *lines)
    first = bring_in(client, path)
    length = journal_length(client)
    again = outcome_of(client, path)
    assert again.operation_id is None
    assert journal_length(client) == length
    created = first.contacts.created
    assert again.result.contacts == Counts(unchanged=created)


def test_equal_rows_of_names_alone_are_as_many_people_as_rows(
    client: Backend, tmp_path: Path
) -> None:
    rows = ["Петров;Иван;;;"] * 3
    assert bring_in(client, sheet(tmp_path, HEADER, *rows)).contacts == Counts(created=3)
    more = sheet(tmp_path, HEADER, *rows, "Петров;Иван;;;")
    assert bring_in(client, more).contacts == Counts(created=1, unchanged=3)


def test_what_is_there_stays_and_only_empty_fields_are_filled(
    client: Backend, tmp_path: Path
) -> None:
    header = "Фамилия;Имя;Отчество;Телефон;Должность;День рождения;Заметка;Теги"
    bring_in(client, sheet(tmp_path, header, "Петров;Иван;;+79123456789;Директор;;Первая;опт"))
    fuller = "Петров;Ваня;Ильич;+79123456789;Слесарь;18.03.1984;Вторая;VIP"
    result = bring_in(client, sheet(tmp_path, header, fuller))
    assert result.contacts == Counts(updated=1)
    [person] = people(client)
    kept = ("family_name", "given_name", "middle_name", "position", "birthday")
    assert [person[name] for name in kept] == ["Петров", "Иван", "Ильич", "Директор", "1984-03-18"]
    assert person["note"].split("\n") == ["Первая", "Вторая"]
    assert tag_names(client, person) == ["опт", "VIP"]


def test_a_second_company_is_added_beside_the_first(client: Backend, tmp_path: Path) -> None:
    bring_in(client, sheet(tmp_path, HEADER, PETROV))
    bring_in(client, sheet(tmp_path, HEADER, "Петров;Иван;+79123456789;;ООО «Тьма»"))
    [person] = people(client)
    assert company_names(client, person) == ["ООО «Свет»", "ООО «Тьма»"]
    assert [link["primary"] for link in person["companies"]] == [True, False]


def test_one_primary_phone_is_kept_when_more_come(client: Backend, tmp_path: Path) -> None:
    bring_in(client, sheet(tmp_path, HEADER, PETROV))
    bring_in(client, sheet(tmp_path, HEADER, "Петров;Иван;+79990000001;ivan@example.com;"))
    [person] = people(client)
    assert [(phone["value"], phone["primary"]) for phone in person["phones"]] == [
        ("+79123456789", True),
        ("+79990000001", False),
    ]


def test_an_email_in_capitals_is_the_same_email(client: Backend, tmp_path: Path) -> None:
    bring_in(client, sheet(tmp_path, HEADER, "Петров;Иван;;ivan@example.com;"))
    result = bring_in(client, sheet(tmp_path, HEADER, "Петров;Иван;;IVAN@example.com;"))
    [person] = people(client)
    assert (result.contacts, values(person, "emails")) == (
        Counts(unchanged=1),
        ["ivan@example.com"],
    )


def test_who_lies_in_the_bin_is_not_met(client: Backend, tmp_path: Path) -> None:
    path = sheet(tmp_path, HEADER, PETROV)
    bring_in(client, path)
    client.execute(UndoOperation())
    assert bring_in(client, path).contacts == Counts(created=1)


def test_a_name_a_phone_or_an_email_is_enough_for_a_person(client: Backend, tmp_path: Path) -> None:
    rows = ("Петров;;;;", ";;+79123456789;;", ";;;x@example.com;", "Ким;Анна;;;ООО «Свет»")
    result = bring_in(client, sheet(tmp_path, HEADER, *rows))
    assert (result.contacts, result.errors) == (Counts(created=4), 0)


NAMES = "ФИО;Компания"


def test_one_name_at_another_company_is_another_person_and_is_told(
    client: Backend, tmp_path: Path
) -> None:
    """One person with both companies came of it."""
    bring_in(client, sheet(tmp_path, NAMES, "Иванов Иван;ООО Альфа", "Кузнецова Анна;ООО Альфа"))
    other = sheet(tmp_path, NAMES, "Иванов Иван;ООО Гамма")
    supposed = bring_in(client, other, dry_run=True)
    result = bring_in(client, other)
    assert result.contacts == supposed.contacts == Counts(created=1)
    [pair] = result.possible_duplicates
    assert (pair.row_number, pair.name, pair.company) == (2, "Иван Иванов", "ООО Альфа")
    assert supposed.possible_duplicates == result.possible_duplicates
    assert [company_names(client, person) for person in people(client)] == [
        ["ООО Альфа"],
        ["ООО Альфа"],
        ["ООО Гамма"],
    ]
    assert outcome_of(client, other).operation_id is None


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (NAMES, ("Иванов Иван;Альфа", "Иванов Иван;Бета")),
        ("ФИО;Компания;Должность", ("Иванов Иван;Раз;Директор", "Иванов Иван;Раз;Бухгалтер")),
        ("ФИО;Компания;ИНН", ("Иванов Иван;Раз;7707083893", "Иванов Иван;Раз;7736050003")),
    ],
    ids=["company", "position", "tax number"],
)
def test_a_sheet_with_a_row_less_changes_nobody(
    client: Backend, tmp_path: Path, header: str, rows: tuple[str, ...]
) -> None:
    bring_in(client, sheet(tmp_path, header, *rows))
    before = people(client)
    assert outcome_of(client, sheet(tmp_path, header, rows[-1])).operation_id is None
    assert people(client) == before


def test_who_came_in_before_their_company_was_part_of_the_digest_is_known_again(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest of such workspaces held the person's own values alone."""
    rows = ("Иванов Иван;ООО Альфа", "Иванов Иван;", "Кузнецова Анна;ООО Альфа")
    path = sheet(tmp_path, NAMES, *rows)
    with monkeypatch.context() as before:
        before.setattr(incoming, "_at_place", lambda known, _draft: known)
        bring_in(client, path)
    assert outcome_of(client, path).operation_id is None
    elsewhere = bring_in(client, sheet(tmp_path, NAMES, "Иванов Иван;ООО Гамма"))
    assert elsewhere.contacts == Counts(created=1)


NUMBERED = "ID;Название;Телефон"


def test_two_sheets_of_unknown_programs_with_the_same_numbers_are_not_the_same_companies(
    client: Backend, tmp_path: Path
) -> None:
    bring_in(client, sheet(tmp_path, NUMBERED, "1;ООО Альфа;84951111111", "2;Вега;84951111112"))
    other = sheet(tmp_path, NUMBERED, "1;ООО Омега;88122222221", "2;ООО «Вега Трейд»;88122222222")
    assert bring_in(client, other).companies == Counts(created=1, updated=1)
    assert [firm["name"] for firm in companies(client)] == ["ООО Альфа", "Вега", "ООО Омега"]
    assert outcome_of(client, other).operation_id is None


def test_companies_of_one_name_that_share_nothing_else_are_two_and_are_told(
    client: Backend, tmp_path: Path
) -> None:
    """They became one company with the phones of both."""
    header = "Название компании;Город;Телефон;E-mail"
    twins = sheet(
        tmp_path,
        header,
        "ООО Ромашка;Омск;83812555501;omsk@r.example",
        "ООО Ромашка;Тверь;84822555502;tver@r.example",
        "ООО Ландыш;Омск;;",
        "ООО Ландыш;Тверь;;",
    )
    result = bring_in(client, twins)
    assert result.companies == Counts(created=4)
    told = [(pair.row_number, pair.name, pair.company) for pair in result.possible_duplicates]
    assert told == [(3, "ООО Ромашка", ""), (5, "ООО Ландыш", "")]
    assert outcome_of(client, twins).operation_id is None
    mentioned = sheet(tmp_path, NAMES, "Иванов Иван;ООО Ромашка")
    assert bring_in(client, mentioned).companies == Counts(unchanged=1)


def test_a_new_company_that_is_reached_as_one_that_is_here_is_told(
    client: Backend, tmp_path: Path
) -> None:
    """They were matched by name and tax number alone, and nobody was told of the rest."""
    header = "Название компании;Телефон;E-mail"
    here = ("ООО «Вектор»;+74951234567;info@vektor.example", "Балтлог;+78125550011;b@mail.ru")
    bring_in(client, sheet(tmp_path, header, *here))
    other = sheet(
        tmp_path,
        header,
        "Вектор Групп;+74951234567;",
        "Альфа;;INFO@vektor.example",
        "Бета;;sales@vektor.example",
        "Гамма;+74951234567;gamma@mail.ru",
        "Дельта;+74950000001;d@delta.example",
        "Дельта Плюс;+74950000001;e@delta.example",
    )
    supposed = bring_in(client, other, dry_run=True)
    result = bring_in(client, other)
    assert result.companies == Counts(created=6)
    told = [(pair.row_number, pair.name, pair.like) for pair in result.possible_duplicates]
    assert told == [
        (2, "Вектор Групп", "ООО «Вектор»"),
        (3, "Альфа", "ООО «Вектор»"),
        (4, "Бета", "ООО «Вектор»"),
    ]
    assert supposed.possible_duplicates == result.possible_duplicates
    assert outcome_of(client, other).operation_id is None
