"""Whoever closes a window in which something long goes on is asked first: it would be taken back.

Called by the main window where the person closes it; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.question_dialog import QuestionDialog

if TYPE_CHECKING:
    from crm_desktop.gui.bridge.tasks import LongTask


def leave_work(window: QWidget, tasks: Sequence[LongTask], go: Callable[[], object]) -> None:
    """Call ``go`` where none of these long commands is under way, and else if the person wants to
    stop them, or as soon as they have ended meanwhile."""
    if not tasks:
        go()
        return
    if window.findChild(WorkQuestion) is None:
        question = WorkQuestion(tasks, window)
        question.accepted.connect(go)
        question.open()


class WorkQuestion(QuestionDialog):
    """Names what goes on; accepted when all of it has ended, too."""

    def __init__(self, tasks: Sequence[LongTask], window: QWidget) -> None:
        super().__init__(
            _("Work is still going on: {task}").format(task=tasks[0].title),
            _("If the window closes now, what has been done of it is taken back."),
            _("Stop and close"),
            _("Keep the window open"),
            window,
            is_grave=False,
        )
        self._left = len(tasks)
        for task in tasks:
            task.ended.connect(self._count)

    def _count(self) -> None:
        self._left -= 1
        if not self._left:
            self.accept()
