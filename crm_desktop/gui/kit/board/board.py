"""The board: columns of cards that are dragged from one to another, and ends to drop them on.

A page gives it heads and the internal keys (rids) of the cards per column; the board asks for the
cards that it is about to show. What a person moves is shown at its new place at once; the page
writes it, and gives new columns or takes it back. GUI thread only.

How a page uses it::

    board = Board(BoardWords(_("Deals"), _("Add a deal"), _("No deals here")))
    board.need_cards.connect(read)         # list[int]; answer with board.set_cards(cards)
    board.moved.connect(move)              # rids, column key, rid that stands below or None: last
    board.set_columns(heads, {"new": [3, 1, 2], "talks": []})
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.board.choice import Choice
from crm_desktop.gui.kit.board.column_pane import ColumnPane
from crm_desktop.gui.kit.board.dragging import Dragging
from crm_desktop.gui.kit.board.flights import Flights
from crm_desktop.gui.kit.board.frame import BoardFrame
from crm_desktop.gui.kit.board.guests import Guests
from crm_desktop.gui.kit.board.hand import BoardHand
from crm_desktop.gui.kit.board.keys import CLAIMED, BoardKeys
from crm_desktop.gui.kit.board.model import BoardCard, BoardEnd, BoardHead, BoardWords
from crm_desktop.gui.kit.board.order import BoardOrder
from crm_desktop.gui.kit.board.outside import Outside
from crm_desktop.gui.kit.own_keys import claim_keys
from crm_desktop.gui.kit.timers import single_shot

_MANY_CARDS = 3000  # in memory, before those that left the board are forgotten

DropHint = Callable[[str, Sequence[int]], str]
DropRule = Callable[[str, Sequence[int]], bool]


class Board(BoardFrame):
    """``need_cards`` tells rids whose cards are wanted; ``moved`` rids, the key of the column and
    the rid above which they were put, ``None`` for the end; ``dropped_on_end`` rids and the key
    of the end, ``dropped_outside`` what ``outside`` calls the place; ``guest_dropped`` what came
    from elsewhere (``QMimeData``, to be read at once) and its ``GuestPlace``; ``opened`` a rid
    and whether in a window of its own; ``current_changed`` the current rid or ``None``;
    ``picked_changed`` that others are picked; ``menu_wanted`` a rid and ``head_menu_wanted`` a
    column, and where on the screen the menu belongs; ``step_wanted`` a rid whose badge 'no step'
    was pressed, and the badge's place on the screen; ``quick_add_wanted`` a column;
    ``folded_changed`` the keys of the folded columns.

    A page may set ``drop_hint``, which words what letting go would do, and ``may_drop``, which
    says whether it is possible; both are given the key of a column or an end and the rids;
    ``outside``, where cards can be dropped around the board; and ``guests.rule``, which says what
    may be dropped here from elsewhere.
    Without ``is_ordered_by_hand`` cards change their column only, not their place in it."""

    need_cards = Signal(list)
    moved = Signal(list, str, object)
    dropped_on_end = Signal(list, str)
    dropped_outside = Signal(list, str)
    guest_dropped = Signal(object, object)
    opened = Signal(int, bool)
    current_changed = Signal(object)
    picked_changed = Signal()
    menu_wanted = Signal(int, QPoint)
    head_menu_wanted = Signal(str, QPoint)
    step_wanted = Signal(int, QRect)
    quick_add_wanted = Signal(str)
    folded_changed = Signal(list)

    def __init__(self, words: BoardWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words.name)
        self.drop_hint: DropHint = lambda _target, _rids: ""
        self.may_drop: DropRule = lambda _target, _rids: True
        self.outside: Outside | None = None
        self.is_ordered_by_hand = True
        self._words = words
        self._panes: dict[str, ColumnPane] = {}
        self._slot = ""
        self._wanted: list[int] = []
        self._picked_off: frozenset[int] = frozenset()
        self.order = BoardOrder()
        self.choice = Choice(self.order, self.lanes, self)
        self.guests = Guests(self.lanes, self.choice, self)
        self._flights = Flights(self, self)
        self.dragging = Dragging(self, self)
        self._hand = BoardHand(self, self.dragging, BoardKeys(self, self), self)
        self._asking = single_shot(self, self._ask)
        self._connect()

    def _connect(self) -> None:
        self.choice.current_changed.connect(self.current_changed)
        self.choice.picked_changed.connect(self.picked_changed)
        self.guests.dropped.connect(self.guest_dropped)
        self.strip.pressed.connect(self._end_chosen)
        self._manager.changed.connect(self._follow_theme)

    # What it shows

    def set_columns(self, heads: Sequence[BoardHead], rids: Mapping[str, Sequence[int]]) -> None:
        """Show these columns from left to right; ``rids`` by column key, from top to bottom.
        Cards already known, the current card, scrolling and folding stay."""
        self.order.set_columns({head.key: rids[head.key] for head in heads})
        self._make_panes(heads)
        for head in heads:
            self._panes[head.key].show_head(head)
        self.lanes.set_loading(is_loading=False)
        if self.cards.count > _MANY_CARDS:
            self.cards.keep_only(rid for column in self.order.columns.values() for rid in column)
        self.place()
        self._show_order()

    def set_cards(self, cards: Iterable[BoardCard], news: Collection[int] = ()) -> None:
        """The cards asked for, or cards that have changed. Those of ``news`` (rids) that were
        others before are lit for a moment."""
        known = {rid for rid in news if self.cards.get(rid) is not None}
        changed = self.cards.put(cards)
        if lit := changed & known:
            self.choice.light(lit)
        for pane in self._panes.values():
            if not changed.isdisjoint(pane.view.rids):
                pane.view.measure_again()

    def forget_cards(self, rids: Iterable[int] | None = None) -> None:
        """Ask for these cards, or for all, again; they are shown as they were until then."""
        self.cards.forget(rids)
        for pane in self._panes.values():
            pane.view.ask_again()

    def set_ends(self, ends: Sequence[BoardEnd]) -> None:
        """The ends at the right edge; without any there is no strip."""
        self.strip.set_ends(ends)
        self.place()

    def show_loading(self) -> None:
        """Columns are on their way: still ones stand in their place."""
        self.lanes.set_loading(is_loading=True)

    def take_back(self, rids: Sequence[int]) -> None:
        """What was moved could not be: the cards go back to where they were, within 120 ms."""
        from_where = self._flights.middles(rids)
        restored = self.order.take_back(rids)
        self._show_order()
        if restored:
            again = self._picked_off.intersection(restored)
            if again:
                self.choice.pick([*self.choice.picked, *again])
            self.choice.make_current(restored[0])
            self._flights.fly(restored, from_where)

    # What a person has chosen

    @property
    def current(self) -> int | None:
        """The rid of the current card."""
        return self.choice.current

    @property
    def current_column(self) -> str:
        """The key of the column where the keyboard is, or '' where there are no columns."""
        return self.choice.column

    @property
    def picked(self) -> list[int]:
        """The picked cards, from the left column to the right one, from top to bottom."""
        return self.choice.picked

    @property
    def chosen(self) -> list[int]:
        """The picked cards, or else the current one."""
        return self.choice.taken

    def choose(self, rid: int) -> bool:
        """Make a card current and bring it into view; whether it is on the board."""
        return self.choice.make_current(rid)

    def pick_all(self) -> None:
        """Pick all cards, those too that aren't in sight."""
        self.choice.pick_all()

    def clear_picked(self) -> None:
        """Pick none."""
        self.choice.clear_picked()

    @property
    def count(self) -> int:
        """How many cards stand on the board."""
        return sum(map(len, self.order.columns.values()))

    def rids_of(self, column: str) -> Sequence[int]:
        """The cards of a column as they stand now, from top to bottom."""
        return self.order.columns[column]

    # Folding and quick add

    @property
    def folded(self) -> list[str]:
        """The keys of the folded columns."""
        return [pane.key for pane in self._panes.values() if pane.is_folded]

    def set_folded(self, keys: Iterable[str]) -> None:
        """Fold these columns, unfold the others. The keyboard goes on to one that is open."""
        wanted = set(keys)
        had_focus = any(pane.view.hasFocus() for pane in self.open_panes)
        for pane in self._panes.values():
            if pane.is_folded != (pane.key in wanted):
                pane.fold(is_folded=pane.key in wanted)
        self.place()
        self.choice.follow_order()
        if self.choice.column in wanted and self.open_panes:
            self.choice.enter(self.open_panes[0].key, 0)
        if had_focus and self.open_panes:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn_fold(self, column: str) -> None:
        """The person folds a column, or unfolds it."""
        self.set_folded({column}.symmetric_difference(self.folded))
        self.folded_changed.emit(self.folded)

    def open_slot(self, column: str, editor: QWidget) -> None:
        """Put the page's editor at the top of a column; the board becomes its parent."""
        self.close_slot()
        pane = self.pane_of(column)
        if pane.is_folded:
            self.turn_fold(column)
        self._slot = column
        pane.open_slot(editor)
        self.lanes.show_pane(pane)

    def close_slot(self) -> None:
        """Take the editor away; it is hidden and has no parent then. The keyboard comes back to
        the board if it was there."""
        pane = self._panes.get(self._slot)
        self._slot = ""
        if pane is None or pane.editor is None:
            return
        focused = pane.editor.focusWidget()
        had_focus = focused is not None and focused.hasFocus()
        pane.close_slot()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def slot_column(self) -> str:
        """The key of the column with the page's editor, or ''."""
        return self._slot

    def card_place(self, rid: int) -> QRect:
        """Where a card is on the screen, to open something beside it; empty if it isn't shown."""
        place = self.order.place_of(rid)
        pane = self._panes.get(place.column) if place else None
        if place is None or pane is None or pane.is_folded:
            return QRect()
        viewport, rect = pane.view.viewport(), pane.view.rect_of(place.line)
        if not viewport.rect().intersects(rect):
            return QRect()
        return QRect(viewport.mapToGlobal(rect.topLeft()), rect.size())

    # Asked by the hand, the keys and what drags

    def pane_of(self, column: str) -> ColumnPane:
        """A column by its key."""
        return self._panes[column]

    @property
    def open_panes(self) -> Sequence[ColumnPane]:
        """The columns that are not folded, from left to right."""
        return [pane for pane in self._panes.values() if not pane.is_folded]

    def lift(self, rids: Iterable[int]) -> None:
        """Draw only the outlines of these cards, of all others the cards."""
        self.choice.lift(rids)

    def move_cards(self, rids: Sequence[int], column: str, before: int | None) -> bool:
        """Put cards above ``before`` or at the end of a column, and tell the page; whether that
        changes anything."""
        tops = self._flights.tops()
        if not self.order.move(rids, column, before):
            return False
        self._show_order()
        self._flights.settle(tops, rids)
        self.choice.make_current(rids[0])
        self.moved.emit(list(rids), column, before)
        return True

    def end_cards(self, rids: Sequence[int], end: str) -> None:
        """Take cards off the board to an end, and tell the page."""
        self.take_off(rids)
        self.dropped_on_end.emit(list(rids), end)

    def take_off(self, rids: Sequence[int]) -> None:
        """Take cards off the board; ``take_back`` brings them back."""
        tops = self._flights.tops()
        self._picked_off = frozenset(self.choice.picked).intersection(rids)
        self.order.remove(rids)
        self._show_order()
        self._flights.settle(tops, rids)

    def drop_outside(self, rids: Sequence[int], key: str) -> None:
        """Tell the page that cards were dropped around the board; they stay until it says."""
        self.dropped_outside.emit(list(rids), key)

    def hint_of(self, target: str, rids: Sequence[int]) -> str:
        """What to say beside the pointer over a column or an end."""
        return self.drop_hint(target, rids)

    def takes(self, target: str, rids: Sequence[int]) -> bool:
        """Whether a column or an end may have the cards."""
        return self.may_drop(target, rids)

    def open_card(self, rid: int, *, apart: bool) -> None:
        """Tell the page to open a card."""
        self.opened.emit(rid, apart)

    def want_menu(self, rid: int, place: QPoint) -> None:
        """Tell the page to show a card's menu."""
        self.menu_wanted.emit(rid, place)

    def want_head_menu(self, column: str, place: QPoint) -> None:
        """Tell the page to show a column's menu."""
        self.head_menu_wanted.emit(column, place)

    def want_step(self, rid: int, place: QRect) -> None:
        """Tell the page to plan a step."""
        self.step_wanted.emit(rid, place)

    def want_add(self, column: str) -> None:
        """Tell the page to open the quick add, or close it where it is open; whether a column
        takes one is the page's to say."""
        if column:
            self.quick_add_wanted.emit(column)

    # Inside

    def _make_panes(self, heads: Sequence[BoardHead]) -> None:
        """Columns for these heads; those of the same key are kept."""
        if list(self._panes) == [head.key for head in heads]:
            return
        if self._slot not in {head.key for head in heads}:
            self.close_slot()
        old = self._panes
        self._panes = {head.key: old.get(head.key) or self._make_pane(head) for head in heads}
        self.lanes.set_panes(list(self._panes.values()))

    def _make_pane(self, head: BoardHead) -> ColumnPane:
        pane = ColumnPane(head, self._words, self.cards, self.lanes)
        pane.view.hand = self._hand
        pane.view.cards_wanted.connect(self._collect)
        pane.fold_wanted.connect(lambda: self.turn_fold(pane.key))
        pane.add_wanted.connect(lambda: self.want_add(pane.key))
        pane.menu_wanted.connect(lambda place: self.head_menu_wanted.emit(pane.key, place))
        pane.view.entered_by_keys.connect(self._enter)
        claim_keys(pane.view, *CLAIMED)
        return pane

    def _show_order(self) -> None:
        """Let the columns show what the order says."""
        for key, pane in self._panes.items():
            if pane.view.rids != self.order.columns[key]:
                pane.view.set_rids(self.order.columns[key])
        self.choice.follow_order()
        self.dragging.follow_board()

    def _enter(self) -> None:
        """The keyboard came to the board, where nobody has been yet."""
        if not self.choice.has_begun:
            filled = [key for key in self.order.columns if self.order.columns[key]]
            open_keys = [pane.key for pane in self.open_panes]
            key = next((key for key in filled if key in open_keys), None)
            if key is not None:
                self.choice.enter(key, 0)

    def _end_chosen(self, end: str) -> None:
        if self.chosen:
            self.end_cards(self.chosen, end)

    def _collect(self, rids: list[int]) -> None:
        self._wanted += rids
        self._asking.start(0)

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, []
        self.need_cards.emit(wanted)

    def _follow_theme(self) -> None:
        self.cards.dress(self._manager.theme, self.cards.width)
        self.place()
        for pane in self._panes.values():
            pane.view.measure_again()
        self.update()
