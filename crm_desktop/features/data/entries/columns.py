"""Which column of a sheet goes where in a custom list, and the rows made of its cells.

Called by the import's handler on its own thread, and by the window before it; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.ids import new_id
from crm_desktop.core.text.folding import clean_line, clean_text, fold
from crm_desktop.features.custom_fields.kinds import DATED, TOLD_BY_NAME, Given, check_value
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.features.data.importing.custom import NEVER_READ, NEW, cells_of, guess_type
from crm_desktop.features.data.importing.date_order import begins_with_day, date_order
from crm_desktop.features.data.importing.error_file import tells_reasons
from crm_desktop.features.data.importing.fields import IGNORE, NOTE
from crm_desktop.features.data.importing.recognise import NO_HEADER, column_letter
from crm_desktop.integrations.tabular.table import Table

TITLE = "title"
_FORMULA = "formula"
_SEARCHED = 25
_SAMPLED = 1_000
_LONGEST_TITLE = 500
_TITLES = frozenset(
    fold(word)
    for word in (
        *("title", "name", "label", "название", "наименование", "имя", "заголовок"),
        *("nazwa", "tytuł", "imię"),
    )
)
_NOTES = frozenset(
    fold(word)
    for word in (
        *("note", "notes", "comment", "description", "заметка", "примечание", "комментарий"),
        *("описание", "notatka", "uwagi", "komentarz", "opis"),
    )
)
# What our own export writes besides: it is no news to the list.
_NEVER = frozenset(fold(word) for word in ("in the archive", "в архиве", "w archiwum"))


@dataclass(frozen=True)
class SheetPlan:
    """How a sheet is read: its header's place or ``NO_HEADER``, where each column goes (code by
    index), and the headers by index."""

    header_row: int
    headers: tuple[str, ...]
    codes: tuple[str, ...]

    @property
    def first_data_row(self) -> int:
        """The index of the first row below the header."""
        return self.header_row + 1


@dataclass
class Draft:
    """A row on its way, of the table of this number among those of all files: ``custom`` are
    stored values by the id of their field, ``pointing`` the names of other records by the field
    that leads to them."""

    table: int
    number: int
    name: str
    note: list[str] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)
    pointing: dict[str, str] = field(default_factory=dict)
    moved: int = 0

    def move(self, header: str, text: str) -> None:
        """Keep in the note what no field takes."""
        self.note.append(f"{header}: {text}" if header else text)
        self.moved += 1


def readable(fields: Iterable[CustomFieldRow]) -> list[CustomFieldRow]:
    """The fields that cells can fill."""
    return [one for one in fields if one.type not in NEVER_READ]


def plan_sheet(
    table: Table,
    row: CustomListRow,
    fields: Sequence[CustomFieldRow],
    wanted: Mapping[str, str],
    header_row: int | None = None,
) -> SheetPlan:
    """Where the columns go; those of formulas nowhere, for these are worked out. ``fields`` are
    all of the list's, ``header_row`` is the index of the header or ``NO_HEADER``, where that is
    known. ``Invalid`` if nothing can be the title."""
    labels = {fold(name): one.key for one in readable(fields) for name in one.names}
    results = {fold(name) for one in fields if one.type == _FORMULA for name in one.names}
    titles = _TITLES | {fold(row.name), fold(row.one)}

    def code(header: str) -> str:
        if header in wanted:
            return wanted[header]
        folded = fold(header)
        if folded in labels:
            return labels[folded]
        if folded in titles:
            return TITLE
        is_said = folded and folded not in _NEVER | results and not tells_reasons(header)
        return NOTE if is_said else IGNORE

    top = [[clean_line(cell) for cell in cells] for cells in table.rows[:_SEARCHED]]
    filled = [number for number, cells in enumerate(top) if any(cells)]
    if not filled:
        raise Invalid(msg("The file has no rows. Nothing was imported; choose another file."))
    if header_row == NO_HEADER:
        letters = tuple(map(column_letter, range(max(map(len, table.rows)))))
        codes = [wanted.get(letter, NOTE) for letter in letters]
        return SheetPlan(NO_HEADER, letters, tuple(_with_title(codes)))
    if header_row is None:
        known = [sum(code(cell) not in (NOTE, IGNORE) for cell in cells) for cells in top]
        best = max(filled, key=lambda number: known[number])
        header_row = best if known[best] else filled[0]
    headers = tuple(map(clean_line, table.rows[header_row]))
    codes = [code(header) for header in headers]
    return SheetPlan(header_row, headers, tuple(_with_title(codes)))


def _with_title(codes: list[str]) -> list[str]:
    """One title: the first of several; without one the first column that no field takes."""
    seen = False
    for index, code in enumerate(codes):
        if code == TITLE and seen:
            codes[index] = NOTE
        seen |= code == TITLE
    if not seen:
        free = [index for index, code in enumerate(codes) if code == NOTE]
        if not free:
            raise Invalid(
                msg("The file has no column for titles. Nothing was imported; say which it is.")
            )
        codes[free[0]] = TITLE
    return codes


def with_new_fields(
    table: Table, plan: SheetPlan, entity: str, made: list[CustomFieldRow]
) -> SheetPlan:
    """The plan with the fields that shall be made; they are added to ``made``."""
    codes = list(plan.codes)
    rows = table.rows[plan.first_data_row : plan.first_data_row + _SAMPLED]
    for index, code in enumerate(codes):
        if code != NEW:
            continue
        label = plan.headers[index]
        known = next((one for one in made if fold(one.name) == fold(label)), None)
        if known is None:
            kind = guess_type(cells_of(rows, index))
            known = CustomFieldRow(0, str(new_id()), 0, entity, label, kind)
            made.append(known)
        codes[index] = known.key
    return replace(plan, codes=tuple(codes))


def drafts_of(number: int, table: Table, plan: SheetPlan, cells: Cells) -> Iterator[Draft]:
    """The filled rows below the header of the table of this number; one without a title has an
    empty name."""
    for place in range(plan.first_data_row, len(table.rows)):
        draft = draft_at(place, table, plan, cells, number)
        if draft is not None:
            yield draft


def draft_at(
    place: int, table: Table, plan: SheetPlan, cells: Cells, number: int = 0
) -> Draft | None:
    """The row at this index; nothing for one that holds nothing."""
    draft = Draft(number, table.row_numbers[place], "")
    for index, text in enumerate(table.rows[place]):
        code = plan.codes[index] if index < len(plan.codes) else NOTE
        if text.strip() and code != IGNORE:
            header = plan.headers[index] if index < len(plan.headers) else ""
            cells.take(draft, code, header, text)
    return draft if draft.name or draft.note or draft.custom or draft.pointing else None


@dataclass(frozen=True)
class Cells:
    """Cells on their way into drafts; ``fields`` by their codes."""

    fields: Mapping[str, CustomFieldRow]
    given: Given

    @classmethod
    def of(
        cls,
        fields: Mapping[str, CustomFieldRow],
        region: str,
        table: Table,
        plan: SheetPlan,
        *,
        day_first: bool | None = None,
    ) -> Cells:
        """For people whose phones are of this country, at the time of here, with dates written as
        is said or in the rest of their columns."""
        dates = [
            index
            for index, code in enumerate(plan.codes)
            if code in fields and fields[code].type in DATED
        ]
        if day_first is None:
            day_first = date_order(table.rows, plan.first_data_row, dates)
        return cls(fields, Given(region, LOCAL_ZONE, begins_with_day(day_first, region)))

    def take(self, draft: Draft, code: str, header: str, text: str) -> None:
        """Put a filled cell where it belongs; what does not fit its field goes to the note."""
        asked = self.fields.get(code)
        if code == TITLE:
            draft.name = clean_line(text)[:_LONGEST_TITLE]
        elif asked is None and fold(header) in _NOTES:
            draft.note.append(clean_text(text))
        elif asked is None:
            draft.move(header, clean_line(text))
        elif asked.type in TOLD_BY_NAME:
            draft.pointing[asked.id] = clean_line(text)
        elif (value := self._checked(asked, text)) is None:
            draft.move(header, clean_line(text))
        else:
            draft.custom[asked.id] = value

    def _checked(self, asked: CustomFieldRow, text: str) -> Any:
        try:
            return check_value(asked, text, self.given)
        except Invalid:
            return None


# What becomes of the rows


@dataclass
class Known:
    """An entry that is there, or that this import makes: its id (none yet: empty), its note and
    its custom values."""

    id: str
    note: str
    custom: dict[str, Any]


@dataclass(frozen=True)
class EntryPlan:
    """What a row does: make the entry ``into`` (``is_new``), add ``custom`` and ``note`` to it, or
    nothing, if both are empty."""

    draft: Draft
    into: Known
    custom: Mapping[str, Any]
    note: str
    is_new: bool = False


def decide(draft: Draft, candidates: Sequence[Known], *, is_only: bool) -> EntryPlan:
    """Which of the entries with the row's name it is: the only one, or the first that nothing in
    it contradicts. ``is_only``: no other row has this name."""
    note = "\n".join(draft.note)
    same = [one for one in candidates if _agrees(one.custom, draft.custom)]
    if is_only and len(candidates) == 1:
        same = list(candidates)
    if not same:
        made = Known("", note, dict(draft.custom))
        return EntryPlan(draft, made, draft.custom, note, is_new=True)
    into = same[0]
    lacking = {key: value for key, value in draft.custom.items() if key not in into.custom}
    present = into.note.split("\n")
    missing = [line for line in note.split("\n") if line and line not in present]
    return EntryPlan(draft, into, lacking, "\n".join(missing))


def _agrees(present: Mapping[str, Any], incoming: Mapping[str, Any]) -> bool:
    return all(present[key] == value for key, value in incoming.items() if key in present)
