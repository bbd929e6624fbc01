"""Addresses of records, to be pasted into a letter or a chat: ``crmdesktop://contact/ID``.

Pure. The window's file arguments bring them as paths, in which ``//`` has become one sign and
before which the present folder may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.gui.shell.page import RecordRef

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LINK = late_pattern(
    rf"(?:^|[\\/])crmdesktop:[\\/]{{1,2}}([a-z_]+)[\\/]({_ID})[\\/]?$", re.IGNORECASE
)


def link_to(record: RecordRef) -> str:
    """The address of a record."""
    return f"crmdesktop://{record.entity}/{record.id}"


def linked_record(text: str) -> RecordRef | None:
    """The record whose address ``text`` is, or ``None``; it may be there no more."""
    found = _LINK.search(text.strip())
    return RecordRef(found[1].lower(), found[2].lower()) if found else None


def told_apart(paths: Iterable[Path]) -> tuple[list[RecordRef], tuple[Path, ...]]:
    """The records whose addresses are among the file arguments, and the files."""
    linked = {path: linked_record(str(path)) for path in paths}
    records = [record for record in linked.values() if record is not None]
    return records, tuple(path for path, record in linked.items() if record is None)
