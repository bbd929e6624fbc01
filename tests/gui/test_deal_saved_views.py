"""Saved views of deals in the window: as what they are shown, what they keep and count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.settings import Settings
from crm_desktop.features.deals.commands import CreateDeal, WinDeals
from crm_desktop.features.pipelines.commands import ArchivePipelines
from crm_desktop.features.views.commands import Pin, SaveView, UpdateView
from crm_desktop.features.views.looks import values_of_view
from crm_desktop.features.views.queries import find_views
from crm_desktop.features.views.rows import FavouriteRow, ViewLook, ViewRow
from crm_desktop.filters.ast import EVERYTHING, Condition, Node, Operator
from crm_desktop.gui.pages.deals.modes import BOARD, FORECAST, LIST
from crm_desktop.gui.pages.deals.view_choice import ViewsMenu
from crm_desktop.gui.shell.views import list_views
from crm_desktop.gui.shell.views.name_popover import NamePopover
from tests.gui.conftest import OpenWindow, read, there, view_of, write
from tests.gui.deal_pages import DealsWindow

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton
WON = Condition("status", Operator.IS, "won")
ALL, SOLD, MINE = "preset:deal:all", "preset:deal:won", "preset:deal:mine"


@pytest.fixture(autouse=True)
def _numbers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rest after changes, which come in bursts."""
    monkeypatch.setattr(list_views, "_COUNT_AGAIN_MS", 20)


@pytest.fixture
def deals(open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot) -> DealsWindow:
    """The window, with a won deal besides the three open ones."""
    made = DealsWindow(open_window, workspace, backend, qtbot)
    write(backend, WinDeals((made.add("Sold", 0, 100_00),)))
    made.wait(lambda: bool(made.page.views.views))
    return made


def save(deals: DealsWindow, name: str, root: Node = EVERYTHING, **look: Any) -> str:
    values = values_of_view("deal", name, root, ViewLook(**look))
    view_id = str(write(deals.backend, SaveView(values)))
    deals.wait(lambda: deals.page.views.named(view_id) is not None)
    return view_id


def saved(deals: DealsWindow) -> list[ViewRow]:
    return [one for one in read(deals.backend, find_views, "deal") if not one.preset]


def lines(deals: DealsWindow) -> list[str]:
    part = deals.page.list
    if part is None or not part.is_ready:
        return []
    return [part.list.model.text_at(line, 0) or "?" for line in range(part.list.model.rowCount())]


def open_menu(deals: DealsWindow) -> ViewsMenu:
    """The menu of views, as the button that names one opens it."""
    menu = ViewsMenu(deals.page, deals.page)
    menu.popup(deals.page.mapToGlobal(deals.page.rect().center()))
    return menu


def press(menu: QMenu, words: str) -> None:
    """Choose an entry of the open menu, whatever its number."""
    found = [one for one in menu.actions() if one.text().replace("&", "").split("\t")[0] == words]
    assert len(found) == 1, [one.text() for one in menu.actions()]
    menu.setActiveAction(found[0])
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_a_view_keeps_list_pipeline_columns_and_groups_and_gives_them_again(
    deals: DealsWindow,
) -> None:
    page = deals.page
    QTest.mouseClick(page.toolbar.modes.buttons[LIST], LEFT)
    deals.wait(lambda: len(lines(deals)) == 4)
    part = there(page.list)
    part.list.table.layout_of_columns.choose(("name", "amount", "stage"))
    part.group_by("stage")
    press(open_menu(deals), "Save as a new view…")
    popover = page.views.keeping.popover
    assert isinstance(popover, NamePopover)
    QTest.keyClicks(popover.line, "By stages")
    QTest.keyClick(popover.line, Qt.Key.Key_Return)
    deals.wait(lambda: there(page.views.view).name == "By stages")
    [view] = saved(deals)
    assert (view.look.mode, view.look.pipeline, view.look.group) == (
        LIST, deals.sale.pipeline, "stage",
    )  # fmt: skip
    assert view.look.columns == ("name", "amount", "stage")
    button = there(page.toolbar.view)
    assert (button.isVisible(), button.accessibleName()) == (True, "View: By stages")
    page.views.choose(ALL)
    page.choose_pipeline(there(page.board.pipelines)[0].id)
    QTest.mouseClick(page.toolbar.modes.buttons[BOARD], LEFT)
    deals.wait(lambda: page.mode == BOARD and button.isHidden())
    press(open_menu(deals), "By stages")
    deals.wait(lambda: lines(deals)[:2] == ["New", "Gym"])
    assert page.asked.pipeline == deals.sale.pipeline
    assert part.list.table.layout_of_columns.keys == ("name", "amount", "stage")
    assert not page.views.is_changed


def test_closed_deals_are_shown_in_the_list_with_a_word_and_the_next_view_on_the_board_again(
    deals: DealsWindow,
) -> None:
    press(open_menu(deals), "Won deals")
    deals.wait(lambda: lines(deals) == ["Sold"])
    assert deals.page.mode == LIST
    assert deals.notes() == [
        "Closed deals are shown in the list: the board and the forecast hold open ones."
    ]
    assert not deals.page.views.is_changed
    press(open_menu(deals), "All")
    deals.wait(lambda: deals.page.mode == BOARD and len(deals.titles(0)) == 2)


@pytest.mark.parametrize("look", [{"group": BOARD, "sort": "hand"}, {"mode": BOARD}])
def test_a_board_of_closed_deals_that_was_saved_once_opens_as_a_list(
    deals: DealsWindow, look: dict[str, str]
) -> None:
    deals.page.views.choose(save(deals, "Sold ones", WON, **look))
    deals.wait(lambda: lines(deals) == ["Sold"])
    assert not deals.page.views.is_changed


@pytest.mark.parametrize("mode", [BOARD, FORECAST])
def test_a_board_that_holds_nothing_says_where_closed_deals_are(
    deals: DealsWindow, mode: str
) -> None:
    page = deals.page
    page.show_mode(mode)
    page.views.ask(Condition("status", Operator.IS, "lost"))
    part = page.board if mode == BOARD else there(page.forecast)
    pane = part.states.pane
    deals.wait(lambda: part.is_loaded and pane.isVisible())
    assert pane.heading.text() == "Only closed deals match these filters"
    [look] = [one for one in pane.findChildren(QPushButton) if one.text() == "Show the list"]
    QTest.mouseClick(look, LEFT)
    deals.wait(lambda: page.mode == LIST)


def test_another_mode_is_a_difference_that_is_kept_or_taken_back(deals: DealsWindow) -> None:
    page = deals.page
    view_id = save(deals, "Months", mode=FORECAST, pipeline=deals.sale.pipeline)
    page.views.choose(view_id)
    deals.wait(lambda: page.forecast is not None and page.forecast.is_loaded)
    button = there(page.toolbar.view)
    QTest.mouseClick(page.toolbar.modes.buttons[BOARD], LEFT)
    deals.wait(lambda: button.accessibleName() == "View: Months, changed")
    press(open_menu(deals), "Back to how it was saved")
    assert page.mode == FORECAST
    assert button.accessibleName() == "View: Months"
    QTest.mouseClick(page.toolbar.modes.buttons[BOARD], LEFT)
    press(open_menu(deals), "Keep in “Months”")
    deals.wait(lambda: saved(deals)[0].look.mode == BOARD)
    deals.wait(lambda: button.accessibleName() == "View: Months")
    page.show_mode(FORECAST)
    page.views.choose(view_id)
    assert page.mode == BOARD, "chosen again it comes as it was saved"


def test_a_filter_over_all_deals_is_told_and_kept_where_there_is_room(deals: DealsWindow) -> None:
    button = there(deals.page.toolbar.view)
    deals.session.window.resize(1800, 900)
    deals.page.views.ask(Condition("title", Operator.CONTAINS, "gym"))
    deals.wait(lambda: button.isVisible() and button.accessibleName() == "View: All, changed")
    deals.session.window.resize(1024, 640)
    deals.wait(button.isHidden)  # what is asked comes first; the menus keep it too
    deals.page.views.choose(save(deals, "Gyms", Condition("title", Operator.IS, "Gym")))
    deals.wait(lambda: button.isVisible() and button.text() == "")


def test_a_shared_view_that_a_colleague_changes_comes_as_it_is_now(deals: DealsWindow) -> None:
    view_id = save(deals, "Ours", mode=FORECAST)
    changes = {"look": {"mode": LIST, "sort": "amount", "descending": True}}
    write(deals.backend, UpdateView(view_id, 1, changes))
    deals.wait(lambda: there(deals.page.views.named(view_id)).look.mode == LIST)
    deals.page.views.choose(view_id)
    deals.wait(lambda: lines(deals) == ["Gym", "Warehouse", "Office on Ligovsky", "Sold"])


def test_views_tell_how_many_deals_they_show_under_each_mode_and_follow_changes(
    deals: DealsWindow,
) -> None:
    views = deals.page.views
    other = deals.page.board.other_pipelines[0]
    values = {"title": "Lamps", "pipeline": other.id, "stage": other.stages[0].id}
    write(deals.backend, CreateDeal(values))
    save(deals, "Elsewhere", mode=BOARD, pipeline=other.id)

    def told(menu: QMenu) -> dict[str, str]:
        return dict(one.text().split("\t") for one in menu.actions() if "\t" in one.text())

    menu = open_menu(deals)
    deals.wait(lambda: told(menu).get("All") == "3" and told(menu).get("Elsewhere") == "1")
    assert told(menu)["Won deals"] == "1"
    deals.add("Cellar", 0, 1_00)
    deals.wait(lambda: told(menu).get("All") == "4")
    menu.close()
    deals.page.show_mode(LIST)
    menu = open_menu(deals)
    deals.wait(lambda: told(menu).get("All") == "5")
    menu.close()
    assert not views.is_listed


def test_a_view_that_is_pinned_opens_from_the_sidebar(deals: DealsWindow) -> None:
    """The page may never have been looked at."""
    view_id = save(deals, "Months", mode=FORECAST)
    write(deals.backend, Pin("view", view_id))
    view = view_of(deals.session)
    view.show_place(0)
    favourites = view.sidebar.favourites
    deals.wait(lambda: [row.name for row in favourites.rows] == ["Months"])
    QTest.mouseClick(
        favourites.list.viewport(),
        LEFT,
        pos=favourites.list.visualItemRect(favourites.list.item(0)).center(),
    )
    assert view.page is deals.page
    deals.wait(lambda: deals.page.mode == FORECAST)
    assert deals.page.views.view_id == view_id
    view.open_favourite(FavouriteRow("", "view", SOLD, "Won deals", "deal"))
    deals.wait(lambda: lines(deals) == ["Sold"])


def test_the_view_is_named_shared_and_taken_away_from_its_menu(deals: DealsWindow) -> None:
    deals.page.views.choose(save(deals, "Months", mode=FORECAST))

    def of_view() -> QMenu:
        menu = open_menu(deals)
        [inner] = [one for one in menu.findChildren(QMenu) if one.title() == "This view"]
        return inner

    press_in(of_view(), "Share with colleagues")
    deals.wait(lambda: saved(deals)[0].shared)
    deals.wait(lambda: there(deals.page.views.view).shared)
    press_in(of_view(), "Rename…")
    popover = deals.page.views.keeping.popover
    assert isinstance(popover, NamePopover)
    popover.line.selectAll()
    QTest.keyClicks(popover.line, "Quarters")
    QTest.keyClick(popover.line, Qt.Key.Key_Return)
    deals.wait(lambda: there(deals.page.toolbar.view).accessibleName() == "View: Quarters")
    save(deals, "Another", mode=LIST)
    press_in(of_view(), "Move down")
    deals.wait(lambda: [one.name for one in saved(deals)] == ["Another", "Quarters"])
    deals.wait(lambda: deals.page.views.views[-1].name == "Quarters")
    press_in(of_view(), "Delete the view")
    deals.wait(lambda: [one.name for one in saved(deals)] == ["Another"])
    assert deals.page.views.view_id == ALL


def press_in(menu: QMenu, words: str) -> None:
    found = [one for one in menu.actions() if one.text().replace("&", "") == words]
    found[0].trigger()
    while isinstance(shown := QApplication.activePopupWidget(), QMenu):
        shown.close()


def test_a_view_whose_pipeline_is_gone_says_what_is_shown_instead(deals: DealsWindow) -> None:
    """It can be kept with the pipeline that is shown."""
    other = deals.page.board.other_pipelines[0]
    view_id = save(deals, "Elsewhere", mode=BOARD, pipeline=other.id)
    write(deals.backend, ArchivePipelines((other.id,)))
    deals.wait(lambda: other.id not in {one.id for one in deals.page.toolbar.pipelines})
    deals.page.views.choose(view_id)
    assert deals.notes() == [
        "The pipeline of this view is no longer among yours. “New clients” is shown now."
    ]
    assert deals.page.asked.pipeline == deals.sale.pipeline
    assert deals.page.views.is_changed


def test_what_was_looked_at_last_stands_there_again(deals: DealsWindow) -> None:
    """View, pipeline and mode, and the filter that differs from the view's."""
    deals.page.views.choose(save(deals, "Ours", mode=FORECAST, pipeline=deals.sale.pipeline))
    deals.page.show_mode(LIST)
    deals.page.views.ask(Condition("title", Operator.CONTAINS, "gym"))
    deals.wait(lambda: lines(deals) == ["Gym"])
    settings: Settings = deals.session.preferences.settings
    look = settings.lists["deal"]
    assert (look.view, look.pipeline, look.mode) == (
        deals.page.views.view_id, deals.sale.pipeline, LIST,
    )  # fmt: skip
    deals.page.views.choose(MINE)
    deals.page.apply_look(look)
    deals.page.load()
    deals.wait(lambda: lines(deals) == ["Gym"])
    assert deals.page.views.is_changed
