"""Columns of a file go to the fields that people added, by label or by wish, or become one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Invalid
from crm_desktop.features.common.list_entities import list_entity
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_lists.commands import CreateEntry, CreateList
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records
from crm_desktop.features.data.importing.custom import NEW, guess_type
from crm_desktop.features.users.records import USER
from tests.factories.zones import computer_in
from tests.store.importing import bring_in, people, sheet, states_of
from tests.store.workshop import create_contact


def add_field(client: Backend, label: str, kind: str = "text", **values: Any) -> str:
    whole = {"entity": "contact", "label": label, "type": kind, **values}
    return str(client.execute(CreateCustomField(whole)).result)


def values(client: Backend) -> list[dict[str, Any]]:
    """Each person's values by the id of their field."""
    return [{i["field"]: i["value"] for i in one["custom"]} for one in people(client)]


def test_a_column_is_recognised_by_the_label_and_what_does_not_fit_goes_to_the_note(
    client: Backend, tmp_path: Path
) -> None:
    size = add_field(client, "Размер обуви", "number")
    kind = add_field(client, "Сегмент", "choice", choices=["Малый", "Крупный"])
    file = sheet(
        tmp_path,
        "Имя;Телефон;Размер обуви;Сегмент",
        "Анна;+79123456789;38,5;крупный",
        "Иван;+79123456780;большой;",
    )
    result = bring_in(client, file)
    assert [column.field for column in result.columns[2:]] == [f"custom:{size}", f"custom:{kind}"]
    assert values(client) == [{size: 38.5, kind: "c2"}, {}]
    assert people(client)[1]["note"] == "Размер обуви: большой"
    assert result.notes == 1


def test_a_wish_leads_any_column_to_a_field(client: Backend, tmp_path: Path) -> None:
    field = add_field(client, "Hobby")
    file = sheet(tmp_path, "Имя;Телефон;Занятие", "Анна;+79123456789;шахматы")
    bring_in(client, file, fields={"Занятие": f"custom:{field}"})
    assert values(client) == [{field: "шахматы"}]
    with pytest.raises(Invalid, match="no field"):
        bring_in(client, file, fields={"Занятие": "custom:nothing"})


def test_a_column_becomes_a_field_and_one_undo_takes_both_away(
    client: Backend, tmp_path: Path
) -> None:
    file = sheet(
        tmp_path,
        "Имя;Телефон;Пробег;Замер",
        "Анна;+79123456789;12 500;14.10.2026",
        "Иван;+79123456780;900;15.10.2026",
    )
    wish = {"Пробег": NEW, "Замер": NEW}
    bring_in(client, file, fields=wish, dry_run=True)
    assert client.ask(find_custom_fields, "contact") == []
    bring_in(client, file, fields=wish)
    made = client.ask(find_custom_fields, "contact")
    assert [(field.name, field.type) for field in made] == [("Пробег", "number"), ("Замер", "date")]
    first, second = (field.id for field in made)
    assert values(client)[0] == {first: 12500, second: "2026-10-14"}
    bring_in(client, file, fields=wish)
    assert len(client.ask(find_custom_fields, "contact")) == 2
    client.execute(UndoOperation())
    assert people(client) == []
    assert client.ask(find_custom_fields, "contact") == []


def test_dates_are_read_in_the_order_of_the_file_and_times_in_the_zone_here(
    client: Backend, tmp_path: Path
) -> None:
    """Months became days, and half past three in the afternoon midnight in London."""
    signed = add_field(client, "Signed", "date")
    visit = add_field(client, "Visit", "datetime")
    file = sheet(
        tmp_path,
        "Name;Phone;Signed;Visit;Call",
        "Anna Adams;+79123456789;03/04/2026;03/04/2026 3:30 PM;2026-03-04T15:30:00",
        "Bob Brown;+79123456780;03/25/2026;03/05/2026;",
    )
    with computer_in("Europe/Moscow"):
        bring_in(client, file, fields={"Call": NEW})
    [call] = [one for one in client.ask(find_custom_fields, "contact") if one.name == "Call"]
    assert call.type == "datetime"
    noon, begin = "2026-03-04T12:30:00.000Z", "2026-03-04T21:00:00.000Z"
    assert values(client) == [
        {signed: "2026-03-04", visit: noon, call.id: noon},
        {signed: "2026-03-25", visit: begin},
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({}, "2026-04-03"),
        ({"region": "US"}, "2026-03-04"),
        ({"region": "US", "day_first": True}, "2026-04-03"),
        ({"day_first": False}, "2026-03-04"),
    ],
    ids=["Russia", "United States", "day first", "month first"],
)
def test_a_date_that_may_be_read_both_ways_is_read_as_was_said_or_as_the_country_writes_it(
    client: Backend, tmp_path: Path, said: dict[str, Any], day: str
) -> None:
    signed = add_field(client, "Signed", "date")
    file = sheet(tmp_path, "Name;Phone;Signed", "Anna Adams;+79123456789;03/04/2026")
    bring_in(client, file, **said)
    assert values(client) == [{signed: day}]


def test_what_a_record_has_stays(client: Backend, tmp_path: Path) -> None:
    field = add_field(client, "Hobby")
    phone = {"value": "+79123456789", "type": "mobile", "primary": True}
    create_contact(client, family_name="Ким", phones=[phone], custom={field: "go"})
    bring_in(client, sheet(tmp_path, "Фамилия;Телефон;Hobby", "Ким;+79123456789;шахматы"))
    assert values(client) == [{field: "go"}]


def test_a_formula_follows_what_a_file_brings(client: Backend, tmp_path: Path) -> None:
    size = add_field(client, "Рост", "number")
    total = add_field(client, "Итог", "formula", formula="{Рост} * 2")
    bring_in(client, sheet(tmp_path, "Имя;Телефон;Рост", "Анна;+79123456789;170"))
    assert values(client) == [{size: 170, total: 340}]
    # What it came to stands in our own sheets, and is no news.
    again = bring_in(client, sheet(tmp_path, "Имя;Телефон;Рост;Итог", "Анна;+79123456789;170;340"))
    assert (again.contacts.unchanged, again.notes) == (1, 0)


def test_users_are_meant_by_name_and_files_are_said_not_to_come_in(
    client: Backend, tmp_path: Path
) -> None:
    """Both went to the note without a word."""
    owned = sheet(tmp_path, "Имя;Телефон;Ответственный", "Пётр;+79123456701;Ян Помощник")
    bring_in(client, owned)
    helper, paper = add_field(client, "Помощник", "user"), add_field(client, "Договор", "file")
    file = sheet(
        tmp_path,
        "Имя;Телефон;Помощник;Договор",
        "Анна;+79123456702;ян помощник;a.pdf",
        "Вера;+79123456703;Никто;",
    )
    result = bring_in(client, file)
    users = {one["full_name"]: one["id"] for one in states_of(client, USER)}
    assert values(client) == [{}, {helper: users["Ян Помощник"]}, {}]
    assert [one["note"] for one in people(client)] == [None, "Договор: a.pdf", "Помощник: Никто"]
    [missed] = result.missed.cells
    assert (missed.row_number, missed.reason) == (3, "Помощник: nothing is called “Никто”.")
    assert result.warnings == (
        "“Договор” holds files, which don’t come in a table: what it says is in the notes.",
    )
    assert paper not in {column.field for column in result.columns}


def test_cells_lead_to_the_one_record_that_they_mean(client: Backend, tmp_path: Path) -> None:
    phone = {"value": "+79161234567", "type": "mobile", "primary": True}
    olga = create_contact(client, family_name="Ким", given_name="Ольга", phones=[phone])
    for _namesake in range(2):
        create_contact(client, family_name="Ли", given_name="Пётр")
    tax = [{"kind": "inn", "value": "7707083893"}]
    firm = str(client.execute(CreateCompany({"name": "Вектор", "tax_ids": tax})).result)
    stores = list_entity(client.execute(CreateList({"name": "Склады"})).result)
    store = str(client.execute(CreateEntry(stores, {"name": "Химки"})).result)
    chief = add_field(client, "Начальник", "record", target="contact")
    buyer = add_field(client, "Плательщик", "record", target="company")
    place = add_field(client, "Склад", "record", target=stores)
    file = sheet(
        tmp_path,
        "Имя;Телефон;Начальник;Плательщик;Склад",
        "Анна;+79123456701;ольга ким;вектор;ХИМКИ",
        "Вера;+79123456702;8 916 123-45-67;7707 083893;",
        f"Инна;+79123456703;Пётр Ли;Никто;{olga}",
    )
    result = bring_in(client, file)
    anna, vera, inna = people(client)[3:]
    told = [{i["field"]: i["value"] for i in one["custom"]} for one in (anna, vera, inna)]
    assert told == [{chief: olga, buyer: firm, place: store}, {chief: olga, buyer: firm}, {}]
    assert inna["note"] == f"Начальник: Пётр Ли\nПлательщик: Никто\nСклад: {olga}"
    assert (result.errors, result.notes, result.missed.number) == (0, 3, 3)
    assert [(cell.row_number, cell.name, cell.reason) for cell in result.missed.cells] == [
        (4, "Инна", "Начальник: “Пётр Ли” may be any of several records."),
        (4, "Инна", "Плательщик: nothing is called “Никто”."),
        (4, "Инна", f"Склад: nothing is called “{olga}”."),
    ]
    client.execute(UndoOperation())
    assert len(people(client)) == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_comes_back_whole(client: Backend, tmp_path: Path, kind: Any) -> None:
    given: dict[str, tuple[str, dict[str, Any], Any]] = {
        "Цвет глаз": ("text", {}, "синий"),
        "Бюджет": ("money", {"currency": "PLN"}, {"minor": 1250, "currency": "EUR"}),
        "Замер": ("date", {}, "2026-10-14"),
        "Встреча": ("datetime", {}, "2026-10-14T07:40:00.000Z"),
        "Хобби": ("multi_choice", {"choices": ["Го", "Шахматы"]}, ["c1", "c2"]),
        "Согласие на звонки": ("yes_no", {}, False),
        "Дом. телефонная линия": ("phone", {}, "+48512000114"),
    }
    ids = {label: add_field(client, label, of, **o) for label, (of, o, _value) in given.items()}
    phone = {"value": "+79123456789", "type": "mobile", "primary": True}
    custom = {label: value for label, (_of, _o, value) in given.items()}
    create_contact(client, family_name="Ким", phones=[phone], custom=custom)
    path = tmp_path / f"people.{kind}"
    request = ExportRequest("contacts", kind, path, language="ru")
    client.ask(export_records, request, lambda _progress: None)
    before = values(client)
    client.execute(UndoOperation())
    assert people(client) == []
    bring_in(client, path)
    assert values(client) == before == [{ids[key]: value for key, value in custom.items()}]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2,5", "", "-3"], "number"),
        (["007", "12"], "text"),
        (["14.10.2026", "2026-10-15"], "date"),
        (["да", "нет"], "yes_no"),
        (["https://vektor.example"], "link"),
        (["x" * 501], "long_text"),
        (["1", "many"], "text"),
        ([], "text"),
    ],
)
def test_the_type_of_a_new_field_is_told_by_its_cells(cells: list[str], kind: str) -> None:
    assert guess_type(cells) == kind
