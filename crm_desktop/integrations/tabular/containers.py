"""What lies inside a zipped or OLE workbook, checked before anything is unpacked into memory.

Called by ``sheets`` on the import's thread. The spreadsheet library trusts its files: two cells
in opposite corners of a sheet would make it ask for hundreds of gigabytes. So the parts are
streamed through once, their true sizes counted and their furthest cells looked for, which costs
about half of the reading.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.integrations.tabular import limits
from crm_desktop.integrations.tabular.refusals import (
    broken,
    not_a_table,
    password_protected,
    too_many_cells,
    too_many_columns,
    unpacks_to_too_much,
)

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS_GLOBALS = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # BOF of BIFF8, 16 bytes, globals
_FILE_PASS = 0x002F
_BLOCK = 1 << 20
_TAG_LENGTH = 4096  # no tag of a sheet is longer, so one cut by a block's end is seen again

# Cells with content beyond column Z or row 99,999, and rows beyond that; nearer ones can't span
# a dangerous rectangle. The space at the beginning makes the search three times faster than any
# white space would; other white space is turned into spaces before.
_FAR = re.compile(
    rb" r\s*=\s*[\"'](?:([A-Za-z]{2,})(\d+)|([A-Za-z])(\d{6,})|(\d{6,}))[\"'][^>]*(?<!/)>"
)
_CELL_WITHOUT_ADDRESS = re.compile(rb"<(?:\w+:)?c(?:\s+[a-qs-z]\w*\s*=\s*[\"'][^\"'>]*[\"'])*\s*>")
_OTHER_SPACES = (b"\tr", b"\nr", b"\rr")
_ONLY_SPACES = bytes.maketrans(b"\t\n\r", b"   ")
_ODS_REPEATED = re.compile(
    rb"<table:table-row\b[^>]*>"
    rb"|<table:(?:covered-)?table-cell\b[^>]*number-columns-repeated=[\"']\d+[\"'][^>]*>"
)
_ODS_NUMBER = re.compile(rb"number-(?:rows|columns)-repeated=[\"'](\d+)[\"']")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def zip_kind(data: bytes) -> str:
    """``xlsx`` or ``ods``, after all checks. ``Invalid`` for anything else, or dangerous."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = _kind(archive)
            _check_parts(archive, kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise broken() from error
    except (RuntimeError, ValueError) as error:  # zipfile's words for a password, bad offsets
        raise broken() from error
    return kind


def ole_kind(data: bytes) -> str:
    """``xls``, after the checks. ``Invalid`` for encrypted workbooks and other OLE files."""
    if _ole_name("EncryptedPackage") in data or _has_file_pass(data):
        raise password_protected()
    if not any(_ole_name(name) in data for name in ("Workbook", "Book")):
        raise not_a_table(msg("an old document of Word, Outlook or another program"))
    return "xls"


def _has_file_pass(data: bytes) -> bool:
    """Whether an Excel 97 workbook is encrypted: FilePass follows the first BOF, at most after
    WriteProtect ([MS-XLS] 2.1.7.20.3). calamine, asked for any format, only says "unknown"."""
    place = data.find(_XLS_GLOBALS)
    for _record in range(3):
        if place < 0 or place + 4 > len(data):
            return False
        kind, length = struct.unpack_from("<HH", data, place)
        if kind == _FILE_PASS:
            return True
        place += 4 + length
    return False


def _ole_name(name: str) -> bytes:
    return (name + "\0").encode("utf-16-le")  # as a directory entry of [MS-CFB] 2.6.1 has it


def _kind(archive: zipfile.ZipFile) -> str:
    infos = archive.infolist()
    if len(infos) > limits.MAX_ZIP_ENTRIES:
        raise unpacks_to_too_much()
    names = {info.filename.lower().replace("\\", "/") for info in infos}
    if any(info.flag_bits & 0x1 for info in infos):
        raise password_protected()
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise Invalid(
            msg(
                "The file is a binary workbook (XLSB). It was not imported. Save it as XLSX "
                "and import that."
            )
        )
    if any(name.startswith("word/") for name in names):
        raise not_a_table(msg("a Word document"))
    if any(name.startswith("ppt/") for name in names):
        raise not_a_table(msg("a presentation"))
    if "content.xml" in names:
        return "ods"
    raise not_a_table(msg("an archive"))


def _check_parts(archive: zipfile.ZipFile, kind: str) -> None:
    packed = unpacked = 0
    for info in archive.infolist():
        packed += info.compress_size
        watch = _watch_for(info.filename.lower().replace("\\", "/"), kind)
        for block, window in _blocks(archive, info):
            unpacked += len(block)
            if unpacked > limits.MAX_UNPACKED_BYTES or (
                unpacked > limits.UNPACK_FLOOR_BYTES
                and unpacked > limits.MAX_UNPACK_RATIO * max(1, packed)
            ):
                raise unpacks_to_too_much()
            watch.look(window)


def _blocks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """(next bytes, the same with the unfinished tag before them)."""
    rest = b""
    with archive.open(info) as part:
        while block := part.read(_BLOCK):
            window = rest + block
            cut = window.rfind(b">") + 1
            yield block, window[:cut]
            rest = window[cut:][-_TAG_LENGTH:]


def _watch_for(name: str, kind: str) -> _Watch:
    if kind == "xlsx":
        # Which part is a sheet is said by other parts, so a hostile file may hide one anywhere.
        return _XlsxWatch() if name.endswith((".xml", ".rels")) else _Rectangle()
    if name == "meta-inf/manifest.xml":
        return _ManifestWatch()
    return _OdsWatch() if name == "content.xml" else _Watch()


class _Watch:
    """Looks at a part as it streams by, in pieces that end between tags."""

    def look(self, piece: bytes) -> None:
        """``Invalid`` if the piece has something that would do harm."""


class _ManifestWatch(_Watch):
    """OpenDocument 1.2, part 3: an encrypted entry has ``manifest:encryption-data``."""

    def look(self, piece: bytes) -> None:
        if b"encryption-data" in piece:
            raise password_protected()


class _Rectangle(_Watch):
    """Measures the rectangle that the written cells of a sheet span."""

    def __init__(self) -> None:
        self._rows, self._columns, self._furthest_row_tag = 99_999, 26, 0

    def look(self, piece: bytes) -> None:
        # Most sheets have none of them behind their first line, and one sign is sought sooner.
        if any(sign[:1] in piece and sign in piece for sign in _OTHER_SPACES):
            piece = piece.translate(_ONLY_SPACES)
        for match in _FAR.finditer(piece):
            letters, row = match[1] or match[3], match[2] or match[4]
            if letters:
                self._columns = max(self._columns, _column_number(letters.upper()))
                self._rows = max(self._rows, int(row[:9]))
            else:
                self._furthest_row_tag = max(self._furthest_row_tag, int(match[5][:9]))
        # A row far below that holds only colours is common and harmless; cells without an
        # address of their own take that of their row.
        if self._furthest_row_tag > self._rows and _CELL_WITHOUT_ADDRESS.search(piece):
            self._rows = self._furthest_row_tag
        _check_rectangle(self._rows, self._columns)


class _XlsxWatch(_Rectangle):
    """No program writes a DOCTYPE into a workbook; entities in it would be an attack."""

    def look(self, piece: bytes) -> None:
        if b"<!" in piece and _DOCTYPE.search(piece):
            raise broken()
        super().look(piece)


class _OdsWatch(_Watch):
    """Adds up cells that are written once and repeated many times."""

    def __init__(self) -> None:
        self._repeat, self._cells = 1, 0

    def look(self, piece: bytes) -> None:
        for match in _ODS_REPEATED.finditer(piece):
            tag = match.group()
            number = _ODS_NUMBER.search(tag)
            times = int(number[1][:9]) if number else 1
            if tag.startswith(b"<table:table-row"):
                self._repeat = times
            elif not tag.endswith(b"/>"):
                self._cells += times * self._repeat
                _check_rectangle(1, times)
        if self._cells > limits.MAX_CELLS:
            raise too_many_cells()


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:6]:
        number = number * 26 + letter - 64
    return number


def _check_rectangle(rows: int, columns: int) -> None:
    # A few stray cells far to the right are refused as well: columns in between are empty, but
    # the library would fill them.
    if columns > limits.MAX_COLUMNS:
        raise too_many_columns(columns)
    if rows > limits.MAX_SHEET_ROWS:
        raise broken()
    if rows * columns > limits.MAX_CELLS:
        raise too_many_cells()
