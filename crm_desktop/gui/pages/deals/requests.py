"""Unsorted requests are sorted: accepted into work, attached to what is there, or rejected.

Called by the page of deals for what is chosen on it, and by the card of a deal for that one. What
is said and undone stands with whoever asks. GUI thread only; which deals are requests is read on a
reader's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.deals.commands import AcceptDeals
from crm_desktop.features.deals.intake.queries import find_requests
from crm_desktop.features.deals.intake.rows import RequestRow
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.pages.deals import request_words as words
from crm_desktop.gui.pages.deals.head import lacks_step
from crm_desktop.gui.pages.deals.many import tell_stayed
from crm_desktop.gui.pages.deals.request_ways import ACCEPT, ATTACH, REJECT
from crm_desktop.gui.shell.list_page import ListPage
from crm_desktop.gui.shell.page import Chosen, RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.ending import Find
    from crm_desktop.gui.pages.deals.page import DealsPage


@dataclass(frozen=True)
class Sorting:
    """Which requests, out of how many deals that were ``chosen``. What is to be asked stands at
    ``anchor``. Told in words: ``done``; ``stepless``, that the one accepted has no next step;
    ``attached``, where to. ``stayed`` hears what a gate kept of many."""

    bridge: Bridge
    parent: QWidget
    anchor: QWidget | QRect
    requests: Sequence[RequestRow]
    chosen: int
    done: Callable[[str], object]
    stepless: Callable[[str], object]
    attached: Callable[[str, RecordRef], object]
    stayed: Callable[[ManyDone], object]

    @property
    def ids(self) -> tuple[str, ...]:
        """The requests."""
        return tuple(one.id for one in self.requests)


def sort_requests(sorting: Sorting, way: str) -> None:
    """Accept, attach or reject them."""
    {ACCEPT: _accept, ATTACH: _attach, REJECT: _reject}[way](sorting)


def _accept(sorting: Sorting) -> None:
    """Each into the first stage of its pipeline, through the gate."""
    from crm_desktop.gui.pages.deals.accepting import ask_accept

    goals: dict[str, list[RequestRow]] = {}
    for one in sorting.requests:
        goals.setdefault(one.stage_id, []).append(one)
    for stage_id, some in goals.items():
        ids = tuple(one.id for one in some)
        if not stage_id:  # the command says what is missing there
            sorting.bridge.execute(AcceptDeals(ids), owner=sorting.parent)
            continue
        done = partial(_tell_accepted, sorting, some)
        ask_accept(sorting.bridge, sorting.parent, sorting.anchor, ids, stage_id, done=done)


def _tell_accepted(sorting: Sorting, some: Sequence[RequestRow], done: ManyDone) -> None:
    sorting.stayed(done)
    if not done.number:
        return
    said = words.said(words.accepted_forms(), some, done.number, stage=some[0].stage)
    if len(some) > 1:
        sorting.done(said)
        return

    def tell(lacks: object) -> None:
        if lacks is True:
            sorting.stepless(said)
        else:
            sorting.done(said)

    sorting.bridge.query(lacks_step, some[0].id, then=tell, failed=tell, owner=sorting.parent)


def _attach(sorting: Sorting) -> None:
    from crm_desktop.gui.pages.deals.attaching import ask_home

    about = words.named(sorting.requests, sorting.chosen)
    ask_home(sorting.bridge, sorting.parent, sorting.requests, about, sorting.attached)


def _reject(sorting: Sorting) -> None:
    from crm_desktop.gui.pages.deals.rejecting import ask_rejected

    about = words.named(sorting.requests, sorting.chosen)

    def tell(done: ManyDone) -> None:
        if done.number:
            sorting.done(words.said(words.rejected_forms(), sorting.requests, done.number))

    ask_rejected(sorting.bridge, sorting.parent, sorting.ids, about, done=tell)


# On the page of deals


def sort_chosen(page: DealsPage, bridge: Bridge, way: str, find: Find | None = None) -> None:
    """Sort those of the chosen deals that are requests; in a list those of ``find`` instead."""
    part = page.part
    if part is page.recurring:
        return  # no deals

    def take(chosen: int, requests: Sequence[RequestRow]) -> None:
        if requests:
            sort_requests(_sorting(page, bridge, requests, chosen), way)
        else:
            page.told.emit(_("What is selected is sorted already: no request is among it."), None)

    def read(chosen: Chosen) -> None:
        then = partial(take, len(chosen.ids))
        bridge.query(find_requests, chosen.ids, then=then, owner=page, channel="requests")

    (find or page.find_chosen)(read)


def _sorting(
    page: DealsPage, bridge: Bridge, requests: Sequence[RequestRow], chosen: int
) -> Sorting:
    plan = Button(_("Plan the next step"), lambda: page.on_card(lambda card: card.plan()))

    def tell_stepless(said: str) -> None:
        page.done_with.emit("\n".join((said, _("No next step is planned."))), plan)

    def tell_attached(said: str, home: RecordRef) -> None:
        page.done_with.emit(said, Button(_("Open"), lambda: page.open_wanted.emit(home, False)))

    return Sorting(
        bridge,
        page,
        _anchor(page),
        requests,
        chosen,
        page.done.emit,
        tell_stepless,
        tell_attached,
        partial(tell_stayed, page.part, bridge),
    )


def _anchor(page: DealsPage) -> QWidget | QRect:
    """Beside the current card, or below the tools."""
    part = page.part
    if isinstance(part, ListPage) or part.board.current is None:
        return page.toolbar
    place = part.board.card_place(part.board.current)
    return page.toolbar if place.isEmpty() else place
