"""Custom fields in a list: columns that come and go, orders by them, filters that ask of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.settings import ListLook
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.custom_fields.commands import (
    CreateCustomField,
    DeleteCustomFields,
    UpdateCustomField,
)
from crm_desktop.filters.ast import And, Condition, Operator
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.column_chooser import ColumnChooser
from crm_desktop.gui.pages.contacts.page import make_page
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.conftest import write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def field(backend: Backend) -> str:
    """A number that people have: its id."""
    values = {"entity": "contact", "label": "Budget", "type": "number"}
    return str(write(backend, CreateCustomField(values)))


@pytest.fixture
def people(backend: Backend, field: str) -> None:
    """Three people, two of them with a number."""
    for name, budget in (("Anna", 30), ("Borys", None), ("Celina", 7)):
        values: dict[str, object] = {"given_name": name}
        if budget is not None:
            values["custom"] = [{"field": field, "value": budget}]
        write(backend, CreateContact(values))


def make(bridge: Bridge, qtbot: QtBot, look: ListLook | None = None) -> ListPage:
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.resize(1200, 500)
    if look is not None:
        page.apply_look(look)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.is_ready and page.views.world is not None)
    return page


@pytest.fixture
def page(people: None, bridge: Bridge, qtbot: QtBot) -> Iterator[ListPage]:
    """The list of these people."""
    page = make(bridge, qtbot)
    yield page
    page.hide()


def titles(page: ListPage) -> list[str]:
    return [column.title for column in page.list.table.layout_of_columns.shown]


def texts(page: ListPage, key: str) -> list[str | None]:
    model = page.list.model
    section = [column.name for column in model.columns].index(key)
    return [model.text_at(line, section) for line in range(model.rowCount())]


def ways_out(page: ListPage) -> list[str]:
    buttons = page.list.states.findChildren(QPushButton)
    return [button.text() for button in buttons if button.isVisible()]


def tick(page: ListPage, title: str) -> None:
    """Choose a column with the mouse."""
    page.choose_columns(page.mapToGlobal(QPoint(200, 40)))
    chooser = page.findChildren(ColumnChooser)[-1]
    [item] = chooser.list.findItems(title, Qt.MatchFlag.MatchExactly)
    chooser.list.scrollToItem(item)
    rect = chooser.list.visualItemRect(item)
    place = QPoint(rect.left() + 16, rect.center().y())
    QTest.mouseClick(chooser.list.viewport(), LEFT, NONE, place)
    chooser.close()


def test_a_custom_field_is_chosen_as_a_column_and_shows_its_values(
    page: ListPage, field: str, qtbot: QtBot
) -> None:
    tick(page, "Budget")
    assert titles(page)[-1] == "Budget"
    qtbot.waitUntil(lambda: texts(page, f"custom:{field}") == ["30", "", "7"])


def test_the_list_is_ordered_by_it(page: ListPage, field: str, qtbot: QtBot) -> None:
    tick(page, "Budget")
    section = len(page.list.model.columns) - 1
    page.sort_by(section, descending=False)
    qtbot.waitUntil(lambda: texts(page, "name") == ["Celina", "Anna", "Borys"])
    assert page.look().sort == f"custom:{field}"


def test_a_kept_look_shows_it_from_the_beginning(
    people: None, field: str, bridge: Bridge, qtbot: QtBot
) -> None:
    key = f"custom:{field}"
    look = ListLook(("name", key), {}, key, True)
    page = make(bridge, qtbot, look)
    assert page.look() == look
    assert titles(page) == ["Name", "Budget"]
    qtbot.waitUntil(lambda: texts(page, key) == ["30", "7", ""])


def test_a_new_name_of_the_field_is_the_title_of_its_column(
    page: ListPage, field: str, backend: Backend, qtbot: QtBot
) -> None:
    tick(page, "Budget")
    write(backend, UpdateCustomField(field, 1, {"label": "Spending"}))
    qtbot.waitUntil(lambda: titles(page)[-1] == "Spending")


def test_the_column_of_a_deleted_field_goes_quietly(
    page: ListPage, field: str, backend: Backend, qtbot: QtBot
) -> None:
    tick(page, "Budget")
    page.sort_by(len(page.list.model.columns) - 1, descending=False)
    write(backend, DeleteCustomFields((field,)))
    qtbot.waitUntil(lambda: "Budget" not in titles(page))
    assert page.asked.sorting.column == ""
    qtbot.waitUntil(lambda: texts(page, "name") == ["Anna", "Borys", "Celina"])
    assert page.look() == ListLook()


def test_a_filter_on_a_deleted_field_says_so_and_lets_itself_be_removed(
    page: ListPage, field: str, backend: Backend, qtbot: QtBot
) -> None:
    page.views.ask(And((Condition(f"custom:{field}", Operator.MORE, 10),)))
    qtbot.waitUntil(lambda: texts(page, "name") == ["Anna"])
    write(backend, DeleteCustomFields((field,)))
    qtbot.waitUntil(lambda: "Remove this condition" in ways_out(page))
    assert page.list.states.pane.heading.text() == "The list couldn’t be read"
    [remove] = [b for b in page.list.states.findChildren(QPushButton) if "Remove" in b.text()]
    QTest.mouseClick(remove, LEFT)
    qtbot.waitUntil(lambda: texts(page, "name") == ["Anna", "Borys", "Celina"])
