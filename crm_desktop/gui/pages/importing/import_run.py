"""One import under way, and taking it back: what the wizard starts and is told about.

GUI thread only; the work is done by the bridge on a thread of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.i18n import _
from crm_desktop.features.data.entries.commands import ImportEntries
from crm_desktop.features.data.importing.commands import ImportFiles
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.tasks import LongTask

if TYPE_CHECKING:
    from crm_desktop.backend.work import Outcome

_IMPORTED = ("contact", "company", "deal", "product")


class ImportRun(QObject):
    """``task`` is what is under way."""

    progressed = Signal(int, int)  # records created so far, records completed
    done = Signal(object)  # Outcome of the import
    failed = Signal(object)  # the exception
    taken_back = Signal(int)  # how many records stay, because others changed them
    not_taken_back = Signal(object)  # the exception

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._operation: UUID | None = None
        self._takes_back = False
        self._created = self._completed = 0
        self._counted: tuple[str, ...] = _IMPORTED
        self.task: LongTask | None = None
        bridge.changed.connect(self._count)

    @property
    def can_take_back(self) -> bool:
        """Whether the import is done and has written anything."""
        return self._operation is not None

    @property
    def is_importing(self) -> bool:
        """Whether an import is under way, not its taking back."""
        return self.task is not None and not self._takes_back

    def start(self, command: ImportFiles | ImportEntries) -> LongTask:
        """Import."""
        self._created = self._completed = 0
        self._counted = (command.entity,) if isinstance(command, ImportEntries) else _IMPORTED
        self.task = self._bridge.start(
            command, _("Import"), then=self._done, failed=self._failed, owner=self
        )
        return self.task

    def take_back(self) -> LongTask:
        """Undo what was imported. Only where ``can_take_back``."""
        from crm_desktop.backend.history import UndoOperation

        assert self._operation is not None
        self._takes_back = True
        command, self._operation = UndoOperation(self._operation), None
        self.task = self._bridge.start(
            command,
            _("Taking the import back"),
            then=self._taken_back,
            failed=self._not_taken_back,
            owner=self,
        )
        return self.task

    def stop(self) -> None:
        """Ask what is under way to stop; what it has written is taken back."""
        if self.task is not None:
            self.task.cancel()

    def _count(self, changes: Changes) -> None:
        """What is written while an import runs is taken for its own; the result counts exactly."""
        if self.task is None or not self.is_importing or self.task.is_cancelled:
            return
        for entity in self._counted:
            records = changes.by_entity.get(entity)
            if records is not None:
                self._created += len(records.new)
                self._completed += len(records.ids) - len(records.new)
        self.progressed.emit(self._created, self._completed)

    def _done(self, outcome: Outcome) -> None:
        self.task = None
        self._operation = outcome.operation_id
        self.done.emit(outcome)

    def _failed(self, error: BaseException) -> None:
        self.task = None
        self.failed.emit(error)

    def _taken_back(self, outcome: Outcome) -> None:
        self.task = None
        self.taken_back.emit(len(outcome.result.kept))

    def _not_taken_back(self, error: BaseException) -> None:
        self.task = None
        self.not_taken_back.emit(error)
