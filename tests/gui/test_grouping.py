"""Rows in groups: headings between the records that fold, count, speak and follow changes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.settings import ListLook
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.row_table import RowTable
from crm_desktop.gui.pages.contacts.page import make_page
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.conftest import there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

Key, Modifier, Role = Qt.Key, Qt.KeyboardModifier, Qt.ItemDataRole
LEFT = Qt.MouseButton.LeftButton
PEOPLE = (("Anna", "Kraków"), ("Borys", "Gdańsk"), ("Celina", "Kraków"), ("Daria", None))
BY_CITY = ["Gdańsk", "Borys", "Kraków", "Anna", "Celina", "Without a city", "Daria"]


def add(backend: Backend, name: str, city: str | None) -> str:
    values: dict[str, object] = {"given_name": name}
    if city:
        values["addresses"] = [{"type": "work", "city": city}]
    return str(write(backend, CreateContact(values)))


@pytest.fixture
def people(backend: Backend) -> list[str]:
    """Four people, three of them in two cities."""
    return [add(backend, name, city) for name, city in PEOPLE]


@pytest.fixture
def page(people: list[str], bridge: Bridge, qtbot: QtBot) -> Iterator[ListPage]:
    """The list of these people in a window of its own."""
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.resize(1100, 500)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.is_ready and bool(page.views.views))
    page.activateWindow()
    yield page
    page.hide()


def lines(page: ListPage) -> list[str]:
    model = page.list.model
    return [model.text_at(line, 0) or "?" for line in range(model.rowCount())]


def differs(page: ListPage, was: bool) -> bool:
    """Whether Celina came or went."""
    return ("Celina" in lines(page)) is not was


def table_of(page: ListPage) -> RowTable:
    return page.list.table


@pytest.fixture
def grouped(page: ListPage, qtbot: QtBot) -> ListPage:
    """The list by cities."""
    page.group_by("city")
    qtbot.waitUntil(lambda: lines(page) == BY_CITY)
    return page


def press(page: ListPage, line: int, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    table = table_of(page)
    place = QPoint(120, table.rowViewportPosition(line) + 10)
    QTest.mouseClick(table.viewport(), LEFT, modifier, place)


def test_the_menu_of_the_list_puts_rows_in_groups_and_back(page: ListPage, qtbot: QtBot) -> None:
    menu = QMenu(page)
    page.add_groups(menu)
    [inner] = menu.findChildren(QMenu)
    words = [action.text() for action in inner.actions() if not action.isSeparator()]
    assert words == [
        "No groups", "Company", "Owner", "Status", "City", "Source", "Tags", "Last touch",
    ]  # fmt: skip
    next(action for action in inner.actions() if action.text() == "City").trigger()
    qtbot.waitUntil(lambda: lines(page) == BY_CITY)
    assert page.views.is_changed, "the view can be saved with its groups"
    inner.actions()[0].trigger()
    qtbot.waitUntil(lambda: lines(page) == ["Anna", "Borys", "Celina", "Daria"])


def test_the_menu_of_a_title_groups_by_its_column(page: ListPage, qtbot: QtBot) -> None:
    section = [column.name for column in page.list.model.columns].index("city")
    table_of(page).header.menu_wanted.emit(section, page.mapToGlobal(QPoint(300, 20)))
    menu = there(QApplication.activePopupWidget())
    QTest.keyClick(menu, Key.Key_G)
    qtbot.waitUntil(lambda: lines(page) == BY_CITY)


def test_the_menu_of_the_title_by_which_rows_are_grouped_puts_them_back(
    grouped: ListPage, qtbot: QtBot
) -> None:
    section = [column.name for column in grouped.list.model.columns].index("city")
    table_of(grouped).header.menu_wanted.emit(section, grouped.mapToGlobal(QPoint(300, 20)))
    menu = there(QApplication.activePopupWidget())
    assert isinstance(menu, QMenu)
    (back,) = [one for one in menu.actions() if one.text() == "&No groups"]
    back.trigger()
    menu.close()
    qtbot.waitUntil(lambda: lines(grouped) == ["Anna", "Borys", "Celina", "Daria"])


@pytest.mark.parametrize("group", ["company", "owner", "status", "source", "tag", "last_touch"])
def test_records_without_a_value_stand_under_a_heading_that_says_so(
    page: ListPage, qtbot: QtBot, group: str
) -> None:
    page.group_by(group)
    qtbot.waitUntil(lambda: len(lines(page)) == 5)
    assert lines(page)[0].startswith(("Without ", "Never "))


def test_headings_count_speak_and_are_not_counted(grouped: ListPage) -> None:
    model = grouped.list.model
    spoken = model.data(model.index(2, 0), int(Role.AccessibleTextRole))
    assert spoken == "Group Kraków, 2, expanded"
    assert model.data(model.index(2, 0), int(Role.CheckStateRole)) is None
    assert grouped.list.count == 4
    assert grouped.count_words() == "4 contacts"


def test_a_press_on_a_heading_folds_its_group_and_another_shows_it_again(
    grouped: ListPage, qtbot: QtBot
) -> None:
    press(grouped, 2)
    qtbot.waitUntil(lambda: lines(grouped) == [*BY_CITY[:3], *BY_CITY[5:]])
    assert grouped.list.count == 4, "folded away is not gone"
    model = grouped.list.model
    spoken = model.data(model.index(2, 0), int(Role.AccessibleTextRole))
    assert spoken == "Group Kraków, 2, collapsed"
    press(grouped, 2)
    qtbot.waitUntil(lambda: lines(grouped) == BY_CITY)


def test_arrows_fold_show_and_lead_to_the_heading(grouped: ListPage, qtbot: QtBot) -> None:
    table = table_of(grouped)
    table.setFocus()
    table.choose(4)
    QTest.keyClick(table, Key.Key_Left)
    assert table.currentIndex().row() == 2
    QTest.keyClick(table, Key.Key_Left)
    qtbot.waitUntil(lambda: "Celina" not in lines(grouped))
    assert table.currentIndex().row() == 2
    QTest.keyClick(table, Key.Key_Right)
    qtbot.waitUntil(lambda: lines(grouped) == BY_CITY)
    for key in (Key.Key_Space, Key.Key_Return):
        was = "Celina" in lines(grouped)
        QTest.keyClick(table, key)
        qtbot.waitUntil(partial(differs, grouped, was))


def test_all_groups_fold_at_once_by_the_menu_of_a_heading(grouped: ListPage, qtbot: QtBot) -> None:
    table_of(grouped).menu_wanted.emit(0, grouped.mapToGlobal(QPoint(100, 100)))
    QTest.keyClick(there(QApplication.activePopupWidget()), Key.Key_C)
    qtbot.waitUntil(lambda: lines(grouped) == ["Gdańsk", "Kraków", "Without a city"])
    table_of(grouped).menu_wanted.emit(0, grouped.mapToGlobal(QPoint(100, 100)))
    QTest.keyClick(there(QApplication.activePopupWidget()), Key.Key_E)
    qtbot.waitUntil(lambda: lines(grouped) == BY_CITY)


def test_headings_are_not_ticked_and_folded_rows_keep_their_ticks(
    grouped: ListPage, qtbot: QtBot
) -> None:
    table = table_of(grouped)
    table.setFocus()
    press(grouped, 2, Modifier.ControlModifier)
    assert not table.ticks
    QTest.keyClick(table, Key.Key_A, Modifier.ControlModifier)
    assert len(table.ticks) == 4
    press(grouped, 2)
    qtbot.waitUntil(lambda: "Celina" not in lines(grouped))
    assert len(table.acted_on()) == 4


def test_a_heading_is_no_record(grouped: ListPage, qtbot: QtBot) -> None:
    opened: list[str] = []
    grouped.list.opened.connect(opened.append)
    table_of(grouped).choose(0)
    assert grouped.current() is None
    QTest.keyClick(table_of(grouped), Key.Key_Return)
    assert not opened
    grouped.choose_first()
    assert table_of(grouped).currentIndex().row() == 1


def test_somebody_new_comes_into_their_group_and_the_number_follows(
    grouped: ListPage, backend: Backend, qtbot: QtBot
) -> None:
    grouped.list.model.holds = None  # as while nobody works in the list
    add(backend, "Bogdan", "Kraków")
    qtbot.waitUntil(lambda: "Bogdan" in lines(grouped))
    assert lines(grouped)[2:6] == ["Kraków", "Anna", "Bogdan", "Celina"]
    model = grouped.list.model
    assert model.data(model.index(2, 0), int(Role.AccessibleTextRole)).endswith("3, expanded")
    add(backend, "Filip", "Lublin")
    qtbot.waitUntil(lambda: "Lublin" in lines(grouped))


def test_the_number_of_a_folded_group_follows_too(
    grouped: ListPage, backend: Backend, qtbot: QtBot
) -> None:
    press(grouped, 2)
    qtbot.waitUntil(lambda: "Celina" not in lines(grouped))
    add(backend, "Bogdan", "Kraków")
    qtbot.waitUntil(lambda: grouped.list.count == 5)
    model = grouped.list.model
    qtbot.waitUntil(
        lambda: model.data(model.index(2, 0), int(Role.AccessibleTextRole)).endswith("3, collapsed")
    )
    assert "Bogdan" not in lines(grouped)


def test_groups_follow_the_names_of_companies(
    page: ListPage, backend: Backend, qtbot: QtBot
) -> None:
    firm = write(backend, CreateCompany({"name": "Źródło"}))
    values = {"given_name": "Ewa", "companies": [{"company": firm, "primary": True}]}
    page.group_by("company")
    page.list.model.holds = None  # as while nobody works in the list
    write(backend, CreateContact(values))
    qtbot.waitUntil(lambda: lines(page)[:2] == ["Źródło", "Ewa"])


def test_the_choice_is_kept_with_the_look_of_the_list(grouped: ListPage, qtbot: QtBot) -> None:
    look = grouped.look()
    assert look.group == "city"
    grouped.apply_look(ListLook())
    qtbot.waitUntil(lambda: len(lines(grouped)) == 4)
    grouped.apply_look(look)
    qtbot.waitUntil(lambda: lines(grouped) == BY_CITY)
    grouped.apply_look(ListLook(group="gone"))
    assert grouped.asked.group == ""


def test_the_previous_and_next_record_are_never_headings(grouped: ListPage) -> None:
    assert all(rid > 0 for rid in grouped.list.model.records)
    assert len(grouped.list.model.records) == 4
