"""Columns of a file that go to fields which people added, or become such a field.

A column whose header is the label of a field goes there by itself; the person may say so of any
other (``custom:<id>``), or have a field made of it (``NEW``), whose type is told by its cells.
Called by ``handlers`` once a file; ``take`` by the cleaning for every cell, in worker processes.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from crm_desktop.core.errors import Invalid
from crm_desktop.core.ids import new_id
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.core.values.dates import parse_date
from crm_desktop.core.values.links import check_url
from crm_desktop.features.custom_fields.kinds import (
    NO,
    YES,
    Given,
    check_value,
    parse_number,
)
from crm_desktop.features.custom_fields.rows import PREFIX, CustomFieldRow
from crm_desktop.features.data.importing.fields import FIELDS
from crm_desktop.features.data.importing.recognise import COMPANIES, Column, Recognition
from crm_desktop.features.data.importing.rowparts import RowParts
from crm_desktop.integrations.tabular.table import Table

NEW = "custom:new"
"""The code of a column that shall become a field of its own."""

_SAMPLED_ROWS = 1_000
_LONGEST_LABEL = 100
# Ids are no words of a file, results are worked out.
_NEVER_READ = {"formula", "record", "file", "user"}


@dataclass
class OwnFields:
    """The fields of the workspace that files can fill, and those that this import makes."""

    there: tuple[CustomFieldRow, ...] = ()
    made: list[CustomFieldRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.there = tuple(
            one for one in self.there if not one.deleted and one.type not in _NEVER_READ
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
        entity = "company" if recognition.rows_are == COMPANIES else "contact"
        return replace(
            recognition,
            columns=tuple(
                self._recognised(column, entity, table, recognition, wanted)
                for column in recognition.columns
            ),
        )

    def _recognised(
        self,
        column: Column,
        entity: str,
        table: Table,
        recognition: Recognition,
        wanted: Mapping[int | str, str],
    ) -> Column:
        code = wanted.get(column.index, wanted.get(column.source))
        known = self._labelled(column.source, entity)
        if code == NEW and known is None:
            first = recognition.first_data_row
            rows = table.rows[first : first + _SAMPLED_ROWS]
            cells = [row[column.index] for row in rows if column.index < len(row)]
            known = _new_field(column.source, entity, cells)
            self.made.append(known)
        elif code is not None and code != NEW:
            known = self.by_code.get(code)
        if known is None:
            return column
        return replace(column, field=known.key, confidence=1.0)

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


def take(row: RowParts, text: str, *, asked: CustomFieldRow, name: str, region: str) -> None:
    """A cell into its field: the first filled column wins; what does not fit goes to the note."""
    line = clean_line(text) if asked.type != "long_text" else text
    try:
        value = check_value(asked, line, Given(region))
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


def _new_field(header: str, entity: str, cells: Iterable[str]) -> CustomFieldRow:
    label = clean_line(header)[:_LONGEST_LABEL]
    kind = guess_type(cells)
    return CustomFieldRow(rid=0, id=str(new_id()), version=0, entity=entity, label=label, type=kind)


def guess_type(cells: Iterable[str]) -> str:
    """The narrowest type that takes all of the cells; text for none."""
    filled = [line for cell in cells if (line := clean_line(cell))]
    if not filled:
        return "text"
    for kind, takes in _TESTS:
        if all(map(takes, filled)):
            return kind
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
