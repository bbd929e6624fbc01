"""At the foot of the sidebar: whether all is saved, and the work under way.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.painted import CutLabel, IconMark
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot

# What is done sooner needs no word.
_PATIENCE_MS = 300
_SECONDS_WORTH_TELLING = 2
_MARK = 12
_FULL = 1000
_AROUND, _FOLDED = (8, 4, 8, 8), (0, 4, 0, 8)  # the bar of a folded sidebar has little room


class StatusLine(QWidget):
    """State of saving; ``work`` is the task under way with its bar and its way to stop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.saving = CutLabel(lambda theme: theme.faces.caption, "text_tertiary", self)
        self._mark = IconMark("check-circle-fill", "success", _MARK, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._mark)
        layout.addWidget(self.saving, 1)
        self.work = QWidget(parent)
        self._make_work()
        self._task: LongTask | None = None
        self._is_writing = self._is_waiting = self._is_lost = False
        self._is_folded = False
        self._patience = single_shot(self, self._say_saving, _PATIENCE_MS)
        self._task_patience = single_shot(self, self._show_task, _PATIENCE_MS)
        self.stop.clicked.connect(self.stop_task)
        self._hide_task()
        self.tell_writing(False)

    def _make_work(self) -> None:
        self.activity = QLabel(self.work)
        self.activity.setWordWrap(True)
        self.activity.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.activity, type="hint")
        self.bar = QProgressBar(self.work)
        self.bar.setTextVisible(False)
        self.stop = QPushButton(_("Stop"), self.work)
        dress(self.stop, scale="tiny")
        self._column = column = QVBoxLayout(self.work)
        column.setContentsMargins(*_AROUND)
        column.setSpacing(6)
        column.addWidget(self.activity)
        column.addWidget(self.bar)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)

    def fold(self, is_folded: bool) -> None:
        """Only the bar has room in a folded sidebar."""
        self._is_folded = is_folded
        if not self.work.isHidden():
            self._show_task()

    def tell_writing(self, is_writing: bool) -> None:
        """Something is being written, or all of it is written."""
        self._is_writing = is_writing
        if is_writing:
            self._patience.start()
        else:
            self._patience.stop()
            self._say_rest()

    def tell_waiting(self, is_waiting: bool) -> None:
        """Something lies here only, and is tried again until it can be written."""
        self._is_waiting = is_waiting
        if not self._is_writing:
            self._say_rest()

    def tell_lost(self, is_lost: bool) -> None:
        """The workspace doesn't answer, or does again."""
        self._is_lost = is_lost
        if not self._is_writing:
            self._say_rest()

    def _say_rest(self) -> None:
        if self._is_waiting:
            self._say(_("Saved here, will be sent later"), "warning", "warning")
        elif self._is_lost:
            self._say(_("The workspace doesn’t answer"), "warning", "warning")
        else:
            self._say(_("All saved"), "check-circle-fill", "success")

    def follow(self, task: LongTask) -> None:
        """Show how far ``task`` is, if it takes long; the newest task is shown."""
        self._task = task
        task.progressed.connect(self._tell_progress)
        task.ended.connect(self._forget)
        self._task_patience.start()

    def stop_task(self) -> None:
        """Stop the task that is shown."""
        if self._task is not None:
            self._task.cancel()

    @property
    def has_task(self) -> bool:
        """Whether there is something to stop."""
        return self._task is not None

    def _say_saving(self) -> None:
        self._say(_("Saving…"), "arrows-clockwise", "text_tertiary")

    def _say(self, words: str, icon: str, colour: str) -> None:
        self.saving.setText(words)
        self._mark.show_icon(icon, colour)

    def _show_task(self) -> None:
        if self._task is not None:
            self.work.show()
            self.activity.setVisible(not self._is_folded)
            self.stop.setVisible(not self._is_folded)
            self._column.setContentsMargins(*(_FOLDED if self._is_folded else _AROUND))
            self._tell_progress()

    def _hide_task(self) -> None:
        self.work.hide()

    def _forget(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self._task_patience.stop()
            self._hide_task()

    def _tell_progress(self) -> None:
        task = self._task
        if task is None or self.work.isHidden():
            return
        part = task.part
        self.bar.setRange(0, 0 if part is None else _FULL)
        if part is not None:
            self.bar.setValue(round(_FULL * part))
        self.stop.setEnabled(not task.is_cancelled)
        words = progress_words(task)
        self.activity.setText(words)
        self.bar.setAccessibleName(words)
        self.work.setToolTip(words)


def progress_words(task: LongTask) -> str:
    """``Import: 62%, about 2 minutes left``, as far as it is known."""
    if task.is_cancelled:
        return _("{task}: stopping, everything is being taken back").format(task=task.title)
    progress = task.progress
    if progress is None:
        return task.title
    values = {"task": task.title, "phase": phase_words(progress.phase)}
    if not progress.total:
        number = QLocale().toString(progress.done)
        return _("{task}: {phase}, {number} done").format(number=number, **values)
    values["percent"] = str(task.percent)
    left = task.seconds_left()
    if left is None or left < _SECONDS_WORTH_TELLING:
        return _("{task}: {phase}, {percent}%").format(**values)
    return _("{task}: {phase}, {percent}%, {left}").format(left=time_left_words(left), **values)


def phase_words(phase: str) -> str:
    """What a long command is doing, by its stable code."""
    known = {
        "read": _("reading the file"),
        "clean": _("checking the values"),
        "write": _("saving"),
        "undo": _("taking back"),
    }
    return known.get(phase, phase)


def time_left_words(seconds: float) -> str:
    """``about 2 minutes left``."""
    if seconds < 60:
        number = round(seconds)
        words = ngettext("about {number} second left", "about {number} seconds left", number)
    else:
        number = round(seconds / 60)
        words = ngettext("about {number} minute left", "about {number} minutes left", number)
    return words.format(number=number)
