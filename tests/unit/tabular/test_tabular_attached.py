"""Links behind cells of a workbook and comments on them, which the spreadsheet library drops."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from crm_desktop.core.errors import Invalid
from crm_desktop.integrations.tabular import attached, limits
from crm_desktop.integrations.tabular.reading import read_tables
from crm_desktop.integrations.tabular.table import COMMENT, LINK, Attached
from tests.unit.tabular.workbook_bytes import ReadBytes, ods, xlsx, zipped

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROW = '<row r="1"><c r="A1" t="str"><v>Ким</v></c><c r="B1" t="str"><v>Нил</v></c></row>'


def _with_parts(sheet: str, relations: str, parts: Mapping[str, str | bytes]) -> bytes:
    """A workbook of one row, whose sheet ends with ``sheet`` and relates to other parts."""
    path = "xl/worksheets/sheet1.xml"
    with ZipFile(io.BytesIO(xlsx(_ROW))) as archive:
        all_parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
        whole = archive.read(path).decode()
    all_parts[path] = whole.replace("</worksheet>", f"{sheet}</worksheet>")
    rels = f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'
    return zipped({**all_parts, "xl/worksheets/_rels/sheet1.xml.rels": rels, **parts})


def _relation(key: str, kind: str, target: str, mode: str = "Internal") -> str:
    return (
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    )


def test_links_and_comments_are_read_with_the_rows_they_hang_at(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        first = book.add_worksheet("Без")
        first.write_row(0, 0, ["ФИО"])
        sheet = book.add_worksheet("Люди")
        sheet.write_row(1, 1, ["ФИО", "Почта"])
        sheet.write_row(3, 1, ["Ким Марина"])
        sheet.write_url(3, 2, "mailto:m.kim@example.com", string="написать")
        sheet.write_url(1, 1, "internal:'Без'!A1", string="ФИО")
        sheet.write_comment(3, 1, "после шести", {"author": "Анна"})
        sheet.write_comment(7, 1, "в пустой строке")
    without, people = read_tables(path)
    assert without.attached == ()
    assert people.attached == (
        Attached(1, 0, COMMENT, "после шести"),
        Attached(1, 1, LINK, "mailto:m.kim@example.com"),
    )


def test_links_and_comments_of_ods_are_read_with_the_rows_they_hang_at(read: ReadBytes) -> None:
    def cell(inside: str, times: int = 1) -> str:
        repeated = f'table:number-columns-repeated="{times}"'
        return (
            f'<table:table-cell office:value-type="string" {repeated}>{inside}</table:table-cell>'
        )

    comment = (
        "<office:annotation><dc:creator>Anna</dc:creator><text:p>after <text:span>six</text:span>"
        "</text:p><text:p>not on Mondays</text:p></office:annotation>"
    )
    mail = '<text:p><text:a xlink:href="mailto:m.kim@example.com">write</text:a></text:p>'
    inner = '<text:p><text:a xlink:href="#Sheet1.A1">up</text:a></text:p>'
    rows = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        f"<table:table-row><table:table-cell/>{cell('<text:p>Name</text:p>', 2)}"
        f"{cell(inner)}</table:table-row>"
        f"<table:table-row><table:table-cell/>{cell(comment + '<text:p>Kim</text:p>')}"
        f"{cell('<text:p>x</text:p>')}{cell(mail)}</table:table-row>"
    )
    [table] = read(ods(rows))
    assert [*table.rows] == [["Name", "Name", "up"], ["Kim", "x", "write"]]
    assert table.attached == (
        Attached(1, 0, COMMENT, "after six\nnot on Mondays"),
        Attached(1, 2, LINK, "mailto:m.kim@example.com"),
    )


def test_links_of_a_page_are_read_with_the_rows_they_hang_at(read: ReadBytes) -> None:
    page = (
        "<table><tr><th>Name</th><th>Mail</th><th>Card</th></tr><tr></tr>"
        '<tr><td rowspan="2">Kim</td><td><a href=" mailto:m.kim@example.com">write</a></td>'
        '<td><a href="/crm/12/">open</a></td></tr>'
        '<tr><td>no</td><td><a HREF="https://kim.example/a?b=1&amp;c=2">site</a></td></tr></table>'
    )
    [table] = read(page.encode())
    assert table.attached == (
        Attached(1, 1, LINK, "mailto:m.kim@example.com"),
        Attached(2, 2, LINK, "https://kim.example/a?b=1&c=2"),
    )


def test_the_author_whom_excel_puts_above_a_comment_is_no_part_of_it(read: ReadBytes) -> None:
    comments = (
        "<comments><authors><author>Bo</author><author>Анна</author></authors><commentList>"
        '<comment ref="A1" authorId="1"><text><r><t>Анна:</t></r><r><t>\nзвонить &amp; ждать</t>'
        "</r></text></comment></commentList></comments>"
    )
    data = _with_parts(
        "", _relation("r1", "comments", "../comments1.xml"), {"xl/comments1.xml": comments}
    )
    [table] = read(data)
    assert [one.text for one in table.attached] == ["звонить & ждать"]


def test_a_thread_of_comments_is_read_instead_of_what_stands_for_it_in_old_programs(
    read: ReadBytes,
) -> None:
    plain = (
        '<comments><authors/><commentList><comment ref="A1"><text><t>[Threaded comment]\n\nYour '
        'version of Excel …\nComment:\n    первый</t></text></comment><comment ref="B1"><text>'
        "<t>простой</t></text></comment></commentList></comments>"
    )
    threads = (
        '<ThreadedComments><threadedComment ref="A1" id="{1}"><text>первый</text>'
        '</threadedComment><threadedComment ref="A1" id="{2}"><text>ответ</text>'
        "</threadedComment></ThreadedComments>"
    )
    related = _relation("r1", "comments", "../comments1.xml")
    related += _relation("r2", "threadedComment", "/xl/threadedComments/t1.xml")
    data = _with_parts(
        "", related, {"xl/comments1.xml": plain, "xl/threadedComments/t1.xml": threads}
    )
    [table] = read(data)
    assert [(one.column, one.text) for one in table.attached] == [
        (0, "первый\nответ"),
        (1, "простой"),
    ]


def test_a_link_of_many_cells_is_read_for_each_and_one_of_a_million_once(read: ReadBytes) -> None:
    links = (
        '<x:hyperlinks xmlns:x="u" xmlns:q="v"><x:hyperlink ref="A1:B2" q:id="r1"/>'
        '<x:hyperlink ref="A1:XFD1048576" q:id="r2"/></x:hyperlinks><pageMargins left="0"/>'
    )
    related = _relation("r1", "hyperlink", "https://a.example", "External")
    related += _relation("r2", "hyperlink", "https://b.example", "External")
    [table] = read(_with_parts(links, related, {}))
    assert [(one.column, one.text) for one in table.attached] == [
        (0, "https://a.example"),
        (0, "https://b.example"),
        (1, "https://a.example"),
    ]


@pytest.mark.parametrize(
    "comments",
    [
        "<comments><comment",
        "",
        b"\xff\xfe\x00",
        '<?xml version="1.0" encoding="klingon"?><comments/>',
        '<comments><comment ref="A0"/><comment ref="ZZZZZ9"/><comment ref="A1:B"/></comments>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE c [<!ENTITY a "b">]><c>&a;</c>'.encode(
            "utf-16"
        ),
    ],
)
def test_rows_come_in_without_comments_that_cannot_be_read(
    read: ReadBytes, comments: str | bytes
) -> None:
    related = _relation("r1", "comments", "../c.xml") + _relation("r2", "comments", "../none.xml")
    [table] = read(_with_parts("", related, {"xl/c.xml": comments}))
    assert (list(table.rows), table.attached) == ([["Ким", "Нил"]], ())


def test_comments_that_unpack_to_too_much_are_refused_with_the_file(
    read: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UNPACK_FLOOR_BYTES", 100_000)
    bomb = "<comments>" + "<a/>" * 200_000 + "</comments>"
    related = _relation("r1", "comments", "../c.xml")
    with pytest.raises(Invalid, match="unpacks to much more"):
        read(_with_parts("", related, {"xl/c.xml": bomb}))


def test_no_more_is_kept_than_a_sheet_has_rows_and_a_cell_letters(
    read: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_ATTACHED", 1)
    monkeypatch.setattr(limits, "MAX_ATTACHED_CHARACTERS", 3)
    comments = "".join(
        f'<comment ref="{cell}"><text><t>слово</t></text></comment>' for cell in ("A1", "B1")
    )
    related = _relation("r1", "comments", "../c.xml")
    data = _with_parts("", related, {"xl/c.xml": f"<comments>{comments}</comments>"})
    [table] = read(data)
    assert table.attached == (Attached(0, 0, COMMENT, "сло"),)


def test_a_sheet_without_such_parts_is_not_unpacked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    blocks = attached.blocks_of

    def noted(archive: ZipFile, part: str) -> object:
        opened.append(part)
        return blocks(archive, part)

    monkeypatch.setattr(attached, "blocks_of", noted)
    assert attached.read_attached(xlsx(_ROW)) == {}
    assert sorted(opened) == ["xl/_rels/workbook.xml.rels", "xl/workbook.xml"]
