"""Columns of a file that go to fields which people added, or become such a field.

A column whose header is the label of a field goes there by itself; the person may say so of any
other (``custom:<id>``), or have a field made of it (``NEW``, ``new_code``), whose type is told by
its cells unless the person said it. Called by ``handlers`` once a file and by the wizard's preview
for every look; ``take`` by the cleaning for every cell, in worker processes. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import time

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.ids import new_id
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.core.values.clock_times import clock_time
from crm_desktop.core.values.dates import parse_date
from crm_desktop.core.values.links import check_url
from crm_desktop.core.values.numbers import parse_number
from crm_desktop.features.custom_fields.kinds import (
    DATED,
    NO,
    TOLD_BY_NAME,
    YES,
    Given,
    check_value,
)
from crm_desktop.features.custom_fields.rows import PREFIX, CustomFieldRow
from crm_desktop.features.data.importing.date_order import DATES, date_order
from crm_desktop.features.data.importing.fields import FIELDS, IGNORE, NOTE
from crm_desktop.features.data.importing.headers import is_phrase
from crm_desktop.features.data.importing.product_headers import GROUPS
from crm_desktop.features.data.importing.recognise import (
    COMPANIES,
    DEALS,
    PRODUCTS,
    Column,
    Recognition,
)
from crm_desktop.features.data.importing.rowparts import RowParts
from crm_desktop.integrations.tabular.table import Table

NEW = "custom:new"
"""The code of a column that shall become a field of its own; type and label may follow it
(``new_code``)."""

NEW_TYPES = ("text", "long_text", "number", "date", "datetime", "yes_no", "link", "phone")
"""What such a field can be: the types that ask for nothing besides."""

GROUP = "product.group"
_SAMPLED_ROWS = 1_000
_LONGEST_LABEL = 100
_ENTITIES = {COMPANIES: "company", DEALS: "deal", PRODUCTS: "product"}
_FORMULA, _FILE = "formula", "file"
NEVER_READ = frozenset({_FORMULA, _FILE})
"""Types of fields that no cell can fill: results are worked out, a table holds no files."""


@dataclass
class OwnFields:
    """The fields of the workspace that files can fill, and those that this import makes."""

    there: tuple[CustomFieldRow, ...] = ()
    made: list[CustomFieldRow] = field(default_factory=list)
    _results: frozenset[tuple[str, str]] = frozenset()  # entity and name of each formula
    _files: tuple[CustomFieldRow, ...] = ()

    def __post_init__(self) -> None:
        self._results = frozenset(
            (one.entity, fold(name))
            for one in self.there
            if one.type == _FORMULA and not one.deleted
            for name in one.names
        )
        self._files = tuple(one for one in self.there if one.type == _FILE and not one.deleted)
        self.there = tuple(
            one for one in self.there if not one.deleted and one.type not in NEVER_READ
        )

    @property
    def by_code(self) -> dict[str, CustomFieldRow]:
        """The fields by ``custom:<id>``."""
        return {one.key: one for one in (*self.there, *self.made)}

    def recognise(
        self, recognition: Recognition, table: Table, wanted: Mapping[int | str, str]
    ) -> Recognition:
        """The recognition with the columns that go to these fields. ``Invalid`` for a wish that
        names none of them."""
        entity = _ENTITIES.get(recognition.rows_are, "contact")
        columns = tuple(
            self._recognised(column, entity, table, recognition, wanted)
            for column in recognition.columns
        )
        day_first = recognition.day_first
        if day_first is None:  # the order of dates is told by all columns of them, ours too
            dates = [column.index for column in columns if self._holds_dates(column.field)]
            day_first = date_order(table.rows, recognition.first_data_row, dates)
        return replace(recognition, columns=columns, day_first=day_first)

    def left_out(self, recognition: Recognition) -> list[str]:
        """What is to be said of columns that have the name of a field of files."""
        entity = _ENTITIES.get(recognition.rows_are, "contact")
        files = [one for one in self._files if one.entity == entity]
        noted = [column.source for column in recognition.columns if column.field == NOTE]
        return words_of_files(files, noted)

    def _holds_dates(self, code: str) -> bool:
        own = self.by_code.get(code)
        return code in DATES if own is None else own.type in DATED

    def _recognised(
        self,
        column: Column,
        entity: str,
        table: Table,
        recognition: Recognition,
        wanted: Mapping[int | str, str],
    ) -> Column:
        code = wanted.get(column.index, wanted.get(column.source))
        known: CustomFieldRow | None
        if entity == "product" and column.field == GROUP and code in (None, GROUP):
            known = self._group(column)
        elif code is None:
            known = self._labelled(column.source, entity)
        elif is_new(code):
            first = recognition.first_data_row
            known = self._new(code, column, entity, table.rows[first : first + _SAMPLED_ROWS])
        else:
            known = self.by_code.get(code)
        if known is None:
            if code is None and self._is_result(column, entity):
                return replace(column, field=IGNORE, confidence=1.0)
            return column
        return replace(column, field=known.key, confidence=1.0)

    def _is_result(self, column: Column, entity: str) -> bool:
        """Whether it holds what one of our formulas gave, which is worked out anew."""
        return column.field == NOTE and (entity, fold(column.source)) in self._results

    def _new(
        self, code: str, column: Column, entity: str, rows: Sequence[Sequence[str]]
    ) -> CustomFieldRow:
        """The field that shall be made, unless one of this label is there."""
        kind, label = parts_of_new(code)
        label = clean_line(label or column.source)[:_LONGEST_LABEL]
        known = self._labelled(label, entity)
        if known is None:
            kind = kind or guess_type(cells_of(rows, column.index))
            key = str(new_id())
            known = CustomFieldRow(rid=0, id=key, version=0, entity=entity, label=label, type=kind)
            self.made.append(known)
        return known

    def _group(self, column: Column) -> CustomFieldRow:
        """The field that says what a product belongs to, whatever it is called; made if need be."""
        ours = (one for one in (*self.there, *self.made) if one.entity == "product")
        named = (one for one in ours if any(is_phrase(GROUPS, fold(name)) for name in one.names))
        known = next(named, None)
        if known is None:
            is_plain = is_phrase(GROUPS, fold(column.source)) and "_" not in column.source
            label = column.source if is_plain else _("Category")
            key = str(new_id())
            known = CustomFieldRow(
                rid=0, id=key, version=0, entity="product", label=label, type="text"
            )
            self.made.append(known)
        return known

    def _labelled(self, header: str, entity: str) -> CustomFieldRow | None:
        folded = fold(header)
        if not folded or folded in _own_labels():
            return None
        for one in (*self.there, *self.made):
            if one.entity == entity and any(fold(name) == folded for name in one.names):
                return one
        return None


def is_custom(code: str) -> bool:
    """Whether the code names a field that people added, or shall add."""
    return code.startswith(PREFIX)


def is_new(code: str) -> bool:
    """Whether the code asks for a field of its own."""
    return code == NEW or code.startswith(f"{NEW}:")


def new_code(kind: str, label: str) -> str:
    """The code of a column that shall become a field of this type and label."""
    return f"{NEW}:{kind}:{label}"


def parts_of_new(code: str) -> tuple[str, str]:
    """The type and the label of a ``new_code``, empty where it leaves them to the column."""
    kind, _colon, label = code[len(NEW) + 1 :].partition(":")
    return kind if kind in NEW_TYPES else "", label


def cells_of(rows: Iterable[Sequence[str]], index: int) -> list[str]:
    """The cells of a column."""
    return [row[index] for row in rows if index < len(row)]


def take(
    row: RowParts,
    text: str,
    *,
    asked: CustomFieldRow,
    name: str,
    given: Given,
    found: Mapping[str, str],
) -> None:
    """A cell into its field: the first filled column wins; what does not fit goes to the note.
    ``found``: the ids of the records, or users, that cells mean, for a field that leads to them."""
    line = clean_line(text) if asked.type != "long_text" else text
    meant = found.get(line) if asked.type in TOLD_BY_NAME else line
    try:
        value = check_value(asked, meant, given)
    except Invalid:
        value = None
    if value is not None:
        kept = row.custom.setdefault(asked.id, (asked.entity, name, text, value))
        if kept[3] == value:
            return
    row.move(name, clean_line(text))


def _own_labels() -> frozenset[str]:
    """What the program's own fields are called in the current language, folded."""
    return frozenset(fold(known.label.text()) for known in FIELDS.values())


def words_of_files(fields: Iterable[CustomFieldRow], headers: Iterable[str]) -> list[str]:
    """What is to be said of those columns that have the name of one of the fields of files."""
    names = {fold(name) for one in fields if one.type == _FILE for name in one.names}
    told = (
        msg(
            "“{column}” holds files, which don’t come in a table: what it says is in the notes.",
            column=header,
        )
        for header in headers
        if fold(header) in names
    )
    return [words.text() for words in told]


def guess_type(cells: Iterable[str]) -> str:
    """The narrowest type that takes all of the cells; text for none."""
    filled = [line for cell in cells if (line := clean_line(cell))]
    if not filled:
        return "text"
    for kind, takes in _TESTS:
        if all(map(takes, filled)):
            return "datetime" if kind == "date" and any(map(_tells_time, filled)) else kind
    return "long_text" if any(len(line) > 500 for line in filled) else "text"


def _is_yes_or_no(line: str) -> bool:
    return line.lower() in (YES | NO) - {"0", "1"}


def _is_number(line: str) -> bool:
    digits = line.lstrip("-+")
    # Codes with zeros before them, and numbers too long for one, are texts.
    if len(digits) > 15 or (digits.startswith("0") and digits[1:2].isdigit()):
        return False
    return _passes(parse_number, line)


def _is_date(line: str) -> bool:
    return not line.isdecimal() and _passes(parse_date, line)


def _tells_time(line: str) -> bool:
    """Midnight is what workbooks write of a day."""
    found = clock_time(line)
    return found is not None and found[0] not in (None, time())


def _passes(check: Callable[[str], object], line: str) -> bool:
    with suppress(Invalid):
        check(line)
        return True
    return False


_TESTS: Sequence[tuple[str, Callable[[str], bool]]] = (
    ("yes_no", _is_yes_or_no),
    ("number", _is_number),
    ("date", _is_date),
    ("link", lambda line: "://" in line and _passes(check_url, line)),
)
