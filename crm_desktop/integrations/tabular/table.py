"""What every reader of sheets, text files and address books gives: a plain table of strings.

Called by the import on its own thread. Knows nothing of contacts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import NamedTuple

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class BrokenRecord:
    """A record of the file that could not be read, kept as it is for the file of error rows.

    ``number`` is the line at which it starts, from 1; ``reason`` a sentence for the person.
    """

    number: int
    raw: str
    reason: str


LINK, COMMENT = "link", "comment"


class Attached(NamedTuple):
    """What hangs at a cell beside its text: the target of a link (``mailto:a@b.example``), or a
    comment. ``row`` and ``column`` are indexes in ``Table.rows``; ``kind`` is ``LINK`` or
    ``COMMENT``."""

    row: int
    column: int
    kind: str
    text: str


@dataclass(frozen=True)
class Table:
    """A sheet as read: all rows, the header not yet told apart.

    ``rows`` holds strings only: numbers without a superfluous ``.0``, dates as ISO 8601
    (``2026-12-31`` or ``2026-12-31T09:15:00``), empty cells as ``""``; rows may be of different
    length. ``row_numbers[i]`` is the number of ``rows[i]`` as the person sees it in the file
    (sheet row, or line at which the record starts), from 1. ``columns`` is set only by formats
    whose fields are known by the standard (vCard): the import's field codes, in order; then no
    row is a header. ``broken`` holds what stands in the file but is in no row. ``thousandths``
    are the indexes of columns in which a workbook has numbers with three decimals: as strings
    these look like thousands. ``attached`` is what hangs at the cells, by rows.
    """

    kind: str
    rows: Sequence[Sequence[str]]
    row_numbers: Sequence[int]
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    columns: tuple[str, ...] | None = None
    warnings: tuple[str, ...] = field(default=())
    broken: tuple[BrokenRecord, ...] = field(default=())
    thousandths: frozenset[int] = field(default=frozenset())
    attached: tuple[Attached, ...] = field(default=())


@dataclass(frozen=True)
class ReadOptions:
    """What the person may decide instead of the program; ``None`` means: find out."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
