"""The window's last line: whether all is saved, how many there are, and work under way.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.bridge.tasks import LongTask

# What is done sooner needs no word.
_PATIENCE_MS = 300
_SECONDS_WORTH_TELLING = 2


class StatusLine(QWidget):
    """State of saving, count, and the task under way with its bar and its way to stop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.saving = QLabel(self)
        self.count = QLabel(self)
        self.activity = QLabel(self)
        self.bar = QProgressBar(self)
        self.bar.setMaximumWidth(180)
        self.bar.setTextVisible(False)
        self.stop = QPushButton(_("Stop"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.addWidget(self.saving)
        layout.addStretch()
        for widget in (self.activity, self.bar, self.stop, self.count):
            layout.addWidget(widget)
        self._task: LongTask | None = None
        self._is_writing = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._say_saving)
        self._task_patience = QTimer(self)
        self._task_patience.setSingleShot(True)
        self._task_patience.setInterval(_PATIENCE_MS)
        self._task_patience.timeout.connect(self._show_task)
        self.stop.clicked.connect(self.stop_task)
        self._hide_task()

    def tell_writing(self, is_writing: bool) -> None:
        """Something is being written, or all of it is written."""
        self._is_writing = is_writing
        if is_writing:
            self._patience.start()
        else:
            self._patience.stop()
            self.saving.setText(_("All saved"))

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
        self.saving.setText(_("Saving…"))

    def _show_task(self) -> None:
        if self._task is not None:
            for widget in (self.activity, self.bar, self.stop):
                widget.show()
            self._tell_progress()

    def _hide_task(self) -> None:
        for widget in (self.activity, self.bar, self.stop):
            widget.hide()

    def _forget(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self._task_patience.stop()
            self._hide_task()

    def _tell_progress(self) -> None:
        task = self._task
        if task is None or self.activity.isHidden():
            return
        progress = task.progress
        known = progress is not None and progress.total > 0
        self.bar.setRange(0, 1000 if known else 0)
        if progress is not None and known:
            self.bar.setValue(1000 * progress.done // progress.total)
        self.stop.setEnabled(not task.is_cancelled)
        words = progress_words(task)
        self.activity.setText(words)
        self.bar.setAccessibleName(words)


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
    values["percent"] = str(100 * progress.done // progress.total)
    left = task.seconds_left()
    if left is None or left < _SECONDS_WORTH_TELLING:
        return _("{task}: {phase}, {percent}%").format(**values)
    return _("{task}: {phase}, {percent}%, {left}").format(left=_time_left(left), **values)


def phase_words(phase: str) -> str:
    """What a long command is doing, by its stable code."""
    known = {
        "read": _("reading the file"),
        "clean": _("checking the values"),
        "write": _("saving"),
        "undo": _("taking back"),
    }
    return known.get(phase, phase)


def _time_left(seconds: float) -> str:
    if seconds < 60:
        number = round(seconds)
        words = ngettext("about {number} second left", "about {number} seconds left", number)
    else:
        number = round(seconds / 60)
        words = ngettext("about {number} minute left", "about {number} minutes left", number)
    return words.format(number=number)
