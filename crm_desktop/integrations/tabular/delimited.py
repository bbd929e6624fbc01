"""Text with delimiters (CSV, TSV) to rows: the delimiter found, stray quotes put up with.

Called by ``reading`` on the import's thread. The rows come from the standard library's reader;
this module watches over what that one does silently: a quote that nobody closed would swallow
the rest of the file into one cell.
"""

from __future__ import annotations

import csv
import re
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg, nmsg
from crm_desktop.integrations.tabular import limits
from crm_desktop.integrations.tabular.encodings import Text
from crm_desktop.integrations.tabular.packed import PackedRows
from crm_desktop.integrations.tabular.refusals import too_many_columns, too_many_rows
from crm_desktop.integrations.tabular.table import Table

DELIMITERS = (";", ",", "\t", "|")
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters that make spreadsheet programs compute a cell (OWASP, CSV injection)."""

_SAMPLE_CHARACTERS = 16 * 1024
_SEP_LINE = re.compile(r"\"?sep=([^\"\w\r\n])\"?[\r\n]*", re.IGNORECASE)
_NO_DELIMITERS = frozenset('"\r\n ')
_REPORT_EVERY = 5_000


def read_delimited(
    text: Text, delimiter: str | None, progress: Callable[[float], None]
) -> list[Table]:
    """The one table of the text; none if every line is blank. ``Invalid`` beyond the limits."""
    lines = _Lines(text.lines())
    delimiter = _chosen_delimiter(lines, text, delimiter)
    rows, numbers = PackedRows(), array("L")
    quotes: list[int] = []
    size = len(text.data)
    for number, cells in _records(lines, delimiter or "\x1f", quotes):
        if not any(cells):
            continue
        record = lines.record[0] if len(lines.record) == 1 else "".join(lines.record)
        _check(cells, len(rows), number, len(record))
        rows.append(_without_guards(cells) if "'" in record else cells)
        numbers.append(number)
        if len(rows) % _REPORT_EVERY == 0:
            progress(min(1.0, lines.characters / size))
    warnings = (*text.warnings, *_quote_warning(quotes))
    table = Table("csv", rows, numbers, None, text.encoding, delimiter, None, warnings)
    return [table] if rows else []


def _chosen_delimiter(lines: _Lines, text: Text, chosen: str | None) -> str | None:
    """The person's choice, else what the file's first line declares (and then is no row), else
    what is found. ``Invalid`` for a choice that can't be a delimiter."""
    declared = _SEP_LINE.fullmatch(lines.peek())
    if declared:
        next(lines)
    if chosen is None:
        return declared[1] if declared else find_delimiter(text.text(_SAMPLE_CHARACTERS))
    if len(chosen) != 1 or chosen in _NO_DELIMITERS:
        raise Invalid(
            msg(
                "“{sign}” can’t divide columns. Choose a comma, a semicolon or a tab.",
                sign=chosen,
            )
        )
    return chosen


def find_delimiter(sample: str) -> str | None:
    """The delimiter of a text, or ``None`` if it has a single column.

    The only delimiter that cuts every record into the same number of cells is taken; a doubtful
    text is given to clevercsv, which weighs what the cells look like.
    """
    complete = sample[: sample.rfind("\n") + 1] or sample
    consistent = [d for d in DELIMITERS if _same_width(complete, d)]
    if len(consistent) == 1:
        return consistent[0]
    import clevercsv

    try:
        dialect = clevercsv.Detector().detect(complete, delimiters=list(DELIMITERS))
    except clevercsv.Error:
        dialect = None
    if dialect is not None and dialect.delimiter:
        return str(dialect.delimiter)
    return None


def _same_width(sample: str, delimiter: str) -> bool:
    lines = sample.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    try:
        widths = {len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row)}
    except csv.Error:
        return False
    return len(widths) == 1 and widths != {1}


class _Lines:
    """The lines of a text, which remembers those of the record being read and takes lines back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: deque[str] = deque()
        self.record: list[str] = []
        self.ended = False
        self.number = 0
        self.characters = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.record) >= limits.MAX_RECORD_LINES:
            line = None  # ends the record, as the end of the file would
        else:
            line = self._returned.popleft() if self._returned else next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.record.append(line)
        self.number += 1
        self.characters += len(line)
        return line

    def peek(self) -> str:
        """The next line, which stays the next one; empty at the end."""
        if not self._returned:
            self._returned.extend(islice(self._lines, 1))
        return self._returned[0] if self._returned else ""

    def give_back(self, lines: list[str]) -> None:
        """Make these the next lines again."""
        self.ended = False
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)
        self.characters -= sum(map(len, lines))


def _records(lines: _Lines, delimiter: str, strays: list[int]) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, cells) of each record; ``strays`` collects the numbers of lines
    with a quote that nobody closed."""
    csv.field_size_limit(2**31 - 1)  # our own limit speaks more clearly; see _check
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.record.clear()
        first = lines.number + 1
        try:
            row = next(reader, None)
        except csv.Error as error:  # a NUL inside UTF-16, for Python 3.10
            raise Invalid(
                msg(
                    "Line {line} of the file can’t be read. The file was not imported. Save the "
                    "table once more in the spreadsheet program and import that.",
                    line=first,
                )
            ) from error
        if row is None:
            return
        # The reader asks beyond the record's only line if that ends inside quotes.
        if (len(lines.record) > 1 or lines.ended) and not _closed(lines.record, delimiter):
            strays.append(first)
            head, *rest = lines.record
            lines.give_back(rest)
            row = _unquoted(head, delimiter)
        yield first, row


def _closed(record: list[str], delimiter: str) -> bool:
    """Whether the record's quotes are opened and closed by the rules."""
    try:
        for _row in csv.reader(record, delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _unquoted(line: str, delimiter: str) -> list[str]:
    """The cells of one line in which a quote is a character like others."""
    return [
        cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
        for cell in line.rstrip("\r\n").split(delimiter)
    ]


def _without_guards(cells: list[str]) -> list[str]:
    """Take away the apostrophes that keep a spreadsheet from computing ``'+7912…``.

    They are written by us and by other programs; ``'t Hooft`` keeps its own.
    """
    return [cell[1:] if cell[:1] == "'" and is_guarded(cell) else cell for cell in cells]


def is_guarded(cell: str) -> bool:
    """Whether the cell's leading apostrophe only keeps it from being computed."""
    return cell[1:2] in FORMULA_STARTS or cell[1:2] == "'"


def _check(row: list[str], rows: int, number: int, characters: int) -> None:
    if rows >= limits.MAX_ROWS:
        raise too_many_rows()
    if len(row) > limits.MAX_COLUMNS and sum(map(bool, row)) > limits.MAX_COLUMNS:
        raise too_many_columns(sum(map(bool, row)))
    longest = limits.MAX_CELL_CHARACTERS
    if characters > longest and any(len(cell) > longest for cell in row):
        raise Invalid(
            msg(
                "A cell of the row at line {line} is longer than {limit} characters. Nothing was "
                "imported. Check that the file is a table.",
                line=number,
                limit=longest,
            )
        )


def _quote_warning(lines: list[int]) -> tuple[str, ...]:
    if not lines:
        return ()
    shown = ", ".join(map(str, lines[:5])) + (", …" if len(lines) > 5 else "")
    warning = nmsg(
        "The quotation mark at line {lines} is not closed. The line was read without it: check "
        "its row.",
        "Quotation marks at lines {lines} are not closed. The lines were read without them: "
        "check their rows.",
        len(lines),
        lines=shown,
    )
    return (warning.text(),)
