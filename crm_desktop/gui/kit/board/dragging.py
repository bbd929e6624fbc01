"""Cards being dragged: the picture under the pointer, where they would go, scrolling at edges.

The hand begins it and tells it where the pointer is; it asks the board to move or end the cards
when they are let go. Nothing here waits in a loop of its own. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QScrollBar, QWidget

from crm_desktop.gui.kit.board.cards import Cards
from crm_desktop.gui.kit.board.carried import Carried, DropHint, picture_of
from crm_desktop.gui.kit.board.column_pane import ColumnPane
from crm_desktop.gui.kit.board.lanes import Lanes
from crm_desktop.gui.kit.board.order import BoardOrder, Place
from crm_desktop.gui.kit.board.outside import Outside
from crm_desktop.gui.kit.board.strip import Strip

EDGE = 40  # pixels from an edge within which a list scrolls by itself
SCROLL_MS = 16
_FASTEST = 24  # pixels a tick, at the very edge

_Cursor = Qt.CursorShape


class Target(NamedTuple):
    """Where the cards would go: an end, something around the board, or a column and a line in it.
    A ``line`` of -1: they would stay where they are."""

    end: str = ""
    pane: ColumnPane | None = None
    line: int = 0
    outside: str = ""

    @property
    def key(self) -> str:
        """The key of the end, of what stands around, or of the column."""
        return self.pane.key if self.pane is not None else self.end or self.outside


class DragBoard(Protocol):
    """What is asked of the board."""

    lanes: Lanes
    strip: Strip
    order: BoardOrder
    cards: Cards
    outside: Outside | None
    is_ordered_by_hand: bool

    def pane_of(self, column: str) -> ColumnPane:
        """A column by its key."""

    def lift(self, rids: Sequence[int]) -> None:
        """Draw only the outlines of these cards, of all others the cards."""

    def move_cards(self, rids: Sequence[int], column: str, before: int | None) -> bool:
        """Put cards above ``before`` or at the end of a column."""

    def end_cards(self, rids: Sequence[int], end: str) -> None:
        """Take cards off the board to an end."""

    def drop_outside(self, rids: Sequence[int], key: str) -> None:
        """Cards were dropped on something around the board."""

    def takes(self, target: str, rids: Sequence[int]) -> bool:
        """Whether a column or an end may have the cards."""

    def clear_picked(self) -> None:
        """Pick none."""

    def hint_of(self, target: str, rids: Sequence[int]) -> str:
        """What to say beside the pointer."""


class Dragging(QObject):
    """One drag after another, at most one at a time."""

    def __init__(self, board: DragBoard, widget: QWidget) -> None:
        super().__init__(widget)
        self._board = board
        self._widget = widget
        self._rids: list[int] = []
        self._held = QPoint()
        self._pointer = QPoint()
        self._home = QPoint()
        self._target: Target | None = None
        self._slid = False
        """Another column came under the pointer, which nobody has aimed at."""
        self._carried: Carried | None = None
        self._hint: DropHint | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(SCROLL_MS)
        self._timer.timeout.connect(self._scroll)

    @property
    def is_on(self) -> bool:
        """Whether something is being dragged."""
        return bool(self._rids)

    @property
    def rids(self) -> Sequence[int]:
        """What is being dragged."""
        return self._rids

    def begin(self, rids: Sequence[int], held: int, pointer: QPoint) -> None:
        """Drag ``rids`` by the card ``held``, on which the pointer is; the card is shown."""
        board = self._board
        place = board.order.place_of(held)
        card, plan = board.cards.get(held), board.cards.plan(held)
        if place is None or card is None or plan is None:
            return
        view = board.pane_of(place.column).view
        rect = view.rect_of(place.line)
        self._home = view.viewport().mapToGlobal(rect.center())
        self._held = self._home - pointer
        self._height = plan.height
        self._rids = list(rids)
        window = self._widget.window()
        ratio = self._widget.devicePixelRatioF()
        picture = picture_of(board.cards.painter, card, plan, len(rids), ratio)
        self._carried = Carried(picture, window)
        self._hint = DropHint(board.cards.theme, window)
        board.lift(rids)
        board.strip.light(is_lit=True)
        self.follow(pointer)
        self._carried.show()
        self._timer.start()

    def follow(self, pointer: QPoint) -> None:
        """The pointer is here on the screen now."""
        self._slid = self._slid and pointer == self._pointer
        self._pointer = pointer
        if self._carried is not None and self._hint is not None:
            self._carried.hold_at(pointer + self._held)
            self._aim()
            self._hint.hold_at(pointer)

    def follow_board(self) -> None:
        """The board shows other columns: aim again, or give up when a card is gone."""
        if self.is_on:
            places = self._board.order.places(self._rids)
            if len(places) < len(self._rids):
                self._finish()
            else:
                self._forget_target()
                self._board.lift(self._rids)
                self.follow(self._pointer)

    def _forget_target(self) -> None:
        """Whatever lies under the pointer now, it takes the cards only if it did before."""
        old, self._target = self._target, None
        now = self._target_at(self._pointer)
        self._slid = self._slid or (old is not None and now is not None and now.key != old.key)
        if old is not None and old.pane is not None and old.pane in self._board.lanes.panes:
            old.pane.set_target(is_target=False)
            old.pane.view.open_slot(-1, 0)
        self._show_target(None)

    def drop(self) -> None:
        """The button went up."""
        rids, target, board = self._rids, self._target, self._board
        if target is None or (target.pane is not None and target.line < 0):
            self.cancel()
            return
        before = None
        if target.pane is not None:
            place = Place(target.pane.key, target.line)
            before = board.order.below(place, rids)
        self._finish()
        if target.end:
            board.end_cards(rids, target.end)  # which of them were picked is kept for their return
        board.clear_picked()
        if target.pane is not None:
            board.move_cards(rids, target.pane.key, before)
        elif target.outside:
            board.drop_outside(rids, target.outside)

    def cancel(self) -> None:
        """Let the cards go back to where they were."""
        carried, self._carried = self._carried, None
        rids = self._rids
        self._finish()
        if carried is not None:
            self._board.lift(rids)
            duration = self._board.cards.theme.motion.base if self._widget.isVisible() else 0
            carried.fly(self._home, duration, lambda: self._put_down(rids))

    def _put_down(self, rids: Sequence[int]) -> None:
        if not self.is_on:
            self._board.lift(())

    def _finish(self) -> None:
        self._timer.stop()
        self._rids, self._slid = [], False
        self._show_target(None)
        self._target = None
        self._board.lift(())
        self._board.strip.light(is_lit=False)
        if self._board.outside is not None:
            self._board.outside.follow(None)
        for shown in (self._carried, self._hint):
            if shown is not None:
                shown.hide()
                shown.deleteLater()
        self._carried = self._hint = None

    # Where to

    def _aim(self) -> None:
        target = None if self._slid else self._target_at(self._pointer)
        if target is not None and not self._board.takes(target.key, self._rids):
            target = None
        if target != self._target:
            self._show_target(target)
            self._target = target

    def _target_at(self, pointer: QPoint) -> Target | None:
        board = self._board
        outside = board.outside.follow(pointer) if board.outside is not None else None
        if outside is not None:
            return Target(outside=outside) if outside else None
        for button in board.strip.buttons:
            if button.isVisible() and button.rect().contains(button.mapFromGlobal(pointer)):
                return Target(end=button.end.key)
        pane = board.lanes.pane_at(pointer)
        if pane is None:
            return None
        return Target(pane=pane, line=self._line_in(pane, pointer))

    def _line_in(self, pane: ColumnPane, pointer: QPoint) -> int:
        """The line above which the cards would stand, -1 where that is their place already."""
        board, view = self._board, pane.view
        rids = set(self._rids)
        if pane.is_folded or not board.is_ordered_by_hand:
            return 0 if any(rid not in view.rids for rid in self._rids) else -1
        y = view.content_y(view.viewport().mapFromGlobal(pointer).y())
        line = view.geometry_of_cards.place_for(y)
        own = [number for number, rid in enumerate(view.rids) if rid in rids]
        is_block = len(own) == len(rids) and own[-1] - own[0] == len(own) - 1
        return -1 if is_block and own[0] <= line <= own[-1] + 1 else line

    def _show_target(self, target: Target | None) -> None:
        """Light up what would take the cards, and open the slot in it."""
        board, before = self._board, self._target
        old = before.pane if before else None
        new = target.pane if target else None
        if old is not None and old is not new:
            old.set_target(is_target=False)
            old.view.open_slot(-1, 0)
        if new is not None and target is not None:
            new.set_target(is_target=True)
            has_slot = target.line >= 0 and board.is_ordered_by_hand and not new.is_folded
            new.view.open_slot(target.line, self._height if has_slot else 0)
        board.strip.light(is_lit=self.is_on, target=target.end if target else "")
        self._say(target)

    def say_again(self) -> None:
        """What is said beside the pointer may have changed."""
        if self.is_on:
            self._say(self._target)

    def _say(self, target: Target | None) -> None:
        shape = _Cursor.ClosedHandCursor if target else _Cursor.ForbiddenCursor
        for pane in self._board.lanes.panes:
            pane.view.viewport().setCursor(shape if self.is_on else _Cursor.ArrowCursor)
        if self._hint is None:
            return
        key = target.key if target is not None and target.line >= 0 else ""
        self._hint.tell(self._board.hint_of(key, self._rids) if key else "")

    # Scrolling at the edges

    def _scroll(self) -> None:
        if scroll_at_edges(self._board.lanes, self._pointer):
            self._aim()


def scroll_at_edges(lanes: Lanes, pointer: QPoint) -> bool:
    """Scroll columns and what is in them, as somebody who drags there asks for; whether anything
    moved."""
    point = lanes.mapFromGlobal(pointer)
    if not lanes.rect().contains(point):
        return False
    moved = _push(lanes.bar, point.x(), lanes.width())
    pane = lanes.pane_at(pointer)
    if pane is not None and not pane.is_folded:
        viewport = pane.view.viewport()
        y = viewport.mapFromGlobal(pointer).y()
        moved |= _push(pane.view.verticalScrollBar(), y, viewport.height())
    return moved


def push_speed(place: int, length: int) -> int:
    """How many pixels a tick to scroll with the pointer at ``place`` of ``length``: less than 0
    backwards, faster the closer to an edge."""
    near = min(EDGE, length // 3)
    if place < near:
        return -_speed(near - place, near)
    if place > length - near:
        return _speed(place - (length - near), near)
    return 0


def _speed(depth: int, near: int) -> int:
    return max(1, round(_FASTEST * min(depth, near) / near))


def _push(bar: QScrollBar, place: int, length: int) -> bool:
    """Scroll ``bar`` as the pointer asks for; whether that moved it."""
    was = bar.value()
    bar.setValue(was + push_speed(place, length))
    return bar.value() != was
