"""Closing the window over long work: it asks, for what was done would be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from tests.gui.conftest import OpenWindow, there

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_window_is_closed_over_long_work_only_when_the_person_says_so(
    open_window: OpenWindow, workspace: Path, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    bridge, window = there(session.bridge), session.window
    task = LongTask("Import", bridge)
    bridge._tasks.add(task)
    QApplication.closeAllWindows()
    assert window.isVisible()
    [question] = window.findChildren(QuestionDialog)
    question.keep.click()
    assert not task.is_cancelled
    qtbot.waitUntil(lambda: not window.findChildren(QuestionDialog))
    window.close()
    [question] = window.findChildren(QuestionDialog)
    with qtbot.waitSignal(bridge.closed):
        question.do.click()
    assert task.is_cancelled
