"""The catalogue: products and services, price lists and rates, on both engines."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.backend.work import Outcome
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.listing import WHOLE_LIST, ListOrder
from crm_desktop.features.products.columns import find_groups, find_more, find_order
from crm_desktop.features.products.commands import (
    ArchiveManyProducts,
    ArchivePriceLists,
    ArchiveProducts,
    CreatePriceList,
    CreateProduct,
    DeleteProducts,
    DeleteRates,
    SetRate,
    SetVatRates,
    UpdatePriceList,
    UpdateProduct,
)
from crm_desktop.features.products.queries import (
    count,
    find_by_key,
    find_list_rows,
    find_price_lists,
    find_products,
    find_rates,
    find_rids,
    get_product,
)
from crm_desktop.features.products.rows import ProductPrice, ProductRow
from crm_desktop.store import turns
from crm_desktop.store.records import State
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.workshop import Write, open_client, snapshot, wait_until

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
NOBODY = "01a201df-0885-777e-84b2-ebb74cb8a2e9"
PANEL = {
    "name": "Панель LED 36 Вт, 4000 К",
    "sku": "LP-36-40",
    "unit": "шт.",
    "vat": 2200,
    "price_minor": 215_000,
    "currency": "RUB",
}


def add(client: Backend, name: str, **values: Any) -> str:
    """A product of this name."""
    return str(client.execute(CreateProduct({"name": name, **values})).result)


def read(client: Backend, product_id: str) -> ProductRow:
    row = client.ask(get_product, product_id)
    assert row is not None
    return row


def found(client: Backend, text: str) -> list[str]:
    return [row.name for row in client.ask(find_products, text, 10)]


def test_a_product_is_read_as_it_was_made(client: Backend) -> None:
    row = read(client, client.execute(CreateProduct(PANEL)).result)
    assert (row.name, row.sku, row.unit) == (PANEL["name"], "LP-36-40", "шт.")
    assert (row.vat, row.minor, row.currency) == (2200, 215_000, "RUB")
    assert not row.is_service
    assert not row.is_archived


def test_a_name_is_enough(client: Backend) -> None:
    row = read(client, add(client, "Проектирование", is_service=True))
    assert (row.vat, row.minor, row.currency, row.is_service) == (None, None, "PLN", True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x", "vat": 10_001}, "vat"),
        ({"name": "x", "vat": -1}, "vat"),
        ({"name": "x", "vat": True}, "vat"),
        ({"name": "x", "price_minor": 10**17 + 1}, "price_minor"),
        ({"name": "x", "price_minor": 1.5}, "price_minor"),
        ({"name": "x", "currency": "money"}, "currency"),
        ({"name": "x", "unit": "u" * 21}, "unit"),
        ({"name": "x", "is_service": "yes"}, "is_service"),
        ({"name": "x", "colour": "red"}, "colour"),
        ({"name": "x", "prices": [{"price_list": "abc", "minor": 1}]}, "prices"),
        ({"name": "x", "prices": [{"minor": 1}]}, "prices"),
    ],
)
def test_what_fits_no_field_is_refused_at_its_field(
    client: Backend, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        client.execute(CreateProduct(values))
    assert refused.value.field == field
    assert client.ask(count) == 0


@pytest.mark.parametrize("minor", [0, -5, 10**17])
def test_amounts_may_be_nothing_less_than_nothing_and_huge(client: Backend, minor: int) -> None:
    assert read(client, add(client, "x", price_minor=minor)).minor == minor


def test_a_change_is_one_step_back_and_forth(client: Backend) -> None:
    key = client.execute(CreateProduct(PANEL)).result
    done = client.execute(UpdateProduct(key, 1, {"price_minor": 220_000, "sku": None}))
    assert (read(client, key).minor, read(client, key).sku) == (220_000, "")
    client.execute(UndoOperation(done.operation_id))
    assert (read(client, key).minor, read(client, key).sku) == (215_000, "LP-36-40")
    client.execute(RedoOperation(done.operation_id))
    assert read(client, key).minor == 220_000


# Finding


def test_a_product_is_found_by_words_of_its_name_in_any_order_and_by_its_sku(
    client: Backend,
) -> None:
    client.execute(CreateProduct(PANEL))
    add(client, "Трековый светильник 20 Вт", sku="TR-20-B")
    assert found(client, "led панель") == [PANEL["name"]]
    assert found(client, "tr-20") == ["Трековый светильник 20 Вт"]
    assert found(client, "Вт") == [PANEL["name"], "Трековый светильник 20 Вт"]
    assert found(client, "дверь") == []


def test_the_sku_comes_first_then_beginnings_then_the_rest(client: Backend) -> None:
    for name, sku in (("Рамка abc", ""), ("Abc рамка", "1"), ("Якорь", "abc")):
        add(client, name, sku=sku)
    assert found(client, "abc") == ["Якорь", "Abc рамка", "Рамка abc"]


def test_of_several_spellings_the_first_finds_by_which_there_is_any(client: Backend) -> None:
    for name, sku in (("Рамка abc", ""), ("Abc рамка", "1"), ("Якорь", "abc"), ("Фис", "2")):
        add(client, name, sku=sku)
    client.execute(ArchiveProducts((add(client, "Abd"),)))

    def by(*spelled: str) -> list[str]:
        rows = client.ask(lambda reader: find_list_rows(reader, find_rids(reader, spelled, 10)))
        return [row.name for row in rows]

    assert by("нет", "abc", "фис") == found(client, "abc")
    assert by("рамка abc", "фис") == ["Рамка abc", "Abc рамка"]
    assert by("abd", "фис") == ["Abd"]
    assert by("нет", "") == []


def test_signs_between_letters_don_t_matter(client: Backend) -> None:
    add(client, "Лампа", sku="TR.20/B")
    assert found(client, "tr-20-b") == ["Лампа"]
    assert found(client, "tr%") == ["Лампа"]


def test_archived_and_deleted_products_are_not_offered(client: Backend) -> None:
    archived, deleted = add(client, "Лампа 1"), add(client, "Лампа 2")
    add(client, "Лампа 3")
    client.execute(ArchiveProducts((archived,)))
    client.execute(DeleteProducts((deleted,)))
    assert found(client, "лампа") == ["Лампа 3"]
    client.execute(ArchiveProducts((archived,), archived=False))
    client.execute(DeleteProducts((deleted,), deleted=False))
    assert found(client, "лампа") == ["Лампа 1", "Лампа 2", "Лампа 3"]


def test_the_list_is_by_name_and_read_by_pages(client: Backend) -> None:
    keys = [add(client, f"Товар {number}") for number in (10, 9, 2)]
    rows = client.ask(find_list_rows, list(client.ask(find_order, WHOLE_LIST)))
    assert [row.id for row in rows] == keys[::-1]
    assert client.ask(count) == 3


def test_the_list_is_ordered_by_price_and_grouped_by_unit(client: Backend) -> None:
    add(client, "Дорогой", price_minor=300, unit="шт.")
    add(client, "Дешёвый", price_minor=100, unit="м²")
    add(client, "Без цены")
    order = list(client.ask(find_order, ListOrder(sort="price", descending=True)))
    assert [row.name for row in client.ask(find_list_rows, order)] == [
        "Дорогой",
        "Дешёвый",
        "Без цены",
    ]
    groups = client.ask(find_groups, WHOLE_LIST, "unit").groups
    assert {group.label: group.count for group in groups} == {"м²": 1, "шт.": 1, "": 1}
    assert set(client.ask(find_more, order, ["created"])[order[0]]) == {"created"}


def test_many_go_into_the_archive_at_once(client: Backend) -> None:
    keys = tuple(add(client, f"Товар {number}") for number in range(5))
    client.execute(ArchiveManyProducts(keys))
    assert client.ask(count) == 0


def test_imports_find_the_oldest_of_one_sku(client: Backend) -> None:
    first = add(client, "Первый", sku="A-1")
    add(client, "Второй", sku="a-1")
    assert client.ask(find_by_key, [sought("A-1")])["sku", sought("a-1") or ""].id == first


# Price lists


def add_list(client: Backend, name: str = "Опт", currency: str = "RUB") -> str:
    return str(client.execute(CreatePriceList({"name": name, "currency": currency})).result)


def test_a_product_has_a_price_in_each_list(client: Backend) -> None:
    wholesale, abroad = add_list(client), add_list(client, "Экспорт", "EUR")
    prices = [{"price_list": wholesale, "minor": 200_000}, {"price_list": abroad, "minor": 2100}]
    key = add(client, "Панель", prices=prices)
    assert read(client, key).prices == (
        ProductPrice(wholesale, "Опт", 200_000, "RUB"),
        ProductPrice(abroad, "Экспорт", 2100, "EUR"),
    )
    client.execute(ArchivePriceLists((wholesale,)))
    assert [price.price_list for price in read(client, key).prices] == ["Экспорт"]
    assert [row.name for row in client.ask(find_price_lists)] == ["Экспорт"]


def test_two_prices_in_one_list_are_one_the_last(client: Backend) -> None:
    key = add_list(client)
    prices = [{"price_list": key, "minor": 1}, {"price_list": key, "minor": 2}]
    assert [price.minor for price in read(client, add(client, "x", prices=prices)).prices] == [2]


def test_a_price_in_a_list_that_is_not_there_is_refused(client: Backend) -> None:
    with pytest.raises(NotFound):
        add(client, "x", prices=[{"price_list": NOBODY, "minor": 1}])


def test_two_price_lists_of_one_name_are_refused(client: Backend) -> None:
    add_list(client, "Опт")
    other = add_list(client, "Розница")
    commands = [CreatePriceList({"name": "ОПТ"}), UpdatePriceList(other, 1, {"name": "опт"})]
    for command in commands:
        with pytest.raises(Invalid) as refused:
            client.execute(command)
        assert refused.value.field == "name"
    client.execute(UpdatePriceList(other, 1, {"name": "РОЗНИЦА"}))


def test_a_price_list_with_prices_keeps_its_currency(client: Backend) -> None:
    key = add_list(client)
    client.execute(UpdatePriceList(key, 1, {"currency": "EUR"}))
    add(client, "x", prices=[{"price_list": key, "minor": 1}])
    with pytest.raises(Invalid) as refused:
        client.execute(UpdatePriceList(key, 2, {"currency": "PLN"}))
    assert refused.value.field == "currency"


# Rates


def test_a_rate_holds_from_its_day_on_and_is_replaced_on_the_same_day(client: Backend) -> None:
    for day, rate in (("2026-10-01", "4.25"), ("2026-10-14", "4.3"), ("2026-10-14", "4.3100")):
        client.execute(SetRate("EUR", day, rate))
    rows = client.ask(find_rates)
    assert [(row.currency, row.day, row.rate) for row in rows] == [
        ("EUR", date(2026, 10, 14), Decimal("4.31")),
        ("EUR", date(2026, 10, 1), Decimal("4.25")),
    ]
    client.execute(DeleteRates((rows[0].id,)))
    assert len(client.ask(find_rates)) == 1


@pytest.mark.parametrize(
    ("currency", "day", "rate"),
    [
        ("EUR", "2026-10-14", "0"),
        ("EUR", "2026-10-14", "-1"),
        ("EUR", "2026-10-14", "much"),
        ("EUR", "2026-10-14", "NaN"),
        ("EUR", "2026-10-14", "1e30"),
        ("EUR", "some day", "1"),
        ("gold", "2026-10-14", "1"),
        ("ZZZ", "2026-10-14", "1"),
        ("PLN", "2026-10-14", "1"),
    ],
)
def test_a_rate_that_is_none_is_refused(
    client: Backend, currency: str, day: str, rate: str
) -> None:
    with pytest.raises(Invalid):
        client.execute(SetRate(currency, day, rate))
    assert client.ask(find_rates) == []


@pytest.mark.parametrize(
    ("command", "entity", "first_written", "left"),
    [
        (SetVatRates((800,)), "vat_rates", {"rates": "2300"}, {"rates": "800"}),
        (
            SetRate("USD", "2026-10-14", "90"),
            "exchange_rate",
            {"currency": "USD", "day": "2026-10-14", "rate": "80"},
            {"currency": "USD", "day": "2026-10-14", "rate": "90"},
        ),
    ],
    ids=["VAT", "currency"],
)
def test_two_who_set_rates_at_once_leave_one(
    postgresql_workspace: str, command: Any, entity: str, first_written: State, left: State
) -> None:
    """On a file the writing transactions follow one another anyway."""
    first, second = open_client(postgresql_workspace), open_client(postgresql_workspace)

    def write_while_the_other_waits(unit: UnitOfWork) -> Future[Outcome]:
        turns.take(unit.connection, turns.RATES)
        other = second.submit(command)
        wait_until(lambda: bool(unit.connection.exec_driver_sql(WAITING).scalar()))
        unit.insert(entity, first_written)
        return other

    first.execute(Write(write_while_the_other_waits)).result.result()
    assert [state for (of, _key), state in snapshot(first).items() if of == entity] == [left]
    first.close()
    second.close()
