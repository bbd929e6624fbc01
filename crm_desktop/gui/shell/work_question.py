"""What a window asks before it is closed over long work, which would be taken back.

Called by the main window; window-modal, without a loop of its own. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.shell.instance import bring_up


def ask_about_work(
    window: QWidget, tasks: Sequence[LongTask], stop: Callable[[], object]
) -> QuestionDialog:
    """``stop`` ends the tasks and closes; else all goes on. The window may be hidden in the tray.
    When the last task is done meanwhile there is nothing left to ask."""
    bring_up(window)
    question = QuestionDialog(
        _("{task}: still going on").format(task=tasks[0].title),
        _("If the window is closed now, what it has done so far is taken back."),
        _("Stop and close"),
        _("Let it go on"),
        window,
        is_grave=False,
    )
    question.accepted.connect(stop)
    tasks[-1].ended.connect(question.reject)
    question.open()
    return question
