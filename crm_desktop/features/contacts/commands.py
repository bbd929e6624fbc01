"""What can be done with people. Values are JSON-shaped, as in command-line.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class CreateContact:
    """A new person; ``values`` needs a name, a phone or an e-mail. Gives the new id."""

    values: Mapping[str, Any]
    region: str | None = None


@dataclass(frozen=True)
class UpdateContact:
    """Change fields of a person that was read at ``base_version``."""

    contact_id: str
    base_version: int
    changes: Mapping[str, Any]
    region: str | None = None


@dataclass(frozen=True)
class ArchiveContacts:
    """Hide people from lists, or show them again."""

    contact_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class ArchiveManyContacts:
    """Hide any number of people from lists, or show them again, portion by portion."""

    contact_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class DeleteContacts:
    """Put people into the recycle bin, or take them out."""

    contact_ids: tuple[str, ...]
    deleted: bool = True


@dataclass(frozen=True)
class SetContactPhoto:
    """Give a person a photo (PNG, JPEG or WebP, at most 5 MB), or take it away with ``None``."""

    contact_id: str
    base_version: int
    picture: bytes | None
