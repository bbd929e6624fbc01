"""From rows of strings to clean drafts, by the plan that the recognition gives.

``make_cleaner`` is called by the import on its own thread; the ``Cleaner`` is picklable and
``clean`` runs in worker processes on chunks of rows. A handler is chosen for each column once,
so a row costs little beside the checks of its values. Pure: no database, no window.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from types import MappingProxyType

from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.text.folding import clean_text
from crm_desktop.features.custom_fields.kinds import Given
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.data.importing.assembling import Assembler
from crm_desktop.features.data.importing.cells import handler_for
from crm_desktop.features.data.importing.custom import is_custom, take
from crm_desktop.features.data.importing.date_order import begins_with_day
from crm_desktop.features.data.importing.deal_cells import CURRENCIES, Written
from crm_desktop.features.data.importing.drafts import RowDraft
from crm_desktop.features.data.importing.fields import FIELDS, IGNORE, LABEL, NOTE, PHOTO
from crm_desktop.features.data.importing.recognise import (
    Column,
    Recognition,
    column_letter,
    special_rows,
)
from crm_desktop.features.data.importing.rowparts import Handler, RowParts
from crm_desktop.features.data.importing.sources import VCARD

nfc = partial(unicodedata.normalize, "NFC")

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_NOTHING = " \n-–—_."
"""What a cell may hold and still say nothing: blanks, dashes, dots."""
_QUOTED_STARTS = frozenset("+-=@0123456789(")
_UNSURE_STARTS = frozenset(f"'{_NOTHING}")


@dataclass(frozen=True)
class Cleaner:
    """The plan for a file: what to do with each column, and what all rows share."""

    steps: tuple[tuple[int, Handler], ...]
    known_width: int
    assembler: Assembler

    def clean(self, rows: Sequence[tuple[int, Sequence[str]]]) -> list[RowDraft]:
        """Drafts of (row number, cells), in order; rows that hold nothing give none."""
        drafts = (self._draft(number, cells) for number, cells in rows)
        return [draft for draft in drafts if draft is not None]

    def _draft(self, number: int, cells: Sequence[str]) -> RowDraft | None:
        row = RowParts(cells)
        width = len(cells)
        holds_something = False
        are_plain = _are_plain("".join(cells))
        for index, handle in self.steps:
            if index < width and (cell := cells[index]):
                if are_plain and cell[0] not in _UNSURE_STARTS:
                    text = cell.strip()
                elif not (text := readable(cell)):
                    continue
                handle(row, text)
                holds_something = True
        for index in range(self.known_width, width):  # a row longer than every sampled one
            if text := readable(cells[index]):
                row.move(column_letter(index), text)
                holds_something = True
        return self.assembler.draft(number, row) if holds_something else None


def make_cleaner(
    recognition: Recognition,
    *,
    region: str,
    language: str,
    custom: Mapping[str, CustomFieldRow] = MappingProxyType({}),
    targets: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    currency: str = "",
) -> Cleaner:
    """The cleaner for a recognised file. ``region`` is the country of phones without one
    (``RU``), ``language`` orders names; dates that may be read both ways begin with the day,
    except in the United States. ``custom``: the fields that people added, by their code;
    ``targets``: for those that lead to records, the ids that their cells mean; ``currency``: what
    amounts are in where the file doesn't say."""
    day_first = begins_with_day(recognition.day_first, region)
    given = Given(region, LOCAL_ZONE, day_first)
    written = Written(
        day_first,
        currency=currency,
        decimal_mark=recognition.decimal_mark,
    )
    steps: list[tuple[int, Handler]] = []
    for column in _in_order(_named_for_people(recognition)):
        if column.field in custom:
            asked, found = custom[column.field], targets.get(column.field, {})
            handle = partial(take, asked=asked, name=column.source, given=given, found=found)
            steps.append((column.index, handle))
            continue
        handler = handler_for(column, kind=recognition.kind, region=region, written=written)
        if handler is not None:
            steps.append((column.index, handler))
    assembler = Assembler(
        _rows_are(recognition), recognition.name_order, language, _names(recognition)
    )
    width = max((column.index + 1 for column in recognition.columns), default=0)
    return Cleaner(tuple(steps), width, assembler)


def _rows_are(recognition: Recognition) -> str:
    """Whatever the sheet was taken for: a column of deals makes its rows deals."""
    return special_rows(recognition.columns) or recognition.rows_are


def _named_for_people(recognition: Recognition) -> list[Column]:
    """The columns as notes shall name them: a standard's by the label of their field."""
    if recognition.kind != VCARD:
        return [
            replace(column, field=NOTE) if column.field == PHOTO else column
            for column in recognition.columns
        ]
    return [
        replace(column, source=FIELDS[column.field].label.text()) for column in recognition.columns
    ]


def _in_order(columns: Sequence[Column]) -> list[Column]:
    """As in the file, but of several columns for a field of one value the surest comes first, and
    currencies stand before what is in them."""
    in_file = sorted(columns, key=lambda column: column.index)
    by_sureness = sorted(in_file, key=lambda column: -column.confidence)
    waiting = {
        field: [column for column in reversed(by_sureness) if column.field == field]
        for field in {column.field for column in in_file if not _repeats(column.field)}
    }
    ordered = [waiting[c.field].pop() if c.field in waiting else c for c in in_file]
    return sorted(ordered, key=lambda column: column.field not in CURRENCIES)


def _repeats(code: str) -> bool:
    return is_custom(code) or FIELDS[code].repeats


def _names(recognition: Recognition) -> dict[str, str]:
    """How notes call a value of each field: as its first column."""
    names: dict[str, str] = {}
    for column in _named_for_people(recognition):
        if column.field not in {IGNORE, LABEL}:
            names.setdefault(column.field, column.source)
    return names


def _are_plain(row: str) -> bool:
    """Whether ``readable`` has nothing to change inside any cell of the row: most rows are so, and
    one look at all of it costs less than one at each cell."""
    return (
        row.isprintable()
        and "  " not in row
        and "&" not in row
        and unicodedata.is_normalized("NFC", row)
    )


def readable(cell: str) -> str:
    """The cell as ``clean_text`` leaves it, without what programs put around it (a
    spreadsheet's apostrophe, HTML entities); empty when it says nothing."""
    text = clean_text(cell) if "  " in cell or not cell.isprintable() else nfc(cell.strip())
    if "&" in text:
        text = clean_text(_ENTITY.sub(lambda found: unescape(found[0]), text))
    if text[:1] == "'" and text[1:2] in _QUOTED_STARTS:
        text = text[1:]
    return text if text.strip(_NOTHING) else ""
