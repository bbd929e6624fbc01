"""HTML tables that programs save under a name ending in .xls."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Invalid
from crm_desktop.integrations.tabular import limits
from tests.unit.tabular.workbook_bytes import ReadBytes

BITRIX = (
    '<meta http-equiv="Content-type" content="text/html;charset={charset}" />\n'
    "<style>td {{mso-number-format:\\@;}}</style>\n"
    "<table border='1'><thead><tr><th>ID</th><th>Имя&nbsp;</th><th>Заметка</th></tr></thead>"
    "<tbody><tr><td>1</td><td>Иванов &amp; сын</td><td>первая<br>вторая<br />  третья</td></tr>"
    "</tbody></table>"
)


@pytest.mark.parametrize("charset", ["UTF-8", "windows-1251"])
def test_a_page_as_bitrix24_writes_it(read: ReadBytes, charset: str) -> None:
    [table] = read(BITRIX.format(charset=charset).encode(charset))
    assert (table.kind, table.encoding) == ("html", charset.lower())
    assert list(table.rows) == [
        ["ID", "Имя", "Заметка"],
        ["1", "Иванов & сын", "первая\nвторая\nтретья"],
    ]


def test_a_page_that_names_a_wrong_encoding_is_read_by_its_letters(read: ReadBytes) -> None:
    [table] = read(BITRIX.format(charset="windows-1251").encode("utf-8"))
    assert table.rows[1][1] == "Иванов & сын"


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<TR><TD COLSPAN=2>a</TD><TD>b</TD></TR>", [["a", "", "b"]]),
        ("<tr><td><b>a</b> <i>b</i>\n c</td></tr>", [["a b c"]]),
        ("<tr><td>&lt;a&gt; &#1071; &euro;</td></tr>", [["<a> Я €"]]),
        ("<tr><td>a</td></tr><tr><td></td></tr><tr><td>b</td></tr>", [["a"], ["b"]]),
        ("<tr><td>a</td>stray</tr>", [["a"]]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d", [["a", "b"], ["a", "c"], ["d"]]),
        ("<tr><td>a<td rowspan=0>b<tr><td>c<tr><td>d", [["a", "b"], ["c", "b"], ["d", "b"]]),
        (
            "<tr><th rowspan=2>A<th colspan=2>B<th rowspan=2>C<tr><th>D<th>E",
            [["A", "B", "", "C"], ["A", "D", "E", "C"]],
        ),
        ("<tr><td rowspan=3>a<td>b<tr></tr><tr><td>c", [["a", "b"], ["a", "c"]]),
        (
            "<tr><td colspan=2 rowspan=2>a<td>b<tr><td>c<tr><td>d",
            [["a", "", "b"], ["a", "", "c"], ["d"]],
        ),
        ("<tr><td rowspan=x>a<tr><td rowspan=-1>b", [["a"], ["b"]]),
        ("<tr><td>a<script>b()</script></td></tr>", [["a"]]),
    ],
)
def test_markup_as_a_browser_shows_it(read: ReadBytes, body: str, rows: list[list[str]]) -> None:
    assert list(read(f"<html><body><table>{body}</table></body></html>")[0].rows) == rows


def test_each_table_stands_alone_and_inner_ones_too(read: ReadBytes) -> None:
    tables = read(
        "<table><tr><td>a<table><tr><td>inner</td></tr></table></td><td>b</td></tr></table>"
        "<table></table><table><tr><td>c</td></tr></table>"
    )
    assert [list(table.rows) for table in tables] == [[["a", "b"]], [["inner"]], [["c"]]]


def test_row_numbers_count_the_empty_rows(read: ReadBytes) -> None:
    [table] = read("<table><tr><td>a</tr><tr></tr><tr><td>b</tr></table>")
    assert list(table.row_numbers) == [1, 3]


def test_a_page_without_tables_is_refused(read: ReadBytes) -> None:
    with pytest.raises(Invalid, match="has no rows"):
        read("<html><body>Please log in</body></html>")


def test_a_very_wide_cell_is_refused(read: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_COLUMNS", 5)
    with pytest.raises(Invalid, match="6 columns"):
        read("<table><tr><td colspan=99999999>a</td><td>b</td></tr></table>")


def test_a_text_that_a_page_wants_in_very_many_rows_is_refused(
    read: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_REPEATED", 1_000)
    rows = "<tr><td>b</td></tr>" * 50
    with pytest.raises(Invalid, match="damaged"):
        read(f"<table><tr><td rowspan=99999999>{'a' * 30}</td></tr>{rows}</table>")
