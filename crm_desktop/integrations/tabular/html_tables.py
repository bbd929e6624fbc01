"""Tables out of an HTML page: Bitrix24, 1C and others save one under a name ending in .xls.

Called by ``reading`` on the import's thread. The standard library's parser is used: it never
fails on broken markup, and needs nothing else.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from html.parser import HTMLParser

from crm_desktop.integrations.tabular import limits
from crm_desktop.integrations.tabular.encodings import Text
from crm_desktop.integrations.tabular.packed import PackedRows
from crm_desktop.integrations.tabular.refusals import broken, too_many_columns, too_many_rows
from crm_desktop.integrations.tabular.table import LINK, Attached, Table

_BLOCK = 1 << 18
_LINE_BREAKS = frozenset({"br", "p", "div", "li"})
_UNSHOWN = frozenset({"style", "script"})
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
# Pages of the program that wrote the table say nothing without it.
_OUTSIDE = re.compile(r"(?:https?|mailto|tel|callto):", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")


def declared_charset(data: bytes) -> str | None:
    """What the page's meta tag says of its encoding."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def read_html(text: Text, progress: Callable[[float], None]) -> list[Table]:
    """A table for each ``<table>`` with content, inner ones apart; row numbers count ``<tr>``."""
    parser = _Parser()
    for position, block in enumerate(text.blocks(_BLOCK)):
        parser.feed(block)
        if len(parser.rawdata) > limits.MAX_UNREAD_MARKUP:
            raise broken()
        progress(min(1.0, position * _BLOCK / len(text.data)))
    parser.end()
    return [
        Table(
            "html",
            built.rows,
            built.numbers,
            None,
            text.encoding,
            warnings=text.warnings,
            attached=tuple(built.attached),
        )
        for built in parser.tables
        if built.rows
    ]


class _Building:
    """A table whose end tag has not come yet."""

    def __init__(self) -> None:
        self.rows = PackedRows()
        self.numbers = array("L")
        self._seen = 0
        self._cells: list[str] | None = None
        self._cell: list[str] | None = None
        self._span, self._depth = 1, 1
        # Columns into which cells reach from above: with what text, and for how many rows yet.
        self._from_above: dict[int, tuple[str, int]] = {}
        self._has_own, self._repeated = False, 0
        self.attached: list[Attached] = []
        # Of the row that is open, by column; and of its cell.
        self._row_links: list[tuple[int, str]] = []
        self._links: list[str] = []

    def start_row(self) -> None:
        """Begin a row, ending an unfinished one."""
        self.end_row()
        self._seen += 1
        self._cells, self._has_own, self._row_links = [], False, []

    def start_cell(self, span: int, depth: int) -> None:
        """Begin a cell that is ``span`` columns wide, of which those after the first stay empty,
        and ``depth`` rows high, all of which have its text."""
        self.end_cell()
        if self._cells is None:
            self.start_row()
        self._cell, self._span, self._depth, self._links = [], span, depth, []

    def link(self, target: str) -> None:
        """Keep what a link in the cell leads to, if that lies outside of the page."""
        if self._cell is not None and _OUTSIDE.match(target):
            self._links.append(target[: limits.MAX_ATTACHED_CHARACTERS])

    def add(self, text: str) -> None:
        """Add text to the cell; text between cells is no content."""
        if self._cell is not None:
            self._cell.append(text)

    def end_cell(self) -> None:
        """Keep the cell if one is open."""
        if self._cell is None or self._cells is None:
            return
        self._take_from_above(self._cells)
        self._row_links += ((len(self._cells), target) for target in self._links)
        text = _clean("".join(self._cell))
        self._has_own |= bool(text)
        if self._depth > 1:
            for place in range(self._span):
                reaching = "" if place else text, self._depth - 1
                self._from_above[len(self._cells) + place] = reaching
        self._cells.append(text)
        self._cells.extend([""] * (self._span - 1))
        self._cell = None
        if len(self._cells) > limits.MAX_COLUMNS:
            raise too_many_columns(len(self._cells))

    def _take_from_above(self, cells: list[str]) -> None:
        """The next columns, as far as cells reach into them from above."""
        while reaching := self._from_above.pop(len(cells), None):
            text, left = reaching
            if left > 1:
                self._from_above[len(cells)] = text, left - 1
            cells.append(text)
            self._repeated += len(text)
        if self._repeated > limits.MAX_REPEATED:
            raise broken()

    def end_row(self) -> None:
        """Keep the row if one is open and has content of its own."""
        self.end_cell()
        if self._cells is not None:
            while len(self._cells) <= max(self._from_above, default=-1):
                if len(self._cells) not in self._from_above:
                    self._cells.append("")
                self._take_from_above(self._cells)
        if self._cells is not None and self._has_own:
            if len(self.rows) >= limits.MAX_ROWS:
                raise too_many_rows()
            if len(self.attached) < limits.MAX_ATTACHED:
                row = len(self.rows)
                self.attached += (Attached(row, place, LINK, to) for place, to in self._row_links)
            self.rows.append(self._cells)
            self.numbers.append(self._seen)
        self._cells = None


class _Parser(HTMLParser):
    """Fills the innermost open table; entities are resolved by the base class."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Building] = []
        self._open: list[_Building] = []
        self._unshown = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See ``HTMLParser``."""
        if tag == "table":
            self.tables.append(_Building())
            self._open.append(self.tables[-1])
        elif tag in _UNSHOWN:
            self._unshown += 1
        elif self._open:
            if tag == "a":
                self._open[-1].link((dict(attrs).get("href") or "").strip())
            elif tag == "tr":
                self._open[-1].start_row()
            elif tag in ("td", "th"):
                self._open[-1].start_cell(*_extent(dict(attrs)))
            elif tag in _LINE_BREAKS:
                self._open[-1].add("\v")  # a break to be kept, unlike those of the source

    def handle_endtag(self, tag: str) -> None:
        """See ``HTMLParser``."""
        if tag in _UNSHOWN:
            self._unshown = max(0, self._unshown - 1)
        elif not self._open:
            return
        elif tag in ("td", "th"):
            self._open[-1].end_cell()
        elif tag == "tr":
            self._open[-1].end_row()
        elif tag == "table":
            self._open.pop().end_row()

    def handle_data(self, data: str) -> None:
        """See ``HTMLParser``."""
        if self._open and not self._unshown:
            self._open[-1].add(data)

    def end(self) -> None:
        """Take what is left, and close the tables that the page left open. Of a tag that never
        ends the parser looks through all the rest again from each further ``<`` on: a long one is
        left as the text that it is."""
        if len(self.rawdata) > limits.MAX_UNFINISHED_TAG:
            rest, self.rawdata = self.rawdata, ""
            self.handle_data(rest)
        self.close()
        while self._open:
            self._open.pop().end_row()


def _extent(attributes: dict[str, str | None]) -> tuple[int, int]:
    """Of how many columns and rows a cell is; as browsers take it, of no rows means of all."""
    wide = _number(attributes.get("colspan"), 1) or 1
    high = _number(attributes.get("rowspan"), 1) or limits.MAX_ROWS
    return min(wide, limits.MAX_COLUMNS), min(high, limits.MAX_ROWS)


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.strip().isdecimal() and len(value) < 10 else otherwise


def _clean(text: str) -> str:
    """Spaces as a browser shows them; ``<br>`` as line breaks."""
    lines = (_SPACES.sub(" ", line).strip(" ") for line in text.split("\v"))
    return "\n".join(lines).replace("\u00a0", " ").strip()
