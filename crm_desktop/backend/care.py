"""Looking after a workspace: what it is, its last backup, a new one.

The window (settings → workspace) calls these on a thread that may wait for minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.store import backup, checking
from crm_desktop.store.location import Location, SqliteLocation
from crm_desktop.store.migrating import schema_revision


@dataclass(frozen=True)
class WorkspaceFacts:
    """``name`` and ``address``: for people, without secrets; ``folder``: where the file lies
    (``None`` on a server); ``engine``: ``sqlite`` or ``postgresql``; ``counts``: records by
    entity, archive and bin included; ``last_backup`` with its time, if one is on this computer."""

    name: str
    address: str
    folder: Path | None
    engine: str
    engine_version: str
    counts: dict[str, int]
    last_backup: Path | None
    backed_up_at: datetime | None


@dataclass(frozen=True)
class MadeBackup:
    """A verified copy of a workspace: where it lies on this computer, and when it was made."""

    place: Path
    made_at: datetime


def newest_backup(location: Location) -> MadeBackup | None:
    """The newest one, if there is one on this computer; the workspace needn't be open."""
    place = backup.newest(location)
    made_at = _written_at(place) if place is not None else None
    return MadeBackup(place, made_at) if place is not None and made_at is not None else None


def restore_backup(location: SqliteLocation, place: Path) -> Path:
    """Put the backup at ``place`` where the workspace's file lies, which nobody may have open;
    that one is kept beside it: gives where. ``Unavailable`` says why nothing was changed."""
    return backup.restore_sqlite(location, place)


def describe_workspace(backend: Backend) -> WorkspaceFacts:
    """What the workspace is and holds now."""

    def read(reader: Reader) -> tuple[tuple[str, str], dict[str, int]]:
        connection = reader.connection
        return checking.engine_version(connection), checking.counts(connection, reader.registry)

    (engine, version), counts = backend.ask(read)
    location = backend.database.location
    path = location.path if isinstance(location, SqliteLocation) else None
    last = newest_backup(location)
    return WorkspaceFacts(
        name=path.stem if path is not None else location.title,
        address=location.title,
        folder=path.parent if path is not None else None,
        engine=engine,
        engine_version=version,
        counts=counts,
        last_backup=last.place if last is not None else None,
        backed_up_at=last.made_at if last is not None else None,
    )


def back_up_workspace(backend: Backend) -> Path:
    """A verified copy of the workspace as it is now; gives its place. ``Unavailable`` says why
    there is none."""
    revision = backend.ask(lambda reader: schema_revision(reader.connection))
    assert revision is not None  # it is open, so it was migrated
    return backup.back_up(backend.database, revision)


def _written_at(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, timezone.utc)
    except OSError:
        return None
