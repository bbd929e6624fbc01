"""Below the fields of the preview: the next step, to be finished there, and what happened last."""

from __future__ import annotations

import weakref

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.buttons import DashedButton
from crm_desktop.gui.kit.fields_pane import FieldsPane, RecordText
from crm_desktop.gui.pages.activities.finishing import Finishing
from crm_desktop.gui.pages.activities.preview_part import PreviewPart, StepCard
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


def shown(part: PreviewPart) -> list[str]:
    labels = [*part.findChildren(QLabel), *part.latest.findChildren(QLabel)]
    return [label.text() for label in labels if label.isVisible()]


@pytest.fixture
def part(backend: Backend, bridge: Bridge, qtbot: QtBot) -> PreviewPart:
    person = str(write(backend, CreateContact({"given_name": "Marina"})))
    linked = {"contacts": [person]}
    write(backend, CreateActivity({"kind": "task", "title": "Send the offer", **linked}))
    write(backend, CreateActivity({"kind": "note", "text": "Wants **a discount**", **linked}))
    part = PreviewPart(bridge)
    for widget in (part, part.latest):
        qtbot.addWidget(widget)
        widget.resize(256, 400)
    part.show()
    with qtbot.waitSignal(part.count_changed):
        part.show_record(RecordRef("contact", person))
    qtbot.waitUntil(lambda: "Latest" in shown(part))
    return part


def test_the_next_step_and_the_latest_words_are_shown(part: PreviewPart) -> None:
    assert shown(part)[:3] == ["Next step", "Latest", "Wants a discount"]
    assert there(part.findChild(StepCard)).accessibleName().startswith("Task: Send the offer")


def test_a_step_is_finished_in_the_preview(part: PreviewPart, qtbot: QtBot) -> None:
    circle = there(part.findChild(StepCard)).circle
    qtbot.waitUntil(lambda: circle.width() > 10)
    QTest.mouseClick(circle, Qt.MouseButton.LeftButton)
    assert isinstance(part.asked, Finishing)
    QTest.keyClicks(part.asked.result, "Sent")
    QTest.keyClick(part.asked.result, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Send the offer: Sent" in shown(part))


def test_a_question_does_not_hold_the_part_that_asks(
    bridge: Bridge, backend: Backend, dressed: None, qtbot: QtBot
) -> None:
    """Else it is destroyed from within its own child, which then is destroyed twice."""
    person = str(write(backend, CreateContact({"given_name": "Marina"})))
    part = PreviewPart(bridge)
    with qtbot.waitSignal(part.count_changed):
        part.show_record(RecordRef("contact", person))
    part.plan()
    held = weakref.ref(part)
    del part
    assert held() is None


def test_nothing_is_planned_or_finished_about_what_lies_in_the_bin(
    part: PreviewPart, bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    part.lock("Restore it first.")
    circle = there(there(part._sheet).findChild(StepCard)).circle
    assert not circle.isEnabled()
    assert circle.toolTip() == "Restore it first."
    nobody = str(write(backend, CreateContact({"given_name": "Oleg"})))
    with qtbot.waitSignal(part.count_changed):
        part.show_record(RecordRef("contact", nobody))
    assert part._sheet is None
    part.lock("")
    assert isinstance(there(part._sheet).findChild(DashedButton), DashedButton)


def test_no_quick_buttons_stand_over_what_lies_in_the_bin(qtbot: QtBot) -> None:
    pane = FieldsPane("Preview")
    qtbot.addWidget(pane)
    pane.show_record(RecordText("Marina", "", "", (), key="1", is_deleted=True))
    assert pane.findChildren(QToolButton) == []


def test_quick_buttons_begin_a_task_or_a_note(qtbot: QtBot) -> None:
    pane = FieldsPane("Preview")
    qtbot.addWidget(pane)
    pane.show_record(RecordText("Marina", "", "", (), key="1"))
    wanted: list[str] = []
    pane.compose_wanted.connect(wanted.append)
    buttons = {one.accessibleName(): one for one in pane.findChildren(QToolButton)}
    buttons["Task"].click()
    buttons["Note"].click()
    assert wanted == ["task", "note"]
