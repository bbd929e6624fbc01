"""Rows of texts in a workbook come back as they were, whatever they look like."""

from __future__ import annotations

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # its stubs are a package apart
import pytest
import python_calamine as calamine
from openpyxl.utils.escape import unescape  # type: ignore[import-untyped]  # its stubs are a package apart

from crm_desktop.integrations.tabular.writing import write_xlsx

TEXTS = (
    "<r>bold</r>", "a & b < c", "&amp;", "_x0041_", "_x0041", " space before", "space behind ",
    "two\nlines", "tab\there", "=1+1", "Ёлка", "😀", "]]>", '"quoted"', "x" * 16_000,
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.xlsx"
    assert write_xlsx(path, "Sheet", ["First", "Second"], [["", text], [text, ""]]) == 2
    expected = [["First", "Second"], ["", text], [text, ""]]
    assert calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() == expected
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = [[unescape(str(cell or "")) for cell in row] for row in sheet.values]
    assert rows == expected


def test_rows_wider_than_z_have_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    cells = [str(number) for number in range(60)]
    write_xlsx(path, "Sheet", cells, [cells])
    rows = calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows == [cells, cells]
