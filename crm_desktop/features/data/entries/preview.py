"""What an import into a custom list makes of the columns of its files, before it is carried out.

Called by the window through ``Backend.ask``, on a thread that may wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import clean_line
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.custom_lists.queries import get_list
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.features.data.entries.columns import NEVER_READ, plan_sheet
from crm_desktop.features.data.importing.custom import cells_of
from crm_desktop.integrations.tabular.reading import read_tables
from crm_desktop.integrations.tabular.table import ReadOptions

_SEARCHED = 200


@dataclass(frozen=True)
class ColumnPlan:
    """A column: its header, where it goes (``ImportEntries.fields``), and its first filled cell."""

    header: str
    code: str
    sample: str


@dataclass(frozen=True)
class FilesPlan:
    """The columns of all files, each header once, and what they can go to."""

    row: CustomListRow
    fields: tuple[CustomFieldRow, ...]
    columns: tuple[ColumnPlan, ...]


def plan_files(
    reader: Reader, paths: Sequence[Path], entity: str, options: ReadOptions
) -> FilesPlan:
    """Read the files and say where their columns go. ``Invalid`` for what is no table."""
    row = get_list(reader, entity)
    if row is None:
        raise NotFound(msg("There is no such list any more. Nothing was imported."))
    fields = [one for one in find_custom_fields(reader, entity) if one.type not in NEVER_READ]
    columns: dict[str, ColumnPlan] = {}
    for path in paths:
        for table in read_tables(path, options):
            plan = plan_sheet(table, row, fields, {})
            first = plan.header_row + 1
            for index, (header, code) in enumerate(zip(plan.headers, plan.codes, strict=True)):
                cells = cells_of(table.rows[first : first + _SEARCHED], index)
                sample = next((line for cell in cells if (line := clean_line(cell))), "")
                if header:
                    columns.setdefault(header, ColumnPlan(header, code, sample))
    return FilesPlan(row, tuple(fields), tuple(columns.values()))
