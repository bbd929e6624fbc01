"""People and companies come to a deal without being dragged: by menus, the bar and the palette."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.deals.commands import CreateDeal, WinDeals
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.gui.pages.deals.choosing import deals_like
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.pick import PickList
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, read, there, view_of, write

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")
WORDS = "Put &into a deal…"


class Office:
    """Two people, a company and three deals, one of which is won."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        people = [CreateContact({"given_name": name}) for name in ("Anna", "Borys")]
        self.people = [str(write(backend, one)) for one in people]
        self.firm = str(write(backend, CreateCompany({"name": "Alfa"})))
        pipeline = read(backend, find_pipelines)[0].id
        self.deals = [
            str(write(backend, CreateDeal({"title": title, "pipeline": pipeline})))
            for title in ("Gym", "Office", "Old")
        ]
        write(backend, WinDeals((self.deals[2],), without_fields=True))

    def people_of(self, deal: int) -> set[str]:
        row = there(read(self.backend, get_deal, self.deals[deal]))
        return {one.contact.id for one in row.participants}

    def company_of(self, deal: int) -> str:
        company = there(read(self.backend, get_deal, self.deals[deal])).company
        return company.id if company is not None else ""


@pytest.fixture
def office(backend: Backend) -> Office:
    return Office(backend)


@pytest.fixture
def session(office: Office, workspace: Path, open_window: OpenWindow) -> Session:
    return open_window(workspace)


def list_of(session: Session, place: int, qtbot: QtBot) -> ListPage:
    view = view_of(session)
    view.show_place(place)
    page = view.pages[place]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.is_ready and page.list.model.row_at(0) is not None)
    return page


def pick(place: QWidget, text: str, qtbot: QtBot) -> None:
    """Type into the pop-over what finds one deal, and take it with Enter."""
    asked = there(place.findChild(PickList))
    qtbot.waitUntil(lambda: asked.list.count() > 0)
    QTest.keyClicks(asked.line, text)
    qtbot.waitUntil(lambda: asked.list.count() == 1)
    QTest.keyClick(asked.line, Qt.Key.Key_Return)


def said(session: Session, qtbot: QtBot) -> str:
    """The words of the newest note."""
    notes = session.window.notifications
    qtbot.waitUntil(lambda: bool(notes.notes))
    words = notes.notes[-1].words
    notes.notes[-1].leave()
    return words


def test_ticked_people_are_put_into_a_deal_and_taken_out_by_undo(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    page = list_of(session, 0, qtbot)
    page.list.table.tick_all()
    qtbot.waitUntil(page.bulk.bar.isVisible)
    [button] = [one for one in page.bulk.bar.buttons if one.objectName() == "deal"]
    button.click()
    asked = there(page.findChild(PickList))
    bottom = asked.mapToGlobal(asked.rect().bottomLeft()).y()
    assert bottom <= session.window.frameGeometry().bottom()
    pick(page, "off", qtbot)
    qtbot.waitUntil(lambda: office.people_of(1) == set(office.people))
    assert said(session, qtbot) == "2 clients are on the deal now."
    qtbot.waitUntil(lambda: not page.list.table.ticks)
    there(session.window.history).undo()
    qtbot.waitUntil(lambda: office.people_of(1) == set())


def test_the_menu_of_a_row_puts_a_company_into_a_deal_the_bar_of_ticked_ones_does_not(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    page = list_of(session, 1, qtbot)
    rids: Sequence[int] = list(page.list.model.records)
    names = [one.name for one in page.bulk.offered(lambda: rids, are_ticked=True)]
    assert "deal" not in names
    offered = page.bulk.offered(lambda: rids, are_ticked=False)
    [into] = [one for one in offered if one.name == "deal"]
    into.run(page)
    pick(page, "gym", qtbot)
    qtbot.waitUntil(lambda: office.company_of(0) == office.firm)
    into.run(page)
    pick(page, "gym", qtbot)
    qtbot.waitUntil(lambda: len(session.window.notifications.notes) == 2)
    words = [note.words for note in session.window.notifications.notes]
    assert words[-1] == "It is so already. Nothing was changed."


def test_a_card_offers_it_in_its_menu_and_by_the_command_of_the_palette(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    view, commands = view_of(session), session.window.commands
    assert commands.action("record.deal").isEnabled()
    view.open_record(RecordRef("deal", office.deals[0]))
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    assert not commands.action("record.deal").isEnabled()
    view.open_record(RecordRef("contact", office.people[0]))
    qtbot.waitUntil(lambda: there(view.way.card).record == RecordRef("contact", office.people[0]))
    card = there(view.way.card)
    qtbot.waitUntil(lambda: card.head is not None)
    menu = card.actions_of_head.menu(there(card.head))
    assert isinstance(menu, QMenu)
    assert WORDS in [action.text() for action in menu.actions()]
    menu.deleteLater()
    commands.action("record.deal").trigger()
    pick(card, "off", qtbot)
    qtbot.waitUntil(lambda: office.people_of(1) == {office.people[0]})


def test_open_deals_stand_first_and_closed_ones_are_found(office: Office) -> None:
    offered = read(office.backend, deals_like, "")
    assert [one.words for one in offered] == ["Office", "Gym"]
    assert [one.words for one in read(office.backend, deals_like, "old")] == ["Old"]
