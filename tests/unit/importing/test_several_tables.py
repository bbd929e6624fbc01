"""Several tables on one sheet are several tables, whatever stands between them."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from crm_desktop.features.data.importing.several_tables import parts_of, read_every_table
from crm_desktop.integrations.tabular.packed import PackedRows
from crm_desktop.integrations.tabular.table import BrokenRecord, ReadOptions, Table

PEOPLE = [["Имя", "Телефон"], ["Анна Белова", "+79031112233"], ["Олег Ким", ""]]
FIRMS = [["Компания", "ИНН", "Телефон"], ["ООО Дельта", "7707083893", ""]]


def _table(*lines: list[str] | None, packed: bool = False) -> Table:
    """A sheet with an empty row for each ``None``."""
    rows = [line for line in lines if line is not None]
    numbers = [number for number, line in enumerate(lines, start=1) if line is not None]
    kept = PackedRows()
    for row in rows:
        kept.append(row)
    broken = (BrokenRecord(2, "x", "why"), BrokenRecord(len(lines), "y", "why"))
    return Table("xlsx", kept if packed else rows, numbers, "Лист1", broken=broken)


def _parts(table: Table) -> list[tuple[str | None, list[list[str]]]]:
    return [(part.sheet, [list(row) for row in part.rows]) for part in parts_of(table)]


def test_a_header_behind_empty_rows_begins_a_table_of_its_own() -> None:
    table = _table(*PEOPLE, None, *FIRMS)
    assert _parts(table) == [("Лист1", PEOPLE), ("Лист1: 5", FIRMS)]
    first, second = parts_of(table)
    assert ([*first.row_numbers], [*second.row_numbers]) == ([1, 2, 3], [5, 6])
    assert [one.raw for one in (*first.broken, *second.broken)] == ["x", "y"]


def test_the_title_above_a_further_table_is_its_own() -> None:
    table = _table(*PEOPLE, None, None, ["Поставщики", "", ""], *FIRMS)
    assert _parts(table)[1] == ("Лист1: 6", [["Поставщики", "", ""], *FIRMS])


def test_rows_that_only_look_like_a_header_go_on_with_their_table() -> None:
    for row in (["Контакт", "+79031112234"], ["Телефон", ""], ["Сергей Директор", "нет"]):
        table = _table(*PEOPLE, None, row, ["Ева Лис", "+79031112235"])
        assert len(parts_of(table)) == 1
    # Without an empty row above, and at the end with nothing below.
    assert len(parts_of(_table(*PEOPLE, *FIRMS))) == 1
    assert len(parts_of(_table(*PEOPLE, None, FIRMS[0]))) == 1


def test_a_header_that_each_page_repeats_is_nobody() -> None:
    lines = (*PEOPLE, PEOPLE[0], ["Ева Лис", ""], PEOPLE[0], ["Ян Лис", ""])
    for packed in (False, True):
        [table] = parts_of(_table(*lines, packed=packed))
        assert [row[0] for row in table.rows] == [
            "Имя",
            "Анна Белова",
            "Олег Ким",
            "Ева Лис",
            "Ян Лис",
        ]
        assert [*table.row_numbers] == [1, 2, 3, 5, 7]


def test_each_table_of_a_sheet_may_be_asked_for_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Лист1")
        for number, row in enumerate([*PEOPLE, [], *FIRMS]):
            sheet.write_row(number, 0, row)

    def names(asked: str | None, *, whole: bool = False) -> list[str | None]:
        return [one.sheet for one in read_every_table(path, ReadOptions(sheet=asked), whole=whole)]

    assert names(None) == ["Лист1", "Лист1: 5"]
    assert (names("Лист1"), names("Лист1: 5")) == (["Лист1"], ["Лист1: 5"])
    assert names(None, whole=True) == ["Лист1"]
