"""From a list to a record and back: cards, the way between them, and what is kept on it."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact, DeleteContacts
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, contacts, there, view_of, write

Key, Modifier = Qt.Key, Qt.KeyboardModifier
NAMES = ("Anna", "Boris", "Cyril", "Daria")


@pytest.fixture
def people(backend: Backend) -> dict[str, str]:
    """Four people, Anna at a company; ids by name."""
    firm = write(backend, CreateCompany({"name": "Vektor Plus"}))
    jobs = [{"company": firm, "position": "Director", "primary": True}]
    made = {
        name: write(
            backend,
            CreateContact({"given_name": name, "companies": jobs if name == "Anna" else []}),
        )
        for name in NAMES
    }
    return {**made, "Vektor Plus": firm}


@pytest.fixture
def session(people: dict[str, str], workspace, open_window: OpenWindow) -> Session:  # type: ignore[no-untyped-def]
    return open_window(workspace)


def shown(session: Session, name: str) -> bool:
    card = view_of(session).way.card
    return card is not None and card.head is not None and card.head.name == name


def open_line(session: Session, line: int, qtbot: QtBot) -> CardPage:
    """Make the line current and press Enter."""
    table = contacts(session).table
    table.setFocus()
    table.choose(line)
    QTest.keyClick(table, Key.Key_Return)
    qtbot.waitUntil(partial(shown, session, NAMES[line]))
    return there(view_of(session).way.card)


def test_enter_opens_the_card_and_the_top_bar_says_where_it_came_from(
    session: Session, qtbot: QtBot
) -> None:
    open_line(session, 1, qtbot)
    crumbs = view_of(session).top.crumbs
    assert crumbs.origin.text() == "Contacts"
    assert crumbs.name.text() == "Boris"
    assert crumbs.where.text() == "2 of 4"


def test_a_double_click_opens_the_card(session: Session, qtbot: QtBot) -> None:
    table = contacts(session).table
    place = table.visualRect(table.model().index(2, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: shown(session, "Cyril"))


def test_esc_leads_back_to_the_list_as_it_was(session: Session, qtbot: QtBot) -> None:
    card = open_line(session, 2, qtbot)
    QTest.keyClick(card, Key.Key_Escape)
    view = view_of(session)
    assert view.page is view.pages[0]
    assert contacts(session).table.currentIndex().row() == 2
    assert view.top.crumbs.isHidden()
