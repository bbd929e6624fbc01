"""The bridge: every call of the window to the backend, and every answer back.

Two words carry all: ``query`` reads, ``execute`` (or ``start`` for long commands) writes. Calls
return at once; answers come by queued signal on the GUI thread, unless their owner is gone or a
newer question took their place. Lives on the GUI thread, which it marks as one that must never
wait.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from crm_desktop.backend.access import WHO_MAY
from crm_desktop.core.errors import Conflict, Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.core.ids import new_id
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.threads import forbid_waiting
from crm_desktop.gui.bridge.calls import Call, Failed, Then, ask, ignore, unless_gone
from crm_desktop.gui.bridge.changes import ChangeHub
from crm_desktop.gui.bridge.day_watch import DayWatch
from crm_desktop.gui.bridge.faults import Failure, is_expected, may_pass, report_bug
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.bridge.together import Together

if TYPE_CHECKING:
    from crm_desktop.backend.backend import Backend
    from crm_desktop.backend.work import Outcome, Reader

_LOOK_MS = 5000
# So long after an answer the next question may come, as from key to key.
_QUIET_SECONDS = 0.3


@dataclass(frozen=True)
class Written:
    """A command that was carried out in this window, and the word for it in the journal."""

    command: Any
    label: str
    outcome: Outcome


class Bridge(QObject):
    """The window's way to one open workspace."""

    changed = Signal(object)  # Changes
    written = Signal(object)  # Written
    writing = Signal(bool)
    saved = Signal(bool)  # no short command is under way any more; whether all went well
    task_started = Signal(object)  # LongTask
    failed = Signal(object)  # Failure that no caller wanted to show itself
    celebrated = Signal(str, object)  # words of what went well, and a Button or None
    lost = Signal(object)  # Unavailable: the workspace does not answer
    returned = Signal()  # it answers again
    day_changed = Signal()  # dates in words mean other days now
    closed = Signal()
    _arrived = Signal(int, object)

    def __init__(
        self,
        backend: Backend,
        settings: dict[str, str],
        *,
        place: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        forbid_waiting()
        self.settings = settings
        self.ask_about_undo: Callable[[Conflict], bool] | None = None
        """Asks what to do about an undo that others are in the way of; gives whether it does."""
        self._backend = backend
        self.user = (backend.actor.id, backend.actor.name)
        self.before_reading: Callable[[], object] = bool
        """Called before everything that is read, on the reader's thread: it may wait, or fail."""
        self.is_read_only = backend.database.is_read_only
        self._place = place
        self._calls: dict[int, Call] = {}
        self._numbers = count()
        self._latest: dict[tuple[int, str], Future[Any]] = {}
        self._together: Together | None = None
        self._answered_at = 0.0
        self._writes = 0
        self._all_went_well = True
        self._lost_by: type[BaseException] | None = None
        self._is_closing = False
        self.is_closed = False
        self._tasks: set[LongTask] = set()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._hub = ChangeHub(self)
        self._hub.changed.connect(self.changed)
        backend.feed.subscribe(self._hub.take)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        self.days = DayWatch(self)
        self.days.changed.connect(self.day_changed)

    # Rights

    def locked(self, *commands: type | str) -> str:
        """Why the person's role allows none of these commands (their classes, or permissions), in
        words for a tooltip; nothing if it allows one of them, or none is asked about."""
        backend = self._backend
        needed = [c if isinstance(c, str) else backend.permission_of(c) for c in commands]
        is_free = not needed or any(map(backend.actor.may, needed))
        return "" if is_free else WHO_MAY.text()

    # Reading

    def query(
        self,
        read: Callable[..., Any],
        /,
        *args: Any,
        then: Then,
        failed: Failed | None = None,
        owner: QObject,
        channel: str | None = None,
    ) -> None:
        """Run ``read(reader, …)`` on a reader's thread and hand its result to ``then``.

        ``owner``: when it is gone nobody is called. ``channel``: a newer question of the same
        owner on the same channel takes the place of this one, answered or not. ``failed``:
        without it the failure is told to the window.
        """
        if self._is_closing:
            return
        key = None if channel is None else (id(owner), channel)
        call = Call(owner, then, failed or self.tell_failed_reading, True, key)
        if self._together is not None:
            future = self._together.add(partial(ask, read, args))
        else:
            future = self._backend.submit_query(self._reading, partial(ask, read, args))
        if key is not None:
            self.give_up(owner, key[1])
            self._latest[key] = future
        self._await(call, future)

    def give_up(self, owner: QObject, channel: str) -> None:
        """Whoever asked doesn't wait any more: the newest question on this channel is stopped, and
        not answered."""
        future = self._latest.pop((id(owner), channel), None)
        if future is not None:
            self._backend.give_up(future)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is asked in the block is read by one reader in turn and answered in one go."""
        if self._together is not None:
            yield
            return
        together = self._together = Together(partial(self._backend.submit_query, self._reading))
        try:
            yield
        finally:
            self._together = None
            together.send()

    def _reading(self, reader: Reader, read: Callable[[Reader], Any]) -> Any:
        """An open file that was deleted can still be read, and lies: look first."""
        self.before_reading()
        if self._place is not None and not self._place.exists():
            raise Unavailable(
                msg(
                    "The workspace isn’t at its place any more: {place}. What you see was read "
                    "before. Put the file back or connect the drive, then try again.",
                    place=self._place,
                )
            )
        return read(reader)

    def consult(
        self, work: Callable[[Backend], Any], *, then: Then, failed: Failed, owner: QObject
    ) -> None:
        """Let ``work`` have the whole backend, for a backup or a check that may take minutes, on
        a thread of its own."""
        future: Future[Any] = Future()
        self._await(Call(owner, then, failed, reads=False, writes=False), future)

        def run() -> None:
            try:
                future.set_result(work(self._backend))
            except Exception as error:
                future.set_exception(error)

        threading.Thread(target=run, name="consulting", daemon=True).start()

    def look(self) -> None:
        """Find out whether the workspace answers; ``lost`` and ``returned`` tell."""
        self.query(_nothing, then=ignore, failed=ignore, owner=self, channel="look")

    # Writing

    def execute(
        self,
        command: Any,
        *,
        then: Then | None = None,
        failed: Failed | None = None,
        owner: QObject | None = None,
        operation_id: UUID | None = None,
    ) -> None:
        """Carry out a short ``command``; ``then`` gets its ``Outcome``. Where nobody else shows
        the failure the window does, with a way to try again that never writes twice."""
        if self._is_closing:
            return
        operation_id = operation_id or new_id()
        retry = partial(self.execute, command, then=then, owner=owner, operation_id=operation_id)
        call = self._write_call(command, then, failed or partial(self._tell_failed, retry), owner)
        self._count_writes(+1)
        self._await(call, self._backend.submit(command, operation_id=operation_id))

    def start(
        self,
        command: Any,
        title: str,
        *,
        then: Then | None = None,
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> LongTask:
        """Carry out a long ``command`` in the background; ``title`` names it, translated."""
        task = LongTask(title, self, command)
        retry = partial(self.start, command, title, then=then, owner=owner)
        call = self._write_call(command, then, failed or partial(self._tell_failed, retry), owner)
        self._tasks.add(task)
        running = self._backend.start(command, on_progress=task.report)
        task.attach(running)
        self._count_writes(+1)
        ending = Call(
            self, partial(self._end, task, call), partial(self._end_badly, task, call), False
        )
        self._await(ending, running.future)
        self.task_started.emit(task)
        return task

    def _write_call(
        self, command: Any, then: Then | None, failed: Failed, owner: QObject | None
    ) -> Call:
        label = self._backend.commands[type(command)].label

        def tell(outcome: Outcome) -> None:
            self.written.emit(Written(command, label, outcome))
            if then is not None and isValid(owner or self):
                then(outcome)

        # What was written must be known to undo even if nobody waits for the answer any more.
        gone = partial(unless_gone, owner or self, failed)
        return Call(self, tell, gone, reads=False, is_save=True)

    def _end(self, task: LongTask, call: Call, outcome: Outcome) -> None:
        self._finish(task)
        call.then(outcome)

    def _end_badly(self, task: LongTask, call: Call, error: BaseException) -> None:
        self._finish(task)
        call.failed(error)

    def _finish(self, task: LongTask) -> None:
        self._tasks.discard(task)
        task.ended.emit()
        task.deleteLater()

    @property
    def tasks(self) -> tuple[LongTask, ...]:
        """The long commands under way."""
        return tuple(self._tasks)

    def _count_writes(self, by: int) -> None:
        was = self._writes > 0
        self._writes += by
        if was != (self._writes > 0):
            self.writing.emit(self._writes > 0)

    @property
    def is_saving(self) -> bool:
        """Whether a short command is under way, whose end is a moment away."""
        return any(call.is_save for call in self._calls.values())

    # Answers

    def _await(self, call: Call, future: Future[Any]) -> None:
        """The working thread knows the call by its number only: were it the last to hold the
        owner or what the answer is for, widgets would be destroyed on its thread."""
        number = next(self._numbers)
        self._calls[number] = call
        future.add_done_callback(partial(self._arrive, number))

    def _arrive(self, number: int, future: Future[Any]) -> None:
        """On whatever thread the work was done."""
        if not self._is_closing:
            self._arrived.emit(number, future)

    def _deliver(self, number: int, future: Future[Any]) -> None:
        call = self._calls.pop(number)
        try:
            self._answer(call, future)
        finally:
            if call.is_save and not self._is_closing:
                self._note_saved(future)

    def _note_saved(self, future: Future[Any]) -> None:
        self._all_went_well &= not future.cancelled() and future.exception() is None
        if not self.is_saving:
            went_well, self._all_went_well = self._all_went_well, True
            self.saved.emit(went_well)

    def _answer(self, call: Call, future: Future[Any]) -> None:
        self._answered_at = time.monotonic()
        if not call.reads and call.writes:
            self._count_writes(-1)
        if call.channel is not None:
            if self._latest.get(call.channel) is not future:
                return
            del self._latest[call.channel]
        if future.cancelled() or self._is_closing:
            return
        error = future.exception()
        self._note_whether_lost(call, error)
        if error is not None and not is_expected(error):
            report_bug(error)
        if not isValid(call.owner):
            return
        if error is None:
            call.then(future.result())
        else:
            call.failed(error)

    def _note_whether_lost(self, call: Call, error: BaseException | None) -> None:
        if not call.reads:
            return
        if error is not None and may_pass(error):
            if type(error) is not self._lost_by:
                self._lost_by = type(error)
                self.lost.emit(error)
        elif self._lost_by is not None:
            self._lost_by = None
            self.returned.emit()

    def _tell_failed(self, retry: Callable[[], Any], error: BaseException) -> None:
        self.failed.emit(Failure(error, retry if may_pass(error) else None))

    def tell_failed(self, error: BaseException) -> None:
        """Let the window show a failure that the caller has nothing to add to."""
        self.failed.emit(Failure(error))

    def tell_failed_reading(self, error: BaseException) -> None:
        """The same of what could not be read; while the workspace is lost one banner says so for
        all."""
        if not may_pass(error):
            self.failed.emit(Failure(error))

    def is_quiet(self) -> bool:
        """Whether nothing is asked and nothing was a moment ago: there is time to prepare what
        may be wanted later."""
        rested = time.monotonic() - self._answered_at > _QUIET_SECONDS
        return self._is_closing or (rested and not self._calls)

    # The end

    def close(self) -> None:
        """Close the workspace in the background; ``closed`` tells when it is done. Commands
        that were given are finished, long ones are stopped and take themselves back."""
        if self._is_closing:
            return
        self._is_closing = True
        self._looking.stop()
        self.days.stop()
        self._hub.close()
        for task in self._tasks:
            task.cancel()
        threading.Thread(target=self._close_backend, name="closing").start()

    def _close_backend(self) -> None:
        try:
            self._backend.close()
        finally:
            self.closed.emit()
            self.is_closed = True  # only now may the bridge be deleted


def _nothing(_reader: Reader) -> None:
    """A question whose answer does not matter."""
