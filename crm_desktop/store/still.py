"""A workspace file in a folder where nothing can be written.

SQLite can't make the files there that it needs beside a database in WAL mode. Unless a program
that may write has made them, the file is read as one that never changes (sqlite.org/uri.html,
``immutable``), and every reading makes sure that it did not. Called by the engine on the store's
threads.
"""

from __future__ import annotations

from pathlib import Path

from crm_desktop.core.errors import Unavailable
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.store.faults import CHANGED, LEFT_OPEN
from crm_desktop.store.filesystem import can_be_written

_State = tuple[int, int]


@dataclass(frozen=True)
class StillFile:
    """The file as it was when it was opened."""

    path: Path
    state: _State | None

    def require_unchanged(self) -> None:
        """``Unavailable`` if somebody who may write changed it: what was read means nothing."""
        if _state(self.path) != self.state:
            raise Unavailable(CHANGED)


def still_file(path: Path) -> StillFile | None:
    """The file, if it has to be read so. ``Unavailable`` where somebody left changes that only lie
    beside it."""
    log, shared = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    if can_be_written(path.parent) or (log.exists() and shared.exists()):
        return None
    if log.exists() and log.stat().st_size:
        raise Unavailable(LEFT_OPEN)
    return StillFile(path, _state(path))


def _state(path: Path) -> _State | None:
    """Another one after every change of the file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
