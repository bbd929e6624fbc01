"""Deals that are moved, won, lost, expected otherwise or sorted: a few at once, thousands in the
background with a word about those that their stages kept.

Called by the gate, the dialog of losses, the board, the forecast and the list. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.backend.work import Outcome
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.deals.commands import (
    AcceptDeals,
    ExpectDeals,
    LoseDeals,
    MoveDeals,
    Passing,
    RejectDeals,
    WinDeals,
    for_any_number,
)
from crm_desktop.features.deals.many.queries import find_rids
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.deal_board import DealBoard

Done = Callable[[ManyDone], object]


def is_long(command: Passing) -> bool:
    """Whether the command goes on in the background."""
    return for_any_number(command) is not command


def carry_out(
    bridge: Bridge,
    command: Passing,
    *,
    then: Done,
    failed: Callable[[BaseException], None],
    owner: QObject,
) -> None:
    """Carry the command out; ``then`` hears what became of the deals."""

    def tell(outcome: Outcome) -> None:
        result = outcome.result
        if not isinstance(result, ManyDone):
            result = ManyDone(len(command.deal_ids), begun=tuple(result or ()))
        then(result)

    if is_long(command):
        title = _titles()[type(command)]
        bridge.start(for_any_number(command), title, then=tell, failed=failed, owner=owner)
    else:
        bridge.execute(command, then=tell, failed=failed, owner=owner)


def _titles() -> Mapping[type, str]:
    return {
        MoveDeals: _("Moving deals"),
        ExpectDeals: _("Changing records"),
        WinDeals: _("Marking deals as won"),
        LoseDeals: _("Marking deals as lost"),
        AcceptDeals: _("Accepting requests"),
        RejectDeals: _("Rejecting requests"),
    }


def tell_stayed(part: DealBoard | ListPage, bridge: Bridge, done: ManyDone) -> None:
    """Say how many deals a stage kept, with a way to them."""
    if not done.stayed:
        return

    def show() -> None:
        bridge.query(find_rids, done.stayed, then=partial(pick, part), owner=part)

    words = ngettext(
        "{number} deal stayed where it was: a stage on its way asks for something it lacks.",
        "{number} deals stayed where they were: a stage on their way asks for something they lack.",
        len(done.stayed),
    ).format(number=shown_number(len(done.stayed)))
    part.told.emit(words, Button(_("Show them"), show))


def pick(part: DealBoard | ListPage, rids: Sequence[int]) -> None:
    """Pick just these deals on the board, or tick them in the list."""
    if isinstance(part, ListPage):
        part.list.table.tick_only(rids)
    else:
        part.board.choice.pick(rids)
