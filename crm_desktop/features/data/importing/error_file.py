"""The file of rows that were not imported, with the reason beside each.

It has the columns of the imported file, so that it can be corrected and imported again; its
column of reasons is known by its name and left out then. Address books give an address book, their
cards as they were written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from crm_desktop.core.clock import now
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.paths import user_data_folder
from crm_desktop.features.data.importing.fields import FIELDS, IGNORE, NOTE
from crm_desktop.features.data.importing.recognise import Recognition
from crm_desktop.features.data.importing.sources import VCARD
from crm_desktop.integrations.tabular.snapshot import read_snapshot
from crm_desktop.integrations.tabular.table import Table
from crm_desktop.integrations.tabular.vcard_writing import write_faulty_cards
from crm_desktop.integrations.tabular.vcards import cards_as_written
from crm_desktop.integrations.tabular.writing import write_csv

# The same in every language, so that a file made in one comes back in another.
_MARK = "CRM Desktop: "

# File systems take 255 bytes, and a letter may need four.
_LONGEST_STEM = 50

# A column of the written file: its header, and its number among columns of that name.
_Title = tuple[str, int]


@dataclass(frozen=True)
class ErrorRow:
    """A row that was not imported; ``raw`` only where it is in no row of the table."""

    number: int
    raw: tuple[str, ...]
    reason: str


def tells_reasons(header: str) -> bool:
    """Whether an earlier import wrote this column: why the row was not imported."""
    return header.startswith(_MARK)


def mark_as_ignored(recognition: Recognition) -> Recognition:
    """Leave out the column of reasons of an earlier import."""
    columns = tuple(
        replace(column, field=IGNORE, confidence=1.0) if tells_reasons(column.source) else column
        for column in recognition.columns
    )
    return replace(recognition, columns=columns)


def header_row_of_errors(table: Table) -> int | None:
    """0 in a file that an earlier import wrote: whatever its header says, it is the first row."""
    first = table.rows[0] if len(table.rows) else ()
    return 0 if any(map(tells_reasons, first)) else None


def only_rows_of(table: Table, errors: Sequence[ErrorRow]) -> Table:
    """The table with no other rows than those in error: an import of a million need not hold
    what it has cleaned."""
    wanted = {error.number for error in errors}
    kept = [place for place, number in enumerate(table.row_numbers) if number in wanted]
    return replace(
        table,
        rows=[table.rows[place] for place in kept],
        row_numbers=[table.row_numbers[place] for place in kept],
    )


@dataclass(frozen=True)
class FaultySheet:
    """A table some rows of which were not imported; it need hold no others."""

    path: Path
    table: Table
    recognition: Recognition
    errors: Sequence[ErrorRow]


def write_all_errors(sheets: Sequence[FaultySheet]) -> tuple[Path | None, list[str]]:
    """Write rows and cards, each in the shape in which they can come in again. Gives the file, and
    what is to be said of a second one."""
    books = [sheet for sheet in sheets if sheet.recognition.kind == VCARD]
    tables = [sheet for sheet in sheets if sheet.recognition.kind != VCARD]
    rows, cards = write_errors(tables), _write_cards(books)
    if rows is None or cards is None:
        return rows or cards, []
    words = msg("Cards that weren’t imported stand in {file}.", file=cards.name)
    return rows, [words.text()]


def _write_cards(books: Sequence[FaultySheet]) -> Path | None:
    if not books:
        return None
    cards = [card for book in books for card in _cards(book)]
    return _write_beside(books[0].path, ".vcf", lambda path: write_faulty_cards(path, cards))


def write_errors(sheets: Sequence[FaultySheet]) -> Path | None:
    """Write the rows of tables beside the first imported file that has any, or among the program's
    own files if its folder can't be written; ``None`` if neither can or there are none."""
    if not sheets:
        return None
    headers = [_header(sheet) for sheet in sheets]
    places = {column: place for place, column in enumerate(_once(headers), start=1)}
    lines = [
        _line(error, cells, header, places)
        for sheet, header in zip(sheets, headers, strict=True)
        for error, cells in _cells_of_errors(sheet)
    ]
    titles = [_MARK + _("why this row was not imported"), *(title for title, _nth in places)]
    return _write_beside(sheets[0].path, ".csv", lambda path: write_csv(path, titles, lines))


def _write_beside(source: Path, suffix: str, write: Callable[[Path], object]) -> Path | None:
    name = f"{source.stem[:_LONGEST_STEM]}-errors-{now().strftime('%Y%m%d-%H%M%S')}{suffix}"
    for folder in (source.parent, user_data_folder()):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write(folder / name)
        except (OSError, CrmError):
            continue
        return folder / name
    return None


def _cards(sheet: FaultySheet) -> Iterator[tuple[str, str]]:
    """Reason and text of each card in error. The table holds no more than the fields of those
    that could be read, so their text is taken from the file, if it is still there."""
    wanted = {error.number for error in sheet.errors if not error.raw}
    written: dict[int, str] = {}
    if wanted:
        with suppress(CrmError):
            data = read_snapshot(sheet.path)
            written = cards_as_written(data, sheet.table.encoding, wanted)
    for error, cells in _cells_of_errors(sheet):
        text = "\n".join(error.raw) or written.get(error.number)
        yield error.reason, text or "NOTE:" + " ".join(filter(None, cells))


def _once(headers: Sequence[Sequence[_Title]]) -> Iterator[_Title]:
    return iter(dict.fromkeys(title for header in headers for title in header))


def _cells_of_errors(sheet: FaultySheet) -> Iterator[tuple[ErrorRow, Sequence[str]]]:
    wanted = {error.number for error in sheet.errors}
    rows = zip(sheet.table.row_numbers, sheet.table.rows, strict=True)
    cells = {number: row for number, row in rows if number in wanted}
    for error in sorted(sheet.errors, key=lambda row: row.number):
        yield error, error.raw or cells.get(error.number, ())


def _line(
    error: ErrorRow, cells: Sequence[str], header: Sequence[_Title], places: Mapping[_Title, int]
) -> list[str]:
    line = [error.reason] + [""] * len(places)
    for title, cell in zip(header, cells, strict=False):
        line[places[title]] = cell
    return line


def _header(sheet: FaultySheet) -> list[_Title]:
    """A title for each column of the table, with its number among those of the same name. Where
    the table has no header the fields serve as one, so that they are known again."""
    table, row = sheet.table, sheet.recognition.header_row
    known_width = max((column.index + 1 for column in sheet.recognition.columns), default=1)
    names = [""] * max(known_width, *(len(cells) for cells in table.rows), 1)
    for column in sheet.recognition.columns:
        known = FIELDS[column.field].label.text() if column.field in FIELDS else column.source
        names[column.index] = column.source if row is not None or column.field == NOTE else known
    seen: Counter[str] = Counter()
    titles = []
    for name in names:
        titles.append((name, seen[name]))
        seen[name] += 1
    return titles
