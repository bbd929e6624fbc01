"""The gate of a stage: deals that lack something for it are asked about that, and nothing else.

The deal card and the board move and win deals through ``ask_gate`` and ``ask_win``: an open gate
asks nothing. ``read_gate`` runs on reader threads, everything else on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import Invalid
from crm_desktop.features.deals.commands import AcceptDeals, MoveDeals, WinDeals
from crm_desktop.features.deals.queries import WON, find_gate, get_deal
from crm_desktop.features.deals.rows import DealRow, Gate, ManyDone
from crm_desktop.features.deals.rules import StageCloses
from crm_desktop.features.pipelines.queries import find_all_pipelines
from crm_desktop.features.pipelines.rows import PipelineRow, StageRow
from crm_desktop.features.users.queries import find_users
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.pages.deals.gate_fields import chosen_clients, together
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.pages.deals.gate_words import GateWords
from crm_desktop.gui.pages.deals.joining import ask_about_clients
from crm_desktop.gui.pages.deals.many import Done, carry_out, is_long
from crm_desktop.gui.shell.card_fields.custom import Layout, read_layout

Won = Callable[[ManyDone, str], object]
Left = Callable[[], object]
Anchor = QWidget | QRect

_ENTITIES = ("deal", "contact", "company")


@dataclass(frozen=True)
class AskedGate:
    """A gate with what is said about it. ``currency`` is that of amounts without one;
    ``next_pipeline`` is what the pipeline is called in which a won deal can begin anew."""

    gate: Gate
    stage: StageRow | None = None
    skipped: tuple[str, ...] = ()
    currency: str = ""
    responsible: str = ""
    next_pipeline: str = ""
    layouts: Mapping[str, Layout] = field(default_factory=dict)


@dataclass(frozen=True)
class _Wish:
    """Which deals shall go where, by which command (of their ids, values, whether to pass by what
    is missing, and whether won ones begin anew), and who is told."""

    bridge: Bridge
    parent: QWidget
    anchor: Anchor
    deal_ids: tuple[str, ...]
    stage_id: str
    command: Callable[
        [tuple[str, ...], Mapping[str, Any], bool, bool], MoveDeals | AcceptDeals | WinDeals
    ]
    done: Won
    left: Left | None


def ask_gate(
    bridge: Bridge,
    parent: QWidget,
    anchor: Anchor,
    deal_ids: Sequence[str],
    stage_id: str,
    *,
    done: Done,
    left: Left | None = None,
    before: str | None = None,
    at_end: bool = False,
    accepts: bool = False,
) -> None:
    """Bring the deals into the stage (``before`` and ``at_end`` as in ``MoveDeals``), asking for
    what they lack in a pop-over at ``anchor``, a widget or a place on the screen. ``done`` gets
    what became of them; ``left`` is called when the deals stay where they were; ``accepts``: they
    are requests."""
    form = AcceptDeals if accepts else MoveDeals

    def move(
        ids: tuple[str, ...], values: Mapping[str, Any], without: bool, _opens_next: bool
    ) -> MoveDeals | AcceptDeals:
        return form(ids, stage_id, before, at_end, values, without)

    def end(moved: ManyDone, _pipeline: str) -> None:
        done(moved)

    ids = tuple(deal_ids)
    _Question(_Wish(bridge, parent, anchor, ids, stage_id, move, end, left)).begin()


def ask_win(
    bridge: Bridge,
    parent: QWidget,
    anchor: Anchor,
    deal_ids: Sequence[str],
    *,
    done: Won,
    left: Left | None = None,
) -> None:
    """Close the deals as won, asking for what they lack, and whether they begin anew where a
    pipeline follows theirs; ``done`` gets its name too. The rest as in ``ask_gate``."""

    def win(
        ids: tuple[str, ...], values: Mapping[str, Any], without: bool, opens_next: bool
    ) -> WinDeals:
        return WinDeals(ids, values, opens_next, without)

    ids = tuple(deal_ids)
    _Question(_Wish(bridge, parent, anchor, ids, WON, win, done, left)).begin()


class _Question(QObject):
    """From the wish to move until the deals are moved or stay."""

    def __init__(self, wish: _Wish) -> None:
        super().__init__(wish.parent)
        self._wish = wish
        self._bridge = wish.bridge
        self._pane: GatePane | None = None
        self._next_pipeline = ""
        self._given: Mapping[str, Any] = {}
        self._sent: Mapping[str, Any] = {}
        self._is_writing = False

    def begin(self) -> None:
        self._read(None)

    def _read(self, gate: Gate | None) -> None:
        self._bridge.query(
            read_gate,
            self._wish.deal_ids,
            self._wish.stage_id,
            gate,
            then=self._take,
            failed=self._give_up,
            owner=self,
        )

    def _take(self, asked: AskedGate) -> None:
        self._next_pipeline = asked.next_pipeline
        if asked.gate.is_open and not asked.next_pipeline:
            self._carry_out({}, False, False)
            return
        self._drop_pane()
        words = GateWords(
            asked.stage.name if asked.stage else "",
            len(self._wish.deal_ids),
            asked.next_pipeline,
            asked.responsible,
        )
        pane = GatePane(self._bridge, self._wish.parent, asked.gate, words)
        pane.ask(asked.layouts, asked.currency, asked.gate.known, asked.skipped)
        pane.moved.connect(self._carry_out)
        pane.others_wanted.connect(partial(self._take_others, asked.gate))
        pane.dismissed.connect(self._leave)
        self._pane = pane
        pane.open_at(self._wish.anchor, pane.first)

    def _take_others(self, gate: Gate, opens_next: bool) -> None:
        """Those that lack something stay, by the person's wish."""
        kept = gate.staying()
        others = tuple(key for key in self._wish.deal_ids if key not in kept)
        self._wish = replace(self._wish, deal_ids=others)
        self._carry_out({}, False, opens_next)

    def _carry_out(self, values: Mapping[str, Any], without: bool, opens_next: bool) -> None:
        """``values`` go with those of the pop-overs before: nothing is written until all is."""
        self._is_writing = True
        self._sent = together(self._given, values)
        write = partial(self._write, without, opens_next)
        clients, place = chosen_clients(values), self._wish.parent
        ask_about_clients(self._bridge, place, clients, write, self._stay)

    def _write(self, without: bool, opens_next: bool) -> None:
        command = self._wish.command(self._wish.deal_ids, self._sent, without, opens_next)
        if is_long(command):
            self._drop_pane()
        carry_out(self._bridge, command, then=self._end, failed=self._refuse, owner=self)

    def _end(self, done: ManyDone) -> None:
        self._drop_pane()
        self.deleteLater()
        self._wish.done(done, self._next_pipeline)

    def _refuse(self, error: BaseException) -> None:
        """The client chosen lacks something, somebody changed the stage meanwhile, or a value
        can't be taken."""
        self._is_writing = False
        if isinstance(error, StageCloses):
            self._given = self._sent
            self._read(error.gate)
        elif self._pane is not None and isValid(self._pane):
            name = error.field if isinstance(error, Invalid) else None
            self._pane.tell_mistake(name or "", words_for(error))
        else:
            self._give_up(error)

    def _give_up(self, error: BaseException) -> None:
        self._bridge.tell_failed(error)
        self._stay()

    def _leave(self) -> None:
        """The person lets it be, or goes elsewhere while it is written already: then the answer
        says what became of it."""
        if not self._is_writing:
            self._stay()

    def _stay(self) -> None:
        self._drop_pane()
        self.deleteLater()
        if self._wish.left is not None:
            self._wish.left()

    def _drop_pane(self) -> None:
        pane, self._pane = self._pane, None
        if pane is not None and isValid(pane):
            pane.end()


def read_gate(
    reader: Reader, deal_ids: Sequence[str], stage_id: str, gate: Gate | None = None
) -> AskedGate:
    """What stands between the deals and the stage (``gate``, where that is known already), and
    what is needed to ask for it."""
    gate = gate or find_gate(reader, deal_ids, stage_id)
    is_won = stage_id == WON
    if gate.is_open and not is_won:
        return AskedGate(gate)
    pipelines = find_all_pipelines(reader)
    deal = get_deal(reader, deal_ids[0]) if deal_ids else None
    next_pipeline = _next_name(pipelines, deal) if is_won else ""
    if gate.is_open:
        return AskedGate(gate, next_pipeline=next_pipeline)
    stage = next((s for p in pipelines if (s := p.stage(stage_id)) is not None), None)
    names = {s.id: s.name for p in pipelines for s in p.stages}
    return AskedGate(
        gate,
        stage,
        tuple(names.get(key, key) for key in gate.skipped),
        deal.currency if deal is not None else "",
        _responsible(reader, stage),
        next_pipeline,
        {entity: read_layout(reader, entity) for entity in _ENTITIES},
    )


def _next_name(pipelines: Sequence[PipelineRow], deal: DealRow | None) -> str:
    own = next((p for p in pipelines if deal is not None and p.id == deal.pipeline_id), None)
    wanted = own.next_pipeline if own is not None else None
    return next((p.name for p in pipelines if p.id == wanted and not p.is_archived), "")


def _responsible(reader: Reader, stage: StageRow | None) -> str:
    if stage is None or stage.responsible is None:
        return ""
    return next((name for key, name in find_users(reader, "") if key == stage.responsible), "")
