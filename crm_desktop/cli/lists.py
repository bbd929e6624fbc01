"""Custom lists on the command line: ``list add``, ``list list``, and ``import --list NAME``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from crm_desktop.backend.backend import Backend
from crm_desktop.cli.opening import carry_out, opened
from crm_desktop.cli.output import (
    missed_words,
    remark,
    remark_first,
    say,
    say_json,
    tell_error_file,
)
from crm_desktop.cli.parser import DATE_ORDERS, LIST_PREFIX
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_lists.commands import CreateList
from crm_desktop.features.custom_lists.queries import count_entries, find_lists, list_named
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.features.data.entries.commands import EntriesImported, ImportEntries
from crm_desktop.integrations.tabular.table import ReadOptions


def run_list(arguments: argparse.Namespace) -> int:
    """``list``: what its own word says."""
    return {"add": _run_add, "list": _run_list}[arguments.action](arguments)


def _run_add(arguments: argparse.Namespace) -> int:
    given = {"name": arguments.name, "one": arguments.one, "note": arguments.note}
    values = {name: value for name, value in given.items() if value is not None}
    with opened(arguments.workspace, arguments.lang) as backend:
        made = backend.execute(CreateList(values)).result
        row = next(one for one in backend.ask(find_lists) if one.id == made)
    if arguments.json:
        say_json(_list_json(row, 0))
    else:
        say(_("List “{name}” added.").format(name=row.name))
    return 0


def _run_list(arguments: argparse.Namespace) -> int:
    with opened(arguments.workspace, arguments.lang) as backend:
        rows = backend.ask(lambda reader: find_lists(reader, archived=arguments.archived))
        counts = backend.ask(count_entries)
    if arguments.json:
        say_json({"lists": [_list_json(row, counts.get(row.entity, 0)) for row in rows]})
        return 0
    for row in rows:
        say(f"{row.name}\t{counts.get(row.entity, 0)}")
    return 0


def _list_json(row: CustomListRow, entries: int) -> dict[str, Any]:
    """The list as the command line tells it; ``entries`` are those outside archive and bin."""
    return {
        "id": row.id,
        "entity": f"{LIST_PREFIX}{row.name}",
        "name": row.name,
        "one": row.one,
        "note": row.note or None,
        "archived": row.is_archived,
        "entries": entries,
    }


def import_into_list(
    backend: Backend,
    arguments: argparse.Namespace,
    region: str,
    fields: Mapping[int | str, str],
) -> int:
    """Bring the files into the list that is named; gives the exit status."""
    command = ImportEntries(
        tuple(arguments.files),
        backend.ask(list_named, arguments.list).entity,
        region,
        arguments.dry_run,
        ReadOptions(arguments.encoding, arguments.delimiter, arguments.sheet),
        {str(name): code for name, code in fields.items()},
        header_number=arguments.header_row,
        day_first=DATE_ORDERS.get(arguments.date_order),
    )
    outcome = carry_out(backend, command)
    result: EntriesImported = outcome.result
    if not arguments.json:
        _tell(result)
        return 0
    say_json(
        {
            "operation": str(outcome.operation_id) if outcome.operation_id else None,
            "rows": result.rows,
            "columns": [vars(column) for column in result.columns],
            "entries": vars(result.entries),
            "errors": result.errors,
            "notes": result.notes,
            "problems": [vars(problem) for problem in result.problems],
            "error_file": str(result.error_file) if result.error_file else None,
            "warnings": [*result.warnings, *missed_words(result.missed)],
        }
    )
    return 0


def _tell(result: EntriesImported) -> None:
    counts = result.entries
    words = _("Entries: {created} new, {updated} filled in, {unchanged} unchanged")
    say(words.format(**vars(counts)))
    if result.notes:
        say(_("Values moved to notes: {number}").format(number=result.notes))
    for warning in result.warnings:
        remark(warning)
    remark_first(missed_words(result.missed), result.missed.number)
    for problem in result.problems[:20]:
        words = _("Row {number}: {reason}")
        remark(words.format(number=problem.row_number, reason=problem.reason))
    tell_error_file(result.errors, result.error_file)
