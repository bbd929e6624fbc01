"""What is written opens safely, comes back as it was, and appears whole or not at all."""

from __future__ import annotations

import csv
import errno
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # its stubs are a package apart
import pytest
import vobject  # type: ignore[import-untyped]  # its stubs are a package apart
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import Invalid, Unavailable
from crm_desktop.integrations.tabular import replacing, writing
from crm_desktop.integrations.tabular.reading import read_tables
from crm_desktop.integrations.tabular.table import ReadOptions
from crm_desktop.integrations.tabular.vcard_writing import (
    VCard,
    VCardAddress,
    VCardPicture,
    card_text,
    fold,
    write_vcards,
)
from crm_desktop.integrations.tabular.writing import write_csv, write_xlsx

# Control characters make a text look binary; Ã, Ä, Å, Ă, Ĺ and Р make it look double-encoded,
# which the reader rightly takes back.
TEXT = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"),
        include_characters="\n\t",
        exclude_characters="ÃÄÅĂĹР\ufeff",
    )
    | st.sampled_from("=+-@'\";,\t\r\n0")
)
ROWS = st.lists(st.lists(TEXT, min_size=1, max_size=4).filter(any), max_size=5)
SHARED_FOLDER = settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@SHARED_FOLDER
@given(ROWS, st.sampled_from(";,\t"))
def test_csv_comes_back_as_it_was(tmp_path: Path, rows: list[list[str]], delimiter: str) -> None:
    path = tmp_path / "out.csv"
    assert write_csv(path, ["Имя", "Note"], rows, delimiter=delimiter) == len(rows)
    [table] = read_tables(path, ReadOptions(delimiter=delimiter))
    assert list(table.rows) == [["Имя", "Note"], *rows]
    assert table.warnings == ()


@SHARED_FOLDER
@given(st.lists(st.lists(TEXT, min_size=4, max_size=4).filter(any), max_size=5))
def test_xlsx_comes_back_as_it_was(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "out.xlsx"
    header = ["Имя", "Phone", "Note", "Город"]
    assert write_xlsx(path, "Люди", header, rows) == len(rows)
    [table] = read_tables(path)
    # XML itself has no carriage return: it is a line feed after reading (XML 1.0, 2.11).
    expected = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]
    read = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in table.rows]
    assert read == [header, *expected]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+79123456789", "'+79123456789"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("-15", "-15"),
        ("-1 234,50", "-1 234,50"),
        ("'t Hooft", "'t Hooft"),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_of_a_csv_is_computed(tmp_path: Path, cell: str, written: str) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, ["A", cell], [["x", cell]])
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file, delimiter=";")
    assert header[1] == row[1] == written
    assert read_tables(path, ReadOptions(delimiter=";"))[0].rows[1][1] == cell


def test_no_cell_of_a_workbook_is_a_formula_a_link_or_a_number(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(path, "A", ["h"], [["=1+1"], ["https://a.example"], ["{=1}"], ["0071"]])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>" not in sheet
    assert "hyperlink" not in sheet


def test_the_header_is_bold_and_stays_in_view(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(path, "[Люди]/все?", ["Имя"], [["Константин Константинопольский"]])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert (sheet.title, sheet.freeze_panes) == ("Люди  все", "A2")
    assert sheet["A1"].font.bold
    assert 25 < sheet.column_dimensions["A"].width < 40


def test_rows_beyond_a_sheet_go_on_on_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_SHEET_ROWS", 151)
    path = tmp_path / "out.xlsx"
    write_xlsx(path, "Люди", ["N"], ([str(n)] for n in range(400)))
    tables = read_tables(path)
    assert [(table.sheet, len(table.rows)) for table in tables] == [
        ("Люди", 151), ("Люди 2", 151), ("Люди 3", 101),
    ]  # fmt: skip
    assert [row[0] for table in tables for row in table.rows[1:]] == [str(n) for n in range(400)]


@pytest.mark.parametrize("letter", ["я", "😀"])
def test_a_text_too_long_for_a_cell_goes_on_on_the_last_sheet(tmp_path: Path, letter: str) -> None:
    path = tmp_path / "out.xlsx"
    text = letter * 40_000
    write_xlsx(path, "Люди", ["Имя", "Заметка"], [["Иван", text], ["Анна", "коротко"]])
    people, rest = read_tables(path)
    head = people.rows[1][1]
    assert head.endswith("… (the text goes on on the last sheet)")
    assert [row[:3] for row in rest.rows[1:]] == [["Люди", "2", "Заметка"]] * 2
    assert head.partition("…")[0] + "".join(row[3] for row in rest.rows[1:]) == text


FULL = VCard(
    full_name="Иван Петрович Иванов",
    family_name="Иванов",
    given_name="Иван",
    middle_name="Петрович",
    company="ООО «Ромашка; и К»",
    position="Директор, главный",
    phones=(("mobile", "+79123456789"), ("work", "+73421234567"), ("fax", "+73421234568"),
            ("other", "112"), ("home", "+73420000000")),
    emails=(("work", "a@b.example"), ("home", "c@d.example"), ("other", "e@f.example")),
    addresses=(VCardAddress("work", "ул. Ленина, 1", "Пермь", "Край", "614000", "Россия"),
               VCardAddress("other", city="Уфа")),
    sites=("https://a.example/?a=1;b=2,3",),
    birthday="--03-18",
    note="раз\nдва \\ три; четыре, " + "длинно " * 40,
    tags=("VIP", "сосед"),
    uid="0190a5f2-0000-7000-8000-000000000001",
)  # fmt: skip


def test_a_card_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.vcf"
    assert write_vcards(path, [FULL]) == 1
    [table] = read_tables(path)
    assert table.columns is not None
    found = [pair for pair in zip(table.columns, table.rows[0], strict=True) if pair[1]]
    assert found == [
        ("family_name", "Иванов"), ("given_name", "Иван"), ("middle_name", "Петрович"),
        ("company.name", FULL.company), ("position", FULL.position),
        ("phone.mobile", "+79123456789"), ("phone.work", "+73421234567"),
        ("phone.home", "+73420000000"), ("phone.fax", "+73421234568"), ("phone.other", "112"),
        ("email.work", "a@b.example"), ("email.home", "c@d.example"),
        ("email.other", "e@f.example"), ("birthday", "--03-18"), ("site", FULL.sites[0]),
        ("address.work.street", "ул. Ленина, 1"), ("address.work.city", "Пермь"),
        ("address.work.region", "Край"), ("address.work.postal_code", "614000"),
        ("address.work.country", "Россия"), ("address.other.city", "Уфа"),
        ("tags", "VIP, сосед"), ("source_id", FULL.uid), ("note", FULL.note.strip()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("telegram", "kim_m"), ("whatsapp", "+79005550114"), ("facebook", "marina.kim"),
        ("vk", "id:5"), ("jabber", "kim@jabber.example"), ("other", "kim"),
    ],
)  # fmt: skip
def test_a_messenger_comes_back_as_it_was(service: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "out.vcf"
    write_vcards(path, [VCard("A", messengers=((service, name),))])
    [table] = read_tables(path)
    assert table.columns is not None
    found = dict(zip(table.columns, table.rows[0], strict=True))
    assert found == {"full_name": "A", f"messenger.{service}": name}


def test_another_program_reads_our_cards() -> None:
    card = vobject.readOne(card_text(FULL))
    assert card.n.value.family == "Иванов"
    assert card.org.value == ["ООО «Ромашка; и К»"]
    assert card.note.value == FULL.note
    assert [phone.value for phone in card.tel_list][:2] == ["+79123456789", "+73421234567"]
    assert card.categories.value == ["VIP", "сосед"]


def test_another_program_sees_the_picture_of_our_card() -> None:
    data = bytes(range(256)) * 40
    text = card_text(replace(FULL, picture=VCardPicture("JPEG", data)))
    assert max(len(line.encode()) for line in text.split("\r\n")) == 75
    photo = vobject.readOne(text).photo
    assert (photo.value, photo.type_param) == (data, "JPEG")


def test_a_company_comes_back_as_a_company(tmp_path: Path) -> None:
    path = tmp_path / "out.vcf"
    write_vcards(path, [VCard("Ромашка", company="Ромашка", is_company=True)])
    [table] = read_tables(path)
    assert (table.columns, list(table.rows)) == (
        ("kind", "company.name"),
        [["company", "Ромашка"]],
    )


@SHARED_FOLDER
@given(TEXT.map(str.strip).filter(bool))
def test_any_note_comes_back(tmp_path: Path, note: str) -> None:
    path = tmp_path / "out.vcf"
    write_vcards(path, [VCard("A", note=note)])
    [table] = read_tables(path)
    assert table.columns == ("full_name", "note")
    expected = note.replace("\r\n", "\n").replace("\r", "\n").strip()
    assert table.rows[0] == ["A", expected]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_folded_lines_have_at_most_75_octets_and_unfold_to_the_same(line: str) -> None:
    folded = fold(line)
    assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line


def rows_that_fail(error: Exception) -> Iterator[list[str]]:
    yield ["a"]
    raise error


@pytest.mark.parametrize("write", ["csv", "xlsx", "vcf"])
def test_a_full_disk_leaves_the_earlier_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    path = tmp_path / "out"
    path.write_text("earlier")

    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(replacing, "_to_disk", full)
    with pytest.raises(Unavailable, match="the disk is full"):
        write_by_name(write, path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("out", "earlier")]


@pytest.mark.parametrize("write", ["csv", "xlsx", "vcf"])
def test_an_unwritable_place_is_refused_in_words(tmp_path: Path, write: str) -> None:
    with pytest.raises(Invalid, match="The folder none is not there"):
        write_by_name(write, tmp_path / "none" / "out")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Invalid, match="can’t be written here"):
        write_by_name(write, tmp_path / "folder")
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("writer", [write_csv, lambda *a: write_xlsx(a[0], "A", *a[1:])])
def test_rows_that_break_off_leave_no_half_file(tmp_path: Path, writer: object) -> None:
    assert callable(writer)
    with pytest.raises(KeyError):
        writer(tmp_path / "out", ["h"], rows_that_fail(KeyError("bug")))
    assert list(tmp_path.iterdir()) == []


def write_by_name(name: str, path: Path) -> None:
    if name == "csv":
        write_csv(path, ["h"], [["a"]])
    elif name == "xlsx":
        write_xlsx(path, "A", ["h"], [["a"]])
    else:
        write_vcards(path, [VCard("A")])
