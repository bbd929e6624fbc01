"""The window of a record knows the commands and keys of the main one, and the list it is from."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.session import Session
from crm_desktop.gui.session_apart import ApartCommands
from crm_desktop.gui.shell.card.window import RecordWindow
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, contacts, name_in, there, view_of, write

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL = Modifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def people(backend: Backend) -> dict[str, str]:
    """Three people and a company."""
    firm = write(backend, CreateCompany({"name": "Vektor Plus"}))
    names = ("Anna", "Boris", "Cyril")
    made = {name: write(backend, CreateContact({"given_name": name})) for name in names}
    return {**made, "Vektor Plus": firm}


@pytest.fixture
def session(people: dict[str, str], workspace: Path, open_window: OpenWindow) -> Session:
    """A window on them."""
    return open_window(workspace)


def open_apart(session: Session, record: RecordRef, qtbot: QtBot) -> RecordWindow:
    """The active window, of this record."""
    there(session.cards).open_apart(record)
    [window] = there(session.cards).windows
    qtbot.waitUntil(lambda: bool(name_in(window.way)))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def shared(window: RecordWindow) -> ApartCommands:
    return there(window.findChild(ApartCommands))


def test_ctrl_k_opens_the_palette_over_it_and_a_record_opens_there(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    window = open_apart(session, RecordRef("contact", people["Anna"]), qtbot)
    QTest.keyClick(window, Key.Key_K, CTRL)
    palette = there(shared(window).palette)
    assert palette.isVisible()
    assert palette.window() is window
    palette.line.setText("vektor")
    qtbot.waitUntil(lambda: palette.is_ready and palette.list.line is not None)
    QTest.keyClick(palette.line, Key.Key_Return)
    qtbot.waitUntil(lambda: name_in(window.way) == "Vektor Plus")
    assert view_of(session).way.card is None
    records = session.window.palette_use.records  # both palettes remember it
    assert records[0] == f"company:{people['Vektor Plus']}"


def test_places_and_new_records_come_up_in_the_main_window(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    window = open_apart(session, RecordRef("company", people["Vektor Plus"]), qtbot)
    view = view_of(session)
    QTest.keyClick(window, Key.Key_2, CTRL)
    qtbot.waitUntil(session.window.isActiveWindow)
    assert view.page.objectName() == "company"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Key.Key_Comma, CTRL)
    qtbot.waitUntil(session.window.isActiveWindow)
    assert view.page.objectName() == "settings"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.show_place(0)
    QTest.keyClick(window, Key.Key_N, CTRL)  # what the card is, not the list
    dialogs = there(session.dialogs)
    qtbot.waitUntil(dialogs.new_company.isVisible)
    dialogs.new_company.reject()


def test_a_place_found_in_its_palette_comes_up_in_the_main_window(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    window = open_apart(session, RecordRef("contact", people["Anna"]), qtbot)
    QTest.keyClick(window, Key.Key_K, CTRL)
    palette = there(shared(window).palette)
    palette.line.setText("/appear")
    qtbot.waitUntil(lambda: palette.is_ready and palette.list.line is not None)
    QTest.keyClick(palette.line, Key.Key_Return)
    qtbot.waitUntil(session.window.isActiveWindow)
    assert view_of(session).page.objectName() == "settings"


def test_it_lacks_no_command_but_those_of_lists(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    window = open_apart(session, RecordRef("contact", people["Anna"]), qtbot)
    lacking = {one.id for one in session.window.commands} - {one.id for one in window.commands}
    lists = {"file.export", "list.filters", "list.edit_cell", "record.edit", "view.sidebar"}
    assert lacking == lists
    assert not window.commands.action("deals.win").isEnabled()
    for one in window.commands:
        assert window.commands.keys(one.id) == session.window.commands.keys(one.id)


def test_a_key_chosen_while_it_is_open_works_in_it(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    window = open_apart(session, RecordRef("contact", people["Anna"]), qtbot)
    session.window.commands.rebind("help.keys", "Ctrl+Shift+J")
    QTest.keyClick(window, Key.Key_J, CTRL | Modifier.ShiftModifier)
    assert there(shared(window).keys_help).isVisible()
    assert window.commands.keys("help.keys") == "Ctrl+Shift+J"


def test_it_leads_on_through_the_list_it_was_opened_from(session: Session, qtbot: QtBot) -> None:
    table = contacts(session).table
    table.setFocus()
    table.choose(1)
    QTest.keyClick(table, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(there(session.cards).windows))
    [window] = there(session.cards).windows
    qtbot.waitUntil(lambda: name_in(window.way) == "Boris")
    qtbot.waitUntil(lambda: there(window.way.trail.visit.among).line == 1)
    QTest.keyClick(window, Key.Key_Down, Modifier.AltModifier)
    qtbot.waitUntil(lambda: name_in(window.way) == "Cyril")
    assert there(window.way.trail.visit.among).line == 2
    assert not view_of(session).way.card
