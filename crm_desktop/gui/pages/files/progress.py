"""Files on their way into the workspace: a bar, and the way to stop it. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.numbers import shown_size


class AttachProgress(QWidget):
    """Hidden while nothing is on its way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._task: LongTask | None = None
        self.words = plain_label("", type="hint")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Attaching files"))
        self.stop = QPushButton(_("Stop"), self)
        dress(self.stop, scale="tiny")
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self._stop)
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 6)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.bar)
        self.hide()

    def follow(self, task: LongTask) -> None:
        """Show how far this is, until it ends."""
        self._task = task
        self.words.setText(_("Attaching files…"))
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        task.progressed.connect(self._show_progress)
        task.ended.connect(self._end)
        self.show()

    def _show_progress(self) -> None:
        progress = self._task.progress if self._task is not None else None
        if progress is None or not progress.total:
            return
        # Bytes may be more than a bar's number can hold.
        self.bar.setRange(0, 1000)
        self.bar.setValue(progress.done * 1000 // progress.total)
        words = _("{done} of {total}")
        self.words.setText(
            words.format(done=shown_size(progress.done), total=shown_size(progress.total))
        )

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        if self._task is not None:
            self._task.cancel()

    def _end(self) -> None:
        self._task = None
        self.hide()
