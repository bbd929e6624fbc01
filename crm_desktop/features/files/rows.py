"""What reads of files give: frozen rows, nothing of the database in them."""

from __future__ import annotations

from datetime import datetime

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class FileRow:
    """A file that hangs on records. ``size`` in bytes; ``media_type`` by RFC 6838; ``digest`` is
    the SHA-256 of its bytes; ``author`` is the name of whoever attached it, or empty."""

    rid: int
    id: str
    version: int
    name: str
    size: int
    media_type: str
    digest: str
    note: str
    author: str
    created_at: datetime


@dataclass(frozen=True)
class FileHit:
    """A file found by its name, and the record that it hangs on (the first of several)."""

    file: FileRow
    entity: str
    record_id: str
    record_name: str
