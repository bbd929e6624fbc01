"""The history of a record tells every change, and any old value can be put back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    UpdateContact,
)
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import SaveCardLayout
from crm_desktop.features.custom_fields.rows import CardLayout
from crm_desktop.features.products.commands import CreateProduct, UpdateProduct
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.history import UndoHistory
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.contacts.card_fields import fields_kind
from crm_desktop.gui.pages.products.card_fields import drafts_of as product_drafts
from crm_desktop.gui.shell.card_fields.history import read_history
from crm_desktop.gui.shell.card_fields.history_dialog import RecordHistoryDialog
from crm_desktop.gui.shell.card_fields.history_view import HistoryView
from crm_desktop.gui.shell.card_fields.record_history import HistoryAsked, read_history_of
from tests.gui.conftest import read, there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]
Open = Callable[[], HistoryView]


@pytest.fixture
def kim(backend: Backend) -> str:
    """Marina Kim, whose position and phones were changed, and who was archived."""
    phone = {"value": "+7 900 555-01-14", "type": "work"}
    values = {"family_name": "Kim", "position": "Seller", "phones": [phone]}
    contact: str = write(backend, CreateContact(values, "RU"))
    write(backend, UpdateContact(contact, 1, {"position": "Boss", "tags": [{"name": "Key"}]}))
    write(backend, UpdateContact(contact, 2, {"phones": []}))
    write(backend, ArchiveContacts((contact,)))
    return contact


@pytest.fixture
def open_history(bridge: Bridge, kim: str, qtbot: QtBot) -> Open:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()

    def open_() -> HistoryView:
        dialog = RecordHistoryDialog(bridge, fields_kind(bridge), kim, window)
        dialog.open()
        qtbot.waitUntil(lambda: bool(dialog.view.entries))
        return dialog.view

    return open_


def told(dialog: HistoryView) -> list[str]:
    return [label.text() for label in dialog.area.widget().findChildren(QLabel) if label.text()]


def names(dialog: HistoryView) -> list[list[str]]:
    return [[change.name for change in entry.changes] for entry in dialog.entries]


def state(backend: Backend, contact: str) -> dict[str, Any]:
    return dict(there(read(backend, get_contact, contact)).state)


def press_restore(dialog: HistoryView, field: str) -> None:
    (button,) = (b for (_n, name), b in dialog.restore_buttons.items() if name == field)
    dialog.area.ensureWidgetVisible(button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_changes_stand_by_operation_with_who_when_from_and_to(open_history: Open) -> None:
    dialog = open_history()
    assert names(dialog) == [["archived_at"], ["phones"], ["position", "tags"], []]
    words = told(dialog)
    assert "Seller → Boss" in words
    assert "(nothing) → Key" in words
    assert "+7 900 555-01-14 → (nothing)" in words
    assert words[-1] == "The record was created"
    assert dialog.older.isHidden()


def test_a_field_that_the_card_hides_is_told_by_its_name(
    backend: Backend, open_history: Open
) -> None:
    write(backend, SaveCardLayout("contact", CardLayout(hidden=frozenset({"position"}))))
    words = told(open_history())
    assert "Position" in words
    assert "Something else" not in words
    assert "Seller → Boss" in words


def test_the_corners_of_the_dialog_stay_round(open_history: Open) -> None:
    view = open_history()
    dialog = view.window()
    assert isinstance(dialog, RecordHistoryDialog)
    radius = ThemeManager.instance().theme.radius.xl
    assert view.geometry().bottom() <= dialog.panel.bottom() - radius


def test_the_history_is_narrowed_by_field(open_history: Open, qtbot: QtBot) -> None:
    dialog = open_history()
    dialog.by_field.setCurrentIndex(dialog.by_field.findData("position"))
    qtbot.waitUntil(lambda: names(dialog) == [["position"]])


def test_of_a_field_that_was_never_changed_no_other_changes_are_told(
    open_history: Open, qtbot: QtBot
) -> None:
    dialog = open_history()
    dialog.by_field.setCurrentIndex(dialog.by_field.findData("birthday"))
    qtbot.waitUntil(lambda: told(dialog) == ["Nothing was changed yet."])


def test_the_history_is_narrowed_by_person(open_history: Open, qtbot: QtBot) -> None:
    dialog = open_history()
    number = len(dialog.entries)
    assert dialog.by_person.count() == 2
    dialog.by_person.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(dialog.entries) == number)


def test_an_old_value_is_put_back_in_one_step_that_can_be_undone(
    open_history: Open, bridge: Bridge, backend: Backend, kim: str, qtbot: QtBot
) -> None:
    history = UndoHistory(bridge)
    dialog = open_history()
    press_restore(dialog, "position")
    qtbot.waitUntil(lambda: state(backend, kim)["position"] == "Seller")
    qtbot.waitUntil(lambda: "Boss → Seller" in told(dialog))  # it tells of itself
    history.undo()
    qtbot.waitUntil(lambda: state(backend, kim)["position"] == "Boss")


def test_lists_are_put_back_whole(
    open_history: Open, backend: Backend, kim: str, qtbot: QtBot
) -> None:
    dialog = open_history()
    press_restore(dialog, "phones")
    qtbot.waitUntil(lambda: bool(state(backend, kim)["phones"]))
    assert state(backend, kim)["phones"][0]["value"] == "+79005550114"
    qtbot.waitUntil(lambda: len(dialog.entries) == 5)
    press_restore(dialog, "tags")
    qtbot.waitUntil(lambda: state(backend, kim)["tags"] == [])


def test_a_link_to_a_record_that_is_gone_is_not_put_back_and_says_so(
    backend: Backend, bridge: Bridge, qtbot: QtBot, kim: str, open_history: Open
) -> None:
    created = backend.submit(CreateCompany({"name": "Vektor"}, "RU")).result(timeout=10)
    link = {"company": created.result, "position": "Boss"}
    version = there(read(backend, get_contact, kim)).version
    write(backend, UpdateContact(kim, version, {"companies": [link]}))
    write(backend, UpdateContact(kim, version + 1, {"companies": []}))
    backend.start(UndoOperation(created.operation_id)).future.result(timeout=10)
    dialog = open_history()
    number = next(n for n, name in dialog.restore_buttons if name == "companies")
    button = dialog.restore_buttons[number, "companies"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.notice.isHidden())
    assert dialog.notice.text().startswith("The value can’t be put back, and nothing was changed.")
    assert state(backend, kim)["companies"] == []


def test_a_long_history_is_read_page_by_page(
    backend: Backend, bridge: Bridge, kim: str, open_history: Open, qtbot: QtBot
) -> None:
    version = there(read(backend, get_contact, kim)).version
    for number in range(60):
        write(backend, UpdateContact(kim, version + number, {"source": f"Fair {number}"}))
    dialog = open_history()
    assert len(dialog.entries) == 50
    QTest.mouseClick(dialog.older, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(dialog.entries) == 64)
    assert dialog.older.isHidden()
    kind = fields_kind(bridge)
    asked = HistoryAsked(kim, "source", limit=5)
    portion = read(backend, read_history_of, kind, asked)
    assert [entry.changes[0].new for entry in portion.entries] == [
        f"Fair {number}" for number in range(59, 54, -1)
    ]


def test_earlier_changes_come_also_when_a_colleague_changes_something_meanwhile(
    backend: Backend, kim: str, open_history: Open, qtbot: QtBot
) -> None:
    version = there(read(backend, get_contact, kim)).version
    for number in range(60):
        write(backend, UpdateContact(kim, version + number, {"source": f"Fair {number}"}))
    dialog = open_history()
    shown = len(dialog.entries)
    QTest.mouseClick(dialog.older, Qt.MouseButton.LeftButton)
    dialog._read_anew()  # as for a change that is heard of before the answer comes
    qtbot.waitUntil(lambda: len(dialog.entries) > shown)
    assert dialog.older.isEnabled()


def test_what_others_change_appears_in_an_open_history(
    open_history: Open, backend: Backend, kim: str, qtbot: QtBot
) -> None:
    dialog = open_history()
    version = there(read(backend, get_contact, kim)).version
    write(backend, UpdateContact(kim, version, {"source": "Fair"}))
    qtbot.waitUntil(lambda: names(dialog)[0] == ["source"])


def test_the_history_of_a_price_says_its_currency_of_that_time(backend: Backend) -> None:
    values = {"name": "Lamp", "price_minor": 1_00, "currency": "EUR"}
    product: str = write(backend, CreateProduct(values))
    write(backend, UpdateProduct(product, 1, {"price_minor": 2_00}))
    write(backend, UpdateProduct(product, 2, {"price_minor": 3_00, "currency": "PLN"}))
    read_prices = partial(read_history, beside="currency")
    past = backend.ask(read_prices, "product", product, "price_minor", product_drafts)
    assert [(one.old, one.new) for one in past] == [("€2", "3\u00a0zł"), ("€1", "€2")]
