"""Workbooks byte by byte, for kinds and faults that no library at hand can write.

Used by the tests of ``integrations/tabular``. Sources: [MS-CFB] for the OLE container, [MS-XLS]
for BIFF8 records, OpenDocument 1.2 for ODS.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence

from crm_desktop.integrations.tabular.table import Table

ReadBytes = Callable[..., list[Table]]
"""The fixture ``read``: content and options of a file to its tables."""

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx(sheet_data: str, prolog: str = "") -> bytes:
    """A workbook with one sheet whose ``<sheetData>`` is given."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"/>',
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Лист1" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship '
            f'Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{prolog}<worksheet '
            f'xmlns="{main}"><sheetData>{sheet_data}</sheetData></worksheet>',
        }
    )


def ods(table_rows: str, manifest: str = "") -> bytes:
    """An OpenDocument sheet whose rows are given as XML."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
            f'<office:spreadsheet><table:table table:name="Лист1">{table_rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def ole(stream_name: str, stream: bytes) -> bytes:
    """An OLE container with one stream."""
    stream = stream.ljust(4096, b"\0")  # shorter ones would live in the mini stream
    stream += b"\0" * (-len(stream) % 512)
    sectors = len(stream) // 512
    chain = [*range(3, 2 + sectors), _END]
    fat = struct.pack("<128I", *([_FAT, _END, *chain] + [_FREE] * (126 - sectors)))
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
        + struct.pack("<109I", 0, *[_FREE] * 108)
    )  # fmt: skip
    directory = (
        _entry("Root Entry", 5, child=1, start=_END, size=0)
        + _entry(stream_name, 2, child=_FREE, start=2, size=len(stream))
        + b"\0" * 256
    )
    return header + fat + directory + stream


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, _FREE, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def xls(rows: Sequence[Sequence[str | float]], *, encrypted: bool = False) -> bytes:
    """An Excel 97 workbook with one sheet."""
    sheet = _bof(0x0010)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet += _cell(row, column, cell)
    sheet += _record(0x000A)
    password = _record(0x002F, struct.pack("<HHH", 1, 1, 1) + b"\0" * 48) if encrypted else b""
    name = "Лист1".encode("utf-16-le")
    length = len(_bof(5)) + len(password) + 4 + 8 + len(name) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(name) // 2, 1) + name)
    return ole("Workbook", _bof(0x0005) + password + bound + _record(0x000A) + sheet)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)
    return _record(0x0203, place + struct.pack("<d", value))
