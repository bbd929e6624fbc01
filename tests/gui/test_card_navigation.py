"""From a list to a record and back: cards, the way between them, and what is kept on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact, DeleteContacts
from crm_desktop.gui.app import make_application
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell import way
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.trail import Among, Step, Trail
from tests.gui.conftest import OpenWindow, close_windows, contacts, name_in, there, view_of, write

Key, Modifier, Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
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
def session(people: dict[str, str], workspace: Path, open_window: OpenWindow) -> Session:
    """A window on the four people."""
    return open_window(workspace)


def is_shown(session: Session, name: str) -> bool:
    return name_in(view_of(session).way) == name


def card_of(session: Session) -> CardPage:
    return there(view_of(session).way.card)


def open_line(session: Session, line: int, qtbot: QtBot) -> CardPage:
    """Make the line current and press Enter."""
    table = contacts(session).table
    table.setFocus()
    table.choose(line)
    QTest.keyClick(table, Key.Key_Return)
    qtbot.waitUntil(partial(is_shown, session, NAMES[line]))
    return card_of(session)


# Opening and leaving


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
    QTest.mouseClick(table.viewport(), Button.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Button.LeftButton, pos=place)
    qtbot.waitUntil(lambda: is_shown(session, "Cyril"))


def test_esc_leads_back_to_the_list_as_it_was(session: Session, qtbot: QtBot) -> None:
    card = open_line(session, 2, qtbot)
    QTest.keyClick(card, Key.Key_Escape)
    view = view_of(session)
    assert view.page is view.pages[0]
    assert contacts(session).table.currentIndex().row() == 2
    assert view.top.crumbs.isHidden()
    assert view.top.title.text() == "Contacts"


def test_the_name_of_the_list_above_the_card_leads_there(session: Session, qtbot: QtBot) -> None:
    open_line(session, 0, qtbot)
    view = view_of(session)
    QTest.mouseClick(view.top.crumbs.origin, Button.LeftButton)
    assert view.page is view.pages[0]


def test_a_result_of_the_search_opens_and_back_leads_to_the_results(
    session: Session, qtbot: QtBot
) -> None:
    view = view_of(session)
    QTest.keyClicks(view.search, "boris")
    qtbot.waitUntil(lambda: view.page is view.results and view.results.is_ready)
    view.focus_list()
    QTest.keyClick(there(view.results.focusProxy()), Key.Key_Return)
    qtbot.waitUntil(lambda: is_shown(session, "Boris"))
    assert view.search.text() == ""
    view.go_back()
    assert view.page is view.results
    assert view.search.text() == "boris"


# Neighbours


def test_the_keys_lead_through_the_list_the_record_came_from(
    session: Session, qtbot: QtBot
) -> None:
    open_line(session, 1, qtbot)
    QTest.keyClick(session.window, Key.Key_Down, Modifier.AltModifier)
    qtbot.waitUntil(lambda: is_shown(session, "Cyril"))
    crumbs = view_of(session).top.crumbs
    assert crumbs.where.text() == "3 of 4"
    QTest.mouseClick(crumbs.next, Button.LeftButton)
    qtbot.waitUntil(lambda: is_shown(session, "Daria"))
    assert not crumbs.next.isEnabled()
    view_of(session).go_back()
    assert view_of(session).page is view_of(session).pages[0]


def test_neighbours_that_are_gone_are_passed_over(
    session: Session, backend: Backend, people: dict[str, str], qtbot: QtBot
) -> None:
    open_line(session, 0, qtbot)
    forget(backend, people["Boris"])
    QTest.mouseClick(view_of(session).top.crumbs.next, Button.LeftButton)
    qtbot.waitUntil(lambda: is_shown(session, "Cyril"))


def forget(backend: Backend, contact_id: str) -> None:
    """Take a record out of the database for good, as emptying the bin does."""
    from concurrent.futures import ThreadPoolExecutor

    import sqlalchemy as sa

    def erase() -> None:
        with backend.database.writing() as connection:
            table = backend.registry["contact"].table
            connection.execute(sa.delete(table).where(table.c.id == _uuid(contact_id)))

    with ThreadPoolExecutor(1) as pool:
        pool.submit(erase).result()


def _uuid(text: str) -> object:
    from uuid import UUID

    return UUID(text)


# Back and forward


def test_back_and_forward_lead_through_cards_of_several_kinds(
    session: Session, people: dict[str, str], qtbot: QtBot
) -> None:
    open_line(session, 0, qtbot)
    view = view_of(session)
    view.open_record(RecordRef("company", people["Vektor Plus"]))
    qtbot.waitUntil(lambda: is_shown(session, "Vektor Plus"))
    assert view.top.crumbs.origin.text() == "Companies"
    view.go_back()
    qtbot.waitUntil(lambda: is_shown(session, "Anna"))
    assert view.top.crumbs.where.text() == "1 of 4"
    view.go_forward()
    qtbot.waitUntil(lambda: is_shown(session, "Vektor Plus"))


def test_the_side_buttons_of_the_mouse_lead_back_and_forward(
    session: Session, qtbot: QtBot
) -> None:
    open_line(session, 0, qtbot)
    view = view_of(session)
    handle = session.window.windowHandle()
    QTest.mouseClick(handle, Button.BackButton, pos=QPoint(700, 400))
    qtbot.waitUntil(lambda: view.page is view.pages[0])
    QTest.mouseClick(handle, Button.ForwardButton, pos=QPoint(700, 400))
    qtbot.waitUntil(lambda: is_shown(session, "Anna"))


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")
def test_a_right_press_on_back_lists_the_last_places(session: Session, qtbot: QtBot) -> None:
    open_line(session, 0, qtbot)
    view = view_of(session)
    view.show_place(1)
    view.top.back.customContextMenuRequested.emit(QPoint(3, 3))
    menu = there(QApplication.activePopupWidget())
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Anna", "Contacts"]
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: is_shown(session, "Anna"))


def test_what_is_typed_in_the_composer_is_there_when_one_comes_back(
    session: Session, qtbot: QtBot
) -> None:
    card = open_line(session, 0, qtbot)
    card.compose("note")
    QTest.keyClicks(there(session.window.focusWidget()), "remember the milk")
    view = view_of(session)
    view.show_place(1)
    view.go_back()
    qtbot.waitUntil(lambda: is_shown(session, "Anna"))
    card.compose("note")
    typed = there(session.window.focusWidget())
    assert "remember the milk" in typed.toPlainText()  # type: ignore[attr-defined]


# The end and the beginning


@pytest.fixture
def kept_program(dressed: None, tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    """A program that remembers, with a file of settings."""
    program = Program(make_application("en"), SettingsFile(tmp_path / "settings.toml"))
    yield program
    close_windows(program, qtbot)
    program.deleteLater()


def closed_on_boris(program: Program, workspace: Path, qtbot: QtBot) -> None:
    session = program.open(str(workspace))
    qtbot.waitUntil(lambda: session.window.view is not None)
    qtbot.waitUntil(lambda: contacts(session).model.is_loaded)
    open_line(session, 1, qtbot)
    close_windows(program, qtbot)


@pytest.mark.usefixtures("people")
def test_the_program_reopens_on_the_card_where_it_was_closed(
    workspace: Path, kept_program: Program, qtbot: QtBot
) -> None:
    closed_on_boris(kept_program, workspace, qtbot)
    again = kept_program.open(str(workspace))
    qtbot.waitUntil(lambda: again.window.view is not None)
    qtbot.waitUntil(lambda: is_shown(again, "Boris"))


@pytest.fixture(params=[pytest.param(0, id="slow"), pytest.param(10_000, id="quick")])
def _reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that is there after what a person waits without a word, or before."""
    monkeypatch.setattr(way, "_PATIENCE_MS", request.param)


@pytest.mark.usefixtures("_reading")
def test_where_the_record_is_gone_its_list_opens(
    people: dict[str, str],
    backend: Backend,
    workspace: Path,
    kept_program: Program,
    qtbot: QtBot,
) -> None:
    closed_on_boris(kept_program, workspace, qtbot)
    forget(backend, people["Boris"])
    again = kept_program.open(str(workspace))
    qtbot.waitUntil(lambda: again.window.view is not None)
    qtbot.waitUntil(lambda: contacts(again).model.is_loaded)
    assert view_of(again).page is view_of(again).pages[0]


def test_a_record_in_the_bin_opens_and_can_be_restored(
    session: Session, backend: Backend, people: dict[str, str], qtbot: QtBot
) -> None:
    write(backend, DeleteContacts((people["Anna"],)))
    view_of(session).open_record(RecordRef("contact", people["Anna"]))
    qtbot.waitUntil(lambda: is_shown(session, "Anna"))
    notice = card_of(session).notices.state
    assert notice.heading.text() == "In the recycle bin"
    QTest.mouseClick(notice.button, Button.LeftButton)
    qtbot.waitUntil(lambda: not there(card_of(session).head).is_deleted)
    assert card_of(session).notices.isHidden()


# The trail


def test_a_record_takes_the_place_of_its_neighbour_on_the_trail() -> None:
    trail = Trail(Step(0))
    trail.go(Step(0, record=("contact", "a")), Among([1, 2, 3], 0))
    trail.replace(Step(0, record=("contact", "b")), Among([1, 2, 3], 1))
    assert trail.back() == Step(0)
    assert trail.forward().record == ("contact", "b")
    assert there(trail.visit.among).line == 1


def test_the_last_ten_places_are_listed_latest_first() -> None:
    trail = Trail(Step(0))
    for number in range(1, 14):
        trail.go(Step(number))
    assert [visit.step.place for visit in trail.behind()] == list(range(12, 2, -1))
