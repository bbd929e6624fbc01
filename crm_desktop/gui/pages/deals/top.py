"""The head of a deal's card: what it is worth, its chance, Won and Lost, and its way below.

Made by the card for every deal it shows. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.features.deals.chance.queries import find_chance, find_pace
from crm_desktop.features.deals.chance.rule import Chance
from crm_desktop.features.deals.commands import ReopenDeals, UpdateDeal
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.buttons import CutButton
from crm_desktop.gui.kit.painted import CutLabel, align_digits, plain_label
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.accepting import ask_accept
from crm_desktop.gui.pages.deals.chance_pane import ChancePane
from crm_desktop.gui.pages.deals.gate import ask_gate, ask_win
from crm_desktop.gui.pages.deals.head import LOST, OPEN, WON, DealFacts, lacks_step
from crm_desktop.gui.pages.deals.losing import ask_lost
from crm_desktop.gui.pages.deals.path_rules import with_average
from crm_desktop.gui.pages.deals.request_top import RequestTop
from crm_desktop.gui.pages.deals.request_ways import REJECT, WAYS
from crm_desktop.gui.pages.deals.requests import Sorting, sort_requests
from crm_desktop.gui.pages.deals.stage_path import StagePath
from crm_desktop.gui.pages.deals.winning import tell_won
from crm_desktop.gui.pages.deals.words import estimate_words, money_words, shown_chance
from crm_desktop.gui.shell.card.description import CardHead, HeadTop
from crm_desktop.gui.shell.page import RecordRef

# Narrower than this, a card shows icons for the words on the buttons, and no average.
_WORDS_FROM = 1000
_PACE_HOLDS = timedelta(minutes=10)
_ROLES = {"success": IconRole.ON_ACCENT, "dangerText": IconRole.DANGER}


@dataclass(frozen=True)
class _Pace:
    """In how many days deals of a pipeline are won, counted at that moment."""

    days: int | None
    moment: datetime


class DealTop(HeadTop):
    """Its buttons win, lose, reopen and move the deal that is shown."""

    def __init__(self, bridge: Bridge, card: QWidget) -> None:
        super().__init__(card)
        self._bridge, self._card = bridge, card
        self.facts: DealFacts | None = None
        self._paces: dict[str, _Pace] = {}
        self.side, self.band = QWidget(card), QWidget(card)
        self._manager = ThemeManager.instance()
        self.requests = RequestTop(bridge, self.sort, self.side, self.band)
        self._make_side()
        self._make_band()
        card.installEventFilter(self)

    def _make_side(self) -> None:
        self.amount = plain_label("", type="title")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        align_digits(self.amount)
        self.chance = CutButton(self.side)
        dress(self.chance, kind="headHint")
        align_digits(self.chance)
        self.chance.clicked.connect(self._explain_chance)
        self.status = plain_label("", type="subheading")
        self.won = self._button(_("Won"), "success", "trophy", self.win)
        self.lost = self._button(_("Lost"), "dangerText", "x-circle", self.lose)
        self.reopen = self._button(
            _("Bring back to work"), "", "arrow-counter-clockwise", self.bring_back
        )
        worth = QVBoxLayout()
        worth.setSpacing(2)
        worth.addStretch()
        worth.addWidget(self.amount)
        worth.addWidget(self.chance, 0, Qt.AlignmentFlag.AlignRight)
        worth.addStretch()
        row = QHBoxLayout(self.side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(worth)
        row.addSpacing(12)
        for widget in (self.status, self.won, self.lost, *self.requests.buttons, self.reopen):
            row.addWidget(widget)

    def _button(self, words: str, kind: str, icon: str, press: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self.side)
        dress(button, scale="small", **({"kind": kind} if kind else {}))
        self._manager.set_icon(button, icon, _ROLES.get(kind, IconRole.DEFAULT))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(press)
        return button

    def _make_band(self) -> None:
        self.path = StagePath(self.band)
        self.path.wanted.connect(self.move_to)
        self.note = CutLabel(lambda theme: theme.faces.label, "text_tertiary", self.band)
        self.note.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.path, 1)
        row.addWidget(self.note)
        column = QVBoxLayout(self.band)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.requests.band)
        column.addLayout(row)

    # Showing

    def show_head(self, head: CardHead) -> None:
        """Amount, chance, buttons and way of this deal."""
        facts = head.facts
        assert isinstance(facts, DealFacts)
        self.facts = facts
        deal = facts.deal
        is_open = deal.status == OPEN
        self.amount.setText(money_words(deal.amount))
        self.chance.setVisible(is_open)
        self.chance.setText(_chance_line(facts))
        self.chance.setToolTip(_("Why this chance, and another one"))
        named = _("Chance")
        self.chance.setAccessibleName(f"{named}: {self.chance.text()}")
        self.status.setVisible(not is_open)
        self.status.setText({WON: _("Won"), LOST: _("Lost")}.get(deal.status, ""))
        dress(self.status, tone={WON: "success", LOST: "danger"}.get(deal.status, ""))
        can = not (head.is_archived or head.is_deleted)
        waits = facts.request is not None
        for button in (self.won, self.lost):
            button.setVisible(is_open and not waits)
            button.setEnabled(can)
        self.requests.show_deal(deal, waits=waits, can=can)
        self.reopen.setVisible(not is_open)
        self.reopen.setEnabled(can)
        self.path.show_stages(facts.path.stages, is_open=is_open and can)
        self._show_note()
        self._ask_pace()

    def _show_note(self) -> None:
        """How long the deal is in work, beside how long others took as soon as that is known."""
        if self.facts is not None:
            pace = self._paces.get(self.facts.deal.pipeline_id)
            self.note.setText(with_average(self.facts.path, pace.days if pace else None))

    def _ask_pace(self) -> None:
        """To count all deals of a pipeline takes longer than to show one: it is done apart, and
        not with every change."""
        if self.facts is None or self.facts.deal.status != OPEN:
            return
        key = self.facts.deal.pipeline_id
        known = self._paces.get(key)
        if known is None or clock.now() - known.moment > _PACE_HOLDS:
            take = partial(self._take_pace, key)
            self._bridge.query(find_pace, key, then=take, owner=self, channel="pace")

    def _take_pace(self, pipeline_id: str, days: int | None) -> None:
        self._paces[pipeline_id] = _Pace(days, clock.now())
        self._show_note()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A narrow card has no room for words on the buttons."""
        if event.type() == QEvent.Type.Resize and watched is self._card:
            is_wide = self._card.width() >= self._manager.theme.grown(_WORDS_FROM)
            for button in (self.won, self.lost, self.reopen, *self.requests.buttons[1:]):
                self._manager.set_words(button, button.accessibleName() if is_wide else "")
            self.note.setVisible(is_wide)
        return False

    def entries(self) -> Sequence[tuple[str, str, Callable[[], object]]]:
        """Won, lost, or back to work; of a request how to sort it."""
        if self.facts is None:
            return ()
        if self.facts.request is not None:
            return [(one.title.text(), one.icon, partial(self.sort, one.name)) for one in WAYS]
        if self.facts.deal.status != OPEN:
            return ((_("&Bring back to work"), "arrow-counter-clockwise", self.bring_back),)
        return ((_("&Won"), "trophy", self.win), (_("&Lost…"), "x-circle", self.lose))

    # Doing

    def move_to(self, stage_id: str, place: QRect) -> None:
        """Into that stage, through its gate."""
        if self.facts is None:
            return
        deal, stages = self.facts.deal, self.facts.path.stages
        name = next((stage.name for stage in stages if stage.id == stage_id), "")
        self.path.show_wanted(stage_id)
        end = partial(self.path.show_wanted, "")

        def moved(_outcome: Any) -> None:
            end()
            self.done.emit(_("The deal is in “{stage}” now.").format(stage=name))
            self._bridge.query(lacks_step, deal.id, then=ask_step, owner=self)

        def ask_step(is_lacking: bool) -> None:
            if is_lacking and self.facts is not None and self.facts.deal.id == deal.id:
                self.step_wanted.emit()

        ask = ask_gate if self.facts.request is None else ask_accept
        ask(self._bridge, self._card, place, [deal.id], stage_id, done=moved, left=end)

    def sort(self, way: str) -> None:
        """Accept, attach or reject the request that is shown."""
        if self.facts is None or self.facts.request is None:
            return

        def tell_stepless(said: str) -> None:
            self.done.emit(said)
            self.step_wanted.emit()

        def tell_attached(said: str, home: RecordRef) -> None:
            self.done.emit(said)
            self.open_wanted.emit(home, False)  # here is nothing any more

        first = self.requests.accept
        sorting = Sorting(
            self._bridge,
            self._card,
            first if first.isVisible() else self.side,
            (self.facts.request,),
            1,
            self.done.emit,
            tell_stepless,
            tell_attached,
            lambda _done: None,  # one alone never stays behind others
        )
        sort_requests(sorting, way)

    def win(self) -> None:
        """Close the deal as won."""
        if self.facts is None or self.facts.deal.status != OPEN:
            return
        deal = self.facts.deal
        words = _("Won: {amount}").format(amount=money_words(deal.amount))
        told = words if deal.amount is not None else _("The deal is won.")
        anchor = self.won if self.won.isVisible() else self.side
        done = partial(self._tell_won, told)
        ask_win(self._bridge, self._card, anchor, [deal.id], done=done)

    def _tell_won(self, words: str, done: ManyDone, pipeline: str) -> None:
        def open_(record: RecordRef) -> None:
            self.open_wanted.emit(record, False)

        tell_won(self._bridge, words, done.begun, pipeline, open_)

    def lose(self) -> None:
        """Close the deal as lost, with a reason; a request is rejected."""
        if self.facts is not None and self.facts.request is not None:
            self.sort(REJECT)
        elif self.facts is not None and self.facts.deal.status == OPEN:
            told = partial(self._tell, _("The deal is closed as lost."))
            ask_lost(self._bridge, self._card, [self.facts.deal.id], told)

    def bring_back(self) -> None:
        """Open again in its last stage."""
        if self.facts is not None:
            told = partial(self._tell, _("The deal is back in work."))
            command = ReopenDeals((self.facts.deal.id,))
            self._bridge.execute(command, then=told, owner=self._card)

    def _tell(self, words: str, _outcome: Any) -> None:
        self.done.emit(words)

    def _explain_chance(self) -> None:
        if self.facts is None:
            return
        show = partial(self._show_chance, self.facts)
        self._bridge.query(find_chance, self.facts.deal, then=show, owner=self, channel="chance")

    def _show_chance(self, facts: DealFacts, chance: Chance) -> None:
        if facts is not self.facts or not self.chance.isVisible():
            return
        deal = facts.deal
        pane = ChancePane(facts, chance, self._card)

        def take(percent: int | None) -> None:
            pane.end()
            if percent != (deal.chance if deal.is_chance_own else None):
                command = UpdateDeal(deal.id, deal.version, {"chance": percent})
                self._bridge.execute(command, owner=self._card)

        pane.chosen.connect(take)
        pane.open_at(self.chance, pane.entry.line)


def _chance_line(facts: DealFacts) -> str:
    """``weighted 826 000 ₽ · 70 %``."""
    percent = shown_chance(facts.deal)
    if facts.weighted is None:
        return _("chance {percent}").format(percent=percent)
    amount = estimate_words(facts.weighted)
    return _("weighted {amount} · {percent}").format(amount=amount, percent=percent)
