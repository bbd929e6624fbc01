"""What was typed on cards and is not saved yet: it survives a crash of the program.

One file for each running program, beside the person's settings and readable by that person
alone; it holds a field only until that is saved or given up. A program that finds the file of one
that has ended takes its drafts over. Called on the GUI thread; files are read and written on a
thread of its own. Nothing of a draft is ever logged.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.core.files import FileLock, replace_text
from crm_desktop.core.ids import new_id
from crm_desktop.core.settings_file import settings_path
from crm_desktop.gui.kit.form_suggest import Suggested

_REST_SECONDS = 0.3
_SUGGESTED = "$suggested"
# More than anybody leaves unsaved; a file that grew beyond is cut at its oldest.
_MOST = 200

log = logging.getLogger(__name__)


class Place(NamedTuple):
    """Where something was typed: ids of workspace and record, and the name of the field."""

    workspace: str
    entity: str
    record: str
    field: str


def drafts_folder() -> Path:
    """Where the person's computer keeps them."""
    return settings_path().with_name("drafts")


class Drafts:
    """The drafts of this program: those that are being typed, and those that were left."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or drafts_folder()
        self._path = self._folder / f"{new_id().hex}.json"
        self._lock = FileLock(self._path.with_suffix(".lock"))
        self._is_ours = False
        self._own: dict[Place, Any] = {}
        self._left: dict[Place, Any] = {}
        self._guard = threading.Lock()
        self._rest: threading.Timer | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="drafts")
        self.taken_over: Future[None] = self._thread.submit(self._take_over)

    def note(self, place: Place, draft: Any) -> None:
        """Keep this, soon."""
        with self._guard:
            self._left.pop(place, None)
            self._own.pop(place, None)
            self._own[place] = encoded(draft)
        self._write_soon()

    def forget(self, place: Place) -> None:
        """It is saved, or given up."""
        with self._guard:
            had = place in self._own or place in self._left
            self._own.pop(place, None)
            self._left.pop(place, None)
        if had:
            self._write_soon()

    def leave(self, place: Place) -> None:
        """Nobody is typing it any more, but it is not given up."""
        with self._guard:
            if place in self._own:
                self._left[place] = self._own.pop(place)

    def left(self, workspace: str, entity: str, record: str) -> dict[str, Any]:
        """By field, what was typed for this record and left: by a run of the program that has
        ended, or by going elsewhere."""
        wanted = (workspace, entity, record)
        with self._guard:
            found = {p.field: d for p, d in self._left.items() if p[:3] == wanted}
        return {name: decoded(draft) for name, draft in found.items()}

    def flush(self) -> None:
        """Write what is to be written, now; waits for it. For tests and the program's end."""
        self._stop_resting()
        self._thread.submit(self._write).result()

    def close(self) -> None:
        """The program ends."""
        self.flush()
        self._thread.shutdown()
        self._lock.release()
        if not self._own and not self._left:
            self._path.with_suffix(".lock").unlink(missing_ok=True)

    def _write_soon(self) -> None:
        self._stop_resting()
        self._rest = threading.Timer(_REST_SECONDS, lambda: self._thread.submit(self._write))
        self._rest.daemon = True
        self._rest.start()

    def _stop_resting(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    # On the thread of its own

    def _take_over(self) -> None:
        try:
            for path in sorted(self._folder.glob("*.json")):
                self._take_over_one(path)
        except OSError as error:
            log.warning("drafts are not read: %s", type(error).__name__)

    def _take_over_one(self, path: Path) -> None:
        lock = FileLock(path.with_suffix(".lock"))
        if not lock.take():
            return  # that program is running
        try:
            found = _read(path)
            with self._guard:
                self._left = {**found, **self._left}
            if found:
                self._write()
            path.unlink(missing_ok=True)
        finally:
            lock.release()
            with suppress(OSError):
                path.with_suffix(".lock").unlink()

    def _write(self) -> None:
        with self._guard:
            entries = {**self._left, **self._own}
        newest = list(entries.items())[-_MOST:]
        try:
            if not newest:
                self._path.unlink(missing_ok=True)
                return
            self._claim()
            replace_text(self._path, json.dumps([[*place, draft] for place, draft in newest]))
        except OSError as error:
            log.warning("drafts are not kept: %s", type(error).__name__)

    def _claim(self) -> None:
        """As long as this program runs nobody takes its file over. A folder that was cleared away
        meanwhile is made again."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._is_ours:
            self._is_ours = self._lock.take()


def encoded(draft: Any) -> Any:
    """A draft as JSON holds it."""
    if isinstance(draft, Suggested):
        return {_SUGGESTED: [draft.id, draft.words]}
    if isinstance(draft, Mapping):
        return {key: encoded(value) for key, value in draft.items()}
    if isinstance(draft, (list, tuple)):
        return [encoded(one) for one in draft]
    return draft


def decoded(kept: Any) -> Any:
    """What ``encoded`` was given."""
    if isinstance(kept, dict):
        if _SUGGESTED in kept:
            return Suggested(*kept[_SUGGESTED])
        return {key: decoded(value) for key, value in kept.items()}
    if isinstance(kept, list):
        return [decoded(one) for one in kept]
    return kept


def _read(path: Path) -> dict[Place, Any]:
    """A file that can't be understood holds nothing."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {Place(*map(str, entry[:4])): entry[4] for entry in entries}
    except (OSError, ValueError, TypeError, IndexError, KeyError):
        return {}
