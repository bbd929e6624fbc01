"""Cells that were to lead to a record and mean none, or several.

Such a row comes in and the cell stands in its note, as command-line.md asks of every value that
its field refuses: an error would keep out a whole client for want of one link. But a link that is
not there is seen by nobody, so the result tells each of them, with row and reason. Pure; asked by
``handlers`` on the import's own thread once the rows are cleaned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import clean_line
from crm_desktop.features.data.importing.cleaning import readable
from crm_desktop.features.data.importing.commands import Missed, MissedCell
from crm_desktop.features.data.importing.recognise import Column, Recognition
from crm_desktop.features.data.importing.targets.queries import SEVERAL
from crm_desktop.integrations.tabular.table import Table

_TOLD = 200
_UNPACKED = 500
_NAMES = (
    ("deal.title",),
    ("product.name",),
    ("full_name",),
    ("given_name", "family_name"),
    ("company.name",),
)


def missed_in(
    table: Table,
    recognition: Recognition,
    targets: Mapping[str, Mapping[str, str]],
    left_out: Collection[int],
) -> Missed:
    """The cells of the table's rows, but for those of the numbers ``left_out``; ``targets``: what
    the cells of such columns mean, by the code of the field."""
    if not targets:
        return Missed()
    return gathered(_missed(table, recognition, targets, left_out))


def gathered(cells: Iterable[MissedCell]) -> Missed:
    """How many there are, and the first of them."""
    waiting = iter(cells)
    first = tuple(islice(waiting, _TOLD))
    return Missed(len(first) + sum(1 for _cell in waiting), first)


def joined(parts: Sequence[Missed]) -> Missed:
    """Those of several tables as one."""
    cells = (cell for part in parts for cell in part.cells)
    return Missed(sum(part.number for part in parts), tuple(islice(cells, _TOLD)))


def missed_cell(row: int, name: str, column: str, value: str, *, several: bool) -> MissedCell:
    """The cell with its reason in words; ``name`` says whose row it is."""
    reason = (
        msg("{column}: “{value}” may be any of several records.", column=column, value=value)
        if several
        else msg("{column}: nothing is called “{value}”.", column=column, value=value)
    )
    return MissedCell(row, name, reason.text())


def _missed(
    table: Table,
    recognition: Recognition,
    targets: Mapping[str, Mapping[str, str]],
    left_out: Collection[int],
) -> Iterator[MissedCell]:
    columns = [column for column in recognition.columns if column.field in targets]
    for start in range(recognition.first_data_row, len(table.rows), _UNPACKED):
        numbers = table.row_numbers[start : start + _UNPACKED]
        rows = table.rows[start : start + _UNPACKED]
        for number, row in zip(numbers, rows, strict=True):
            if number in left_out:
                continue
            for column in columns:
                text = clean_line(readable(_cell(row, column)))
                found = targets[column.field].get(text)
                if text and not found:
                    name = _name(row, recognition)
                    is_several = found == SEVERAL
                    yield missed_cell(number, name, column.source, text, several=is_several)


def _name(row: Sequence[str], recognition: Recognition) -> str:
    """What the row calls its own record."""
    for codes in _NAMES:
        told = (
            clean_line(_cell(row, column))
            for code in codes
            for column in recognition.columns
            if column.field == code
        )
        if name := " ".join(filter(None, told)):
            return name
    return ""


def _cell(row: Sequence[str], column: Column) -> str:
    return row[column.index] if column.index < len(row) else ""
