"""The page of products: its list, the form in which a product opens, the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.products.commands import CreatePriceList, CreateProduct
from crm_desktop.features.products.queries import find_products, get_product, get_state
from crm_desktop.features.products.rows import ProductRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_field import ChoiceField, FormField
from crm_desktop.gui.pages.deals.sections import ClientDeals
from crm_desktop.gui.pages.products.edit_product import make_edit_dialog
from crm_desktop.gui.pages.products.form import ProductForm
from crm_desktop.gui.pages.products.new_product import make_new_dialog
from crm_desktop.gui.pages.products.vat_field import VatField
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.card_fields.custom import Layout
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.form_create import CreateDialog, _KeptLine
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.row_dragging import dropped_rows, workspace_of
from tests.gui.conftest import Open, OpenWindow, read, there, view_of, wait_for_answers, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]

PANEL = {"name": "Panel", "sku": "LP-36", "unit": "pcs", "vat": 2200, "price_minor": 215_000}


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def new(bridge: Bridge, window: QWidget, qtbot: QtBot) -> CreateDialog:
    """The dialog of a new product, open."""
    dialog = make_new_dialog(bridge, window)
    form_of(dialog, qtbot)
    dialog.begin()
    return dialog


def form_of(dialog: Any, qtbot: QtBot) -> ProductForm:
    form = dialog.form
    assert isinstance(form, ProductForm)
    qtbot.waitUntil(lambda: bool(form.currency))
    return form


def entry(dialog: Any, name: str) -> FormField:
    found = dialog.form.entries[name]
    assert isinstance(found, FormField)
    return found


def only_product(backend: Backend) -> ProductRow:
    found: list[ProductRow] = read(backend, find_products, "")
    assert len(found) == 1
    return found[0]


def test_a_product_is_created_from_what_people_type(
    new: CreateDialog, backend: Backend, qtbot: QtBot
) -> None:
    kind = new.form.entries["is_service"]
    assert isinstance(kind, ChoiceField)
    kind.load("service")
    vat = new.form.entries["vat"]
    assert isinstance(vat, VatField)
    qtbot.waitUntil(lambda: vat.box.count() > 1)
    vat.load("23%")
    for name, text in {"name": "Design", "price_minor": "1,250.50 PLN"}.items():
        QTest.keyClicks(entry(new, name).line, text)
    with qtbot.waitSignal(new.created):
        QTest.mouseClick(new.save, Qt.MouseButton.LeftButton)
    row = only_product(backend)
    assert (row.name, row.is_service, row.minor, row.currency) == ("Design", True, 125_050, "PLN")
    assert row.vat == 2300


def test_a_price_that_is_none_is_said_at_its_field(new: CreateDialog) -> None:
    QTest.keyClicks(entry(new, "name").line, "Design")
    QTest.keyClicks(entry(new, "price_minor").line, "much")
    QTest.mouseClick(new.save, Qt.MouseButton.LeftButton)
    assert new.isVisible()
    assert entry(new, "price_minor").mistake.isVisible()


def test_a_product_without_a_name_is_refused_at_the_name(new: CreateDialog, qtbot: QtBot) -> None:
    QTest.mouseClick(new.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(entry(new, "name").mistake.isVisible)


def test_a_new_product_is_asked_for_fields_of_ones_own_as_they_come(
    new: CreateDialog, backend: Backend, qtbot: QtBot
) -> None:
    QTest.keyClicks(entry(new, "name").line, "Design")
    given = {"entity": "product", "type": "number"}
    floors = f"custom:{write(backend, CreateCustomField({**given, 'label': 'Floors'}))}"
    weight = {**given, "label": "Weight", "required": True}
    weight_key = f"custom:{write(backend, CreateCustomField(weight))}"
    new.begin()
    qtbot.waitUntil(lambda: weight_key in new.form.entries)
    assert entry(new, "name").value() == "Design"
    qtbot.waitUntil(lambda: entry(new, weight_key).isVisible())
    assert entry(new, floors).isHidden()
    QTest.mouseClick(new.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(entry(new, weight_key).mistake.isVisible)
    new.all_fields.click()
    for key, text in {weight_key: "2.5", floors: "12"}.items():
        QTest.keyClicks(entry(new, key).line, text)
    with qtbot.waitSignal(new.created):
        QTest.mouseClick(new.save, Qt.MouseButton.LeftButton)
    loaded = there(read(backend, get_state, only_product(backend).id))
    custom = {f"custom:{item['field']}": item["value"] for item in loaded.state["custom"]}
    assert custom == {weight_key: 2.5, floors: 12}


def test_a_new_record_begins_with_what_its_fields_begin_with_or_without_if_it_is_taken_away(
    new: CreateDialog, backend: Backend, qtbot: QtBot
) -> None:
    given = {"entity": "product", "type": "text", "default": "Oak"}
    wood, shade = (
        f"custom:{write(backend, CreateCustomField({**given, 'label': label}))}"
        for label in ("Wood", "Shade")
    )
    new.begin()
    qtbot.waitUntil(lambda: shade in new.form.entries)
    assert [entry(new, key).value() for key in (wood, shade)] == ["Oak", "Oak"]
    new.reject()
    new.begin()
    assert not there(new.findChild(_KeptLine)).isVisible()
    QTest.keyClicks(entry(new, "name").line, "Table")
    entry(new, shade).line.clear()
    with qtbot.waitSignal(new.created):
        QTest.mouseClick(new.save, Qt.MouseButton.LeftButton)
    loaded = there(read(backend, get_state, only_product(backend).id))
    custom = {f"custom:{item['field']}": item["value"] for item in loaded.state["custom"]}
    assert custom == {wood: "Oak"}


def test_editors_of_own_fields_stay_when_the_dialog_comes_again_beside_a_formula(
    new: CreateDialog, backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    given = {"entity": "product", "label": "Floors", "type": "number"}
    floors = f"custom:{write(backend, CreateCustomField(given))}"
    formula = {"entity": "product", "type": "formula", "formula": "{Floors} * 2"}
    write(backend, CreateCustomField({**formula, "label": "Twice"}))
    new.begin()
    qtbot.waitUntil(lambda: floors in new.form.entries)
    editor = entry(new, floors)
    new.begin()
    wait_for_answers(bridge, qtbot)
    assert entry(new, floors) is editor


def test_prices_by_price_lists_are_changed_in_the_form(
    bridge: Bridge, backend: Backend, window: QWidget, qtbot: QtBot
) -> None:
    wholesale = write(backend, CreatePriceList({"name": "Wholesale", "currency": "EUR"}))
    prices = [{"price_list": wholesale, "minor": 1000}]
    key = write(backend, CreateProduct({**PANEL, "prices": prices}))
    dialog = make_edit_dialog(bridge, window)
    form = form_of(dialog, qtbot)
    qtbot.waitUntil(lambda: bool(form.prices.lines))
    dialog.begin(key)
    qtbot.waitUntil(dialog.isVisible)
    line = form.prices.lines[wholesale]
    assert line.text() == "€10"
    line.selectAll()
    QTest.keyClicks(line, "12.5")
    with qtbot.waitSignal(dialog.saved):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    row: ProductRow = there(read(backend, get_product, key))
    assert [price.minor for price in row.prices] == [1250]
    assert (row.minor, row.vat, row.unit) == (215_000, 2200, "pcs")


# In the window


@pytest.fixture
def session(
    workspace: Path, open_workspace: Open, open_window: OpenWindow, qtbot: QtBot
) -> Session:
    backend = open_workspace(workspace)
    panel = write(backend, CreateProduct(PANEL))
    write(backend, CreateProduct({"name": "Design", "is_service": True}))
    lines = [{"product": panel, "name": "Panel", "price_minor": 100}]
    write(backend, CreateDeal({"title": "Office", "lines": lines}))
    session = open_window(workspace)
    view = view_of(session)
    view.show_place([page.objectName() for page in view.pages].index("product"))
    qtbot.waitUntil(lambda: products(session).list.model.rowCount() == 2)
    return session


def products(session: Session) -> ListPage:
    page = next(one for one in view_of(session).pages if one.objectName() == "product")
    assert isinstance(page, ListPage)
    return page


def test_the_list_shows_name_sku_kind_unit_price_and_vat(session: Session) -> None:
    model = products(session).list.model
    cells = [[model.text_at(line, column) for column in range(6)] for line in range(2)]
    assert cells == [
        ["Design", "", "Service", "", "", "No VAT"],
        ["Panel", "LP-36", "Product", "pcs", "$2,150", "22%"],
    ]


def test_a_product_opens_in_its_card_with_the_deals_it_is_in(
    session: Session, qtbot: QtBot
) -> None:
    table = products(session).list.table
    table.choose(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    view = view_of(session)
    qtbot.waitUntil(lambda: view.way.card is not None and view.way.card.is_ready)
    card = there(view.way.card)
    qtbot.waitUntil(lambda: bool(card.findChildren(ClientDeals)[0].lines.lines))
    frames = [one for one in card.findChildren(QFrame) if one.property("kind") == "tile"]
    lines = card.findChildren(ClientDeals)[0]
    assert not any(frame.isAncestorOf(lines) for frame in frames), "each deal has its own"
    fields = card.findChildren(FieldsPart)[0]
    assert {"sku", "price_minor", "vat", "prices"} <= set(fields.pane.rows)


def test_a_product_is_changed_in_its_form_from_the_list(session: Session, qtbot: QtBot) -> None:
    products(session).list.table.choose(1)
    session.edit_record()
    dialog = there(session.dialogs).edit_dialog("product")
    qtbot.waitUntil(dialog.isVisible)
    assert entry(dialog, "sku").text == "LP-36"
    dialog.reject()


def test_ticked_products_get_the_same_value_go_to_the_archive_or_into_a_file(
    session: Session, qtbot: QtBot
) -> None:
    page = products(session)
    page.list.table.tick_all()
    qtbot.waitUntil(page.bulk.bar.isVisible)
    names = [button.objectName() for button in page.bulk.bar.buttons]
    assert names == ["field", "export", "archive"]
    kind = there(page.bulk.actions).kind
    assert [one.name for one in kind.fields(Layout())] == ["unit", "vat", "is_service"]
    assert kind.stored({"vat": "8 %", "is_service": "service"}) == {"vat": 800, "is_service": True}


def test_creating_on_the_page_begins_a_product(session: Session, qtbot: QtBot) -> None:
    session.create()
    dialog = there(session.dialogs).new_product
    qtbot.waitUntil(dialog.isVisible)
    dialog.reject()


def test_dragged_products_are_rows_and_no_file(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[str, int]] = []

    def run(drag: QDrag, *_actions: Any) -> Qt.DropAction:
        rows = dropped_rows(drag.mimeData(), workspace_of(products(session)._bridge))
        assert rows is not None
        taken.append((rows[0], len(drag.mimeData().urls())))
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", run)
    products(session).list.table.drag_wanted.emit(0)
    assert taken == [("product", 0)]


def test_a_product_goes_into_the_archive(session: Session, qtbot: QtBot) -> None:
    page = products(session)
    page.list.table.choose(0)
    page.find_chosen(page.archive_wanted.emit)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)


def test_the_preview_tells_a_product_without_tasks_and_notes(
    session: Session, qtbot: QtBot
) -> None:
    view = view_of(session)
    view.show_preview(True)
    products(session).list.table.choose(1)
    qtbot.waitUntil(lambda: view.preview.shown is not None)
    shown = there(view.preview.shown)
    assert (shown.title, shown.subtitle, shown.has_story) == ("Panel", "LP-36", False)
    assert ("Price", "$2,150") in [(field.label, field.value) for field in shown.fields]


def test_services_have_a_view_of_their_own(session: Session, qtbot: QtBot) -> None:
    page = products(session)
    qtbot.waitUntil(lambda: len(page.views.views) == 3)
    page.views.choose(page.views.views[2].id)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    assert page.list.model.text_at(0, 0) == "Design"


def test_the_palette_finds_products_by_their_sku(session: Session, qtbot: QtBot) -> None:
    session.window.open_palette()
    palette = there(session.window.search_palette)
    QTest.keyClicks(palette.line, "lp-36")
    qtbot.waitUntil(lambda: any(line.record for line in palette.list.lines.lines))
    [line] = [line for line in palette.list.lines.lines if line.record is not None]
    assert (line.title, line.subtitle, line.aside) == ("Panel", "LP-36 · pcs", "$2,150")
