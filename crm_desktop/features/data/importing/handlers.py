"""The import: files in, contacts and companies out, as one operation in short transactions.

Runs on a thread of its own: read and clean everything, then portion after portion (match, write,
journal, index). Cancelling, a failure and a crash take everything back.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.data.importing.cleaning import make_cleaner
from crm_desktop.features.data.importing.cleaning_pool import CHUNK, clean_all, unpacked
from crm_desktop.features.data.importing.commands import (
    ColumnGuess,
    Counts,
    ImportFiles,
    ImportResult,
    PossibleDuplicate,
)
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.error_file import ErrorRow, mark_as_ignored, write_errors
from crm_desktop.features.data.importing.portions import Prepared, Session, changes_nothing
from crm_desktop.features.data.importing.recognise import Recognition, recognise, with_overrides
from crm_desktop.integrations.tabular.reading import read_tables
from crm_desktop.integrations.tabular.table import Table
from crm_desktop.store import turns

# Each portion may hold others up for so long (architecture.md, 'One journal'), with a reserve.
_PORTION_SECONDS = 0.1
_MOST_CHUNKS = 8


@dataclass
class _Sheet:
    """A table of a file, cleaned."""

    path: Path
    table: Table
    recognition: Recognition
    chunks: list[bytes]
    errors: list[ErrorRow]
    rows: int
    notes: int


def import_files(work: LongWork, command: ImportFiles) -> ImportResult:
    """Handler of ``ImportFiles``."""
    sheets = [sheet for path in command.paths for sheet in _read(work, command, path)]
    sessions = []
    total = sum(sheet.rows for sheet in sheets)
    done = 0
    for sheet in sheets:
        session = Session(sheet.recognition.kind, remembering=command.dry_run)
        run = _plan_only if command.dry_run else _write
        done = run(work, sheet, session, done, total)
        sessions.append(session)
    result = _result(command, sheets, sessions)
    work.details = _details(result)
    return result


def _read(work: LongWork, command: ImportFiles, path: Path) -> list[_Sheet]:
    def reading(share: float) -> None:
        work.check_cancelled()
        work.progress("read", int(share * 100), 100)

    tables = read_tables(path, command.options, progress=reading)
    sheets = [_clean(work, command, path, table) for table in tables]
    filled = [sheet for sheet in sheets if sheet.rows or sheet.errors]
    if not filled:
        raise Invalid(
            msg(
                "The file {name} has a header but no rows below it. Nothing was imported; choose "
                "another file.",
                name=path.name,
            )
        )
    return filled


def _clean(work: LongWork, command: ImportFiles, path: Path, table: Table) -> _Sheet:
    recognition = mark_as_ignored(
        recognise(table, language=command.language, region=command.region)
    )
    sources = {column.source for column in recognition.columns}
    wanted: dict[int | str, str] = {
        name: code for name, code in command.fields.items() if name in sources
    }
    recognition = with_overrides(recognition, wanted) if wanted else recognition
    cleaner = make_cleaner(recognition, region=command.region, language=command.language)
    first = recognition.first_data_row
    total = len(table.rows) - first

    def cleaned(done: int) -> None:
        work.check_cancelled()
        work.progress("clean", done, total)

    chunks = clean_all(cleaner, table, first, cleaned)
    rows = notes = 0
    errors = [ErrorRow(broken.number, (broken.raw,), broken.reason) for broken in table.broken]
    for chunk in chunks:
        for draft in unpacked(chunk):
            rows += 1
            notes += draft.moved
            if draft.error is not None:
                errors.append(ErrorRow(draft.row_number, (), draft.error.text()))
    return _Sheet(path, table, recognition, chunks, errors, rows + len(table.broken), notes)


def _drafts(chunks: Sequence[bytes]) -> list[RowDraft]:
    return [draft for chunk in chunks for draft in unpacked(chunk) if draft.error is None]


def _plan_only(work: LongWork, sheet: _Sheet, session: Session, done: int, total: int) -> int:
    with work.reading() as reader:
        for chunk in sheet.chunks:
            work.check_cancelled()
            plan = session.plan(reader, session.prepare(_drafts([chunk])))
            session.notice_namesakes(reader, plan)
            session.count_only(plan)
            done += CHUNK
            work.progress("write", min(done, total), total)
    return done


def _write(work: LongWork, sheet: _Sheet, session: Session, done: int, total: int) -> int:
    for chunks in _paced(sheet.chunks):
        rows = session.prepare(_drafts(chunks))
        if rows:
            _write_portion(work, session, rows)
        done = min(done + CHUNK * len(chunks), total)
        work.progress("write", done, total)
    return done


def _write_portion(work: LongWork, session: Session, rows: list[Prepared]) -> None:
    """Rows that change nothing need no transaction, and an import of only such no operation."""
    if work.operation is None:
        with work.reading() as reader:
            plan = session.plan(reader, rows)
            if changes_nothing(reader, plan):
                session.count_only(plan)
                return
    work.portion(partial(_portion, session, rows))


def _portion(session: Session, rows: list[Prepared], work: Work) -> None:
    turns.take(work.connection, turns.IMPORT)
    session.write(work, session.plan(work, rows))


def _paced(chunks: list[bytes]) -> Iterator[list[bytes]]:
    """Groups of chunks of such a size that each takes about ``_PORTION_SECONDS``."""
    size = 1
    start = 0
    while start < len(chunks):
        began = time.perf_counter()
        yield chunks[start : start + size]
        start += size
        took = time.perf_counter() - began
        size = max(1, min(_MOST_CHUNKS, int(size * _PORTION_SECONDS / max(took, 0.001))))


def _result(
    command: ImportFiles, sheets: Sequence[_Sheet], sessions: Sequence[Session]
) -> ImportResult:
    main = max(sheets, key=lambda sheet: sheet.rows)
    errors = sum(len(sheet.errors) for sheet in sheets)
    duplicates: list[PossibleDuplicate] = []
    contacts = companies = Counts()
    for session in sessions:
        duplicates += session.possible_duplicates
        contacts += session.contacts
        companies += session.companies
    return ImportResult(
        kind=main.recognition.kind,
        encoding=main.table.encoding,
        delimiter=main.table.delimiter,
        rows=sum(sheet.rows for sheet in sheets),
        columns=tuple(
            ColumnGuess(column.source, column.field, round(column.confidence, 2))
            for column in main.recognition.columns
        ),
        contacts=contacts,
        companies=companies,
        errors=errors,
        notes=sum(sheet.notes for sheet in sheets),
        error_file=None if command.dry_run or not errors else _error_file(sheets),
        possible_duplicates=tuple(duplicates),
        warnings=tuple(warning for sheet in sheets for warning in sheet.table.warnings),
    )


def _error_file(sheets: Sequence[_Sheet]) -> Path | None:
    worst = max(sheets, key=lambda sheet: len(sheet.errors))
    return write_errors(worst.path, worst.table, worst.recognition, worst.errors)


def _details(result: ImportResult) -> dict[str, object]:
    return {
        "kind": result.kind,
        "rows": result.rows,
        "contacts": vars(result.contacts),
        "companies": vars(result.companies),
        "errors": result.errors,
    }
