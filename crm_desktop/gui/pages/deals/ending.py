"""Deals won and lost: on the board a card flies to the edge, from the list and the forecast none.

Called by the page of deals on the GUI thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core.i18n import ngettext
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.gate import ask_win
from crm_desktop.gui.pages.deals.losing import ask_lost
from crm_desktop.gui.pages.deals.many import tell_stayed
from crm_desktop.gui.pages.deals.winning import tell_won
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import Chosen, RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage


def win_chosen(page: DealsPage, bridge: Bridge) -> None:
    """The chosen deals are won, through their gates."""
    part = page.part
    if part is page.board:
        page.board.win()
        return
    if part is page.recurring:
        return  # no deals

    def open_(record: RecordRef) -> None:
        page.open_wanted.emit(record, False)

    def tell(done: ManyDone, pipeline: str) -> None:
        if done.number:
            words = ngettext("{number} deal is won.", "{number} deals are won.", done.number)
            said = words.format(number=shown_number(done.number))
            tell_won(bridge, said, done.begun, pipeline, open_)
        tell_stayed(part, bridge, done)

    def win(chosen: Chosen) -> None:
        ask_win(bridge, page, page.toolbar, chosen.ids, done=tell)

    page.find_chosen(win)


def lose_chosen(page: DealsPage, bridge: Bridge) -> None:
    """The chosen deals are lost, with a reason."""
    if page.part is page.board:
        page.board.lose()
        return
    if page.part is page.recurring:
        return

    def tell(done: ManyDone) -> None:
        words = ngettext("{number} deal is lost.", "{number} deals are lost.", done.number)
        page.done.emit(words.format(number=shown_number(done.number)))

    def lose(chosen: Chosen) -> None:
        ask_lost(bridge, page, chosen.ids, tell)

    page.find_chosen(lose)
