"""What a window asks before it is closed over long work, which would be taken back.

Called by the main window; window-modal, without a loop of its own. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.shell.instance import bring_up

if TYPE_CHECKING:
    from crm_desktop.gui.shell.main_window import MainWindow

_NAME = "work"


def ask_about_work(window: MainWindow, tasks: Sequence[LongTask]) -> None:
    """Whether to end the tasks, or to close once they are done; else all goes on. The window may
    be hidden in the tray. When the last task is done meanwhile there is nothing left to ask."""
    bring_up(window)
    if any(asked.isVisible() for asked in window.findChildren(QuestionDialog, _NAME)):
        return
    question = QuestionDialog(
        _("{task}: still going on").format(task=tasks[0].title),
        _("If the window is closed now, what it has done so far is taken back."),
        _("Stop and close"),
        _("Let it go on"),
        window,
        is_grave=False,
    )
    question.setObjectName(_NAME)
    later = QPushButton(_("Close when it is done"), question)
    later.setAutoDefault(False)
    question.foot.row.insertWidget(question.foot.row.indexOf(question.do), later)

    def wait() -> None:
        tasks[-1].ended.connect(window.close)
        question.reject()

    def stop() -> None:
        window.stops_work = True
        window.close()

    later.clicked.connect(wait)
    question.accepted.connect(stop)
    tasks[-1].ended.connect(question.reject)
    question.open()
