"""What can be done with custom lists and their entries. Values are JSON-shaped.

Values of a list: ``name`` (of many), ``one`` (of a single one), ``icon`` (of ``rules.ICONS``),
``note``. Those of an entry: ``name``, ``note``, ``custom``, ``source_ids``. ``entity`` is that of
the list's entries (``common.list_entities``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class CreateList:
    """A new list; ``values`` needs a name. Gives the new id."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class UpdateList:
    """Change a list that was read at ``base_version``."""

    list_id: str
    base_version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class MoveList:
    """Place a list before the one that stands at ``position`` among the others."""

    list_id: str
    position: int


@dataclass(frozen=True)
class ArchiveLists:
    """Take lists out of sight with all their entries, or bring them back; what refers to the
    entries keeps them."""

    list_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class CreateEntry:
    """A new entry; ``values`` needs a name. Gives the new id."""

    entity: str
    values: Mapping[str, Any]
    region: str | None = None


@dataclass(frozen=True)
class UpdateEntry:
    """Change an entry that was read at ``base_version``."""

    entity: str
    entry_id: str
    base_version: int
    changes: Mapping[str, Any]
    region: str | None = None


@dataclass(frozen=True)
class ArchiveEntries:
    """Hide entries from their list, or show them again; what refers to them keeps them."""

    entity: str
    entry_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class ArchiveManyEntries:
    """The same for any number of entries, portion by portion."""

    entity: str
    entry_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class DeleteEntries:
    """Put entries into the recycle bin, or take them out; what refers to them keeps them."""

    entity: str
    entry_ids: tuple[str, ...]
    deleted: bool = True
