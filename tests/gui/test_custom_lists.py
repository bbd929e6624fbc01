"""Custom lists in the window: their pages, the card of an entry, what refers to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.features.common.list_entities import list_entity
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.custom_lists.commands import (
    CreateList,
)
from crm_desktop.features.custom_lists.queries import find_entries
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.form_create import CreateDialog
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import Open, OpenWindow, read, there, view_of, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def page_of(session: Session, entity: str, qtbot: QtBot) -> ListPage:
    """The page of this list, which comes after the window."""
    pages: list[ListPage] = []

    def is_there() -> bool:
        pages[:] = [
            page
            for page in view_of(session).pages
            if isinstance(page, ListPage) and page.objectName() == entity
        ]
        return bool(pages)

    qtbot.waitUntil(is_there, timeout=10_000)
    return pages[0]


def shown(page: ListPage, column: int = 0) -> list[str]:
    model = page.list.model
    return [model.text_at(line, column) or "" for line in range(model.rowCount())]


def test_a_list_has_a_page_where_entries_are_made_opened_and_used(
    open_window: OpenWindow, open_workspace: Open, workspace: Path, qtbot: QtBot
) -> None:
    other = open_workspace(workspace)
    made = write(other, CreateList({"name": "Objects", "one": "Object", "icon": "map-pin"}))
    objects = list_entity(made)
    size = {"entity": objects, "label": "Size", "type": "number", "required": True}
    area = write(other, CreateCustomField(size))
    leads = {"entity": "contact", "label": "Object", "type": "record", "target": objects}
    place = write(other, CreateCustomField(leads))
    session = open_window(workspace)
    page = page_of(session, objects, qtbot)
    view = view_of(session)
    QTest.mouseClick(view.sidebar.buttons[view.pages.index(page)], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.list.model.is_loaded)

    session.create()
    dialogs: list[CreateDialog] = []

    def is_open() -> bool:
        dialogs[:] = [one for one in view.findChildren(CreateDialog) if one.isVisible()]
        return bool(dialogs)

    qtbot.waitUntil(is_open)
    form = dialogs[0].form
    QTest.keyClicks(form.entries["name"].line, "Riverside")
    QTest.mouseClick(dialogs[0].save, Qt.MouseButton.LeftButton)
    line = form.entries[f"custom:{area}"]
    qtbot.waitUntil(lambda: "Size" in line.mistake.text())
    QTest.keyClicks(line.line, "120")
    QTest.mouseClick(dialogs[0].save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(page) == ["Riverside"])
    (entry,) = read(other, find_entries, objects, "river")
    write(other, CreateContact({"family_name": "Kim", "custom": {place: entry.id}}))

    session.edit_record()
    qtbot.waitUntil(lambda: view.way.card is not None)
    card = there(view.way.card)
    assert there(card.record) == RecordRef(objects, entry.id)
    qtbot.waitUntil(lambda: "Used by\u20021" in [card.panes.middle.bar.tabText(0)])
