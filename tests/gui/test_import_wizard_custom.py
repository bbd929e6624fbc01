"""The import wizard and the fields that people added: recognised, chosen, made, remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crm_desktop.backend.backend import Backend
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.data.importing.preview import Sureness
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.importing.actions import Importing
from crm_desktop.gui.pages.importing.column_table import FIELD, TREATMENT
from crm_desktop.gui.pages.importing.remembered import remembered_file
from crm_desktop.gui.pages.importing.wizard import ImportWizard
from tests.gui.conftest import read, there, write
from tests.gui.test_import_wizard import choose_field, fields, importing, notes, run

__all__ = ["importing", "notes"]
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

SHEET = "Имя,Телефон,Размер обуви,Замер\nАнна,+79123456789,38.5,14.10.2026\nИван,+79123456780,,\n"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    remembered_file().unlink(missing_ok=True)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Two people with a size and a day."""
    path = tmp_path / "people.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def add_field(backend: Backend, label: str, kind: str, **values: str) -> str:
    whole = {"entity": "contact", "label": label, "type": kind, **values}
    return f"custom:{write(backend, CreateCustomField(whole))}"


def open_columns(importing: Importing, path: Path, qtbot: QtBot) -> ImportWizard:
    """The step of the columns, once the fields of people are known."""
    importing.start((path,))
    wizard = there(importing.wizard)
    qtbot.waitUntil(lambda: wizard.primary.isEnabled() and wizard.columns.table.picker.can_make)
    wizard.primary.click()
    return wizard


def cell(wizard: ImportWizard, row: int, section: int) -> str:
    model = wizard.columns.table.columns
    return str(model.data(model.index(row, section)))


def shown(wizard: ImportWizard) -> dict[str, str]:
    """The row as it will be."""
    record = wizard.columns.beside.pane.shown
    return {field.label: field.value for field in record.fields} if record else {}


def lines(list_: QListWidget) -> list[str]:
    return [there(list_.item(row)).text() for row in range(list_.count())]


def test_a_column_is_recognised_by_the_label_of_a_field_and_shown_as_the_field_shows_it(
    importing: Importing, sheet: Path, backend: Backend, qtbot: QtBot
) -> None:
    size = add_field(backend, "Размер обуви", "number")
    wizard = open_columns(importing, sheet, qtbot)
    qtbot.waitUntil(lambda: fields(wizard)["Размер обуви"] == size)
    column = wizard.columns.table.columns.columns[2]
    assert column.sureness is Sureness.SURE
    assert cell(wizard, 2, FIELD) == "Размер обуви"
    qtbot.waitUntil(lambda: shown(wizard).get("Размер обуви") == "38.5")
    assert fields(wizard)["Замер"] == "note"


def test_the_list_of_fields_offers_those_of_people_by_group(
    importing: Importing, sheet: Path, backend: Backend, qtbot: QtBot
) -> None:
    hobby = add_field(backend, "Hobby", "text", group="Leisure")
    wizard = open_columns(importing, sheet, qtbot)
    qtbot.waitUntil(lambda: bool(wizard.columns.table.picker._own))
    wizard.columns.table.selectRow(3)
    wizard.columns.table.setFocus()
    QTest.keyClick(wizard.columns.table, Qt.Key.Key_F2)
    offered = lines(wizard.columns.table.picker.list)
    assert offered[:5] == [
        *("Do not import", "Keep in the note", "Create a field (Date)", "Leisure", "Hobby"),
    ]
    QTest.keyClick(wizard.columns.table.picker.search, Qt.Key.Key_Escape)
    choose_field(wizard, 3, "hobby")
    qtbot.waitUntil(lambda: fields(wizard)["Замер"] == hobby)
    qtbot.waitUntil(lambda: shown(wizard).get("Hobby") == "14.10.2026")


def test_a_column_becomes_a_field_by_one_press_and_goes_there_in_the_next_file(
    importing: Importing, sheet: Path, backend: Backend, qtbot: QtBot
) -> None:
    wizard = open_columns(importing, sheet, qtbot)
    choose_field(wizard, 3, "create date")
    assert wizard.columns.table.picker.isVisible()  # words alone make nothing
    picker = wizard.columns.table.picker
    picker.search.clear()
    QTest.keyClick(picker.search, Qt.Key.Key_Down)
    assert there(picker.list.currentItem()).text() == "Create a field (Date)"
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(wizard, 3, FIELD) == "New field: Замер")
    assert cell(wizard, 3, TREATMENT) == "Date, as 14 Oct 2026"
    qtbot.waitUntil(lambda: shown(wizard).get("Замер") == "14 Oct 2026")
    run(wizard, qtbot)
    (made,) = read(backend, find_custom_fields, "contact")
    assert (made.name, made.type) == ("Замер", "date")
    wizard.primary.click()
    qtbot.waitUntil(lambda: not isValid(wizard))
    again = open_columns(importing, sheet, qtbot)
    qtbot.waitUntil(lambda: fields(again)["Замер"] == made.key)


def test_the_new_field_is_named_and_typed_as_the_person_wishes(
    importing: Importing, sheet: Path, backend: Backend, qtbot: QtBot
) -> None:
    wizard = open_columns(importing, sheet, qtbot)
    table = wizard.columns.table
    table.setFocus()
    table.selectRow(2)
    QTest.keyClick(table, Qt.Key.Key_F2)
    QTest.keyClicks(table.picker.search, "Shoe size")
    wanted = "Create the field “Shoe size” (Number)"
    qtbot.waitUntil(lambda: lines(table.picker.list)[:1] == [wanted])
    offered = lines(table.picker.list)
    text = there(table.picker.list.item(offered.index("Text")))
    place = table.picker.list.visualItemRect(text).center()
    QTest.mouseClick(table.picker.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: cell(wizard, 2, FIELD) == "New field: Shoe size")
    run(wizard, qtbot)
    (made,) = read(backend, find_custom_fields, "contact")
    assert (made.name, made.type) == ("Shoe size", "text")


def test_a_field_that_a_colleague_adds_is_recognised_at_once(
    importing: Importing, sheet: Path, backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    wizard = open_columns(importing, sheet, qtbot)
    assert fields(wizard)["Замер"] == "note"
    day = add_field(backend, "Замер", "date")
    qtbot.waitUntil(lambda: fields(wizard)["Замер"] == day)
