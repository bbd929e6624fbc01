"""Back and forward lead to a page as it was looked at then: filter, order, current record."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.filters.ast import EVERYTHING, Condition, Operator
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.conftest import OpenWindow, there, view_of, wait_for_answers, write

CONTACTS, COMPANIES, DEALS = range(3)
CLIENTS = Condition("status", Operator.ANY_OF, ("client",))
PARTNERS = Condition("status", Operator.ANY_OF, ("partner",))


@pytest.fixture
def session(workspace: Path, backend: Backend, open_window: OpenWindow) -> Session:
    """A window on companies that are clients or partners."""
    for number, status in enumerate(("client", "partner", "client", "partner")):
        write(backend, CreateCompany({"name": f"Company {number}", "status": status}))
    return open_window(workspace)


def names(page: ListPage) -> list[str]:
    model, column = page.list.model, page.description.columns[0]
    return [column.text(model.record_at(line)) for line in range(model.rowCount())]


def list_at(session: Session, place: int, qtbot: QtBot) -> ListPage:
    """The list of this place, with its views."""
    view = view_of(session)
    view.show_place(place)
    page = view.pages[place]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.is_ready and page.views.world is not None)
    return page


def test_a_list_is_filtered_as_it_was_at_that_step(session: Session, qtbot: QtBot) -> None:
    view, page = view_of(session), list_at(session, COMPANIES, qtbot)
    page.views.ask(CLIENTS)
    qtbot.waitUntil(lambda: names(page) == ["Company 0", "Company 2"])
    page.list.table.choose(1)
    view.show_place(DEALS)
    view.show_place(COMPANIES)
    page.views.ask(PARTNERS)
    page.quick.show_text("3")
    page.quick.changed.emit("3")
    qtbot.waitUntil(lambda: names(page) == ["Company 3"])
    view.go_back()
    view.go_back()
    qtbot.waitUntil(lambda: names(page) == ["Company 0", "Company 2"])
    qtbot.waitUntil(lambda: page.list.table.currentIndex().row() == 1)
    assert page.quick.isHidden()
    view.go_forward()
    view.go_forward()
    qtbot.waitUntil(lambda: names(page) == ["Company 3"])
    assert page.quick.line.text() == "3"
    assert page.views.root == PARTNERS


def test_the_page_of_deals_is_filtered_as_it_was_at_that_step(
    session: Session, qtbot: QtBot
) -> None:
    view = view_of(session)
    view.show_place(DEALS)
    page = view.pages[DEALS]
    assert isinstance(page, DealsPage)
    qtbot.waitUntil(lambda: page.is_ready and page.views.world is not None)
    mine = Condition("owner", Operator.EMPTY)
    page.views.ask(mine)
    view.show_place(CONTACTS)
    view.show_place(DEALS)
    page.views.ask(EVERYTHING)
    page.show_mode("list")
    qtbot.waitUntil(lambda: page.is_ready)
    view.go_back()
    view.go_back()
    assert (page.asked.filter, page.mode) == (mine, "board")
    qtbot.waitUntil(lambda: page.board.is_loaded and page.board.asked.filter == mine)
    view.go_forward()
    view.go_forward()
    assert (page.asked.filter, page.mode) == (EVERYTHING, "list")


def test_whoever_goes_elsewhere_before_the_answer_is_not_pulled_back(
    session: Session, qtbot: QtBot
) -> None:
    view, page = view_of(session), list_at(session, COMPANIES, qtbot)
    page.views.ask(CLIENTS)
    qtbot.waitUntil(lambda: names(page) == ["Company 0", "Company 2"])
    page.list.table.choose(1)
    view.show_place(DEALS)
    view.show_place(COMPANIES)
    page.views.ask(EVERYTHING)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 4)
    view.go_back()
    view.go_back()
    QTest.keyClick(page.list.table, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: names(page) == ["Company 0", "Company 2"])
    wait_for_answers(there(session.bridge), qtbot)
    assert page.list.table.currentIndex().row() == 0


def test_the_row_that_was_found_by_typing_is_seen_in_the_whole_list(
    session: Session, qtbot: QtBot
) -> None:
    page = list_at(session, COMPANIES, qtbot)
    table = page.list.table
    table.setFixedHeight(table.header.height() + round(1.5 * table.rowHeight(0)))
    page.find_here()
    QTest.keyClicks(page.quick.line, "3")
    qtbot.waitUntil(lambda: names(page) == ["Company 3"])
    QTest.keyClick(page.quick.line, Qt.Key.Key_Down)
    table.choose(0)
    page.quick.end()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 4)
    assert table.currentIndex().row() == 3
    qtbot.waitUntil(lambda: table.rowViewportPosition(3) < table.viewport().height())
    assert table.rowViewportPosition(3) >= 0
