"""The products table of a deal's card: typed into, put into order, pasted, saved as it changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.deals.commands import CreateDeal, LoseDeals, UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.pipelines.queries import find_lost_reasons
from crm_desktop.features.products.commands import CreatePriceList, CreateProduct
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_suggest import SuggestLine
from crm_desktop.gui.pages.deals.product_lines import (
    DISCOUNT,
    HANDLE,
    NAME,
    PRICE,
    QUANTITY,
    REMOVE,
    SUM,
    UNIT,
    pasted,
)
from crm_desktop.gui.pages.deals.products_cells import CELL_ROOM
from crm_desktop.gui.pages.deals.products_part import ProductsPart, make_products_part
from crm_desktop.gui.pages.deals.products_table import ProductsTable
from crm_desktop.gui.pages.deals.products_totals import total_rows
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import read, there, write

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]

ALT = Qt.KeyboardModifier.AltModifier


def line(name: str, quantity: str = "1", price: int = 100_00, **more: Any) -> dict[str, Any]:
    return {"name": name, "quantity": quantity, "price_minor": price, **more}


def make_deal(backend: Backend, *lines: dict[str, Any]) -> str:
    values = {"title": "Office", "currency": "EUR", "lines": list(lines)}
    return str(write(backend, CreateDeal(values)))


def deal_of(backend: Backend, deal_id: str) -> DealRow:
    deal: DealRow = there(read(backend, get_deal, deal_id))
    return deal


def names(deal: DealRow) -> list[str]:
    return [one.name for one in deal.lines]


def show(bridge: Bridge, deal_id: str, qtbot: QtBot) -> ProductsPart:
    part = make_products_part(bridge)
    qtbot.addWidget(part)
    part.resize(800, 500)
    part.show()
    with qtbot.waitSignal(part.count_changed):
        part.show_record(RecordRef("deal", deal_id))
    part.activateWindow()
    return part


@pytest.fixture
def deal_id(backend: Backend) -> str:
    return make_deal(backend, line("Panel", "220"), line("Lamp", "84", discount=500), line("Rail"))


@pytest.fixture
def part(bridge: Bridge, deal_id: str, qtbot: QtBot) -> ProductsPart:
    return show(bridge, deal_id, qtbot)


def editor_of(part: ProductsPart) -> QLineEdit:
    """The editor that is open."""
    found = [one for one in part.table.findChildren(QLineEdit) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def type_into(part: ProductsPart, row: int, column: int, text: str) -> QLineEdit:
    part.table.edit_cell(row, column)
    editor = editor_of(part)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    return editor


def press(editor: QLineEdit, key: Qt.Key) -> None:
    """A key that may close the editor, which Qt does a moment later."""
    QTest.keyClick(editor, key)
    QTest.qWait(1)


def press_cell(part: ProductsPart, row: int, column: int) -> None:
    where = part.table.rect_of(row, column).center()
    QTest.mouseClick(part.table.viewport(), Qt.MouseButton.LeftButton, pos=where)


def saved(part: ProductsPart, backend: Backend, qtbot: QtBot) -> DealRow:
    """The deal once everything is written."""
    deal_id = there(part._deal).id
    qtbot.waitUntil(lambda: not part._is_writing)
    return deal_of(backend, deal_id)


def test_a_quantity_is_typed_in_its_cell_and_everything_adds_up(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    editor = type_into(part, 1, QUANTITY, "10,5")
    press(editor, Qt.Key.Key_Return)
    assert part.lines.words(1, QUANTITY) == "10.5"
    deal = saved(part, backend, qtbot)
    assert deal.lines[1].quantity == Decimal("10.5")
    assert there(deal.amount).minor == 22_000_00 + 997_50 + 100_00
    assert total_rows(part.lines)[-1] == ("Total", "€23,097.50")


def test_one_change_is_one_step_back(part: ProductsPart, backend: Backend, qtbot: QtBot) -> None:
    press(type_into(part, 0, PRICE, "2 150"), Qt.Key.Key_Return)
    assert saved(part, backend, qtbot).lines[0].price_minor == 2_150_00
    backend.start(UndoOperation()).future.result(timeout=10)
    qtbot.waitUntil(lambda: part.lines.lines[0].price_minor == 100_00)


def test_tab_goes_through_the_cells_and_into_the_next_line(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    for column, text in ((QUANTITY, "2"), (UNIT, "pcs"), (PRICE, "7"), (DISCOUNT, "10%")):
        editor = editor_of(part) if column != QUANTITY else type_into(part, 0, QUANTITY, "")
        assert part.table.currentIndex().column() == column
        editor.selectAll()
        QTest.keyClicks(editor, text)
        press(editor, Qt.Key.Key_Tab)
    assert part.table.currentIndex().row() == 1
    assert part.table.currentIndex().column() == NAME
    press(editor_of(part), Qt.Key.Key_Escape)
    deal = saved(part, backend, qtbot)
    assert (deal.lines[0].unit, deal.lines[0].discount) == ("pcs", 1000)
    assert there(deal.amount).minor == 12_60 + 84 * 95_00 + 100_00


def test_esc_gives_the_old_value_back(part: ProductsPart) -> None:
    press(type_into(part, 0, QUANTITY, "5"), Qt.Key.Key_Escape)
    assert part.lines.lines[0].quantity == 220


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (QUANTITY, "many"),
        (QUANTITY, "-1"),
        (QUANTITY, "0.0001"),
        (DISCOUNT, "101"),
        (PRICE, "5 PLN"),
    ],
)
def test_what_is_wrong_is_said_and_the_cell_stays_open(
    part: ProductsPart, column: int, text: str
) -> None:
    editor = type_into(part, 0, column, text)
    press(editor, Qt.Key.Key_Return)
    assert editor_of(part) is editor
    assert part.mistake.isVisible()
    assert part.unsaved()
    editor.selectAll()
    QTest.keyClicks(editor, "3")
    assert not part.mistake.isVisible()
    press(editor, Qt.Key.Key_Return)
    assert not part.unsaved()


def test_a_product_is_found_while_its_name_is_typed_and_fills_the_line(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    values = {"name": "Track light", "sku": "TR-20", "unit": "pcs", "vat": 2000}
    product = write(backend, CreateProduct({**values, "price_minor": 34_00, "currency": "EUR"}))
    QTest.mouseClick(part.add, Qt.MouseButton.LeftButton)
    editor = editor_of(part)
    assert isinstance(editor, SuggestLine)
    QTest.keyClicks(editor, "tr-2")
    qtbot.waitUntil(editor.suggestions.popup().isVisible)
    popup = editor.suggestions.popup()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.table.currentIndex().column() == QUANTITY)
    QTest.keyClicks(editor_of(part), "3")
    press(editor_of(part), Qt.Key.Key_Return)
    added = saved(part, backend, qtbot).lines[3]
    assert (added.product_id, added.name, added.sku) == (product, "Track light", "TR-20")
    assert (str(added.quantity), added.price_minor, added.vat) == ("3", 34_00, 2000)


def test_a_product_in_a_currency_without_a_rate_is_offered_with_its_own_price_and_asks_for_one(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    values = {"name": "Track light", "price_minor": 34_00, "currency": "USD"}
    write(backend, CreateProduct(values))
    QTest.mouseClick(part.add, Qt.MouseButton.LeftButton)
    editor = editor_of(part)
    assert isinstance(editor, SuggestLine)
    QTest.keyClicks(editor, "track")
    popup = editor.suggestions.popup()
    qtbot.waitUntil(popup.isVisible)
    spoken = popup.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Track light, $34"
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(part.unpriced.isVisible)
    assert "“Track light” costs $34, and there is no exchange rate to EUR." in part.unpriced.text()
    assert part.unpriced.textFormat() is Qt.TextFormat.PlainText  # a name is no HTML
    press(type_into(part, 3, PRICE, "30"), Qt.Key.Key_Return)
    assert not part.unpriced.isVisible()
    assert saved(part, backend, qtbot).lines[3].price_minor == 30_00


def test_the_whole_name_of_a_product_is_that_product(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    values = {"name": "Track light", "price_minor": 34_00, "currency": "EUR"}
    product = write(backend, CreateProduct(values))
    QTest.mouseClick(part.add, Qt.MouseButton.LeftButton)
    editor = editor_of(part)
    assert isinstance(editor, SuggestLine)
    QTest.keyClicks(editor, "track light")
    qtbot.waitUntil(editor.suggestions.popup().isVisible)
    press(editor, Qt.Key.Key_Return)
    assert saved(part, backend, qtbot).lines[3].product_id == product


def test_a_line_needs_no_product_and_one_without_a_name_goes_away(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    part.table_line()
    press(editor_of(part), Qt.Key.Key_Escape)
    assert len(part.lines.lines) == 3
    part.table_line()
    QTest.keyClicks(editor_of(part), "Delivery")
    press(editor_of(part), Qt.Key.Key_Return)
    assert names(saved(part, backend, qtbot)) == ["Panel", "Lamp", "Rail", "Delivery"]


def test_the_cross_and_delete_remove_lines(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    press_cell(part, 1, REMOVE)
    assert names(saved(part, backend, qtbot)) == ["Panel", "Rail"]
    press_cell(part, 1, NAME)
    QTest.keyClick(part.table, Qt.Key.Key_Delete)
    deal = saved(part, backend, qtbot)
    assert names(deal) == ["Panel"]


def test_alt_and_arrows_move_a_line(part: ProductsPart, backend: Backend, qtbot: QtBot) -> None:
    press_cell(part, 2, NAME)
    QTest.keyClick(part.table, Qt.Key.Key_Up, ALT)
    QTest.keyClick(part.table, Qt.Key.Key_Up, ALT)
    QTest.keyClick(part.table, Qt.Key.Key_Up, ALT)
    assert part.table.currentIndex().row() == 0
    assert names(saved(part, backend, qtbot)) == ["Rail", "Panel", "Lamp"]


def drag(part: ProductsPart, row: int, to: QPoint) -> None:
    viewport, begin = part.table.viewport(), part.table.rect_of(row, HANDLE).center()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=begin)
    for step in (1, 2, 3, 4):
        QTest.mouseMove(viewport, QPoint(begin.x(), begin.y() + (to.y() - begin.y()) * step // 4))


def test_a_line_is_dragged_by_its_handle(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    below = part.table.rect_of(2, HANDLE).bottomLeft()
    drag(part, 0, below)
    assert part.table.drag.row == 0
    QTest.mouseRelease(part.table.viewport(), Qt.MouseButton.LeftButton, pos=below)
    assert names(saved(part, backend, qtbot)) == ["Lamp", "Rail", "Panel"]


def test_esc_takes_a_dragged_line_back(part: ProductsPart) -> None:
    below = part.table.rect_of(2, HANDLE).bottomLeft()
    drag(part, 0, below)
    QTest.keyClick(part.table, Qt.Key.Key_Escape)
    QTest.mouseRelease(part.table.viewport(), Qt.MouseButton.LeftButton, pos=below)
    assert [one.name for one in part.lines.lines] == ["Panel", "Lamp", "Rail"]


def paste(part: ProductsPart, text: str) -> None:
    QApplication.clipboard().setText(text)
    QTest.keyClick(part.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_block_of_a_spreadsheet_becomes_lines_and_the_catalogue_fills_them(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    values = {"name": "Track light", "sku": "TR-20", "unit": "pcs", "vat": 2000}
    write(backend, CreateProduct({**values, "price_minor": 34_00, "currency": "EUR"}))
    part.table.setFocus()
    paste(part, "Name\tSKU\tQty\tPrice\nTrack\tTR-20\t84\t\nDoor\t\t2\t150,50 €\n")
    qtbot.waitUntil(lambda: len(part.lines.lines) == 5)
    deal = saved(part, backend, qtbot)
    assert names(deal)[3:] == ["Track light", "Door"]
    assert [(str(one.quantity), one.price_minor) for one in deal.lines[3:]] == [
        ("84", 34_00),
        ("2", 150_50),
    ]


def test_numbers_are_filled_into_the_lines_from_the_current_cell_on(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    press_cell(part, 1, QUANTITY)
    paste(part, "7\t1,50\n8\t2\n9\t3\n")
    deal = saved(part, backend, qtbot)
    assert [one.quantity for one in deal.lines] == [220, 7, 8]
    assert [one.price_minor for one in deal.lines] == [100_00, 1_50, 2_00]


def test_no_head_of_a_column_is_cut(part: ProductsPart) -> None:
    header = part.table.horizontalHeader()
    for column in (QUANTITY, UNIT, PRICE, DISCOUNT):
        assert header.sectionSize(column) >= header.sectionSizeHint(column)


def test_long_units_and_large_amounts_are_not_cut(
    bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    lines = (line("Care", "3", 1_234_567_890_123_45, unit="months"), line("Lamp", "2"))
    part = show(bridge, make_deal(backend, *lines), qtbot)

    def has_room() -> bool:
        faces = part.table.theme.faces
        return all(
            part.table.columnWidth(column) >= face.width(part.lines.words(0, column)) + CELL_ROOM
            for column, face in ((UNIT, faces.body), (PRICE, faces.body_digits))
        ) and part.table.columnWidth(SUM) >= (
            faces.body_medium_digits.width(part.lines.words(0, SUM)) + CELL_ROOM
        )

    assert has_room()
    narrow = part.table.columnWidth(UNIT)
    part.lines.change(1, replace(part.lines.lines[1], unit="hectolitre"))
    assert part.table.columnWidth(UNIT) > narrow


def test_copied_lines_can_be_pasted(part: ProductsPart, backend: Backend, qtbot: QtBot) -> None:
    press_cell(part, 1, NAME)
    QTest.keyClick(part.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    paste(part, QApplication.clipboard().text())
    qtbot.waitUntil(lambda: len(part.lines.lines) == 4)
    deal = saved(part, backend, qtbot)
    assert replace(deal.lines[3], vat=deal.lines[1].vat) == deal.lines[1]


def test_changes_in_quick_succession_never_overtake_each_other(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    for number in range(1, 6):
        part.lines.change(0, replace(part.lines.lines[0], quantity=Decimal(number)))
    assert saved(part, backend, qtbot).lines[0].quantity == 5


def test_a_colleague_s_change_comes_without_losing_the_place(
    part: ProductsPart, backend: Backend, deal_id: str, qtbot: QtBot
) -> None:
    press_cell(part, 2, NAME)
    deal = deal_of(backend, deal_id)
    lines = [line("New"), line("Panel", "220"), line("Lamp", "84", discount=500), line("Rail")]
    write(backend, UpdateDeal(deal_id, deal.version, {"lines": lines}))
    qtbot.waitUntil(lambda: len(part.lines.lines) == 4)
    assert part.table.currentIndex().row() == 3


def test_what_the_database_refuses_is_taken_back_with_a_word(
    part: ProductsPart, qtbot: QtBot
) -> None:
    part.lines.change(0, replace(part.lines.lines[0], price_minor=10**16))
    qtbot.waitUntil(part.mistake.isVisible)
    assert part.lines.lines[0].price_minor == 100_00


def test_a_closed_deal_can_be_read_but_not_changed(
    bridge: Bridge, backend: Backend, deal_id: str, qtbot: QtBot
) -> None:
    write(backend, LoseDeals((deal_id,), read(backend, find_lost_reasons)[0].id))
    part = show(bridge, deal_id, qtbot)
    part.table.edit_cell(0, QUANTITY)
    assert part.table.state() != ProductsTable.State.EditingState
    press_cell(part, 0, REMOVE)
    QTest.keyClick(part.table, Qt.Key.Key_Delete)
    QTest.keyClick(part.table, Qt.Key.Key_Down, ALT)
    paste(part, "Door\t2\t3")
    drag(part, 0, part.table.rect_of(2, HANDLE).bottomLeft())
    assert part.table.drag.row < 0
    assert [one.name for one in part.lines.lines] == ["Panel", "Lamp", "Rail"]
    assert part.locked.isVisible()
    assert not part.add.isVisible()


def test_an_empty_deal_offers_to_add_a_product(
    part: ProductsPart, backend: Backend, qtbot: QtBot
) -> None:
    part.table.edit_cell(0, QUANTITY)  # what stands open goes with the former deal
    with qtbot.waitSignal(part.count_changed):
        part.show_record(RecordRef("deal", make_deal(backend)))
    assert part.none.isVisible()
    assert not part.tile.isVisible()
    QTest.mouseClick(there(part.none.findChild(QPushButton)), Qt.MouseButton.LeftButton)
    QTest.keyClicks(editor_of(part), "Door")
    press(editor_of(part), Qt.Key.Key_Return)
    assert names(saved(part, backend, qtbot)) == ["Door"]


def test_products_that_take_the_place_of_a_typed_amount_say_so(
    bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    typed = {"title": "Office", "currency": "EUR", "amount_minor": 215_000_00}
    part = show(bridge, str(write(backend, CreateDeal(typed))), qtbot)
    said: list[str] = []
    part.done.connect(said.append)
    with qtbot.waitSignal(part.done):
        part.lines.add(pasted([["Panel", "2", "310"]], "EUR"))
    assert said == ["The amount is now what the products come to: €620 instead of €215,000."]
    with qtbot.waitSignal(part.count_changed):
        part.lines.add(pasted([["Rail", "1", "10"]], "EUR"))
    assert len(said) == 1


def test_cells_speak_for_themselves(part: ProductsPart) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = [part.lines.index(1, column).data(role) for column in (NAME, QUANTITY, DISCOUNT)]
    assert spoken == ["Lamp", "Qty: 84", "Discount: 5%"]


def test_of_ten_thousand_lines_those_are_drawn_that_can_be_seen(
    part: ProductsPart, qtbot: QtBot
) -> None:
    many = [replace(part.lines.lines[0], name=f"Line {n}") for n in range(10_000)]
    part.lines.show(many, "EUR", is_locked=False)
    assert part.table.height() < part.height()

    def last_is_seen() -> bool:
        part.table.scrollToBottom()
        return part.table.rowAt(part.table.viewport().height() - 5) == 9_999

    qtbot.waitUntil(last_is_seen)


# Price lists


def menu_of(part: ProductsPart, qtbot: QtBot) -> QMenu:
    """The menu of templates, open."""

    def shown() -> list[QMenu]:
        return [menu for menu in part.template.findChildren(QMenu) if menu.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    return shown()[0]


def test_the_products_of_another_deal_begin_this_one(
    bridge: Bridge, backend: Backend, deal_id: str, qtbot: QtBot
) -> None:
    make_deal(backend)
    part = show(bridge, make_deal(backend), qtbot)

    def ways() -> list[QPushButton]:
        """Made anew when it is known what other deals have."""
        return part.none.findChildren(QPushButton)

    qtbot.waitUntil(lambda: all(way.isVisible() for way in ways()))
    _add, take = ways()
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    menu = menu_of(part, qtbot)
    words = [action.text() for action in menu.actions()]
    assert words == ["The products of", "Office · 3 products · €30,080"]
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[1]).center()
    )
    qtbot.waitUntil(lambda: [one.name for one in part.lines.lines] == ["Panel", "Lamp", "Rail"])
    qtbot.waitUntil(lambda: len(deal_of(backend, there(part._record).id).lines) == 3)
    assert deal_of(backend, there(part._record).id).lines == deal_of(backend, deal_id).lines
    part.template.click()
    assert len(menu_of(part, qtbot).actions()) == 2


@pytest.fixture
def wholesale(backend: Backend) -> str:
    """A price list by which a lamp costs 8 €, not 10 €."""
    key = str(write(backend, CreatePriceList({"name": "Wholesale", "currency": "EUR"})))
    prices = [{"price_list": key, "minor": 800}]
    lamp = {"name": "Lamp", "price_minor": 1000, "currency": "EUR", "prices": prices}
    return f"{key} {write(backend, CreateProduct(lamp))}"


def test_on_a_narrow_card_the_buttons_go_on_in_the_next_line(
    bridge: Bridge, wholesale: str, deal_id: str, qtbot: QtBot
) -> None:
    part = show(bridge, deal_id, qtbot)
    assert wholesale
    qtbot.waitUntil(part.prices.button.isVisible)
    wide = part.template.y()
    assert part.prices.button.y() == wide
    part.resize(600, 500)
    qtbot.waitUntil(lambda: part.prices.button.y() > wide)
    below = part.prices.button
    assert below.mapTo(part.tile, below.rect().bottomLeft()).y() < part.tile.height()
    assert part.totals.mapTo(part, part.totals.rect().topRight()).x() < part.width()


def chosen_list(part: ProductsPart) -> str:
    return next(action.text() for action in part.prices.menu.actions() if action.isChecked())


def test_a_price_list_prices_new_lines_and_asks_about_those_that_are_there(
    bridge: Bridge, backend: Backend, wholesale: str, qtbot: QtBot
) -> None:
    lamp = wholesale.split()[1]
    deal_id = make_deal(backend, line("Lamp", "2", 1000, product=lamp), line("Survey"))
    part = show(bridge, deal_id, qtbot)
    assert (part.prices.button.text(), chosen_list(part)) == ("Usual prices", "Usual prices")
    part.prices.menu.actions()[1].trigger()
    qtbot.waitUntil(part.prices.isVisible)
    assert part.prices.question.text().startswith("1 line has another price")
    assert there(part.cells.pricing).price_list == wholesale.split(maxsplit=1)[0]
    QTest.mouseClick(part.prices.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: deal_of(backend, deal_id).lines[0].price_minor == 800)
    assert [one.price_minor for one in deal_of(backend, deal_id).lines] == [800, 10_000]


def test_a_price_list_in_a_currency_without_a_rate_says_that_it_changes_nothing(
    bridge: Bridge, backend: Backend, deal_id: str, qtbot: QtBot
) -> None:
    write(backend, CreatePriceList({"name": "Japan", "currency": "JPY"}))
    part = show(bridge, deal_id, qtbot)
    part.prices.menu.actions()[1].trigger()
    assert "“Japan” are in JPY, and there is no exchange rate to EUR" in part.mistake.text()
    part.prices.menu.actions()[0].trigger()
    assert not part.mistake.text()


def test_the_price_list_of_a_deal_is_told_by_its_prices(
    bridge: Bridge, backend: Backend, wholesale: str, qtbot: QtBot
) -> None:
    deal_id = make_deal(backend, line("Lamp", "2", 800, product=wholesale.split()[1]))
    part = show(bridge, deal_id, qtbot)
    assert (part.prices.button.text(), chosen_list(part)) == ("Wholesale", "Wholesale")
    assert not part.prices.isVisible()
