"""Several picked deals at once: the bar below the board, what it offers, one undo for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.features.deals import commands
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.pages.deals.many import tell_stayed
from crm_desktop.gui.pages.deals.menus import card_menu, more_menu
from crm_desktop.gui.pages.deals.modes import BOARD, FORECAST, LIST, RECURRING
from crm_desktop.gui.shell.bulk.export import ExportPopover, Written
from crm_desktop.gui.shell.bulk.tags_popover import TagsPopover
from tests.gui.conftest import OpenWindow, read, there, write
from tests.gui.deal_pages import DealsWindow

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

Key, Modifier, LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def deals(open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot) -> DealsWindow:
    return DealsWindow(open_window, workspace, backend, qtbot)


def press(deals: DealsWindow, name: str) -> None:
    """A button of the bar."""
    bar = deals.page.board.bulk.bar
    QTest.mouseClick(next(one for one in bar.buttons if one.objectName() == name), LEFT)


def tags_of(deals: DealsWindow, key: str) -> list[str]:
    return [tag.name for tag in there(read(deals.backend, get_deal, key)).tags]


def test_picked_cards_get_tags_together_and_one_undo_takes_them_back(deals: DealsWindow) -> None:
    deals.choose("Warehouse")
    deals.key(Key.Key_A, Modifier.ControlModifier)
    bulk = deals.page.board.bulk
    assert bulk.bar.isVisible()
    assert (bulk.bar.number.text(), bulk.bar.all.text()) == ("Selected 2", "All 3")
    names = [one.objectName() for one in bulk.bar.buttons]
    changes = ["stage", "win", "lose", "task", "tags", "owner", "field"]
    assert names == [*changes, "export", "archive"]
    menu = [
        one.text().replace("&", "") for one in card_menu(deals.page, deals.page.board).actions()
    ]
    assert [words for words in menu if words] == [
        *("Selected 2", "Move to", "Won", "Lost…"),
        *("Task", "Tags…", "Owner…", "More", "Archive"),
    ]
    press(deals, "tags")
    deals.wait(lambda: isinstance(bulk.actions.popover, TagsPopover))
    popover = bulk.actions.popover
    assert isinstance(popover, TagsPopover)
    QTest.keyClicks(popover.line, "Key client")
    deals.wait(lambda: popover.list.count() == 1)
    QTest.keyClick(popover.line, Key.Key_Return)
    deals.wait(popover.primary.isEnabled)
    QTest.mouseClick(popover.primary, LEFT)
    deals.wait(lambda: tags_of(deals, deals.third) == ["Key client"])
    assert tags_of(deals, deals.second) == ["Key client"]
    deals.wait(lambda: not deals.board.picked and not bulk.bar.isVisible())
    deals.wait(lambda: deals.notes() == ["2 deals were changed."])
    there(deals.session.window.history).undo()
    deals.wait(lambda: not tags_of(deals, deals.second) and not tags_of(deals, deals.third))


def test_all_cards_of_the_board_can_be_meant_and_put_away(deals: DealsWindow) -> None:
    deals.choose("Gym")
    deals.key(Key.Key_Space)
    bar = deals.page.board.bulk.bar
    QTest.mouseClick(bar.all, LEFT)
    assert (bar.number.text(), bar.all.isVisible()) == ("Selected 3", False)
    press(deals, "archive")
    deals.wait(lambda: deals.board.count == 0)
    assert not bar.isVisible()


def test_deals_are_not_written_as_business_cards(deals: DealsWindow) -> None:
    QTest.mouseClick(deals.page.toolbar.modes.buttons[LIST], LEFT)
    deals.wait(lambda: deals.page.list is not None and deals.page.list.list.count == 3)
    part = there(deals.page.list)
    part.list.table.tick_all()
    export = next(one for one in part.bulk.bar.buttons if one.objectName() == "export")
    QTest.mouseClick(export, LEFT)
    asked = there(part.bulk.actions).popover
    assert isinstance(asked, ExportPopover)
    assert list(asked.formats) == ["xlsx", "csv", "json"]
    asked.close()


@pytest.mark.parametrize("mode", [BOARD, LIST, FORECAST])
def test_all_deals_that_are_shown_are_exported_without_picking_them_first(
    deals: DealsWindow, mode: str
) -> None:
    QTest.mouseClick(deals.page.toolbar.modes.buttons[mode], LEFT)
    deals.wait(lambda: deals.page.is_ready and deals.page.count_words().startswith("3"))
    export = deals.session.window.commands.action("file.export")
    assert export.isEnabled()
    export.trigger()
    deals.wait(lambda: bool(deals.session.window.findChildren(ExportPopover)))
    [asked] = deals.session.window.findChildren(ExportPopover)
    assert asked.primary.text() == "Export 3 rows…"
    asked.close()


def test_what_was_picked_is_exported_though_it_is_picked_no_more(
    deals: DealsWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a colleague puts the card away while it is being asked how."""
    bulk, written = deals.page.board.bulk, list[Written]()
    monkeypatch.setattr(bulk.exporting, "choose_place", lambda *asked: written.append(asked[-1]))
    deals.choose("Gym")
    deals.key(Key.Key_Space)
    press(deals, "export")
    asked = bulk.actions.popover
    assert isinstance(asked, ExportPopover)
    deals.board.clear_picked()
    QTest.mouseClick(asked.primary, LEFT)
    assert [list(one.rids) for one in written] == [[deals.rid("Gym")]]


def test_recurring_clients_are_no_deals_to_export(deals: DealsWindow) -> None:
    export = deals.session.window.commands.action("file.export")
    deals.page.show_mode(RECURRING)
    assert not deals.page.can_export
    assert "Export the list…" not in words_of(more_menu(deals.page))
    deals.wait(lambda: not export.isEnabled())
    deals.page.show_mode(BOARD)
    assert "Export the list…" in words_of(more_menu(deals.page))
    deals.wait(export.isEnabled)


def words_of(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions()]


def test_beside_the_pointer_stands_what_the_deals_lack_and_no_more(deals: DealsWindow) -> None:
    stage, gym, warehouse = deals.sale.stages[1], deals.rid("Gym"), deals.rid("Warehouse")
    deals.sale.require(1, ("deal", "source"), ("deal", "amount"), ("deal", "company"))
    write(deals.backend, UpdateDeal(deals.third, 1, {"source": "fair"}))
    hint_of = deals.board.hint_of
    deals.wait(lambda: hint_of(stage, [gym, warehouse]) == "Needed: Source, Company")
    deals.wait(lambda: hint_of(stage, [warehouse]) == "Needed: Company")
    terms = {"entity": "deal", "label": "Payment terms", "type": "text"}
    field = str(write(deals.backend, CreateCustomField(terms)))
    deals.sale.require(1, ("deal", "source"), ("deal", f"{PREFIX}{field}"))
    deals.wait(lambda: hint_of(stage, [gym]) == "Needed: Source, Payment terms")
    wanted = ("source", "note", "expected_close", f"{PREFIX}{field}", "contacts")
    deals.sale.require(1, *(("deal", name) for name in wanted))
    words = "Needed: Source, Note, Expected close and 2 more fields"
    deals.wait(lambda: hint_of(stage, [gym]) == words)


def test_of_many_deals_those_that_a_stage_keeps_can_be_left_and_shown(
    deals: DealsWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "AT_ONCE", 0)  # any number goes in the background
    board = deals.page.board
    deals.sale.require(1, ("deal", "source"), ("deal", "amount"))  # amounts they have
    write(deals.backend, UpdateDeal(deals.third, 1, {"source": "fair"}))
    deals.board.choice.pick([deals.rid("Warehouse"), deals.rid("Gym")])
    board.move_to(deals.sale.stages[1])
    window = deals.session.window
    deals.wait(lambda: bool(window.findChildren(GatePane)))
    (pane,) = window.findChildren(GatePane)
    assert pane.others.text() == "Move only the others: 1"
    QTest.mouseClick(pane.others, LEFT)
    said = "1 deal is in the stage “Qualified” now.\nNo next step is planned."
    deals.wait(lambda: deals.notes() == [said])  # of the one that stayed by choice no word
    deals.wait(lambda: (deals.titles(0), deals.titles(1)[:1]) == (["Gym"], ["Warehouse"]))
    tell_stayed(board, there(deals.session.bridge), ManyDone(1, (deals.second,)))
    note = window.notifications.notes[-1]
    assert note.words.startswith("1 deal stayed where it was")
    QTest.mouseClick(there(note.button), LEFT)
    deals.wait(lambda: deals.board.picked == [deals.rid("Gym")])
    there(deals.session.window.history).undo()
    deals.wait(lambda: deals.titles(0) == ["Warehouse", "Gym"])
