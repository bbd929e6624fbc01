"""Files that are broken, hostile or no tables are refused in words, quickly, and nothing hangs."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import Invalid
from crm_desktop.integrations.tabular import limits, sheets
from crm_desktop.integrations.tabular.reading import read_tables
from tests.unit.tabular.workbook_bytes import ReadBytes, ods, ole, xls, xlsx, zipped


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\r\n;;\r\n\r\n", "has no rows"),
        (b"%PDF-1.7\n" + b"x" * 99, "a PDF document"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "a picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
        (b"MZ" + bytes(99), "a program"),
        (b"SQLite format 3\0" + bytes(99), "a database"),
        (bytes(range(256)) * 40, "neither text nor"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "a calendar"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (zipped({"word/document.xml": "<a/>"}), "a Word document"),
        (zipped({"ppt/presentation.xml": "<a/>"}), "a presentation"),
        (zipped({"xl/workbook.bin": b"x"}), "XLSB"),
        (zipped({"holiday.jpg": b"x"}), "an archive"),
        (ole("WordDocument", b"x"), "an old document"),
        (ole("EncryptedPackage", b"x"), "protected by a password"),
        (xls([["a"]], encrypted=True), "protected by a password"),
        (ods("", "<manifest:encryption-data/>"), "protected by a password"),
        (xlsx("<row><c><v>1</v></c></row>")[:-40], "damaged"),
        (b"PK\x03\x04" + b"x" * 300, "damaged"),
        (ole("Workbook", b"\x09\x08\xff\xff"), "damaged"),
        (xlsx("<row><c><v>1</v></c>", prolog="<!DOCTYPE x [<!ENTITY a 'b'>]>"), "damaged"),
        (xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'), "16384 columns"),
        (xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'
              '<row r="9"><c r="A99999999"><v>1</v></c></row>'), "damaged"),
        (xlsx('<row r="4000000000"><c><v>1</v></c></row>'), "damaged"),
        (xlsx('<row r="1"><c s="0"\nr = "xfd1"><v>1</v></c></row>'), "16384 columns"),
        (xlsx('<row r="1"><c r="BXA1"><v>1</v></c></row>'
              '<row r="900000"><c r="A900000"><v>1</v></c></row>'), "too large"),
        (ods('<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
             'office:value-type="string" table:number-columns-repeated="1000"><text:p>x</text:p>'
             "</table:table-cell></table:table-row>"), "too large"),
    ],
)  # fmt: skip
def test_refused_with_the_reason(read: ReadBytes, content: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read(content)


def test_cells_coloured_far_away_but_empty_are_no_reason_to_refuse(read: ReadBytes) -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>'
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert list(read(xlsx(row + far))[0].rows) == [["1"]]


def test_a_zip_bomb_is_noticed_while_it_unpacks(
    read: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UNPACK_FLOOR_BYTES", 100_000)
    with pytest.raises(Invalid, match="unpacks to much more"):
        read(xlsx("<row/>" * 1_000_000))


def test_a_zip_bomb_that_lies_about_its_size(
    read: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UNPACK_FLOOR_BYTES", 100_000)
    bomb = xlsx("<row/>" * 1_000_000)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        true_size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    with pytest.raises(Invalid):
        read(bomb.replace(struct.pack("<I", true_size), struct.pack("<I", 100)))


def test_an_archive_of_very_many_parts(read: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ZIP_ENTRIES", 10)
    with pytest.raises(Invalid, match="unpacks to much more"):
        read(zipped({f"xl/{n}.xml": "" for n in range(11)}))


def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(limits.MAX_FILE_BYTES + 1)  # takes no place on the disk
    with pytest.raises(Invalid, match="too large: 2048 MB"):
        read_tables(path)


def test_a_text_that_is_one_endless_line(read: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_LINE_BYTES", 100)
    assert len(read("a;b\n" * 200)[0].rows) == 200
    with pytest.raises(Invalid, match="neither text nor"):
        read("a;b\n" + "x" * 101)


def test_a_comment_without_end_does_not_hang(
    read: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_UNREAD_MARKUP", 100_000)
    with pytest.raises(Invalid, match="damaged"):
        read("<table><!--" + "<td>-" * 200_000)


def test_too_many_cards(read: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CARDS", 2)
    with pytest.raises(Invalid, match="more than 2 cards"):
        read("BEGIN:VCARD\nFN:A\nEND:VCARD\n" * 3)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="is not there"):
        read_tables(tmp_path / "none.csv")
    with pytest.raises(Invalid, match="is not a file"):
        read_tables(tmp_path)


def test_a_file_without_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b")

    def refuse(*_arguments: object) -> None:
        raise PermissionError  # root, who may run the tests, is never refused by the system

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Invalid, match="no right to read"):
        read_tables(path)


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b")
    real = os.fstat

    def changing(handle: int) -> os.stat_result:
        with path.open("ab") as file:
            file.write(b"x")
        return real(handle)

    monkeypatch.setattr(os, "fstat", changing)
    with pytest.raises(Invalid, match="being changed by another program"):
        read_tables(path)


def test_a_panic_of_the_spreadsheet_library_becomes_a_clear_error(
    read: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    def fail(*_arguments: object) -> None:
        raise panic("index out of bounds")

    monkeypatch.setattr(sheets, "_read_sheet", fail)
    with pytest.raises(Invalid, match="damaged"):
        read(xlsx("<row><c><v>1</v></c></row>"))


def test_stopping_the_program_is_not_taken_for_a_panic(
    read: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sheets, "_read_sheet", stop)
    with pytest.raises(KeyboardInterrupt):
        read(xlsx("<row><c><v>1</v></c></row>"))


_WORKBOOKS = (
    xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="b"><v>1</v></c></row>'),
    xls([["ФИО", 1.0], ["Иванов", 2.0]]),
    ods('<table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"),
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(_WORKBOOKS), st.data())
def test_damage_anywhere_never_gives_another_error(
    read: ReadBytes, workbook: bytes, data: st.DataObject
) -> None:
    damaged = bytearray(workbook)
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Invalid):
        read(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_give_rows_or_a_clear_refusal(read: ReadBytes, content: bytes) -> None:
    try:
        tables = read(content)
    except Invalid:
        return
    assert all(isinstance(cell, str) for table in tables for row in table.rows for cell in row)


@pytest.mark.parametrize("broken", ["<a ", "<!--", '<td a="', "<![CDATA[", "</a "])
def test_tags_that_never_end_are_text_and_take_no_time(read: ReadBytes, broken: str) -> None:
    """The parser looked through the rest of the page from each of them on: 300 KB took hours."""
    page = "<html><table><tr><td>Kim</td></tr><tr><td>x" + broken * 30_000
    began = time.process_time()
    [table] = read(page.encode())
    assert time.process_time() - began < 5
    assert table.rows[0] == ["Kim"]
