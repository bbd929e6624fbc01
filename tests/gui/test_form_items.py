"""A list within a form: its rows in the room that there is, and texts that have none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_field import too_long
from crm_desktop.gui.kit.form_item_row import Part
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.kit.lengths import LONGEST_LINE, LONGEST_TEXT
from crm_desktop.gui.shell import form_fields

pytestmark = pytest.mark.usefixtures("dressed")

PHONE = "+1 205-555-0158"
PARTS = (Part("value", "Number"), Part("type", "Type", choices=(("work", "work"),), stretch=2))


@pytest.fixture
def phones(qtbot: QtBot) -> ItemsField:
    field = ItemsField("Phones", PARTS, "One more phone", has_primary=True)
    qtbot.addWidget(field)
    field.load([{"value": PHONE, "type": "work"}] * 2)
    field.show()
    return field


@pytest.mark.parametrize("width", [240, 256, 320, 400, 640])
def test_numbers_can_be_read_in_any_width(phones: ItemsField, width: int, qtbot: QtBot) -> None:
    phones.resize(width, 400)
    line = phones.line
    qtbot.waitUntil(lambda: line.width() > line.fontMetrics().horizontalAdvance(PHONE) + 16)
    assert phones.rows[0].remove.geometry().right() <= phones.rows[0].width()


def test_a_row_is_one_line_where_there_is_room(phones: ItemsField, qtbot: QtBot) -> None:
    row = phones.rows[0]
    for width, is_narrow in ((600, False), (256, True), (600, False)):
        phones.resize(width, 400)
        number, kind = row.controls["value"], row.controls["type"]
        qtbot.waitUntil(lambda: (kind.y() > number.y()) is is_narrow)  # noqa: B023 (called at once)


def test_one_number_alone_stays_in_one_line(phones: ItemsField, qtbot: QtBot) -> None:
    phones.resize(256, 400)
    row = phones.rows[0]
    qtbot.waitUntil(lambda: row.controls["type"].y() > row.controls["value"].y())
    phones.rows[1].remove.click()
    qtbot.waitUntil(lambda: row.controls["type"].y() == row.controls["value"].y())


def test_what_is_too_long_is_counted_as_people_write_it_and_sent_to_the_note_from_lines() -> None:
    QLocale.setDefault(QLocale("en_GB"))
    line, note = too_long(1_048_579, LONGEST_LINE), too_long(1_048_579, LONGEST_TEXT)
    assert "1,048,579" in line
    assert "paste it into the note" in line
    assert "100,000" in note
    assert "the note" not in note


def test_kinds_of_phones_stand_above_kinds_of_addresses(bridge: Bridge, qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    fields = [form_fields.phones(bridge, "Phones"), form_fields.emails("E-mail")]
    for one in fields:
        column.addWidget(one)
    form.resize(470, 200)
    form.show()
    kinds = [one.rows[0].controls["type"] for one in fields]

    def lefts() -> set[int]:
        return {kind.mapTo(form, QPoint()).x() for kind in kinds}

    qtbot.waitUntil(lambda: len(lefts()) == 1)
    assert {one.line.placeholderText() for one in fields} == {""}, "the labels say it"
