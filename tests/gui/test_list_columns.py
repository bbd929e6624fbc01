"""Columns of a list: chosen, moved, sized, sorted by, and kept for the next time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.settings import ListLook, Settings
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.column_chooser import ColumnChooser
from crm_desktop.gui.kit.row_table import RowTable
from crm_desktop.gui.pages.companies import page as companies
from crm_desktop.gui.pages.contacts.page import make_page
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.conftest import there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton

PEOPLE = (
    ("Anna", "Łapińska", "Łódź", "client"),
    ("Borys", "Nowak", "Lublin", "partner"),
    ("Celina", "Adamska", None, "potential"),
    ("Daria", "Wójcik", "Ostrów", None),
)


@pytest.fixture
def people(backend: Backend) -> list[str]:
    """Four people, three of them with a city."""
    firm = write(backend, CreateCompany({"name": "Źródło"}))
    other = write(backend, CreateCompany({"name": "Zorza"}))
    ids = []
    for (given, family, city, status), company in zip(
        PEOPLE, (firm, other, None, None), strict=True
    ):
        values: dict[str, Any] = {
            "given_name": given,
            "family_name": family,
            "status": status,
            "emails": [{"value": f"{given.lower()}@example.com", "type": "work"}],
        }
        if city:
            values["addresses"] = [{"type": "work", "city": city}]
        if company:
            values["companies"] = [{"company": company, "primary": True}]
        ids.append(write(backend, CreateContact(values)))
    return ids


@pytest.fixture
def page(people: list[str], bridge: Bridge, qtbot: QtBot) -> Iterator[ListPage]:
    """The list of these people in a window of its own."""
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.resize(1100, 500)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.is_ready)
    yield page
    page.hide()


def table_of(page: ListPage) -> RowTable:
    return page.list.table


def titles(page: ListPage) -> list[str]:
    """The titles from left to right as they are on the screen."""
    header = table_of(page).header
    sections = (header.logicalIndex(place) for place in range(header.count()))
    columns = page.list.model.columns
    return [columns[s].title for s in sections if not header.isSectionHidden(s)]


def names(page: ListPage) -> list[str]:
    model = page.list.model
    return [(model.text_at(line, 0) or "?").split()[0] for line in range(model.rowCount())]


def press_title(page: ListPage, title: str) -> None:
    header = table_of(page).header
    section = [column.title for column in page.list.model.columns].index(title)
    left = header.sectionViewportPosition(section)
    place = QPoint(left + header.sectionSize(section) // 2, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, Modifier.NoModifier, place)


def chooser_of(page: ListPage) -> ColumnChooser:
    return page.findChildren(ColumnChooser)[-1]


def open_chooser(page: ListPage, qtbot: QtBot) -> ColumnChooser:
    page.choose_columns(page.mapToGlobal(QPoint(200, 40)))
    chooser = chooser_of(page)
    qtbot.waitUntil(chooser.isVisible)
    return chooser


def item_place(chooser: ColumnChooser, title: str) -> QPoint:
    """The box of a column in the list."""
    [item] = chooser.list.findItems(title, Qt.MatchFlag.MatchExactly)
    rect = chooser.list.visualItemRect(item)
    return QPoint(rect.left() + 16, rect.center().y())


USUAL = ["Name", "Company", "Phone", "E-mail", "Tags", "Owner", "Last touch"]


def test_a_list_calls_the_names_of_its_records_as_their_cards_do(
    bridge: Bridge, qtbot: QtBot
) -> None:
    firms = companies.make_page(bridge, ())
    qtbot.addWidget(firms)
    assert titles(firms)[0] == "Company name"


def test_a_ticked_column_comes_with_its_values_and_an_unticked_one_goes(
    page: ListPage, qtbot: QtBot
) -> None:
    chooser = open_chooser(page, qtbot)
    for title in ("City", "Tags"):
        QTest.mouseClick(
            chooser.list.viewport(), LEFT, Modifier.NoModifier, item_place(chooser, title)
        )
    chooser.close()
    assert titles(page) == ["Name", "Company", "Phone", "E-mail", "Owner", "Last touch", "City"]
    city = [column.key for column in page.list.model.columns].index("city")
    qtbot.waitUntil(lambda: page.list.model.text_at(1, city) == "Lublin")
    assert not table_of(page).lights, "what was only not read before has not changed"


def test_the_list_of_columns_stays_over_the_window(page: ListPage, qtbot: QtBot) -> None:
    page.resize(500, 400)
    page.choose_columns(page.mapToGlobal(QPoint(490, 40)))
    chooser = chooser_of(page)
    qtbot.waitUntil(chooser.isVisible)
    assert chooser.geometry().right() < page.geometry().right()


def test_columns_are_found_by_words_and_chosen_with_the_keys(page: ListPage, qtbot: QtBot) -> None:
    chooser = open_chooser(page, qtbot)
    QTest.keyClicks(chooser.search, "birth")
    shown = [
        chooser.list.item(row).text()
        for row in range(chooser.list.count())
        if not chooser.list.item(row).isHidden()
    ]
    assert shown == ["Birthday"]
    QTest.keyClick(chooser.search, Key.Key_Down)
    QTest.keyClick(chooser.list, Key.Key_Down)
    QTest.keyClick(chooser.list, Key.Key_Space)
    chooser.close()
    assert titles(page) == [*USUAL, "Birthday"]


def test_alt_with_arrows_moves_a_column_and_the_usual_ones_come_back(
    page: ListPage, qtbot: QtBot
) -> None:
    chooser = open_chooser(page, qtbot)
    chooser.list.setCurrentRow(1)
    QTest.keyClick(chooser.list, Key.Key_Up, Modifier.AltModifier)
    assert titles(page)[:3] == ["Name", "Phone", "Company"]
    QTest.mouseClick(chooser.reset, LEFT)
    chooser.close()
    assert titles(page) == USUAL
    assert page.look() == ListLook()


def test_the_order_in_the_list_of_columns_is_that_on_the_screen(
    page: ListPage, qtbot: QtBot
) -> None:
    chooser = open_chooser(page, qtbot)
    root = chooser.list.rootIndex()
    assert chooser.list.model().moveRow(root, 3, root, 0), "what dropping an item does"
    chooser.close()
    assert titles(page) == ["Name", "Tags", "Company", "Phone", "E-mail", "Owner", "Last touch"]


def test_a_column_is_moved_by_dragging_its_title(page: ListPage) -> None:
    header = table_of(page).header
    start, end = (QPoint(header.sectionViewportPosition(s) + 20, 10) for s in (4, 1))
    QTest.mousePress(header.viewport(), LEFT, Modifier.NoModifier, start)
    for part in range(1, 11):
        QTest.mouseMove(
            header.viewport(), QPoint(start.x() + (end.x() - start.x()) * part // 10, 10)
        )
    QTest.mouseRelease(header.viewport(), LEFT, Modifier.NoModifier, end)
    assert titles(page) == ["Name", "Tags", "Company", "Phone", "E-mail", "Owner", "Last touch"]
    assert page.look().columns == (
        "name",
        "tags",
        "company",
        "phone",
        "email",
        "owner",
        "last_touch",
    )
    assert page.look().sort == "", "moving is not sorting"


def test_the_first_column_stays_and_is_never_hidden(page: ListPage) -> None:
    columns = table_of(page).layout_of_columns
    columns.hide(0)
    columns.apply(("city", "name"), {})
    assert titles(page) == ["Name", "City"]


def test_a_width_given_by_hand_stays_and_a_double_press_fits_it(page: ListPage) -> None:
    table, header = table_of(page), table_of(page).header
    edge = QPoint(header.sectionViewportPosition(1) + header.sectionSize(1) - 1, 10)
    QTest.mousePress(header.viewport(), LEFT, Modifier.NoModifier, edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(60, 0))
    QTest.mouseRelease(header.viewport(), LEFT, Modifier.NoModifier, edge + QPoint(60, 0))
    given = table.columnWidth(1)
    assert page.look().widths["company"] == given
    page.resize(900, 500)
    assert table.columnWidth(1) == given
    edge = QPoint(header.sectionViewportPosition(1) + given - 1, 10)
    QTest.mouseDClick(header.viewport(), LEFT, Modifier.NoModifier, edge)
    assert table.columnWidth(1) < given


def test_the_keyboard_sorts_fits_moves_and_opens_the_menu(page: ListPage, qtbot: QtBot) -> None:
    header = table_of(page).header
    header.setFocus()
    QTest.keyClick(header, Key.Key_Right)
    QTest.keyClick(header, Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["Borys", "Anna", "Celina", "Daria"])
    QTest.keyClick(header, Key.Key_Right, Modifier.ControlModifier)
    assert titles(page)[:3] == ["Name", "Phone", "Company"]
    QTest.keyClick(header, Key.Key_Return, Modifier.ControlModifier)
    assert "company" in page.look().widths


@pytest.mark.parametrize(
    ("title", "ascending", "descending"),
    [
        ("Name", "Anna Borys Celina Daria", "Daria Celina Borys Anna"),
        # ź comes after z; who has no company comes last either way, by name.
        ("Company", "Borys Anna Celina Daria", "Anna Borys Celina Daria"),
        ("E-mail", "Anna Borys Celina Daria", "Daria Celina Borys Anna"),
    ],
)
def test_a_press_on_a_title_sorts_and_another_turns_the_order(
    page: ListPage, qtbot: QtBot, title: str, ascending: str, descending: str
) -> None:
    page.sort_by(2, descending=False)
    press_title(page, title)
    qtbot.waitUntil(lambda: names(page) == ascending.split())
    press_title(page, title)
    qtbot.waitUntil(lambda: names(page) == descending.split())


@pytest.mark.parametrize(
    ("key", "ascending", "descending"),
    [
        # ł is a letter after l; without a city last.
        ("city", "Borys Anna Daria Celina", "Daria Anna Borys Celina"),
        ("status", "Celina Anna Borys Daria", "Borys Anna Celina Daria"),
        ("created", "Anna Borys Celina Daria", "Daria Celina Borys Anna"),
    ],
)
def test_columns_that_were_chosen_sort_in_the_order_of_the_languages(
    page: ListPage, qtbot: QtBot, key: str, ascending: str, descending: str
) -> None:
    section = [column.key for column in page.list.model.columns].index(key)
    page.sort_by(section, descending=False)
    qtbot.waitUntil(lambda: names(page) == ascending.split())
    page.sort_by(section, descending=True)
    qtbot.waitUntil(lambda: names(page) == descending.split())


def test_the_menu_of_a_title_sorts_and_hides(page: ListPage, qtbot: QtBot) -> None:
    section = 3
    table_of(page).header.menu_wanted.emit(section, page.mapToGlobal(QPoint(300, 20)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == ["&Ascending", "&Descending", "&Hide", "&Columns…"]
    QTest.keyClick(menu, Key.Key_D)
    qtbot.waitUntil(lambda: names(page)[0] == "Daria")
    assert page.look() == ListLook(sort="email", descending=True)
    table_of(page).header.menu_wanted.emit(section, page.mapToGlobal(QPoint(300, 20)))
    QTest.keyClick(there(QApplication.activePopupWidget()), Key.Key_H)
    assert "E-mail" not in titles(page)


def test_a_right_press_on_a_title_and_the_menu_key_open_its_menu(page: ListPage) -> None:
    header = table_of(page).header
    place = QPoint(header.sectionViewportPosition(2) + 20, 10)
    by_key = QContextMenuEvent.Reason.Keyboard
    for reason in (QContextMenuEvent.Reason.Mouse, by_key):
        event = QContextMenuEvent(reason, place, header.mapToGlobal(place))
        QApplication.sendEvent(header if reason is by_key else header.viewport(), event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert menu.actions()[3].isEnabled() is (reason is not by_key), "the first can't be hidden"
        menu.close()


def test_a_look_that_was_kept_is_taken_up_and_what_is_unknown_passed_over(
    page: ListPage, qtbot: QtBot
) -> None:
    look = ListLook(("name", "gone", "city", "phone"), {"city": 210, "gone": 5}, "city", True)
    page.apply_look(look)
    assert titles(page) == ["Name", "City", "Phone"]
    qtbot.waitUntil(lambda: names(page) == ["Daria", "Anna", "Borys", "Celina"])
    assert page.look() == ListLook(("name", "city", "phone"), {"city": 210}, "city", True)
    page.apply_look(ListLook(sort="gone"))
    assert page.look() == ListLook()


def test_looks_are_kept_in_the_settings(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    look = ListLook(("name", "city"), {"city": 210}, "city", True)
    file.change(lambda settings: settings.with_list("contact", look))
    assert file.read().lists == {"contact": look}
    file.change(lambda settings: settings.with_list("contact", ListLook()))
    assert file.read().lists.get("contact", ListLook()) == ListLook()
    assert Settings().lists == {}
