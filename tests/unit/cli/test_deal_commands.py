"""Deals and products on the command line: in, found, out, counted."""

from __future__ import annotations

import json
from pathlib import Path

from tests.journeys.program import done, run

DEALS = """ID;Название сделки;Бюджет;Этап сделки;Воронка;Полное имя контакта;Компания контакта
501;Свет в офисе;1 180 000;Переговоры;Оптовые;Марина Ким;Вектор Плюс
502;Витрина;64000;Успешно реализовано;Оптовые;;Пекарня «Тёплая»
;;5;Переговоры;Оптовые;;
"""


def brought_in(folder: Path) -> str:
    sheet, workspace = folder / "deals.csv", str(folder / "deals.crm")
    sheet.write_text(DEALS, encoding="utf-8")
    done("--lang", "ru", "import", sheet, "--workspace", workspace)
    return workspace


def test_an_import_counts_the_deals_and_tells_of_rows_left_out(tmp_path: Path) -> None:
    sheet, workspace = tmp_path / "deals.csv", tmp_path / "deals.crm"
    sheet.write_text(DEALS, encoding="utf-8")
    told = done("--lang", "ru", "import", sheet, "--workspace", workspace, "--json").json
    assert told["kind"] == "amocrm-deals"
    assert told["deals"] == {"created": 2, "updated": 0, "unchanged": 0}
    assert (told["rows"], told["errors"]) == (3, 1)
    assert "deal" in told["error_file"]
    again = done("--lang", "ru", "import", sheet, "--workspace", workspace, "--json").json
    assert (again["operation"], again["deals"]["unchanged"]) == (None, 2)


def test_a_search_finds_deals_by_title_and_client(tmp_path: Path) -> None:
    workspace = brought_in(tmp_path)
    for sought in ("свет в офисе", "ким"):
        hits = done("search", sought, "--workspace", workspace, "--json").json["results"]
        assert ("deal", "Свет в офисе") in [(hit["kind"], hit["title"]) for hit in hits]


def test_deals_are_exported_an_object_a_line_in_the_order_of_their_creation(tmp_path: Path) -> None:
    workspace, out = brought_in(tmp_path), tmp_path / "out.json"
    done("export", "deals", "--workspace", workspace, "--format", "json", "--out", out)
    first, second = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert (first["title"], first["pipeline"], first["stage"]) == (
        "Свет в офисе",
        "Оптовые",
        "Переговоры",
    )
    assert (first["amount"], first["company"]) == (1_180_000, "Вектор Плюс")
    assert [one["name"] for one in first["contacts"]] == ["Марина Ким"]
    assert (second["status"], second["closed_at"] is not None) == ("won", True)


def test_the_demo_fills_boards_and_a_check_counts_them(tmp_path: Path) -> None:
    workspace, out = tmp_path / "demo.crm", tmp_path / "products.csv"
    done("--lang", "pl", "demo", "--workspace", workspace)
    counts = done("check", "--workspace", workspace, "--json").json["counts"]
    assert (counts["deals"], counts["pipelines"], counts["products"]) == (150, 3, 25)
    done("export", "products", "--workspace", workspace, "--format", "csv", "--out", out)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 26


def test_business_cards_of_deals_are_refused_in_one_line(tmp_path: Path) -> None:
    workspace, out = brought_in(tmp_path), tmp_path / "deals.vcf"
    options = ("--workspace", workspace, "--format", "vcf", "--out", out)
    answer = run("--lang", "en", "export", "deals", *options)
    assert (answer.status, len(answer.err.splitlines())) == (1, 1)
    assert not out.exists()


def test_a_price_sheet_comes_in_and_its_export_is_known_again(tmp_path: Path) -> None:
    price_sheet, out = tmp_path / "prices.csv", tmp_path / "products.csv"
    workspace = str(tmp_path / "products.crm")
    lines = ("Номенклатура;Ед.;Цена, руб.", "Свет;;", "Лампа;шт;1 200,50", "Работы;;", "Замер;;90")
    price_sheet.write_text("\n".join(lines), encoding="utf-8")
    options = ("--workspace", workspace, "--json")
    told = done("--lang", "ru", "import", price_sheet, *options).json
    assert told["products"] == {"created": 2, "updated": 0, "unchanged": 0}
    done("export", "products", "--workspace", workspace, "--format", "csv", "--out", out)
    assert "Лампа" in out.read_text(encoding="utf-8-sig")
    again = done("--lang", "ru", "import", out, *options).json
    assert (again["operation"], again["products"]["unchanged"]) == (None, 2)
