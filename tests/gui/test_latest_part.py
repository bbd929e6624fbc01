"""What happened last with a deal stands below its products and leads to the whole timeline."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.painted import CutLabel
from crm_desktop.gui.pages.activities.latest_part import LatestPart
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import write

pytestmark = pytest.mark.usefixtures("dressed")


def test_the_last_four_are_told_and_lead_to_all(
    bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    client = str(write(backend, CreateContact({"given_name": "Marina"})))
    part = LatestPart(bridge)
    qtbot.addWidget(part)
    part.resize(700, 800)
    part.show_record(RecordRef("contact", client))
    assert part.isHidden()
    for number in range(5):
        note = {"kind": "note", "text": f"Note {number}", "contacts": [client]}
        write(backend, CreateActivity(note))

    def said() -> list[str]:
        return [one.text() for one in part.findChildren(CutLabel)]

    # Lines of an earlier reading may take a moment to go.
    qtbot.waitUntil(lambda: said() == ["Note 4", "Note 3", "Note 2", "Note 1"])
    part.show()
    with qtbot.waitSignal(part.all_wanted):
        QTest.mouseClick(part.every, Qt.MouseButton.LeftButton)


def test_a_line_tells_as_much_as_it_has_room_for(
    bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    client = str(write(backend, CreateContact({"given_name": "Marina"})))
    words = "The price holds until the end of the month, delivery is on us, and so is the light."
    write(backend, CreateActivity({"kind": "note", "text": words, "contacts": [client]}))
    part = LatestPart(bridge)
    qtbot.addWidget(part)
    part.resize(1000, 200)
    part.show_record(RecordRef("contact", client))
    qtbot.waitUntil(lambda: bool(part.findChildren(CutLabel)))
    part.show()
    line = part.findChildren(CutLabel)[0]
    qtbot.waitUntil(lambda: line.width() >= line.sizeHint().width())
    assert line.text() == words


def test_a_low_window_leaves_the_room_to_what_stands_above(
    bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    client = str(write(backend, CreateContact({"given_name": "Marina"})))
    for number in range(4):
        note = {"kind": "note", "text": f"Note {number}", "contacts": [client]}
        write(backend, CreateActivity(note))
    window = QWidget()
    qtbot.addWidget(window)
    part = LatestPart(bridge)
    column = QVBoxLayout(window)
    column.addWidget(part)
    window.resize(900, 640)
    window.show()
    part.show_record(RecordRef("contact", client))

    def said() -> list[str]:
        return [one.text() for one in part.findChildren(CutLabel) if one.isVisible()]

    qtbot.waitUntil(lambda: said() == ["Note 3", "Note 2"])
    window.resize(900, 900)
    qtbot.waitUntil(lambda: len(said()) == 4)
