"""What each command does. Each gets its arguments and gives the exit status."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any
from uuid import UUID

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, Reversal, UndoOperation
from crm_desktop.bootstrap import check_workspace, workspace_settings
from crm_desktop.cli.fields import run_field
from crm_desktop.cli.lists import import_into_list, run_list
from crm_desktop.cli.opening import carry_out, opened, opened_or_new
from crm_desktop.cli.output import (
    ProgressLine,
    barred_words,
    missed_words,
    remark,
    remark_first,
    say,
    say_json,
    tell_error_file,
)
from crm_desktop.cli.parser import DATE_ORDERS
from crm_desktop.cli.views import run_view
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import N_, _, current_language, msg, ngettext
from crm_desktop.features.custom_lists.queries import list_named
from crm_desktop.features.data.commands import FillWithDemo
from crm_desktop.features.data.importing.commands import (
    Counts,
    ImportFiles,
    ImportResult,
    PossibleDuplicate,
)
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import ALL_KINDS
from crm_desktop.integrations.tabular.table import ReadOptions
from crm_desktop.store.location import SqliteLocation

# Records are counted by what the commands call them, not by their tables; most only get an "s".
_PLURALS = {
    "company": "companies",
    "activity": "activities",
    "list_entry": "list_entries",
    "vat_rates": "vat_rates",
}


def run_demo(arguments: argparse.Namespace) -> int:
    """``demo``: fill a new workspace."""
    with opened_or_new(arguments.workspace, arguments.lang, only_try=False) as backend:
        command = FillWithDemo(current_language(), arguments.scale, arguments.seed)
        outcome = carry_out(backend, command)
    written = ngettext("{number} record written.", "{number} records written.", outcome.result)
    say(written.format(number=outcome.result))
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """``import``: files in, counts out."""
    overrides = _column_overrides(arguments.column)
    with opened_or_new(arguments.workspace, arguments.lang, only_try=arguments.dry_run) as backend:
        region = (arguments.region or workspace_settings(backend)["region"]).upper()
        if arguments.list is not None:
            return import_into_list(backend, arguments, region, overrides)
        command = ImportFiles(
            tuple(arguments.files),
            region,
            current_language(),
            arguments.dry_run,
            ReadOptions(arguments.encoding, arguments.delimiter, arguments.sheet),
            overrides,
            day_first=DATE_ORDERS.get(arguments.date_order),
            header_number=arguments.header_row,
        )
        outcome = carry_out(backend, command)
    result: ImportResult = outcome.result
    if arguments.json:
        operation = str(outcome.operation_id) if outcome.operation_id else None
        say_json(_import_json(result, operation))
    else:
        _tell_import(result)
    return 0


def _column_overrides(pairs: list[str]) -> dict[int | str, str]:
    overrides: dict[int | str, str] = {}
    for pair in pairs:
        name, equals, field = pair.rpartition("=")
        if not equals:
            raise Invalid(msg("Write --column as NAME=FIELD, not {text}.", text=pair))
        overrides[name] = field
    return overrides


def _import_json(result: ImportResult, operation: str | None) -> dict[str, Any]:
    return {
        "operation": operation,
        "kind": result.kind,
        "encoding": result.encoding,
        "delimiter": result.delimiter,
        "rows": result.rows,
        "columns": [vars(column) for column in result.columns],
        "contacts": vars(result.contacts),
        "companies": vars(result.companies),
        "deals": vars(result.deals),
        "products": vars(result.products),
        "errors": result.errors,
        "notes": result.notes,
        "error_file": str(result.error_file) if result.error_file else None,
        "possible_duplicates": [vars(pair) for pair in result.possible_duplicates],
        "warnings": [
            *result.warnings,
            *barred_words(result.barred),
            *missed_words(result.missed),
        ],
    }


def _tell_import(result: ImportResult) -> None:
    say(_("Contacts: {counts}").format(counts=_counts(result.contacts)))
    say(_("Companies: {counts}").format(counts=_counts(result.companies)))
    if result.deals != Counts():
        say(_("Deals: {counts}").format(counts=_counts(result.deals)))
    if result.products != Counts():
        say(_("Products: {counts}").format(counts=_counts(result.products)))
    if result.notes:
        say(_("Values moved to notes: {number}").format(number=result.notes))
    twice = list(map(_twice, result.possible_duplicates))
    remark_first(twice, len(twice))
    for warning in result.warnings:
        remark(warning)
    remark_first(barred_words(result.barred), len(result.barred))
    remark_first(missed_words(result.missed), result.missed.number)
    tell_error_file(result.errors, result.error_file)


def _twice(pair: PossibleDuplicate) -> str:
    words = _("Row {row}: {name} may be there twice.")
    if pair.company:
        words = _("Row {row}: {name} at {company} may be there twice.")
    elif pair.like:
        words = _("Row {row}: {name} may be there already as {like}.")
    return words.format(**vars(pair), row=pair.row_number)


def _counts(counts: Counts) -> str:
    return _("{created} created, {updated} completed, {unchanged} unchanged").format(**vars(counts))


def run_search(arguments: argparse.Namespace) -> int:
    """``search``: the best matches, best first."""
    with opened(arguments.workspace, arguments.lang) as backend:
        sought, limit = " ".join(arguments.text), max(arguments.limit, 1)
        hits = backend.ask(search, sought, limit=limit, kinds=ALL_KINDS)
    if arguments.json:
        names = ("kind", "id", "title", "subtitle", "match")
        say_json({"results": [{name: getattr(hit, name) for name in names} for hit in hits]})
        return 0
    for hit in hits:
        say("\t".join(part for part in (hit.title, hit.subtitle, hit.match) if part))
    if not hits:
        remark(_("Nothing was found."))
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    """``export``: records into a file."""
    from crm_desktop.features.data.exporting.queries import ExportRequest, export_records

    with opened(arguments.workspace, arguments.lang) as backend:
        _check_out(backend, arguments.out)
        request = ExportRequest(
            _export_kind(backend, arguments),
            arguments.format,
            arguments.out,
            arguments.archived,
            current_language(),
            arguments.view,
        )
        line = ProgressLine()
        number = backend.ask(export_records, request, line.show)
        line.end()
    written = ngettext("{number} record written.", "{number} records written.", number)
    say(written.format(number=number))
    return 0


def _export_kind(backend: Backend, arguments: argparse.Namespace) -> str:
    """What the export calls the records: the entity of the list that is named."""
    if arguments.kind != "list":
        if arguments.name is not None:
            raise Invalid(msg("Only a custom list has a name to export. Leave it out."), "name")
        return str(arguments.kind)
    if arguments.name is None:
        raise Invalid(msg("Say which list: write its name after “list”."), "name")
    return backend.ask(list_named, arguments.name).entity


def _check_out(backend: Backend, out: Path) -> None:
    """An export replaces the file it is given: that must never be the workspace."""
    location = backend.database.location
    if not isinstance(location, SqliteLocation) or not out.exists():
        return
    parts = (location.path.with_name(location.path.name + end) for end in ("", "-wal", "-shm"))
    if any(part.exists() and out.samefile(part) for part in parts):
        raise Invalid(
            msg(
                "{file} is the workspace itself. Nothing was written; choose another file.",
                file=out.name,
            )
        )


def run_contact(arguments: argparse.Namespace) -> int:
    """``contact``: one person told or changed."""
    from crm_desktop.cli import contacts

    return contacts.run_contact(arguments)


def run_deal(arguments: argparse.Namespace) -> int:
    """``deal``: one deal told, or a request sorted."""
    from crm_desktop.cli import deals

    return deals.run_deal(arguments)


def run_undo(arguments: argparse.Namespace) -> int:
    """``undo``: take the newest or a named operation back."""
    return _reverse(arguments, UndoOperation, N_("Taken back: {name}"))


def run_redo(arguments: argparse.Namespace) -> int:
    """``redo``: do it again."""
    return _reverse(arguments, RedoOperation, N_("Done again: {name}"))


def _operation_id(arguments: argparse.Namespace) -> UUID | None:
    if arguments.operation is None:
        return None
    try:
        return UUID(arguments.operation)
    except ValueError as error:
        raise Invalid(
            msg("{text} is no number of an operation.", text=arguments.operation)
        ) from error


def _reverse(
    arguments: argparse.Namespace, command: type[UndoOperation | RedoOperation], told: str
) -> int:
    with opened(arguments.workspace, arguments.lang) as backend:
        reversal: Reversal = carry_out(backend, command(_operation_id(arguments))).result
    say(_(told).format(name=_(reversal.label)))
    if kept := len(reversal.kept):
        sentence = ngettext(
            "{number} record stayed as it is, because it was changed or used since.",
            "{number} records stayed as they are, because they were changed or used since.",
            kept,
        )
        say(sentence.format(number=kept))
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """``check``: verify the workspace; damage is status 1."""
    with opened(arguments.workspace, arguments.lang) as backend:
        report = check_workspace(backend)
    problems = [problem.text() for problem in report.problems]
    counts = {_PLURALS.get(name, f"{name}s"): number for name, number in report.counts.items()}
    if arguments.json:
        say_json({**vars(report), "counts": counts, "problems": problems})
    else:
        say(f"{report.engine} {report.engine_version}, {report.schema}")
        for name, number in counts.items():
            say(f"{name}: {number}")
        say(_("Everything is whole.") if not problems else "\n".join(problems))
    return 1 if problems else 0


RUN = {
    "contact": run_contact,
    "deal": run_deal,
    "demo": run_demo,
    "import": run_import,
    "search": run_search,
    "export": run_export,
    "field": run_field,
    "list": run_list,
    "undo": run_undo,
    "redo": run_redo,
    "check": run_check,
    "view": run_view,
}
