"""Whoever closes the window while something long goes on is asked before it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QCloseEvent
from pytestqt.qtbot import QtBot

from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.leaving import WorkQuestion
from tests.gui.conftest import OpenWindow, there

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Cross(QCloseEvent):
    """What the system sends when its cross is pressed."""

    def spontaneous(self) -> bool:
        return True


WAYS: dict[str, Callable[[Session], object]] = {
    "keys": lambda session: session.window.commands.action("window.close").trigger(),
    "quit": lambda session: session.window.commands.action("program.quit").trigger(),
    "cross": lambda session: session.window.closeEvent(Cross()),
}


@pytest.fixture
def session(workspace: Path, open_window: OpenWindow) -> Session:
    """A window in which an import is under way."""
    session = open_window(workspace)
    bridge = there(session.bridge)
    bridge._tasks.add(LongTask("Import", bridge))
    return session


@pytest.mark.parametrize("way", WAYS)
def test_an_import_under_way_is_stopped_only_if_the_person_says_so(
    session: Session, way: str, qtbot: QtBot
) -> None:
    WAYS[way](session)
    question = there(session.window.findChild(WorkQuestion))
    assert question.heading.text() == "Work is still going on: Import"
    WAYS[way](session)  # in a hurry
    assert len(session.window.findChildren(WorkQuestion)) == 1
    question.keep.click()
    assert session.window.isVisible()
    qtbot.waitUntil(lambda: session.window.findChild(WorkQuestion) is None)
    WAYS[way](session)
    there(session.window.findChild(WorkQuestion)).do.click()
    qtbot.waitUntil(lambda: not session.window.isVisible())


def test_when_all_has_ended_meanwhile_the_window_closes(session: Session, qtbot: QtBot) -> None:
    WAYS["keys"](session)
    bridge = there(session.bridge)
    [task] = bridge.tasks
    bridge._tasks.discard(task)
    task.ended.emit()
    qtbot.waitUntil(lambda: not session.window.isVisible())
