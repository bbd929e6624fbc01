"""Deals in the layouts of other programs: which columns are understood, and what a row says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.values.money import Money, currency_digits, from_major, plain_money
from crm_desktop.features.data.importing.cleaning import make_cleaner
from crm_desktop.features.data.importing.deal_cells import currency_of, decimal_of
from crm_desktop.features.data.importing.deal_headers import outcome_of
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.people_cells import people_in
from crm_desktop.features.data.importing.recognise import DEALS, Recognition, recognise
from crm_desktop.integrations.tabular.table import Table
from tests.factories.zones import computer_in

AMOCRM = (
    "ID;Название сделки;Бюджет ;Ответственный;Дата создания сделки;Кем создана сделка;"
    "Дата закрытия;Теги;Примечание;Этап сделки;Воронка;Полное имя контакта;Компания контакта;"
    "Рабочий телефон;Причина отказа"
)
BITRIX24 = (
    "ID;Воронка;Стадия сделки;Название сделки;Сумма;Валюта;Компания;Контакт;Дата завершения;"
    "Сделка закрыта;Ответственный;Доступна для всех;Товар;Цена;Количество"
)
HUBSPOT = (
    "Record ID;Deal Name;Deal Stage;Pipeline;Close Date;Deal owner;Amount;Create Date;"
    "Associated Contact;Associated Company"
)
PIPEDRIVE = (
    "Deal - ID;Deal - Title;Deal - Value;Deal - Currency of Value;Deal - Organization;"
    "Deal - Contact person;Deal - Pipeline;Deal - Stage;Deal - Status;Deal - Won time;"
    "Deal - Lost time;Deal - Lost reason;Deal - Expected close date;Deal - Label"
)


def understood(header: str, *rows: str) -> tuple[Recognition, list[RowDraft]]:
    lines = [line.split(";") for line in (header, *rows)]
    table = Table("csv", lines, range(1, len(lines) + 1))
    recognition = recognise(table, language="ru", region="RU")
    cleaner = make_cleaner(recognition, region="RU", language="ru")
    return recognition, cleaner.clean(list(enumerate(lines, start=1))[1:])


def deal_of(header: str, row: str) -> dict[str, Any]:
    _recognition, drafts = understood(header, row)
    assert drafts[0].deal is not None
    return drafts[0].deal


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (AMOCRM, "amocrm-deals"),
        (BITRIX24, "bitrix24-deals"),
        (HUBSPOT, "hubspot-deals"),
        (PIPEDRIVE, "pipedrive-deals"),
        ("Сделка;Сумма;Клиент", "sheet"),
        ("Nazwa szansy;Etap;Kwota;Firma", "sheet"),
        ("Сделка;Сумма, руб.;Клиент", "sheet"),
        (AMOCRM.replace("Бюджет ", "Бюджет, руб."), "amocrm-deals"),
    ],
)
def test_a_sheet_of_deals_is_known_by_its_columns(header: str, kind: str) -> None:
    recognition, _drafts = understood(header, "1;Свет;2;3")
    assert (recognition.kind, recognition.rows_are) == (kind, DEALS)


def test_people_who_have_deals_stay_people() -> None:
    recognition, _drafts = understood("Имя;Телефон;Сделки;Бюджет", "Ян;+79128312021;2;100")
    assert recognition.rows_are == "contacts"


def test_a_row_of_amocrm_is_a_deal_with_its_client() -> None:
    row = (
        "501;Свет в офисе;1180000;Анна Соколова;05.01.2026 09:30:00;Игорь;не закрыта;VIP, Опт;"
        "Ждёт договор;Переговоры;Основная;Марина Ким;Вектор Плюс;+7 (912) 831-20-21;"
    )
    _recognition, [draft] = understood(AMOCRM, row)
    assert draft.deal == {
        "title": "Свет в офисе",
        "pipeline": "Основная",
        "stage": "Переговоры",
        "amount": "1180000",
        "status": "open",
        "created_at": "2026-01-05T09:30:00.000Z",
        "note": "Ждёт договор\nКем создана сделка: Игорь",
    }
    assert draft.contact is not None
    assert draft.contact["family_name"] == "Ким"
    assert draft.company == {"name": "Вектор Плюс"}
    assert (draft.owner, draft.tags, draft.deal_source_id) == (
        "Анна Соколова",
        ("VIP", "Опт"),
        "501",
    )


def test_a_product_stands_on_each_row_of_bitrix24() -> None:
    row = (
        "7;Общее;Новая;Склад;2500.00;Российский рубль;Балтлог;;31.12.2026;нет;Анна;да;Лампа;50;3,5"
    )
    deal = deal_of(BITRIX24, row)
    assert (deal["amount"], deal["currency"]) == ("2500.00", "RUB")
    [line] = deal["lines"]
    assert (line["name"], line["price"], line["quantity"]) == ("Лампа", "50", "3.5")


AT_TEN = "2026-02-20T10:00:00.000Z"


@pytest.mark.parametrize(
    ("header", "row", "status", "closed"),
    [
        (AMOCRM, "1;А;1;;;;20.02.2026 10:00:00;;;Успешно реализовано;П;;;;", "won", AT_TEN),
        (AMOCRM, "1;А;1;;;;2026-02-20T10:00:00Z;;;Успешно реализовано;П;;;;", "won", AT_TEN),
        (
            AMOCRM,
            "1;А;1;;;;21.02.2026;;;Закрыто и не реализовано;П;;;;Дорого",
            "lost",
            "2026-02-21",
        ),
        (HUBSPOT, "1;A;Closed Won;P;2026-02-01 00:00;;5;;;", "won", "2026-02-01"),
        (PIPEDRIVE, "1;A;5;PLN;;;P;S;Lost;;2026-02-20 12:00 +02:00;Price;;", "lost", AT_TEN),
        (PIPEDRIVE, "1;A;5;PLN;;;P;S;Open;;;;2026-10-30;", "open", None),
    ],
)
def test_how_a_deal_ended_and_when(header: str, row: str, status: str, closed: str | None) -> None:
    deal = deal_of(header, row)
    assert (deal["status"], deal.get("closed_at")) == (status, closed)


@pytest.mark.parametrize(
    ("closed", "won", "lost", "status"),
    [("true", "true", "false", "won"), ("true", "no", "Yes", "lost"), ("false", "", "", "open")],
)
def test_a_deal_in_a_stage_of_any_name_is_won_or_lost_as_columns_of_yes_and_no_say(
    closed: str, won: str, lost: str, status: str
) -> None:
    header = f"{HUBSPOT};Is Closed;Is Closed Won;Is Closed Lost"
    recognition, [draft] = understood(
        header, f"1;A;Signed;P;2026-02-01 00:00;;5;;;;{closed};{won};{lost}"
    )
    assert draft.deal is not None
    assert (draft.deal["status"], draft.deal["stage"]) == (status, "Signed")
    assert [column.field for column in recognition.columns[-3:]] == [
        "ignore",
        "deal.status",
        "deal.status",
    ]


@pytest.mark.parametrize(
    ("told", "closed"),
    [
        # In UTC it was January still: whoever won it in February in Warsaw says February.
        ("2026-02-01 00:30", "2026-01-31T23:30:00.000Z"),
        ("2026-07-01 00:30:15", "2026-06-30T22:30:15.000Z"),
        ("2026-02-01 00:00:00", "2026-02-01"),  # what a table writes of a day
        ("2026-02-01", "2026-02-01"),
        ("2026-02-01T00:00:00Z", "2026-02-01T00:00:00.000Z"),
        ("2026-02-01 00:00:00+01:00", "2026-01-31T23:00:00.000Z"),
        ("2026-02-01 25:00", "2026-02-01"),  # no time of day
        ("2026-03-29 02:30", "2026-03-29T01:30:00.000Z"),  # left out when the clock was changed
    ],
)
def test_a_closing_without_a_zone_was_at_the_time_of_whoever_brings_it_in(
    told: str, closed: str
) -> None:
    with computer_in("Europe/Warsaw"):
        deal = deal_of(PIPEDRIVE, f"1;A;5;PLN;;;P;S;Won;{told};;;;")
    assert deal["closed_at"] == closed


def test_a_deal_made_and_closed_within_an_hour_keeps_both_times() -> None:
    row = "1;А;1;;20.02.2026 10:00:00;;20.02.2026 10:30:00;;;Успешно реализовано;П;;;;"
    with computer_in("Asia/Vladivostok"):
        deal = deal_of(AMOCRM, row)
    made, closed = deal["created_at"], deal["closed_at"]
    assert (made, closed) == ("2026-02-20T00:00:00.000Z", "2026-02-20T00:30:00.000Z")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (PIPEDRIVE, "1;A;5;PLN;;;P;S;Open;;;;2026-10-30T00:00:00+03:00;"),
        (PIPEDRIVE, "1;A;5;PLN;;;P;S;Open;;;;2026-10-30 23:30 -05:00;"),
        (AMOCRM, "1;А;1;;;;30.10.2026 01:30 +03:00;;;Переговоры;П;;;;"),
    ],
)
def test_a_deal_is_expected_on_the_day_that_is_written(header: str, row: str) -> None:
    assert deal_of(header, row)["expected_close"] == "2026-10-30"


def test_an_e_mail_behind_the_name_of_a_contact_is_the_contacts() -> None:
    row = "1;A;S;P;;;;;Maeve O'Neill (maeve@example.com);Acme"
    _recognition, [draft] = understood(HUBSPOT, row)
    assert draft.contact is not None
    assert draft.contact["family_name"] == "O'Neill"
    assert draft.contact["emails"][0]["value"] == "maeve@example.com"


@pytest.mark.parametrize(
    ("cell", "percent"),
    [("0.9", "90"), ("1.0", "100"), ("0.0", "0"), ("1", "1"), ("0,5 %", "0"), ("40", "40")],
)
def test_a_chance_is_a_share_of_one_or_percents(cell: str, percent: str) -> None:
    assert deal_of("Сделка;Вероятность;Этап", f"Свет;{cell};Новая")["chance"] == percent


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Нина Кравцова; Пётр Цой;; Нина Кравцова", ["Нина Кравцова", "Пётр Цой"]),
        ("Нина Кравцова\nПётр Цой", ["Нина Кравцова", "Пётр Цой"]),
        ("Кравцова Нина, Цой Пётр", ["Кравцова Нина", "Цой Пётр"]),
        ("Ким, Марина", ["Ким, Марина"]),
        ("Garcia Lopez, Maria Jose", ["Garcia Lopez, Maria Jose"]),
    ],
)
def test_several_people_in_one_cell(cell: str, people: list[str]) -> None:
    assert people_in(cell) == people


def test_a_company_among_the_people_of_a_deal_stands_in_its_note() -> None:
    row = ["1", "A", "S", "P", "", "", "", "", "Нина Кравцова; ООО «Балтлог»", "Acme"]
    table = Table("csv", [HUBSPOT.split(";"), row], range(1, 3))
    recognition = recognise(table, language="ru", region="RU")
    [draft] = make_cleaner(recognition, region="RU", language="ru").clean([(2, row)])
    assert draft.others == ()
    assert draft.deal is not None
    assert draft.deal["note"] == "Associated Contact: ООО «Балтлог»"


def test_a_role_belongs_to_whoever_is_called_so_and_is_noted_of_nobody() -> None:
    header = "Сделка;Контакт;Роли участников;Этап"
    row = "Свет;Анна Ким|Пётр Цой;Пётр Цой: платит|Ольга: решает;Новая"
    deal = deal_of(header, row)
    assert deal["roles"] == (None, "платит")
    assert deal["note"] == "Роли участников: Ольга: решает"


@pytest.mark.parametrize(
    ("people", "roles", "kept", "noted"),
    [
        ("ООО «Балтлог»|Анна Ким", "ООО «Балтлог»: платит", None, "ООО «Балтлог»: платит"),
        ("Анна Ким|ООО «Балтлог»", "ООО «Балтлог»: платит", None, "ООО «Балтлог»: платит"),
        ("Анна Ким", "Анна Ким: решает|Анна Ким: платит", ("решает",), "Анна Ким: платит"),
        ("Анна Ким|Пётр Цой (p@example.com)", "Пётр Цой: платит", (None, "платит"), None),
    ],
)
def test_a_role_that_nobody_gets_is_noted(
    people: str, roles: str, kept: tuple[str | None, ...] | None, noted: str | None
) -> None:
    deal = deal_of(f"{HUBSPOT};Роли участников", f"1;A;S;P;;;;;{people};Acme;{roles}")
    assert deal.get("roles") == kept
    told = [line for line in deal.get("note", "").split("\n") if line.startswith("Роли")]
    assert told == ([f"Роли участников: {noted}"] if noted else [])


def test_the_name_of_a_column_tells_the_currency_of_its_amounts() -> None:
    deal = deal_of("Сделка;Сумма, руб.;Этап", "Свет;1 180 000,50;Новая")
    assert (deal["amount"], deal["currency"]) == ("1180000.50", "RUB")


def test_an_amount_that_is_none_is_kept_in_the_note() -> None:
    assert "Бюджет: сто" in deal_of(AMOCRM, "1;А;сто;;;;;;;Э;П;;;;")["note"]
    assert "1000000000000001" in deal_of(AMOCRM, "1;А;1000000000000001;;;;;;;Э;П;;;;")["note"]


def test_an_amount_that_is_too_large_still_tells_its_currency() -> None:
    deal = deal_of("Сделка;Сумма;Этап", "Свет;1000000000000001 EUR;Новая")
    assert (deal.get("amount"), deal["currency"]) == (None, "EUR")
    assert "1000000000000001 EUR" in deal["note"]


def test_a_deal_without_a_name_is_called_as_its_client() -> None:
    assert deal_of(AMOCRM, "1;;5;;;;;;;Э;П;Пётр Цой;;;")["title"] == "Пётр Цой"


def test_a_row_that_names_nothing_is_an_error() -> None:
    _recognition, [draft] = understood("Сделка;Сумма;Этап", ";5;Новая")
    assert draft.deal is None
    assert draft.error is not None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 180 000 ₽", "1180000"),
        ("1,180,000.50", "1180000.50"),
        ("1.180.000,50 zł", "1180000.50"),
        ("12,5", "12.5"),
        ("1,200", "1200"),
        ("1.250 EUR", "1250"),
        ("1'200", "1200"),
        ("1 250,50", "1250.50"),
        ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("1'250.50", "1250.50"),
        ("1\u00a0250.125", "1250.125"),
        ("1250.125", "1250.125"),
        ("0.125", "0.125"),
        ("0,500 zł", "0.5"),
        (".125", "0.125"),
        ("руб.500", "500"),
        ("-5", "-5"),
        ("−142,80 €", "-142.80"),
        ("-$1,200", "-1200"),
        ("− ₽ 0.125", "-0.125"),
        ("(142.80)", "-142.80"),
        ("(€1.250)", "-1250"),
        ("1 200 (net)", "1200"),
    ],
)
def test_amounts_as_people_write_them(text: str, number: str) -> None:
    assert decimal_of(text) == Decimal(number)


def test_three_places_are_a_fraction_of_a_quantity() -> None:
    assert decimal_of("1,250", decimals=3) == Decimal("1.250")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Deal name;Stage;Amount;Currency", "A;S;1.234;KWD"),
        ("Deal name;Stage;Currency;Amount", "A;S;KWD;1.234"),
        ("Deal name;Stage;Amount", "A;S;1,234 KWD"),
    ],
)
def test_three_places_are_a_fraction_in_currencies_that_have_them(header: str, cells: str) -> None:
    assert deal_of(header, cells)["amount"] == "1.234"


@given(
    minor=st.integers(-(10**14), 10**14),
    currency=st.sampled_from(("JPY", "EUR", "KWD")),
    mark=st.sampled_from(".,"),
)
def test_an_amount_with_all_its_decimals_is_read_as_it_is(
    minor: int, currency: str, mark: str
) -> None:
    money = Money(minor, currency)
    text = plain_money(money).replace(".", mark)
    decimals = currency_digits(currency)
    assert from_major(decimal_of(text, decimals=decimals), currency) == money


@pytest.mark.parametrize("text", ["5 zł", "-5 zł", "−5 zł", "(5 zł)", "- zł 5", "5,- zł"])
def test_an_amount_below_zero_has_its_currency(text: str) -> None:
    assert currency_of(text) == "PLN"


@pytest.mark.parametrize(
    ("text", "code"),
    [("₽", "RUB"), ("5 zł", "PLN"), ("usd", "USD"), ("Злотый", "PLN"), ("5", None), ("pcs", None)],
)
def test_currencies_by_code_sign_or_name(text: str, code: str | None) -> None:
    assert currency_of(text) == code


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("Closed Lost", "lost"), ("Сделка успешна", "won"), ("Otwarta", "open"), ("Договор", None)],
)
def test_words_for_how_a_deal_ended(text: str, outcome: str | None) -> None:
    assert outcome_of(text) == outcome
