"""What bars and menus offer for deals besides what every list does: they go to a stage, to a month
of the forecast, are won or lost.

Called by the list and by the bar below a board or a forecast. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.deals.commands import ExpectDeals, LoseDeals, MoveDeals, WinDeals
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.menu_entries import add_entry
from crm_desktop.gui.pages.deals.board_words import NO_MONTH, month_name
from crm_desktop.gui.pages.deals.ending import Find, lose_chosen, move_chosen, win_chosen
from crm_desktop.gui.pages.deals.stage_menu import add_stages
from crm_desktop.gui.shell.bulk.bar import BulkAction, choose_from

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.deal_board import DealBoard
    from crm_desktop.gui.pages.deals.forecast import ForecastPage
    from crm_desktop.gui.pages.deals.page import DealsPage

Here = Callable[[], Collection[str]]
"""The stages in which the deals are, when it is asked."""


def stage_action(
    page: DealsPage, bridge: Bridge, here: Here, find: Find | None = None
) -> BulkAction:
    """The stages that the chosen deals can go to, or in a list those of ``find``."""

    def fill(menu: QMenu) -> None:
        move = partial(move_chosen, page, bridge, find=find)
        add_stages(menu, page.toolbar.pipelines, page.pipeline_id, move, here())

    run, locked = partial(choose_from, fill), bridge.locked(MoveDeals)
    return BulkAction("stage", _("&Move to"), "flow-arrow", run, locked=locked, fill=fill)


def month_action(part: ForecastPage) -> BulkAction:
    """The months in which the chosen deals can be expected."""

    def fill(menu: QMenu) -> None:
        here = {place.column for place in part.board.order.places(part.board.chosen).values()}
        for month in part.board.order.columns:
            name = month_name("" if month == NO_MONTH else month)
            action = add_entry(menu, name, partial(part.expect_in, month))
            action.setEnabled(here != {month})

    run, locked = partial(choose_from, fill), part.bridge.locked(ExpectDeals)
    words = _("Expect &in")
    return BulkAction("month", words, "calendar-blank", run, locked=locked, fill=fill)


def end_actions(page: DealsPage, bridge: Bridge, find: Find | None = None) -> list[BulkAction]:
    """The chosen deals are won or lost, or in a list those of ``find``."""

    def win(_anchor: QWidget) -> None:
        win_chosen(page, bridge, find)

    def lose(_anchor: QWidget) -> None:
        lose_chosen(page, bridge, find)

    locked = bridge.locked
    return [
        BulkAction("win", _("Wo&n"), "trophy", win, locked=locked(WinDeals)),
        BulkAction("lose", _("&Lost…"), "x-circle", lose, locked=locked(LoseDeals)),
    ]


def board_actions(page: DealsPage, part: DealBoard) -> list[BulkAction]:
    """What can be done with the chosen cards of a board or a forecast; where all of them are
    requests they can't be won or lost yet."""
    from crm_desktop.gui.pages.deals.forecast import ForecastPage

    chosen = part.board.chosen
    actions = [stage_action(page, part.bridge, part.stages_of_chosen)]
    if isinstance(part, ForecastPage):
        actions.append(month_action(part))
    if len(part.requests_among(chosen)) < len(chosen):
        actions += end_actions(page, part.bridge)
    return actions
