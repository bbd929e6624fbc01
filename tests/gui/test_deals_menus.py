"""What the board offers by dragging, the list and the forecast offer by their menus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.gui.pages.deals.board_words import NO_MONTH, month_name
from crm_desktop.gui.pages.deals.losing import LosingDialog
from crm_desktop.gui.pages.deals.menus import card_menu
from crm_desktop.gui.pages.deals.modes import FORECAST, LIST
from crm_desktop.gui.shell.bulk.bar import BulkAction, BulkBar, fill_menu
from crm_desktop.gui.shell.list_page import ListPage
from tests.gui.conftest import OpenWindow, read, there, write
from tests.gui.deal_pages import DealsWindow

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def deals(open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot) -> DealsWindow:
    return DealsWindow(open_window, workspace, backend, qtbot)


def listed(deals: DealsWindow) -> ListPage:
    deals.page.show_mode(LIST)
    deals.wait(lambda: deals.page.list is not None and deals.page.list.list.count == 3)
    deals.wait(lambda: there(deals.page.list).list.model.is_whole)
    return there(deals.page.list)


def line_of(part: ListPage, title: str) -> int:
    return next(line for line in range(3) if part.list.model.text_at(line, 0) == title)


def row_menu(deals: DealsWindow, part: ListPage, title: str) -> QMenu:
    """The menu over a row, which is current then."""
    line = line_of(part, title)
    part.list.table.choose(line)
    part.list.table.menu_wanted.emit(line, QPoint(9, 9))
    deals.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entry(menu: QMenu, *path: str) -> QAction:
    """An entry of the menu, or of one within it. Not by ``QAction.menu``: PySide lets the menu that
    it gives go with the action."""
    within = {one.title().replace("&", ""): one for one in menu.findChildren(QMenu)}
    place = menu
    for name in path[:-1]:
        assert within[name].menuAction() in place.actions()
        place = within[name]
    return next(one for one in place.actions() if one.text().replace("&", "") == path[-1])


def filled(deals: DealsWindow, bar: BulkBar) -> QMenu:
    """All that a bar offers, as its “…” would."""
    menu = QMenu(deals.page)
    fill_menu(menu, bar.offered, bar)
    return menu


def names(actions: Sequence[BulkAction]) -> list[str]:
    return [one.name for one in actions]


def deal(deals: DealsWindow, key: str) -> DealRow:
    found: DealRow = there(read(deals.backend, get_deal, key))
    return found


def test_the_menu_of_a_row_moves_that_deal_though_others_are_ticked(deals: DealsWindow) -> None:
    part = listed(deals)
    part.list.table.tick_only([deals.rid("Warehouse")])
    menu = row_menu(deals, part, "Gym")
    assert not entry(menu, "Move to", "New").isEnabled()
    entry(menu, "Move to", "Offer").trigger()
    menu.close()
    deals.wait(lambda: deal(deals, deals.second).stage_id == deals.sale.stages[2])
    deals.wait(lambda: any("in the stage “Offer” now" in note for note in deals.notes()))
    assert deal(deals, deals.third).stage_id == deals.sale.stages[0]


def test_the_bar_moves_all_ticked_deals_with_one_undo_and_then_loses_them(
    deals: DealsWindow,
) -> None:
    part = listed(deals)
    part.list.table.tick_only([deals.rid("Warehouse"), deals.rid("Gym")])
    bar = part.bulk.bar
    assert names(bar.offered)[:3] == ["stage", "win", "lose"]
    menu = filled(deals, bar)
    entry(menu, "Move to", "Offer").trigger()
    deals.wait(lambda: deal(deals, deals.second).stage_id == deals.sale.stages[2])
    assert deal(deals, deals.third).stage_id == deals.sale.stages[2]
    there(deals.session.window.history).undo()
    deals.wait(lambda: deal(deals, deals.third).stage_id == deals.sale.stages[0])
    assert deal(deals, deals.second).stage_id == deals.sale.stages[0]
    entry(menu, "Lost…").trigger()
    deals.wait(lambda: bool(deals.session.window.findChildren(LosingDialog)))
    [dialog] = deals.session.window.findChildren(LosingDialog)
    words = (dialog.windowTitle(), dialog.close_deals.text())
    assert words == ("Why were the deals lost?", "Mark 2 deals as lost")
    dialog.close()


def test_the_bar_below_the_board_moves_and_wins_all_picked_cards(deals: DealsWindow) -> None:
    deals.board.choice.pick([deals.rid("Warehouse"), deals.rid("Gym")])
    bar = deals.page.board.bulk.bar
    assert names(bar.offered)[:3] == ["stage", "win", "lose"]
    entry(filled(deals, bar), "Move to", "Offer").trigger()
    deals.wait(lambda: deal(deals, deals.second).stage_id == deals.sale.stages[2])
    assert deal(deals, deals.third).stage_id == deals.sale.stages[2]
    deals.wait(lambda: "2 deals are in the stage “Offer” now." in "".join(deals.notes()))
    deals.board.choice.pick([deals.rid("Warehouse"), deals.rid("Gym")])
    entry(filled(deals, bar), "Won").trigger()
    deals.wait(lambda: deal(deals, deals.second).status == "won")
    assert deal(deals, deals.third).status == "won"


def test_the_menu_key_on_a_card_that_is_not_picked_means_that_card_alone(
    deals: DealsWindow,
) -> None:
    deals.board.choice.pick([deals.rid("Warehouse"), deals.rid("Office on Ligovsky")])
    deals.choose("Gym")
    deals.key(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    deals.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert entry(menu, "Open").isEnabled()
    menu.close()
    assert deals.board.chosen == [deals.rid("Gym")]


def test_the_bar_below_the_forecast_moves_all_picked_cards_to_another_month(
    deals: DealsWindow,
) -> None:
    deals.page.show_mode(FORECAST)
    deals.wait(lambda: deals.page.forecast is not None and deals.page.forecast.is_loaded)
    part = there(deals.page.forecast)
    part.board.choice.pick([deals.rid("Warehouse"), deals.rid("Gym")])
    bar = part.bulk.bar
    assert names(bar.offered)[:4] == ["stage", "month", "win", "lose"]
    menu = filled(deals, bar)
    assert not entry(menu, "Expect in", "Without a date").isEnabled()
    month = next(key for key in part.board.order.columns if key != NO_MONTH)
    entry(menu, "Expect in", month_name(month)).trigger()
    deals.wait(lambda: deal(deals, deals.second).expected_close is not None)
    assert f"{deal(deals, deals.third).expected_close:%Y-%m}" == month


def test_a_menu_keeps_nine_entries_and_puts_what_is_rare_under_more(deals: DealsWindow) -> None:
    menu = row_menu(deals, listed(deals), "Gym")
    shown = [one.text().replace("&", "") for one in menu.actions() if not one.isSeparator()]
    assert len(shown) == 9
    assert (shown[:3], shown[-2:]) == (["Open", "In a new window", "Move to"], ["More", "Archive"])
    assert entry(menu, "More", "Owner…").isEnabled()
    entry(menu, "More", "Copy", "Link").trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == f"crmdesktop://deal/{deals.second}"


def test_a_closed_deal_of_the_list_is_neither_moved_nor_won_again(deals: DealsWindow) -> None:
    part = listed(deals)
    menu = row_menu(deals, part, "Gym")
    entry(menu, "Won").trigger()
    menu.close()
    deals.wait(lambda: deal(deals, deals.second).status == "won")
    deals.wait(lambda: part.list.model.text_at(line_of(part, "Gym"), 2) == "Won")
    menu = row_menu(deals, part, "Gym")
    words = {action.text().replace("&", "") for action in menu.actions()}
    menu.close()
    assert "Open" in words
    assert not words & {"Move to", "Won", "Lost…"}


def test_the_forecast_moves_expects_and_wins_by_its_menu(deals: DealsWindow) -> None:
    row = deal(deals, deals.second)
    write(deals.backend, UpdateDeal(row.id, row.version, {"expected_close": "2099-10-14"}))
    deals.page.show_mode(FORECAST)
    deals.wait(lambda: deals.page.forecast is not None and deals.page.forecast.is_loaded)
    part = there(deals.page.forecast)
    deals.wait(lambda: "2099-10" in part.board.order.columns)
    assert part.board.choose(deals.rid("Gym"))
    menu = card_menu(deals.page, part)
    deals.qtbot.addWidget(menu)
    assert not entry(menu, "Expect in", "October 2099").isEnabled()
    entry(menu, "Move to", "Offer").trigger()
    deals.wait(lambda: deal(deals, deals.second).stage_id == deals.sale.stages[2])
    deals.wait(lambda: any("in the stage “Offer” now" in note for note in deals.notes()))
    entry(menu, "Expect in", "Without a date").trigger()
    deals.wait(lambda: deal(deals, deals.second).expected_close is None)
    entry(menu, "Won").trigger()
    deals.wait(lambda: deal(deals, deals.second).status == "won")
