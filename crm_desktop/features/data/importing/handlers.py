"""The import: files in, contacts and companies out, as one operation in short transactions.

Runs on a thread of its own: read and clean everything, then portion after portion (match ahead of
its turn, write, journal, index). Cancelling, a failure and a crash take everything back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from phonenumbers import SUPPORTED_REGIONS

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.custom_fields.handlers import create_field
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.data.importing.beside import portions
from crm_desktop.features.data.importing.cleaning import make_cleaner
from crm_desktop.features.data.importing.commands import (
    ColumnGuess,
    ImportFiles,
    ImportResult,
    Missed,
    RowProblem,
)
from crm_desktop.features.data.importing.currencies import usual_currencies
from crm_desktop.features.data.importing.custom import OwnFields, is_custom, is_new
from crm_desktop.features.data.importing.error_file import (
    ErrorRow,
    FaultySheet,
    mark_as_ignored,
    only_rows_of,
    write_all_errors,
)
from crm_desktop.features.data.importing.fields import IGNORE, NOTE
from crm_desktop.features.data.importing.header_row import said_header_row
from crm_desktop.features.data.importing.pictures import bring_pictures
from crm_desktop.features.data.importing.portions import Session, suppose_tags_and_owners
from crm_desktop.features.data.importing.recognise import (
    Recognition,
    recognise,
    with_overrides,
)
from crm_desktop.features.data.importing.row_workers import Cleaned, ReadyRows, RowWorkers
from crm_desktop.features.data.importing.several_tables import read_every_table
from crm_desktop.features.data.importing.source_file import Stamp, stamp_of
from crm_desktop.features.data.importing.sources import VCARD
from crm_desktop.features.data.importing.stage_chances import usual_of
from crm_desktop.features.data.importing.targets.missed import joined, missed_in
from crm_desktop.features.data.importing.targets.queries import targets_of
from crm_desktop.features.data.importing.ties import tie_up
from crm_desktop.features.data.importing.unread import refusal, told
from crm_desktop.integrations.tabular.table import Table

_PLANNED_ROWS = 500
_TOLD_PROBLEMS = 200


@dataclass
class _Sheet:
    """A table of a file, cleaned; of its rows only those in error are still needed."""

    path: Path
    table: Table
    recognition: Recognition
    chunks: deque[Cleaned]
    errors: list[ErrorRow]
    rows: int
    notes: int
    missed: Missed
    stamp: Stamp | None = None
    said: list[str] = field(default_factory=list)


def import_files(work: LongWork, command: ImportFiles) -> ImportResult:
    """Handler of ``ImportFiles``."""
    _check_region(command.region)
    work.details = {"files": [path.name for path in command.paths]}  # until there is a result
    own = _own_fields(work, command)
    session = Session(remembering=command.dry_run)
    with RowWorkers() as workers:
        workers.expect(command.paths)
        sheets, unread = _read_all(work, command, workers, own)
        _check_columns(command.fields, sheets)
        if own.made and not command.dry_run:
            work.portion(partial(_make_fields, own.made))
        run = _plan_only if command.dry_run else partial(_write, workers)
        session.deals.expect(usual_of(one.chances for sheet in sheets for one in sheet.chunks))
        total = sum(sheet.rows for sheet in sheets)
        done = 0
        for sheet in sheets:
            session.begin_sheet()
            is_last = sheet is sheets[-1]
            incoming = workers.take_in(sheet.chunks, sheet.recognition.kind, is_last=is_last)
            done = run(work, incoming, session, done=done, total=total)
            if not command.dry_run and sheet.table.kind == VCARD:
                encoding = sheet.table.encoding
                sheet.said = bring_pictures(work, session.memory, sheet.path, sheet.stamp, encoding)
        if command.dry_run:
            with work.reading() as reader:
                session.suppose_ties(reader)
        else:
            tie_up(work, session.memory)
    unread += [line for sheet in sheets for line in sheet.said]
    result = _result(command, sheets, session, unread)
    work.details = _details(result)
    return result


def _check_region(region: str) -> None:
    if region not in SUPPORTED_REGIONS:
        raise Invalid(
            msg(
                "There is no country {code} for phones. Nothing was imported; use two letters, "
                "such as PL.",
                code=region,
            ),
            "region",
        )


def _check_columns(fields: Mapping[int | str, str], sheets: Sequence[_Sheet]) -> None:
    """Each sheet takes the columns that it has; one that is nowhere is a slip of the pen."""
    columns = [column for sheet in sheets for column in sheet.recognition.columns]
    known = {name for column in columns for name in (column.index, column.source)}
    for name in fields:
        if name not in known:
            raise Invalid(msg("The file has no column “{column}”.", column=name))


def _own_fields(work: LongWork, command: ImportFiles) -> OwnFields:
    """The fields that people added; ``Invalid`` where the command names one that is not there."""
    with work.reading() as reader:
        own = OwnFields(tuple(find_custom_fields(reader)))
    for code in command.fields.values():
        if is_custom(code) and not is_new(code) and code not in own.by_code:
            raise Invalid(msg("There is no field “{field}” to import into.", field=code))
        if is_new(code):
            work.actor.require("custom_fields:field:write")
    return own


def _make_fields(made: Sequence[CustomFieldRow], work: Work) -> None:
    for one in made:
        values = {"entity": one.entity, "label": one.label, "type": one.type}
        create_field(work, values, one.id)


def _read_all(
    work: LongWork, command: ImportFiles, workers: RowWorkers, own: OwnFields
) -> tuple[list[_Sheet], list[str]]:
    """The sheets of the files that can be read, and why the others aren't imported. ``Invalid`` if
    none can, or one can't and the others aren't wanted without it."""
    sheets: list[_Sheet] = []
    unread: dict[Path, Invalid] = {}
    for path in command.paths:
        stamp = stamp_of(path)
        try:
            tables = _tables(work, command, path)
        except Invalid as error:
            if not command.without_unreadable:
                raise refusal(command.paths, path, error) from error
            unread[path] = error
            continue
        cleaned = [_clean(work, command, workers, own, path=path, table=table) for table in tables]
        del tables  # two files at once may be more than fits into memory
        filled = [sheet for sheet in cleaned if sheet.rows or sheet.errors]
        sheets += [replace(sheet, stamp=stamp) for sheet in filled]
        if not filled:
            unread[path] = _without_rows(path)
            if not command.without_unreadable:
                raise refusal(command.paths, path, unread[path])
    if not sheets:
        raise next(iter(unread.values()))
    return sheets, told(unread)


def _tables(work: LongWork, command: ImportFiles, path: Path) -> list[Table]:
    def reading(share: float) -> None:
        work.check_cancelled()
        work.progress("read", int(share * 100), 100)

    is_said = command.header_number is not None  # which row of the sheet the header is
    return read_every_table(path, command.options, reading, whole=is_said)


def _without_rows(path: Path) -> Invalid:
    return Invalid(
        msg(
            "The file {name} has a header but no rows below it. It was not imported; choose "
            "another file.",
            name=path.name,
        )
    )


def _clean(
    work: LongWork,
    command: ImportFiles,
    workers: RowWorkers,
    own: OwnFields,
    *,
    path: Path,
    table: Table,
) -> _Sheet:
    recognition = _recognised(command, own, path, table)
    with work.reading() as reader:
        targets = targets_of(reader, recognition, table, own.by_code, command.region)
        currency = usual_currencies(reader).of(recognition)
    cleaner = make_cleaner(
        recognition,
        region=command.region,
        language=command.language,
        custom=own.by_code,
        targets=targets,
        currency=currency,
    )
    first = recognition.first_data_row
    total = len(table.rows) - first

    def cleaned(done: int) -> None:
        work.check_cancelled()
        work.progress("clean", done, total)

    chunks = workers.clean(cleaner, table, first, cleaned)
    errors = [ErrorRow(broken.number, (broken.raw,), broken.reason) for broken in table.broken]
    errors += [
        ErrorRow(number, (), reason.text()) for chunk in chunks for number, reason in chunk.errors
    ]
    rows = sum(chunk.rows for chunk in chunks) + len(table.broken)
    notes = sum(chunk.moved for chunk in chunks)
    missed = missed_in(table, recognition, targets, {error.number for error in errors})
    kept = only_rows_of(table, errors)
    said = own.left_out(recognition)
    if len(errors) == rows and not _is_understood(recognition):
        said = [*said, _not_understood(path)]
    kept = replace(kept, warnings=(*kept.warnings, *said))
    return _Sheet(path, kept, recognition, chunks, errors, rows, notes, missed)


def _is_understood(recognition: Recognition) -> bool:
    return any(column.field not in (NOTE, IGNORE) for column in recognition.columns)


def _not_understood(path: Path) -> str:
    return msg(
        "No column of {name} was recognised, so none of its rows was imported. Say what its "
        "columns hold, or choose another file.",
        name=path.name,
    ).text()


def _recognised(command: ImportFiles, own: OwnFields, path: Path, table: Table) -> Recognition:
    """What the columns mean, where the person doesn't say otherwise."""
    recognition = mark_as_ignored(
        recognise(
            table,
            language=command.language,
            region=command.region,
            header_row=said_header_row(command, path, table),
        )
    )
    known = {name for column in recognition.columns for name in (column.index, column.source)}
    wanted = {name: code for name, code in command.fields.items() if name in known}
    plain = {name: code for name, code in wanted.items() if not is_custom(code)}
    recognition = with_overrides(recognition, plain, day_first=command.day_first)
    recognition = replace(recognition, decimal_mark=command.decimal_mark)
    return own.recognise(recognition, table, wanted)


def _plan_only(
    work: LongWork, incoming: ReadyRows, session: Session, *, done: int, total: int
) -> int:
    with work.reading() as reader:
        while rows := list(islice(incoming, _PLANNED_ROWS)):
            work.check_cancelled()
            plan = session.plan(reader, session.number(rows))
            suppose_tags_and_owners(reader, plan)
            session.deals.suppose(reader, plan.deals)
            session.notice_namesakes(reader, plan)
            session.count(plan)
            done += len(rows)
            work.progress("write", done, total)
    return done


def _write(
    workers: RowWorkers,
    work: LongWork,
    incoming: ReadyRows,
    session: Session,
    *,
    done: int,
    total: int,
) -> int:
    """Rows that change nothing need no transaction, and an import of only such no operation."""
    with closing(portions(work, session, incoming, workers)) as coming:
        for portion in coming:
            if portion.bring_in(work, session):
                done += len(portion)
                work.progress("write", done, total)
    return done


def _result(
    command: ImportFiles, sheets: Sequence[_Sheet], session: Session, unread: Sequence[str]
) -> ImportResult:
    main = max(sheets, key=lambda sheet: sheet.rows)
    errors = sum(len(sheet.errors) for sheet in sheets)
    faulty = [FaultySheet(s.path, s.table, s.recognition, s.errors) for s in sheets if s.errors]
    error_file, said = (None, []) if command.dry_run else write_all_errors(faulty)
    return ImportResult(
        kind=main.recognition.kind,
        encoding=main.table.encoding,
        delimiter=main.table.delimiter,
        rows=sum(sheet.rows for sheet in sheets),
        columns=tuple(
            ColumnGuess(column.source, column.field, round(column.confidence, 2))
            for column in main.recognition.columns
        ),
        contacts=session.memory.contacts,
        companies=session.memory.companies,
        deals=session.deals.counts,
        products=session.products.counts,
        errors=errors,
        notes=sum(sheet.notes for sheet in sheets) + session.deals.notes,
        error_file=error_file,
        possible_duplicates=tuple(session.memory.possible_duplicates),
        warnings=(*unread, *(one for sheet in sheets for one in sheet.table.warnings), *said),
        problems=_problems(sheets),
        missed=joined([sheet.missed for sheet in sheets]),
        barred=session.deals.barred,
    )


def _problems(sheets: Sequence[_Sheet]) -> tuple[RowProblem, ...]:
    problems = (
        RowProblem(error.number, error.reason)
        for sheet in sheets
        for error in sorted(sheet.errors, key=lambda error: error.number)
    )
    return tuple(islice(problems, _TOLD_PROBLEMS))


def _details(result: ImportResult) -> dict[str, object]:
    return {
        "kind": result.kind,
        "rows": result.rows,
        "contacts": vars(result.contacts),
        "companies": vars(result.companies),
        "deals": vars(result.deals),
        "products": vars(result.products),
        "errors": result.errors,
    }
