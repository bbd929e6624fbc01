"""Any file of contacts to plain tables: told by its content, checked, read by its own reader.

Called by the import and by the command line, on a thread that may wait. The name of the file
decides nothing: sheets named .csv and pages named .xls are daily bread.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.integrations.tabular import limits
from crm_desktop.integrations.tabular.containers import (
    OLE_MAGIC,
    ZIP_MAGIC,
    ole_kind,
    zip_kind,
)
from crm_desktop.integrations.tabular.delimited import read_delimited
from crm_desktop.integrations.tabular.encodings import Text, decode
from crm_desktop.integrations.tabular.html_tables import declared_charset, read_html
from crm_desktop.integrations.tabular.refusals import not_a_table, not_readable
from crm_desktop.integrations.tabular.sheets import read_sheets
from crm_desktop.integrations.tabular.snapshot import read_snapshot
from crm_desktop.integrations.tabular.table import ReadOptions, Table
from crm_desktop.integrations.tabular.vcards import read_vcards

Progress = Callable[[float], None]

_BINARY_KINDS = (
    (b"%PDF-", msg("a PDF document")),
    (b"\xff\xd8\xff", msg("a picture")),
    (b"\x89PNG\r\n", msg("a picture")),
    (b"GIF8", msg("a picture")),
    (b"PK\x05\x06", msg("an empty archive")),
    (b"Rar!\x1a\x07", msg("an archive")),
    (b"7z\xbc\xaf\x27\x1c", msg("an archive")),
    (b"\x1f\x8b", msg("an archive")),
    (b"MZ", msg("a program")),
    (b"\x7fELF", msg("a program")),
    (b"SQLite format 3\0", msg("a database")),
    (b"{\\rtf", msg("a text document")),
)
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b|<\?xml.{0,200}?<html\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b\x1f"))
_SAMPLE_BYTES = 64 * 1024
_FIND_OUT = ReadOptions()


def read_tables(
    path: Path, options: ReadOptions = _FIND_OUT, *, progress: Progress | None = None
) -> list[Table]:
    """The tables of a file: one a non-empty sheet or HTML table, one of a text or address book.

    ``progress`` is called with the share done, 0 to 1, never falling. ``Invalid`` if the file is
    missing, empty, protected, broken, too large or nothing that holds a table.
    """
    report = _rising(progress or (lambda _share: None))
    report(0.0)
    tables = _read(read_snapshot(path), options, report)
    if not any(table.rows or table.broken for table in tables):
        raise Invalid(msg("The file {name} has no rows. Choose another file.", name=path.name))
    report(1.0)
    return tables


def _rising(progress: Progress) -> Progress:
    reached = -1.0

    def report(share: float) -> None:
        nonlocal reached
        if share > reached:
            reached = share
            progress(share)

    return report


def _read(data: bytes, options: ReadOptions, report: Progress) -> list[Table]:
    if data.startswith(ZIP_MAGIC):
        return read_sheets(data, zip_kind(data), options.sheet, report)
    if data.startswith(OLE_MAGIC):
        return read_sheets(data, ole_kind(data), options.sheet, report)
    for magic, kind in _BINARY_KINDS:
        if data.startswith(magic):
            raise not_a_table(kind)
    text = decode(data, requested=options.encoding, hint=_hint(data))
    del data  # a large file need not be held twice
    return _read_text(text, options, report)


def _hint(data: bytes) -> str | None:
    return declared_charset(data) if data[:1024].lstrip()[:1] == b"<" else None


def _read_text(text: Text, options: ReadOptions, report: Progress) -> list[Table]:
    start = text.text(4096).lstrip("\ufeff \t\r\n")
    if _MARKUP.match(start):
        return read_html(text, report)
    if _has_endless_line(text.data):
        raise not_readable()
    if start[:11].upper() == "BEGIN:VCARD":
        return read_vcards(text, report)
    _check_for_text(start, text)
    return read_delimited(text, options.delimiter, report)


def _has_endless_line(data: bytes) -> bool:
    place, longest = 0, limits.MAX_LINE_BYTES
    while len(data) - place > longest:
        end = max(data.rfind(sign, place, place + longest) for sign in (b"\n", b"\r"))
        if end < place:
            return True
        place = end + 1
    return False


def _check_for_text(start: str, text: Text) -> None:
    """``Invalid`` for text that is known to be no table, and for bytes that are no text."""
    if start[:15].upper() == "BEGIN:VCALENDAR":
        raise not_a_table(msg("a calendar"))
    if start.startswith("<?xml"):
        raise Invalid(
            msg(
                "The file is in XML, which can’t be imported. It was not imported. Open it in "
                "the spreadsheet program and save it as XLSX."
            )
        )
    sample = text.data[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls * 50 > len(sample) and not text.encoding.startswith(("utf-16", "utf-32")):
        raise not_readable()
