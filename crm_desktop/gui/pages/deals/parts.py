"""The parts of the page of deals: the forecast, the list and the recurring clients are made when
they are first wanted; and what goes into a file of the one that is shown.

Called by the page on the GUI thread.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.modes import FORECAST, LIST, RECURRING
from crm_desktop.gui.shell.list_page import ListPage

if TYPE_CHECKING:
    from crm_desktop.gui.kit.states import Button
    from crm_desktop.gui.pages.deals.page import DealsPage
    from crm_desktop.gui.shell.print_view import PrintedRows


def make_part(page: DealsPage, bridge: Bridge, buttons: tuple[Button, ...]) -> None:
    """Make the part that the mode of the page asks for, unless it is there; ``buttons`` are the
    ways out of an empty list."""
    if page.mode == FORECAST and page.forecast is None:
        from crm_desktop.gui.pages.deals.forecast import ForecastPage

        page.forecast = ForecastPage(bridge, page)
        page.connect_part(page.forecast)
    if page.mode == RECURRING and page.recurring is None:
        from crm_desktop.gui.pages.deals.recurring_board import make_recurring

        page.recurring = make_recurring(bridge, page)
        page.connect_part(page.recurring)
    if page.mode == LIST and page.list is None:
        from crm_desktop.gui.pages.deals.deal_list import join_list, make_list

        page.list = make_list(bridge, buttons)
        page.list.apply_look(page.listed)
        page.list.look_changed.connect(page.note_list_look)
        page.list.count_changed.connect(page.follow)
        page.list.filter_reset.connect(page.reset_filter)
        join_list(page.list, page, bridge)
        page.list_made.emit(page.list)


def has_deals(page: DealsPage) -> bool:
    """Whether deals are shown, and not recurring clients."""
    return page.is_furnished and page.part is not page.recurring


def rows_to_print(page: DealsPage) -> PrintedRows | None:
    """The deals of the board or the forecast from its first column to its last, or those that are
    picked; of the list and of recurring clients none."""
    part = page.part
    if isinstance(part, ListPage) or not has_deals(page) or not part.is_loaded:
        return None
    from crm_desktop.gui.pages.deals.deal_list import rows_of_board

    board = part.board
    return rows_of_board(board.picked or list(chain(*board.order.columns.values())))


def ask_export(page: DealsPage) -> None:
    """Ask how to export the deals that are shown, or those that are picked."""
    part = page.part
    if isinstance(part, ListPage) or (has_deals(page) and part.is_loaded):
        part.bulk.ask_export(page.toolbar.more)
