"""Cells of companies, products and custom lists, and of all types of own fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.products.commands import CreateProduct
from crm_desktop.features.products.queries import get_product
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.companies import page as companies
from crm_desktop.gui.pages.products import page as products
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.card_fields import press
from tests.gui.cells import Cells
from tests.gui.conftest import read, there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
INN = "7707083893"
Show = Callable[..., Cells]


@pytest.fixture
def show(bridge: Bridge, qtbot: QtBot) -> Iterator[Show]:
    """Shows a list with these columns."""
    shown: list[ListPage] = []

    def show_(make: Any, *columns: str) -> Cells:
        page = make(bridge, ())
        shown.append(page)
        qtbot.addWidget(page)
        page.resize(1200, 400)
        page.show()
        page.load()
        qtbot.waitUntil(lambda: page.is_ready and page.views.world is not None)
        page.list.table.layout_of_columns.choose(columns)
        qtbot.waitActive(page)
        return Cells(page, qtbot)

    yield show_
    for page in shown:
        page.hide()


def test_a_companys_cells_are_those_of_its_card(show: Show, backend: Backend) -> None:
    key = write(backend, CreateCompany({"name": "Delta"}))
    cells = show(companies.make_page, "name", "tax_id", "city", "status", "tags", "owner")
    cells.enter(0, "name", "Delta Plus")
    cells.waits(0, "name", "Delta Plus")
    cells.enter(0, "city", "Gdynia")
    cells.waits(0, "city", "Gdynia")
    editor = cells.open(0, "tax_id")
    press(cells.type("123"), Key.Key_Return)
    assert "123" in editor.mistake
    press(cells.type(INN), Key.Key_Return)
    cells.waits(0, "tax_id", INN)
    editor = cells.open(0, "status")
    box = editor.entry.findChildren(QComboBox)[0]
    box.hidePopup()
    box.setCurrentIndex(box.findText("Client"))
    press(box, Key.Key_Return)
    cells.waits(0, "status", "Client")
    cells.open(0, "tags")
    press(cells.type("Key"), Key.Key_Return)  # the tag
    press(there(QApplication.focusWidget()), Key.Key_Return)  # the cell
    cells.waits(0, "tags", "Key")
    state = there(read(backend, get_company, key)).state
    assert (state["name"], state["tax_ids"]) == ("Delta Plus", [{"kind": "inn", "value": INN}])


def test_a_price_is_typed_with_its_currency(show: Show, backend: Backend) -> None:
    key = write(backend, CreateProduct({"name": "Panel", "price_minor": 215_000}))
    cells = show(products.make_page, "name", "sku", "price", "unit")
    cells.open(0, "sku")
    press(cells.type("LP-36"), Key.Key_Tab)
    cells.qtbot.waitUntil(lambda: cells.where() == (0, "price"))
    cells.opened()
    press(cells.type("12,50 PLN"), Key.Key_Return)
    cells.qtbot.waitUntil(lambda: cells.text(0, "sku") == "LP-36")
    cells.qtbot.waitUntil(lambda: "12.50" in cells.text(0, "price"))
    found = read(backend, get_product, key)
    assert (found.sku, found.minor, found.currency) == ("LP-36", 12_50, "PLN")


OWN = [
    ("number", "1 234,5", "1,234.5"),
    ("date", "14.10.2099", "14 Oct 2099"),
    ("long_text", "Two words", "Two words"),
]


@pytest.mark.parametrize("own", OWN, ids=[one[0] for one in OWN])
def test_own_fields_are_typed_by_their_types(
    own: tuple[str, str, str], show: Show, backend: Backend
) -> None:
    kind, typed, shown = own
    column = own_column(backend, type=kind)
    cells = show(companies.make_page, "name", column)
    cells.open(0, column)
    control = cells.type(typed)
    held = Modifier.NoModifier if isinstance(control, QLineEdit) else Modifier.ControlModifier
    press(control, Key.Key_Return, held)
    cells.waits(0, column, shown)


def test_a_choice_opens_its_list_and_a_choice_ends_it(show: Show, backend: Backend) -> None:
    column = own_column(backend, type="choice", choices=["North", "South"])
    cells = show(companies.make_page, "name", column)
    editor = cells.open(0, column)
    box = editor.entry.findChildren(QComboBox)[0]
    cells.qtbot.waitUntil(box.view().isVisible)
    press(box.view(), Key.Key_Down)
    press(box.view(), Key.Key_Down)
    press(box.view(), Key.Key_Return)
    cells.waits(0, column, "South")
    assert cells.editor is None


def test_a_field_that_is_not_on_the_card_is_typed_in_the_list(show: Show, backend: Backend) -> None:
    column = own_column(backend, type="text", on_card=False)
    cells = show(companies.make_page, "name", column)
    cells.enter(0, column, "blue")
    cells.waits(0, column, "blue")
    assert cells.open(0, column).entry.value() == "blue"


def own_column(backend: Backend, **values: Any) -> str:
    """The column of a field of companies, of which there is one."""
    write(backend, CreateCompany({"name": "Delta"}))
    given = {"entity": "company", "label": "Own", **values}
    return f"custom:{write(backend, CreateCustomField(given))}"


def test_a_formula_and_a_missing_right_say_so(
    show: Show, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "crm_desktop.gui.shell.cells.editing.announce", lambda _widget, words: said.append(words)
    )
    column = own_column(backend, type="formula", formula="1+1")
    cells = show(companies.make_page, "name", column)
    cells.go_to(0, column)
    cells.page.edit_cell()
    cells.qtbot.waitUntil(lambda: bool(said))
    assert said.pop() == "This value is worked out; nobody types it."
    monkeypatch.setattr(Bridge, "locked", lambda *_asked: "Ask Igor Belov.")
    cells = show(companies.make_page, "name", column)
    cells.go_to(0, "name")
    cells.page.edit_cell()
    assert said == ["Ask Igor Belov."]
    assert not cells.is_under_way
