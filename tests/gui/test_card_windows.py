"""Windows of single records: opened from lists and cards, with a way of their own, closed with
the main window."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.gui.kit.card_fields.row import FieldRow
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.window import RecordWindow
from crm_desktop.gui.shell.notifications import Note
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.printing import PrintedCard, Printing, Read
from tests.gui.conftest import OpenWindow, column, contacts, name_in, read, there, view_of, write

Key, Modifier, Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
CTRL = Modifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def people(backend: Backend) -> dict[str, str]:
    """Two people and the company of the first."""
    firm = write(backend, CreateCompany({"name": "Vektor Plus"}))
    jobs = [{"company": firm, "position": "", "primary": True}]
    anna = write(backend, CreateContact({"given_name": "Anna", "companies": jobs}))
    boris = write(backend, CreateContact({"given_name": "Boris"}))
    return {"Anna": anna, "Boris": boris, "Vektor Plus": firm}


@pytest.fixture
def session(people: dict[str, str], workspace: Path, open_window: OpenWindow) -> Session:
    """A window on them."""
    return open_window(workspace)


def the_window(session: Session, name: str, qtbot: QtBot) -> RecordWindow:
    qtbot.waitUntil(lambda: any(name_in(w.way) == name for w in there(session.cards).windows))
    return next(w for w in there(session.cards).windows if name_in(w.way) == name)


def test_ctrl_enter_opens_the_current_record_in_a_window_of_its_own(
    session: Session, qtbot: QtBot
) -> None:
    table = contacts(session).table
    table.setFocus()
    table.choose(1)
    QTest.keyClick(table, Key.Key_Return, CTRL)
    window = the_window(session, "Boris", qtbot)
    assert window.windowTitle() == "Boris – CRM Desktop"
    assert view_of(session).page is view_of(session).pages[0]


def test_ctrl_enter_on_a_link_opens_what_it_leads_to(
    session: Session, backend: Backend, people: dict[str, str], qtbot: QtBot
) -> None:
    """Not the card that the link stands on: in a field, and in the head."""
    given = {"entity": "contact", "label": "Supplier", "type": "record", "target": "company"}
    field = write(backend, CreateCustomField(given))
    other = write(backend, CreateCompany({"name": "Orbita"}))
    vera = CreateContact({"given_name": "Vera", "custom": {field: other}})
    view_of(session).open_record(RecordRef("contact", write(backend, vera)))
    way, name = view_of(session).way, f"custom:{field}"

    def rows() -> list[FieldRow]:
        found = way.card.findChildren(FieldRow) if way.card is not None else []
        return [row for row in found if row.field.name == name]

    qtbot.waitUntil(lambda: any(row.record == ("company", other) for row in rows()))
    [row] = rows()
    row.setFocus()
    QTest.keyClick(row, Key.Key_Return, CTRL)
    the_window(session, "Orbita", qtbot)
    way.open_record(RecordRef("contact", people["Anna"]))

    def links() -> list[QPushButton]:
        buttons = there(way.card).header.findChildren(QPushButton)
        return [one for one in buttons if one.text() == "Vektor Plus" and one.isVisible()]

    qtbot.waitUntil(lambda: len(links()) == 1)
    [link] = links()
    link.setFocus()
    QTest.keyClick(link, Key.Key_Return, CTRL)
    the_window(session, "Vektor Plus", qtbot)
    assert len(there(session.cards).windows) == 2


def test_ctrl_p_prints_the_card_of_the_window(
    session: Session, backend: Backend, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts(session).table.setFocus()
    contacts(session).table.choose(1)
    QTest.keyClick(contacts(session).table, Key.Key_Return, CTRL)
    window = the_window(session, "Boris", qtbot)
    asked: list[tuple[QObject, str, Read]] = []

    def ask(printing: Printing, name: str, what: Read) -> None:
        asked.append((printing.parent(), name, what))

    monkeypatch.setattr(Printing, "choose_printer", ask)
    QTest.keyClick(window, Key.Key_P, CTRL)
    [(parent, name, what)] = asked
    assert (parent, name) == (window, "Boris")
    printed = read(backend, what)
    assert isinstance(printed, PrintedCard)
    assert printed.text.title == "Boris"


def test_the_middle_button_opens_the_row_under_it(session: Session, qtbot: QtBot) -> None:
    table = contacts(session).table
    place = table.visualRect(table.model().index(0, 1)).center()
    QTest.mouseClick(table.viewport(), Button.MiddleButton, pos=place)
    the_window(session, "Anna", qtbot)


def test_a_record_has_one_window_and_several_stand_side_by_side(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    for name in ("Anna", "Boris", "Anna"):
        there(session.cards).open_apart(RecordRef("contact", people[name]))
    the_window(session, "Anna", qtbot)
    the_window(session, "Boris", qtbot)
    assert len(there(session.cards).windows) == 2


def test_a_link_leads_on_inside_the_window_and_back(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    there(session.cards).open_apart(RecordRef("contact", people["Anna"]))
    window = the_window(session, "Anna", qtbot)
    window.way.open_record(RecordRef("company", people["Vektor Plus"]))
    qtbot.waitUntil(lambda: name_in(window.way) == "Vektor Plus")
    QTest.keyClick(window, Key.Key_Left, Modifier.AltModifier)
    qtbot.waitUntil(lambda: name_in(window.way) == "Anna")


def test_both_windows_follow_a_change(
    session: Session, backend: Backend, people: dict[str, str], qtbot: QtBot
) -> None:
    anna = RecordRef("contact", people["Anna"])
    there(session.cards).open_apart(anna)
    window = the_window(session, "Anna", qtbot)
    view = view_of(session)
    view.open_record(anna)
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    write(backend, UpdateContact(people["Anna"], 1, {"given_name": "Annika"}))
    qtbot.waitUntil(lambda: name_in(window.way) == "Annika")
    card = there(view.way.card)
    qtbot.waitUntil(lambda: there(card.head).name == "Annika")


def test_the_size_is_remembered_by_kind_of_record(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    there(session.cards).open_apart(RecordRef("contact", people["Anna"]))
    window = the_window(session, "Anna", qtbot)
    window.resize(900, 600)
    QTest.keyClick(window, Key.Key_W, CTRL)
    qtbot.waitUntil(lambda: not there(session.cards).windows)
    there(session.cards).open_apart(RecordRef("contact", people["Boris"]))
    assert the_window(session, "Boris", qtbot).width() == 900


def test_they_close_with_the_main_window(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    there(session.cards).open_apart(RecordRef("contact", people["Anna"]))
    window = the_window(session, "Anna", qtbot)
    session.window.close()
    assert there(session.cards).windows == []
    qtbot.waitUntil(lambda: not isValid(window))


def archived_apart(session: Session, people: dict[str, str], qtbot: QtBot) -> RecordWindow:
    """Boris in a window of his own, which is the active one and has told that he is archived."""
    there(session.cards).open_apart(RecordRef("contact", people["Boris"]))
    window = the_window(session, "Boris", qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    there(window.way.card).actions_of_head.archive()
    qtbot.waitUntil(lambda: bool(window.findChildren(Note)))
    return window


def test_what_is_done_in_a_window_of_a_record_is_told_there(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    window = archived_apart(session, people, qtbot)
    assert session.window.notifications.notes == []
    [note] = window.findChildren(Note)
    there(note.button).click()
    qtbot.waitUntil(
        lambda: "Undone: Archive." in [note.words for note in window.findChildren(Note)]
    )
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow)
    session.window.notifications.tell("All is well.")
    assert [note.words for note in session.window.notifications.notes] == ["All is well."]


def test_what_a_closing_window_of_a_record_still_tells_goes_on_in_the_main_one(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    window = archived_apart(session, people, qtbot)
    QTest.keyClick(window, Key.Key_W, CTRL)
    qtbot.waitUntil(lambda: not isValid(window))
    [note] = session.window.notifications.notes
    assert note.isVisible()
    there(note.button).click()  # the way back is there still
    qtbot.waitUntil(lambda: note not in session.window.notifications.notes)
    qtbot.waitUntil(lambda: "Boris" in column(session))


@pytest.mark.parametrize("is_hidden", [False, True])
def test_closing_the_main_window_asks_in_the_window_of_a_record_about_what_cannot_be_saved(
    session: Session,
    people: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    is_hidden: bool,
) -> None:
    there(session.cards).open_apart(RecordRef("contact", people["Anna"]))
    window = the_window(session, "Anna", qtbot)
    fields = there(window.way.card).panes.fields
    left: list[bool] = []
    monkeypatch.setattr(fields, "unsaved", lambda: "" if left else "E-mail isn’t saved.")
    monkeypatch.setattr(fields, "discard", partial(left.append, True))
    if is_hidden:  # in the tray, from where the program may be quit
        window.hide()
        session.window.hide()
    session.window.close()
    qtbot.waitUntil(lambda: bool(window.findChildren(QuestionDialog)))
    [question] = window.findChildren(QuestionDialog)
    assert window.isVisible()
    assert there(session.cards).windows == [window]
    with qtbot.waitSignal(there(session.bridge).closed):
        question.do.click()
