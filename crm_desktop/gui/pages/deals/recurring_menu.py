"""The menu of a card on the board of recurring clients.

Made each time it is opened. GUI thread only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.menu_entries import add_entry, add_submenu
from crm_desktop.gui.pages.deals.menus import add_opening, add_planning

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage
    from crm_desktop.gui.pages.deals.recurring_board import RecurringPage


def client_menu(page: DealsPage, part: RecurringPage) -> QMenu:
    """Open, sell again, plan, put off."""
    menu = QMenu(page)
    record, client = part.current(), part.client
    if record is None or client is None:
        return menu
    add_opening(menu, page, record)
    menu.addSeparator()
    if part.may_write:
        words, keys = _("&New deal like the last one"), page.keys_of("record.create")
        add_entry(menu, words, part.add_deal, icon="handshake", keys=keys)
    add_planning(menu, page)
    if part.may_write:
        delay = add_submenu(menu, _("Put o&ff"), "clock")
        add_entry(delay, _("By a &week"), partial(part.postpone, 7))
        add_entry(delay, _("By &two weeks"), partial(part.postpone, 14))
        add_entry(delay, _("By a &month"), partial(part.postpone, 0, 1))
        add_entry(delay, _("Another day…"), lambda: part.postpone_to_day(menu.pos()))
        delay.addSeparator()
        back = add_entry(delay, _("As the &cycle says"), partial(part.put_off, None))
        back.setEnabled(client.cycle.is_put_off)
    return menu
