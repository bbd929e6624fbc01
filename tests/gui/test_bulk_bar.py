"""The bar of ticked rows: when it comes, what it says and offers, and where it finds no room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    DeleteContacts,
)
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.paint.marks import Ticked
from crm_desktop.gui.pages.contacts.page import make_page
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.notifications import Notifications
from tests.gui.conftest import Open, OpenWindow, read, there, view_of, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(backend: Backend, bridge: Bridge, qtbot: QtBot) -> Iterator[ListPage]:
    """Five people."""
    for name in ("Anna", "Borys", "Celina", "Daria", "Emil"):
        write(backend, CreateContact({"given_name": name}))
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.is_ready)
    page.choose_first()
    page.list.setFocus()
    yield page
    page.hide()


def tick(page: ListPage, lines: int) -> None:
    for _line in range(lines):
        QTest.keyClick(page.list.table, Key.Key_Space)


def shown(page: ListPage) -> list[str]:
    return [button.text() for button in page.bulk.bar.buttons if not button.isHidden()]


def test_it_comes_with_the_first_tick_and_goes_with_the_last(page: ListPage) -> None:
    height = page.list.height()
    tick(page, 1)
    bar = page.bulk.bar
    QApplication.processEvents()
    assert bar.isVisible()
    assert page.list.height() == height - bar.height(), "nothing of the list is covered"
    assert (bar.number.text(), bar.all.text()) == ("Selected 1", "All 5")
    QTest.keyClick(page.list.table, Key.Key_Escape)
    assert not bar.isVisible()


def test_no_note_of_the_window_covers_it(page: ListPage, qtbot: QtBot) -> None:
    notes = Notifications(page)
    notes.tell("Saved.")
    tick(page, 1)
    bar = page.bulk.bar

    def lowest() -> int:
        [note] = notes.notes
        return note.mapTo(page, note.rect().bottomLeft()).y()

    qtbot.waitUntil(lambda: lowest() < bar.mapTo(page, QPoint(0, 0)).y())
    page.resize(900, 450)
    qtbot.waitUntil(lambda: lowest() < bar.mapTo(page, QPoint(0, 0)).y() < page.height())
    QTest.keyClick(page.list.table, Key.Key_Escape)
    assert lowest() > page.height() - bar.height()


def test_all_widens_it_to_everything_that_matches(page: ListPage) -> None:
    tick(page, 2)
    QTest.mouseClick(page.bulk.bar.all, LEFT)
    assert len(page.list.table.ticks) == 5
    assert page.bulk.bar.number.text() == "Selected 5"
    assert not page.bulk.bar.all.isVisible()


def test_the_cross_takes_all_ticks_away_and_gives_the_list_the_keyboard(page: ListPage) -> None:
    tick(page, 2)
    QTest.mouseClick(page.bulk.bar.close_, LEFT)
    assert not page.list.table.ticks
    assert not page.bulk.bar.isVisible()
    assert page.list.table.hasFocus()


def test_what_finds_no_room_stands_under_the_dots_from_the_right(
    page: ListPage, qtbot: QtBot
) -> None:
    tick(page, 1)
    offered = shown(page)
    assert offered[:3] == ["Tags", "Owner", "Status"]
    page.resize(480, 500)
    QApplication.processEvents()
    fewer = shown(page)
    assert fewer == offered[: len(fewer)]
    assert len(fewer) < len(offered)
    QTest.mouseClick(page.bulk.bar.more, LEFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [one.text().replace("&", "").removesuffix("…") for one in menu.actions() if one.text()]
    assert words[: len(offered) - len(fewer)] == offered[len(fewer) :]
    menu.close()


def test_in_the_archive_it_brings_back_and_deletes_and_in_the_bin_it_brings_back(
    page: ListPage, backend: Backend, qtbot: QtBot
) -> None:
    tick(page, 2)
    with qtbot.waitSignal(page.archive_wanted) as told:
        archive = next(one for one in page.bulk.bar.buttons if one.objectName() == "archive")
        QTest.mouseClick(archive, LEFT)
    write(backend, ArchiveContacts(told.args[0].ids))
    page.show_shelf("archive")
    qtbot.waitUntil(lambda: page.list.count == 2)
    page.choose_first()
    page.list.setFocus()
    tick(page, 1)
    assert shown(page) == ["Export", "Bring back", "Delete"]
    write(backend, DeleteContacts(told.args[0].ids))
    page.show_shelf("bin")
    qtbot.waitUntil(lambda: page.list.count == 2)
    page.choose_first()
    tick(page, 2)
    assert shown(page) == ["Export", "Bring back"]


def narrow(page: ListPage, text: str, count: int, qtbot: QtBot) -> None:
    page.quick.changed.emit(text)
    qtbot.waitUntil(lambda: page.list.count == count and not page.list.model.is_behind)


def test_ticked_rows_that_a_filter_hides_are_counted_and_acted_on(
    page: ListPage, qtbot: QtBot
) -> None:
    tick(page, 3)
    table, bar = page.list.table, page.bulk.bar
    meant = table.acted_on()
    assert not bar.unseen.isVisible()
    narrow(page, "Anna", 1, qtbot)
    assert (bar.number.text(), bar.unseen.text()) == ("Selected 1", "2 more not shown")
    assert table.acted_on() == meant
    narrow(page, "Emil", 1, qtbot)
    assert bar.isVisible()
    assert (bar.number.text(), bar.unseen.text()) == ("Selected 0", "3 more not shown")
    assert table.header.box is Ticked.OFF
    with qtbot.waitSignal(page.archive_wanted) as told:
        there(bar.findChild(QPushButton, "archive")).click()
    assert len(told.args[0].ids) == 3
    narrow(page, "", 5, qtbot)
    assert (bar.number.text(), bar.unseen.isVisible()) == ("Selected 3", False)


def test_the_box_of_the_header_means_the_rows_below_it_and_esc_all(
    page: ListPage, qtbot: QtBot
) -> None:
    tick(page, 2)
    table, bar = page.list.table, page.bulk.bar
    narrow(page, "Emil", 1, qtbot)
    table.header.box_pressed.emit()
    assert (bar.number.text(), bar.unseen.text()) == ("Selected 1", "2 more not shown")
    table.header.box_pressed.emit()
    assert (bar.number.text(), bar.unseen.text()) == ("Selected 0", "2 more not shown")
    QTest.keyClick(table, Key.Key_Escape)
    assert not table.ticks
    assert not bar.isVisible()


def test_what_leaves_the_shelf_while_a_filter_hides_it_is_ticked_no_longer(
    page: ListPage, backend: Backend, qtbot: QtBot
) -> None:
    tick(page, 3)
    table, bar = page.list.table, page.bulk.bar
    ids = read(backend, ids_of, "contact", table.acted_on())
    narrow(page, "Anna", 1, qtbot)
    write(backend, ArchiveContacts(ids[1:2]))
    qtbot.waitUntil(lambda: bar.unseen.text() == "1 more not shown")
    assert len(table.ticks) == 2
    narrow(page, "", 4, qtbot)
    assert (bar.number.text(), bar.unseen.isVisible()) == ("Selected 2", False)


def test_an_export_of_ticked_rows_that_lost_their_ticks_never_writes_the_whole_list(
    page: ListPage,
) -> None:
    tick(page, 1)
    [export] = [one for one in page.bulk.bar.offered if one.name == "export"]
    page.list.table.clear_ticks()  # as when a colleague archives the row while “…” is open
    export.run(page.bulk.bar.more)
    assert there(page.bulk.actions).popover is None


def test_f6_leads_to_the_bar_after_the_preview_and_back(
    workspace: Path, open_workspace: Open, open_window: OpenWindow, qtbot: QtBot
) -> None:
    write(open_workspace(workspace), CreateContact({"given_name": "Anna"}))
    session = open_window(workspace)
    view = view_of(session)
    page = view.pages[0]
    assert isinstance(page, ListPage)
    page.list.setFocus()
    page.choose_first()
    tick(page, 1)
    view.next_pane()
    assert view.preview.isAncestorOf(there(session.window.focusWidget()))
    view.next_pane()
    assert page.bulk.bar.isAncestorOf(there(session.window.focusWidget()))
    view.next_pane(backward=True)
    assert view.preview.isAncestorOf(there(session.window.focusWidget()))
