"""What the import wizard shows of a file, and that the import then does just that."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from crm_desktop.core.errors import Invalid
from crm_desktop.features.data.importing.currencies import Currencies
from crm_desktop.features.data.importing.preview import (
    Decisions,
    Preview,
    Sureness,
    look,
    make_command,
    regions,
    row_as_it_will_be,
)
from crm_desktop.features.data.importing.recognise import NO_HEADER
from crm_desktop.features.data.importing.source_file import SourceFile, read_file, stamp_of
from crm_desktop.gui.pages.importing.file_words import number_styles
from crm_desktop.integrations.tabular.table import ReadOptions
from tests.gui.conftest import there

CLIENTS = (
    "ФИО;Организация;Тел. моб.;Почта;Дата рожд.;Отгрузок;Разное\n"
    "Ким Марина Олеговна;Вектор Плюс;89005550114;m.kim@vektor.example;18.03.1984;12;\n"
    "Гатин Руслан;Спортзал Ритм;+7 (900) 555-01-27;ruslan@ritm.example;;3;\n"
    ";;;;;7;\n"
)
RUSSIAN = Decisions("RU", "ru")


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    """A sheet of clients as a Russian spreadsheet program saves it."""
    path = tmp_path / "клиенты 2026.csv"
    path.write_bytes(CLIENTS.encode("windows-1251"))
    return path


def seen(path: Path, decisions: Decisions = RUSSIAN) -> tuple[SourceFile, Preview]:
    source = read_file(path, ReadOptions())
    return source, look(source, decisions)


def test_encoding_delimiter_header_and_the_number_of_rows_are_found(clients: Path) -> None:
    _source, preview = seen(clients)
    assert (preview.encoding, preview.delimiter) == ("windows-1251", ";")
    assert (preview.header_row, preview.rows, preview.day_first) == (0, 3, True)
    assert preview.top[1].number == 2
    assert preview.top[1].cells[0] == "Ким Марина Олеговна"


def test_each_column_has_a_field_how_sure_it_is_and_a_sample(clients: Path) -> None:
    columns = seen(clients)[1].columns
    assert [(column.source, column.code, column.sureness) for column in columns] == [
        ("ФИО", "full_name", Sureness.SURE),
        ("Организация", "company.name", Sureness.SURE),
        ("Тел. моб.", "phone.mobile", Sureness.SURE),
        ("Почта", "email.work", Sureness.SURE),
        ("Дата рожд.", "birthday", Sureness.SURE),
        ("Отгрузок", "note", Sureness.UNKNOWN),
        ("Разное", "note", Sureness.EMPTY),
    ]
    assert [column.filled for column in columns] == [67, 67, 67, 67, 33, 100, 0]
    phone = columns[2]
    assert phone.sample == "89005550114"
    assert phone.treatment is not None
    assert phone.treatment.values["value"] == "+7 900 555-01-14"


def test_the_row_as_it_will_be_follows_the_decisions(clients: Path) -> None:
    source, preview = seen(clients)
    draft = row_as_it_will_be(source, preview, RUSSIAN, 0)
    assert draft is not None
    assert draft.contact is not None
    assert (draft.contact["given_name"], draft.contact["middle_name"]) == ("Марина", "Олеговна")
    without = Decisions("RU", "ru", fields={0: "ignore"})
    draft = row_as_it_will_be(source, look(source, without), without, 0)
    assert draft is not None
    assert draft.contact is None
    assert draft.company is not None
    assert draft.company["name"] == "Вектор Плюс"


def test_an_amount_that_can_be_read_in_two_ways_says_how_and_can_be_read_otherwise(
    tmp_path: Path,
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Deal name;Stage;Amount\nGym;New;1.250\n", encoding="utf-8")
    source, preview = seen(path)
    assert preview.unsure_number == ("1.250", False)
    assert there(preview.columns[2].treatment).values["value"] == "1,250"
    assert number_styles(preview, None) == [("1.250 = 1,250", None), ("1.250 = 1.25", ".")]
    assert amount(source, preview, RUSSIAN) == "1250"
    otherwise = Decisions("RU", "ru", decimal_mark=".")
    preview = look(source, otherwise)
    assert there(preview.columns[2].treatment).values["value"] == "1.25"
    assert number_styles(preview, ".")[1:] == [("1.250 = 1,250", ","), ("1.250 = 1.25", ".")]
    assert amount(source, preview, otherwise) == "1.250"
    assert make_command((path,), source, preview, otherwise).decimal_mark == "."
    of_deals = Decisions("RU", "ru", currencies=Currencies("KWD", "RUB"))
    assert look(source, of_deals).unsure_number == ("1.250", True)


def amount(source: SourceFile, preview: Preview, decisions: Decisions) -> str:
    deal = there(there(row_as_it_will_be(source, preview, decisions, 0)).deal)
    return str(deal["amount"])


def test_rows_that_can_not_come_in_are_named_before_anything_is_written(clients: Path) -> None:
    _source, preview = seen(clients)
    assert [problem.row_number for problem in preview.problems] == [4]


def test_a_wrong_encoding_shows_real_rows_and_can_not_be_missed(clients: Path) -> None:
    source = read_file(clients, ReadOptions(encoding="koi8-r"))
    assert look(source, RUSSIAN).top[1].cells[0] != "Ким Марина Олеговна"


def test_without_names_of_columns_the_first_row_is_a_person(clients: Path) -> None:
    decisions = Decisions("RU", "ru", header_row=NO_HEADER)
    preview = seen(clients, decisions)[1]
    assert (preview.header_row, preview.rows) == (None, 4)


def test_a_field_that_does_not_exist_is_refused(clients: Path) -> None:
    with pytest.raises(Invalid, match="no field"):
        seen(clients, Decisions("RU", "ru", fields={0: "shoe_size"}))


def test_decisions_about_columns_that_are_gone_are_forgotten(clients: Path) -> None:
    preview = seen(clients, Decisions("RU", "ru", fields={40: "tags"}))[1]
    assert "tags" not in {column.code for column in preview.columns}


def test_a_sheet_can_be_chosen_and_only_that_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, count in (("Few", 1), ("Many", 5)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["First name", "E-mail"])
            for row in range(1, count + 1):
                sheet.write_row(row, 0, [f"Ann{row}", f"ann{row}@{name.lower()}.example"])
    source, preview = seen(path, Decisions("US", "en"))
    assert (preview.sheets, preview.sheet, preview.rows) == (("Few", "Many"), 1, 6)
    few = Decisions("US", "en", sheet=0, fields={0: "tags"})
    preview = look(source, few)
    assert preview.rows == 1
    command = make_command((path,), source, preview, few)
    assert (command.options.sheet, command.fields) == ("Few", {0: "tags"})
    everything = Decisions("US", "en", fields={0: "tags"})
    command = make_command((path,), source, look(source, everything), everything)
    assert (command.options.sheet, command.fields) == (None, {"First name": "tags"})


def test_a_file_that_was_saved_again_has_another_stamp(clients: Path) -> None:
    source = read_file(clients, ReadOptions())
    assert stamp_of(clients) == source.stamp
    clients.write_bytes(CLIENTS.encode("windows-1251") + b";;;new@ritm.example;;;\n")
    assert stamp_of(clients) != source.stamp
    clients.unlink()
    assert stamp_of(clients) is None


def test_countries_have_names_in_the_language_of_the_window() -> None:
    assert ("PL", "Polska") in regions("pl")
    assert ("DE", "Германия") in regions("ru")
