"""The list and the forecast of deals, their filters, menus and what is remembered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.errors import Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.core.settings import ListLook
from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.features.custom_fields.commands import CreateCustomField, DeleteCustomFields
from crm_desktop.features.deals.commands import ArchiveDeals, CreateDeal, UpdateDeal, WinDeals
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealListRow
from crm_desktop.filters.ast import EVERYTHING, Condition, Operator
from crm_desktop.gui.kit.filters.condition_popover import ConditionPopover
from crm_desktop.gui.kit.filters.value_editors import ValuesEditor
from crm_desktop.gui.kit.row_groups import Heading
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.deals import deal_list
from crm_desktop.gui.pages.deals.board_words import NO_MONTH, month_name
from crm_desktop.gui.pages.deals.forecast import ForecastPage
from crm_desktop.gui.pages.deals.looks import of_list, settled
from crm_desktop.gui.pages.deals.menus import card_menu, head_menu, more_menu
from crm_desktop.gui.pages.deals.modes import BOARD, FORECAST, LIST, RECURRING
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.shell.printing import PrintedTable, Printing, Read
from tests.gui.conftest import OpenWindow, read, there, view_of, wizard_of, write
from tests.gui.deal_pages import PLACE, DealsWindow
from tests.gui.deals import make_sale

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def deals(open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot) -> DealsWindow:
    return DealsWindow(open_window, workspace, backend, qtbot)


def expect(deals: DealsWindow, deal_id: str, day: str) -> None:
    row = there(read(deals.backend, get_deal, deal_id))
    write(deals.backend, UpdateDeal(row.id, row.version, {"expected_close": day}))


def forecast_of(deals: DealsWindow) -> ForecastPage:
    QTest.mouseClick(deals.page.toolbar.modes.buttons[FORECAST], LEFT)
    deals.wait(lambda: deals.page.forecast is not None and deals.page.forecast.is_loaded)
    return there(deals.page.forecast)


def items(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def test_the_forecast_puts_deals_under_their_months(deals: DealsWindow) -> None:
    expect(deals, deals.second, "2099-10-14")
    board = forecast_of(deals).board
    assert list(board.order.columns["2099-10"]) == [deals.rid("Gym")]
    assert len(board.order.columns[NO_MONTH]) == 2
    assert month_name("2099-10") == "October 2099"


def test_deals_moved_to_another_month_are_expected_then_and_one_undo_takes_all_back(
    deals: DealsWindow,
) -> None:
    expect(deals, deals.second, "2099-10-31")
    expect(deals, deals.sale.deal, "2099-10-05")
    expect(deals, deals.third, "2099-11-05")
    board = forecast_of(deals).board
    deals.wait(lambda: len(board.order.columns.get("2099-10", ())) == 2)
    assert board.choose(deals.rid("Gym"))
    view = board.pane_of("2099-10").view
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    deals.wait(lambda: closing(deals) == ["2099-11-30", "2099-11-05"])
    deals.wait(lambda: deals.notes() == ["Expected in November 2099: 2 deals."])
    there(deals.session.window.history).undo()
    deals.wait(lambda: closing(deals) == ["2099-10-31", "2099-10-05"])
    deals.wait(lambda: len(board.order.columns.get("2099-10", ())) == 2)


def closing(deals: DealsWindow) -> list[str]:
    found = (there(read(deals.backend, get_deal, key)) for key in (deals.second, deals.sale.deal))
    return [str(row.expected_close) for row in found]


def test_the_list_shows_the_same_pipeline_and_wins_deals_by_the_key(deals: DealsWindow) -> None:
    QTest.mouseClick(deals.page.toolbar.modes.buttons[LIST], LEFT)
    deals.wait(lambda: deals.page.list is not None and deals.page.list.is_ready)
    part = there(deals.page.list)
    deals.wait(lambda: part.list.count == 3)
    names = {part.list.model.text_at(line, 0) for line in range(3)}
    assert names == {"Gym", "Warehouse", "Office on Ligovsky"}
    part.list.table.tick_all()
    deals.session.window.commands.action("deals.win").trigger()
    deals.wait(lambda: deals.notes() == ["3 deals are won."])
    assert there(read(deals.backend, get_deal, deals.third)).status == "won"


# Of the screen that the tests draw on: the pop-over is a window there.
@pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)")
def test_in_the_list_a_press_asks_for_open_won_or_lost_deals(deals: DealsWindow) -> None:
    filters = deals.page.views.filters
    deals.wait(lambda: bool(filters.chips))
    assert not [chip for chip in filters.chips if "Status" in chip.accessibleName()]
    write(deals.backend, WinDeals((deals.second,)))
    deals.page.show_mode(LIST)
    deals.wait(lambda: "Gym" in listed(deals))
    QTest.mouseClick(filters.chips[-1], LEFT)
    popover = there(filters.popover)
    assert isinstance(popover, ConditionPopover)
    assert isinstance(popover.editor, ValuesEditor)
    values = popover.editor.list.list
    deals.wait(lambda: values.count() == 3)
    [won] = [line for line in range(3) if values.item(line).text() == "Won"]
    values.item(won).setCheckState(Qt.CheckState.Checked)
    deals.wait(lambda: listed(deals) == {"Gym"})
    popover.close()
    assert "Status" in filters.chips[-1].accessibleName()


def test_the_list_tells_stages_by_their_colour_and_how_deals_ended_by_an_icon(
    deals: DealsWindow,
) -> None:
    QTest.mouseClick(deals.page.toolbar.modes.buttons[LIST], LEFT)
    deals.wait(lambda: deals.page.list is not None and deals.page.list.is_ready)
    table = there(deals.page.list).list.table
    deals.wait(lambda: table.shown_row(0) is not None)
    line = table.shown_row(0)
    column = next(one for one in table.columns if one.key == "stage")
    paint = there(column.paint)
    theme = ThemeManager.instance().theme

    def drawn(row: DealListRow) -> QImage:
        image = QImage(150, 44, QImage.Format.Format_RGB32)
        image.fill(theme.colours.surface)
        painter = QPainter(image)
        paint(painter, QRectF(8, 0, 134, 44), replace(line, row=row), theme)
        painter.end()
        return image

    def middle(row: DealListRow) -> QColor:
        return drawn(row).pixelColor(8 + 7, 22)

    amber = replace(line.row, stage_colour="amber")
    assert middle(amber) == theme.tag("amber").solid
    won, lost = replace(amber, status="won"), replace(amber, status="lost")
    assert middle(won) == theme.colours.success
    assert column.text(replace(line, row=lost)) == "Lost"


def test_groups_of_the_list_tell_their_sums_and_follow_changes(deals: DealsWindow) -> None:
    deals.page.show_mode(LIST)
    deals.wait(lambda: deals.page.list is not None and deals.page.list.is_ready)
    part = there(deals.page.list)
    menu = QMenu(part)
    part.add_groups(menu)
    [inner] = menu.findChildren(QMenu)
    next(one for one in inner.actions() if one.text() == "Stage").trigger()

    def heads() -> list[str]:
        model = part.list.model
        lines = (model.row_at(line) for line in range(model.rowCount()))
        return [line.spoken for line in lines if isinstance(line, Heading)]

    first = "Group New, 2, €895,000, expanded"
    deals.wait(lambda: heads() == [first, "Group Approval, 1, €118,000, expanded"])
    row = there(read(deals.backend, get_deal, deals.second))
    write(deals.backend, UpdateDeal(row.id, row.version, {"currency": "PLN"}))
    deals.wait(lambda: heads()[0] == "Group New, 2, 480,000\xa0zł + €415,000, expanded")


def test_the_list_is_narrowed_by_typing_copied_and_takes_rows_that_are_pasted(
    deals: DealsWindow,
) -> None:
    deals.page.show_mode(LIST)
    deals.wait(lambda: listed(deals) == {"Gym", "Warehouse", "Office on Ligovsky"})
    part, window = there(deals.page.list), deals.session.window
    part.list.table.choose(0)
    part.list.table.setFocus()
    QTest.keyClick(part.list.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    deals.wait(lambda: "Gym" in clipboard.text())
    assert clipboard.text().startswith("Title\tAmount\tStage")
    assert "\nGym\t" in clipboard.text()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(part.quick.line, "ware")
    deals.wait(lambda: listed(deals) == {"Warehouse"})
    QTest.keyClick(part.quick.line, Qt.Key.Key_Escape)
    deals.wait(lambda: len(listed(deals)) == 3)
    clipboard.setText("Deal\tAmount\nLamps\t500\n")
    QTest.keyClick(part.list.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wizard = wizard_of(deals.session)
    deals.wait(wizard.primary.isEnabled)
    wizard.close()


def test_the_list_is_printed_under_the_name_of_its_view(
    deals: DealsWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    deals.wait(lambda: bool(deals.page.views.views))
    deals.page.show_mode(LIST)
    deals.page.views.choose("preset:deal:without-step")
    deals.wait(lambda: len(listed(deals)) == 3)
    asked: list[tuple[str, Read]] = []
    monkeypatch.setattr(Printing, "choose_printer", lambda _s, *what: asked.append(what))
    deals.session.window.commands.action("file.print").trigger()
    [(name, what)] = asked
    printed = read(deals.backend, what)
    assert name == "Deals: Without a next step"
    assert isinstance(printed, PrintedTable)
    assert [row[0] for row in printed.rows] == ["Gym", "Office on Ligovsky", "Warehouse"]


def test_the_board_and_the_forecast_are_printed_as_they_stand_or_what_is_picked_of_them(
    deals: DealsWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Read] = []
    monkeypatch.setattr(Printing, "choose_printer", lambda _s, _name, what: asked.append(what))

    def printed() -> list[tuple[str, str]]:
        deals.session.window.commands.action("file.print").trigger()
        table = read(deals.backend, asked.pop())
        assert isinstance(table, PrintedTable)
        stage = table.header.index("Stage")
        return [(row[0], row[stage]) for row in table.rows]

    stages = [("Warehouse", "New"), ("Gym", "New"), ("Office on Ligovsky", "Approval")]
    assert printed() == stages
    deals.board.choice.pick([deals.rid("Gym")])
    assert printed() == [("Gym", "New")]
    board = forecast_of(deals).board
    deals.wait(lambda: board.count == 3)
    assert sorted(printed()) == sorted(stages)
    deals.page.show_mode(RECURRING)
    deals.session.window.commands.action("file.print").trigger()
    said = "Lists, boards and cards can be printed; open one of them."
    deals.wait(lambda: said in deals.notes())


def test_what_is_ticked_stays_so_when_a_filter_or_another_view_hides_it(deals: DealsWindow) -> None:
    deals.page.show_mode(LIST)
    deals.wait(lambda: listed(deals) == {"Gym", "Warehouse", "Office on Ligovsky"})
    table = there(deals.page.list).list.table
    table.flip(0)
    table.flip(1)
    deals.page.views.ask(Condition("title", Operator.CONTAINS, "gym"))
    deals.wait(lambda: listed(deals) == {"Gym"} and len(table.ticks) == 2)
    deals.page.views.choose("preset:deal:without-step")
    deals.wait(lambda: len(listed(deals)) == 3 and not table.unseen)
    assert len(table.ticks) == 2


def test_the_list_is_grouped_by_an_own_choice_until_its_field_goes(deals: DealsWindow) -> None:
    choices = [{"code": "hot", "label": "Hot"}, {"code": "cold", "label": "Cold"}]
    values = {"entity": "deal", "label": "Warmth", "type": "choice", "choices": choices}
    field = str(write(deals.backend, CreateCustomField(values)))
    row = there(read(deals.backend, get_deal, deals.second))
    chosen = {"custom": [{"field": field, "value": "cold"}]}
    write(deals.backend, UpdateDeal(row.id, row.version, chosen))
    deals.page.show_mode(LIST)
    part = there(deals.page.list)
    deals.wait(lambda: part.is_ready and bool(part.views.custom))
    part.group_by(f"custom:{field}")
    deals.wait(lambda: [part.list.model.text_at(line, 0) for line in (0, 1)] == ["Cold", "Gym"])
    assert deals.page.views.is_changed, "the view can be saved with its groups"
    write(deals.backend, DeleteCustomFields((field,)))
    deals.wait(lambda: listed(deals) == {"Gym", "Warehouse", "Office on Ligovsky"})


def test_the_list_follows_the_chooser_of_pipelines(deals: DealsWindow) -> None:
    other = deals.page.board.other_pipelines[0]
    values = {"title": "Lamps again", "pipeline": other.id, "stage": other.stages[0].id}
    write(deals.backend, CreateDeal(values))
    deals.page.show_mode(FORECAST)
    deals.page.choose_pipeline(other.id)  # the board, out of sight, is not read
    deals.page.show_mode(LIST)
    deals.wait(lambda: listed(deals) == {"Lamps again"})
    deals.page.choose_pipeline(deals.sale.pipeline)
    deals.wait(lambda: listed(deals) == {"Gym", "Warehouse", "Office on Ligovsky"})
    deals.wait(lambda: deals.page.toolbar.pipeline.text() != other.name)


def listed(deals: DealsWindow) -> set[str | None]:
    """The titles of the list."""
    part = deals.page.list
    lines = range(part.list.count) if part is not None else ()
    return {part.list.model.text_at(line, 0) for line in lines if part is not None}


def test_a_list_whose_pipelines_could_not_be_read_can_be_tried_again(
    deals: DealsWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_reader: object, _asked: object) -> None:
        raise Unavailable(msg("The workspace doesn’t answer."))

    with monkeypatch.context() as broken:
        broken.setattr(deal_list, "read_pipelines", fail)
        deals.page.show_mode(LIST)
        states = there(deals.page.list).list.states
        deals.wait(lambda: states.pane.usual is not None)
    QTest.mouseClick(there(states.pane.usual), LEFT)
    deals.wait(lambda: listed(deals) == {"Gym", "Warehouse", "Office on Ligovsky"})


def test_a_late_answer_for_the_list_leaves_the_toolbar_of_the_board_alone(
    deals: DealsWindow,
) -> None:
    deals.page.show_mode(LIST)
    deals.page.show_mode(BOARD)  # before the list knows its pipelines
    other = deals.page.board.other_pipelines[0]
    deals.page.choose_pipeline(other.id)
    deals.wait(lambda: deals.page.toolbar.pipeline.text() == other.name)
    assert not there(deals.page.list).is_ready


def test_enter_and_the_middle_button_open_a_deal_of_the_list(deals: DealsWindow) -> None:
    QTest.mouseClick(deals.page.toolbar.modes.buttons[LIST], LEFT)
    deals.wait(lambda: deals.page.list is not None and deals.page.list.is_ready)
    part = there(deals.page.list)
    deals.wait(lambda: part.list.model.text_at(0, 0) == "Gym")
    told: list[tuple[str, bool]] = []
    deals.page.open_wanted.disconnect()
    deals.page.open_wanted.connect(lambda record, apart: told.append((record.id, apart)))
    part.list.table.choose(0)
    QTest.keyClick(part.list.table, Qt.Key.Key_Return)
    place = part.list.table.visualRect(part.list.model.index(0, 0)).center()
    QTest.mouseClick(part.list.table.viewport(), Qt.MouseButton.MiddleButton, pos=place)
    assert told == [(deals.second, False), (deals.second, True)]


def test_a_filter_narrows_board_and_sums_and_can_be_reset(deals: DealsWindow) -> None:
    deals.wait(lambda: deals.page.views.world is not None)
    deals.page.views.ask(Condition("title", Operator.CONTAINS, "gym"))
    deals.wait(lambda: deals.titles(0) == ["Gym"])
    assert deals.page.toolbar.totals_words.startswith("1 deal")
    deals.page.views.ask(Condition("title", Operator.CONTAINS, "nothing like it"))
    pane = deals.page.board.states.pane
    deals.wait(lambda: deals.page.board.states.currentWidget() is pane)
    deals.page.reset_filter()
    deals.wait(lambda: deals.titles(0) == ["Warehouse", "Gym"])
    assert deals.page.asked.filter == EVERYTHING


def test_an_empty_list_tells_no_deals_from_a_filter_that_leaves_none(deals: DealsWindow) -> None:
    """What the page asks of its own, the pipeline, is no filter that a person could reset."""
    write(deals.backend, ArchiveDeals((deals.second, deals.third, deals.sale.deal)))
    QTest.mouseClick(deals.page.toolbar.modes.buttons[LIST], LEFT)
    deals.wait(lambda: deals.page.list is not None and deals.page.list.is_ready)
    pane = there(deals.page.list).list.states.pane
    deals.wait(lambda: pane.heading.text() == "No deals yet")
    deals.page.views.ask(Condition("title", Operator.CONTAINS, "nothing like it"))
    deals.wait(lambda: pane.heading.text() == "Nothing matches these filters")
    QTest.mouseClick(there(pane.usual), LEFT)
    deals.wait(lambda: pane.heading.text() == "No deals yet")
    assert deals.page.asked.filter == EVERYTHING


def test_cards_are_ordered_by_a_rule(deals: DealsWindow) -> None:
    deals.page.sort_by("amount")
    deals.wait(lambda: deals.titles(0) == ["Gym", "Warehouse"])
    assert not deals.board.is_ordered_by_hand


def test_the_menu_of_a_card_opens_does_and_removes(deals: DealsWindow) -> None:
    deals.choose("Gym")
    assert items(card_menu(deals.page, deals.page.board)) == [
        *("Open", "In a new window", "Plan the next step", "Move to", "Won", "Lost…"),
        *("Tags…", "More", "Archive"),
    ]


def test_the_menu_of_picked_cards_says_how_many_they_are(deals: DealsWindow) -> None:
    deals.choose("Gym")
    deals.board.choice.pick_column()
    first = items(card_menu(deals.page, deals.page.board))[0]
    assert first == "Selected 2"


def test_menus_show_the_keys_that_the_person_chose(deals: DealsWindow) -> None:
    commands = deals.session.window.commands
    commands.rebind("deals.win", "Ctrl+Shift+G")
    commands.rebind("deals.create", "Ctrl+Shift+J")
    deals.choose("Gym")
    keys = {
        action.text(): action.shortcut().toString()
        for menu in (card_menu(deals.page, deals.page.board), more_menu(deals.page))
        for action in menu.actions()
    }
    assert (keys["Wo&n"], keys["&New deal…"]) == ("Ctrl+Shift+G", "Ctrl+Shift+J")
    assert keys["&Archive"] == commands.keys("record.archive")


def test_the_menu_of_a_column_folds_it_and_it_is_folded_when_its_pipeline_comes_again(
    deals: DealsWindow, tmp_path: Path
) -> None:
    stage = deals.sale.stages[0]
    menu = head_menu(deals.page, stage)
    next(action for action in menu.actions() if action.text() == "&Fold").trigger()
    assert deals.board.folded == [stage]
    file = SettingsFile(tmp_path / "settings.toml")
    file.change(lambda settings: settings.with_list("deal", deals.page.look()))
    kept = file.read().lists["deal"]
    assert kept.folded == (stage,)
    other = deals.page.board.other_pipelines[0]
    deals.page.choose_pipeline(other.id)
    deals.wait(lambda: other.stages[0].id in deals.board.order.columns)
    assert deals.board.folded == []
    deals.page.apply_look(kept)
    deals.page.load()
    deals.wait(lambda: deals.board.folded == [stage])


def test_archived_from_the_menu_a_deal_leaves_the_board(deals: DealsWindow) -> None:
    deals.choose("Gym")
    menu = card_menu(deals.page, deals.page.board)
    next(action for action in menu.actions() if action.text() == "&Archive").trigger()
    deals.wait(lambda: deals.titles(0) == ["Warehouse"])
    assert there(read(deals.backend, get_deal, deals.second)).is_archived


def test_the_menu_of_the_page_leads_to_views_and_pipelines(deals: DealsWindow) -> None:
    deals.wait(lambda: bool(deals.page.views.views))
    assert items(more_menu(deals.page)) == [
        *("New deal…", "Sort", "Views", "Advanced filter…"),
        *("Export the list…", "Set up pipelines…"),
    ]


def test_a_page_that_begins_with_the_list_shows_nothing_of_the_board(
    open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot
) -> None:
    make_sale(backend)
    session = open_window(workspace)
    page = view_of(session).pages[PLACE]
    assert isinstance(page, DealsPage)
    page.apply_look(ListLook(mode=LIST))
    page.furnish()  # as the window does before it is looked at
    view_of(session).show_place(PLACE)
    qtbot.waitUntil(lambda: page.list is not None and page.list.is_ready)
    assert not page.board.isVisible()
    page.show_mode(BOARD)
    qtbot.waitUntil(page.board.isVisible)


def test_how_the_deals_are_looked_at_is_remembered(deals: DealsWindow) -> None:
    deals.page.sort_by("title")
    look = deals.page.look()
    assert (look.pipeline, look.cards, look.mode) == (deals.sale.pipeline, "title", "board")


def test_a_look_that_an_earlier_version_kept_is_taken_up(deals: DealsWindow) -> None:
    """Then the pipeline stood as the view, and the look of the list apart."""
    kept = ListLook(sort="amount", view="p", filter="{}", group="list", folded=("s",))
    listed = ListLook(("title", "amount"), {"title": 300}, "amount", True, group="stage")
    look = settled(kept, listed)
    assert (look.pipeline, look.mode, look.cards, look.folded) == ("p", "list", "amount", ("s",))
    assert of_list(look) == of_list(listed)
    assert (look.view, look.filter) == ("", "{}")
    assert settled(look, ListLook()) == look


def test_filters_stay_where_sums_are_very_long_and_these_are_cut(deals: DealsWindow) -> None:
    toolbar = deals.page.toolbar
    long = " + ".join(["$999,999,999,999,500", "100,000,000,000,000.000 BHD"] * 3)
    toolbar.show_totals((3, long, long))
    deals.wait(lambda: toolbar.sum.width() < toolbar.sum.sizeHint().width())
    assert toolbar.filters.width() >= toolbar.filters.minimumWidth() > 0
    assert toolbar.more.geometry().right() < toolbar.width()
    assert toolbar.sum.toolTip() == long


def test_a_narrow_window_has_icons_in_place_of_words(deals: DealsWindow) -> None:
    deals.session.window.resize(1024, 640)
    toolbar = deals.page.toolbar
    deals.wait(lambda: toolbar.modes.buttons[LIST].text() == "")
    assert toolbar.modes.buttons[LIST].accessibleName() == "List"
    assert toolbar.totals_words.startswith("3 ·")
    assert toolbar.mapTo(deals.session.window, QPoint()).x() >= 0
