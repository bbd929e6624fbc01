"""The change hub: what was written, here or elsewhere, told to open views in gentle bursts.

The feed calls ``take`` on its thread; ``changed`` is emitted on the GUI thread, at most once in
50 ms, so that an import of thousands does not make views read thousands of times.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.timers import single_shot

if TYPE_CHECKING:
    from crm_desktop.store.feed import Change

_BURST_MS = 50
_INSERT, _UPDATE = "insert", "update"


@dataclass()
class RecordChanges:
    """What became of the records of one entity: ids of those that changed, of those among them
    that are new, all fields that changed, and whether any came or left."""

    ids: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    came_or_left: bool = False


@dataclass(frozen=True)
class Changes:
    """A burst of changes, by entity."""

    by_entity: Mapping[str, RecordChanges]

    def touch(self, entities: Collection[str]) -> bool:
        """Whether records of any of ``entities`` changed."""
        return any(entity in self.by_entity for entity in entities)

    def set_any(self, fields: Mapping[str, Collection[str]]) -> bool:
        """Whether any of these ``fields``, by entity, was set."""
        return any(
            not self.by_entity[entity].fields.isdisjoint(names)
            for entity, names in fields.items()
            if entity in self.by_entity
        )

    def reorder(self, entity: str, fields: Collection[str]) -> bool:
        """Whether a list of ``entity`` that is ordered and filtered by ``fields`` has become
        another one."""
        found = self.by_entity.get(entity)
        return found is not None and (found.came_or_left or not found.fields.isdisjoint(fields))

    def concern(self, entity: str, record_id: str) -> bool:
        """Whether this record changed."""
        found = self.by_entity.get(entity)
        return found is not None and record_id in found.ids


class ChangeHub(QObject):
    """Merges bursts; lives on the GUI thread."""

    changed = Signal(object)  # Changes
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._pending: dict[str, RecordChanges] = {}
        self._burst = single_shot(self, self._tell, _BURST_MS)
        self._woken.connect(self._burst.start, Qt.ConnectionType.QueuedConnection)
        self._closed = False

    def take(self, changes: Sequence[Change]) -> None:
        """Note what changed. Any thread."""
        with self._lock:
            if self._closed:
                return
            is_first = not self._pending
            for change in changes:
                merged = self._pending.setdefault(change.entity, RecordChanges())
                merged.ids.add(change.record_id)
                if change.kind == _INSERT:
                    merged.new.add(change.record_id)
                merged.fields.update(change.fields)
                merged.came_or_left |= change.kind != _UPDATE
            if is_first:
                self._woken.emit()

    def close(self) -> None:
        """Tell nothing any more."""
        with self._lock:
            self._closed = True
        self._burst.stop()

    def _tell(self) -> None:
        with self._lock:
            pending, self._pending = self._pending, {}
        if pending:
            self.changed.emit(Changes(pending))
