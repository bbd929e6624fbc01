"""What an ODS workbook keeps beside the texts of its cells: links in them, and comments.

As ``attached`` for XLSX. Both stand among the cells (OpenDocument 1.3, part 3, 6.1.8 and 14.1), so
the part is looked through for one before it is parsed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress

from crm_desktop.integrations.tabular.attached import (
    UNREADABLE,
    Found,
    Places,
    blocks_of,
    local_name,
    note,
    parse_part,
)
from crm_desktop.integrations.tabular.table import COMMENT, LINK

_CONTENT = "content.xml"
_ANY = re.compile(rb"<(?:\w+:)?(?:a|annotation)[\s>]")
_LONGEST_TAG = 64
_CELLS = frozenset({"table-cell", "covered-table-cell"})
# What leads out of the workbook; the others are places in it.
_OUTSIDE = re.compile(r"[A-Za-z][\w+.-]*:")


def read_attached_ods(data: bytes) -> dict[str, Places]:
    """What is attached to the cells of each sheet, by the sheet's name; nothing of a part that
    can't be read: the cells themselves are worth more."""
    content = _Content()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, suppress(*UNREADABLE):
        if _CONTENT in archive.namelist() and _has_any(archive):
            blocks = blocks_of(archive, _CONTENT)
            parse_part(blocks, content.start, content.end, content.take)
    return {name: places for name, places in content.sheets.items() if places}


def _has_any(archive: zipfile.ZipFile) -> bool:
    rest = b""
    for block in blocks_of(archive, _CONTENT):
        window = rest + block
        if _ANY.search(window):
            return True
        rest = window[-_LONGEST_TAG:]
    return False


class _Content:
    """Follows rows and cells, whose number may be written once for many that are alike: the first
    of these is told."""

    def __init__(self) -> None:
        self.sheets: dict[str, Found] = {}
        self._places: Found = defaultdict(list)
        self._row, self._rows = 0, 1
        self._column, self._columns = 0, 1
        self._comment: list[str] | None = None
        self._is_text = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        tag = local_name(tag)
        told = {local_name(name): value for name, value in attributes.items()}
        if tag == "table":
            self._places = self.sheets.setdefault(told.get("name", ""), defaultdict(list))
            self._row = 0
        elif tag == "table-row":
            self._rows, self._column = _number(told.get("number-rows-repeated")), 0
        elif tag in _CELLS:
            self._columns = _number(told.get("number-columns-repeated"))
        elif tag == "annotation":
            self._comment = []
        elif self._comment is not None:
            self._is_text = tag == "p" or (self._is_text and tag != "creator")
        elif tag == "a" and _OUTSIDE.match(link := told.get("href", "")):
            note(self._places, (self._row, self._column), LINK, link)

    def end(self, tag: str) -> None:
        """An element ends."""
        tag = local_name(tag)
        if tag == "table-row":
            self._row += self._rows
        elif tag in _CELLS:
            self._column += self._columns
        elif tag == "annotation" and self._comment is not None:
            said = "".join(self._comment).strip()
            note(self._places, (self._row, self._column), COMMENT, said)
            self._comment = None
        elif tag == "p" and self._comment is not None:
            self._comment.append("\n")
            self._is_text = False

    def take(self, letters: str) -> None:
        """Text."""
        if self._comment is not None and self._is_text:
            self._comment.append(letters)


def _number(told: str | None) -> int:
    return int(told) if told and told.isdecimal() and len(told) < 8 else 1
