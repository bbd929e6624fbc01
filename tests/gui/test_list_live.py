"""A list while others work: rows stay under the pointer, changed values are tinted for a moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    UpdateContact,
)
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit import row_lights
from crm_desktop.gui.pages.contacts.page import make_page
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.conftest import write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise"),
]

LEFT = Qt.MouseButton.LeftButton
NAMES = ["Anna", "Borys", "Celina", "Daria"]


@pytest.fixture
def people(backend: Backend) -> list[str]:
    """Their ids, in the order of their names."""
    return [write(backend, CreateContact({"given_name": name})) for name in NAMES]


@pytest.fixture
def page(people: list[str], bridge: Bridge, qtbot: QtBot) -> Iterator[ListPage]:
    """The list of these people, with the keyboard in it."""
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.resize(900, 400)
    page.show()
    page.activateWindow()
    page.load()
    qtbot.waitUntil(lambda: page.is_ready)
    page.choose_first()
    page.list.table.setFocus()
    qtbot.waitUntil(lambda: page.list.table.is_worked_in)
    yield page
    page.hide()


def names(page: ListPage) -> list[str]:
    model = page.list.model
    return [model.text_at(line, 0) or "?" for line in range(model.rowCount())]


def test_what_is_asked_while_the_first_lines_are_read_is_shown(
    bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    write(backend, CreateContact({"given_name": "Anna"}))
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.load()
    page.show_shelf("archive")  # no answer can have come yet
    qtbot.waitUntil(lambda: page.list.states.pane.heading.text() == "The archive is empty")
    assert names(page) == []


def test_a_colleagues_rows_wait_above_the_list_until_a_press(
    page: ListPage, backend: Backend, people: list[str], qtbot: QtBot
) -> None:
    waiting = page.list.waiting
    write(backend, CreateContact({"given_name": "Aaron"}))
    qtbot.waitUntil(waiting.isVisible)
    assert waiting.text() == "Updated: 1 record"
    assert names(page) == NAMES
    write(backend, UpdateContact(people[3], 1, {"given_name": "Abel"}))
    qtbot.waitUntil(lambda: waiting.text() == "Updated: 2 records")
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Borys", "Celina", "Abel"])
    assert page.list.current_id() == people[0]
    QTest.mouseClick(waiting, LEFT)
    qtbot.waitUntil(lambda: names(page)[:2] == ["Aaron", "Abel"])
    assert not waiting.isVisible()
    assert page.list.current_id() == people[0]


def test_what_a_colleague_archived_loses_its_tick_when_the_changes_are_shown(
    page: ListPage, backend: Backend, people: list[str], qtbot: QtBot
) -> None:
    table = page.list.table
    table.flip(0)
    table.flip(1)
    write(backend, ArchiveContacts((people[0],)))
    qtbot.waitUntil(page.list.waiting.isVisible)
    QTest.mouseClick(page.list.waiting, LEFT)
    qtbot.waitUntil(lambda: names(page) == NAMES[1:])
    assert [table.is_ticked(line) for line in range(3)] == [True, False, False]
    assert (len(table.ticks), page.bulk.bar.unseen.isVisible()) == (1, False)


def test_what_the_person_does_is_shown_at_once(
    page: ListPage, bridge: Bridge, people: list[str], qtbot: QtBot
) -> None:
    bridge.execute(ArchiveContacts((people[1],)), owner=page)
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Celina", "Daria"])
    assert not page.list.waiting.isVisible()


def test_where_nobody_works_rows_move_at_once(
    page: ListPage, backend: Backend, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(page.list.table), "is_worked_in", False)
    write(backend, CreateContact({"given_name": "Aaron"}))
    qtbot.waitUntil(lambda: names(page) == ["Aaron", *NAMES])


def test_who_comes_back_to_the_list_sees_what_changed_meanwhile(
    page: ListPage,
    backend: Backend,
    bridge: Bridge,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.hide()
    with qtbot.waitSignal(bridge.changed):
        write(backend, CreateContact({"given_name": "Aaron"}))
    page.show()
    monkeypatch.setattr(type(page.list.table), "is_worked_in", True)
    page.catch_up()
    qtbot.waitUntil(lambda: names(page) == ["Aaron", *NAMES])
    assert not page.list.waiting.isVisible()


def test_rows_that_come_below_the_eye_need_no_press(
    page: ListPage, backend: Backend, qtbot: QtBot
) -> None:
    for number in range(30):
        write(backend, CreateContact({"given_name": f"Basia {number:02}"}))
    page.list.model.read_order_again(at_once=True)
    qtbot.waitUntil(lambda: page.list.count == 34)
    write(backend, CreateContact({"given_name": "Zofia"}))
    qtbot.waitUntil(lambda: page.list.count == 35)
    assert not page.list.waiting.isVisible()


def test_sorting_shows_what_waited(page: ListPage, backend: Backend, qtbot: QtBot) -> None:
    write(backend, CreateContact({"given_name": "Aaron"}))
    qtbot.waitUntil(page.list.waiting.isVisible)
    page.sort_by(0, descending=True)
    qtbot.waitUntil(lambda: names(page) == [*reversed(NAMES), "Aaron"])
    assert not page.list.waiting.isVisible()


def test_an_order_by_a_chosen_column_follows_its_values(
    page: ListPage, backend: Backend, people: list[str], qtbot: QtBot
) -> None:
    section = [column.key for column in page.list.model.columns].index("city")
    page.sort_by(section, descending=False)
    qtbot.waitUntil(lambda: not page.list.model.is_behind)
    values = {"addresses": [{"type": "work", "city": "Augustów"}]}
    write(backend, UpdateContact(people[3], 1, values))
    qtbot.waitUntil(page.list.waiting.isVisible)
    QTest.mouseClick(page.list.waiting, LEFT)
    qtbot.waitUntil(lambda: names(page) == ["Daria", "Anna", "Borys", "Celina"])


def test_a_changed_value_is_tinted_and_then_no_longer(
    page: ListPage,
    backend: Backend,
    people: list[str],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(row_lights, "_SHOWN_SECONDS", 0.3)
    lights, key = page.list.table.lights, page.list.table.key_of(2)
    emails = [{"value": "celina@example.com", "type": "work", "primary": True}]
    write(backend, UpdateContact(people[2], 1, {"emails": emails}))
    qtbot.waitUntil(lambda: bool(lights))
    assert set(lights.sections(key)) >= {3}
    assert 0 not in lights.sections(key)
    qtbot.waitUntil(lambda: not lights)
    assert lights.sections(key) == ()


def test_shown_again_the_list_is_read_only_where_something_was_changed_meanwhile(
    page: ListPage, backend: Backend, bridge: Bridge, people: list[str], qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.views.world is not None)
    asked: list[object] = []
    page.hide()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bridge, "query", lambda *_args, **_words: asked.append(1))
        page.show()
        page.catch_up()
    assert asked == []
    page.hide()
    with qtbot.waitSignal(bridge.changed):
        write(backend, UpdateContact(people[3], 1, {"given_name": "Abel"}))
    page.show()
    page.catch_up()
    qtbot.waitUntil(lambda: names(page) == ["Abel", "Anna", "Borys", "Celina"])


def test_letters_find_the_next_name_in_the_workspace_from_the_top_again(
    page: ListPage, qtbot: QtBot
) -> None:
    table = page.list.table
    table.choose(2)
    QTest.keyClicks(table, "bo")
    qtbot.waitUntil(lambda: table.currentIndex().row() == 1)
