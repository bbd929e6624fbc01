"""What an import into a custom list makes of the columns of its files, before it is carried out.

Called by the window through ``Backend.ask``, on a thread that may wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import clean_line
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.custom_lists.queries import get_list
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.features.data.entries.columns import (
    Cells,
    Draft,
    draft_at,
    plan_sheet,
    readable,
    with_new_fields,
)
from crm_desktop.features.data.entries.commands import ImportEntries
from crm_desktop.features.data.entries.files import tables_of
from crm_desktop.features.data.importing.custom import cells_of
from crm_desktop.features.data.importing.header_row import said_header_row
from crm_desktop.integrations.tabular.table import Table

_SEARCHED = 200


@dataclass(frozen=True)
class ColumnPlan:
    """A column: its header, where it goes (``ImportEntries.fields``), its first filled cell, and
    the numbers of the tables that have it."""

    header: str
    code: str
    sample: str
    tables: frozenset[int]


@dataclass(frozen=True)
class FilesPlan:
    """The columns of all files, each header once, and what they can go to."""

    row: CustomListRow
    fields: tuple[CustomFieldRow, ...]
    columns: tuple[ColumnPlan, ...]


@dataclass(frozen=True)
class EntryRow:
    """A data row as the entry it will be, nothing if it holds nothing; the fields by their ids,
    those among them that the import would make; how many data rows the sheet has."""

    draft: Draft | None
    fields: Mapping[str, CustomFieldRow]
    rows: int


def plan_files(reader: Reader, command: ImportEntries) -> FilesPlan:
    """Read the files of the command and say where their columns go. ``Invalid`` for what is no
    table."""
    row, fields = _list_and_fields(reader, command.entity)
    columns: dict[str, ColumnPlan] = {}
    for number, (path, table) in enumerate(tables_of(command, {})):
        plan = plan_sheet(table, row, fields, {}, said_header_row(command, path, table))
        first = plan.first_data_row
        for index, (header, code) in enumerate(zip(plan.headers, plan.codes, strict=True)):
            cells = cells_of(table.rows[first : first + _SEARCHED], index)
            sample = next((line for cell in cells if (line := clean_line(cell))), "")
            if header:
                known = columns.get(header) or ColumnPlan(header, code, sample, frozenset())
                columns[header] = replace(known, tables=known.tables | {number})
    return FilesPlan(row, tuple(readable(fields)), tuple(columns.values()))


def row_as_it_will_be(reader: Reader, command: ImportEntries, table: Table, place: int) -> EntryRow:
    """What becomes of the data row at ``place`` (from 0) of a table that was read of the command's
    first file."""
    row, fields = _list_and_fields(reader, command.entity)
    made: list[CustomFieldRow] = []
    header_row = said_header_row(command, command.paths[0], table)
    plan = plan_sheet(table, row, fields, command.fields, header_row)
    plan = with_new_fields(table, plan, command.entity, made)
    by_code = {one.key: one for one in (*readable(fields), *made)}
    index, draft = plan.first_data_row + place, None
    if index < len(table.rows):
        cells = Cells.of(by_code, command.region, table, plan, day_first=command.day_first)
        draft = draft_at(index, table, plan, cells)
    by_id = {one.id: one for one in by_code.values()}
    return EntryRow(draft, by_id, max(0, len(table.rows) - plan.first_data_row))


def _list_and_fields(reader: Reader, entity: str) -> tuple[CustomListRow, Sequence[CustomFieldRow]]:
    row = get_list(reader, entity)
    if row is None:
        raise NotFound(msg("There is no such list any more. Nothing was imported."))
    return row, find_custom_fields(reader, entity)
