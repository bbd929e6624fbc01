"""Deals moved, won and lost: on the board cards fly, in the list and the forecast none does.

Called by the page of deals on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.deals.intake.queries import find_requests
from crm_desktop.features.deals.intake.rows import RequestRow
from crm_desktop.features.deals.many.queries import lacking_steps
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.pages.deals.accepting import ask_accept
from crm_desktop.gui.pages.deals.board_words import lacking_step, moved, moved_elsewhere
from crm_desktop.gui.pages.deals.gate import ask_gate, ask_win
from crm_desktop.gui.pages.deals.losing import ask_lost
from crm_desktop.gui.pages.deals.many import tell_stayed
from crm_desktop.gui.pages.deals.request_words import accepted_forms
from crm_desktop.gui.pages.deals.winning import tell_won
from crm_desktop.gui.shell.bulk.kind import Rows
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import Chosen, RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.page import DealsPage

Find = Callable[[Callable[[Chosen], None]], None]
"""Gives the deals that are meant, when they are known."""


def win_chosen(page: DealsPage, bridge: Bridge, find: Find | None = None) -> None:
    """The chosen deals are won, through their gates; in a list those of ``find`` instead."""
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

    (find or page.find_chosen)(win)


def lose_chosen(page: DealsPage, bridge: Bridge, find: Find | None = None) -> None:
    """The chosen deals are lost, with a reason; in a list those of ``find`` instead."""
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

    (find or page.find_chosen)(lose)


def move_chosen(page: DealsPage, bridge: Bridge, stage_id: str, find: Find | None = None) -> None:
    """The chosen deals go into a stage of any pipeline, through its gate; in a list those of
    ``find`` instead."""
    part = page.part
    if part is page.board:
        board = page.board
        if stage_id in board.board.order.columns:
            board.move_to(stage_id)
        else:
            board.move_across(board.board.chosen, stage_id)
        return
    if part is page.recurring:
        return

    def move(ids: Sequence[str], requests: Sequence[RequestRow]) -> None:
        accepts = len(requests) == len(ids) and not _is_intake(page, stage_id)
        said = _moved_words(page, stage_id, accepts)
        done = partial(_tell_moved, page, said, ids, stage_id)
        ask = ask_accept if accepts else ask_gate
        ask(bridge, page, page.toolbar, ids, stage_id, done=done)

    def read(chosen: Chosen) -> None:
        then = partial(move, chosen.ids)
        bridge.query(find_requests, chosen.ids, then=then, owner=page, channel="moved requests")

    (find or page.find_chosen)(read)


def _is_intake(page: DealsPage, stage_id: str) -> bool:
    stages = (one.stage(stage_id) for one in page.toolbar.pipelines)
    return any(stage is not None and stage.is_intake for stage in stages)


def _moved_words(page: DealsPage, stage_id: str, accepts: bool) -> Callable[[int], str]:
    goal = next((one for one in page.toolbar.pipelines if one.stage(stage_id)), None)
    stage = goal.stage(stage_id) if goal is not None else None
    forms = accepted_forms() if accepts else moved()
    if goal is not None and goal.id != page.pipeline_id:
        forms = moved_elsewhere()
    names = {"stage": stage.name if stage else "", "pipeline": goal.name if goal else ""}
    return lambda number: forms[1](number).format(number=shown_number(number), **names)


def _tell_moved(
    page: DealsPage,
    said: Callable[[int], str],
    ids: Sequence[str],
    stage_id: str,
    done: ManyDone,
) -> None:
    """Where they are now, and how many lack the step that their pipeline asks for."""
    part, bridge = page.part, page.board.bridge

    def plan(rids: Sequence[int]) -> None:
        actions = part.bulk.actions
        if actions is not None and actions.ask_task is not None:
            actions.ask_task(Rows(rids, are_ticked=False), page.toolbar)

    def tell(lacking: Sequence[int]) -> None:
        words = said(done.number)
        if lacking:
            words = "\n".join((words, lacking_step(len(lacking), done.number)))
            button = Button(_("Plan the next step"), partial(plan, lacking))
            page.done_with.emit(words, button)
        elif done.number:
            page.done.emit(words)
        tell_stayed(part, bridge, done)

    def tell_alone(_error: BaseException) -> None:
        tell(())

    bridge.query(lacking_steps, ids, stage_id, then=tell, failed=tell_alone, owner=page)
