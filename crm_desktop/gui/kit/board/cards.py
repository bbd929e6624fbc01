"""The cards of a board that are in memory, and how high each is at the present width.

All columns of a board share one. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat

from crm_desktop.gui.kit.board.card_drawing import CardPainter
from crm_desktop.gui.kit.board.card_plan import CardPlan, plan_card, usual_height
from crm_desktop.gui.kit.board.model import BoardCard
from crm_desktop.gui.kit.theme.theme import Theme

CARD_GAP = 6


class Cards:
    """Cards by rid; those that nobody has asked for yet are not there."""

    def __init__(self, theme: Theme) -> None:
        self._cards: dict[int, BoardCard] = {}
        self._asked: set[int] = set()
        self.painter = CardPainter(theme)
        self.dress(theme, 0)

    def dress(self, theme: Theme, width: int) -> None:
        """Measure and draw for this theme and width from now on."""
        self.theme = theme
        self.width = width
        if theme is not self.painter.theme:
            self.painter = CardPainter(theme)
        self.usual = usual_height(theme)
        self._plans: dict[int, CardPlan] = {}
        self._steps: dict[int, int] = {}

    @property
    def count(self) -> int:
        """How many cards are in memory."""
        return len(self._cards)

    def get(self, rid: int) -> BoardCard | None:
        """A card, or ``None`` while it is on its way."""
        return self._cards.get(rid)

    def plan(self, rid: int) -> CardPlan | None:
        """Its plan, worked out when it is first wanted; ``None`` while it is on its way."""
        plan = self._plans.get(rid)
        if plan is None and (card := self._cards.get(rid)) is not None:
            plan = self._plans[rid] = plan_card(card, self.width, self.theme)
            self._steps[rid] = plan.height + CARD_GAP
        return plan

    def steps(self, rids: Sequence[int]) -> Iterable[int]:
        """From the top of each card to that of the next one, heights not measured yet being
        estimated. Tens of thousands are walked through, so no line of Python is run for each."""
        return map(self._steps.get, rids, repeat(self.usual + CARD_GAP))

    def put(self, cards: Iterable[BoardCard]) -> set[int]:
        """Take these cards; returns the rids of those that are new or have changed."""
        changed = set()
        for card in cards:
            self._asked.add(card.rid)
            if self._cards.get(card.rid) != card:
                self._cards[card.rid] = card
                self._plans.pop(card.rid, None)
                changed.add(card.rid)
        return changed

    def ask(self, rids: Iterable[int]) -> list[int]:
        """Those of ``rids`` that nobody has asked for yet; from now on they are asked for."""
        wanted = [rid for rid in rids if rid not in self._asked]
        self._asked.update(wanted)
        return wanted

    def forget(self, rids: Iterable[int] | None = None) -> None:
        """Let these, or all, be asked for again; what is in memory is shown until then."""
        if rids is None:
            self._asked.clear()
        else:
            self._asked.difference_update(rids)

    def keep_only(self, rids: Iterable[int]) -> None:
        """Forget wholly what is no longer on the board."""
        gone = self._cards.keys() - set(rids)
        for rid in gone:
            del self._cards[rid]
            self._plans.pop(rid, None)
            self._steps.pop(rid, None)
        self._asked -= gone
