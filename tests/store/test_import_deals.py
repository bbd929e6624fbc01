"""Deals out of the sheets of other programs, with their clients, stages and products."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # its stubs are a package apart
import pytest

from crm_desktop.backend import pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.data.importing import incoming
from crm_desktop.features.data.importing.commands import BarredDeal, Counts
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.pipelines.commands import (
    CreateFromTemplate,
    CreatePipeline,
    CreateStage,
    UpdatePipeline,
)
from crm_desktop.features.pipelines.queries import find_lost_reasons, find_pipelines
from crm_desktop.features.products.commands import CreateProduct
from crm_desktop.store.records import State
from tests.factories.zones import computer_in
from tests.store.dealing import there
from tests.store.importing import (
    bring_in,
    companies,
    company_names,
    import_of,
    outcome_of,
    owner_name,
    people,
    sheet,
    states_of,
    tag_names,
)
from tests.store.pasts import assert_pasts_follow_the_deals

HEADER = (
    "ID;Название сделки;Бюджет ;Ответственный;Дата создания сделки;Дата закрытия;Теги;Этап сделки;"
    "Воронка;Полное имя контакта;Компания контакта;Рабочий телефон;Причина отказа"
)
OFFICE = (
    "501;Свет в офисе;1 180 000,50;Анна Соколова;05.01.2026 09:30:00;30.10.2026;VIP, Опт;"
    "Переговоры;Оптовые;Марина Ким;Вектор Плюс;+7 912 831-20-21;"
)
WON = "502;Витрина;64000;Олег Белов;06.01.2026;20.02.2026;;Успешно реализовано;Оптовые;;Тёплая;;"
LOST = "503;Склад;96000;;06.01.2026;21.02.2026;;Закрыто и не реализовано;Оптовые;;Балтлог;;Дорого"
_deal = incoming._deal
MADE_AT, WON_STAGE = "2026-01-31T09:00", "Успешно реализовано"
PRODUCTS = "ID;Сделка;Стадия;Контакт;Компания;Товар;Артикул;Цена;Количество;Скидка"
LAMP = "7;Склад;Новая;Нина Кравцова;Балтлог;Лампа;L-1;500,00;3;10"
CABLE = "7;Склад;Новая;Нина Кравцова;Балтлог;Кабель;;100;10,5;"


@pytest.fixture(autouse=True)
def _in_greenwich() -> Iterator[None]:
    """Where times without a zone are written."""
    with computer_in("UTC"):
        yield


def deals(client: Backend) -> list[State]:
    return states_of(client, DEAL)


def stage_names(client: Backend) -> dict[str, str]:
    pipelines = client.ask(find_pipelines)
    return {stage.id: f"{one.name}: {stage.name}" for one in pipelines for stage in one.stages}


def test_open_deals_of_clients_on_the_blacklist_come_in_and_are_named(
    client: Backend, tmp_path: Path
) -> None:
    client.execute(CreateCompany({"name": "Вектор Плюс", "blacklisted": "не платит"}))
    client.execute(CreateCompany({"name": "Балтлог", "blacklisted": "не платит"}))
    path = sheet(tmp_path, HEADER, OFFICE, WON, LOST)
    would = outcome_of(client, path, dry_run=True).result
    result = bring_in(client, path)
    named = (BarredDeal(2, "Свет в офисе", "Вектор Плюс"),)
    assert (would.barred, result.barred, result.deals.created) == (named, named, 3)
    assert bring_in(client, path).barred == ()


def test_amounts_are_read_as_the_person_says_they_are_written(
    client: Backend, tmp_path: Path
) -> None:
    path = sheet(tmp_path, "Deal name;Stage;Amount", "Gym;New;1.250", "Shop;New;12,500.75")
    bring_in(client, path, decimal_mark=".")
    assert [deal["amount_minor"] for deal in deals(client)] == [125, 12_500_75]


def test_a_deal_comes_in_with_its_client_stage_and_owner(client: Backend, tmp_path: Path) -> None:
    result = bring_in(client, sheet(tmp_path, HEADER, OFFICE))
    assert result.kind == "amocrm-deals"
    assert (result.deals, result.contacts, result.companies) == (Counts(1), Counts(1), Counts(1))
    [deal], [person], [firm] = deals(client), people(client), companies(client)
    assert (deal["title"], deal["amount_minor"], deal["status"]) == (
        "Свет в офисе",
        118_000_050,
        "open",
    )
    assert deal["expected_close"] == "2026-10-30"
    assert stage_names(client)[deal["stage"]] == "Оптовые: Переговоры"
    assert deal["company"] == firm["id"]
    assert [(one["contact"], one["primary"]) for one in deal["contacts"]] == [(person["id"], True)]
    assert owner_name(client, deal) == "Анна Соколова"
    assert tag_names(client, deal) == ["VIP", "Опт"]
    assert person["tags"] == []
    assert deal["visits"][0]["entered"] == "2026-01-05T09:30:00.000Z"


def test_the_same_file_again_changes_nothing(client: Backend, tmp_path: Path) -> None:
    files = [
        sheet(tmp_path, HEADER, OFFICE, WON, LOST),
        sheet(tmp_path, PRODUCTS, LAMP, CABLE),
        sheet(tmp_path, "Сделка;Сумма;Этап;Контакт", "Без номера;5;Новая;Пётр Цой"),
    ]
    bring_in(client, *files)
    before = (deals(client), people(client), companies(client))
    again = outcome_of(client, *files)
    assert again.operation_id is None
    assert again.result.deals == Counts(unchanged=5)
    assert (deals(client), people(client), companies(client)) == before


def test_closed_deals_are_closed_on_their_day_with_the_reason(
    client: Backend, tmp_path: Path
) -> None:
    bring_in(client, sheet(tmp_path, HEADER, WON, LOST))
    won, lost = deals(client)
    assert (won["status"], won["closed_at"]) == ("won", "2026-02-20T12:00:00.000Z")
    assert won["visits"][0]["left"] == won["closed_at"]
    reasons = {reason.id: reason.name for reason in client.ask(find_lost_reasons)}
    assert (lost["status"], reasons[lost["lost_reason"]]) == ("lost", "Дорого")
    assert_pasts_follow_the_deals(client)


def test_cells_of_a_workbook_tell_a_closing_s_time_or_only_its_day(
    client: Backend, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("ID", "Название сделки", "Дата создания сделки", "Дата закрытия", "Этап сделки"),
        (1, "С часами", *map(datetime.fromisoformat, (MADE_AT, "2026-02-01T00:30")), WON_STAGE),
        (2, "Без часов", date(2026, 1, 31), date(2026, 2, 1), WON_STAGE),
    ):
        book.active.append(row)
    path = tmp_path / "deals.xlsx"
    book.save(path)
    with computer_in("Europe/Warsaw"):
        bring_in(client, path)
    timed, untimed = deals(client)
    assert timed["closed_at"] == "2026-01-31T23:30:00.000Z"
    assert timed["visits"][0]["entered"] == "2026-01-31T08:00:00.000Z"
    assert untimed["closed_at"] == "2026-02-01T12:00:00.000Z"


def test_stages_that_are_here_are_used_whatever_their_letters(
    client: Backend, tmp_path: Path
) -> None:
    client.execute(CreateFromTemplate("repeat-sales", "Оптовые", "ru"))
    count = len(stage_names(client))
    bring_in(client, sheet(tmp_path, HEADER, OFFICE.replace("Переговоры", "СЧЕТ")))
    assert len(stage_names(client)) == count
    assert stage_names(client)[deals(client)[0]["stage"]] == "Оптовые: Счёт"


def test_rows_with_one_number_are_one_deal_with_several_products(
    client: Backend, tmp_path: Path
) -> None:
    result = bring_in(client, sheet(tmp_path, PRODUCTS, LAMP, CABLE))
    assert (result.rows, result.deals) == (2, Counts(1))
    [deal] = deals(client)
    assert [(one["name"], one["quantity"], one["price_minor"]) for one in deal["lines"]] == [
        ("Лампа", "3", 50_000),
        ("Кабель", "10.5", 10_000),
    ]
    assert deal["lines"][0]["discount"] == 1000
    assert deal["amount_minor"] == 135_000 + 105_000
    assert len(people(client)) == 1


ONE_ENGINE = pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)


@ONE_ENGINE
@pytest.mark.parametrize(("amount", "note"), [("2400", None), ("2 000,50 ₽", "Amount: ₽2,000.50")])
def test_products_may_lie_far_apart_and_an_amount_that_they_do_not_come_to_is_noted(
    client: Backend,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    amount: str,
    note: str | None,
) -> None:
    monkeypatch.setattr(pace, "MOST_ROWS", 1)
    lamp, cable = "7;Склад;2400;RUB;Лампа;1350", f"7;Склад;{amount};RUB;Кабель;1050"
    file = sheet(tmp_path, "ID;Сделка;Сумма;Валюта;Товар;Цена", lamp, "8;Другая;1;;;", cable)
    assert bring_in(client, file, dry_run=True).notes == (note is not None)
    assert bring_in(client, file).notes == (note is not None)
    deal = deals(client)[0]
    assert [line["name"] for line in deal["lines"]] == ["Лампа", "Кабель"]
    assert (deal["amount_minor"], deal["note"]) == (240_000, note)
    assert outcome_of(client, file).operation_id is None


@ONE_ENGINE
def test_everybody_in_the_cell_of_contacts_takes_part(client: Backend, tmp_path: Path) -> None:
    known = sheet(tmp_path, "Имя;Фамилия;Компания;E-mail", "Нина;Кравцова;Балтлог;nina@example.com")
    bring_in(client, known)
    row = '7;Склад;Новая;"Пётр Цой; Нина Кравцова (nina@example.com); Анна Ким";Тёплая'
    file = sheet(tmp_path, "ID;Сделка;Стадия;Контакт;Компания", row)
    assert bring_in(client, file).contacts == Counts(created=2, unchanged=1)
    nina, pyotr, anna = people(client)
    assert [(one["contact"], one["primary"]) for one in deals(client)[0]["contacts"]] == [
        (pyotr["id"], True),
        (nina["id"], False),
        (anna["id"], False),
    ]
    assert company_names(client, nina) == ["Балтлог"]
    assert company_names(client, anna) == ["Тёплая"]
    assert outcome_of(client, file).operation_id is None


def test_products_of_the_catalogue_are_linked(client: Backend, tmp_path: Path) -> None:
    product = {"name": "Лампа", "sku": "L-1", "unit": "шт.", "vat": 2200, "currency": "RUB"}
    made = client.execute(CreateProduct(product)).result
    bring_in(client, sheet(tmp_path, PRODUCTS, LAMP, CABLE))
    lamp, cable = deals(client)[0]["lines"]
    assert (lamp["product"], lamp["unit"], lamp["vat"]) == (made, "шт.", 2200)
    assert cable["product"] is None


def test_a_contact_who_is_here_is_the_deals_contact(client: Backend, tmp_path: Path) -> None:
    bring_in(
        client,
        sheet(tmp_path, "Имя;Фамилия;Компания;Телефон", "Нина;Кравцова;Балтлог;+79128312021"),
    )
    result = bring_in(client, sheet(tmp_path, PRODUCTS, LAMP))
    [person] = people(client)
    assert result.contacts == Counts(unchanged=1)
    assert deals(client)[0]["contacts"][0]["contact"] == person["id"]


def test_deals_without_numbers_of_two_clients_are_two_whatever_they_are_called(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second was taken for the first and never came in."""
    header = "Название сделки;Бюджет;Этап сделки;Компания контакта"
    path = sheet(tmp_path, header, "Поставка;100;Новая;Альфа", "Поставка;100;Новая;Бета")
    with monkeypatch.context() as before:  # the digest held nothing of the client
        before.setattr(incoming, "_deal", _deal_before)
        bring_in(client, path)
    assert outcome_of(client, path).operation_id is None
    other = sheet(tmp_path, header, "Поставка;100;Новая;Гамма")
    assert bring_in(client, other).deals == Counts(created=1)
    assert outcome_of(client, other).operation_id is None


def _deal_before(*arguments: Any) -> incoming.Incoming:
    now = _deal(*arguments)
    return now._replace(digest=now.older, older="")


def test_who_takes_part_but_works_elsewhere_is_known_again_and_stays_as_they_are(
    client: Backend, tmp_path: Path
) -> None:
    bring_in(client, sheet(tmp_path, "Имя;Фамилия;Телефон", "Нина;Кравцова;+79128312021"))
    bring_in(client, sheet(tmp_path, "Имя;Фамилия;Компания", "Олег;Белов;Тёплая"))
    header = "ID;Сделка;Стадия;Контакт;Компания;Сумма"
    bring_in(client, sheet(tmp_path, header, "7;Склад;Новая;Пётр Иванов;Балтлог;5"))
    [deal] = deals(client)
    here = [one for one in people(client) if one["family_name"] != "Иванов"]
    chosen = [{"contact": one["id"], "role": "", "primary": not n} for n, one in enumerate(here)]
    version = there(client.ask(get_deal, deal["id"])).version
    client.execute(UpdateDeal(deal["id"], version, {"contacts": chosen}))
    names = "; ".join(f"{one['given_name']} {one['family_name']}" for one in here)
    again = tmp_path / "again"
    again.mkdir()
    result = bring_in(client, sheet(again, header, f'7;Склад;Новая;"{names}";Балтлог;5'))
    assert result.contacts == Counts(unchanged=2)
    assert result.deals == Counts(unchanged=1)
    assert len(people(client)) == 3


def test_one_contact_of_many_deals_comes_in_once(client: Backend, tmp_path: Path) -> None:
    rows = [f"{n};Сделка {n};Новая;Нина Кравцова;Балтлог;;;;;" for n in range(5)]
    result = bring_in(client, sheet(tmp_path, PRODUCTS, *rows))
    assert (result.contacts, result.companies, result.deals) == (Counts(1), Counts(1), Counts(5))


def test_what_a_deal_lacks_is_filled_and_what_it_has_stays(client: Backend, tmp_path: Path) -> None:
    bring_in(client, sheet(tmp_path, "ID;Сделка;Сумма;Этап", "7;Склад;;Новая"))
    result = bring_in(
        client, sheet(tmp_path, "ID;Сделка;Сумма;Этап;Компания", "7;Другое;50;Договор;Балтлог")
    )
    [deal] = deals(client)
    assert result.deals == Counts(updated=1)
    assert (deal["title"], deal["amount_minor"]) == ("Склад", 5_000)
    assert stage_names(client)[deal["stage"]].endswith("Новая")
    assert deal["company"] is not None


def test_rows_without_anything_to_name_a_deal_are_errors(client: Backend, tmp_path: Path) -> None:
    result = bring_in(client, sheet(tmp_path, "Сделка;Сумма;Этап", "Склад;1;Новая", ";5;Новая"))
    assert (result.deals, result.errors) == (Counts(1), 1)
    assert result.problems[0].row_number == 3


def test_a_dry_run_counts_the_same_and_writes_nothing(client: Backend, tmp_path: Path) -> None:
    files = (sheet(tmp_path, HEADER, OFFICE, WON), sheet(tmp_path, PRODUCTS, LAMP, CABLE))
    tried = bring_in(client, *files, dry_run=True)
    assert (deals(client), len(client.ask(find_pipelines))) == ([], 1)
    assert bring_in(client, *files).deals == tried.deals == Counts(3)


def test_an_import_of_deals_is_one_step_to_undo(client: Backend, tmp_path: Path) -> None:
    client.execute(import_of([sheet(tmp_path, HEADER, OFFICE, WON, LOST)]))
    client.execute(UndoOperation())
    assert all(deal["deleted_at"] for deal in deals(client)) or not deals(client)
    assert [one.name for one in client.ask(find_pipelines)] != ["Оптовые"]


@pytest.mark.parametrize(
    ("row", "currency", "minor"),
    [
        ("1;A;1 200,50 zł;S", "PLN", 120_050),
        ("1;A;€5;S", "EUR", 500),
        ("1;A;700 JPY;S", "JPY", 700),
        ("1;A;1.234 KWD;S", "KWD", 1_234),
        ("1;A;−142,80 €;S", "EUR", -14_280),
        ("1;A;-$1,200;S", "USD", -120_000),
    ],
)
def test_an_amount_has_its_currency(
    client: Backend, tmp_path: Path, row: str, currency: str, minor: int
) -> None:
    bring_in(client, sheet(tmp_path, "ID;Deal name;Amount;Stage", row))
    [deal] = deals(client)
    assert (deal["currency"], deal["amount_minor"]) == (currency, minor)


@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
def test_an_amount_without_a_currency_has_the_decimals_of_that_of_the_pipelines(
    client: Backend, tmp_path: Path
) -> None:
    for pipeline in client.ask(find_pipelines):
        changes = {"currency": "KWD"}
        client.execute(UpdatePipeline(pipeline.id, pipeline.version, changes))
    rows = ("1;A;1.250;S", "2;B;1 250;S", "3;C;1,250.500;S")
    bring_in(client, sheet(tmp_path, "ID;Deal name;Amount;Stage", *rows))
    found = [(deal["currency"], deal["amount_minor"]) for deal in deals(client)]
    assert found == [("KWD", 1_250), ("KWD", 1_250_000), ("KWD", 1_250_500)]


@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
def test_an_amount_that_is_too_large_in_the_currency_of_its_deal_is_noted(
    client: Backend, tmp_path: Path
) -> None:
    pipeline = client.execute(CreatePipeline({"name": "Fils", "currency": "KWD"})).result
    client.execute(CreateStage({"pipeline": pipeline, "name": "New"}))
    header = "ID;Deal name;Pipeline;Stage;Amount"
    bring_in(client, sheet(tmp_path, header, "1;A;Fils;New;", "2;B;Fils;New;900000000000000"))
    bring_in(client, sheet(tmp_path, header, "1;A;Fils;New;900000000000000"))
    for deal in deals(client):
        assert (deal["currency"], deal["amount_minor"]) == ("KWD", None)
        assert deal["note"] == "Amount: 900000000000000 KWD"


def test_a_table_in_html_named_xls_comes_in(client: Backend, tmp_path: Path) -> None:
    def cells(tag: str, texts: list[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in texts) + "</tr>"

    head = (
        "ID;Воронка;Стадия сделки;Название сделки;Сумма;Валюта;Компания;Доступна для всех;Товар;"
        "Цена"
    )
    row = "7;Общее;Новая;Склад AND офис;2500.00;RUB;Балтлог;да;Лампа;500.00"
    body = cells("th", head.split(";")) + cells("td", row.split(";")).replace("AND", "&amp;")
    path = tmp_path / "DEAL_20261014.xls"
    path.write_text(f'<meta charset="utf-8"><table>{body}</table>', encoding="utf-8")
    result = bring_in(client, path)
    assert result.kind == "bitrix24-deals"
    assert deals(client)[0]["title"] == "Склад & офис"


UNPRICED = "Deal - ID;Deal - Title;Deal - Value;Deal - Stage;Deal - Product name;Deal - Quantity"


@pytest.mark.parametrize(
    ("rows", "lines", "note"),
    [
        (["17;Office;90;New;Lamp;3"], [("Lamp", "3", 3000)], None),
        (["17;Office;90;New;Lamp;7"], [], "Lamp, 7"),
        (["17;Office;90;New;Lamp;3", "17;Office;90;New;Shade;1"], [], "Lamp, 3\nShade, 1"),
    ],
)
def test_products_without_prices_leave_the_deal_what_it_comes_to(
    client: Backend, tmp_path: Path, rows: list[str], lines: list[tuple[str, ...]], note: str | None
) -> None:
    path = sheet(tmp_path, UNPRICED, *rows)
    bring_in(client, path)
    [deal] = deals(client)
    kept = [(one["name"], one["quantity"], one["price_minor"]) for one in deal["lines"]]
    assert (deal["amount_minor"], kept, deal["note"]) == (9000, lines, note)
    again = outcome_of(client, path)
    assert (again.operation_id, again.result.deals) == (None, Counts(unchanged=1))


@ONE_ENGINE
def test_a_product_without_a_price_behind_others_that_were_noted_is_noted_too(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST_ROWS", 1)
    lamp, shade = "17;Office;90;New;Lamp;7", "17;Office;90;New;Shade;1"
    bring_in(client, sheet(tmp_path, UNPRICED, lamp, "18;Other;1;New;;", shade))
    deal = deals(client)[0]
    assert (deal["amount_minor"], deal["lines"], deal["note"]) == (9000, [], "Lamp, 7\nShade, 1")


@ONE_ENGINE
def test_numbers_of_a_workbook_are_no_thousands_whatever_their_decimals(
    client: Backend, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["ID", "Deal name", "Amount", "Currency", "Stage"])
    for number, amount in enumerate((1250.125, 12.345, -12.345, "1.250", "2,500"), start=1):
        book.active.append([number, f"Deal {number}", amount, "EUR", "New"])
    book.save(tmp_path / "deals.xlsx")
    bring_in(client, tmp_path / "deals.xlsx", language="en")
    told = {deal["title"]: deal["amount_minor"] for deal in deals(client)}
    assert [told[f"Deal {number}"] for number in range(1, 6)] == [
        *(125_013, 1_235, -1_235),
        *(125_000, 250_000),
    ]


@ONE_ENGINE
def test_texts_of_a_workbook_without_such_numbers_may_be_thousands(
    client: Backend, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["ID", "Deal name", "Amount", "Currency", "Stage"])
    book.active.append([1, "A", "1.125", "EUR", "New"])
    book.save(tmp_path / "deals.xlsx")
    bring_in(client, tmp_path / "deals.xlsx", language="en")
    assert [deal["amount_minor"] for deal in deals(client)] == [112_500]


def test_deals_of_two_unknown_sheets_with_the_same_numbers_are_not_the_same(
    client: Backend, tmp_path: Path
) -> None:
    """The second sheet's deals were taken for the first one's and never came in."""
    header = "ID;Сделка;Стадия;Компания;Сумма"
    first = ("1;Поставка;Новая;Альфа;5", "2;Ремонт;Новая;Бета;7", "3;Аудит;Новая;;9")
    second = ("1;Монтаж;Новая;Гамма;50", "2;Ремонт цеха;Новая;Дельта;70", "3;Обучение;Новая;;90")
    bring_in(client, sheet(tmp_path, header, *first))
    other = sheet(tmp_path, header, *second)
    supposed = bring_in(client, other, dry_run=True).deals
    assert bring_in(client, other).deals == supposed == Counts(created=3)
    titles = [deal["title"] for deal in deals(client)]
    assert titles == ["Поставка", "Ремонт", "Аудит", "Монтаж", "Ремонт цеха", "Обучение"]
    assert outcome_of(client, other).operation_id is None


def test_deals_with_one_number_and_name_are_two_where_client_and_amount_are_others(
    client: Backend, tmp_path: Path
) -> None:
    """The amount and the client of the second were dropped."""
    header = "ID;Сделка;Стадия;Компания;Сумма"
    bring_in(client, sheet(tmp_path, header, "1;Поставка;Новая;Альфа;5"))
    other = sheet(tmp_path, header, "1;Поставка;Новая;Гамма;50")
    assert bring_in(client, other).deals == Counts(created=1)
    assert bring_in(client, other).deals == Counts(unchanged=1)
    assert sorted(deal["amount_minor"] for deal in deals(client)) == [500, 5000]
    corrected = sheet(tmp_path, header, "1;Поставка;Новая;Альфа;7")
    assert bring_in(client, corrected).deals == Counts(unchanged=1)


def test_a_deal_that_got_another_client_and_amount_here_stays_itself(
    client: Backend, tmp_path: Path
) -> None:
    file = sheet(tmp_path, "ID;Сделка;Стадия;Компания;Сумма", "1;Поставка;Новая;Альфа;5")
    bring_in(client, file)
    [deal] = deals(client)
    other = client.execute(CreateCompany({"name": "Гамма"})).result
    changes = {"company": other, "amount_minor": 5000}
    client.execute(UpdateDeal(deal["id"], 1, changes))
    assert bring_in(client, file).deals == Counts(unchanged=1)


def test_rows_of_one_sheet_with_one_number_and_name_are_one_deal_whatever_they_tell(
    client: Backend, tmp_path: Path
) -> None:
    header = "ID;Сделка;Стадия;Компания;Сумма"
    rows = ("1;Поставка;Новая;Альфа;5", "1;Поставка;Новая;Гамма;50")
    assert bring_in(client, sheet(tmp_path, header, *rows)).deals == Counts(created=1)


def test_a_deal_of_another_sheet_is_another_by_its_name_and_amount_where_one_tells_no_client(
    client: Backend, tmp_path: Path
) -> None:
    """The second was lost, and its day was the first one's."""
    bring_in(client, sheet(tmp_path, "ID;Сделка;Сумма;Клиент", "2;Ремонт;5000;Пётр Петров"))
    other = sheet(tmp_path, "ID;Сделка;Сумма;Ожидаемая дата закрытия", "2;Монтаж;7000;02.12.2026")
    for _again in range(2):
        bring_in(client, other)
        found = [
            (one["title"], one["amount_minor"], one["expected_close"]) for one in deals(client)
        ]
        assert sorted(found) == [("Монтаж", 700_000, "2026-12-02"), ("Ремонт", 500_000, None)]


def test_a_deal_that_is_called_otherwise_since_is_known_by_its_number_and_client(
    client: Backend, tmp_path: Path
) -> None:
    header = "ID;Сделка;Стадия;Компания;Сумма"
    bring_in(client, sheet(tmp_path, header, "1;Поставка;Новая;Альфа;5"))
    renamed = sheet(tmp_path, header, "1;Лампы для цеха;Новая;Альфа;5")
    assert bring_in(client, renamed).deals == Counts(unchanged=1)
