"""Several tables on one sheet, one below the other, and headers that every printed page repeats.

Called where a file is read, by the import and by its preview. Each table is recognised by itself:
below the header of the one above, its own header would be a person and its tax numbers phones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from crm_desktop.core.text.folding import clean_line
from crm_desktop.features.data.importing.attached_columns import all_as_columns
from crm_desktop.features.data.importing.headers import LIKELY, meaning_of
from crm_desktop.features.data.importing.layout import find_layout
from crm_desktop.integrations.tabular.packed import PackedRows
from crm_desktop.integrations.tabular.reading import read_tables
from crm_desktop.integrations.tabular.table import ReadOptions, Table

# No spreadsheet program takes a colon in the name of a sheet.
_OF_ROW = ": "
_MOST_PARTS = 20
_SEARCHED = 100  # rows in which the first header stands
_LONGEST_HEADER = 60  # characters
_TELLING = ("full_name", "family_name", "given_name", "company.", "phone.", "email.", "deal.")


def read_every_table(
    path: Path,
    options: ReadOptions,
    progress: Callable[[float], None] | None = None,
    *,
    whole: bool = False,
) -> list[Table]:
    """The tables of a file with all that they tell as columns. Those below the first of a sheet
    are named as it and the row they begin in; with ``whole`` a sheet is one table. ``Invalid`` as
    ``read_tables``."""
    name, colon, row = (options.sheet or "").rpartition(_OF_ROW)
    is_part = bool(colon) and row.isdecimal()
    asked = replace(options, sheet=name or None) if is_part else options
    tables = list(map(all_as_columns, read_tables(path, asked, progress=progress)))
    if whole:
        return tables
    parts = [part for table in tables for part in parts_of(table)]
    if options.sheet is None or not any(part.sheet == options.sheet for part in parts):
        return parts
    return [part for part in parts if part.sheet == options.sheet]


def parts_of(table: Table) -> list[Table]:
    """The tables that stand below each other, each with its header; mostly the one."""
    if table.columns is not None or not table.rows:
        return [table]
    starts = list(_starts(table))
    while starts and not _has_table(table.rows[: starts[0]]):
        del starts[0]  # what stands above is a title
    if 0 < len(starts) < _MOST_PARTS:
        bounds = [0, *starts, len(table.rows)]
        return [_part(table, start, end) for start, end in pairwise(bounds)]
    top = table.rows[:_SEARCHED]
    layout = find_layout(top, max(map(len, top)))
    if layout.header_row is None:
        return [table]
    repeated = _repeated(table.rows, table.rows[layout.header_row], layout.first_data_row)
    return [_without(table, repeated) if repeated else table]


def _starts(table: Table) -> Iterator[int]:
    """Where further tables begin: behind empty rows, with a header, perhaps a title above it."""
    numbers, rows = table.row_numbers, table.rows
    for index in range(1, len(numbers) - 1):
        if numbers[index] - numbers[index - 1] > 1:
            has_title = sum(map(bool, rows[index])) == 1 and index + 2 < len(numbers)
            if is_header(rows[index]) or (has_title and is_header(rows[index + 1])):
                yield index


def _has_table(rows: Sequence[Sequence[str]]) -> bool:
    headers = (place for place, row in enumerate(rows[:_SEARCHED]) if is_header(row))
    return next(headers, len(rows)) + 1 < len(rows)


def is_header(row: Sequence[str]) -> bool:
    """Whether its cells, all or all but one, are names of columns that we know, and tell of whom
    rows are."""
    if any(map(str.isdigit, "".join(row))):
        return False
    cells = [clean_line(cell) for cell in row if cell]
    if len(cells) < 2 or max(map(len, cells)) > _LONGEST_HEADER or "@" in "".join(cells):
        return False
    meanings = [meaning_of(cell) for cell in cells]
    fields = {one.field for one in meanings if one and one.confidence >= LIKELY}
    needed = max(2, len(cells) - 1)
    return len(fields) >= needed and any(field.startswith(_TELLING) for field in fields)


def _repeated(rows: Sequence[Sequence[str]], header: Sequence[str], first: int) -> set[int]:
    """Where the header stands again: on every page of what was printed."""
    if isinstance(rows, PackedRows):
        return {place for place in rows.places_of(header) if place >= first}
    return {place for place in range(first, len(rows)) if list(rows[place]) == list(header)}


def _part(table: Table, start: int, end: int) -> Table:
    numbers = table.row_numbers[start:end]
    name = f"{table.sheet or '…'}{_OF_ROW}{numbers[0]}" if start else table.sheet
    begin = numbers[0] if start else 0
    behind = table.row_numbers[end] if end < len(table.row_numbers) else None
    return replace(
        table,
        rows=_packed(table.rows[place] for place in range(start, end)),
        row_numbers=numbers,
        sheet=name,
        broken=tuple(
            one
            for one in table.broken
            if begin <= one.number and not (behind and one.number >= behind)
        ),
        warnings=() if start else table.warnings,
    )


def _without(table: Table, places: set[int]) -> Table:
    kept = [place for place in range(len(table.rows)) if place not in places]
    return replace(
        table,
        rows=_packed(table.rows[place] for place in kept),
        row_numbers=[table.row_numbers[place] for place in kept],
    )


def _packed(rows: Iterator[Sequence[str]]) -> PackedRows:
    packed = PackedRows()
    for row in rows:
        packed.append(row)
    return packed
