"""What can be imported, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.integrations.tabular.table import ReadOptions


@dataclass(frozen=True)
class ImportFiles:
    """Bring in people, companies, deals and products from files, as one operation. One that
    can't be read stops all, but ``without_unreadable``: then ``warnings`` of the result name it.

    ``region``: country for phones written without one. ``language``: of names and of the reasons
    in the file of errors. ``fields`` overrides the recognised columns (header, or index in the
    rows, → field code), ``header_row`` where the header stands (index in the rows, or
    ``NO_HEADER``), in the table of ``header_of`` (file and sheet) alone unless that is left out,
    ``header_number`` the number of that row as one sees it in every file (0: there is none),
    ``day_first`` how ``03/04/2026`` is meant, ``decimal_mark`` what stands before decimals (``.``
    or ``,``) where ``1.250`` doesn't tell. ``dry_run`` writes nothing. Gives an
    ``ImportResult``.
    """

    paths: tuple[Path, ...]
    region: str
    language: str
    dry_run: bool = False
    options: ReadOptions = field(default_factory=ReadOptions)
    fields: Mapping[int | str, str] = field(default_factory=dict)
    header_row: int | None = None
    header_of: tuple[Path, str | None] | None = None
    day_first: bool | None = None
    without_unreadable: bool = False
    decimal_mark: str | None = None
    header_number: int | None = None


@dataclass(frozen=True)
class Counts:
    """What became of records of one kind."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


@dataclass(frozen=True)
class ColumnGuess:
    """How a column of the file was understood; ``confidence`` from 0 to 1."""

    source: str
    field: str
    confidence: float


@dataclass(frozen=True)
class PossibleDuplicate:
    """A new person with the name of one who is here, at ``company`` if at any; or a new company
    with the name of another (then without ``company``), or with the phone or e-mail of the company
    that is called ``like``: perhaps the same one."""

    row_number: int
    name: str
    company: str
    like: str = ""


@dataclass(frozen=True)
class RowProblem:
    """A row that can't be imported, and why."""

    row_number: int
    reason: str


@dataclass(frozen=True)
class MissedCell:
    """A cell that was to lead to a record and means none, or several, with the reason: its row
    came in, and it stands in the note there. ``name`` is what the row calls its record."""

    row_number: int
    name: str
    reason: str


@dataclass(frozen=True)
class Missed:
    """How many such cells there were, and the first of them."""

    number: int = 0
    cells: tuple[MissedCell, ...] = ()


@dataclass(frozen=True)
class BarredDeal:
    """An open deal that came in although its ``client`` is on the blacklist: none may get lost,
    but nobody would begin it here."""

    row_number: int
    title: str
    client: str


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or would do. ``rows`` are data rows read, ``errors`` those that were
    not imported (the first of them in ``problems``), ``notes`` the values that went to a note
    for want of a field, those of ``missed`` among them."""

    kind: str
    encoding: str | None
    delimiter: str | None
    rows: int
    columns: tuple[ColumnGuess, ...]
    contacts: Counts
    companies: Counts
    errors: int
    notes: int
    error_file: Path | None
    possible_duplicates: tuple[PossibleDuplicate, ...]
    warnings: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    deals: Counts = Counts()
    products: Counts = Counts()
    missed: Missed = Missed()
    barred: tuple[BarredDeal, ...] = ()
