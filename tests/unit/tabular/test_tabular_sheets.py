"""Workbooks become text as a person sees it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from crm_desktop.core.errors import Invalid
from crm_desktop.integrations.tabular import limits
from crm_desktop.integrations.tabular.reading import read_tables
from crm_desktop.integrations.tabular.sheets import cell_text
from crm_desktop.integrations.tabular.table import ReadOptions
from tests.unit.tabular.workbook_bytes import ReadBytes, ods, xls, xlsx


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (79128312021.0, "79128312021"),
        (5.0, "5"),
        (-3, "-3"),
        (0.1 + 0.2, "0.3"),
        (1234.5, "1234.5"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (True, "true"),
        (False, "false"),
        (dt.date(2026, 12, 31), "2026-12-31"),
        (dt.datetime.fromisoformat("2026-12-31T09:15:00"), "2026-12-31T09:15:00"),
        (dt.time(9, 15), "09:15:00"),
        (dt.timedelta(hours=36, seconds=5), "36:00:05"),
    ],
)
def test_a_value_as_text(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "book.csv"  # a wrong name on purpose
    with xlsxwriter.Workbook(str(path)) as book:
        date = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet("Люди")
        sheet.write_row(2, 1, ["ФИО", "Телефон", "Дата"])
        sheet.write_row(4, 1, ["Иванов", 79128312021])
        sheet.write_datetime(4, 3, dt.date(2026, 12, 31), date)
        sheet.merge_range(5, 1, 5, 3, "Итого")
        sheet.write_formula(6, 1, "=1/0", value="#DIV/0!")
        book.add_worksheet("Пусто")
        book.add_chartsheet("График")
        hidden = book.add_worksheet("Скрытый")
        hidden.write(0, 0, "тайна")
        hidden.hide()
    return path


def test_xlsx_gives_a_table_for_each_sheet_with_content(workbook: Path) -> None:
    people, hidden = read_tables(workbook)
    assert (people.kind, people.sheet, hidden.sheet) == ("xlsx", "Люди", "Скрытый")
    assert [[cell for cell in row if cell] for row in people.rows] == [
        ["ФИО", "Телефон", "Дата"],
        ["Иванов", "79128312021", "2026-12-31"],
        ["Итого"],
    ]
    assert list(people.row_numbers) == [3, 5, 6]


def test_a_sheet_may_be_chosen(workbook: Path) -> None:
    [table] = read_tables(workbook, ReadOptions(sheet="Скрытый"))
    assert list(table.rows) == [["тайна"]]
    with pytest.raises(Invalid, match="no sheet named"):
        read_tables(workbook, ReadOptions(sheet="нет такого"))


def test_xls(read: ReadBytes) -> None:
    [table] = read(xls([["ФИО", "Телефон"], ["Łukasz", 79128312021.0]]))
    assert (table.kind, table.sheet) == ("xls", "Лист1")
    assert list(table.rows) == [["ФИО", "Телефон"], ["Łukasz", "79128312021"]]


def test_ods_with_the_empty_millions_that_calc_writes(read: ReadBytes) -> None:
    def cell(text: str) -> str:
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )

    blank = '<table:table-cell table:number-columns-repeated="16382"/>'
    end = (
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    rows = "".join(
        f"<table:table-row>{cell(a)}{cell(b)}{blank}</table:table-row>"
        for a, b in (("ФИО", "Город"), ("Иванов", "Пермь"))
    )
    [table] = read(ods(rows + end))
    assert table.kind == "ods"
    assert [row[:2] for row in table.rows] == [["ФИО", "Город"], ["Иванов", "Пермь"]]


def test_xlsx_of_programs_that_write_no_cell_addresses(read: ReadBytes) -> None:
    row = "<row><c t='inlineStr'><is><t>Иванов</t></is></c><c><v>5</v></c></row>"
    assert list(read(xlsx(row))[0].rows) == [["Иванов", "5"]]


def test_a_cell_over_several_rows_holds_in_all_of_them(tmp_path: Path) -> None:
    rows = (
        ["", "Clients", "", ""],
        ["", "Company", "Name", "City"],
        ["", "Alpha", "Ann", "Omsk"],
        ["", "", "Ben", ""],
        ["", "", "", ""],
        ["", "", "Cid", "Tver"],
        ["", "Beta", "Dan", ""],
    )
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for place in ("B1:D1", "B3:B6", "D3:D5", "B7:B9"):
            first = place.partition(":")[0]
            sheet.merge_range(place, rows[int(first[1:]) - 1]["ABCD".index(first[0])])
    [table] = read_tables(path)
    assert list(table.rows) == [
        ["Clients", "", ""],
        ["Company", "Name", "City"],
        ["Alpha", "Ann", "Omsk"],
        ["Alpha", "Ben", "Omsk"],
        ["Alpha", "Cid", "Tver"],
        ["Beta", "Dan", ""],
    ]


def test_a_text_that_is_wanted_in_very_many_rows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_REPEATED", 1_000)
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A60", "a" * 30)
        sheet.write_column("B1", ["b"] * 50)
    with pytest.raises(Invalid, match="damaged"):
        read_tables(path)
