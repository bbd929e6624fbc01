"""The menu of a card on the board of recurring clients.

Made each time it is opened. GUI thread only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from crm_desktop.core.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.gui.pages.deals.page import DealsPage
    from crm_desktop.gui.pages.deals.recurring_board import RecurringPage


def client_menu(page: DealsPage, part: RecurringPage) -> QMenu:
    """Open, sell again, plan, put off."""
    menu = QMenu(page)
    record, client = part.current(), part.client
    if record is None or client is None:
        return menu
    _add(menu, _("&Open"), lambda: page.open_wanted.emit(record, False), "Return")
    _add(menu, _("In a new &window"), lambda: page.open_wanted.emit(record, True), "Ctrl+Return")
    menu.addSeparator()
    if part.may_write:
        _add(menu, _("&New deal as the last one"), part.add_deal, "Ctrl+N")
    _add(menu, _("&Plan the next step"), lambda: page.on_card(lambda card: card.plan()))
    if part.may_write:
        delay = menu.addMenu(_("Put &off"))
        _add(delay, _("By a &week"), partial(part.postpone, 7))
        _add(delay, _("By &two weeks"), partial(part.postpone, 14))
        _add(delay, _("By a &month"), partial(part.postpone, 0, 1))
        delay.addSeparator()
        back = _add(delay, _("As the &cycle says"), partial(part.put_off, None))
        back.setEnabled(part.cycles[client.key].is_put_off)
    return menu


def _add(menu: QMenu, words: str, press: Callable[[], object], keys: str = "") -> QAction:
    action = menu.addAction(words)
    if keys:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutVisibleInContextMenu(True)
    action.triggered.connect(lambda _checked=False: press())
    return action
