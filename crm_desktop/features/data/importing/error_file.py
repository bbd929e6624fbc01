"""The file of rows that were not imported, with the reason beside each.

It has the columns of the imported file, so that it can be corrected and imported again; its
column of reasons is known by its name and left out then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crm_desktop.core.clock import now
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import user_data_folder
from crm_desktop.features.data.importing.fields import IGNORE
from crm_desktop.features.data.importing.recognise import Recognition
from crm_desktop.integrations.tabular.table import Table
from crm_desktop.integrations.tabular.writing import write_csv

# The same in every language, so that a file made in one comes back in another.
_MARK = "CRM Desktop: "


@dataclass(frozen=True)
class ErrorRow:
    """A row that was not imported; ``raw`` only where it is in no row of the table."""

    number: int
    raw: tuple[str, ...]
    reason: str


def mark_as_ignored(recognition: Recognition) -> Recognition:
    """Leave out the column of reasons of an earlier import."""
    columns = tuple(
        replace(column, field=IGNORE, confidence=1.0) if column.source.startswith(_MARK) else column
        for column in recognition.columns
    )
    return replace(recognition, columns=columns)


def write_errors(
    source: Path, table: Table, recognition: Recognition, errors: Sequence[ErrorRow]
) -> Path | None:
    """Write the rows beside the imported file, or among the program's own files if its folder
    can't be written; ``None`` if neither can."""
    header = _header(table, recognition)
    cells = dict(zip(table.row_numbers, table.rows, strict=True))
    rows = []
    for error in sorted(errors, key=lambda row: row.number):
        values = list(error.raw or cells.get(error.number, ()))
        padded = values + [""] * (len(header) - 1 - len(values))
        rows.append([error.reason, *padded])
    stamp = now().strftime("%Y%m%d-%H%M%S")
    name = f"{source.stem}-errors-{stamp}.csv"
    for folder in (source.parent, user_data_folder()):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_csv(folder / name, header, rows)
        except (OSError, CrmError):
            continue
        return folder / name
    return None


def _header(table: Table, recognition: Recognition) -> list[str]:
    width = max((len(row) for row in table.rows), default=1)
    names = [""] * width
    if recognition.header_row is not None:
        header = list(table.rows[recognition.header_row])
        names = header + [""] * (width - len(header))
    elif table.columns is not None:
        names = list(table.columns)
    return [_MARK + _("why this row was not imported"), *names]
