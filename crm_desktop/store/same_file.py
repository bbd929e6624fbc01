"""Whether the file at a workspace's place is the one that was opened, and still whole.

An open file can be written after someone deleted or replaced it: into nowhere. One that somebody
empties or copies another over keeps its numbers, and the pages in memory hide what is there. A
drive that is connected anew gives its files other numbers; then what is in the file tells whose it
is. Called by the engine, on any thread that may wait.
"""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.core.errors import Overwritten, Replaced, Unavailable
from crm_desktop.core.i18n import Message
from crm_desktop.store.faults import EMPTIED, OLDER, REPLACED, VANISHED
from crm_desktop.store.location import file_uri
from crm_desktop.store.sqlite_connections import plain_connection

_WORKSPACE = "SELECT value FROM workspace WHERE name = 'id'"
_NEWEST = "SELECT rid, id FROM operation ORDER BY rid DESC LIMIT 1"
_OPERATION = "SELECT rid, id FROM operation WHERE rid = ?"
# Grows with every change of a record, and whatever is taken back it never shrinks.
_CHANGES = "SELECT seq FROM sqlite_sequence WHERE name = 'journal'"
# The header of every SQLite file (sqlite.org/fileformat.html, 'The Database Header').
_HEADER_BYTES = 100


class Mark(NamedTuple):
    """What no other file has: the workspace's id and its newest operation."""

    workspace: str | None
    operation: tuple[int, bytes] | None


class _State(NamedTuple):
    """The file's numbers, and what becomes different when somebody writes it."""

    device: int
    inode: int
    size: int
    written: int


def mark_of(driver: Any) -> Mark:
    """The mark of the file that a driver's connection reads."""
    workspace = driver.execute(_WORKSPACE).fetchone()
    return Mark(workspace and workspace[0], driver.execute(_NEWEST).fetchone())


class SameFile:
    """The file at ``path`` as it was opened, or taken up again since."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _state(path)
        self._refused = False
        self._mark: Mark | None = None
        self._changes = 0  # that were in the file itself when it was looked at
        self._deciding = threading.Lock()
        self.times = 1
        """How often it was opened or taken up."""

    def is_copied_over(self) -> bool:
        """Whether another one, or nothing of use, was written into it, and lies there still."""
        found = _state(self._path)
        if not (self._refused and found and self._seen and found[:2] == self._seen[:2]):
            return False
        with self._deciding:
            try:
                self._judge(closely=True)
            except Unavailable:
                return True
        return False

    def note(self, mark: Mark) -> None:
        """What was just committed, or is there."""
        self._mark = mark

    def begin(self, mark: Mark) -> None:
        """As ``note``, at the opening: it is known from now on how far the file has come."""
        self.note(mark)
        with self._deciding:
            self._look(closely=False)

    def is_taken_up(self, *, must_be_there: bool) -> bool:
        """Whether it has come back just now, with other numbers or whole again, and its
        connections are of no use any more. ``Overwritten`` if nothing of it is left there,
        ``Unavailable`` if another one is there, or none that must be."""
        found = _state(self._path)
        if found is None and must_be_there:
            raise Unavailable(VANISHED)
        if found is None or (found == self._seen and not self._refused):
            return False
        with self._deciding:
            if found == self._seen and not self._refused:  # another thread was faster
                return False
            is_other = self._seen is None or found[:2] != self._seen[:2]
            self._look(closely=is_other or self._refused)
            is_new = is_other or self._refused
            self._seen, self._refused = found, False
            self.times += is_new
            return is_new

    def require_whole(self) -> None:
        """Look whether the workspace is in the file, whatever its numbers say: a page of it may
        be damaged. Raises as ``is_taken_up``."""
        if self._path.exists():
            with self._deciding:
                self._look(closely=False)

    def _look(self, *, closely: bool) -> None:
        try:
            self._judge(closely=closely)
        except Unavailable:
            self._refused = True
            raise

    def _judge(self, *, closely: bool) -> None:
        if self._mark is None:  # it is being made
            if closely:
                raise Replaced(REPLACED)
            return
        if (why := self._why_not_ours()) is not None:
            raise Replaced(why)
        if closely and not self._is_ours():
            raise Replaced(REPLACED)

    def _why_not_ours(self) -> Message | None:
        """Whether the file without what lies beside it, which may hide it, is certainly of
        another workspace, or holds less than it once did; ``Overwritten`` if it is of none. It
        takes no lock, and while the file is being written there may be no answer. Only SQLite may
        open the file: whoever else closes it takes all locks of this process away
        (sqlite.org/howtocorrupt.html, 2.2)."""
        from sqlcipher3 import dbapi2 as sqlite

        found = _state(self._path)
        if found is not None and found.size < _HEADER_BYTES:
            raise Overwritten(EMPTIED)
        address = f"{file_uri(self._path)}?mode=ro&immutable=1"
        try:
            with closing(sqlite.connect(address, uri=True)) as connection:
                there = connection.execute(_WORKSPACE).fetchone()
                changes = connection.execute(_CHANGES).fetchone()
        except sqlite.Error as error:
            if "not a database" in str(error):
                raise Overwritten(EMPTIED) from error
            return None
        if self._mark and there and there[0] != self._mark.workspace:
            return REPLACED
        if changes and changes[0] < self._changes:
            return OLDER
        self._changes = changes[0] if changes else 0
        return None

    def _is_ours(self) -> bool:
        """Whether what is known of the workspace is in the file: a colleague may have added to
        it, but an older copy lacks the newest. One that somebody is writing right now is."""
        from sqlcipher3 import dbapi2 as sqlite

        if self._mark is None:
            return False
        workspace, operation = self._mark
        try:
            with closing(plain_connection(self._path)) as connection:
                (there,) = connection.execute(_WORKSPACE).fetchone()
                known = operation and connection.execute(_OPERATION, operation[:1]).fetchone()
        except sqlite.OperationalError as error:
            return "locked" in str(error)
        except (sqlite.Error, TypeError):
            return False  # no workspace at all
        return bool(there == workspace and known == operation)


def _state(path: Path) -> _State | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return _State(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
