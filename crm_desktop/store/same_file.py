"""Whether the file at a workspace's place is the one that was opened.

An open file can be written after someone deleted or replaced it: into nowhere. A drive that is
connected anew gives its files other numbers; then what is in the file tells whose it is. Called by
the engine, on any thread that may wait.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.core.errors import Unavailable
from crm_desktop.store.faults import REPLACED, VANISHED
from crm_desktop.store.sqlite_connections import plain_connection

_WORKSPACE = "SELECT value FROM workspace WHERE name = 'id'"
_NEWEST = "SELECT rid, id FROM operation ORDER BY rid DESC LIMIT 1"
_OPERATION = "SELECT rid, id FROM operation WHERE rid = ?"


class Mark(NamedTuple):
    """What no other file has: the workspace's id and its newest operation."""

    workspace: str | None
    operation: tuple[int, bytes] | None


def mark_of(driver: Any) -> Mark:
    """The mark of the file that a driver's connection reads."""
    workspace = driver.execute(_WORKSPACE).fetchone()
    return Mark(workspace and workspace[0], driver.execute(_NEWEST).fetchone())


class SameFile:
    """The file at ``path`` as it was opened, or taken up again since."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._numbers = _numbers(path)
        self._mark: Mark | None = None
        self._deciding = threading.Lock()
        self.times = 1
        """How often it was opened or taken up."""

    def note(self, mark: Mark) -> None:
        """What was just committed, or is there."""
        self._mark = mark

    def is_taken_up(self, *, must_be_there: bool) -> bool:
        """Whether it has come back with other numbers just now, and its connections are those of
        a file that is gone. ``Unavailable`` if another one is there, or none that must be."""
        found = _numbers(self._path)
        if found is None and must_be_there:
            raise Unavailable(VANISHED)
        if found is None or found == self._numbers:
            return False
        with self._deciding:
            if found == self._numbers:  # another thread was faster
                return False
            if not self._is_ours():
                raise Unavailable(REPLACED)
            self._numbers = found
            self.times += 1
            return True

    def _is_ours(self) -> bool:
        """Whether what is known of the workspace is in the file: a colleague may have added to
        it, but an older copy lacks the newest."""
        from sqlcipher3 import dbapi2 as sqlite

        if self._mark is None:
            return False
        workspace, operation = self._mark
        try:
            connection = plain_connection(self._path)
            try:
                (there,) = connection.execute(_WORKSPACE).fetchone()
                known = operation and connection.execute(_OPERATION, operation[:1]).fetchone()
            finally:
                connection.close()
        except (sqlite.Error, TypeError):
            return False  # no workspace at all
        return bool(there == workspace and known == operation)


def _numbers(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
