"""Addresses and phones on a card: one stands beside its label, several have all the width."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup, plain_words
from crm_desktop.gui.kit.card_fields.pane import CardFieldsPane
from crm_desktop.gui.kit.card_fields.row import FieldRow
from crm_desktop.gui.kit.form_field import TextField
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.shell.form_fields import emails

pytestmark = pytest.mark.usefixtures("dressed")

TITLE = CardField("title", "Title", plain_words, lambda: TextField("Title"))
MAIL = CardField("emails", "E-mail", lambda _value: [], lambda: emails("E-mail"), is_wide=True)
ADDRESS = "m.kim@vektor.example"


@pytest.fixture
def row(qtbot: QtBot) -> FieldRow:
    """The e-mail on a card as wide as usual."""
    pane = CardFieldsPane("Fields of the contact")
    qtbot.addWidget(pane)
    pane.plan([CardGroup("work", "Basics", (MAIL, TITLE))])
    pane.resize(320, 600)
    with qtbot.waitExposed(pane):
        pane.show()
    row = pane.rows["emails"]
    row.show_value([{"value": ADDRESS, "type": "work"}])
    return row


def opened(row: FieldRow) -> ItemsField:
    row.edit()
    entry = row.editor_there.entry
    assert isinstance(entry, ItemsField)
    return entry


def test_a_single_address_stands_where_it_was_read(row: FieldRow, qtbot: QtBot) -> None:
    value_left = row.view.mapTo(row, QPoint()).x()
    entry = opened(row)
    line, kind = entry.line, entry.rows[0].controls["type"]
    qtbot.waitUntil(lambda: line.mapTo(row, QPoint()).x() == value_left)
    letters = line.fontMetrics().horizontalAdvance(ADDRESS)
    qtbot.waitUntil(lambda: line.width() > letters + 16)
    assert kind.mapTo(row, QPoint()).y() > line.mapTo(row, QPoint()).y()


def test_several_addresses_have_all_the_width_and_the_editor_stays(
    row: FieldRow, qtbot: QtBot
) -> None:
    value_left = row.view.mapTo(row, QPoint()).x()
    entry = opened(row)
    line = entry.line
    entry.add.click()
    qtbot.waitUntil(lambda: line.mapTo(row, QPoint()).x() < value_left / 2)
    assert entry.rows[1].controls["value"].hasFocus()
    entry.rows[1].remove.click()
    assert row.editor is not None, "the keyboard goes to the address that is left"
    assert line.hasFocus()
    qtbot.waitUntil(lambda: line.mapTo(row, QPoint()).x() == value_left)
    entry.rows[0].remove.click()
    assert row.editor is not None
    assert entry.line.hasFocus()
    assert entry.value() == []
