"""Deals and products leave as JSON and as sheets that the import reads again."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # its stubs are a package apart
import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import set_language
from crm_desktop.core.values.money import LARGEST_MINOR
from crm_desktop.features.data.exporting.queries import ExportRequest, export_records
from crm_desktop.features.data.importing.commands import Counts
from crm_desktop.features.deals.commands import (
    ArchiveDeals,
    CreateDeal,
    DeleteDeals,
    LoseDeals,
    WinDeals,
)
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.pipelines.queries import find_lost_reasons
from crm_desktop.features.products.commands import (
    ArchivePriceLists,
    CreatePriceList,
    CreateProduct,
    UpdateProduct,
)
from crm_desktop.features.products.queries import find_price_lists, get_state
from tests.store.dealing import there
from tests.store.importing import bring_in, states_of
from tests.store.workshop import create_contact

LAMP = {"name": "Lamp", "sku": "L-1", "quantity": "2.5", "unit": "pcs", "price_minor": 1050}
LAMP |= {"discount": 1000, "vat": 2300}
ONE_ENGINE = pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
DEAL_KEYS = """id title pipeline stage amount currency company contacts owner expected_close
    created_at closed_at lost_reason tags products custom"""


def export(client: Backend, kind: Any, path: Path, **options: Any) -> int:
    file_format = path.suffix[1:]
    request = ExportRequest(kind, file_format, path, **options)  # type: ignore[arg-type]
    return client.ask(export_records, request, lambda _progress: None)


def told(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))


def a_deal(client: Backend, **more: Any) -> str:
    values = {"title": "Office", "currency": "PLN", "expected_close": "2026-10-30", **more}
    return str(client.execute(CreateDeal(values)).result)


def test_a_deal_is_told_with_names_for_ids(client: Backend, tmp_path: Path) -> None:
    person = create_contact(client, given_name="Marina", family_name="Kim")
    people = [{"contact": person, "role": "decides", "primary": True}]
    a_deal(
        client, company={"name": "Vektor"}, contacts=people, lines=[LAMP], tags=[{"name": "VIP"}]
    )
    export(client, "deals", tmp_path / "deals.json")
    [deal] = told(tmp_path / "deals.json")
    assert list(deal)[: len(DEAL_KEYS.split())] == DEAL_KEYS.split()
    assert (deal["title"], deal["stage"], deal["status"]) == ("Office", "Nowe zgłoszenie", "open")
    assert (deal["amount"], deal["currency"], deal["company"]) == (23.63, "PLN", "Vektor")
    assert deal["contacts"] == [
        {"id": person, "name": "Marina Kim", "role": "decides", "primary": True}
    ]
    assert (deal["tags"], deal["owner"]) == (["VIP"], client.actor.name)
    assert deal["products"] == [
        {
            "id": None,
            "name": "Lamp",
            "sku": "L-1",
            "quantity": 2.5,
            "unit": "pcs",
            "price": 10.5,
            "discount": 10,
            "vat": 23,
            "amount": 23.63,
        }
    ]


def test_a_lost_deal_tells_why_and_when(client: Backend, tmp_path: Path) -> None:
    deal = a_deal(client, amount_minor=5_000)
    reason = client.ask(find_lost_reasons)[0]
    client.execute(LoseDeals((deal,), reason.id, comment="Later."))
    export(client, "deals", tmp_path / "deals.json")
    [lost] = told(tmp_path / "deals.json")
    assert (lost["status"], lost["lost_reason"], lost["lost_comment"]) == (
        "lost",
        reason.name,
        "Later.",
    )
    assert lost["closed_at"].endswith("Z")
    assert (lost["amount"], lost["expected_close"]) == (50, "2026-10-30")


def test_amounts_keep_their_last_minor_unit(client: Backend, tmp_path: Path) -> None:
    a_deal(client, amount_minor=10**17 - 1)
    export(client, "deals", tmp_path / "deals.json")
    [line] = (tmp_path / "deals.json").read_text(encoding="utf-8").splitlines()
    assert json.loads(line, parse_float=Decimal)["amount"] == Decimal("999999999999999.99")


@pytest.mark.parametrize("currency", ["PLN", "JPY", "KWD"])
def test_the_largest_amount_comes_back_from_a_sheet(
    client: Backend, tmp_path: Path, currency: str
) -> None:
    largest = a_deal(client, title="Largest", amount_minor=LARGEST_MINOR, currency=currency)
    export(client, "deals", tmp_path / "deals.csv")
    client.execute(DeleteDeals((largest,)))
    bring_in(client, tmp_path / "deals.csv", language="en")
    [back] = [one for one in states_of(client, DEAL) if not one["deleted_at"]]
    assert (back["amount_minor"], back["currency"], back["note"]) == (
        LARGEST_MINOR,
        currency,
        None,
    )


def test_archived_deals_are_left_out_unless_asked_for(client: Backend, tmp_path: Path) -> None:
    client.execute(ArchiveDeals((a_deal(client),)))
    path = tmp_path / "deals.json"
    assert export(client, "deals", path) == 0
    assert export(client, "deals", path, archived=True) == 1
    assert told(path)[0]["archived"] is True


def test_a_sheet_has_a_row_for_each_product(client: Backend, tmp_path: Path) -> None:
    a_deal(client, lines=[LAMP, {**LAMP, "name": "Cable"}])
    a_deal(client, title="Empty")
    assert export(client, "deals", tmp_path / "deals.csv") == 2
    found = rows(tmp_path / "deals.csv")
    assert [(row["Deal"], row["Product or service"]) for row in found] == [
        ("Office", "Lamp"),
        ("Office", "Cable"),
        ("Empty", ""),
    ]
    assert found[0]["ID"] == found[1]["ID"]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_an_exported_sheet_brought_in_again_changes_nothing(
    client: Backend, tmp_path: Path, file_format: str
) -> None:
    person = create_contact(client, given_name="Marina", family_name="Kim")
    people = [{"contact": person, "role": None, "primary": True}]
    a_deal(client, company={"name": "Vektor"}, contacts=people, lines=[LAMP, LAMP])
    a_deal(client, title="Other", amount_minor=5_000, tags=[{"name": "VIP"}])
    path = tmp_path / f"deals.{file_format}"
    export(client, "deals", path)
    result = bring_in(client, path, language="en")
    assert (result.deals, result.errors) == (Counts(unchanged=2), 0)


def test_an_exported_sheet_gives_the_same_deals_elsewhere(client: Backend, tmp_path: Path) -> None:
    a_deal(client, company={"name": "Vektor"}, lines=[LAMP], note="First\nsecond")
    path = tmp_path / "deals.csv"
    export(client, "deals", path)
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace(rows(path)[0]["ID"], "7"), encoding="utf-8")
    assert bring_in(client, path, language="en").deals == Counts(created=1)
    export(client, "deals", tmp_path / "both.json")
    one, two = told(tmp_path / "both.json")
    for key in ("title", "pipeline", "stage", "amount", "company", "products", "note", "owner"):
        assert one[key] == two[key], key


@pytest.mark.parametrize("language", ["en", "ru", "pl"])
def test_the_roles_of_participants_come_back_from_a_sheet(
    client: Backend, tmp_path: Path, language: str
) -> None:
    people = [
        {"contact": create_contact(client, given_name=name), "role": role, "primary": not place}
        for place, (name, role) in enumerate((("Anna", None), ("Boris", "pays; signs | ships")))
    ]
    deal = a_deal(client, contacts=people)
    path = tmp_path / "deals.csv"
    export(client, "deals", path, language=language)
    text = path.read_text(encoding="utf-8-sig")
    assert "Boris Nowak: pays, signs, ships" in text
    path.write_text(text.replace(deal, "7"), encoding="utf-8")
    done = bring_in(client, path, language=language)
    assert (done.deals, done.notes) == (Counts(created=1), 0)
    export(client, "deals", tmp_path / "both.json")
    [new] = (one for one in told(tmp_path / "both.json") if one["id"] != deal)
    found = [(one["name"], one["role"], one["primary"]) for one in new["contacts"]]
    assert found == [("Anna Nowak", None, True), ("Boris Nowak", "pays, signs, ships", False)]


@pytest.mark.parametrize("language", ["en", "ru", "pl"])
def test_why_and_when_a_deal_was_lost_comes_back_from_a_sheet(
    client: Backend, tmp_path: Path, language: str
) -> None:
    reason = next(one for one in client.ask(find_lost_reasons) if one.asks_detail)
    deal = a_deal(client)
    client.execute(LoseDeals((deal,), reason.id, detail="Nord", comment="Later.\nAsk in May."))
    path = tmp_path / "deals.csv"
    set_language(language)
    export(client, "deals", path)
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace(deal, "7"), encoding="utf-8")
    result = bring_in(client, path, language=language)
    assert (result.deals, result.notes) == (Counts(created=1), 0)
    export(client, "deals", tmp_path / "both.json")
    one, two = told(tmp_path / "both.json")
    for key in ("status", "lost_reason", "lost_detail", "lost_comment"):
        assert one[key] == two[key], key
    assert one["closed_at"][:19] == two["closed_at"][:19]  # sheets tell seconds


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_closing_at_midnight_in_greenwich_comes_back_from_a_sheet(
    client: Backend, tmp_path: Path, ending: str
) -> None:
    clock.set_source(lambda: datetime(2026, 2, 1, tzinfo=clock.UTC))
    client.execute(WinDeals((a_deal(client),), without_fields=True))
    clock.set_source(lambda: datetime(2026, 3, 1, tzinfo=clock.UTC))
    path = tmp_path / f"deals.{ending}"
    export(client, "deals", path)
    with_another_number(path)
    bring_in(client, path, language="en")
    export(client, "deals", tmp_path / "both.json")
    assert [one["closed_at"] for one in told(tmp_path / "both.json")] == [
        "2026-02-01T00:00:00.000Z"
    ] * 2


@ONE_ENGINE
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("amount", "price"), [(1_234, None), (-12_345, None), (None, 1_234), (None, -125)]
)
def test_amounts_with_three_decimals_or_below_zero_come_back_from_a_sheet(
    client: Backend, tmp_path: Path, ending: str, amount: int | None, price: int | None
) -> None:
    lines = [] if price is None else [{"name": "Lamp", "quantity": "1.125", "price_minor": price}]
    a_deal(client, currency="KWD", amount_minor=amount, lines=lines)
    path = tmp_path / f"deals.{ending}"
    export(client, "deals", path)
    with_another_number(path)
    assert bring_in(client, path, language="en").notes == 0
    export(client, "deals", tmp_path / "both.json")
    one, two = told(tmp_path / "both.json")
    for key in ("amount", "currency", "products"):
        assert one[key] == two[key], key


@ONE_ENGINE
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_amounts_of_all_kinds_of_currencies_come_back_from_a_sheet(
    client: Backend, tmp_path: Path, ending: str
) -> None:
    """With no decimals, three and four of them, and a code that names no real money."""
    made = [
        a_deal(client, title=f"{currency} {minor}", currency=currency, amount_minor=minor)
        for currency in ("JPY", "ISK", "KWD", "UYW", "XTS")
        for minor in (1, 1_250, 12_345_678)
    ]
    before = amounts(client)
    path = tmp_path / f"deals.{ending}"
    export(client, "deals", path)
    client.execute(DeleteDeals(tuple(made)))
    assert bring_in(client, path, language="en").deals == Counts(created=len(made))
    assert amounts(client) == before


def amounts(client: Backend) -> dict[str, tuple[int, str]]:
    """By the title, of those that aren't deleted."""
    deals = [one for one in states_of(client, DEAL) if not one["deleted_at"]]
    return {one["title"]: (one["amount_minor"], one["currency"]) for one in deals}


def with_another_number(path: Path) -> None:
    """Let the only deal of the sheet be another one."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        book.active["A2"] = "7"
        book.save(path)
        return
    head, row = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text(f"{head}\n7{row[36:]}\n", encoding="utf-8")


def test_products_leave_with_price_and_vat(client: Backend, tmp_path: Path) -> None:
    product = {"name": "Lamp", "sku": "L-1", "unit": "pcs", "vat": 2300, "price_minor": 1050}
    client.execute(CreateProduct({**product, "currency": "PLN"}))
    export(client, "products", tmp_path / "products.json")
    [lamp] = told(tmp_path / "products.json")
    assert (lamp["price"], lamp["currency"], lamp["vat"], lamp["service"]) == (
        10.5,
        "PLN",
        23,
        False,
    )
    export(client, "products", tmp_path / "products.csv")
    [row] = rows(tmp_path / "products.csv")
    assert (row["Product or service"], row["Price"], row["VAT, %"]) == ("Lamp", "10.5", "23")


@ONE_ENGINE
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_prices_of_price_lists_come_back_from_a_sheet(
    client: Backend, tmp_path: Path, ending: str
) -> None:
    lists = {"Опт, руб. (старый)": "KWD", "VIP “Gold”": "PLN", "Cena": "JPY"}
    keys = [
        client.execute(CreatePriceList({"name": name, "currency": currency})).result
        for name, currency in (*lists.items(), ("Empty", "EUR"))
    ]
    prices = [
        {"price_list": key, "minor": minor}
        for key, minor in zip(keys, (1_250, 99, 7_000), strict=False)
    ]
    lamp = {"name": "Lamp", "sku": "L-1", "price_minor": 1050, "currency": "PLN"}
    made = client.execute(CreateProduct({**lamp, "prices": prices})).result
    client.execute(ArchivePriceLists((str(keys[1]),)))
    path = tmp_path / f"products.{ending}"
    export(client, "products", path)
    export(client, "products", tmp_path / "one.json")
    [one] = told(tmp_path / "one.json")
    assert [(each["price"], each["currency"]) for each in one["prices"]] == [
        *((1.25, "KWD"), (0.99, "PLN"), (7000, "JPY"))
    ]
    product = there(client.ask(get_state, str(made)))
    client.execute(UpdateProduct(str(made), product.version, {"prices": []}))
    assert bring_in(client, path, language="en").notes == 0
    found = there(client.ask(get_state, str(made))).state["prices"]
    assert {one["price_list"]: one["minor"] for one in found} == dict(
        zip(map(str, keys), (1_250, 99, 7_000), strict=False)
    )
    assert len(client.ask(find_price_lists)) == 3
    assert bring_in(client, path, language="en").products == Counts(unchanged=1)


def test_deals_are_no_business_cards(client: Backend, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="Business cards"):
        export(client, "deals", tmp_path / "deals.vcf")


@ONE_ENGINE
def test_the_chance_that_counts_is_told_beside_the_one_set_by_hand(
    client: Backend, tmp_path: Path
) -> None:
    usual = a_deal(client, title="Usual")
    a_deal(client, title="By hand", chance=55)
    many = tuple(a_deal(client, title="Closed") for _ in range(19))
    decided = a_deal(client, title="Decided", chance=40)
    client.execute(WinDeals((*many, decided), without_fields=True))
    export(client, "deals", tmp_path / "deals.json")
    chances = {
        one["title"]: (one["chance"], one["probability"]) for one in told(tmp_path / "deals.json")
    }
    row = client.ask(get_deal, usual)
    of_closed = {"Closed": (None, None), "Decided": (40, None)}
    assert chances == {"Usual": (None, 95), "By hand": (55, 55), **of_closed}
    assert there(row).chance == 95
    export(client, "deals", tmp_path / "deals.csv")
    sheet = {row["Deal"]: row["Chance"] for row in rows(tmp_path / "deals.csv")}
    assert sheet == {"Usual": "", "By hand": "55", "Closed": "", "Decided": ""}
