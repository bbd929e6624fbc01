"""What was typed and not yet saved, kept for each record while one is elsewhere and after a crash.

A draft is a small file of its own in the person's folder; it is read where it is asked for and
written by one background thread. Used on the GUI thread.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from crm_desktop.core.files import replace_text
from crm_desktop.core.paths import user_data_folder

log = logging.getLogger(__name__)


class Drafts:
    """The drafts of one workspace, by a key such as ``composer:contact:ID``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._unwritten: dict[str, Any] = {}
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="drafts")

    def get(self, key: str) -> Any:
        """What was put under ``key``, or ``None``; a file that can't be read is none.

        No size is too large: whatever was kept comes back, and the longest note there may be is
        read in some milliseconds.
        """
        with self._lock:
            if key in self._unwritten:
                return self._unwritten[key]
        path = self._path(key)
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Keep ``value`` (plain values as JSON has them); ``None`` forgets it."""
        with self._lock:
            self._unwritten[key] = value
        self._writer.submit(self._write, key)

    def flush(self) -> None:
        """Wait until everything is written; for the end of the program and for tests."""
        self._writer.submit(int).result()

    def _write(self, key: str) -> None:
        with self._lock:
            if key not in self._unwritten:
                return
            value = self._unwritten[key]
        path = self._path(key)
        try:
            if value is None:
                path.unlink(missing_ok=True)
            else:
                self._folder.mkdir(parents=True, exist_ok=True)
                replace_text(path, json.dumps(value))  # half a sign can’t be UTF-8
        except OSError as error:
            log.warning("a draft isn't kept: %s", error)
            return
        with self._lock:
            if self._unwritten.get(key) == value:
                self._unwritten.pop(key, None)

    def _path(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"


_open: dict[str, Drafts] = {}


def drafts_of(workspace: str) -> Drafts:
    """The drafts of a workspace by its id: one store for all windows of the process."""
    if workspace not in _open:
        name = hashlib.sha256(workspace.encode()).hexdigest()[:16]
        _open[workspace] = Drafts(user_data_folder() / "drafts" / name)
    return _open[workspace]
