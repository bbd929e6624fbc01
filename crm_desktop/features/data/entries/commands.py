"""What can be brought into a custom list, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.data.importing.commands import ColumnGuess, Counts, Missed, RowProblem
from crm_desktop.integrations.tabular.table import ReadOptions


@dataclass(frozen=True)
class ImportEntries:
    """Bring the rows of sheets into the custom list whose entries are of ``entity``, as one
    operation. Columns go to the fields that are called like them; ``fields`` says otherwise, by
    header: ``title``, ``note``, ``ignore``, ``custom:<id>``, or ``custom:new`` for a field that
    is made; columns without a header are called by their letters. ``header_row``, ``header_of``,
    ``header_number``, ``day_first`` and ``without_unreadable`` as in ``ImportFiles``. An entry that
    is there is not made again: it only gets what it lacks. Rows that were left out stand in a file
    with the reason beside each. ``dry_run`` writes nothing. Gives ``EntriesImported``."""

    paths: tuple[Path, ...]
    entity: str
    region: str
    dry_run: bool = False
    options: ReadOptions = field(default_factory=ReadOptions)
    fields: Mapping[str, str] = field(default_factory=dict)
    header_row: int | None = None
    header_of: tuple[Path, str | None] | None = None
    without_unreadable: bool = False
    header_number: int | None = None
    day_first: bool | None = None


@dataclass(frozen=True)
class EntriesImported:
    """What an import into a list did, or would do. ``errors`` are rows that were left out, the
    first of them in ``problems``, all of them in ``error_file``; ``notes`` the values that went
    to a note, because no field takes them, those of ``missed`` among them."""

    rows: int
    columns: tuple[ColumnGuess, ...]
    entries: Counts
    errors: int
    notes: int
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    error_file: Path | None = None
    missed: Missed = field(default_factory=Missed)
