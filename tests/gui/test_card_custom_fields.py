"""Custom fields stand on the card like any other; a layout orders and hides them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.list_entities import list_entity
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import CreateCustomField, DeleteCustomFields
from crm_desktop.features.custom_lists.commands import CreateEntry, CreateList
from crm_desktop.features.files.commands import AttachFiles
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_suggest import SuggestLine
from crm_desktop.gui.shell.card_fields.history import FieldHistoryDialog
from crm_desktop.gui.shell.card_fields.menu import field_menu
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.card_fields import Card, press, type_text
from tests.gui.conftest import read, there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]
Add = Callable[..., str]


@pytest.fixture
def kim(backend: Backend) -> RecordRef:
    """Marina Kim."""
    return RecordRef("contact", write(backend, CreateContact({"given_name": "Marina"})))


@pytest.fixture
def add_field(backend: Backend) -> Add:
    """Makes a field of people and gives its name on the card."""

    def add(label: str, type_: str, **values: Any) -> str:
        wanted = {"entity": "contact", "label": label, "type": type_, **values}
        return f"custom:{write(backend, CreateCustomField(wanted))}"

    return add


@pytest.fixture
def open_card(bridge: Bridge, kim: RecordRef, tmp_path: Path, qtbot: QtBot) -> Callable[[], Card]:
    """Opens the pane about her."""
    return lambda: Card(bridge, kim, tmp_path, qtbot)


def stored(backend: Backend, ref: RecordRef) -> list[Any]:
    return [item["value"] for item in there(read(backend, get_contact, ref.id)).state["custom"]]


@pytest.mark.parametrize(
    ("type_", "typed", "kept", "shown"),
    [
        ("text", "Blue", "Blue", "Blue"),
        ("number", "1 234,5", 1234.5, "1,234.5"),
        ("date", "14.10.2026", "2026-10-14", "14 Oct 2026"),
        ("link", "vektor.example", "vektor.example", "vektor.example"),
    ],
)
def test_a_custom_field_is_changed_in_place(
    type_: str,
    typed: str,
    kept: Any,
    shown: str,
    *,
    add_field: Add,
    open_card: Callable[[], Card],
    backend: Backend,
    kim: RecordRef,
    qtbot: QtBot,
) -> None:
    name = add_field("Favourite", type_)
    card = open_card()
    assert card.text(name) == "Add"
    card.change(name, typed)
    qtbot.waitUntil(lambda: bool(stored(backend, kim)))
    qtbot.waitUntil(lambda: card.text(name) == shown)
    assert stored(backend, kim) == [kept]


def test_a_linked_entry_of_a_list_is_opened_from_its_field(
    add_field: Add, open_card: Callable[[], Card], backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    stores = list_entity(write(backend, CreateList({"name": "Stores"})))
    riga = RecordRef(stores, write(backend, CreateEntry(stores, {"name": "Riga"})))
    name = add_field("Store", "record", target=stores)
    write(backend, UpdateContact(kim.id, 1, {"custom": {name: riga.id}}))
    card = open_card()
    opened: list[tuple[RecordRef, bool]] = []
    card.part.open_wanted.connect(lambda record, apart: opened.append((record, apart)))
    row = card.row(name)
    card.click(name)
    QTest.mouseClick(
        row.view.labels[0], Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
    )
    QTest.mouseClick(row.view.labels[0], Qt.MouseButton.MiddleButton)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert opened == [(riga, False), (riga, True), (riga, True), (riga, False)]
    assert row.editor is None
    menu = field_menu(row, card.part.tools.actions, card.part)
    assert [action.text() for action in menu.actions()[:2]] == ["Open", "Open in a new window"]
    QTest.keyClick(row, Qt.Key.Key_F2)
    assert row.editor is not None


def test_a_linked_company_is_found_by_what_its_line_says(
    add_field: Add, open_card: Callable[[], Card], backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    tax_ids = [{"kind": "inn", "value": "7707083893"}]
    beta = write(backend, CreateCompany({"name": "Beta", "tax_ids": tax_ids}))
    name = add_field("Buyer", "record", target="company")
    card = open_card()
    row = card.row(name)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F2)
    assert row.editor is not None
    [line] = [one for one in card.part.findChildren(SuggestLine) if one.isVisible()]
    assert line.placeholderText() == "Name or tax number"
    QTest.keyClicks(line, "7707083893")
    popup = line.suggestions.popup()
    qtbot.waitUntil(lambda: popup.isVisible() and popup.model().rowCount() == 1)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert line.chosen is not None
    assert line.chosen.id == beta
    assert stored(backend, kim) == [], "it is kept when the line is left"


def test_a_file_that_hangs_on_a_record_is_chosen_by_its_name(
    *,
    add_field: Add,
    open_card: Callable[[], Card],
    backend: Backend,
    kim: RecordRef,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    scan = tmp_path / "Contract 214.pdf"
    scan.write_bytes(b"%PDF-1.4")
    attach = AttachFiles((scan,), {"contacts": (kim.id,)})
    backend.start(attach).future.result(timeout=20)
    name = add_field("Scan", "file")
    card = open_card()
    line: Any = card.enter(name, "contr")
    qtbot.waitUntil(line.suggestions.popup().isVisible)
    press(line.suggestions.popup(), Qt.Key.Key_Down)
    press(line.suggestions.popup(), Qt.Key.Key_Return)
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(stored(backend, kim)))
    qtbot.waitUntil(lambda: card.text(name) == "Contract 214.pdf")


def test_a_choice_is_one_of_its_list(
    add_field: Add, open_card: Callable[[], Card], backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    name = add_field("Kind", "choice", choices=["Wholesale", "Retail"])
    card = open_card()
    choices = card.open(name)
    assert isinstance(choices, QAbstractItemView)
    press(choices, Qt.Key.Key_Down)
    press(choices, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(stored(backend, kim)))
    assert card.text(name) == "Wholesale"


def test_a_wrong_number_is_told_at_its_field(
    add_field: Add, open_card: Callable[[], Card], backend: Backend, kim: RecordRef
) -> None:
    name = add_field("Area", "number")
    card = open_card()
    card.change(name, "many")
    assert "many" in card.mistake(name)
    assert stored(backend, kim) == []


def test_a_field_that_somebody_adds_or_takes_away_comes_and_goes_while_one_types(
    add_field: Add, open_card: Callable[[], Card], backend: Backend, qtbot: QtBot
) -> None:
    card = open_card()
    card.enter("position", "Buy")
    name = add_field("Area", "number")
    qtbot.waitUntil(lambda: name in card.part.pane.rows)
    assert card.row("position").editor_there.entry.value() == "Buy"
    assert card.row("position").editor_there.has_focus()
    write(backend, DeleteCustomFields((name.partition(":")[2],)))
    qtbot.waitUntil(lambda: name not in card.part.pane.rows)


def test_typing_into_one_field_leaves_the_other_custom_fields_alone(
    add_field: Add, open_card: Callable[[], Card], backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    one, two = add_field("One", "text"), add_field("Two", "text")
    card = open_card()
    card.change(one, "first")
    qtbot.waitUntil(lambda: stored(backend, kim) == ["first"])
    line = card.open(two)
    type_text(line, "second")
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(backend, kim) == ["first", "second"])


def test_a_custom_field_has_a_history_of_its_own(
    add_field: Add, open_card: Callable[[], Card], backend: Backend, kim: RecordRef, qtbot: QtBot
) -> None:
    one, two = add_field("One", "text"), add_field("Two", "text")
    card = open_card()
    for name, value in ((one, "first"), (two, "other"), (one, "second")):
        card.change(name, value)
        qtbot.waitUntil(lambda: not card.part.saver.of(kim.id))
    there(card.part.tools.actions.history)(one)
    qtbot.waitUntil(lambda: bool(card.part.findChildren(FieldHistoryDialog)))
    dialog = card.part.findChildren(FieldHistoryDialog)[0]
    assert len(dialog.buttons) == 2
    dialog.buttons[0].click()
    qtbot.waitUntil(lambda: sorted(stored(backend, kim)) == ["first", "other"])
