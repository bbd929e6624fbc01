"""What is chosen on a board: one current card, any number of picked ones.

Both are internal keys, so they stay with their cards while columns change. The board shows them
and tells the page. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal

from crm_desktop.gui.kit.board.chosen import Chosen
from crm_desktop.gui.kit.board.column_pane import ColumnPane
from crm_desktop.gui.kit.board.column_view import ColumnView
from crm_desktop.gui.kit.board.lanes import Lanes
from crm_desktop.gui.kit.board.order import BoardOrder, Place
from crm_desktop.gui.kit.row_lights import Lights

_WHOLE = (0,)  # of a card all is tinted


class Choice(QObject):
    """``current_changed`` tells the current rid or ``None``; ``picked_changed`` that others are
    picked. ``has_begun``: somebody has been on these columns, if only on an empty one."""

    current_changed = Signal(object)
    picked_changed = Signal()

    def __init__(self, order: BoardOrder, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._order = order
        self._lanes = lanes
        self._place = Place("", -1)
        self.current: int | None = None
        self.has_begun = False
        self._picked: set[int] = set()
        self._lifted: frozenset[int] = frozenset()
        self._aimed: int | None = None
        self.lights = Lights(self)
        """Cards that have just become others."""
        self.lights.went_out.connect(self._show)

    @property
    def column(self) -> str:
        """The key of the column where the keyboard is; it may be empty."""
        return self._place.column

    @property
    def line(self) -> int:
        """The line of the current card in its column, -1 where there is none."""
        return self._place.line

    @property
    def picked(self) -> list[int]:
        """From the left column to the right one, from top to bottom."""
        return list(self._order.places(self._picked)) if self._picked else []

    @property
    def taken(self) -> list[int]:
        """The picked ones, or else the current one."""
        return self.picked or ([] if self.current is None else [self.current])

    def column_of(self, view: ColumnView) -> str:
        """The key of the column of ``view``."""
        return next(pane.key for pane in self._lanes.panes if pane.view is view)

    # Choosing

    def make_current(self, rid: int) -> bool:
        """Make a card the current one and bring it into view; whether it is on the board."""
        place = self._order.place_of(rid)
        if place is not None:
            self._stand(place, rid)
        return place is not None

    def enter(self, column: str, line: int) -> None:
        """Make the card at ``line`` of a column current, or the nearest one; in an empty column
        there is none."""
        rids = self._order.columns[column]
        line = max(0, min(line, len(rids) - 1))
        self._stand(Place(column, line if rids else -1), rids[line] if rids else None)

    def stay(self, view: ColumnView) -> None:
        """Nothing of a column was pressed: an empty one becomes the current one, else the
        keyboard goes back to where it was."""
        if view.rids:
            self._follow(show=False)
        else:
            self.enter(self.column_of(view), 0)

    def _stand(self, place: Place, rid: int | None) -> None:
        before, self._place = self.current, place
        self.current, self.has_begun = rid, True
        self._follow(show=True)
        if rid != before:
            self.current_changed.emit(rid)

    def flip(self, rid: int) -> None:
        """Pick a card, or no longer; it becomes the current one."""
        self._picked ^= {rid}
        self.make_current(rid)
        self._tell_picked()

    def pick_range(self, rid: int) -> None:
        """Pick all cards from the current one to ``rid``, if both are in one column."""
        start, place = self._place, self._order.place_of(rid)
        if place is None:
            return
        first = start.line if start.column == place.column and start.line >= 0 else place.line
        low, high = sorted((first, place.line))
        self._picked.update(self._order.columns[place.column][low : high + 1])
        self.make_current(rid)
        self._tell_picked()

    def pick_column(self) -> None:
        """Pick all cards of the current column."""
        self._picked.update(self._order.columns.get(self.column, ()))
        self._tell_picked()

    def pick_all(self) -> None:
        """Pick every card of the board."""
        for column in self._order.columns.values():
            self._picked.update(column)
        self._tell_picked()

    def pick(self, rids: Iterable[int]) -> None:
        """Pick just those of these cards that are on the board, and show the first."""
        self._picked = set(self._order.places(set(rids)))
        if self._picked:
            self.make_current(self.picked[0])
        self._tell_picked()

    def clear_picked(self) -> bool:
        """Pick none; whether any were."""
        if not self._picked:
            return False
        self._picked.clear()
        self._tell_picked()
        return True

    def lift(self, rids: Iterable[int]) -> None:
        """Only the outlines of these are drawn."""
        self._lifted = frozenset(rids)
        self._show()

    def aim_at(self, rid: int | None) -> None:
        """This card would take what is dragged here from elsewhere."""
        if rid != self._aimed:
            self._aimed = rid
            self._show()

    def light(self, rids: Iterable[int]) -> None:
        """Tint these for two seconds."""
        for rid in rids:
            self.lights.light(rid, _WHOLE)
        self._show()

    def _tell_picked(self) -> None:
        self._show()
        self.picked_changed.emit()

    # After changes

    def follow_order(self) -> None:
        """Cards came, went or moved: the current card stays, or the next one takes its place."""
        places = self._order.places({*self._picked, *([self.current] if self.current else ())})
        lost = {rid for rid in self._picked if rid not in places}
        before = self.current
        place = places.get(before) if before is not None else None
        if place is not None:
            self._place = place
        elif self._place.column in self._order.columns and before is not None:
            rids = self._order.columns[self._place.column]
            line = min(self._place.line, len(rids) - 1)
            self._place = Place(self._place.column, line)
            self.current = rids[line] if rids else None
        elif self._place.column not in self._order.columns:
            self._place, self.current = Place(next(iter(self._order.columns), ""), -1), None
            self.has_begun = False
        self._follow(show=False)
        if self.current != before:
            self.current_changed.emit(self.current)
        if lost:
            self._picked -= lost
            self.picked_changed.emit()

    def _follow(self, *, show: bool) -> None:
        """Draw it, and let the keyboard and screen readers be where the current card is."""
        self._show()
        panes = {pane.key: pane for pane in self._lanes.panes}
        had_focus = any(pane.view.hasFocus() for pane in panes.values())
        self._share_focus(panes)
        pane = panes.get(self.column)
        if pane is None or pane.is_folded:
            return
        view = pane.view
        if had_focus and not view.hasFocus():
            blocker = QSignalBlocker(view)  # the keyboard was on the board before
            view.setFocus(Qt.FocusReason.OtherFocusReason)
            blocker.unblock()
        view.setCurrentIndex(view.model_of_cards.index(self.line, 0))
        if show:
            self._lanes.show_pane(pane)
            if self.line >= 0:
                view.show_line(self.line)

    def _share_focus(self, panes: Mapping[str, ColumnPane]) -> None:
        """One stop of Tab for the whole board: the column where the current card is."""
        stop = panes.get(self.column) or next(iter(panes.values()), None)
        for pane in panes.values():
            is_stop = pane is stop
            policy = Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus
            pane.view.setFocusPolicy(policy)
        board = self._lanes.parentWidget()
        if board is not None and stop is not None:
            board.setFocusProxy(stop.view)

    def _show(self) -> None:
        picked, lit = frozenset(self._picked), self.lights.keys()
        chosen = Chosen(self.current, picked, self._lifted, self._aimed, lit)
        for pane in self._lanes.panes:
            pane.view.show_chosen(chosen)
