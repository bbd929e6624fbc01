"""The board of deals: a pipeline's stages as columns, won and lost at the edge.

Made by the page of deals; GUI thread only, reads run on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.values.money import Money
from crm_desktop.features.deals.commands import MoveDeals
from crm_desktop.features.deals.many.queries import lacking_steps
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.filters.ast import EVERYTHING
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.board.model import BoardWords
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.pages.deals import board_words as words
from crm_desktop.gui.pages.deals.board_guests import BoardGuests
from crm_desktop.gui.pages.deals.deal_board import DealBoard
from crm_desktop.gui.pages.deals.drop_hints import DropHints
from crm_desktop.gui.pages.deals.many import carry_out, tell_stayed
from crm_desktop.gui.pages.deals.reads import ENTITY, BoardRead, read_whole_board
from crm_desktop.gui.pages.deals.request_words import (
    accepted_forms,
    counted_requests,
    rejected_forms,
    waiting_words,
)
from crm_desktop.gui.pages.deals.switcher import SWITCHER
from crm_desktop.gui.pages.deals.winning import tell_won
from crm_desktop.gui.shell.bulk.kind import Rows
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.pages.deals.quick_add import QuickAdd

Said = Callable[[int], str]
"""What is said of so many deals."""


class BoardPage(DealBoard):
    """``head_menu_wanted``: the menu of a stage; ``full_form_wanted`` gives what was typed into
    the quick add; ``step_wanted``: a step shall be planned for a deal, at a place on the
    screen."""

    head_menu_wanted = Signal(str, QPoint)
    full_form_wanted = Signal(object)  # values of the new deal's form
    step_wanted = Signal(object, QRect)  # RecordRef

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        shown = BoardWords(_("Deals"), _("Add a deal"), _("Drag a deal here or press +"))
        super().__init__(bridge, shown, parent)
        self._quick: QuickAdd | None = None
        self.chooser: QWidget = self
        """Where other pipelines are chosen; what they ask stands beside it."""
        self.board.moved.connect(self._move)
        self.board.dropped_on_end.connect(self._end)
        self.board.quick_add_wanted.connect(self.add_in)
        self.board.head_menu_wanted.connect(self.head_menu_wanted)
        self.board.step_wanted.connect(self._want_step)
        self.board.dropped_outside.connect(self._drop_outside)
        self._hints = DropHints(self, self.board.dragging.say_again)
        self.board.drop_hint = self._hints.say
        self.guests = BoardGuests(self)

    # Reading

    def ask(self, then: Callable[[Any], None], failed: Callable[[BaseException], None]) -> None:
        """Read the board."""
        self.bridge.query(
            read_whole_board, self.asked, then=then, failed=failed, owner=self, channel="board"
        )

    def take(self, read: BoardRead) -> None:
        """Show the columns; without a pipeline or anything found say so instead."""
        self._hints.forget()
        self.totals = words.totals(
            (len(one.rids), one.sums, one.weighted) for one in read.board.columns
        )
        if read.pipeline is None:
            return
        number = len(read.board.columns)
        heads = [
            words.make_head(stage, column, (place, number), can_add=read.may_write)
            for place, (stage, column) in enumerate(
                zip(read.pipeline.stages, read.board.columns, strict=True), 1
            )
        ]
        self.board.is_ordered_by_hand = self.asked.sort == "hand"
        self.board.set_columns(heads, {one.stage_id: one.rids for one in read.board.columns})
        self.board.set_ends(words.make_ends(read.board))
        if not self.totals[0] and self.asked.filter != EVERYTHING:
            self.say_none(waiting_words(read.pipeline, read.waiting))

    # Quick add

    def add(self) -> None:
        """Open the quick add in the column of the keyboard."""
        column = self.board.current_column
        if self.may_write and self.pipeline is not None and self.pipeline.stages:
            self.add_in(column or self.pipeline.stages[0].id)

    def add_in(self, stage_id: str) -> None:
        """Open the quick add at the top of a column; where it is open already it closes."""
        if self._quick is not None and self.board.slot_column == stage_id:
            self._quick.leave()
            return
        self._open_quick_add(stage_id)

    def add_for(self, stage_id: str, client: Mapping[str, Any]) -> None:
        """Open the quick add at the top of a column for this client: the values that the form of
        new deals takes."""
        if client:
            self._open_quick_add(stage_id)
        if client and self._quick is not None:
            self._quick.begin_for(client)

    def _open_quick_add(self, stage_id: str) -> None:
        if not self.may_write or self.pipeline is None:
            return
        from crm_desktop.gui.pages.deals.quick_add import QuickAdd

        if self._quick is None:
            self._quick = QuickAdd(self.bridge)
            self._quick.added.connect(self._note_added)
            self._quick.left.connect(self.board.close_slot)
            self._quick.full_form_wanted.connect(self._want_full_form)
        self._quick.begin(self.pipeline, stage_id)
        self.board.open_slot(stage_id, self._quick)
        self._quick.setFocus()

    @property
    def quick_add(self) -> QuickAdd | None:
        """The open quick add."""
        return self._quick if self.board.slot_column else None

    def _note_added(self, record: RecordRef) -> None:
        self.choose(record.id)
        button = Button(_("Open"), lambda: self.opened.emit(record, False))
        self.done_with.emit(_("The deal was created."), button)

    def _want_full_form(self, values: object) -> None:
        self.board.close_slot()
        self.full_form_wanted.emit(values)

    # Moving

    def move_to(self, stage_id: str) -> None:
        """Bring the chosen deals into a stage, on top."""
        rids = self.board.chosen
        if rids and stage_id in self.board.order.columns:
            column = [rid for rid in self.board.rids_of(stage_id) if rid not in rids]
            self.board.move_cards(rids, stage_id, column[0] if column else None)

    def move_across(self, rids: Sequence[int], stage_id: str) -> None:
        """Bring deals into a stage of another pipeline, on top."""
        self.begin_move()
        self.board.take_off(rids)
        self.with_ids(
            rids, lambda ids: self._change_stage(rids, ids, stage_id), self.taker_back(rids)
        )

    def _drop_outside(self, rids: Sequence[int], key: str) -> None:
        """On a stage of another pipeline; on a pipeline, or the chooser, its stage is asked."""
        if self.stage_of(key) is not None:
            self.move_across(rids, key)
            return
        from crm_desktop.gui.pages.deals.menus import ask_stage

        goals = [one for one in self.other_pipelines if key in (one.id, SWITCHER)]
        ask_stage(self, goals, rids)

    @property
    def other_pipelines(self) -> Sequence[PipelineRow]:
        """Those that deals of the board can go to."""
        here = self.pipeline
        return [one for one in self.pipelines if here is None or one.id != here.id]

    def win(self) -> None:
        """The chosen deals are won."""
        if self.board.chosen:
            self.board.end_cards(self.board.chosen, words.WON)

    def lose(self) -> None:
        """The chosen deals are lost."""
        if self.board.chosen:
            self.board.end_cards(self.board.chosen, words.LOST)

    def _move(self, rids: Sequence[int], stage_id: str, before: int | None) -> None:
        self.begin_move()
        wanted = [*rids, before] if before is not None else list(rids)
        is_own = all(rid in self.rows and self.rows[rid].stage_id == stage_id for rid in rids)

        def move(ids: tuple[str, ...]) -> None:
            above = ids[-1] if before is not None else None
            deals = ids[:-1] if before is not None else ids
            if is_own:
                self._reorder(rids, deals, stage_id, above)
            else:
                self._change_stage(rids, deals, stage_id, above, at_end=above is None)

        self.with_ids(wanted, move, self.taker_back(rids))

    def _reorder(
        self, rids: Sequence[int], ids: tuple[str, ...], stage_id: str, above: str | None
    ) -> None:
        def refuse(error: BaseException) -> None:
            self.bridge.tell_failed(error)
            self._take_back(rids)

        carry_out(
            self.bridge,
            MoveDeals(ids, stage_id, above, above is None),
            then=lambda _done: self.end_move(),
            failed=refuse,
            owner=self,
        )

    def _accepts(self, rids: Sequence[int], stage_id: str) -> bool:
        """Whether they are requests, and all of them come into work."""
        goal, waiting = self.stage_of(stage_id), set(self.requests_among(rids))
        return goal is not None and not goal.is_intake and waiting.issuperset(rids)

    def _change_stage(
        self,
        rids: Sequence[int],
        ids: tuple[str, ...],
        stage_id: str,
        above: str | None = None,
        *,
        at_end: bool = False,
    ) -> None:
        from crm_desktop.gui.pages.deals.accepting import ask_accept
        from crm_desktop.gui.pages.deals.gate import ask_gate

        said = self._moved_words(rids, stage_id)

        def moved(done: ManyDone) -> None:
            self.end_move()
            tell = partial(self._tell_moved, said, done)

            def tell_moved_alone(_error: BaseException) -> None:
                tell(())

            self.bridge.query(
                lacking_steps, ids, stage_id, then=tell, failed=tell_moved_alone, owner=self
            )

        ask = ask_accept if self._accepts(rids, stage_id) else ask_gate
        ask(
            self.bridge,
            self,
            self._anchor(rids) if stage_id in self.board.order.columns else self.chooser,
            ids,
            stage_id,
            done=moved,
            left=self.taker_back(rids),
            before=above,
            at_end=at_end,
        )

    def _tell_moved(self, said: Said, done: ManyDone, lacking: Sequence[int]) -> None:
        """Where it is now, and that no step is planned where its pipeline asks for one."""
        if not lacking:
            self._tell_done(said, done)
            return
        lack = words.lacking_step(len(lacking), done.number)
        plan = Button(_("Plan the next step"), partial(self._plan_for, lacking))
        self.done_with.emit("\n".join((said(done.number), lack)), plan)
        tell_stayed(self, self.bridge, done)

    def _plan_for(self, rids: Sequence[int]) -> None:
        """For one on the board on its card; for others, or many, one question for all."""
        if len(rids) == 1 and self.board.order.places(rids):
            self._want_step(rids[0], QRect())
        elif (ask := self.bulk.actions.ask_task) is not None:
            ask(Rows(rids, are_ticked=False), self.chooser)

    def _moved_words(self, rids: Sequence[int], stage_id: str) -> Said:
        stage = self.stage_of(stage_id)
        name = stage.name if stage is not None else ""
        elsewhere = next((one for one in self.other_pipelines if one.stage(stage_id)), None)
        if elsewhere is not None:
            return self._said(rids, *words.moved_elsewhere(), stage=name, pipeline=elsewhere.name)
        forms = accepted_forms() if self._accepts(rids, stage_id) else words.moved()
        return self._said(rids, *forms, stage=name)

    def _end(self, rids: Sequence[int], end: str) -> None:
        self.begin_move()
        self.with_ids(rids, partial(self._ask_end, list(rids), end), self.taker_back(rids))

    def _ask_end(self, rids: Sequence[int], end: str, ids: tuple[str, ...]) -> None:
        from crm_desktop.gui.pages.deals.gate import ask_win
        from crm_desktop.gui.pages.deals.losing import ask_lost

        if end == words.LOST and len(self.requests_among(rids)) == len(rids):
            self._ask_rejected(rids, ids)
            return
        if end == words.LOST:
            said = self._said(
                rids,
                _("“{deal}” is lost."),
                lambda number: ngettext(
                    "{number} deal is lost.", "{number} deals are lost.", number
                ),
            )

            def lost(done: ManyDone) -> None:
                self.end_move()
                self._tell_done(said, done)

            ask_lost(self.bridge, self, ids, lost, self.taker_back(rids))
            return
        done = partial(self._tell_won, self._won_words(rids))
        place = self.board.strip.end_of(words.WON)
        ask_win(self.bridge, self, place, ids, done=done, left=self.taker_back(rids))

    def _ask_rejected(self, rids: Sequence[int], ids: tuple[str, ...]) -> None:
        from crm_desktop.gui.pages.deals.rejecting import ask_rejected

        def rejected(done: ManyDone) -> None:
            self.end_move()
            self._tell_done(said, done)

        said = self._said(rids, *rejected_forms())
        title = self.rows[rids[0]].title if len(rids) == 1 else counted_requests(len(rids))
        left = self.taker_back(rids)
        ask_rejected(self.bridge, self, ids, title, done=rejected, left=left)

    def _tell_won(self, said: Said, done: ManyDone, pipeline: str) -> None:
        self.end_move()

        def open_(record: RecordRef) -> None:
            self.opened.emit(record, False)

        if done.number:
            tell_won(self.bridge, said(done.number), done.begun, pipeline, open_)
        tell_stayed(self, self.bridge, done)

    def _tell_done(self, said: Said, done: ManyDone) -> None:
        if done.number:
            self.done.emit(said(done.number))
        tell_stayed(self, self.bridge, done)

    def _won_words(self, rids: Sequence[int]) -> Said:
        is_known = all(rid in self.rows for rid in rids)
        found = [self.rows[rid].amount for rid in rids] if is_known else []
        amounts: list[Money] = [one for one in found if one is not None]
        sum_ = words.totals([(len(rids), (one,), ()) for one in amounts])[1]
        if not sum_:
            return self._said(
                rids,
                _("“{deal}” is won."),
                lambda number: ngettext("{number} deal is won.", "{number} deals are won.", number),
            )
        return self._said(
            rids,
            _("“{deal}” is won: {sum}"),
            lambda number: ngettext(
                "{number} deal is won: {sum}", "{number} deals are won: {sum}", number
            ),
            sum=sum_,
        )

    def _said(
        self, rids: Sequence[int], one: str, many: Callable[[int], str], **values: str
    ) -> Said:
        """Of one deal by its name, of several how many."""
        title = self.rows[rids[0]].title if len(rids) == 1 and rids[0] in self.rows else ""

        def said(number: int) -> str:
            if title:
                return one.format(deal=title, **values)
            return many(number).format(number=shown_number(number), **values)

        return said

    def _anchor(self, rids: Sequence[int]) -> QWidget | QRect:
        place = self.board.card_place(rids[0])
        return self if place.isEmpty() else place

    def _want_step(self, rid: int, place: QRect) -> None:
        self.with_ids([rid], lambda ids: self.step_wanted.emit(RecordRef(ENTITY, ids[0]), place))
