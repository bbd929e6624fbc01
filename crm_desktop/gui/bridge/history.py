"""What this window can take back and do again: Ctrl+Z and Ctrl+Y, with the step named.

Steps are operations in the workspace's journal, so the newest one of this person, and what the
person took back last, are offered after a restart too. GUI thread only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.bridge.bridge import Bridge, Written
from crm_desktop.gui.bridge.faults import may_pass

if TYPE_CHECKING:
    from crm_desktop.backend.history import RedoOperation, UndoOperation
    from crm_desktop.backend.work import Outcome, Reader
    from crm_desktop.gui.bridge.tasks import LongTask

_MOST_STEPS = 100


@dataclass(frozen=True)
class Step:
    """Something that was done; ``label`` is a message id."""

    operation_id: UUID
    label: str

    @property
    def name(self) -> str:
        """The step's name in the current language."""
        return _(self.label)


@dataclass(frozen=True)
class Reversed:
    """A step that was taken back (or done again), and how many records stay as others left
    them."""

    step: Step
    is_undo: bool
    kept: int


class UndoHistory(QObject):
    """The steps of this window, newest last."""

    changed = Signal()
    reversed = Signal(object)  # Reversed

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._is_busy = False
        self._reversals = 0
        self._number_done = 0
        self._is_wanted = False
        bridge.saved.connect(self._note_saved)
        self.changed.connect(self._undo_if_wanted)
        bridge.written.connect(self._note)
        bridge.task_started.connect(self._wait_for)
        self._look_further_back()
        self._look_further_ahead()

    @property
    def next_undo(self) -> Step | None:
        """What Ctrl+Z would take back."""
        return self._done[-1] if self._done and not self._waits else None

    @property
    def next_redo(self) -> Step | None:
        """What Ctrl+Y would do again."""
        return self._undone[-1] if self._undone and not self._waits else None

    @property
    def _waits(self) -> bool:
        """Whether something is being taken back or done again, by these keys or elsewhere in the
        window (an import, from its result): until then nobody knows what is next."""
        return self._is_busy or self._reversals > 0

    def undo(self) -> None:
        """Take the newest step back: what is being saved, where something is."""
        if self._bridge.is_saving:
            self._is_wanted = True
        elif self.next_undo is not None:
            self.undo_step(self.next_undo)

    def _note_saved(self, went_well: bool) -> None:
        self._is_wanted &= went_well  # what failed needs no undo, and the step before isn't meant
        self._undo_if_wanted()

    def _undo_if_wanted(self) -> None:
        if self._is_wanted and not (self._bridge.is_saving or self._waits):
            self._is_wanted = False
            self.undo()

    def undo_step(self, step: Step) -> None:
        """Take this step back, though others may have followed."""
        from crm_desktop.backend.history import UndoOperation

        if step in self._done:
            self._reverse(UndoOperation(step.operation_id), step, is_undo=True)

    def take_back(self, step: Step) -> None:
        """Take any operation back, whoever did it in whatever window (the change log)."""
        from crm_desktop.backend.history import UndoOperation

        self._reverse(UndoOperation(step.operation_id), step, is_undo=True)

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        from crm_desktop.backend.history import RedoOperation

        step = self.next_redo
        if step is not None and not self._bridge.is_saving:  # what is saved leaves no step to redo
            self._reverse(RedoOperation(step.operation_id), step, is_undo=False)

    def _reverse(self, command: Any, step: Step, *, is_undo: bool) -> None:
        if self._waits:
            return
        source = self._done if is_undo else self._undone

        def then(outcome: Outcome) -> None:
            self._is_busy = False
            self.changed.emit()
            self.reversed.emit(Reversed(step, is_undo, len(outcome.result.kept)))

        def failed(error: BaseException) -> None:
            self._is_busy = False
            if not may_pass(error) and step in source:
                source.remove(step)  # it would stand in the way of the steps before it
            self.changed.emit()
            ask = self._bridge.ask_about_undo
            if ask is None or not isinstance(error, Conflict) or not ask(error):
                self._bridge.tell_failed(error)
            self._look_further_back()

        self._is_busy = True
        self.changed.emit()
        name = (_("Undoing: {step}") if is_undo else _("Redoing: {step}")).format(step=step.name)
        self._bridge.start(command, name, then=then, failed=failed, owner=self)

    def _wait_for(self, task: LongTask) -> None:
        if not _reverses(task.command):
            return

        def end() -> None:
            self._reversals -= 1
            self.changed.emit()

        self._reversals += 1
        self.changed.emit()
        task.ended.connect(end)

    def _note(self, written: Written) -> None:
        if _reverses(written.command):
            self._move(written.command)
            return
        operation_id = written.outcome.operation_id
        if operation_id is None:
            return
        self._number_done += 1
        self._done.append(Step(operation_id, written.label))
        del self._done[:-_MOST_STEPS]
        self._undone.clear()
        self.changed.emit()

    def _move(self, command: UndoOperation | RedoOperation) -> None:
        """A step was reversed, by these keys or elsewhere in the window (an import taken back)."""
        from crm_desktop.backend.history import UndoOperation

        is_undo = isinstance(command, UndoOperation)
        source, target = (self._done, self._undone) if is_undo else (self._undone, self._done)
        for step in [step for step in source if step.operation_id == command.operation_id]:
            source.remove(step)
            target.append(step)
            self.changed.emit()
        if is_undo:
            self._look_further_back()
        else:
            self._look_further_ahead()

    def _look_further_back(self) -> None:
        if not self._done:
            self._bridge.query(_newest_step, then=self._offer, owner=self, channel="step")

    def _offer(self, step: Step | None) -> None:
        if step is not None and not self._done:
            self._done.append(step)
            self.changed.emit()

    def _look_further_ahead(self) -> None:
        """What was taken back before the window was open."""
        if not self._undone:
            then = partial(self._offer_again, self._number_done)
            self._bridge.query(_next_redo, then=then, owner=self, channel="redo")

    def _offer_again(self, number_done: int, step: Step | None) -> None:
        is_still_so = number_done == self._number_done  # nothing was done while it was read
        if step is not None and not self._undone and is_still_so:
            self._undone.append(step)
            self.changed.emit()


def _newest_step(reader: Reader) -> Step | None:
    """This person's newest operation that is not undone."""
    from crm_desktop.store import operations

    found = operations.newest_done(reader.connection, reader.actor.rid)
    return None if found is None else Step(found.id, found.label)


def _next_redo(reader: Reader) -> Step | None:
    """What this person took back last, if nothing was done since."""
    from crm_desktop.store import operations

    found = operations.next_redo(reader.connection, reader.actor.rid)
    return None if found is None else Step(found.id, found.label)


def _reverses(command: Any) -> bool:
    from crm_desktop.backend.history import RedoOperation, UndoOperation

    return isinstance(command, (RedoOperation, UndoOperation))
