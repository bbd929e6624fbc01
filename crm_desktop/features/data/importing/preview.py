"""What the import wizard shows of a file before anything is written.

Takes a file as ``source_file.py`` has read it. Runs on the wizard's own thread: looking at a file
anew after a decision takes some hundredths of a second. Nothing here needs the workspace, so
nothing here can change it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from phonenumbers import SUPPORTED_REGIONS

from crm_desktop.core import clock
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.text.folding import clean_line
from crm_desktop.core.values.names import split_full_name
from crm_desktop.core.values.phones import find_phones
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.features.custom_fields.kinds import (
    TOLD_BY_NAME,
    Given,
    Shown,
    check_value,
    show_value,
)
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.data.importing.cleaning import Cleaner, make_cleaner
from crm_desktop.features.data.importing.commands import ImportFiles, RowProblem
from crm_desktop.features.data.importing.currencies import UNKNOWN, Currencies
from crm_desktop.features.data.importing.custom import (
    OwnFields,
    cells_of,
    guess_type,
    is_custom,
    is_new,
    new_code,
)
from crm_desktop.features.data.importing.date_order import begins_with_day
from crm_desktop.features.data.importing.deal_cells import AMOUNTS
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.error_file import header_row_of_errors, mark_as_ignored
from crm_desktop.features.data.importing.fields import IGNORE, NOTE
from crm_desktop.features.data.importing.headers import LIKELY, UNSURE
from crm_desktop.features.data.importing.number_style import UnsureNumber, read_as, unsure_number
from crm_desktop.features.data.importing.price_columns import LIST_PRICE, list_name
from crm_desktop.features.data.importing.recognise import (
    Column,
    Recognition,
    recognise,
    with_overrides,
)
from crm_desktop.features.data.importing.source_file import SourceFile
from crm_desktop.integrations.tabular.table import ReadOptions, Table

_SHOWN_ROWS = 50
_CHECKED_ROWS = 1_000  # cleaned in a tenth of a second, and enough to see what is wrong
_LONGEST_SAMPLE = 200  # characters


class Sureness(Enum):
    """How sure it is what a column holds."""

    SURE = "sure"
    CHECK = "check"
    UNKNOWN = "unknown"
    EMPTY = "empty"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Decisions:
    """What the person has said about a file; ``None`` leaves it to the program.

    ``region`` is the country of phones without one (``PL``); ``sheet`` the number of the only
    table to bring in; ``header_row`` an index in its rows or ``NO_HEADER``; ``fields`` the codes
    of columns by their index, those of fields that people added and of new ones among them.
    ``custom`` are the fields that people added; a code of none of them says nothing.
    ``decimal_mark`` is what stands before decimals; ``currencies`` are those of the workspace.
    """

    region: str
    language: str
    sheet: int | None = None
    header_row: int | None = None
    day_first: bool | None = None
    fields: Mapping[int, str] = field(default_factory=dict)
    custom: tuple[CustomFieldRow, ...] = ()
    decimal_mark: str | None = None
    currencies: Currencies = UNKNOWN


@dataclass(frozen=True)
class PreviewColumn:
    """A column: its header, the code of its field, a value of it, what becomes of its values
    where that is not plain, and the share of rows that fill it, in percent. ``custom`` is the
    field where it is one that people added or that the import shall make (``is_new``); ``guess``
    the type that a field made of the column would have."""

    index: int
    source: str
    code: str
    sureness: Sureness
    sample: str
    treatment: Message | None
    filled: int
    custom: CustomFieldRow | None = None
    guess: str = "text"


@dataclass(frozen=True)
class PreviewRow:
    """A row as it stands in the file; ``number`` is the one people see there."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """A file as it was understood.

    ``sheets`` are the names of its tables; ``sheet`` the number of the one that is looked at.
    ``header_row`` is an index in ``top``, the first rows of the table. ``rows`` counts what would
    be imported, of all tables unless one was chosen. ``problems`` are rows among the first
    ``checked`` that would not come in. ``custom`` are the fields that people added and those
    that the import shall make, by the code that ``recognition`` gives them.
    """

    path: Path
    size: int
    kind: str
    encoding: str | None
    delimiter: str | None
    sheets: tuple[str, ...]
    sheet: int
    header_row: int | None
    day_first: bool | None
    top: tuple[PreviewRow, ...]
    columns: tuple[PreviewColumn, ...]
    rows: int
    data_rows: int
    checked: int
    problems: tuple[RowProblem, ...]
    warnings: tuple[str, ...]
    recognition: Recognition
    custom: Mapping[str, CustomFieldRow] = field(default_factory=dict)
    unsure_number: UnsureNumber | None = None


def fingerprint(preview: Preview) -> str:
    """The same for files with the same columns in the same order, whatever stands in their rows;
    it tells nothing about them otherwise."""
    names = "\x1f".join(clean_line(column.source).casefold() for column in preview.columns)
    return hashlib.blake2b(f"{preview.kind}\x1f{names}".encode(), digest_size=16).hexdigest()


def look(source: SourceFile, decisions: Decisions) -> Preview:
    """How the file is understood, with these decisions. ``Invalid`` if a decision does not fit."""
    number = _looked_at(source, decisions)
    table = source.tables[number]
    recognition, own = _recognised(table, decisions)
    decided = replace(decisions, day_first=recognition.day_first)
    first = recognition.first_data_row
    sample = table.rows[first : first + _CHECKED_ROWS]
    taken = range(len(source.tables)) if decisions.sheet is None else (number,)
    return Preview(
        path=source.path,
        size=source.stamp[0],
        kind=recognition.kind,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheets=tuple(_name(table, n) for n, table in enumerate(source.tables)),
        sheet=number,
        header_row=recognition.header_row,
        day_first=recognition.day_first,
        top=_top(table, first + _SHOWN_ROWS),
        columns=tuple(_column(column, sample, decided, own) for column in recognition.columns),
        rows=sum(_data_rows(source, n, recognition if n == number else None) for n in taken),
        data_rows=max(0, len(table.rows) - first),
        checked=len(sample),
        problems=_problems(table, recognition, _cleaner(recognition, decisions, own.by_code)),
        warnings=tuple(warning for n in taken for warning in source.tables[n].warnings),
        recognition=recognition,
        custom=own.by_code,
        unsure_number=unsure_number(table, recognition, sample, decisions.currencies),
    )


def row_as_it_will_be(
    source: SourceFile, preview: Preview, decisions: Decisions, place: int
) -> RowDraft | None:
    """What becomes of the data row at ``place`` (from 0); ``None`` for a row that holds nothing."""
    table = source.tables[preview.sheet]
    index = preview.recognition.first_data_row + place
    if not 0 <= index < len(table.rows):
        return None
    cleaner = _cleaner(preview.recognition, decisions, preview.custom)
    drafts = cleaner.clean([(table.row_numbers[index], table.rows[index])])
    return drafts[0] if drafts else None


def make_command(
    paths: tuple[Path, ...], source: SourceFile, preview: Preview, decisions: Decisions
) -> ImportFiles:
    """The import that does what the preview shows. Of several tables or files each takes the
    columns it has, so there decisions go by the name of the column; the row of the header is that
    of the table that was looked at."""
    is_one = len(paths) == 1 and (len(source.tables) == 1 or decisions.sheet is not None)
    names = {column.index: column.source for column in preview.columns}
    known = {one.key for one in decisions.custom}
    fields: dict[int | str, str] = {
        index if is_one else names[index]: code
        for index, code in decisions.fields.items()
        if index in names and (not is_custom(code) or is_new(code) or code in known)
    }
    sheet = None if decisions.sheet is None else source.tables[decisions.sheet].sheet
    return ImportFiles(
        paths,
        region=decisions.region,
        language=decisions.language,
        options=ReadOptions(source.options.encoding, source.options.delimiter, sheet),
        fields=fields,
        header_row=decisions.header_row,
        header_of=None if is_one else (source.path, source.tables[preview.sheet].sheet),
        day_first=decisions.day_first,
        without_unreadable=True,
        decimal_mark=decisions.decimal_mark,
    )


def regions(language: str) -> tuple[tuple[str, str], ...]:
    """Every country whose phones are known, as (code, name in ``language``), by name."""
    from babel import Locale

    names = Locale(language).territories
    known = ((code, str(names.get(code, code))) for code in SUPPORTED_REGIONS)
    return tuple(sorted(known, key=lambda region: region[1].casefold()))


def _looked_at(source: SourceFile, decisions: Decisions) -> int:
    if decisions.sheet is None:
        return max(range(len(source.tables)), key=source.filled_rows.__getitem__)
    if not 0 <= decisions.sheet < len(source.tables):
        raise Invalid(msg("The file has no such sheet any more. Choose another one."))
    return decisions.sheet


def _cleaner(
    recognition: Recognition, decisions: Decisions, custom: Mapping[str, CustomFieldRow]
) -> Cleaner:
    return make_cleaner(
        recognition,
        region=decisions.region,
        language=decisions.language,
        custom=custom,
        currency=decisions.currencies.of(recognition),
    )


def _recognised(table: Table, decisions: Decisions) -> tuple[Recognition, OwnFields]:
    header_row = header_row_of_errors(table)
    if decisions.header_row is not None and decisions.header_row < len(table.rows):
        header_row = decisions.header_row
    recognition = mark_as_ignored(
        recognise(
            table, language=decisions.language, region=decisions.region, header_row=header_row
        )
    )
    known = {column.index for column in recognition.columns}
    fields: dict[int | str, str] = {
        index: code for index, code in decisions.fields.items() if index in known
    }
    plain = {index: code for index, code in fields.items() if not is_custom(code)}
    recognition = with_overrides(recognition, plain, day_first=decisions.day_first)
    recognition = replace(recognition, decimal_mark=decisions.decimal_mark)
    own = OwnFields(decisions.custom)
    return own.recognise(recognition, table, fields), own


def _name(table: Table, number: int) -> str:
    return table.sheet or str(number + 1)


def _top(table: Table, count: int) -> tuple[PreviewRow, ...]:
    rows = zip(table.row_numbers[:count], table.rows[:count], strict=True)
    return tuple(
        PreviewRow(number, tuple(cell[:_LONGEST_SAMPLE] for cell in row)) for number, row in rows
    )


def _data_rows(source: SourceFile, number: int, recognition: Recognition | None) -> int:
    """Rows that hold anything below the header; of a table not looked at its first is one."""
    table = source.tables[number]
    first = 1 if recognition is None else recognition.first_data_row
    above = sum(1 for row in table.rows[:first] if any(row))
    return source.filled_rows[number] - above + len(table.broken)


def _column(
    column: Column, rows: Sequence[Sequence[str]], decisions: Decisions, own: OwnFields
) -> PreviewColumn:
    cells = [clean_line(cell) for cell in cells_of(rows, column.index)]
    custom = own.by_code.get(column.field)
    filled = [cell for cell in cells if cell]
    sample = filled[0][:_LONGEST_SAMPLE] if filled else ""
    return PreviewColumn(
        column.index,
        column.source,
        new_code(custom.type, custom.name) if custom in own.made and custom else column.field,
        _sureness(column, sample),
        sample,
        _treatment(column, sample, decisions, custom) if sample else None,
        round(100 * len(filled) / len(rows)) if rows else 0,
        custom,
        guess_type(filled),
    )


def _sureness(column: Column, sample: str) -> Sureness:
    if column.field == IGNORE:
        return Sureness.LEFT_OUT
    if not sample:
        return Sureness.EMPTY
    if column.confidence >= LIKELY:
        return Sureness.SURE
    if column.field == NOTE or column.confidence < UNSURE:
        return Sureness.UNKNOWN
    return Sureness.CHECK


def _treatment(
    column: Column, sample: str, decisions: Decisions, custom: CustomFieldRow | None
) -> Message | None:
    if custom is not None:
        return _as_custom(custom, sample, decisions)
    if column.field == NOTE:
        return msg("will be kept in the note")
    if column.field == LIST_PRICE:
        return msg("into the price list “{name}”", name=list_name(column.source))
    shown = _shown(column, sample, decisions)
    if shown != sample:
        return msg("as {value}", value=shown)
    if column.field == "full_name":
        parts = split_full_name(sample, decisions.language)
        count = sum(map(bool, (parts.family, parts.given, parts.middle)))
        return msg("will be divided into {number} fields", number=count) if count > 1 else None
    return None


def _shown(column: Column, sample: str, decisions: Decisions) -> str:
    """A phone or an amount as it is understood, anything else as it stands."""
    if column.field.startswith(("phone.", "company.phone")):
        found, _rest = find_phones(sample, decisions.region)
        return format_phone(found[0].value, found[0].extension) if found else sample
    if column.field in AMOUNTS:
        known = decisions.currencies
        currency = known.deals if column.field.startswith("deal.") else known.rest
        return read_as(sample, decisions.decimal_mark, currency) or sample
    return sample


def _as_custom(custom: CustomFieldRow, sample: str, decisions: Decisions) -> Message | None:
    if custom.type in TOLD_BY_NAME:
        return msg("will be linked where it is found, else kept in the note")
    try:
        day_first = begins_with_day(decisions.day_first, decisions.region)
        value = check_value(custom, sample, Given(decisions.region, clock.LOCAL_ZONE, day_first))
    except Invalid:
        return msg("what doesn’t fit goes to the note")
    shown = show_value(custom, value, Shown({}, clock.LOCAL_ZONE))
    return msg("as {value}", value=shown) if shown != sample else None


def _problems(table: Table, recognition: Recognition, cleaner: Cleaner) -> tuple[RowProblem, ...]:
    first = recognition.first_data_row
    numbers = table.row_numbers[first : first + _CHECKED_ROWS]
    cells = table.rows[first : first + _CHECKED_ROWS]
    drafts = cleaner.clean(list(zip(numbers, cells, strict=True)))
    broken = [RowProblem(record.number, record.reason) for record in table.broken]
    wrong = [RowProblem(d.row_number, d.error.text()) for d in drafts if d.error is not None]
    return tuple(sorted(broken + wrong, key=lambda problem: problem.row_number))
