"""At a start people are to be seen, scrolled and chosen before the workspace is open."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import Damaged
from crm_desktop.core.i18n import msg
from crm_desktop.core.settings import LastView, ListLook, Settings
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.contacts import columns
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.first_page import FirstOrder, read_order
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.first_reading import FirstReading
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.session_first import SessionFirst, begins_with_people, first_places
from crm_desktop.gui.shell.first_look import FirstLook
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.store.sqlite_connections import plain_connection
from tests.gui.conftest import (
    close_windows,
    contacts,
    there,
    view_of,
    write,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
_NAMES = [f"Kim {number:02}" for number in range(40)]


@pytest.fixture
def program(tmp_path: Path, dressed: None, qtbot: QtBot) -> Iterator[Program]:
    program = Program(make_application("en"), SettingsFile(tmp_path / "settings.toml"))
    yield program
    close_windows(program, qtbot)
    program.deleteLater()


@pytest.fixture
def few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not all people come with the first lines."""
    monkeypatch.setattr("crm_desktop.gui.session_first._LINES", 30)


@pytest.fixture
def session(
    program: Program,
    workspace: Path,
    backend: Backend,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Session:
    """A window at its first look; what it opens waits until a test lets it."""
    monkeypatch.setattr("crm_desktop.gui.session_first._PATIENCE_MS", 3_600_000)
    for name in _NAMES:
        write(backend, CreateContact({"family_name": name}))
    session = program.open(str(workspace))
    first = there(session.first)
    first.over.disconnect(session._open)
    qtbot.waitUntil(lambda: first.look is not None)
    return session


def look_of(session: Session) -> FirstLook:
    return there(there(session.first).look)


def go_on(session: Session, qtbot: QtBot) -> None:
    session._open()
    qtbot.waitUntil(lambda: session.window.view is not None)
    qtbot.waitUntil(lambda: contacts(session).model.is_loaded)


def test_no_number_is_told_before_all_people_are_counted(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.features.contacts.first_page._COUNTED", len(_NAMES) - 1)
    other = SessionFirst(session.window, session.address, "Other", Settings(), session)
    other.begin()
    qtbot.waitUntil(lambda: other.look is not None)
    look = there(other.look)
    assert not look.toolbar.count.text()
    assert look.list.model.rowCount() == len(_NAMES)
    other.abandon()


def test_people_are_seen_before_the_workspace_is_open(session: Session, qtbot: QtBot) -> None:
    look = look_of(session)
    assert session.window.view is None
    assert look.isVisible()
    model = look.list.model
    assert [model.text_at(line, 0) for line in range(model.rowCount())] == _NAMES
    assert look.toolbar.count.text() == "40 contacts"
    go_on(session, qtbot)
    view = view_of(session)
    assert [(p.objectName(), p.title, p.icon, p.at_foot) for p in view.pages] == [
        (name, place.name, place.icon, place.at_foot) for name, place in first_places().items()
    ]


def test_the_list_stays_where_it_was_left(session: Session, qtbot: QtBot) -> None:
    table = look_of(session).list.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_End)
    scrolled = table.verticalScrollBar().value()
    assert scrolled > 0
    go_on(session, qtbot)
    after = contacts(session).table
    assert after.currentIndex().row() == len(_NAMES) - 1
    assert after.verticalScrollBar().value() == scrolled
    assert after.hasFocus()


def test_people_are_seen_too_if_the_opening_did_not_wait_for_them(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.gui.session_first._PATIENCE_MS", 0)
    start = FirstReading.start
    monkeypatch.setattr(FirstReading, "start", lambda _reading: None)
    other = SessionFirst(session.window, session.address, "Other", Settings(), session)
    with qtbot.waitSignal(other.over):
        other.begin()
    start(there(other.findChild(FirstReading)))
    qtbot.waitUntil(lambda: other.is_seen)
    other.abandon()


@pytest.mark.usefixtures("few_lines")
def test_every_line_can_be_read_before_the_workspace_is_open(
    session: Session, qtbot: QtBot
) -> None:
    model, last = look_of(session).list.model, len(_NAMES) - 1
    assert model.text_at(last, 0) is None
    qtbot.waitUntil(lambda: model.text_at(last, 0) == _NAMES[last])


@pytest.mark.usefixtures("few_lines")
def test_people_who_were_not_counted_are_told_when_the_list_is_known(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.features.contacts.first_page._COUNTED", len(_NAMES) - 1)
    other = SessionFirst(session.window, session.address, "Other", Settings(), session)
    other.begin()
    qtbot.waitUntil(lambda: other.look is not None)
    look = there(other.look)
    qtbot.waitUntil(lambda: look.toolbar.count.text() == "40 contacts")
    other.abandon()


def orders_read_after_the_look(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> list[int | None]:
    """Waits until the look has the whole list of people. Gets how many keys were asked for, each
    time the program reads that list itself."""
    read: list[int | None] = []
    find_order = columns.find_order

    def found(reader: Reader, order: ListOrder, limit: int | None = None) -> array[int]:
        read.append(limit)
        return find_order(reader, order, limit)

    monkeypatch.setattr(columns, "find_order", found)
    early = look_of(session).list.model
    qtbot.waitUntil(lambda: early.is_whole)
    return read


@pytest.mark.usefixtures("few_lines")
def test_the_view_takes_the_list_as_it_was_read_already(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = orders_read_after_the_look(session, qtbot, monkeypatch)
    go_on(session, qtbot)
    model = contacts(session).model
    assert model.is_whole
    assert [model.text_at(line, 0) for line in range(model.rowCount())] == _NAMES
    assert not read


@pytest.mark.usefixtures("few_lines")
def test_who_came_meanwhile_is_in_the_list_of_the_view(
    session: Session, backend: Backend, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = orders_read_after_the_look(session, qtbot, monkeypatch)
    write(backend, CreateContact({"family_name": "Aron"}))
    go_on(session, qtbot)
    model = contacts(session).model
    assert model.text_at(0, 0) == "Aron"
    qtbot.waitUntil(lambda: model.is_whole)
    assert len(model.order) == len(_NAMES) + 1
    assert read


@pytest.mark.usefixtures("few_lines")
def test_the_list_that_was_read_is_not_taken_for_one_in_another_order(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window of the program may have chosen it meanwhile."""
    read = orders_read_after_the_look(session, qtbot, monkeypatch)
    session.preferences.choose(lambda old: old.with_list("contact", ListLook(descending=True)))
    go_on(session, qtbot)
    assert contacts(session).model.text_at(0, 0) == _NAMES[-1]
    assert read


def test_the_file_can_be_given_another_journal_between_two_readings(
    workspace: Path, backend: Backend, qtbot: QtBot
) -> None:
    """As the opening does in a network folder, where a reader would keep it from opening at all."""
    write(backend, CreateContact({"family_name": "Kim"}))
    backend.close()
    reading = FirstReading(str(workspace), 10)
    with qtbot.waitSignal(reading.found):
        reading.start()
    with closing(plain_connection(workspace)) as file:
        assert file.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    orders: list[FirstOrder] = []
    reading.ask(read_order, orders.append)
    qtbot.waitUntil(lambda: bool(orders))
    assert len(orders[0].keys) == 1
    reading.abandon()


def test_what_is_typed_at_once_is_sought(session: Session, qtbot: QtBot) -> None:
    look = look_of(session)
    assert look.search.hasFocus()
    QTest.keyClicks(look.search, "kim 07")
    go_on(session, qtbot)
    assert view_of(session).search.text() == "kim 07"
    assert view_of(session).page is view_of(session).results


def test_a_command_that_is_typed_at_once_is_sought_among_commands(
    session: Session, qtbot: QtBot
) -> None:
    QTest.keyClicks(look_of(session).search, ">side")
    go_on(session, qtbot)
    palette = there(session.window.search_palette)
    assert palette.isVisible()
    assert palette.line.text() == ">side"
    assert not view_of(session).search.text()
    assert view_of(session).page is view_of(session).pages[0]


def test_a_place_that_was_pressed_is_shown(session: Session, qtbot: QtBot) -> None:
    QTest.mouseClick(look_of(session).sidebar.buttons[1], Qt.MouseButton.LeftButton)
    go_on(session, qtbot)
    assert view_of(session).place == 1


def test_a_title_that_was_pressed_orders_the_list(session: Session, qtbot: QtBot) -> None:
    look_of(session).list.table.sort_wanted.emit(0)
    go_on(session, qtbot)
    model = contacts(session).model
    qtbot.waitUntil(lambda: model.text_at(0, 0) == _NAMES[-1])


def test_who_pressed_new_gets_it(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Session] = []

    def create(session: Session) -> None:
        begun.append(session)

    monkeypatch.setattr(Session, "create", create)
    QTest.mouseClick(look_of(session).top.new, Qt.MouseButton.LeftButton)
    assert not begun
    go_on(session, qtbot)
    assert begun == [session]


@pytest.mark.parametrize(
    ("settings", "is_so"),
    [
        (Settings(), True),
        (Settings(views={"w": LastView("contact", "some id")}), True),
        (Settings(views={"w": LastView("contact", "some id", card="contact")}), False),
        (Settings(views={"w": LastView("company")}), False),
        (Settings(lists={"contact": ListLook(columns=("name", "phone"))}), True),
        (Settings(lists={"contact": ListLook(sort="phone")}), False),
        (Settings(lists={"contact": ListLook(descending=True)}), False),
        (Settings(lists={"contact": ListLook(filter="{}")}), False),
    ],
)
def test_only_the_plain_list_of_people_is_shown_at_once(settings: Settings, is_so: bool) -> None:
    assert begins_with_people(settings, "w") is is_so


def test_what_then_goes_wrong_is_told_in_its_place(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise Damaged(msg("The search index is damaged."))

    look = look_of(session)
    monkeypatch.setattr("crm_desktop.bootstrap.open_backend", refuse)
    session._open()
    qtbot.waitUntil(lambda: session.failure is not None)
    assert not look.isVisible()
    # Whoever repairs the file, or puts another in its place, finds it closed.
    qtbot.waitUntil(lambda: not any(each.name == "first page" for each in threading.enumerate()))


def test_a_window_can_be_closed_at_its_first_look(
    session: Session, program: Program, qtbot: QtBot
) -> None:
    session.window.close()
    qtbot.waitUntil(lambda: not program.sessions)


def test_the_views_of_people_are_there_after_what_was_typed_at_once(
    session: Session, qtbot: QtBot
) -> None:
    QTest.keyClicks(look_of(session).search, "zz")
    go_on(session, qtbot)
    view = view_of(session)
    qtbot.waitUntil(lambda: view.page is not view.pages[0])
    QTest.keyClick(view.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.page is view.pages[0])
    page = view.pages[0]
    assert isinstance(page, ListPage)
    tabs = page.views.tabs
    qtbot.waitUntil(lambda: tabs.bar.count() > 0)
    qtbot.waitUntil(lambda: tabs.bar.width() == tabs.bar.sizeHint().width())
