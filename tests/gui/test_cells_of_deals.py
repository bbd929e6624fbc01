"""Cells of the list of deals are edited in place; stages are chosen, and go through the gate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.deals.commands import WinDeals
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.pages.deals.modes import BOARD, LIST
from tests.gui.card_fields import press
from tests.gui.cells import Cells
from tests.gui.conftest import OpenWindow, read, there, write
from tests.gui.deal_pages import LEFT, DealsWindow

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

Key = Qt.Key


@pytest.fixture
def deals(open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot) -> DealsWindow:
    return DealsWindow(open_window, workspace, backend, qtbot)


@pytest.fixture
def cells(deals: DealsWindow) -> Cells:
    """The list, as the page of deals shows it."""
    QTest.mouseClick(deals.page.toolbar.modes.buttons[LIST], LEFT)
    deals.wait(lambda: deals.page.shown_list is not None)
    page = there(deals.page.shown_list)
    deals.wait(lambda: page.is_ready and page.list.count == 3)
    return Cells(page, deals.qtbot)


def deal(deals: DealsWindow, deal_id: str) -> DealRow:
    found: DealRow = there(read(deals.backend, get_deal, deal_id))
    return found


def test_amount_and_day_are_typed_as_people_write_them(deals: DealsWindow, cells: Cells) -> None:
    line = cells.names().index("Gym")
    cells.go_to(line, "amount")
    press(cells.table, Key.Key_F2)
    cells.opened()
    press(cells.type("1 180 000,50"), Key.Key_Return)
    cells.waits(line, "amount", "€1,180,000.50")
    cells.enter(line, "expected_close", "14.10.2099")
    deals.wait(lambda: deal(deals, deals.second).expected_close == date(2099, 10, 14))
    deals.wait(lambda: "2099" in cells.text(line, "expected_close"))
    found = deal(deals, deals.second)
    assert (found.amount and found.amount.minor, found.currency) == (1_180_000_50, "EUR")


def test_the_cell_of_the_stage_offers_the_stages(deals: DealsWindow, cells: Cells) -> None:
    line = cells.names().index("Gym")
    cells.go_to(line, "stage")
    cells.page.edit_cell()
    deals.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    stages = [action for action in menu.actions() if not action.isSeparator()]
    assert not stages[0].isEnabled()  # where it is
    stages[1].trigger()
    menu.close()
    cells.waits(line, "stage", stages[1].text().replace("&", ""))
    assert deal(deals, deals.second).stage_id == deals.sale.stages[1]


def test_the_amount_of_a_closed_deal_says_why_it_stays(
    deals: DealsWindow, cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "crm_desktop.gui.shell.cells.editing.announce", lambda _widget, words: said.append(words)
    )
    write(deals.backend, WinDeals((deals.second,)))
    line = cells.names().index("Gym")
    cells.waits(line, "stage", "Won")
    cells.go_to(line, "amount")
    cells.page.edit_cell()
    deals.wait(lambda: bool(said))
    assert said == ["The deal is closed. Bring it back to work to change the amount."]
    assert not cells.is_under_way


def test_who_goes_to_the_board_from_a_wrong_cell_is_asked(deals: DealsWindow, cells: Cells) -> None:
    cells.open(0, "amount")
    cells.type("much")
    QTest.mouseClick(deals.page.toolbar.modes.buttons[BOARD], LEFT)
    question = there(QApplication.activeModalWidget())
    assert isinstance(question, QuestionDialog)
    assert deals.page.mode == LIST
    assert deals.page.toolbar.modes.buttons[LIST].isChecked()
    QTest.mouseClick(question.do, LEFT)
    deals.wait(lambda: deals.page.mode == BOARD)
    assert not cells.is_under_way
