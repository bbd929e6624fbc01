"""What can be done with files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crm_desktop.core.i18n import Message
from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class AttachFiles:
    """Store copies of files from the disk and hang them on records: ``links`` are ids by
    ``contacts`` and ``companies``. Gives an ``Attached``; ``Invalid`` if none could be."""

    paths: tuple[Path, ...]
    links: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not attached, and why, as a whole sentence."""

    path: Path
    reason: Message


@dataclass(frozen=True)
class Attached:
    """What came of it: ids of the new records, and the files that were refused."""

    ids: tuple[str, ...]
    refused: tuple[RefusedFile, ...] = ()


@dataclass(frozen=True)
class RenameAttachment:
    """Call a file that was read at ``base_version`` otherwise."""

    attachment_id: str
    base_version: int
    name: str


@dataclass(frozen=True)
class LinkAttachment:
    """Hang a file on one more record (``contact`` or ``company``), or take it off."""

    attachment_id: str
    entity: str
    record_id: str
    linked: bool = True


@dataclass(frozen=True)
class DeleteAttachments:
    """Put files into the recycle bin, or take them out."""

    attachment_ids: tuple[str, ...]
    deleted: bool = True
