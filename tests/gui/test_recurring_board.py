"""The board of recurring clients: it moves by time, and what can be done from its cards."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.deals.commands import CreateDeal, WinDeals
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.recurring.rows import LAPSED, LATER, NEXT_MONTH, OVERDUE, WEEK
from crm_desktop.features.tags.queries import find_tags
from crm_desktop.filters.ast import EVERYTHING, Condition, Operator
from crm_desktop.gui.pages.activities.when import DayPicker
from crm_desktop.gui.pages.deals.modes import RECURRING
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.pages.deals.recurring_board import RecurringPage
from crm_desktop.gui.pages.deals.recurring_menu import client_menu
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, read, there, view_of, write
from tests.gui.deal_pages import PLACE

TODAY = datetime(2026, 10, 14, 12, tzinfo=clock.UTC)  # a Wednesday
LINE = {"product": None, "name": "Lamp", "sku": "", "quantity": "2", "unit": "", "price_minor": 450}
LINE |= {"discount": 0, "vat": None}

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "grabbing the keyboard")


def buy(backend: Backend, company: str, ago: int) -> None:
    """A deal that was won so many days ago."""
    clock.set_source(lambda: TODAY - timedelta(ago))
    values = {"title": "Lamps", "company": company, "currency": "EUR", "lines": [LINE]}
    key = str(write(backend, CreateDeal({**values, "source": "fair"})))
    write(backend, WinDeals((key,), without_fields=True))


def client(backend: Backend, name: str, *ago: int) -> str:
    """A company that bought then."""
    key = str(write(backend, CreateCompany({"name": name})))
    for days in ago:
        buy(backend, key, days)
    clock.set_source(lambda: TODAY)
    return key


class Shown:
    """The window at the board."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session, self.qtbot = session, qtbot
        view = view_of(session)
        view.show_place(PLACE)
        assert isinstance(view.page, DealsPage)
        self.page: DealsPage = view.page
        qtbot.waitUntil(lambda: self.page.is_ready)
        self.page.toolbar.mode_chosen.emit(RECURRING)
        self.part: RecurringPage = there(self.page.recurring)

    def names(self) -> dict[str, list[str]]:
        """Who stands in the columns that are not empty."""
        known = self.part.clients
        columns = self.part.board.order.columns.items()
        named = {span: [known[key].name for key in keys if key in known] for span, keys in columns}
        return {span: found for span, found in named.items() if found}

    def wait(self, **columns: list[str]) -> None:
        """Until they stand so."""
        self.qtbot.waitUntil(lambda: self.names() == columns)

    def wait_for_words(self, words: str) -> None:
        """Until the window says that something was done."""
        notes = self.session.window.notifications
        self.qtbot.waitUntil(lambda: bool(notes.notes) and notes.notes[-1].words == words)

    def choose(self, name: str) -> None:
        """Make a client current."""
        key = next(key for key, one in self.part.clients.items() if one.name == name)
        assert self.part.board.choose(key)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Press a key where the keyboard is."""
        pane = self.part.board.pane_of(self.part.board.current_column)
        QTest.keyClick(pane.view, key, modifiers)


@pytest.fixture
def shown(open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot) -> Shown:
    """Three clients: one is overdue, one comes next month, one bought once."""
    client(backend, "Bursztyn", 70, 40)
    client(backend, "Meridian", 100, 40)
    client(backend, "Once", 5)
    made = Shown(open_window(workspace), qtbot)
    made.wait(**{OVERDUE: ["Bursztyn"], NEXT_MONTH: ["Meridian"]})
    return made


def test_clients_move_as_days_go_by_and_as_they_buy(shown: Shown, backend: Backend) -> None:
    totals = shown.page.toolbar.totals_words
    assert "2 clients" in totals
    assert "a month" in totals
    assert shown.page.toolbar.pipeline.text() == "Recurring clients"
    meridian = next(one for one in shown.part.clients.values() if one.name == "Meridian")
    buy(backend, meridian.id, 0)
    clock.set_source(lambda: TODAY)
    shown.wait(**{OVERDUE: ["Bursztyn"], LATER: ["Meridian"]})
    clock.set_source(lambda: TODAY + timedelta(40))
    there(shown.session.bridge).day_changed.emit()
    shown.wait(**{LAPSED: ["Bursztyn"], NEXT_MONTH: ["Meridian"]})


def test_a_client_is_put_off_with_keys_or_the_menu_and_that_can_be_undone(shown: Shown) -> None:
    shown.choose("Bursztyn")
    shown.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    shown.wait(**{WEEK: ["Bursztyn"], NEXT_MONTH: ["Meridian"]})
    shown.wait_for_words("“Bursztyn” is expected: 14 October")
    there(shown.session.window.history).undo()
    shown.wait(**{OVERDUE: ["Bursztyn"], NEXT_MONTH: ["Meridian"]})
    shown.choose("Meridian")
    menu = client_menu(shown.page, shown.part)
    delay = there(menu.findChild(QMenu))
    delay.actions()[2].trigger()  # by a month
    shown.wait(**{OVERDUE: ["Bursztyn"], LATER: ["Meridian"]})
    shown.wait_for_words("“Meridian” is expected: 3 December")


def test_the_card_of_a_client_leads_on_to_the_next_of_its_kind(shown: Shown) -> None:
    shown.choose("Bursztyn")
    shown.press(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    view = view_of(shown.session)
    where = view.top.crumbs.where
    shown.qtbot.waitUntil(lambda: where.text() == "1 of 2")
    view.way.go_to_neighbour(+1)
    crumbs = view.top.crumbs
    shown.qtbot.waitUntil(lambda: (crumbs.name.text(), where.text()) == ("Meridian", "2 of 2"))


def test_a_client_is_put_off_to_the_day_that_is_asked_for(shown: Shown) -> None:
    shown.choose("Bursztyn")
    menu = client_menu(shown.page, shown.part)
    there(menu.findChild(QMenu)).actions()[3].trigger()
    picker = there(shown.page.findChild(DayPicker))
    QTest.keyClicks(picker.line, "24.11.2026")
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    shown.wait(**{NEXT_MONTH: ["Meridian", "Bursztyn"]})
    shown.wait_for_words("“Bursztyn” is expected: 24 November")


def test_clients_are_narrowed_by_owner_and_tag(shown: Shown, backend: Backend) -> None:
    meridian = next(one for one in shown.part.clients.values() if one.name == "Meridian")
    version = there(read(backend, get_company, meridian.id)).version
    write(backend, UpdateCompany(meridian.id, version, {"tags": [{"name": "Key client"}]}))
    tag = read(backend, find_tags, "Key", 1)[0].id
    bar = shown.part.filter
    assert bar.isVisible()
    assert not shown.page.toolbar.filters.isVisible()
    bar.ask(Condition("tags", Operator.HAS_ANY, (tag,)))
    shown.wait(**{NEXT_MONTH: ["Meridian"]})
    assert "1 client" in shown.page.toolbar.totals_words
    bar.ask(Condition("owner", Operator.ANY_OF, (tag,)))
    shown.wait()
    bar.ask(EVERYTHING)
    shown.wait(**{OVERDUE: ["Bursztyn"], NEXT_MONTH: ["Meridian"]})


def test_the_next_deal_is_as_the_last_one(shown: Shown, backend: Backend, qtbot: QtBot) -> None:
    shown.choose("Bursztyn")
    current = shown.page.current()
    opened: list[RecordRef] = []
    shown.page.open_wanted.connect(lambda record, _apart: opened.append(record))
    shown.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(opened))
    deal = there(read(backend, get_deal, opened[0].id))
    assert (deal.title, there(deal.company).id) == ("Lamps", there(current).id)
    assert [line.name for line in deal.lines] == ["Lamp"]
    assert there(deal.amount).minor == 900
