"""Addresses of records: copied, pasted into the palette, handed over at the start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.program import Program
from crm_desktop.gui.shell.links import link_to, linked_record
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, name_in, there, view_of, write

ID = "01a201c5-64ac-752c-808e-22b33db3a6b4"
GONE = RecordRef("contact", ID)


@pytest.mark.parametrize(
    "text",
    [
        f"crmdesktop://contact/{ID}",
        f"  CRMDESKTOP://contact/{ID.upper()}/\n",
        str(Path(f"crmdesktop://contact/{ID}")),
        str(Path(f"crmdesktop://contact/{ID}").absolute()),
        f"C:\\Users\\Anna\\crmdesktop:\\contact\\{ID}",
    ],
)
def test_an_address_is_read_as_people_and_systems_hand_it_over(text: str) -> None:
    assert linked_record(text) == GONE


@pytest.mark.parametrize(
    "text",
    ["", "contact", "crmdesktop://contact/1", f"http://contact/{ID}", f"xcrmdesktop://a/{ID}"],
)
def test_other_texts_are_no_addresses(text: str) -> None:
    assert linked_record(text) is None


def test_what_is_written_is_read_again() -> None:
    assert linked_record(link_to(GONE)) == GONE


@pytest.fixture
def anna(backend: Backend) -> RecordRef:
    """A person in the workspace."""
    return RecordRef("contact", write(backend, CreateContact({"given_name": "Anna"})))


def test_a_pasted_address_leads_to_its_record(
    anna: RecordRef, workspace: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    session.window.open_palette()
    palette = there(session.window.search_palette)
    palette.line.insert(link_to(GONE))
    qtbot.waitUntil(lambda: palette.is_ready)
    assert [line.title for line in palette.list.lines.lines] == [
        "There is no such record in this workspace."
    ]
    palette.line.selectAll()
    palette.line.insert(link_to(anna))
    QTest.keyClick(palette.line, Qt.Key.Key_Return)  # before it is read
    qtbot.waitUntil(lambda: name_in(view_of(session).way) == "Anna")


def test_an_address_given_at_the_start_opens_its_record(
    anna: RecordRef, workspace: Path, program: Program, qtbot: QtBot
) -> None:
    program.begin(str(workspace), [Path(link_to(anna))])
    qtbot.waitUntil(lambda: bool(program.sessions))
    [session] = program.sessions
    qtbot.waitUntil(lambda: session.window.view is not None)
    qtbot.waitUntil(lambda: name_in(view_of(session).way) == "Anna")
