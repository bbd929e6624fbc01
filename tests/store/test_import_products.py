"""Products out of price sheets into the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.backend import pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.data.importing.commands import Counts
from crm_desktop.features.products.commands import CreatePriceList, CreateProduct
from crm_desktop.features.products.queries import find_price_lists
from crm_desktop.features.products.records import PRODUCT
from crm_desktop.store.records import State
from tests.store.importing import bring_in, import_of, outcome_of, sheet, states_of

HEADER = "Артикул;Товар;Ед.;Цена, руб.;НДС;Категория;Остаток"
LAMP = "L-1;Лампа;шт.;1 200,50;20%;Свет;5"
SURVEY = ";Замер;;900;;Работы;"


def products(client: Backend) -> list[State]:
    return states_of(client, PRODUCT)


def test_a_price_sheet_becomes_products_with_their_category(
    client: Backend, tmp_path: Path
) -> None:
    file = sheet(tmp_path, HEADER, LAMP, SURVEY)
    assert bring_in(client, file, dry_run=True).products == Counts(2)
    assert products(client) == []
    assert bring_in(client, file).products == Counts(2)
    lamp, survey = products(client)
    kept = ("sku", "name", "unit", "price_minor", "currency", "vat", "description")
    assert [lamp[name] for name in kept] == [
        *("L-1", "Лампа", "шт.", 120_050, "RUB", 2000, "Остаток: 5")
    ]
    [category] = client.ask(find_custom_fields)
    assert (category.entity, category.name) == ("product", "Категория")
    assert [item["value"] for item in (*lamp["custom"], *survey["custom"])] == ["Свет", "Работы"]
    again = outcome_of(client, file)
    assert (again.operation_id, again.result.products) == (None, Counts(unchanged=2))


def test_an_import_of_products_is_taken_back_whole(client: Backend, tmp_path: Path) -> None:
    client.execute(import_of([sheet(tmp_path, HEADER, LAMP, SURVEY)]))
    client.execute(UndoOperation())
    assert all(one["deleted_at"] for one in products(client))
    assert all(field.deleted for field in client.ask(find_custom_fields))


ONE_ENGINE = pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)


@ONE_ENGINE
def test_a_product_that_is_here_gets_the_price_and_what_it_lacks(
    client: Backend, tmp_path: Path
) -> None:
    client.execute(CreateProduct({"name": "Лампа", "unit": "кор.", "price_minor": 5}))
    result = bring_in(client, sheet(tmp_path, HEADER, LAMP, LAMP.replace("L-1", "L-2")))
    assert result.products == Counts(created=1, updated=1)
    lamp, other = products(client)
    assert (lamp["sku"], lamp["unit"], lamp["price_minor"]) == ("L-1", "кор.", 120_050)
    assert (other["sku"], other["name"]) == ("L-2", "Лампа")


@ONE_ENGINE
def test_columns_of_price_lists_fill_them_and_make_those_that_are_missing(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST_ROWS", 1)
    hurt = client.execute(CreatePriceList({"name": "Hurt", "currency": "EUR"})).result
    header = "SKU;Name;Price, EUR;Price: hurt;Dealer price;Price (cost)"
    rows = ("L-1;Lamp;5;4;$3;1", "L-2;Desk;50;40.5;;", "L-1;Lamp;5;4.5;;")
    file = sheet(tmp_path, header, *rows)
    assert bring_in(client, file, dry_run=True).products == Counts(2)
    outcome = outcome_of(client, file)
    lists = {one.name: one for one in client.ask(find_price_lists)}
    assert {name: one.currency for name, one in lists.items()} == {"Hurt": "EUR", "Dealer": "USD"}
    lamp, desk = products(client)
    assert {one["price_list"]: one["minor"] for one in lamp["prices"]} == {
        hurt: 400,
        lists["Dealer"].id: 300,
    }
    assert lamp["description"] == "Price (cost): 1\nHurt: €4.50"
    assert [one["minor"] for one in desk["prices"]] == [4050]
    assert outcome_of(client, file).operation_id is None
    bring_in(client, sheet(tmp_path, "SKU;Name;Price: hurt", "L-1;Lamp;6", name="new.csv"))
    assert [one["minor"] for one in products(client)[0]["prices"]] == [600, 300]
    client.execute(UndoOperation())
    client.execute(UndoOperation(outcome.operation_id))
    assert [one.name for one in client.ask(find_price_lists)] == ["Hurt"]


@ONE_ENGINE
def test_a_second_price_of_one_sku_stands_in_the_description(
    client: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST_ROWS", 1)
    file = sheet(tmp_path, "SKU;Name;Price", "L-1;Lamp;$5", "L-1;Lamp;$7")
    assert bring_in(client, file).products == Counts(1)
    [lamp] = products(client)
    assert (lamp["price_minor"], lamp["description"]) == (500, "Price: $7")
    assert outcome_of(client, file).operation_id is None
