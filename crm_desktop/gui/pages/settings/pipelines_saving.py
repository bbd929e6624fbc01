"""Saves what is changed of a record field by field, one command at a time.

Whoever types quickly changes a record again before its new version is known here: such changes
wait and go together as soon as it is. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from crm_desktop.backend.work import Outcome
from crm_desktop.gui.bridge.bridge import Bridge

Make = Callable[[str, int, Mapping[str, Any]], Any]
"""Gives the command that changes a record: id, version that was read, changes."""


class Saver(QObject):
    """``saved`` asks for the records to be read again; ``failed`` gives the id and what went
    wrong. ``know`` tells the versions that were read."""

    saved = Signal()
    failed = Signal(str, object)

    def __init__(self, bridge: Bridge, make: Make, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._make = make
        self._versions: dict[str, int] = {}
        self._waiting: dict[str, dict[str, Any]] = {}
        self._busy: dict[str, int] = {}

    def know(self, versions: Mapping[str, int]) -> None:
        """The records stand at these versions now."""
        self._versions = dict(versions)
        for record_id, before in list(self._busy.items()):
            if self._versions.get(record_id) != before:
                self._go_on(record_id)

    def save(self, record_id: str, changes: Mapping[str, Any]) -> None:
        """Write these changes, at once or after those that are under way."""
        if record_id in self._busy:
            self._waiting.setdefault(record_id, {}).update(changes)
            return
        version = self._versions.get(record_id)
        if version is None:
            return
        self._busy[record_id] = version
        self._bridge.execute(
            self._make(record_id, version, changes),
            then=partial(self._done, record_id),
            failed=partial(self._fail, record_id),
            owner=self,
        )

    def is_busy(self, record_id: str) -> bool:
        """Whether something of the record is still to be written, so that what was read of it
        may be older than what is shown."""
        return record_id in self._busy

    def _done(self, record_id: str, outcome: Outcome) -> None:
        if outcome.operation_id is None:  # nothing differed, so no new version will come
            self._go_on(record_id)
        self.saved.emit()

    def _fail(self, record_id: str, error: BaseException) -> None:
        self._waiting.pop(record_id, None)
        self._busy.pop(record_id, None)
        self.failed.emit(record_id, error)

    def _go_on(self, record_id: str) -> None:
        self._busy.pop(record_id, None)
        if changes := self._waiting.pop(record_id, None):
            self.save(record_id, changes)
