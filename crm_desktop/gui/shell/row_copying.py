"""Rows of a list as a table for the clipboard: for people's eyes and for spreadsheets.

Rows are read portion by portion on a reader's thread; the clipboard is filled on the GUI thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from crm_desktop.backend.work import Reader
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.list_source import ListReads
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.integrations.tabular.delimited import FORMULA_STARTS

_PORTION = 500
_BREAKS = re.compile(r"[\t\r\n\v\f\u0085\u2028\u2029]+")
# A phone or a number: whatever a spreadsheet makes of it does no harm.
_ONLY_DIGITS = re.compile(r"[+\-]?[\d\s().,\-\u2212\u202f\xa0]*")

Table = Sequence[Sequence[str]]


def read_table(
    reader: Reader, reads: ListReads, columns: Sequence[Column], rids: Sequence[int]
) -> Table:
    """The titles, then the rows as they are shown."""
    header = [column.title for column in columns]
    return [
        header,
        *([_safe(cell) for cell in row] for row in shown_rows(reader, reads, columns, rids)),
    ]


def shown_rows(
    reader: Reader,
    reads: ListReads,
    columns: Sequence[Column],
    rids: Sequence[int],
    progress: Callable[[int], None] = lambda _done: None,
) -> Iterator[list[str]]:
    """The rows as they are shown, each cell in one line; ``progress`` gets how many are read."""
    names = [column.name for column in columns]
    for start in range(0, len(rids), _PORTION):
        progress(start)
        for row in reads.rows(reader, rids[start : start + _PORTION], names):
            yield [_BREAKS.sub(" ", column.text(row)) for column in columns]


def _safe(line: str) -> str:
    """What no spreadsheet computes (OWASP, CSV injection)."""
    if line[:1] in FORMULA_STARTS and not _ONLY_DIGITS.fullmatch(line):
        return f"'{line}"
    return line


def copy_rows(
    bridge: Bridge,
    reads: ListReads,
    columns: Sequence[Column],
    rids: Sequence[int],
    owner: QObject,
) -> None:
    """Put the rows on the clipboard, as soon as they are read."""

    def put(table: Table) -> None:
        QGuiApplication.clipboard().setMimeData(as_mime(table))

    bridge.query(read_table, reads, columns, rids, then=put, owner=owner, channel="copy")


def as_mime(table: Table) -> QMimeData:
    """The table as lines with tabs, and as a table of a document."""
    data = QMimeData()
    data.setText("\n".join("\t".join(row) for row in table))
    head, *rows = table
    body = "".join(_html_row("td", row) for row in rows)
    data.setHtml(f"<table>{_html_row('th', head)}{body}</table>")
    return data


def _html_row(tag: str, cells: Iterable[str]) -> str:
    """Excel takes cells with this number format as texts, a phone too."""
    style = "" if tag == "th" else " style=\"mso-number-format:'\\@'\""
    return "<tr>" + "".join(f"<{tag}{style}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"
