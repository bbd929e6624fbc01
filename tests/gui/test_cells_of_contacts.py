"""Cells of the list of people are edited in place, by keys and by the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact, DeleteContacts
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_suggest import SuggestLine
from crm_desktop.gui.kit.second_press import SecondPress
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.pages.contacts.page import make_page
from tests.gui.card_fields import press, type_text
from tests.gui.cells import Cells
from tests.gui.conftest import read, there, wait_for_answers, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
PHONE, OTHER = "+48512000114", "+48512000115"


@pytest.fixture
def people(backend: Backend) -> dict[str, str]:
    """Three people, by their given names."""
    anna = {
        "given_name": "Anna",
        "family_name": "Nowak",
        "position": "Buyer",
        "phones": [
            {"value": OTHER, "type": "work"},
            {"value": PHONE, "extension": "7", "type": "mobile", "primary": True},
        ],
    }
    return {
        "Anna": write(backend, CreateContact(anna)),
        "Borys": write(backend, CreateContact({"given_name": "Borys", "source": "Fair"})),
        "Celina": write(backend, CreateContact({"given_name": "Celina"})),
    }


@pytest.fixture
def cells(people: dict[str, str], bridge: Bridge, qtbot: QtBot) -> Iterator[Cells]:
    """The list of them, with the columns that are edited here."""
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.list.table.layout_of_columns.choose(
        ["name", "company", "position", "phone", "email", "source", "last_touch"]
    )
    page.resize(1100, 500)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.is_ready and page.list.model.is_whole)
    qtbot.waitActive(page)
    page.list.table.setFocus()
    page.choose_first()
    yield Cells(page, qtbot)
    page.hide()


def state(backend: Backend, record_id: str) -> Any:
    return there(read(backend, get_contact, record_id)).state


def test_a_cell_is_typed_into_and_enter_saves_it(
    cells: Cells, backend: Backend, people: dict[str, str]
) -> None:
    cells.open(1, "source")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    press(cells.type("Web"), Key.Key_Return)
    assert cells.editor is None
    assert cells.table.hasFocus()
    cells.waits(1, "source", "Web")
    assert state(backend, people["Borys"])["source"] == "Web"
    assert cells.where() == (1, "source")


def test_esc_gives_the_old_value_back(cells: Cells) -> None:
    cells.open(1, "source")
    press(cells.type("Web"), Key.Key_Escape)
    assert cells.editor is None
    assert cells.table.hasFocus()
    assert cells.text(1, "source") == "Fair"
    assert cells.open(1, "source").entry.value() == "Fair"


def test_a_press_elsewhere_keeps_what_was_typed(cells: Cells) -> None:
    cells.open(1, "source")
    cells.type("Web")
    cells.press(2, "email")
    cells.waits(1, "source", "Web")
    assert cells.where() == (2, "email")


def test_tab_keeps_and_goes_on_in_the_next_line_after_the_last_cell(cells: Cells) -> None:
    cells.open(1, "email")
    press(cells.type("borys@example.com"), Key.Key_Tab)
    cells.opened()
    assert cells.where() == (1, "source")
    press(cells.type("Web"), Key.Key_Tab)  # nobody types when somebody was last spoken to
    cells.qtbot.waitUntil(lambda: cells.where() == (2, "name"))
    editor = cells.opened()
    assert editor.entry.draft()["given_name"] == "Celina"
    cells.waits(1, "source", "Web")
    cells.waits(1, "email", "borys@example.com")
    press(there(QApplication.focusWidget()), Key.Key_Tab, Modifier.ShiftModifier)
    cells.qtbot.waitUntil(lambda: cells.where() == (1, "source"))
    assert cells.opened().entry.value() == "Web"


def test_arrows_at_the_ends_of_the_text_go_to_the_neighbours(cells: Cells) -> None:
    cells.open(1, "source")
    line = cells.type("Web")
    press(line, Key.Key_Left)
    assert cells.where() == (1, "source")
    press(line, Key.Key_Right)
    assert cells.editor is not None  # the caret is at the end by now, and the next one leaves
    cells.open(1, "source")
    press(there(QApplication.focusWidget()), Key.Key_Home)
    press(there(QApplication.focusWidget()), Key.Key_Left)
    cells.qtbot.waitUntil(lambda: cells.where() == (1, "email"))
    cells.opened()
    press(there(QApplication.focusWidget()), Key.Key_Right)
    cells.qtbot.waitUntil(lambda: cells.where() == (1, "source"))
    cells.waits(1, "source", "Web")


def test_what_is_wrong_leaves_the_cell_open_and_the_record_as_it_was(
    cells: Cells, backend: Backend, people: dict[str, str]
) -> None:
    editor = cells.open(1, "email")
    press(cells.type("borys@"), Key.Key_Return)
    assert cells.editor is editor
    assert "borys@" in editor.mistake
    line = editor.entry.findChildren(QLineEdit)[0]
    assert line.property("state") == "invalid"
    cells.press(2, "source")
    assert cells.editor is editor
    cells.page.edit_cell()
    assert editor.editor.has_focus()  # first this one
    assert state(backend, people["Borys"])["emails"] == []
    press(cells.type("borys@example.com"), Key.Key_Return)
    cells.waits(1, "email", "borys@example.com")


def test_of_several_phones_the_main_one_is_typed_the_rest_stays(
    cells: Cells, backend: Backend, people: dict[str, str]
) -> None:
    editor = cells.open(0, "phone")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.text() == "+48 512 000 114 ext. 7"
    press(cells.type("48 600 555 116"), Key.Key_Return)
    assert cells.editor is not editor
    cells.waits(0, "phone", "+48 600 555 116")
    assert state(backend, people["Anna"])["phones"] == [
        {"value": OTHER, "type": "work", "extension": None, "primary": False},
        {"value": "+48600555116", "type": "mobile", "extension": None, "primary": True},
    ]


def test_a_cleared_number_goes_and_the_next_one_is_the_main_one(
    cells: Cells, backend: Backend, people: dict[str, str]
) -> None:
    cells.enter(0, "phone", "")
    cells.waits(0, "phone", "+48 512 000 115")
    [left] = state(backend, people["Anna"])["phones"]
    assert (left["value"], left["primary"]) == (OTHER, True)


def test_a_name_is_typed_as_one_line(
    cells: Cells, backend: Backend, people: dict[str, str]
) -> None:
    cells.enter(0, "name", "Anna Maria Kowalska")
    cells.waits(0, "name", "Anna Kowalska")
    found = state(backend, people["Anna"])
    names = ("given_name", "middle_name", "family_name")
    assert [found[name] for name in names] == ["Anna", "Maria", "Kowalska"]
    cells.enter(0, "name", "Hanna Kowalska")
    cells.qtbot.waitUntil(lambda: "Hanna Kowalska" in cells.names())
    found = state(backend, people["Anna"])
    assert [found[name] for name in names] == ["Hanna", "Maria", "Kowalska"]


@pytest.fixture
def quick_presses() -> Iterator[None]:
    """Two presses are none of a double press after a moment."""
    usual = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(30)
    yield
    QApplication.setDoubleClickInterval(usual)


def test_a_second_press_on_the_current_row_edits_a_double_press_opens(
    cells: Cells, quick_presses: None
) -> None:
    opened: list[str] = []
    cells.page.list.opened.connect(opened.append)
    cells.press(1, "source")
    assert not cells.is_under_way
    cells.press(1, "source")
    assert not cells.is_under_way  # it may become a double press
    cells.opened()
    assert cells.where() == (1, "source")
    press(there(QApplication.focusWidget()), Key.Key_Escape)
    place = cells.table.visualRect(cells.index(1, "source")).center()
    QTest.mouseClick(cells.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(cells.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened
    presses = there(cells.table.findChild(SecondPress))
    assert not presses.is_waiting
    assert not cells.is_under_way


def test_what_is_typed_while_the_record_is_read_goes_into_the_cell(cells: Cells) -> None:
    cells.go_to(2, "source")
    cells.page.edit_cell()
    type_text(cells.table, "Web")
    cells.opened()
    press(there(QApplication.focusWidget()), Key.Key_Return)
    cells.waits(2, "source", "Web")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told of a cell."""
    told: list[str] = []
    monkeypatch.setattr(
        "crm_desktop.gui.shell.cells.editing.announce", lambda _widget, words: told.append(words)
    )
    return told


def test_a_cell_that_nobody_types_into_says_why(cells: Cells, said: list[str]) -> None:
    cells.go_to(0, "last_touch")
    cells.page.edit_cell()
    assert not cells.is_under_way
    assert said == ["This follows from what was said and done, as the timeline tells it."]


def test_a_screen_reader_hears_the_title_of_the_column(cells: Cells) -> None:
    cells.open(0, "phone")
    spoken = QAccessible.queryAccessibleInterface(there(QApplication.focusWidget()))
    assert spoken.text(QAccessible.Text.Name) == "Phone"
    assert spoken.role() == QAccessible.Role.EditableText


def test_what_was_entered_stands_in_the_cell_while_it_is_being_saved(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the list has read it back the old value would stand there once more."""
    cells.open(1, "source")
    cells.type("Web")
    before = shown(cells, 1, "source")
    press(there(QApplication.focusWidget()), Key.Key_Return)
    assert cells.text(1, "source") == "Fair"
    entered = shown(cells, 1, "source")
    assert entered != before
    cells.waits(1, "source", "Web")
    assert not cells.table.awaited
    assert not cells.table.lights  # it is no news to who typed it
    assert shown(cells, 1, "source") == entered


def shown(cells: Cells, line: int, column: str) -> QImage:
    """The cell, as it is on the screen."""
    place = cells.table.visualRect(cells.index(line, column))
    return cells.table.viewport().grab(place).toImage()


def test_arrows_mark_the_cell_that_f2_edits(cells: Cells) -> None:
    cells.press(1, "email")
    plain = shown(cells, 1, "source")
    press(cells.table, Key.Key_Right)
    assert cells.where() == (1, "source")
    assert shown(cells, 1, "source") != plain
    press(cells.table, Key.Key_Down)
    assert cells.where() == (2, "source")
    cells.press(1, "email")
    assert shown(cells, 1, "source") == plain


def test_the_cell_of_the_next_step_asks_for_a_task(cells: Cells) -> None:
    actions = there(cells.page.bulk.actions)
    asked: list[tuple[Any, QWidget]] = []
    actions.ask_task = lambda rows, anchor: asked.append((rows.rids, anchor))
    cells.table.layout_of_columns.choose(["name", "email", "next_step"])
    cells.go_to(1, "next_step")
    cells.page.edit_cell()
    [(rids, anchor)] = asked
    assert rids == [cells.table.key_of(1)]
    assert anchor.geometry() == cells.table.visualRect(cells.index(1, "next_step"))


def test_nothing_is_typed_into_what_lies_in_the_recycle_bin(
    cells: Cells, backend: Backend, people: dict[str, str], said: list[str]
) -> None:
    write(backend, DeleteContacts((people["Borys"],)))
    cells.page.show_shelf("bin")
    cells.qtbot.waitUntil(lambda: cells.names() == ["Borys"])
    cells.go_to(0, "source")
    cells.page.edit_cell()
    assert said == ["It lies in the recycle bin. Restore it first."]
    assert not cells.is_under_way


def test_an_open_cell_goes_along_with_its_row(cells: Cells) -> None:
    cells.table.setFixedHeight(120)  # two rows of three
    editor = cells.open(1, "source")
    bar = cells.table.verticalScrollBar()
    cells.qtbot.waitUntil(lambda: bar.maximum() > 10)
    before, start = editor.y(), bar.value()
    bar.setValue(start - 10 if start >= 10 else start + 10)
    assert editor.y() == before + start - bar.value()
    press(cells.type("Web"), Key.Key_Return)
    cells.waits(1, "source", "Web")


def test_cells_that_were_opened_and_closed_leave_nothing_behind(cells: Cells) -> None:
    def go_through() -> int:
        for column in ("name", "phone", "source"):
            cells.open(1, column)
            press(there(QApplication.focusWidget()), Key.Key_Escape)
        wait_for_answers(cells.page._bridge, cells.qtbot)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(QApplication.allWidgets())

    number = go_through()
    assert [go_through() for _round in range(3)] == [number] * 3


def test_somebody_elses_number_is_told_and_shown(cells: Cells) -> None:
    told: list[tuple[str, Button]] = []
    cells.page.told.connect(lambda words, button: told.append((words, button)))
    cells.enter(1, "phone", PHONE)
    cells.qtbot.waitUntil(lambda: bool(told))
    [(words, button)] = told
    assert "Anna Nowak" in words
    button.press()
    cells.qtbot.waitUntil(lambda: cells.table.currentIndex().row() == 0)


def test_the_row_stays_the_current_one_where_its_new_name_has_taken_it(cells: Cells) -> None:
    cells.enter(0, "name", "Zenon Nowak")
    cells.qtbot.waitUntil(lambda: cells.names() == ["Borys", "Celina", "Zenon Nowak"])
    assert cells.where() == (2, "name")


def test_tab_takes_the_suggestion_that_is_lit_and_goes_on(cells: Cells, backend: Backend) -> None:
    write(backend, CreateCompany({"name": "Vektor Plus"}))
    cells.open(1, "company")
    line = cells.type("Vekt")
    assert isinstance(line, SuggestLine)
    popup = line.suggestions.popup()
    cells.qtbot.waitUntil(popup.isVisible)
    press(popup, Key.Key_Down)
    press(popup, Key.Key_Tab)
    cells.qtbot.waitUntil(lambda: cells.where() == (1, "position"))
    cells.opened()
    cells.waits(1, "company", "Vektor Plus")


def test_a_press_on_a_title_keeps_the_cell_before_it_sorts(cells: Cells) -> None:
    editor = cells.open(1, "email")
    cells.type("borys@")
    cells.table.header.sort_wanted.emit(cells.index(0, "source").column())
    assert cells.editor is editor
    assert editor.mistake
    assert cells.page.asked.sorting.column == ""
    cells.type("borys@example.com")
    cells.table.header.sort_wanted.emit(cells.index(0, "source").column())
    assert cells.editor is None
    assert cells.page.asked.sorting.column == "source"
    cells.qtbot.waitUntil(
        lambda: "borys@example.com" in [cells.text(line, "email") for line in range(3)]
    )
