"""XLSX, XLS and ODS to tables of strings, through calamine.

Called by ``reading`` on the import's thread, with bytes that ``containers`` has looked through.
Hidden sheets are read as well: whether they are wanted is a question for the person.
"""

from __future__ import annotations

import datetime as dt
import io
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.integrations.tabular import limits
from crm_desktop.integrations.tabular.attached import Places, read_attached
from crm_desktop.integrations.tabular.attached_ods import read_attached_ods
from crm_desktop.integrations.tabular.packed import PackedRows
from crm_desktop.integrations.tabular.refusals import broken, password_protected, too_many_columns
from crm_desktop.integrations.tabular.table import Attached, Table

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_REPORT_EVERY = 5_000


_READ_ATTACHED = {"xlsx": read_attached, "ods": read_attached_ods}


def read_sheets(
    data: bytes, kind: str, sheet: str | None, progress: Callable[[float], None]
) -> list[Table]:
    """A table for each sheet with content, or for the one named ``sheet``.

    ``Invalid`` for encrypted and damaged workbooks, an unknown sheet and too many columns.
    """
    import python_calamine as calamine

    with _clear_errors():
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            found.name
            for found in book.sheets_metadata
            if found.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    if sheet is not None and sheet not in names:
        raise Invalid(
            msg("The file has no sheet named {name}. Choose one of its sheets.", name=sheet)
        )
    wanted = names if sheet is None else [sheet]
    attached = _READ_ATTACHED[kind](data) if kind in _READ_ATTACHED else {}
    tables = []
    for position, name in enumerate(wanted):

        def report(part: float, position: int = position) -> None:
            progress((position + part) / len(wanted))

        with _clear_errors():
            found = book.get_sheet_by_name(name)
            tables.append(_read_sheet(found, kind, report, attached.get(name, {})))
    return [table for table in tables if table.rows]


def _read_sheet(
    sheet: CalamineSheet, kind: str, progress: Callable[[float], None], places: Places
) -> Table:
    rows, numbers = PackedRows(), array("L")
    filled: set[int] = set()
    thousandths: set[int] = set()
    # Rows are counted from the first of the sheet, cells from the first column with content.
    first = sheet.start[1] if sheet.start else 0
    merged = _Merged(sheet.merged_cell_ranges or (), first)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [value if type(value) is str else cell_text(value) for value in values]
        if not any(cells):
            continue
        merged.fill(number - 1, cells)
        if len(cells) > limits.MAX_COLUMNS:
            filled.update(place for place, cell in enumerate(cells) if cell)
        thousandths.update(
            place
            for place, value in enumerate(values)
            if type(value) is float and cells[place][-4:-3] == "."
        )
        rows.append(cells)
        numbers.append(number)
        if number % _REPORT_EVERY == 0:
            progress(min(1.0, number / max(1, sheet.total_height)))
    if len(filled) > limits.MAX_COLUMNS:
        raise too_many_columns(len(filled))
    return Table(
        kind,
        rows,
        numbers,
        sheet.name,
        thousandths=frozenset(thousandths),
        attached=tuple(_attached(places, numbers, first)) if places else (),
    )


def _attached(places: Places, numbers: Sequence[int], first: int) -> Iterator[Attached]:
    """What hangs at cells of rows that hold anything."""
    index = {number - 1: place for place, number in enumerate(numbers)}
    for (row, column), told in sorted(places.items()):
        if row in index and column >= first:
            for kind, text in told:
                yield Attached(index[row], column - first, kind, text)


class _Merged:
    """Cells that reach over several rows: only the first holds their text. Of a heading over
    several columns the others stay empty."""

    def __init__(
        self, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]], first: int
    ) -> None:
        high = [
            (top, last, left - first)
            for (top, left), (last, _right) in ranges
            if last > top and left >= first
        ]
        self._coming = sorted(high, reverse=True)
        self._reaching: dict[int, tuple[int, str]] = {}
        self._repeated = 0

    def fill(self, row: int, cells: list[str]) -> None:
        """Give the ``cells`` of the row, which has some of its own, those that reach into it."""
        if not (self._coming or self._reaching):
            return
        for column, (last, text) in list(self._reaching.items()):
            if last < row:
                del self._reaching[column]
            elif not cells[column]:
                cells[column] = text
                self._repeated += len(text)
        if self._repeated > limits.MAX_REPEATED:
            raise broken()
        while self._coming and self._coming[-1][0] <= row:
            top, last, column = self._coming.pop()
            if top == row and column < len(cells) and cells[column]:
                self._reaching[column] = last, cells[column]


def cell_text(value: object) -> str:
    """A cell's value as text: ``79128312021``, ``0.3``, ``2026-12-31T09:15:00``, ``true``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    raise TypeError(f"calamine gave a {type(value).__name__}")


def number_text(number: float) -> str:
    """A number without exponent and superfluous zeros, of at most 15 digits, as Excel has it."""
    if float(number).is_integer():
        return str(int(number))
    return f"{Decimal(f'{number:.15g}'):f}"


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn what calamine raises, its panics too, into errors for people."""
    import python_calamine as calamine

    try:
        yield
    except calamine.PasswordError as error:
        raise password_protected() from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise broken() from error
    except BaseException as error:
        if not _is_panic(error):
            raise
        raise broken() from error


def _is_panic(error: BaseException) -> bool:
    """A panic of Rust code reaches Python as a class that can't be imported and that derives
    from ``BaseException`` (PyO3)."""
    kind: type[Any] = type(error)
    return kind.__name__ == "PanicException" and kind.__module__.startswith("pyo3")
