"""Which row of a table holds the names of its columns, where that was said.

Called by the handlers of imports on their own threads; pure.
"""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import Protocol

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.data.importing.error_file import header_row_of_errors
from crm_desktop.features.data.importing.recognise import NO_HEADER
from crm_desktop.integrations.tabular.table import Table


class SaysHeader(Protocol):
    """A command that may say it (``ImportFiles``)."""

    @property
    def header_row(self) -> int | None:
        """An index in the rows, ``NO_HEADER``, or nothing."""

    @property
    def header_number(self) -> int | None:
        """The number of that row as one sees it in the file, 0 for none, or nothing."""

    @property
    def header_of(self) -> tuple[Path, str | None] | None:
        """The only file and sheet that it is said of."""


def said_header_row(command: SaysHeader, path: Path, table: Table) -> int | None:
    """What was said of this table, or what a file that an earlier import wrote is known for;
    ``Invalid`` for a row that is not there."""
    if command.header_number is not None:
        return _at_number(command.header_number, table)
    is_meant = command.header_of in (None, (path, table.sheet))
    if command.header_row is None or not is_meant:
        return header_row_of_errors(table)
    if command.header_row >= len(table.rows):
        raise _not_there()
    return command.header_row


def _at_number(number: int, table: Table) -> int | None:
    if table.columns is not None:
        return None  # an address book has no header
    if number == 0:
        return NO_HEADER
    place = bisect_left(table.row_numbers, number)
    if place == len(table.rows) or table.row_numbers[place] != number:
        raise _not_there()
    return place


def _not_there() -> Invalid:
    return Invalid(msg("The file has no row for the names of columns there. Nothing was imported."))
