"""The tables of the files that are brought into a list.

Used by the import and by the look at it before, on threads of long commands and of readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crm_desktop.core.errors import Invalid
from crm_desktop.features.data.entries.commands import ImportEntries
from crm_desktop.features.data.importing.unread import refusal
from crm_desktop.integrations.tabular.reading import read_tables
from crm_desktop.integrations.tabular.table import Table


def tables_of(command: ImportEntries, unread: dict[Path, Invalid]) -> Iterator[tuple[Path, Table]]:
    """Each table with its file. What can't be read goes to ``unread`` where the others are wanted
    without it; ``Invalid`` otherwise, or if none can."""
    for path in command.paths:
        try:
            tables = list(read_tables(path, command.options))
        except Invalid as error:
            if not command.without_unreadable:
                raise refusal(command.paths, path, error) from error
            unread[path] = error
            continue
        for table in tables:
            yield path, table
    if len(unread) == len(command.paths):
        raise next(iter(unread.values()))
