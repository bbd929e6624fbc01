"""Custom lists in the window: their pages, the card of an entry, what refers to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabBar
from pytestqt.qtbot import QtBot

from crm_desktop.features.common.list_entities import list_entity
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.custom_lists.commands import (
    ArchiveLists,
    CreateEntry,
    CreateList,
    UpdateEntry,
    UpdateList,
)
from crm_desktop.features.custom_lists.queries import find_entries
from crm_desktop.gui.kit.form_field import FormField
from crm_desktop.gui.pages.settings.fields import FieldsSection
from crm_desktop.gui.pages.settings.page import SettingsPage
from crm_desktop.gui.pages.settings.places import PlacesList
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card.tabs import TabbedPart
from crm_desktop.gui.shell.card_fields.part import FieldsPart
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

    qtbot.waitUntil(is_there)
    return pages[0]


def shown(page: ListPage, column: int = 0) -> list[str]:
    model = page.list.model
    section = column % model.columnCount()
    return [model.text_at(line, section) or "" for line in range(model.rowCount())]


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
    name, line = form.entries["name"], form.entries[f"custom:{area}"]
    assert isinstance(name, FormField)
    assert isinstance(line, FormField)
    QTest.keyClicks(name.line, "Riverside")
    QTest.mouseClick(dialogs[0].save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Size" in line.mistake.text())
    QTest.keyClicks(line.line, "120")
    QTest.mouseClick(dialogs[0].save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(page) == ["Riverside"])
    (entry,) = read(other, find_entries, objects, "river")
    write(other, CreateContact({"family_name": "Kim", "custom": {place: entry.id}}))

    qtbot.waitUntil(lambda: page.current() is not None)
    session.edit_record()
    qtbot.waitUntil(lambda: view.way.card is not None)
    card = there(view.way.card)
    assert there(card.record) == RecordRef(objects, entry.id)
    make_fields = card.findChildren(FieldsPart)[0].tools.actions.make_fields
    tabs = card.panes.middle
    assert isinstance(tabs, TabbedPart)
    qtbot.waitUntil(lambda: tabs.bar.accessibleTabName(0) == "Used by, 1")
    assert tabs.bar.tabText(0) == "Used by"
    count = tabs.bar.tabButton(0, QTabBar.ButtonPosition.RightSide)
    assert isinstance(count, QLabel)
    assert count.text() == "1"

    there(make_fields)()
    section = there(session.window.findChild(FieldsSection))
    qtbot.waitUntil(lambda: [one.name for one in section._known.there] == ["Size"])
    assert section.list.currentText() == "Objects"


def test_pages_follow_their_lists_and_take_sheets(
    open_window: OpenWindow, open_workspace: Open, workspace: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = open_workspace(workspace)
    made = write(other, CreateList({"name": "Objects", "one": "Object"}))
    objects = list_entity(made)
    write(other, CreateEntry(objects, {"name": "Tower"}))
    session = open_window(workspace)
    view, page = view_of(session), page_of(session, objects, qtbot)
    number = view.pages.index(page)
    write(other, UpdateList(made, 1, {"name": "Sites", "icon": "star"}))
    qtbot.waitUntil(lambda: view.sidebar.buttons[number].text() == "Sites")
    view.show_place(number)
    qtbot.waitUntil(lambda: shown(page) == ["Tower"])

    sheet = tmp_path / "sites.csv"
    sheet.write_text("Name,Floors\nTower,12\nHall,2\n", encoding="utf-8")
    view.show_place(0)
    session.import_files((sheet,))
    wizard = there(there(session._importing).wizard)
    qtbot.waitUntil(wizard.file.into.isVisible)
    into = wizard.file.into
    assert [into.itemText(n) for n in range(into.count())] == ["As recognised", "Into “Sites”"]
    into.setFocus()
    QTest.keyClick(into, Qt.Key.Key_Down)
    qtbot.waitUntil(wizard.primary.isEnabled)
    QTest.mouseClick(wizard.primary, Qt.MouseButton.LeftButton)
    columns, hint = wizard.list_columns, wizard.foot.hint
    assert wizard.stack.currentWidget() is columns
    qtbot.waitUntil(lambda: hint.text() == "1 new, 1 filled in, 0 unchanged. 2 values go to notes.")
    assert wizard.windowTitle() == "Import into “Sites”"
    wizard.reject()

    view.show_place(number)
    session.import_files((sheet,))
    wizard = there(there(session._importing).wizard)
    columns, hint, result = wizard.list_columns, wizard.foot.hint, wizard.import_step
    qtbot.waitUntil(lambda: wizard.file.into.currentText() == "Into “Sites”")
    qtbot.waitUntil(wizard.primary.isEnabled)
    QTest.mouseClick(wizard.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: wizard.primary.isEnabled() and "Floors" in columns.form.entries)
    columns.form.entries["Floors"].load("custom:new")
    qtbot.waitUntil(lambda: hint.text() == "1 new, 1 filled in, 0 unchanged.")
    QTest.mouseClick(wizard.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: result.title.text() == "The import is done")
    assert (result.created.number.text(), result.completed.number.text()) == ("1", "1")
    assert wizard.run.can_take_back
    QTest.mouseClick(wizard.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(page) == ["Hall", "Tower"])
    qtbot.waitUntil(lambda: shown(page, -1) == ["2", "12"])

    given = {"entity": objects, "label": "Beside", "type": "record", "target": objects}
    beside = write(other, CreateCustomField(given))
    tower, hall = (one for one in reversed(read(other, find_entries, objects, "")))
    write(other, UpdateEntry(objects, hall.id, hall.version, {"custom": {beside: tower.id}}))
    qtbot.waitUntil(lambda: shown(page, -1) == ["Tower", ""])
    write(other, UpdateEntry(objects, tower.id, tower.version, {"name": "Tall tower"}))
    qtbot.waitUntil(lambda: shown(page, -1) == ["Tall tower", ""])

    session.show_settings("appearance")
    places = there(session.window.findChild(PlacesList))
    assert places.names[-1] == objects
    view.show_place(number)
    write(other, ArchiveLists((made,)))
    qtbot.waitUntil(view.sidebar.buttons[number].isHidden)
    assert view.page is view.pages[0]
    session.show_settings("appearance")
    assert objects not in places.names


def test_settings_that_are_looked_at_show_the_place_of_a_list_as_soon_as_it_comes(
    open_window: OpenWindow, open_workspace: Open, workspace: Path, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    session.show_settings("appearance")
    page = view_of(session).page
    assert isinstance(page, SettingsPage)
    places = there(page.section.findChild(PlacesList))
    made = list_entity(write(open_workspace(workspace), CreateList({"name": "Sites"})))
    qtbot.waitUntil(lambda: made in places.names)


def test_the_page_of_a_list_is_still_there_in_another_language(
    open_window: OpenWindow, open_workspace: Open, workspace: Path, qtbot: QtBot
) -> None:
    other = open_workspace(workspace)
    sites, made = (write(other, CreateList({"name": name})) for name in ("Sites", "Objects"))
    session = open_window(workspace)
    page_of(session, list_entity(sites), qtbot)
    page = page_of(session, list_entity(made), qtbot)
    view = view_of(session)
    view.show_place(view.pages.index(page))
    write(other, ArchiveLists((sites,)))
    qtbot.waitUntil(lambda: list_entity(sites) not in view.shown_places)
    session.speak_anew()
    again = view_of(session)
    assert again is not view
    assert again.page.objectName() == list_entity(made)
    assert again.shown_places[-1] == list_entity(made)
