"""Closing the window over long work: it asks, for what was done would be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.session import Session
from tests.gui.conftest import OpenWindow, there

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

WAYS: dict[str, Callable[[Session], object]] = {
    "keys": lambda session: session.window.commands.action("window.close").trigger(),
    "quit": lambda session: session.window.commands.action("program.quit").trigger(),
    "cross": lambda session: session.window.close(),
}


@pytest.fixture
def session(workspace: Path, open_window: OpenWindow) -> Session:
    """A window in which an import is under way."""
    session = open_window(workspace)
    bridge = there(session.bridge)
    bridge._tasks.add(LongTask("Import", bridge))
    return session


def questions(session: Session) -> list[QuestionDialog]:
    return [one for one in session.window.findChildren(QuestionDialog) if one.isVisible()]


@pytest.mark.parametrize("way", WAYS)
def test_a_window_is_closed_over_long_work_only_when_the_person_says_so(
    session: Session, way: str, qtbot: QtBot
) -> None:
    bridge = there(session.bridge)
    [task] = bridge.tasks
    WAYS[way](session)
    WAYS[way](session)  # in a hurry
    [question] = questions(session)
    assert question.heading.text() == "Import: still going on"
    question.keep.click()
    assert session.window.isVisible()
    assert not task.is_cancelled
    qtbot.waitUntil(lambda: not questions(session))
    WAYS[way](session)
    with qtbot.waitSignal(bridge.closed):
        questions(session)[0].do.click()
    assert task.is_cancelled


def test_when_the_work_has_ended_meanwhile_nothing_is_asked_any_more(
    session: Session, qtbot: QtBot
) -> None:
    session.window.close()
    bridge = there(session.bridge)
    [task] = bridge.tasks
    bridge._tasks.discard(task)
    task.ended.emit()
    qtbot.waitUntil(lambda: not questions(session))
    assert session.window.isVisible()
    session.window.close()
    qtbot.waitUntil(lambda: not session.window.isVisible())


def test_the_window_closes_by_itself_when_the_work_is_done_if_the_person_prefers(
    session: Session, qtbot: QtBot
) -> None:
    bridge = there(session.bridge)
    [task] = bridge.tasks
    session.window.close()
    [question] = questions(session)
    ways = {one.text(): one for one in question.foot.findChildren(QPushButton)}
    assert set(ways) == {"Let it go on", "Close when it is done", "Stop and close"}
    ways["Close when it is done"].click()
    qtbot.waitUntil(lambda: not questions(session))
    assert session.window.isVisible()
    with qtbot.waitSignal(bridge.closed):
        bridge._finish(task)
    assert not task.is_cancelled
