"""The menu of a card on the board of recurring clients.

Made each time it is opened. GUI thread only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from crm_desktop.core.i18n import _
from crm_desktop.gui.pages.deals.menus import add_entry

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage
    from crm_desktop.gui.pages.deals.recurring_board import RecurringPage


def client_menu(page: DealsPage, part: RecurringPage) -> QMenu:
    """Open, sell again, plan, put off."""
    menu = QMenu(page)
    record, client = part.current(), part.client
    if record is None or client is None:
        return menu
    add_entry(menu, _("&Open"), lambda: page.open_wanted.emit(record, False), "Return")
    add_entry(
        menu, _("In a n&ew window"), lambda: page.open_wanted.emit(record, True), "Ctrl+Return"
    )
    menu.addSeparator()
    if part.may_write:
        add_entry(menu, _("&New deal like the last one"), part.add_deal, "Ctrl+N")
    add_entry(menu, _("&Plan the next step"), lambda: page.on_card(lambda card: card.plan()))
    if part.may_write:
        delay = menu.addMenu(_("Put o&ff"))
        add_entry(delay, _("By a &week"), partial(part.postpone, 7))
        add_entry(delay, _("By &two weeks"), partial(part.postpone, 14))
        add_entry(delay, _("By a &month"), partial(part.postpone, 0, 1))
        add_entry(delay, _("Another day…"), lambda: part.postpone_to_day(menu.pos()))
        delay.addSeparator()
        back = add_entry(delay, _("As the &cycle says"), partial(part.put_off, None))
        back.setEnabled(client.cycle.is_put_off)
    return menu
