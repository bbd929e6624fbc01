"""Small files that several processes of one person share: taking turns, and writing them whole.

Called by ``settings``, ``logs`` and ``crash`` on any thread, by the window for its one process.
The system frees a lock when the process that holds it ends, however it ends, so no lock is stale.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK_AGAIN_SECONDS = 0.01
_ATTEMPTS = 20


class FileLock:
    """A lock that one process at a time can hold; ``path`` is a file of its own, which stays."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Take it if it is free. ``OSError`` if the file can't be made."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(handle):
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let others have it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def turn(path: Path, patience: float = 3.0) -> Iterator[None]:
    """Hold the lock ``path`` meanwhile; ``TimeoutError`` after ``patience`` seconds in vain."""
    lock = FileLock(path)
    end = time.monotonic() + patience
    while not lock.take():
        if time.monotonic() > end:
            raise TimeoutError(f"{path.name} is held by another process")
        time.sleep(_LOOK_AGAIN_SECONDS)
    try:
        yield
    finally:
        lock.release()


def replace_text(path: Path, text: str) -> None:
    """Put ``text`` in place of the file: readers see the old one or the new one, whole, after a
    power cut too. ``OSError`` leaves the old one."""
    temporary = path.with_name(f".{path.name}-{os.urandom(4).hex()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _move(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _move(source: Path, target: Path) -> None:
    """Windows replaces no file that another process has open, if only to read it: wait a little."""
    for _time in range(_ATTEMPTS):
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return
    source.replace(target)
