"""Cards that change their place: gaps close in 120 ms, what is taken back flies home.

Only pictures move: the board has everything at its new place already. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.board.cards import Cards
from crm_desktop.gui.kit.board.carried import Carried, picture_of
from crm_desktop.gui.kit.board.column_pane import ColumnPane
from crm_desktop.gui.kit.board.strip import Strip

_MOST = 5  # cards that fly at once; others are simply back

Tops = Mapping[str, Mapping[int, int]]
"""By column and rid: where the cards in view stand."""


class FlightBoard(Protocol):
    """What is asked of the board."""

    cards: Cards
    strip: Strip

    @property
    def open_panes(self) -> Sequence[ColumnPane]:
        """The columns that are not folded, from left to right."""

    def lift(self, rids: Iterable[int]) -> None:
        """Draw only the outlines of these cards."""


class Flights(QObject):
    """The moving pictures of one board."""

    def __init__(self, board: FlightBoard, widget: QWidget) -> None:
        super().__init__(widget)
        self._board = board
        self._widget = widget
        self._flying: set[int] = set()

    def tops(self) -> Tops:
        """Where all cards in view stand now."""
        return {pane.key: pane.view.seen_tops() for pane in self._board.open_panes}

    def settle(self, before: Tops, but: Iterable[int]) -> None:
        """Let the cards slide from where they stood ``before`` to where they stand now; those in
        ``but`` are there at once."""
        left_out = set(but)
        for pane in self._board.open_panes:
            tops = before.get(pane.key, {})
            pane.view.slide_from({rid: y for rid, y in tops.items() if rid not in left_out})

    def middles(self, rids: Sequence[int]) -> Mapping[int, QPoint]:
        """Where the middles of those cards are on the screen that are in view; those on no
        column are at the ends."""
        ends = self._board.strip.mapToGlobal(self._board.strip.rect().center())
        places = dict.fromkeys(rids, ends)
        for pane in self._board.open_panes:
            places.update(pane.view.middles_of(rids))
        return places

    def fly(self, rids: Sequence[int], places: Mapping[int, QPoint]) -> None:
        """Bring cards, which are back at their places, there from ``places`` of the screen."""
        cards = self._board.cards
        duration = cards.theme.motion.base
        if not duration or not self._widget.isVisible():
            return
        arriving = dict(self._targets(rids))
        self._flying.update(arriving)
        self._board.lift(self._flying)
        for rid, middle in arriving.items():
            card, plan = cards.get(rid), cards.plan(rid)
            if card is None or plan is None:
                self._land(rid)
                continue
            ratio = self._widget.devicePixelRatioF()
            carried = Carried(
                picture_of(cards.painter, card, plan, 1, ratio), self._widget.window()
            )
            carried.hold_at(places[rid])
            carried.show()
            carried.fly(middle, duration, partial(self._land, rid))

    def _targets(self, rids: Sequence[int]) -> Sequence[tuple[int, QPoint]]:
        found = [
            place for pane in self._board.open_panes for place in pane.view.middles_of(rids).items()
        ]
        return found[:_MOST]

    def _land(self, rid: int) -> None:
        self._flying.discard(rid)
        self._board.lift(self._flying)
