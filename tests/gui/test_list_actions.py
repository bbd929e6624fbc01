"""What is done with rows of a list: copied, dragged out, archived, from menus and by keys."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDrag, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.settings import ListLook
from crm_desktop.features.common.listing import ListOrder, Shelf
from crm_desktop.features.contacts import queries
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import Failure, words_for
from crm_desktop.gui.kit.theme.style import DANGER
from crm_desktop.gui.pages.contacts import kind
from crm_desktop.gui.pages.contacts.page import make_page
from crm_desktop.gui.shell import row_dragging
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import Chosen
from tests.gui.conftest import Open, OpenWindow, contacts, read, there, view_of, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton

OPENING = ("&Open", "In a n&ew window")
DONE_WITH_ONE = ("Ta&gs…", "O&wner…", "Cop&y", "&Pin to favourites", "&Archive")
NAMES = ("Anna", "Borys", "=cmd|' /C calc'!A0", "Daria\tWójcik")


@pytest.fixture
def page(backend: Backend, bridge: Bridge, qtbot: QtBot) -> Iterator[ListPage]:
    """Four people, two of whose names are meant to do harm in a spreadsheet."""
    for name in NAMES:
        phones = [{"value": "+48512000114", "type": "mobile", "primary": True}]
        write(backend, CreateContact({"given_name": name, "phones": phones}))
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.is_ready)
    page.choose_first()
    yield page
    page.hide()


def line_of(page: ListPage, name: str) -> int:
    model = page.list.model
    [line] = (n for n in range(model.rowCount()) if (model.text_at(n, 0) or "").startswith(name))
    return line


def menu_of(page: ListPage, line: int) -> QMenu:
    page.list.table.choose(line)
    QTest.keyClick(page.list.table, Key.Key_F10, Modifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def words_of(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def copied(qtbot: QtBot, do: Callable[[], object]) -> tuple[str, str]:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    do()
    qtbot.waitUntil(lambda: clipboard.text() != "")
    return clipboard.text(), clipboard.mimeData().html()


def test_ctrl_c_copies_the_current_row_as_a_table(page: ListPage, qtbot: QtBot) -> None:
    page.list.table.choose(line_of(page, "Anna"))
    table = page.list.table
    text, html = copied(qtbot, lambda: QTest.keyClick(table, Key.Key_C, Modifier.ControlModifier))
    assert text.split("\n") == [
        "Name\tCompany\tPhone\tE-mail\tTags\tOwner\tLast touch",
        "Anna\t\t+48 512 000 114\t\t\t\t",
    ]
    assert "<td" in html
    assert "+48 512 000 114" in html


def test_ticked_rows_are_copied_in_their_order_and_no_cell_is_a_formula(
    page: ListPage, qtbot: QtBot
) -> None:
    table = page.list.table
    QTest.keyClick(table, Key.Key_A, Modifier.ControlModifier)
    text, _html = copied(qtbot, lambda: QTest.keyClick(table, Key.Key_C, Modifier.ControlModifier))
    rows = [line.split("\t") for line in text.split("\n")]
    assert len(rows) == 5
    assert all(len(row) == 7 for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert any(row[0].startswith("'=cmd") for row in rows)


def test_the_menu_copies_the_phone_alone(page: ListPage, qtbot: QtBot) -> None:
    menu = menu_of(page, line_of(page, "Anna"))
    assert words_of(menu) == [*OPENING, *DONE_WITH_ONE]
    [copy] = menu.findChildren(QMenu)
    assert words_of(copy) == ["Phone: +48 512 000 114", "&Link", "As a &table"]
    text, _html = copied(qtbot, copy.actions()[0].trigger)
    assert text == "+48 512 000 114"
    text, _html = copied(qtbot, copy.actions()[1].trigger)
    assert text.startswith("crmdesktop://contact/")
    menu.close()


def test_a_right_press_makes_the_row_current_and_opens_its_menu(page: ListPage) -> None:
    table = page.list.table
    place = QPoint(200, table.visualRect(page.list.model.index(2, 0)).center().y())
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert table.currentIndex().row() == 2
    menu.close()


def test_on_a_ticked_row_the_menu_says_and_means_all_ticked_rows(
    page: ListPage, qtbot: QtBot
) -> None:
    table = page.list.table
    for line in (0, 1, 2):
        table.choose(line)
        QTest.keyClick(table, Key.Key_Space)
    menu = menu_of(page, 1)
    assert words_of(menu) == [
        *(
            "Selected 3",
            "Ta&gs…",
            "O&wner…",
            "&Status…",
            "&Field…",
            "Co&mpany…",
            "E&xport…",
            "Cop&y",
            "&Archive",
        ),
    ]
    with qtbot.waitSignal(page.archive_wanted) as told:
        QTest.keyClick(menu, Key.Key_A)
    chosen: Chosen = told.args[0]
    assert len(chosen.ids) == 3


def test_on_another_row_it_means_that_row_only(page: ListPage, qtbot: QtBot) -> None:
    table = page.list.table
    for line in (0, 1):
        table.choose(line)
        QTest.keyClick(table, Key.Key_Space)
    menu = menu_of(page, 3)
    with qtbot.waitSignal(page.archive_wanted) as told:
        QTest.keyClick(menu, Key.Key_A)
    row = page.list.model.row_at(3)
    assert row is not None
    assert told.args[0] == Chosen("contact", (row.id,))


def test_all_ticked_rows_go_to_the_archive_by_one_operation(
    page: ListPage, backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    QTest.keyClick(page.list.table, Key.Key_A, Modifier.ControlModifier)
    done: list[Any] = []

    def archive(chosen: Chosen) -> None:
        bridge.execute(kind.make_kind().archive(chosen.ids), then=done.append, owner=page)

    page.find_chosen(archive)
    qtbot.waitUntil(lambda: page.list.count == 0)
    qtbot.waitUntil(lambda: bool(done))
    assert len(read(backend, queries.find_order, ListOrder(Shelf.ARCHIVE))) == 4
    qtbot.waitUntil(lambda: len(page.list.table.ticks) == 0)  # what is gone is ticked no longer


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "The contact is in the archive now."),
        (3, "3 contacts are in the archive now."),
    ],
)
def test_the_note_says_how_many_went(number: int, words: str) -> None:
    assert kind.make_kind().archived(number) == words


def test_a_dragged_row_is_a_file_of_its_business_card(
    page: ListPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []

    def run(drag: QDrag, *_actions: Any) -> Qt.DropAction:
        [url] = drag.mimeData().urls()
        path = Path(url.toLocalFile())
        taken.append(f"{path.name}\n{path.read_text(encoding='utf-8')}")
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", run)
    monkeypatch.setattr(row_dragging, "is_held", lambda: True)
    table = page.list.table
    line = line_of(page, "Anna")
    place = QPoint(140, table.visualRect(page.list.model.index(line, 0)).center().y())
    QTest.mousePress(table.viewport(), LEFT, Modifier.NoModifier, place)
    QTest.mouseMove(table.viewport(), place + QPoint(3, 0))
    assert not taken
    QTest.mouseMove(table.viewport(), place + QPoint(3, 60))
    qtbot.waitUntil(lambda: bool(taken))
    QTest.mouseRelease(table.viewport(), LEFT, Modifier.NoModifier, place)
    name, *lines = taken[0].splitlines()
    assert name == "Anna.vcf"
    assert lines[0] == "BEGIN:VCARD"
    assert lines.count("BEGIN:VCARD") == 1
    assert table.currentIndex().row() == line, "dragging chooses no other rows"


@pytest.mark.parametrize("taken", [Qt.DropAction.CopyAction, Qt.DropAction.IgnoreAction])
def test_very_many_rows_are_dragged_without_a_file_which_is_said_where_nobody_takes_them(
    taken: Qt.DropAction, page: ListPage, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged: list[tuple[int, bool]] = []
    failures: list[Failure] = []

    def run(drag: QDrag, *_actions: Any) -> Qt.DropAction:
        rows = row_dragging.dropped_rows(drag.mimeData(), row_dragging.workspace_of(bridge))
        dragged.append((0 if rows is None else len(rows[1]), drag.mimeData().hasUrls()))
        return taken

    monkeypatch.setattr(QDrag, "exec", run)
    monkeypatch.setattr(row_dragging, "_MOST_CARDS", 3)
    bridge.failed.connect(failures.append)
    table = page.list.table
    QTest.keyClick(table, Key.Key_A, Modifier.ControlModifier)
    table.drag_wanted.emit(0)
    assert dragged == [(4, False)]
    said = [words_for(failure.error) for failure in failures]
    assert [words[:40] for words in said] == (
        ["Up to 3 business cards can be dragged ou"] * (taken == Qt.DropAction.IgnoreAction)
    )


def test_what_is_not_loaded_is_ticked_too_and_what_comes_later(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    for number in range(230):
        write(backend, CreateContact({"given_name": f"Person {number}"}))
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.is_ready)
    QTest.keyClick(page.list.table, Key.Key_A, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.list.table.ticks) == 230)
    page.hide()


def test_in_the_window_delete_archives_all_ticked_rows_and_one_undo_brings_them_back(
    workspace: Path, open_workspace: Open, open_window: OpenWindow, qtbot: QtBot
) -> None:
    outside = open_workspace(workspace)
    for name in ("Anna", "Borys", "Celina"):
        write(outside, CreateContact({"given_name": name}))
    session = open_window(workspace)
    people, view = contacts(session), view_of(session)
    people.table.setFocus()
    people.table.choose(0)
    for _row in range(2):
        QTest.keyClick(people.table, Key.Key_Space)
    with qtbot.waitSignal(view.done) as told:
        session.window.commands.action("record.archive").trigger()
    assert told.args == ["2 contacts are in the archive now."]
    qtbot.waitUntil(lambda: people.count == 1)
    session.window.commands.action("edit.undo").trigger()
    qtbot.waitUntil(lambda: people.count == 3)


def test_in_the_window_any_number_of_rows_is_archived_by_one_step_that_undo_takes_back(
    workspace: Path, open_workspace: Open, open_window: OpenWindow, qtbot: QtBot
) -> None:
    outside = open_workspace(workspace)
    for number in range(260):
        write(outside, CreateContact({"given_name": f"Person {number}"}))
    session = open_window(workspace)
    people, view, bridge = contacts(session), view_of(session), there(session.bridge)
    qtbot.waitUntil(lambda: people.count == 260)
    people.table.setFocus()
    QTest.keyClick(people.table, Key.Key_A, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: len(people.table.ticks) == 260)
    with qtbot.waitSignals([bridge.task_started, view.done], timeout=20_000):
        session.window.commands.action("record.archive").trigger()
    assert session.window.notifications.notes[-1].words == "260 contacts are in the archive now."
    qtbot.waitUntil(lambda: people.count == 0)
    session.window.commands.action("edit.undo").trigger()
    qtbot.waitUntil(lambda: people.count == 260)


def test_the_windows_menu_of_a_row_changes_it_too(
    workspace: Path, open_workspace: Open, open_window: OpenWindow
) -> None:
    write(open_workspace(workspace), CreateContact({"given_name": "Anna"}))
    session = open_window(workspace)
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    menu = menu_of(page, 0)
    tags, owner, copy, pin, archive = DONE_WITH_ONE
    do = ("&Task", tags, owner, "Put &into a deal…", copy, "More", archive)
    assert words_of(menu) == [*OPENING, *do]
    more = next(one for one in menu.findChildren(QMenu) if one.title() == "More")
    assert words_of(more) == [pin, "Edit t&he cell", "&Change…"]
    shown = {action.text(): action for action in (*menu.actions(), *more.actions())}
    keys = {words: action.shortcut().toString() for words, action in shown.items() if words}
    assert keys["&Open"] == ("Return" if sys.platform == "darwin" else "Enter")
    assert keys["Edit t&he cell"] == "F2"
    assert keys["&Change…"] == "Shift+F2"
    assert keys["&Task"] == "Ctrl+Shift+T"
    assert keys["&Archive"] == session.window.commands.keys("record.archive")
    assert shown["&Archive"].property("tone") == DANGER
    assert not any(action.icon().isNull() for words, action in shown.items() if words)
    menu.close()


def test_only_where_a_list_is_shown_it_can_be_exported(
    workspace: Path, open_window: OpenWindow
) -> None:
    session = open_window(workspace)
    view, export = view_of(session), session.window.commands.action("file.export")
    assert export.isEnabled()
    view.show_place([page.objectName() for page in view.pages].index("settings"))
    assert not export.isEnabled()
    view.show_place(0)
    assert export.isEnabled()


def test_the_menu_of_a_list_shows_the_key_that_the_person_chose(
    workspace: Path, open_window: OpenWindow
) -> None:
    session = open_window(workspace)
    session.window.commands.rebind("file.export", "Ctrl+Shift+E")
    view_of(session).toolbar.more.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    [export] = (action for action in menu.actions() if action.text() == "Export the lis&t…")
    assert export.shortcut().toString() == "Ctrl+Shift+E"
    menu.close()


def test_the_windows_menu_of_a_row_opens_its_card(
    workspace: Path, open_workspace: Open, open_window: OpenWindow, qtbot: QtBot
) -> None:
    write(open_workspace(workspace), CreateContact({"given_name": "Anna"}))
    view = view_of(open_window(workspace))
    page = view.pages[0]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.list.count == 1)
    opening, apart, *_rest = menu_of(page, 0).actions()
    with qtbot.waitSignal(view.apart_wanted):
        apart.trigger()
    opening.trigger()
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.is_ready)


def test_the_columns_of_a_list_are_there_again_in_the_next_window(
    workspace: Path, open_window: OpenWindow
) -> None:
    look = ListLook(("name", "city", "phone"), {}, "company", True)
    first = view_of(open_window(workspace)).pages[0]
    assert isinstance(first, ListPage)
    first.list.table.layout_of_columns.choose(look.columns)
    first.sort_by(1, descending=True)
    second = view_of(open_window(workspace)).pages[0]
    assert isinstance(second, ListPage)
    assert second is not first
    assert second.look() == look
