"""Products in the layouts of other programs and of price sheets: what is understood."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.features.data.importing.cleaning import make_cleaner
from crm_desktop.features.data.importing.price_columns import price_list_of
from crm_desktop.features.data.importing.product_groups import groups_as_column
from crm_desktop.features.data.importing.product_headers import are_of_products
from crm_desktop.features.data.importing.recognise import PRODUCTS, recognise
from crm_desktop.integrations.tabular.table import Table

AMOCRM = "ID;Название;Артикул;Описание;Цена;Группа;Единица измерения;Внешний ID"
BITRIX24 = (
    "ID;Название;Активность;Цена;Валюта;Ставка НДС;НДС включен в цену;Единица измерения;Раздел"
)
BITRIX24_SHOP = "IE_XML_ID;IE_NAME;IE_ID;IE_PREVIEW_TEXT;CV_PRICE_1;CV_CURRENCY_1;IC_GROUP0"
ONE_C = "Код;Артикул;Номенклатура;Ед. изм.;Цена, руб.;Ставка НДС"
POLISH = "Lp.;Nazwa towaru;Indeks;J.m.;Cena netto;Stawka VAT;Kategoria"


def table_of(*lines: str) -> Table:
    rows = [line.split(";") for line in lines]
    return Table("csv", rows, range(1, len(rows) + 1))


def understood(*lines: str) -> tuple[str, list[dict[str, Any]]]:
    """The kind of the file, and its products."""
    table = groups_as_column(table_of(*lines))
    recognition = recognise(table, language="ru", region="RU")
    assert recognition.rows_are == PRODUCTS
    first = recognition.first_data_row
    rows = list(zip(table.row_numbers, table.rows, strict=True))[first:]
    drafts = make_cleaner(recognition, region="RU", language="ru").clean(rows)
    return recognition.kind, [draft.product or {} for draft in drafts]


@pytest.mark.parametrize(
    ("header", "row", "kind", "product"),
    [
        (
            AMOCRM,
            "5;Лампа;L-1;Тёплый свет;1 200,50;;шт.;77",
            "amocrm-products",
            {"name": "Лампа", "sku": "L-1", "price": "1200.50", "unit": "шт."},
        ),
        (
            BITRIX24,
            "5;Монтаж;Нет;100.00;RUB;20%;Нет;ч;",
            "bitrix24-products",
            {"name": "Монтаж", "price": "120.00", "vat": 2000, "currency": "RUB", "archived": True},
        ),
        (
            BITRIX24_SHOP,
            "x1;Лампа;5;Тёплая;500.00;RUB;",
            "bitrix24-products",
            {"name": "Лампа", "price": "500.00", "currency": "RUB"},
        ),
        (
            ONE_C,
            "00-1;L-1;Лампа;шт;500,00;Без НДС",
            "1c-products",
            {"name": "Лампа", "sku": "L-1", "price": "500.00", "vat": None, "currency": "RUB"},
        ),
        (
            POLISH,
            "1;Lampa;L-1;szt.;100,00;23%;",
            "sheet",
            {"name": "Lampa", "sku": "L-1", "unit": "szt.", "vat": 2300, "price": "123.00"},
        ),
        (
            "Name,SKU,Unit price,Currency,Type".replace(",", ";"),
            "Survey;S-1;$90;USD;Service",
            "sheet",
            {"name": "Survey", "price": "90", "currency": "USD", "is_service": True},
        ),
        (
            "Name;SKU;Unit price;Wholesale price;Currency",
            "Deposit;D-1;-1.250;1.125;KWD",
            "sheet",
            {"price": "-1.250", "currency": "KWD", "prices": {"Wholesale": ("1.125", None)}},
        ),
    ],
)
def test_a_row_is_a_product(header: str, row: str, kind: str, product: dict[str, Any]) -> None:
    found, [told] = understood(header, row)
    assert found == kind
    assert {name: told.get(name) for name in product} == product


def test_what_no_field_takes_stands_in_the_description() -> None:
    _kind, [told] = understood("Товар;Цена;Остаток;Гарантия", "Лампа;по запросу;5;2 года")
    assert told["description"] == "Цена: по запросу\nОстаток: 5\nГарантия: 2 года"


def test_lines_of_a_price_sheet_without_a_price_are_its_groups() -> None:
    table = groups_as_column(
        table_of(
            "Прайс-лист;;",
            "Наименование;Ед.;Цена",
            "Светильники;;",
            "Потолочные;;",
            "Лампа;шт;500",
            "Работы;;",
            "Монтаж;ч;900",
            "Выезд;;",
        )
    )
    assert [(row[0], row[-1]) for row in table.rows[2:]] == [
        ("Лампа", "Светильники / Потолочные"),
        ("Монтаж", "Работы"),
        ("Выезд", ""),
    ]
    assert list(table.row_numbers) == [1, 2, 5, 7, 8]


@pytest.mark.parametrize(
    "header",
    [
        "Название;ИНН;Телефон",
        "Клиент;Телефон;Товар;Цена",
        "Имя;Фамилия;Цена",
        "Название сделки;Сумма;Товар;Цена",
        "Наименование;Адрес",
    ],
)
def test_sheets_that_tell_of_clients_are_none_of_products(header: str) -> None:
    recognition = recognise(table_of(header, "а;б;в;г"), language="ru", region="RU")
    assert recognition.rows_are != PRODUCTS


def test_makers_and_suppliers_of_products_are_no_clients() -> None:
    assert are_of_products(["Товар", "Цена", "Поставщик", "Бренд"])


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("Цена опт", ("Опт", True)),
        ("Цена: мелкий опт, руб.", ("Мелкий опт", True)),
        ("Оптовая цена", ("Оптовая", True)),
        ("Опт", ("Опт", True)),
        ("Wholesale price (USD)", ("Wholesale", True)),
        ("Cena hurtowa", ("Hurtowa", True)),
        ("Price: friends of the shop", ("Friends of the shop", False)),
        ("Цена (Салон на Невском)", ("Салон на Невском", False)),
        ("Цена, руб.", None),
        ("Цена: «Опт, руб. (старый)», KWD", ("Опт, руб. (старый)", True)),
        ("Cena: „Cena”, PLN", ("Cena", True)),
        ("Price per unit", None),
        ("Цена: закупка", None),
        ("Cost price", None),
        ("Дилер", None),
        ("Остаток", None),
    ],
)
def test_columns_of_price_lists_are_known_by_their_names(
    header: str, named: tuple[str, bool] | None
) -> None:
    assert price_list_of(header) == named
