"""Sheets brought into custom lists from the command line: ``import --list NAME``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from crm_desktop.backend.backend import Backend
from crm_desktop.cli.opening import carry_out
from crm_desktop.cli.output import remark, say, say_json
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_lists.queries import list_named
from crm_desktop.features.data.entries.commands import EntriesImported, ImportEntries
from crm_desktop.integrations.tabular.table import ReadOptions


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
            "warnings": list(result.warnings),
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
    if result.errors:
        say(_("Rows not imported: {number}").format(number=result.errors))
    for problem in result.problems[:20]:
        words = _("Row {number}: {reason}")
        remark(words.format(number=problem.row_number, reason=problem.reason))
