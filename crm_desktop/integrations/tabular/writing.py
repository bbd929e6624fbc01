"""Tables to files that any spreadsheet program opens safely: CSV and XLSX.

Called by exports and by the import (its file of error rows), on a thread that may wait. A cell
is always text and never a formula, whoever typed ``=HYPERLINK(…)`` into a name. Files appear
whole or not at all; errors are those of ``replacing``.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, _, msg
from crm_desktop.integrations.tabular import limits
from crm_desktop.integrations.tabular.delimited import FORMULA_STARTS, is_guarded
from crm_desktop.integrations.tabular.replacing import replacing

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from crm_desktop.integrations.tabular.text_sheet import TextSheet

_NUMBER = re.compile(r"-\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:[.,]\d+)?\Z|-\d+(?:[.,]\d+)?\Z")
_SHEET_NAME_SIGNS = re.compile(r"[\[\]:*?/\\]")
_SHEET_NAME_LENGTH = 31
_SHEET_ROWS = limits.MAX_SHEET_ROWS
_CELL_UNITS = 32_767
"""UTF-16 units that Excel takes in a cell."""
_PIECE = 16_000
"""Characters of a long text in one cell: within the bound even if each counts as two units."""
_MEASURED_ROWS = 100
_WIDTHS = (8, 50)


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ";"
) -> int:
    """Write UTF-8 with BOM, which Excel needs to see the letters; return the number of rows.

    A cell that a spreadsheet would compute (``= + - @``, tab, line break first; OWASP, CSV
    injection) gets a leading apostrophe, which our reader and Excel's users take away again;
    negative numbers stay numbers.
    """
    number = 0
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([_guarded(cell) for cell in header])
        for row in rows:
            writer.writerow([_guarded(cell) if cell[:1] in _SUSPECT else cell for cell in row])
            number += 1
    return number


_SUSPECT = FORMULA_STARTS | {"'"}


def _guarded(cell: str) -> str:
    first = cell[:1]
    if first == "'":
        return "'" + cell if is_guarded(cell) else cell
    return "'" + cell if first in FORMULA_STARTS and not _NUMBER.match(cell) else cell


def write_xlsx(
    path: Path, sheet_name: str, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> int:
    """Write a workbook of texts with a bold header that stays in view; return the number of rows.

    What does not fit on a sheet (1,048,576 rows) goes on on the next one under the same header.
    What does not fit into a cell (32,767 characters) goes on on a last sheet, piece by piece with
    its row and column, and the cell says so: nothing is cut off.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError, FileSizeError

    with (
        replacing(path) as temporary,
        # The library keeps rows in files of its own, and leaves them behind when it fails.
        tempfile.TemporaryDirectory(prefix="crm-", ignore_cleanup_errors=True) as scratch,
        temporary.open("wb") as file,
    ):
        options = {
            "constant_memory": True,
            "tmpdir": scratch,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        try:
            with xlsxwriter.Workbook(file, options) as workbook:
                number = _write_sheets(workbook, sheet_name, header, rows)
        except FileCreateError as error:
            raise error.args[0] from error
        except FileSizeError as error:
            raise Invalid(_too_large()) from error
    return number


def _too_large() -> Message:
    return msg(
        "The table is too large for a workbook. Nothing was written. Export it as CSV or choose "
        "fewer records."
    )


def _write_sheets(
    workbook: Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> int:
    from crm_desktop.integrations.tabular.text_sheet import TextSheet

    bold = workbook.add_format({"bold": True})
    long_texts = _LongTexts(header)
    source = iter(rows)
    total = sheets = 0
    while True:
        first = list(islice(source, _MEASURED_ROWS))
        if sheets and not first:
            break
        sheets += 1
        sheet = workbook.add_worksheet(_sheet_name(name, sheets), TextSheet)
        _lay_out(sheet, header, first, bold)
        room = _SHEET_ROWS - 1
        total += _fill(sheet, islice(chain(first, source), room), long_texts)
    long_texts.write(workbook, bold)
    return total


def _fill(sheet: TextSheet, rows: Iterator[Sequence[str]], long_texts: _LongTexts) -> int:
    place = 0
    for place, row in enumerate(rows, start=1):
        is_long = max(map(len, row), default=0) > _PIECE
        sheet.write_texts(place, long_texts.shortened(row, sheet, place) if is_long else row)
    return place


def _lay_out(
    sheet: Worksheet, header: Sequence[str], rows: list[Sequence[str]], bold: Format
) -> None:
    """The header and the widths, from the first rows."""
    least, most = _WIDTHS
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
        cells = [title, *(row[column] for row in rows if column < len(row))]
        longest = max(len(line) for cell in cells for line in cell[:1000].split("\n"))
        sheet.set_column(column, column, min(most, max(least, longest + 2)))
    sheet.freeze_panes(1, 0)


def _sheet_name(name: str, number: int) -> str:
    """A name as Excel allows it (no ``[]:*?/\\``, 31 characters), numbered from the second."""
    suffix = f" {number}" if number > 1 else ""
    plain = _SHEET_NAME_SIGNS.sub(" ", name).strip(" '") or _("Table")
    return plain[: _SHEET_NAME_LENGTH - len(suffix)].rstrip(" '") + suffix


class _LongTexts:
    """Texts that are too long for a cell, and their sheet."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self._pieces: list[tuple[str, str, str, str]] = []

    def shortened(self, cells: Sequence[str], sheet: TextSheet, row: int) -> list[str]:
        """The row with the first pieces of what is too long."""
        name = sheet.get_name()
        return [self.first_piece(cell, name, row, column) for column, cell in enumerate(cells)]

    def first_piece(self, text: str, sheet: str, row: int, column: int) -> str:
        """What stands in the cell; the rest is kept for the last sheet."""
        if len(text.encode("utf-16-le")) // 2 <= _CELL_UNITS:
            return text
        title = self._header[column] if column < len(self._header) else ""
        for start in range(_PIECE, len(text), _PIECE):
            self._pieces.append((sheet, str(row + 1), title, text[start : start + _PIECE]))
        mark = _("(the text goes on on the last sheet)")
        return f"{text[:_PIECE]}… {mark}"

    def write(self, workbook: Workbook, bold: Format) -> None:
        """Write the sheet if there is anything to go on."""
        if not self._pieces:
            return
        used = {sheet.get_name() for sheet in workbook.worksheets()}
        name = _sheet_name(_("Long texts"), 1)
        sheet = workbook.add_worksheet(name if name not in used else _sheet_name(name, 2))
        titles = (_("Sheet"), _("Row"), _("Column"), _("Text goes on"))
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
        for place, piece in enumerate(self._pieces, start=1):
            for column, cell in enumerate(piece):
                sheet.write_string(place, column, cell)
