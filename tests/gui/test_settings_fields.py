"""Settings → Fields: fields are added, changed, moved, deleted and restored by mouse and keys."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crm_desktop.backend.backend import Backend
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import ChangeFieldType, CreateCustomField
from crm_desktop.features.custom_fields.queries import find_custom_fields, find_layout
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.pages.settings.field_dialog import DefinitionDialog
from crm_desktop.gui.pages.settings.field_questions import DeleteDialog, GroupDialog, TypeDialog
from crm_desktop.gui.pages.settings.fields import FieldsSection
from tests.gui.conftest import read, write

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)")


@pytest.fixture
def section(dressed: None, bridge: Bridge, qtbot: QtBot) -> FieldsSection:
    """The section by itself, in English."""
    make_application("en")
    made = FieldsSection(bridge)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    made.load()
    return made


def field(backend: Backend, label: str, **values: Any) -> str:
    whole = {"entity": "contact", "label": label, "type": "text", **values}
    return str(write(backend, CreateCustomField(whole)))


def fields(backend: Backend) -> list[CustomFieldRow]:
    found: list[CustomFieldRow] = read(backend, find_custom_fields, "contact")
    return found


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def opened(section: FieldsSection, kind: type[Any], qtbot: QtBot) -> Any:
    """The dialog, once it is there."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in section.findChildren(kind)))
    return next(d for d in section.findChildren(kind) if d.isVisible())


def test_a_field_is_added_with_what_its_type_asks_for(
    section: FieldsSection, backend: Backend, qtbot: QtBot
) -> None:
    click(section.add)
    dialog = opened(section, DefinitionDialog, qtbot)
    assert dialog.form.entries["choices"].isHidden()
    assert not dialog.form.entries["in_search"].isHidden()
    QTest.keyClicks(dialog.form.entries["label"].line, "Size")
    dialog.type.load("choice")
    assert not dialog.form.entries["choices"].isHidden()
    assert dialog.form.entries["in_search"].isHidden(), "the search finds no choices"
    dialog.form.entries["choices"].load(["S", "M"])
    click(dialog.save)
    qtbot.waitUntil(lambda: len(section.tree.order()) == 1)
    (row,) = fields(backend)
    assert (row.name, row.type, [c.name for c in row.choices]) == ("Size", "choice", ["S", "M"])


def test_what_is_wrong_is_told_at_its_line_and_nothing_is_lost(
    section: FieldsSection, backend: Backend, qtbot: QtBot
) -> None:
    click(section.add)
    dialog = opened(section, DefinitionDialog, qtbot)
    dialog.type.load("formula")
    QTest.keyClicks(dialog.form.entries["label"].line, "Total")
    QTest.keyClicks(dialog.form.entries["formula"].line, "1 +")
    click(dialog.save)
    qtbot.waitUntil(lambda: not dialog.form.entries["formula"].mistake.isHidden())
    assert dialog.form.entries["label"].text == "Total"
    assert fields(backend) == []


def test_a_formula_is_worked_out_behind_the_dialog_for_the_people_who_are_there(
    section: FieldsSection, backend: Backend, qtbot: QtBot
) -> None:
    price = field(backend, "Price", type="number")
    person = write(backend, CreateContact({"given_name": "A", "custom": {price: 2}}))
    section.load()
    qtbot.waitUntil(lambda: section.current == price)
    click(section.add)
    dialog = opened(section, DefinitionDialog, qtbot)
    said: list[str] = []
    dialog.began.connect(lambda name, _task: said.append(name))
    dialog.type.load("formula")
    QTest.keyClicks(dialog.form.entries["label"].line, "Tax")
    QTest.keyClicks(dialog.form.entries["formula"].line, "{Price} * 0.5")
    click(dialog.save)
    qtbot.waitUntil(lambda: said == ["Tax"])
    qtbot.waitUntil(lambda: not section._bridge.tasks and not section._computing)
    stored = read(backend, get_contact, person).state["custom"]
    assert [item["value"] for item in stored] == [2, 1]


def test_the_field_says_that_it_is_being_worked_out(
    section: FieldsSection, backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    field(backend, "Price", type="number")
    task = LongTask("Price", bridge)
    section._follow_task("Price", task)
    qtbot.waitUntil(
        lambda: section.tree.findItems("computing…", Qt.MatchFlag.MatchRecursive, 2) != []
    )
    task.ended.emit()
    qtbot.waitUntil(
        lambda: not section.tree.findItems("computing…", Qt.MatchFlag.MatchRecursive, 2)
    )


def test_a_field_is_changed_by_enter_and_moved_by_alt_and_the_arrows(
    section: FieldsSection, backend: Backend, qtbot: QtBot
) -> None:
    first, second = field(backend, "A"), field(backend, "B")
    section.load()
    qtbot.waitUntil(lambda: len(section.tree.order()) == 2)
    section.tree.choose(second)
    section.tree.setFocus()
    QTest.keyClick(section.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [key for key, _group in section.tree.order()] == [second, first])
    assert section.current == second
    QTest.keyClick(section.tree, Qt.Key.Key_Return)
    dialog = opened(section, DefinitionDialog, qtbot)
    dialog.form.entries["label"].load("Better")
    click(dialog.save)
    qtbot.waitUntil(lambda: [row.name for row in fields(backend)] == ["Better", "A"])


def test_a_field_at_the_edge_of_its_group_goes_to_the_next_one(
    section: FieldsSection, backend: Backend, qtbot: QtBot
) -> None:
    first, second = field(backend, "A", group="One"), field(backend, "B", group="Two")
    third = field(backend, "C", group="One")
    section.load()
    qtbot.waitUntil(lambda: len(section.tree.order()) == 3)
    assert section.tree.order() == [(first, "One"), (third, "One"), (second, "Two")]
    section.tree.choose(third)
    click(section.down)
    wanted = [(first, "One"), (third, "Two"), (second, "Two")]
    qtbot.waitUntil(lambda: section.tree.order() == wanted)


def test_a_type_is_changed_after_a_look_at_the_values(
    section: FieldsSection, backend: Backend, qtbot: QtBot
) -> None:
    key = field(backend, "Size", default="unknown")
    for text in ("1", "many"):
        write(backend, CreateContact({"given_name": "A", "custom": {key: text}}))
    section.load()
    qtbot.waitUntil(lambda: section.current == key)
    click(section.retype)
    dialog = opened(section, TypeDialog, qtbot)
    dialog.type.load("number")
    qtbot.waitUntil(dialog.save.isEnabled)
    assert "many" in dialog.told.text()
    assert "New records will begin empty: “unknown” doesn’t fit." in dialog.told.text()
    assert not dialog.rest.isHidden()
    click(dialog.save)
    assert not dialog.rest.mistake.isHidden()
    dialog.rest.load("note")
    assert dialog.rest.mistake.isHidden()
    click(dialog.save)
    qtbot.waitUntil(lambda: [row.type for row in fields(backend)] == ["number"])
    qtbot.waitUntil(lambda: not section._bridge.tasks)


def test_a_field_that_is_no_choice_any_more_names_no_choices(
    section: FieldsSection, backend: Backend, qtbot: QtBot
) -> None:
    key = field(backend, "Size", type="choice", choices=["Small", "Large"])
    section.load()
    qtbot.waitUntil(lambda: section.current == key)
    assert section.tree.currentItem().text(2) == "Small, Large"
    write(backend, ChangeFieldType(key, "text", {}))
    qtbot.waitUntil(lambda: section.tree.currentItem().text(1) == "Text")
    assert not section.tree.currentItem().text(2)


def test_a_field_with_many_values_is_deleted_by_its_name_and_restored(
    section: FieldsSection, backend: Backend, qtbot: QtBot
) -> None:
    key = field(backend, "Size")
    for _number in range(21):
        write(backend, CreateContact({"given_name": "A", "custom": {key: "x"}}))
    section.load()
    qtbot.waitUntil(lambda: section.current == key)
    section.tree.setFocus()
    QTest.keyClick(section.tree, Qt.Key.Key_Delete)
    dialog = opened(section, DeleteDialog, qtbot)
    assert not dialog.save.isEnabled()
    QTest.keyClicks(dialog.name.line, "Size")
    QTest.keyClick(dialog.name.line, Qt.Key.Key_Return)  # never meant by a bare Enter
    assert not dialog.isVisible()
    QTest.keyClick(section.tree, Qt.Key.Key_Delete)
    dialog = opened(section, DeleteDialog, qtbot)
    QTest.keyClicks(dialog.name.line, "Size")
    click(dialog.save)
    qtbot.waitUntil(section.restore_field.isVisible)
    assert fields(backend) == []
    click(section.restore_field)
    qtbot.waitUntil(section.edit.isEnabled)
    assert [row.name for row in fields(backend)] == ["Size"]


def test_choices_get_colours_and_names_in_other_languages(
    section: FieldsSection, backend: Backend, qtbot: QtBot
) -> None:
    key = field(backend, "Size", type="choice", choices=["Small", "Large"])
    section.load()
    qtbot.waitUntil(lambda: section.current == key)
    click(section.edit)
    dialog = opened(section, DefinitionDialog, qtbot)
    table = dialog.choices.table
    assert table.isColumnHidden(2)
    dialog.languages.setChecked(True)
    table.setCurrentCell(1, 0)
    QTest.keyClick(table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in table.findChildren(QMenu)))
    menu = next(menu for menu in table.findChildren(QMenu) if menu.isVisible())
    menu.actions()[7].trigger()
    menu.close()
    table.item(1, 2).setText("Большой")
    dialog.label.others["pl"].setText("Rozmiar")
    table.setCurrentCell(1, 1)
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    table.setCurrentCell(2, 1)
    QGuiApplication.clipboard().setText("Tiny\nHuge\n")
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    click(dialog.save)
    qtbot.waitUntil(lambda: not isValid(dialog))
    (row,) = fields(backend)
    assert row.label == {"en": "Size", "pl": "Rozmiar"}
    assert [(one.code, one.label, one.colour) for one in row.choices] == [
        ("c2", {"en": "Large", "ru": "Большой"}, 6),
        ("c1", "Small", None),
        ("c3", "Tiny", None),
        ("c4", "Huge", None),
    ]


def test_a_group_is_called_as_each_language_says(
    section: FieldsSection, backend: Backend, qtbot: QtBot
) -> None:
    field(backend, "Size", group="Clothes")
    section.load()
    qtbot.waitUntil(lambda: section.tree.topLevelItemCount() == 1)
    section.tree.setCurrentIndex(section.tree.model().index(0, 0))
    click(section.edit)
    dialog = opened(section, GroupDialog, qtbot)
    dialog.name.line.setText("Wear")
    dialog.name.others["ru"].setText("Одежда")
    click(dialog.save)
    qtbot.waitUntil(lambda: section.tree.model().index(0, 0).data() == "Wear")
    field(backend, "Colour", group="Одежда")
    assert {row.group for row in fields(backend)} == {"Clothes"}
    layout = read(backend, find_layout, "contact")
    assert layout.titles == {"Clothes": {"en": "Wear", "ru": "Одежда"}}
