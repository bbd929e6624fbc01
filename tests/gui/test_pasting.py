"""What is pasted into a list: rows go to the import, a signature begins a new contact."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.core.values.person_text import PersonText, parse_person
from crm_desktop.features.common.list_entities import list_entity
from crm_desktop.features.custom_lists.commands import CreateList
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.conftest import (
    Open,
    OpenWindow,
    contacts,
    new_contact_of,
    view_of,
    wizard_of,
    write,
)
from tests.gui.word_drops import drop

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
ROWS = "Name\tPhone\nAnna Nowak\t+48 512 000 114\nBorys Kot\t+48 512 000 115\n"
TABLE = (
    "<table><tr><th>Name</th><th>Phone</th></tr>"
    "<tr><td>Anna Nowak</td><td>512000114</td></tr></table>"
)
SIGNATURE = "Kind regards\nMarina Kim, head of purchasing\n+48 512 000 114 | m.kim@vektor.example"


@pytest.fixture
def session(workspace: Path, open_window: OpenWindow, qtbot: QtBot) -> Session:
    """A window with an empty list of people."""
    session = open_window(workspace)
    qtbot.waitUntil(lambda: session.dialogs is not None)
    return session


def fill_clipboard(text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def paste(session: Session, text: str, html: str = "") -> None:
    fill_clipboard(text, html)
    QTest.keyClick(contacts(session).table, Key.Key_V, CTRL)


@pytest.mark.parametrize(("text", "html"), [(ROWS, ""), (ROWS, TABLE), ("", TABLE)])
def test_rows_of_a_spreadsheet_are_shown_in_the_import(
    session: Session, qtbot: QtBot, text: str, html: str
) -> None:
    paste(session, text, html)
    wizard = wizard_of(session)
    qtbot.waitUntil(wizard.primary.isEnabled)
    wizard.close()


def test_a_signature_begins_a_new_contact(session: Session, qtbot: QtBot) -> None:
    paste(session, SIGNATURE)
    dialog = new_contact_of(session)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.name.value() == "Marina Kim"
    assert [one["value"] for one in dialog.phone.value()] == ["+48512000114"]
    assert [one["value"] for one in dialog.email.value()] == ["m.kim@vektor.example"]
    dialog.reject()


def test_a_text_about_nobody_is_answered_in_words(session: Session) -> None:
    paste(session, "once upon a time")
    [note] = session.window.notifications.notes
    assert note.words.startswith("There are no rows")
    assert note.mark == "told"  # nothing was done


def test_rows_pasted_into_a_custom_list_are_shown_in_the_import_as_its_entries(
    session: Session, open_workspace: Open, workspace: Path, qtbot: QtBot
) -> None:
    made = write(open_workspace(workspace), CreateList({"name": "Objects", "one": "Object"}))
    objects, view = list_entity(made), view_of(session)
    names = [page.objectName() for page in view.pages]
    qtbot.waitUntil(lambda: objects in [page.objectName() for page in view.pages])
    view.show_place(len(names))
    page = view.page
    assert isinstance(page, ListPage)
    fill_clipboard("no rows")
    QTest.keyClick(page.list.table, Key.Key_V, CTRL)
    [note] = session.window.notifications.notes
    assert note.words.startswith("There are no rows on the clipboard.")
    fill_clipboard("Name\tSize\nRiverside\t120\n")
    QTest.keyClick(page.list.table, Key.Key_V, CTRL)
    wizard = wizard_of(session)
    qtbot.waitUntil(lambda: wizard.file.into.currentData() == objects)
    wizard.close()


def test_words_dropped_from_a_browser_begin_a_new_contact(session: Session, qtbot: QtBot) -> None:
    viewport = contacts(session).table.viewport()
    drop(viewport, text="https://vektor.example/team", url="https://vektor.example/team")
    dialog = new_contact_of(session)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.form.values()["sites"] == ["https://vektor.example/team"]
    dialog.reject()
    drop(viewport, url="mailto:m.kim@vektor.example?subject=Offer")
    qtbot.waitUntil(dialog.isVisible)
    assert [one["value"] for one in dialog.email.value()] == ["m.kim@vektor.example"]
    dialog.reject()
    drop(viewport, text="once upon a time")
    assert session.window.notifications.notes[-1].words.startswith("There is nobody’s name")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SIGNATURE, PersonText("Marina Kim", ("+48512000114",), ("m.kim@vektor.example",))),
        ("С уважением,\nЖанна Рябова\nтел. 8 (912) 345-67-89", "+79123456789"),
        ("Jan Łącki — 512 000 114", "+48512000114"),
        ("NIP 5260001246", PersonText()),
        ("", PersonText()),
        ("a@b.example " * 400, PersonText()),
    ],
)
def test_what_a_text_says_of_a_person(text: str, found: PersonText | str) -> None:
    region = "RU" if "8 (9" in text else "PL"
    told = parse_person(text, region)
    if isinstance(found, str):
        assert told.phones == (found,)
        assert told.name in {"Жанна Рябова", "Jan Łącki"}
    else:
        assert told == found
