"""Rows of people let go on a company or a deal: in a list, among the favourites, on a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.data.bulk.commands import JoinCompany, TagMany
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.users.records import USER
from crm_desktop.features.views.commands import Pin
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.pick import PickList
from crm_desktop.gui.shell.list_drops import ListDrops
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.row_dragging import rows_mime
from tests.gui.conftest import OpenWindow, read, there, view_of, workspace_id, write

COPY, NONE = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


class Office:
    """A window on two people and two companies."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        people = [CreateContact({"given_name": name}) for name in ("Anna", "Borys")]
        self.people = [str(write(backend, one)) for one in people]
        firms = [CreateCompany({"name": name}) for name in ("Alfa", "Beta")]
        self.firms = [str(write(backend, one)) for one in firms]

    def data(self, session: Session) -> QMimeData:
        """Both people, dragged out of their list."""
        page = view_of(session).pages[0]
        assert isinstance(page, ListPage)
        return self.rows("contact", list(page.list.model.records))

    def rows(self, entity: str, rids: Sequence[int]) -> QMimeData:
        return rows_mime(entity, rids, workspace_id(self.backend))

    def companies_of(self, number: int) -> Sequence[str]:
        state = there(read(self.backend, get_contact, self.people[number])).state
        return [link["company"] for link in state["companies"]]


@pytest.fixture
def office(backend: Backend) -> Office:
    return Office(backend)


@pytest.fixture
def session(office: Office, workspace: Path, open_window: OpenWindow) -> Session:
    """A window on it."""
    return open_window(workspace)


def test_people_let_go_on_a_row_of_a_company_come_to_it(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    view = view_of(session)
    view.show_place(1)
    page = view.pages[1]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.is_ready and page.list.model.record_at(1) is not None)
    table, data = page.list.table, office.data(session)
    drops = there(page.findChild(ListDrops))
    place = table.visualRect(table.model().index(1, 0)).center()
    move = QDragMoveEvent(place, COPY, data, LEFT, NONE)
    assert drops.eventFilter(table.viewport(), move)
    assert move.isAccepted()
    assert "Beta" in there(drops._hint).accessibleName()
    below = QPoint(place.x(), table.viewport().height() - 4)
    nowhere = QDragMoveEvent(below, COPY, data, LEFT, NONE)
    drops.eventFilter(table.viewport(), nowhere)
    assert not nowhere.isAccepted()
    drops.eventFilter(table.viewport(), QDropEvent(QPointF(place), COPY, data, LEFT, NONE))
    assert drops._hint is None
    qtbot.waitUntil(lambda: [*map(office.companies_of, (0, 1))] == [[office.firms[1]]] * 2)
    notes = session.window.notifications
    qtbot.waitUntil(lambda: bool(notes.notes))
    assert notes.notes[0].words == "2 contacts are with the company now."
    there(notes.notes[0].button).click()
    qtbot.waitUntil(lambda: [*map(office.companies_of, (0, 1))] == [[], []])


def test_people_let_go_on_a_tag_in_a_list_get_it(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    write(office.backend, UpdateCompany(office.firms[0], 1, {"tags": [{"name": "Key"}]}))
    view = view_of(session)
    view.show_place(1)
    page = view.pages[1]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.is_ready and page.list.model.record_at(0) is not None)
    table, drops, data = page.list.table, there(page.findChild(ListDrops)), office.data(session)
    section = drops._tags_section()
    qtbot.waitUntil(lambda: bool(page.description.columns[section].text(page.list.model.row_at(0))))
    cell = table.visualRect(table.model().index(0, section))
    place = QPoint(cell.left() + 16, cell.center().y())
    drops.eventFilter(table.viewport(), QDragMoveEvent(place, COPY, data, LEFT, NONE))
    assert "Key" in there(drops._hint).accessibleName()
    drops.eventFilter(table.viewport(), QDropEvent(QPointF(place), COPY, data, LEFT, NONE))
    notes = session.window.notifications
    qtbot.waitUntil(lambda: bool(notes.notes))
    assert notes.notes[0].words == "2 records have the tag “Key” now."
    assert office.companies_of(0) == []


def test_people_let_go_on_a_pinned_company_come_to_it_and_are_not_pinned(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    write(office.backend, Pin("company", office.firms[0]))
    group = view_of(session).sidebar.favourites
    qtbot.waitUntil(lambda: len(group.rows) == 1 and group.list.isVisible())
    item = group.list.visualItemRect(group.list.item(0)).center()
    place = group.list.viewport().mapTo(group, item)
    data = office.data(session)
    group.dragMoveEvent(QDragMoveEvent(place, COPY, data, LEFT, NONE))
    assert group.list.aimed_at == 0
    group.dropEvent(QDropEvent(QPointF(place), COPY, data, LEFT, NONE))
    assert group.list.aimed_at == -1
    qtbot.waitUntil(lambda: [*map(office.companies_of, (0, 1))] == [[office.firms[0]]] * 2)
    assert len(group.rows) == 1


def test_people_let_go_on_the_card_of_a_company_come_to_it(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    view, data = view_of(session), office.data(session)
    view.open_record(RecordRef("company", office.firms[0]))
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    card = there(view.way.card)
    assert _enter(card, data)
    assert not _enter(card, office.rows("company", [1]))
    card.dropEvent(QDropEvent(QPointF(9, 9), COPY, data, LEFT, NONE))
    qtbot.waitUntil(lambda: [*map(office.companies_of, (0, 1))] == [[office.firms[0]]] * 2)


def _enter(widget: QWidget, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(9, 9), COPY, data, LEFT, NONE)
    event.setAccepted(False)
    assert event.type() == QEvent.Type.DragEnter
    widget.dragEnterEvent(event)
    return event.isAccepted()


def test_the_menu_of_ticked_people_brings_them_to_a_company_too(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    rids = list(page.list.model.records)
    offered = page.bulk.offered(lambda: rids, are_ticked=True)
    [company] = [one for one in offered if one.name == "company"]
    company.run(page)
    pick = there(page.findChild(PickList))
    qtbot.waitUntil(lambda: pick.list.count() == 2)
    QTest.keyClicks(pick.line, "bet")
    qtbot.waitUntil(lambda: pick.list.count() == 1)
    QTest.keyClick(pick.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [*map(office.companies_of, (0, 1))] == [[office.firms[1]]] * 2)


def test_people_let_go_on_a_pinned_deal_take_part_in_it(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    pipeline = read(office.backend, find_pipelines)[0]
    values = {"title": "Office on Ligovsky", "pipeline": pipeline.id}
    deal = str(write(office.backend, CreateDeal(values)))
    drops = there(view_of(session).sidebar.favourites.drops)
    data = office.data(session)
    assert drops.words_of(data, "deal", "Office") == "Participant of “Office”"
    drops.drop(data, RecordRef("deal", deal))

    def taking_part() -> list[str]:
        return sorted(
            one.contact.id for one in there(read(office.backend, get_deal, deal)).participants
        )

    qtbot.waitUntil(lambda: taking_part() == sorted(office.people))
    assert drops.words_of(office.rows("company", [1, 2]), "deal", "Office") == ""


def test_rows_of_another_workspace_are_let_go_nowhere(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    view = view_of(session)
    strangers = rows_mime("contact", [1, 2], "another workspace")
    assert not _enter(view.sidebar.favourites, strangers)
    drops = there(view.sidebar.favourites.drops)
    assert not drops.can_take(strangers, "company")
    assert not drops.can_tag(strangers)
    drops.drop(strangers, RecordRef("company", office.firms[0]))
    drops.tag(strangers, "Key")
    view.open_record(RecordRef("company", office.firms[0]))
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    assert not _enter(there(view.way.card), strangers)
    assert not _enter(there(view.way.card).header.tags, strangers)
    assert [*map(office.companies_of, (0, 1))] == [[], []]


def test_what_is_said_follows_the_row_that_scrolls_below_the_pointer(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    view = view_of(session)
    view.show_place(1)
    page = view.pages[1]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.is_ready and page.list.model.record_at(1) is not None)
    table, data, drops = page.list.table, office.data(session), there(page.findChild(ListDrops))
    table.setFixedHeight(table.header.height() + table.rowHeight(0) + 8)  # one row of two
    bar = table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    place = QPoint(40, table.viewport().height() - 12)
    drops.eventFilter(table.viewport(), QDragMoveEvent(place, COPY, data, LEFT, NONE))
    assert "Alfa" in there(drops._hint).accessibleName()
    qtbot.waitUntil(lambda: "Beta" in there(drops._hint).accessibleName())
    drops._finish()


def hang_over(session: Session, data: QMimeData, line: int, qtbot: QtBot) -> tuple[bool, ListDrops]:
    """Hold the rows over this row of the companies; whether they could be let go there."""
    view = view_of(session)
    view.show_place(1)
    page = view.pages[1]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.is_ready and page.list.model.record_at(line) is not None)
    table, drops = page.list.table, there(page.findChild(ListDrops))
    place = table.visualRect(table.model().index(line, 0)).center()
    move = QDragMoveEvent(place, COPY, data, LEFT, NONE)
    move.setAccepted(False)
    drops.eventFilter(table.viewport(), move)
    return move.isAccepted(), drops


def test_whoever_may_only_read_is_told_so_and_no_row_lights_up(
    office: Office, workspace: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    write(office.backend, UpdateCompany(office.firms[0], 1, {"tags": [{"name": "Key"}]}))
    lower = USER.table.update().values(role="read_only")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(office.backend.write, lambda connection: connection.execute(lower)).result()
    session = open_window(workspace)
    data, why = office.data(session), "Only the owner of the workspace can change this"
    is_taken, drops = hang_over(session, data, 1, qtbot)
    assert not is_taken
    assert there(drops._hint).accessibleName() == why
    assert not drops._target.isVisible()
    table, section = drops._page.list.table, drops._tags_section()
    qtbot.waitUntil(
        lambda: bool(
            drops._page.description.columns[section].text(drops._page.list.model.row_at(0))
        )
    )
    cell = table.visualRect(table.model().index(0, section))
    over_tag = QPoint(cell.left() + 16, cell.center().y())
    move = QDragMoveEvent(over_tag, COPY, data, LEFT, NONE)
    drops.eventFilter(table.viewport(), move)
    assert not move.isAccepted()
    assert there(drops._hint).accessibleName() == why
    rules = there(view_of(session).sidebar.favourites.drops)
    assert not rules.can_tag(data)
    assert rules.words_of(data, "deal", "Office") == ""
    drops._finish()


def test_what_is_there_already_is_said_instead_of_nothing_or_none(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    pipeline = read(office.backend, find_pipelines)[0]
    values = {
        "title": "Office", "pipeline": pipeline.id, "company": office.firms[0],
        "contacts": [{"contact": key, "role": "", "primary": False} for key in office.people],
    }  # fmt: skip
    deal = RecordRef("deal", str(write(office.backend, CreateDeal(values))))
    write(office.backend, JoinCompany(office.firms[0], tuple(office.people)))
    write(office.backend, TagMany("contact", tuple(office.people), add=({"name": "Key"},)))
    drops, data = there(view_of(session).sidebar.favourites.drops), office.data(session)
    page = view_of(session).pages[1]
    assert isinstance(page, ListPage)
    view_of(session).show_place(1)
    qtbot.waitUntil(lambda: page.is_ready)
    company = office.rows("company", list(page.list.model.records)[:1])
    notes = session.window.notifications
    ways: tuple[Callable[[], object], ...] = (
        lambda: drops.drop(data, deal),
        lambda: drops.drop(company, deal),
        lambda: drops.drop(data, RecordRef("company", office.firms[0])),
        lambda: drops.tag(data, "Key"),
    )
    for let_go in ways:
        let_go()
        qtbot.waitUntil(lambda: bool(notes.notes))
        [note] = notes.notes
        assert (note.words, note.button) == ("It is so already. Nothing was changed.", None)
        note.leave()
