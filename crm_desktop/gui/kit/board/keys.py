"""What the keys do on a board (interaction.md, section 2): the whole of it works without a mouse.

The hand passes keys on while nothing is dragged. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.board.cards import Cards
from crm_desktop.gui.kit.board.choice import Choice
from crm_desktop.gui.kit.board.column_pane import ColumnPane
from crm_desktop.gui.kit.board.order import BoardOrder, Place
from crm_desktop.gui.kit.speaking import announce

CLAIMED = ("Ctrl+N", "Ctrl+Return", "Ctrl+Enter")

_Key = Qt.Key
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


class KeyBoard(Protocol):
    """What is asked of the board."""

    order: BoardOrder
    choice: Choice
    cards: Cards
    is_ordered_by_hand: bool

    @property
    def open_panes(self) -> Sequence[ColumnPane]:
        """The columns that are not folded, from left to right."""

    def pane_of(self, column: str) -> ColumnPane:
        """A column by its key."""

    def takes(self, target: str, rids: Sequence[int]) -> bool:
        """Whether a column or an end may have the cards."""

    def move_cards(self, rids: Sequence[int], column: str, before: int | None) -> bool:
        """Put cards above ``before`` or at the end of a column."""

    def open_card(self, rid: int, *, apart: bool) -> None:
        """Open a card."""

    def want_menu(self, rid: int, place: QPoint) -> None:
        """Ask for a card's menu."""

    def want_head_menu(self, column: str, place: QPoint) -> None:
        """Ask for a column's menu."""

    def want_add(self, column: str) -> None:
        """Ask for the quick add."""


class BoardKeys:
    """The keys of one board."""

    def __init__(self, board: KeyBoard, widget: QWidget) -> None:
        self._board = board
        self._widget = widget
        both = _CTRL | _SHIFT
        choice = board.choice
        self._actions: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]] = {
            (_Key.Key_Up, _PLAIN): lambda: self._step(-1),
            (_Key.Key_Down, _PLAIN): lambda: self._step(+1),
            (_Key.Key_Left, _PLAIN): lambda: self._go_beside(-1),
            (_Key.Key_Right, _PLAIN): lambda: self._go_beside(+1),
            (_Key.Key_PageUp, _PLAIN): lambda: self._page(-1),
            (_Key.Key_PageDown, _PLAIN): lambda: self._page(+1),
            (_Key.Key_Home, _PLAIN): lambda: self._go_to_column(0),
            (_Key.Key_End, _PLAIN): lambda: self._go_to_column(-1),
            (_Key.Key_Left, both): lambda: self._go_to_column(0),
            (_Key.Key_Right, both): lambda: self._go_to_column(-1),
            (_Key.Key_Home, _CTRL): lambda: choice.enter(choice.column, 0),
            (_Key.Key_End, _CTRL): self._go_to_last,
            (_Key.Key_Up, _CTRL): lambda: self._shift(-1),
            (_Key.Key_Down, _CTRL): lambda: self._shift(+1),
            (_Key.Key_Left, _CTRL): lambda: self._move_beside(-1),
            (_Key.Key_Right, _CTRL): lambda: self._move_beside(+1),
            (_Key.Key_Up, _SHIFT): lambda: self._extend(-1),
            (_Key.Key_Down, _SHIFT): lambda: self._extend(+1),
            (_Key.Key_Space, _PLAIN): self._pick,
            (_Key.Key_Space, _CTRL): self._pick,
            (_Key.Key_A, _CTRL): choice.pick_column,
            (_Key.Key_N, _CTRL): lambda: board.want_add(choice.column),
            (_Key.Key_F10, _SHIFT): self.want_menu,
            (_Key.Key_Menu, _PLAIN): self.want_menu,
        }

    def key(self, event: QKeyEvent) -> bool:
        """Do what the key means on the board; whether it means something."""
        modifiers, key = event.modifiers() & ~_KEYPAD, Qt.Key(event.key())
        choice = self._board.choice
        if not self._board.order.columns:
            return False
        if key == _Key.Key_Escape:
            return choice.clear_picked()
        if key in (_Key.Key_Return, _Key.Key_Enter) and not modifiers & ~_CTRL:
            if choice.current is not None:
                self._board.open_card(choice.current, apart=bool(modifiers & _CTRL))
            return True
        action = self._actions.get((key, modifiers))
        if action is not None:
            action()
        return action is not None

    def want_menu(self) -> None:
        """The menu of the current card at its lower edge, or that of its column. As under the
        mouse, one that isn't picked is meant alone."""
        board, choice = self._board, self._board.choice
        if not choice.column:
            return
        pane = board.pane_of(choice.column)
        if choice.current is None:
            place = pane.head.mapToGlobal(pane.head.rect().bottomLeft())
            board.want_head_menu(choice.column, place)
            return
        if choice.current not in choice.picked:
            choice.clear_picked()
        pane.view.show_line(choice.line)
        place = pane.view.viewport().mapToGlobal(pane.view.rect_of(choice.line).bottomLeft())
        board.want_menu(choice.current, place)

    # Going about

    def _step(self, step: int) -> None:
        choice = self._board.choice
        choice.enter(choice.column, choice.line + step)

    def _page(self, step: int) -> None:
        """As far as is seen at once."""
        choice = self._board.choice
        view = self._board.pane_of(choice.column).view
        if choice.line >= 0:
            rect = view.rect_of(choice.line)
            y = view.content_y(rect.center().y() + step * view.viewport().height())
            line = view.geometry_of_cards.line_at(y)
            choice.enter(choice.column, line if line != choice.line else line + step)

    def _go_beside(self, step: int) -> None:
        """To the card of the next column that stands at the same height."""
        pane = self._beside(self._board.open_panes, step)
        if pane is not None:
            self._board.choice.enter(pane.key, self._level_line(pane))

    def _go_to_column(self, number: int) -> None:
        panes = self._board.open_panes
        if panes:
            self._board.choice.enter(panes[number].key, self._level_line(panes[number]))

    def _go_to_last(self) -> None:
        choice = self._board.choice
        choice.enter(choice.column, len(self._board.order.columns[choice.column]) - 1)

    def _beside(self, panes: Sequence[ColumnPane], step: int) -> ColumnPane | None:
        keys = [pane.key for pane in panes]
        column = self._board.choice.column
        number = keys.index(column) + step if column in keys else 0
        return panes[number] if 0 <= number < len(panes) else None

    def _level_line(self, pane: ColumnPane) -> int:
        """The line of ``pane`` that stands as high as the current card does in its column."""
        choice = self._board.choice
        view = self._board.pane_of(choice.column).view
        if choice.line < 0 or pane.is_folded:
            return 0
        y = view.rect_of(choice.line).top() + 1
        return max(0, pane.view.geometry_of_cards.line_at(pane.view.content_y(y)))

    # Picking

    def _pick(self) -> None:
        """Pick the current card and go on."""
        choice = self._board.choice
        if choice.current is not None:
            choice.flip(choice.current)
            announce(self._widget, _("Picked: {count}").format(count=len(choice.picked)))
            self._step(+1)

    def _extend(self, step: int) -> None:
        choice = self._board.choice
        rids = self._board.order.columns.get(choice.column, [])
        line = choice.line + step
        if choice.line >= 0 and 0 <= line < len(rids):
            choice.pick_range(rids[line])

    # Moving

    def _shift(self, step: int) -> None:
        """Up or down in the column, where cards stand as people put them."""
        board, choice = self._board, self._board.choice
        rids = choice.taken
        column = board.order.columns.get(choice.column, [])
        lines = [number for number, rid in enumerate(column) if rid in set(rids)]
        if not board.is_ordered_by_hand or len(lines) < len(rids) or not lines:
            return
        place = lines[0] - 1 if step < 0 else lines[-1] + 2
        if place < 0 or place > len(column):
            return
        before = board.order.below(Place(choice.column, place), rids)
        if board.move_cards(rids, choice.column, before):
            self._tell(rids)

    def _move_beside(self, step: int) -> None:
        """To the next column, as high as the card stands now."""
        board, choice = self._board, self._board.choice
        panes = [board.pane_of(key) for key in board.order.columns]
        pane, rids = self._beside(panes, step), choice.taken
        if pane is None or not rids or not board.takes(pane.key, rids):
            return
        line = self._level_line(pane) if board.is_ordered_by_hand else 0
        before = board.order.below(Place(pane.key, line), rids)
        if board.move_cards(rids, pane.key, before):
            self._tell(rids)

    def _tell(self, rids: Sequence[int]) -> None:
        """Where the card is now, for the ear."""
        place = self._board.order.place_of(rids[0])
        card = self._board.cards.get(rids[0])
        if place is None or card is None:
            return
        words = _("Taken: {card}. Column {column}, place {place} of {count}. Dropped.")
        name = self._board.pane_of(place.column).head.shown.name
        count = len(self._board.order.columns[place.column])
        text = words.format(card=card.title, column=name, place=place.line + 1, count=count)
        announce(self._widget, text)
