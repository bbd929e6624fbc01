"""What the role of a person doesn't allow is shown locked with the reason, wherever it stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.users.records import USER
from crm_desktop.gui.pages.activities.composer import Composer
from crm_desktop.gui.pages.activities.next_steps import NextSteps
from crm_desktop.gui.pages.activities.timeline_part import TimelinePart
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.lines_part import LinesPart
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.conftest import OpenWindow, there, view_of, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "propagateSizeHints")
WHY = "Only the owner of the workspace can change this"


@pytest.fixture
def session(backend: Backend, workspace: Path, open_window: OpenWindow, qtbot: QtBot) -> Session:
    """The window of somebody who may only read, on a workspace with one person."""
    firm = [{"company": {"name": "Vektor"}, "position": None, "primary": True}]
    values = {"given_name": "Marina", "position": "Manager", "companies": firm}
    key = str(write(backend, CreateContact(values)))
    write(backend, CreateActivity({"kind": "call", "title": "Talk", "contacts": [key]}))
    lower = USER.table.update().values(role="read_only")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(backend.write, lambda connection: connection.execute(lower)).result()
    session = open_window(workspace)
    qtbot.waitUntil(lambda: there(session.window.view).page.is_ready)
    return session


def open_card(session: Session, qtbot: QtBot) -> CardPage:
    view = view_of(session)
    page = there(view.page)
    assert isinstance(page, ListPage)
    page.choose_first()
    page.list.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.head is not None)
    return there(view.way.card)


def test_a_card_shows_fields_head_and_composer_locked(session: Session, qtbot: QtBot) -> None:
    card = open_card(session, qtbot)
    fields = card.panes.fields
    assert isinstance(fields, FieldsPart)
    qtbot.waitUntil(lambda: bool(fields.pane.rows))
    row = fields.pane.rows["position"]
    assert row.tools.lock is not None
    assert (row.toolTip(), row.accessibleDescription()) == (WHY, WHY)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F2)
    assert row.editor is None
    for button in (card.header.task, card.header.note, card.header.add_tag, card.header.star):
        assert (button.isEnabled(), button.toolTip()) == (False, WHY)
        assert button.accessibleDescription() == WHY
    head = card.actions_of_head.menu(there(card.head))
    locked = {action.text() for action in head.actions() if not action.isEnabled()}
    assert {"&Task", "Ta&gs…", "&Archive"} <= locked
    story = card.panes.middle
    assert isinstance(story, TimelinePart)
    composer = story.findChildren(Composer)[0]
    assert (composer.isEnabled(), composer.edit.placeholderText()) == (False, WHY)
    steps = card.panes.sections.by_name["section:next_steps"]
    assert isinstance(steps, NextSteps)
    qtbot.waitUntil(lambda: bool(steps.rows))
    QTest.keyClick(steps.rows[0], Qt.Key.Key_Space)
    assert steps.finishing is None
    assert steps.rows[0].circle.toolTip() == WHY


def test_what_belongs_to_a_record_can_be_opened_only(session: Session, qtbot: QtBot) -> None:
    card = open_card(session, qtbot)
    firms = card.panes.sections.by_name["section:companies"]
    assert isinstance(firms, LinesPart)
    qtbot.waitUntil(lambda: bool(firms.lines.lines))
    [line] = firms.lines.lines
    line.setFocus()
    assert line.cross.isVisible()
    assert (line.cross.isEnabled(), line.cross.toolTip()) == (False, WHY)
    away = line.make_menu().actions()[-1]
    assert (away.text(), away.isEnabled(), away.toolTip()) == (line.words.removal, False, WHY)
    steps = card.panes.sections.by_name["section:next_steps"]
    assert isinstance(steps, NextSteps)
    qtbot.waitUntil(lambda: bool(steps.rows))
    orders: list[object] = []
    bridge = there(session.bridge)
    bridge.writing.connect(orders.append)
    bridge.failed.connect(orders.append)
    QTest.mouseClick(line.cross, Qt.MouseButton.LeftButton)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(steps.rows[0], Qt.Key.Key_Delete)
    assert orders == []
    assert view_of(session).way.card is card


def test_lists_and_palette_show_it_too(session: Session, qtbot: QtBot) -> None:
    page = view_of(session).page
    assert isinstance(page, ListPage)
    page.choose_first()
    QTest.keyClick(page.list.table, Qt.Key.Key_Space)
    locked = {b.objectName(): b.toolTip() for b in page.bulk.bar.buttons if not b.isEnabled()}
    deeds = ("task", "tags", "owner", "status", "field", "company", "deal", "archive")
    assert locked == dict.fromkeys(deeds, WHY)
    window = session.window
    assert not window.commands.action("contacts.create").isEnabled()
    window.open_palette()
    palette = there(window.search_palette)
    QTest.keyClicks(palette.line, ">new contact")
    qtbot.waitUntil(lambda: there(palette.list.line).command == "contacts.create")
    assert there(palette.list.line).aside == WHY
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
