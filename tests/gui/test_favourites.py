"""What is pinned to the sidebar: shown live, opened, put in order, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.contacts.columns import find_order
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.views.commands import MoveFavourite, Pin, SaveView
from crm_desktop.features.views.looks import values_of_view
from crm_desktop.features.views.queries import find_favourites
from crm_desktop.features.views.rows import ViewLook
from crm_desktop.filters.ast import And, Condition, Operator
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.row_dragging import rows_mime
from crm_desktop.gui.shell.views.favourites import Favourites
from tests.gui.conftest import OpenWindow, contacts, read, there, view_of, workspace_id, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
KIM = And((Condition("family_name", Operator.CONTAINS, "Kim"),))


@pytest.fixture
def kim(backend: Backend) -> str:
    """A person."""
    return str(write(backend, CreateContact({"given_name": "Anna", "family_name": "Kim"})))


@pytest.fixture
def kims(backend: Backend) -> str:
    """A view."""
    values = values_of_view("contact", "All Kims", KIM, ViewLook())
    return str(write(backend, SaveView(values)))


@pytest.fixture
def group(bridge: Bridge, qtbot: QtBot) -> Iterator[Favourites]:
    """The group of the sidebar, by itself."""
    group = Favourites()
    qtbot.addWidget(group)
    group.resize(208, 300)
    group.begin(bridge)
    group.show()
    yield group
    group.hide()


def shown(group: Favourites) -> list[str]:
    return [group.list.item(row).text() for row in range(group.list.count())]


def pinned(backend: Backend) -> list[str]:
    return [row.name for row in read(backend, find_favourites)]


def test_an_empty_group_says_what_it_is_for(group: Favourites) -> None:
    assert group.hint.isVisible()
    assert group.hint.text() == "Pin a view to keep it close"


def test_what_is_pinned_elsewhere_comes_by_itself(
    group: Favourites, backend: Backend, kim: str, kims: str, qtbot: QtBot
) -> None:
    write(backend, Pin("view", kims))
    write(backend, Pin("contact", kim))
    qtbot.waitUntil(lambda: shown(group) == ["All Kims", "Anna Kim"])
    assert not group.hint.isVisible()
    spoken = group.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "View: All Kims"


def test_a_press_and_enter_open(
    group: Favourites, backend: Backend, kim: str, qtbot: QtBot
) -> None:
    write(backend, Pin("contact", kim))
    qtbot.waitUntil(lambda: shown(group) == ["Anna Kim"])
    with qtbot.waitSignal(group.wanted) as told:
        QTest.mouseClick(group.list.viewport(), LEFT, pos=QPoint(60, 12))
    assert there(told.args)[0].target_id == kim
    with qtbot.waitSignal(group.wanted):
        QTest.keyClick(group.list, Key.Key_Return)


def test_the_line_one_is_at_stays_the_current_one_when_others_move_it(
    group: Favourites, backend: Backend, kim: str, kims: str, qtbot: QtBot
) -> None:
    write(backend, Pin("view", kims))
    write(backend, Pin("contact", kim))
    qtbot.waitUntil(lambda: shown(group) == ["All Kims", "Anna Kim"])
    group.list.setCurrentRow(1)
    write(backend, MoveFavourite(group.rows[1].id, 0))
    qtbot.waitUntil(lambda: shown(group) == ["Anna Kim", "All Kims"])
    assert group.list.currentRow() == 0


def test_keys_move_and_unpin(
    group: Favourites, backend: Backend, kim: str, kims: str, qtbot: QtBot
) -> None:
    write(backend, Pin("view", kims))
    write(backend, Pin("contact", kim))
    qtbot.waitUntil(lambda: len(shown(group)) == 2)
    group.list.setCurrentRow(0)
    QTest.keyClick(group.list, Key.Key_Down, Modifier.AltModifier)
    qtbot.waitUntil(lambda: pinned(backend) == ["Anna Kim", "All Kims"])
    assert group.list.currentRow() == 1
    QTest.keyClick(group.list, Key.Key_Delete)
    qtbot.waitUntil(lambda: pinned(backend) == ["Anna Kim"])
    qtbot.waitUntil(lambda: shown(group) == ["Anna Kim"])


def test_the_menu_unpins(group: Favourites, backend: Backend, kim: str, qtbot: QtBot) -> None:
    write(backend, Pin("contact", kim))
    qtbot.waitUntil(lambda: shown(group) == ["Anna Kim"])
    group.list.menu_wanted.emit(0, QPoint(5, 5))
    menu = group.findChildren(QMenu)[-1]
    menu.actions()[-1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: pinned(backend) == [])


@pytest.mark.usefixtures("kim")
def test_a_pinned_view_opens_its_list_in_the_window(
    open_window: OpenWindow, workspace: Path, backend: Backend, kims: str, qtbot: QtBot
) -> None:
    write(backend, CreateContact({"given_name": "Boris"}))
    write(backend, Pin("view", kims))
    session = open_window(workspace)
    view = view_of(session)
    favourites = view.sidebar.favourites
    qtbot.waitUntil(lambda: shown(favourites) == ["All Kims"])
    view.show_place(1)
    QTest.mouseClick(favourites.list.viewport(), LEFT, pos=QPoint(60, 12))
    page = view.pages[0]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: view.page is page and contacts(session).count == 1)
    assert page.views.view_id == kims


def test_rows_of_a_list_dropped_on_the_group_are_pinned(
    group: Favourites, kim: str, kims: str, backend: Backend, qtbot: QtBot
) -> None:
    write(backend, Pin("view", kims))
    qtbot.waitUntil(lambda: shown(group) == ["All Kims"])
    data = rows_mime("contact", read(backend, find_order, ListOrder()), workspace_id(backend))
    actions, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    place = QPoint(20, 10)
    enter = QDragEnterEvent(place, actions, data, LEFT, none)
    enter.setAccepted(False)
    group.dragEnterEvent(enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(place), actions, data, LEFT, none)
    group.dropEvent(drop)
    qtbot.waitUntil(lambda: pinned(backend) == ["All Kims", "Anna Kim"])
    qtbot.waitUntil(lambda: shown(group) == ["All Kims", "Anna Kim"])


def test_other_things_are_not_taken(group: Favourites) -> None:
    none, data = Qt.KeyboardModifier.NoModifier, QMimeData()
    event = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, LEFT, none)
    event.setAccepted(False)
    group.dragEnterEvent(event)
    assert not event.isAccepted()


def test_the_menu_of_a_row_pins_its_record(
    open_window: OpenWindow, workspace: Path, kim: str, backend: Backend, qtbot: QtBot
) -> None:
    session = open_window(workspace)
    page = view_of(session).pages[0]
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.list.model.row_at(0) is not None)
    page.list.table.menu_wanted.emit(0, page.mapToGlobal(QPoint(200, 100)))
    menu = there(QApplication.activePopupWidget())
    further = menu.findChildren(QMenu)  # menus have nine entries at most
    entries = [action for each in (menu, *further) for action in each.actions()]
    [pin] = [action for action in entries if action.text() == "&Pin to favourites"]
    pin.trigger()
    menu.close()
    qtbot.waitUntil(lambda: pinned(backend) == ["Anna Kim"])
