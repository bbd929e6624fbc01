"""Deals won and lost from the list and the forecast, where no card flies to the edge.

Called by the page of deals on the GUI thread.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.backend.work import Outcome
from crm_desktop.core.i18n import ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.gate import ask_win
from crm_desktop.gui.pages.deals.losing import ask_lost
from crm_desktop.gui.pages.deals.winning import tell_won
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import Chosen, RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage


def win_chosen(page: DealsPage, bridge: Bridge) -> None:
    """The chosen deals are won, through their gates."""

    def win(chosen: Chosen) -> None:
        number = len(chosen.ids)
        words = ngettext("{number} deal is won.", "{number} deals are won.", number)
        done = partial(_tell_won, page, bridge, words.format(number=shown_number(number)))
        ask_win(bridge, page, page.toolbar, chosen.ids, done=done)

    page.find_chosen(win)


def _tell_won(page: DealsPage, bridge: Bridge, words: str, outcome: Outcome, pipeline: str) -> None:
    def open_(record: RecordRef) -> None:
        page.open_wanted.emit(record, False)

    tell_won(bridge, words, outcome.result, pipeline, open_)


def lose_chosen(page: DealsPage, bridge: Bridge) -> None:
    """The chosen deals are lost, with a reason."""

    def lose(chosen: Chosen) -> None:
        number = len(chosen.ids)
        words = ngettext("{number} deal is lost.", "{number} deals are lost.", number)
        said = words.format(number=shown_number(number))
        ask_lost(bridge, page, chosen.ids, lambda _outcome: page.done.emit(said))

    page.find_chosen(lose)
