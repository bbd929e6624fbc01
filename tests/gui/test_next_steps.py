"""Next steps on a card: finished in their place, asked for the next, planned, moved."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.queries import find_done, find_open
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.paint.marks import NextStep
from crm_desktop.gui.pages.activities import words
from crm_desktop.gui.pages.activities.next_steps import NextSteps, make_section
from crm_desktop.gui.pages.activities.when import DayPicker, When, pick_day
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import read, there, write

NOON = datetime(2026, 10, 14, 9, 40, tzinfo=timezone.utc)

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


@pytest.fixture(autouse=True)
def noon() -> None:
    clock.set_source(lambda: NOON)


@pytest.fixture
def person(backend: Backend) -> RecordRef:
    return RecordRef("contact", str(write(backend, CreateContact({"given_name": "Marina"}))))


def step(backend: Backend, person: RecordRef, title: str, **values: Any) -> str:
    given = {"kind": "task", "title": title, "contacts": [person.id], **values}
    return str(write(backend, CreateActivity(given)))


def show(bridge: Bridge, person: RecordRef, qtbot: QtBot) -> NextSteps:
    part = NextSteps(bridge)
    qtbot.addWidget(part)
    part.resize(270, 500)
    part.show()
    with qtbot.waitSignal(part.count_changed):
        part.show_record(person)
    qtbot.waitUntil(lambda: all(row.circle.width() > 10 for row in part.rows))
    part.activateWindow()
    return part


def titles(part: NextSteps) -> list[str]:
    return [row.step.title for row in part.rows]


def test_what_is_due_first_stands_first_in_the_colour_of_its_urgency(
    backend: Backend, bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    step(backend, person, "Later", due_on="2026-10-20")
    step(backend, person, "Overdue", due_on="2026-10-12")
    step(backend, person, "Today", due_at="2026-10-14T12:30:00.000Z")
    step(backend, person, "Some day")
    part = show(bridge, person, qtbot)
    assert titles(part) == ["Overdue", "Today", "Later", "Some day"]
    urgencies = [words.step_of(row.step) for row in part.rows[:3]]
    assert urgencies == [NextStep.OVERDUE, NextStep.TODAY, NextStep.PLANNED]
    assert part.rows[0].accessibleName().startswith("Task: Overdue, overdue since 12 Oct")


def test_the_circle_asks_for_the_result_and_then_for_the_next_step(
    backend: Backend, bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    step(backend, person, "Talk")
    part = show(bridge, person, qtbot)
    QTest.mouseClick(part.rows[0].circle, Qt.MouseButton.LeftButton)
    pane = there(part.finishing)
    assert pane.result.hasFocus()
    QTest.keyClicks(pane.result, "Agreed")
    QTest.keyClick(pane.result, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.next is not None)
    (done,) = read(backend, find_done, TimelineQuery(*person))
    assert done.payload.result == "Agreed"
    assert part.finishing is pane  # it stays where it is, though its step is gone
    following = there(pane.next)
    assert following.task.line.hasFocus()
    QTest.keyClicks(following.task.line, "call on Friday")
    QTest.keyClick(following.task.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.finishing is None)
    qtbot.waitUntil(lambda: titles(part) == ["call"])
    assert part.rows[0].step.due_on == date(2026, 10, 16)


def test_esc_leaves_the_step_open(
    backend: Backend, bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    step(backend, person, "Talk")
    part = show(bridge, person, qtbot)
    part.rows[0].setFocus()
    QTest.keyClick(part.rows[0], Qt.Key.Key_Space)
    QTest.keyClick(there(part.finishing).result, Qt.Key.Key_Escape)
    assert part.finishing is None
    assert part.rows[0].hasFocus()
    assert len(read(backend, find_open, *person)) == 1


def test_without_a_step_the_section_offers_to_plan_one(
    backend: Backend, bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    part = show(bridge, person, qtbot)
    assert part.none.isVisible()
    part.plan()
    line = there(part.new).task.line
    assert line.hasFocus()
    QTest.keyClicks(line, "send the offer")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(part) == ["send the offer"])
    qtbot.waitUntil(lambda: part.new is None)
    assert not part.none.isVisible()
    assert part.rows[0].hasFocus()


def test_the_plus_of_the_section_plans(bridge: Bridge, person: RecordRef, qtbot: QtBot) -> None:
    part, section = show(bridge, person, qtbot), make_section()
    there(section.add)(part)
    assert part.new is not None


def test_a_step_is_moved_by_its_menu_and_keeps_its_time(
    backend: Backend, bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    step(backend, person, "Talk", due_at="2026-10-14T12:30:00.000Z")
    part = show(bridge, person, qtbot)
    menu = part.make_menu(part.rows[0])
    move = there(menu.findChild(QMenu, "move"))
    next(one for one in move.actions() if one.objectName() == "tomorrow").trigger()
    moved = datetime(2026, 10, 15, 12, 30, tzinfo=timezone.utc)
    qtbot.waitUntil(lambda: part.rows[0].step.due_at == moved)
    menu.deleteLater()


def test_any_day_is_chosen_in_words(bridge: Bridge, person: RecordRef, qtbot: QtBot) -> None:
    part = show(bridge, person, qtbot)
    chosen: list[When] = []
    picker = pick_day(part, When(date(2026, 10, 14)), chosen.append)
    assert isinstance(picker, DayPicker)
    QTest.keyClicks(picker.line, "on Friday 15:30")
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert [(when.day, when.at and when.at.hour) for when in chosen] == [(date(2026, 10, 16), 15)]


def test_many_steps_are_shown_ten_at_a_time(
    backend: Backend, bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    for number in range(14):
        step(backend, person, f"Step {number}")
    part = show(bridge, person, qtbot)
    assert len(part.rows) == 10
    assert part.more.text() == "4 more"
    QTest.mouseClick(part.more, Qt.MouseButton.LeftButton)
    assert len(part.rows) == 14


def test_a_step_of_a_colleague_appears_without_taking_the_focus(
    backend: Backend, bridge: Bridge, person: RecordRef, qtbot: QtBot
) -> None:
    step(backend, person, "Talk", due_on="2026-10-20")
    part = show(bridge, person, qtbot)
    part.rows[0].setFocus()
    step(backend, person, "Sooner", due_on="2026-10-15")
    qtbot.waitUntil(lambda: titles(part) == ["Sooner", "Talk"])
    assert part.rows[1].hasFocus()
    QTest.keyClick(part.rows[1], Qt.Key.Key_Up)
    assert part.rows[0].hasFocus()
    QTest.keyClick(part.rows[0], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: titles(part) == ["Talk"])
