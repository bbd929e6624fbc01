"""The import into a custom list: rows read and cleaned first, then written in short portions of
one operation.

Handler of ``ImportEntries``; runs on the long command's own thread.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from crm_desktop.backend.work import LongWork, Reader, Work
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.list_entities import is_list_entity, list_id_of
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.custom_fields.handlers import create_field, with_custom
from crm_desktop.features.custom_fields.kinds import TOLD_BY_NAME
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.custom_lists.queries import find_all_named, get_list
from crm_desktop.features.custom_lists.records import entry_type
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.features.data.entries.columns import (
    Cells,
    Draft,
    EntryPlan,
    Known,
    SheetPlan,
    decide,
    drafts_of,
    plan_sheet,
    readable,
    with_new_fields,
)
from crm_desktop.features.data.entries.commands import EntriesImported, ImportEntries
from crm_desktop.features.data.entries.files import tables_of
from crm_desktop.features.data.importing.commands import ColumnGuess, Counts, Missed, RowProblem
from crm_desktop.features.data.importing.custom import NEW, words_of_files
from crm_desktop.features.data.importing.error_file import ErrorRow, FaultySheet, write_errors
from crm_desktop.features.data.importing.fields import NOTE
from crm_desktop.features.data.importing.header_row import said_header_row
from crm_desktop.features.data.importing.recognise import (
    MIXED,
    NO_HEADER,
    Column,
    Recognition,
)
from crm_desktop.features.data.importing.targets.missed import gathered, missed_cell
from crm_desktop.features.data.importing.targets.queries import SEVERAL, find_targets
from crm_desktop.features.data.importing.unread import told
from crm_desktop.integrations.tabular.table import Table
from crm_desktop.store.loading import load_by_id
from crm_desktop.store.ready import NewRecord

_Refused = tuple[Draft, str]
"""A row that a check of the workspace keeps out, and why."""

_PLANNED_ROWS = 500
_TOLD_PROBLEMS = 200


@dataclass(frozen=True)
class _Sheet:
    """A table of a file, how it is read, and its rows that are left out."""

    path: Path
    table: Table
    plan: SheetPlan
    errors: list[ErrorRow]

    def faulty(self) -> FaultySheet:
        """The sheet as the file of its errors needs it."""
        columns = tuple(
            Column(index, header, code, 1.0)
            for index, (header, code) in enumerate(
                zip(self.plan.headers, self.plan.codes, strict=True)
            )
        )
        row = None if self.plan.header_row == NO_HEADER else self.plan.header_row
        told = Recognition("list", row, columns, None, MIXED, None)
        return FaultySheet(self.path, self.table, told, self.errors)


@dataclass
class _Read:
    """What all sheets hold, cleaned."""

    sheets: list[_Sheet] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    made: list[CustomFieldRow] = field(default_factory=list)
    unread: dict[Path, Invalid] = field(default_factory=dict)

    def columns(self) -> tuple[ColumnGuess, ...]:
        """Where the columns of all sheets went."""
        return tuple(
            ColumnGuess(header, code, 1.0)
            for sheet in self.sheets
            for header, code in zip(sheet.plan.headers, sheet.plan.codes, strict=True)
            if header
        )

    def warnings(self, fields: Sequence[CustomFieldRow]) -> Iterator[str]:
        """Which files are left out, what is to be said of the others, and of columns that are
        called as one of the ``fields`` that a table can't fill."""
        yield from told(self.unread)
        for sheet in self.sheets:
            yield from sheet.table.warnings
            codes = zip(sheet.plan.headers, sheet.plan.codes, strict=True)
            yield from words_of_files(fields, (header for header, code in codes if code == NOTE))

    def problems(self) -> list[RowProblem]:
        """The rows that are left out, in the order of the files."""
        return [
            RowProblem(error.number, error.reason)
            for sheet in self.sheets
            for error in sorted(sheet.errors, key=lambda error: error.number)
        ]

    def error_file(self) -> Path | None:
        """Write the rows that are left out into a file, if there are any."""
        return write_errors([sheet.faulty() for sheet in self.sheets if sheet.errors])


def import_entries(work: LongWork, command: ImportEntries) -> EntriesImported:
    """Handler of ``ImportEntries``."""
    work.details = {"files": [path.name for path in command.paths]}  # until there is a result
    with work.reading() as reader:
        row = _list_of(reader, command.entity)
        fields = find_custom_fields(reader, command.entity)
    if NEW in command.fields.values():
        work.actor.require("custom_fields:field:write")
    read = _read_all(work, command, row, fields)
    with work.reading() as reader:
        missed = _find_targets(reader, readable(fields), read.drafts, command.region)
    named = Counter(sought(draft.name) for draft in read.drafts)
    run = _plan_only if command.dry_run else _write
    if read.made and not command.dry_run:
        work.portion(partial(_make_fields, read.made))
    rows = len(read.drafts) + len(read.problems())
    counts = run(work, command, read, named)
    work.details = {"kind": "list", "list": row.name, "entries": vars(counts)}
    problems = read.problems()
    return EntriesImported(
        rows,
        read.columns(),
        counts,
        len(problems),
        sum(draft.moved for draft in read.drafts),
        tuple(problems[:_TOLD_PROBLEMS]),
        tuple(dict.fromkeys(read.warnings(fields))),
        None if command.dry_run else read.error_file(),
        missed,
    )


def _list_of(reader: Reader, entity: str) -> CustomListRow:
    row = get_list(reader, entity) if is_list_entity(entity) else None
    if row is None:
        raise NotFound(msg("There is no such list any more. Nothing was imported."))
    return row


def _read_all(
    work: LongWork, command: ImportEntries, row: CustomListRow, fields: Sequence[CustomFieldRow]
) -> _Read:
    read = _Read()
    for path, table in tables_of(command, read.unread):
        work.check_cancelled()
        header_row = said_header_row(command, path, table)
        plan = plan_sheet(table, row, fields, command.fields, header_row)
        plan = with_new_fields(table, plan, command.entity, read.made)
        by_code = {one.key: one for one in (*readable(fields), *read.made)}
        errors = [ErrorRow(one.number, (one.raw,), one.reason) for one in table.broken]
        cells = Cells.of(by_code, command.region, table, plan, day_first=command.day_first)
        for draft in drafts_of(len(read.sheets), table, plan, cells):
            if draft.name:
                read.drafts.append(draft)
            else:
                words = msg("The row has no title.").text()
                errors.append(ErrorRow(draft.number, (), words))
        read.sheets.append(_Sheet(path, table, plan, errors))
    headers = {header for sheet in read.sheets for header in sheet.plan.headers}
    for name in command.fields:
        if name not in headers:
            raise Invalid(msg("The file has no column “{column}”.", column=name))
    return read


def _find_targets(
    reader: Reader, fields: Iterable[CustomFieldRow], drafts: Sequence[Draft], region: str
) -> Missed:
    """What leads to other records becomes their ids; what means none, or several, goes to the
    note."""
    missed = []
    for asked in fields:
        if asked.type not in TOLD_BY_NAME:
            continue
        pointing = [draft for draft in drafts if asked.id in draft.pointing]
        texts = {draft.pointing[asked.id] for draft in pointing}
        found = find_targets(reader, asked, texts, region) if texts else {}
        for draft in pointing:
            text = draft.pointing.pop(asked.id)
            if meant := found.get(text):
                draft.custom[asked.id] = meant
                continue
            draft.move(asked.name, text)
            several = meant == SEVERAL
            missed.append(missed_cell(draft.number, draft.name, asked.name, text, several=several))
    return gathered(missed)


def _make_fields(made: Sequence[CustomFieldRow], work: Work) -> None:
    for one in made:
        values = {"entity": one.entity, "label": one.label, "type": one.type}
        create_field(work, values, one.id)


def _plan_only(
    work: LongWork, command: ImportEntries, read: _Read, named: Mapping[str | None, int]
) -> Counts:
    """What would be done; entries that would be made are known to the rows after them."""
    counts = Counts()
    new: dict[str, list[Known]] = defaultdict(list)
    with work.reading() as reader:
        for start in range(0, len(read.drafts), _PLANNED_ROWS):
            work.check_cancelled()
            portion = read.drafts[start : start + _PLANNED_ROWS]
            counts += _counted(_plans(reader, command.entity, portion, named, new))
            work.progress("write", start + len(portion), len(read.drafts))
    return counts


def _write(
    work: LongWork, command: ImportEntries, read: _Read, named: Mapping[str | None, int]
) -> Counts:
    counts, done = Counts(), 0
    while portion := read.drafts[done : done + work.pace.size]:
        with work.reading() as reader:
            planned = _plans(reader, command.entity, portion, named, defaultdict(list))
        written, refused = _counted(planned), list[_Refused]()
        if written.created or written.updated:  # else nothing shall be left behind
            written, refused = work.portion_anew(partial(_write_portion, command, portion, named))
        counts += written
        for draft, reason in refused:
            read.sheets[draft.table].errors.append(ErrorRow(draft.number, (), reason))
        done += len(portion)
        work.progress("write", done, len(read.drafts))
    return counts


def _write_portion(
    command: ImportEntries, drafts: Sequence[Draft], named: Mapping[str | None, int], work: Work
) -> tuple[Counts, list[_Refused]]:
    entity = command.entity
    new: list[NewRecord] = []
    changed: dict[str, dict[str, Any]] = {}
    written: list[EntryPlan] = []
    refused: list[_Refused] = []
    for plan in _plans(work, entity, drafts, named, defaultdict(list)):
        if plan.is_new:
            # What later rows of the same name added stands there already.
            values = {"name": plan.draft.name, "note": plan.into.note or None}
            given = {**values, "custom": plan.into.custom}
            try:
                checked = with_custom(work, entity, given, command.region)
            except Invalid as error:
                refused.append((plan.draft, error.message.text()))
                continue
            new.append(NewRecord({**checked, "list": list_id_of(entity)}))
        elif plan.into.id and (plan.custom or plan.note):
            whole = changed.setdefault(plan.into.id, {"custom": {}, "note": []})
            whole["custom"] |= plan.custom
            whole["note"] += [plan.note] if plan.note else []
        written.append(plan)
    work.unit.insert_many(entity, new)
    _change(work, entity, changed)
    return _counted(written), refused


def _change(work: Work, entity: str, changed: Mapping[str, Mapping[str, Any]]) -> None:
    changes = []
    for key, more in changed.items():
        loaded = work.unit.load(entity, key)
        items = [{"value": value, "field": one} for one, value in more["custom"].items()]
        note = "\n".join(filter(None, (loaded.state["note"], *more["note"]))) or None
        changes.append((loaded, {"custom": loaded.state["custom"] + items, "note": note}))
    work.unit.update_many(entity, changes)


def _plans(
    reader: HasConnection,
    entity: str,
    drafts: Sequence[Draft],
    named: Mapping[str | None, int],
    new: dict[str, list[Known]],
) -> list[EntryPlan]:
    """What becomes of each row; the entries that they make are added to ``new``, by name."""
    there = _known(reader, entity, {sought(draft.name) or "" for draft in drafts})
    plans = []
    for draft in drafts:
        key = sought(draft.name) or ""
        candidates = (*there.get(key, ()), *new.get(key, ()))
        plan = decide(draft, candidates, is_only=named[sought(draft.name)] == 1)
        if plan.is_new:
            new[key].append(plan.into)
        else:
            plan.into.custom.update(plan.custom)
            plan.into.note = "\n".join(filter(None, (plan.into.note, plan.note)))
        plans.append(plan)
    return plans


def _known(reader: HasConnection, entity: str, keys: set[str]) -> dict[str, list[Known]]:
    """The entries of these names, the oldest first."""
    found: dict[str, list[Known]] = defaultdict(list)
    names = find_all_named(reader, entity, keys)
    loaded = load_by_id(reader.connection, entry_type(entity), [key for _name, key in names])
    for name, key in names:
        state = loaded[key].state
        custom = {item["field"]: item["value"] for item in state["custom"]}
        found[name].append(Known(key, state["note"] or "", custom))
    return found


def _counted(plans: Iterable[EntryPlan]) -> Counts:
    created = updated = unchanged = 0
    for plan in plans:
        has_more = bool(plan.custom or plan.note)
        created += plan.is_new
        updated += not plan.is_new and has_more
        unchanged += not plan.is_new and not has_more
    return Counts(created, updated, unchanged)
