"""Who is on the blacklist: nothing is planned with them unasked, by whatever way it is begun."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.activities.rows import ActivityKind
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.pages.activities.finishing import NextLine
from crm_desktop.gui.pages.activities.many_tasks import ManyTasks
from crm_desktop.gui.pages.activities.next_steps import NextSteps
from crm_desktop.gui.pages.activities.preview_part import PreviewPart
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, read, there, view_of, write

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def oleg(backend: Backend) -> str:
    """A person on the blacklist."""
    values = {"given_name": "Oleg", "blacklisted": "debts"}
    return str(write(backend, CreateContact(values)))


@pytest.fixture
def session(oleg: str, workspace: Path, open_window: OpenWindow) -> Session:
    """A window on him."""
    return open_window(workspace)


@pytest.fixture
def card(session: Session, oleg: str, qtbot: QtBot) -> CardPage:
    """His card, open."""
    view = view_of(session)
    view.open_record(RecordRef("contact", oleg))
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    return there(view.way.card)


def questions() -> list[QuestionDialog]:
    shown = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    return [one for one in shown if isinstance(one, QuestionDialog)]


def question(qtbot: QtBot) -> QuestionDialog:
    """The question that is asked now."""
    qtbot.waitUntil(lambda: bool(questions()))
    return questions()[0]


def test_a_step_planned_in_its_section_asks_first(card: CardPage, qtbot: QtBot) -> None:
    [steps] = card.panes.sections.findChildren(NextSteps)
    qtbot.waitUntil(steps.none.isVisible)
    QTest.mouseClick(steps.none, LEFT)
    QTest.mouseClick(question(qtbot).keep, LEFT)
    assert steps.new is None
    plus = next(box.add for box in card.panes.sections.boxes if box.part is steps)
    QTest.mouseClick(plus, LEFT)
    QTest.mouseClick(question(qtbot).do, LEFT)
    assert steps.new is not None


def test_a_task_typed_into_its_tab_is_saved_after_the_question_and_a_note_without_one(
    card: CardPage, backend: Backend, oleg: str, qtbot: QtBot
) -> None:
    composer = cast(TimelinePart, card.panes.middle).composer
    QTest.keyClicks(composer.edit, "Asked for the prices")
    with qtbot.waitSignal(composer.saved):
        QTest.keyClick(composer.edit, Qt.Key.Key_Return, CTRL)
    composer.tabs.choose(ActivityKind.TASK)
    QTest.keyClicks(composer.task.line, "Send the offer")
    QTest.keyClick(composer.task.line, Qt.Key.Key_Return, CTRL)
    asked = question(qtbot)
    assert composer.task.line.text() == "Send the offer"
    assert not read(backend, find_open, "contact", oleg)
    with qtbot.waitSignal(composer.saved):
        QTest.mouseClick(asked.do, LEFT)
    assert [one.title for one in read(backend, find_open, "contact", oleg)] == ["Send the offer"]


def test_the_next_step_after_a_finished_one_asks_first(
    card: CardPage, backend: Backend, oleg: str, qtbot: QtBot
) -> None:
    write(backend, CreateActivity({"kind": "task", "title": "Send", "contacts": [oleg]}))
    [steps] = card.panes.sections.findChildren(NextSteps)
    qtbot.waitUntil(lambda: len(steps.rows) == 1)
    QTest.mouseClick(steps.rows[0].circle, LEFT)
    finishing = there(steps.finishing)
    QTest.keyClick(finishing.result, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: finishing.next is not None)
    line = there(finishing.next)
    QTest.keyClicks(line.task.line, "Call")
    QTest.keyClick(line.task.line, Qt.Key.Key_Return)
    QTest.mouseClick(question(qtbot).keep, LEFT)
    qtbot.waitUntil(lambda: not questions())
    assert line.task.line.text() == "Call"
    assert not read(backend, find_open, "contact", oleg)
    QTest.keyClick(line.task.line, Qt.Key.Key_Return)
    QTest.mouseClick(question(qtbot).do, LEFT)
    qtbot.waitUntil(lambda: len(read(backend, find_open, "contact", oleg)) == 1)


def test_a_step_planned_in_the_preview_asks_first(
    session: Session, backend: Backend, oleg: str, qtbot: QtBot
) -> None:
    part = PreviewPart(there(session.bridge), session.window)
    part.show()
    part.show_record(RecordRef("contact", oleg))
    part.plan()
    line = part.asked
    assert isinstance(line, NextLine)
    QTest.keyClicks(line.task.line, "Call")
    QTest.keyClick(line.task.line, Qt.Key.Key_Return)
    QTest.mouseClick(question(qtbot).do, LEFT)
    qtbot.waitUntil(lambda: len(read(backend, find_open, "contact", oleg)) == 1)


def test_a_task_for_the_rows_of_a_list_asks_first(
    session: Session, backend: Backend, oleg: str, qtbot: QtBot
) -> None:
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    page.list.setFocus()
    page.choose_first()
    QTest.keyClick(page.list.table, Qt.Key.Key_Space)
    [task] = [one for one in page.bulk.bar.offered if one.name == "task"]
    task.run(page.bulk.bar.more)
    asked = there(page.bulk.actions).popover
    assert isinstance(asked, ManyTasks)
    QTest.keyClicks(asked.line.line, "Call")
    QTest.keyClick(asked.line.line, Qt.Key.Key_Return)
    box = question(qtbot)
    assert box.heading.text() == "Oleg is on the blacklist. Plan a task all the same?"
    assert not read(backend, find_open, "contact", oleg)
    QTest.mouseClick(box.do, LEFT)
    qtbot.waitUntil(lambda: len(read(backend, find_open, "contact", oleg)) == 1)
