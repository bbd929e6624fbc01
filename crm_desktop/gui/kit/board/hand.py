"""What the mouse does on a board: choose, pick, open, drag, ask for menus.

Columns tell it of every press; it asks the board to act. A drag begins after 6 pixels or 150 ms.
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.board.card_plan import SIDE
from crm_desktop.gui.kit.board.cards import Cards
from crm_desktop.gui.kit.board.choice import Choice
from crm_desktop.gui.kit.board.column_view import ColumnView
from crm_desktop.gui.kit.board.dragging import Dragging
from crm_desktop.gui.kit.board.keys import BoardKeys
from crm_desktop.gui.kit.paint.marks import NextStep
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.timers import single_shot

_DRAG_AFTER = 6
_DRAG_AFTER_MS = 150
_LEFT = Qt.MouseButton.LeftButton
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class HandBoard(Protocol):
    """What is asked of the board."""

    cards: Cards
    choice: Choice

    def open_card(self, rid: int, *, apart: bool) -> None:
        """Open a card."""

    def want_menu(self, rid: int, place: QPoint) -> None:
        """Ask for a card's menu."""

    def want_head_menu(self, column: str, place: QPoint) -> None:
        """Ask for a column's menu."""

    def want_step(self, rid: int, place: QRect) -> None:
        """Ask for a next step."""


class _Press(NamedTuple):
    """The left button went down on a card: where on the screen, and on its badge 'no step'."""

    view: ColumnView
    rid: int
    place: QPoint
    on_step: bool


class BoardHand(QObject):
    """The mouse of one board."""

    def __init__(
        self, board: HandBoard, dragging: Dragging, keys: BoardKeys, widget: QWidget
    ) -> None:
        super().__init__(widget)
        self._board = board
        self._dragging = dragging
        self._keys = keys
        self._press: _Press | None = None
        self._window: QWidget | None = None
        self._hold = single_shot(self, self._begin, _DRAG_AFTER_MS)

    def press(self, view: ColumnView, event: QMouseEvent) -> None:
        """Ctrl picks, Shift picks a range, the middle button opens apart; else the card becomes
        the current one and may be dragged. Another button ends a drag."""
        if self._dragging.is_on:
            self._dragging.cancel()
            return
        self._let_go()
        point = event.position().toPoint()
        line = view.line_under(point)
        if line < 0:
            self._board.choice.stay(view)
            return
        rid, choice, modifiers = view.rids[line], self._board.choice, event.modifiers()
        if event.button() == Qt.MouseButton.MiddleButton:
            choice.make_current(rid)
            self._board.open_card(rid, apart=True)
        elif event.button() != _LEFT:
            choice.make_current(rid)
        elif modifiers & _CTRL:
            choice.flip(rid)
        elif modifiers & _SHIFT:
            choice.pick_range(rid)
        else:
            choice.make_current(rid)
            on_step = self._step_place(view, rid, line).contains(point)
            self._press = _Press(view, rid, event.globalPosition().toPoint(), on_step)
            self._hold.start()

    def move(self, view: ColumnView, event: QMouseEvent) -> None:
        """Drag, or begin to."""
        place = event.globalPosition().toPoint()
        if self._dragging.is_on:
            self._dragging.follow(place)
        elif (
            self._press is not None
            and event.buttons() & _LEFT
            and (place - self._press.place).manhattanLength() >= _DRAG_AFTER
        ):
            self._begin()
            self._dragging.follow(place)

    def release(self, view: ColumnView, event: QMouseEvent) -> None:
        """Let go of what is dragged; a press on 'no step' plans one."""
        press = self._press
        self._let_go()
        if event.button() != _LEFT:
            return
        if self._dragging.is_on:
            self._dragging.follow(event.globalPosition().toPoint())
            self._dragging.drop()
        elif press is not None and press.on_step and press.rid in view.rids:
            line = view.rids.index(press.rid)
            place = self._step_place(view, press.rid, line)
            if place.contains(event.position().toPoint()):
                corner = view.viewport().mapToGlobal(place.topLeft())
                self._board.want_step(press.rid, QRect(corner, place.size()))

    def open(self, view: ColumnView, event: QMouseEvent) -> None:
        """A double press opens the card; with Ctrl or Shift it is two presses."""
        line = view.line_under(event.position().toPoint())
        if event.button() != _LEFT or event.modifiers() & (_CTRL | _SHIFT):
            self.press(view, event)
        elif line >= 0:
            self._let_go()
            self._board.open_card(view.rids[line], apart=False)

    def want_menu(self, view: ColumnView, event: QContextMenuEvent) -> None:
        """The menu of the card under the pointer, or of its column."""
        if self._dragging.is_on:
            return
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            self._keys.want_menu()
            return
        line = view.line_under(event.pos())
        if line >= 0:
            if view.rids[line] not in self._board.choice.picked:
                self._board.choice.clear_picked()  # it is meant alone
            self._board.choice.make_current(view.rids[line])
            self._board.want_menu(view.rids[line], event.globalPos())
        else:
            self._board.want_head_menu(self._board.choice.column_of(view), event.globalPos())

    def key(self, event: QKeyEvent) -> bool:
        """Esc ends a drag, and other keys wait for it; else keys work on the board."""
        if self._dragging.is_on:
            if event.key() == Qt.Key.Key_Escape:
                self._dragging.cancel()
            return True
        return self._keys.key(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A window that is left drops nothing."""
        if event.type() == QEvent.Type.WindowDeactivate and self._dragging.is_on:
            self._let_go()
            self._dragging.cancel()
        return False

    def _begin(self) -> None:
        press = self._press
        self._let_go()
        if press is None:
            return
        window = press.view.window()
        if window is not self._window:
            window.installEventFilter(self)
            self._window = window
        self._dragging.begin(self._taken(press.rid), press.rid, press.place)

    def _taken(self, rid: int) -> Sequence[int]:
        """All that are picked, if the card is one of them."""
        picked = self._board.choice.picked
        return picked if rid in picked else [rid]

    def _let_go(self) -> None:
        self._hold.stop()
        self._press = None

    def _step_place(self, view: ColumnView, rid: int, line: int) -> QRect:
        """Where in the viewport the badge 'no step' of a card is; empty if it has another."""
        card, plan = self._board.cards.get(rid), self._board.cards.plan(rid)
        if card is None or plan is None or card.step is not NextStep.NONE or not card.step_text:
            return QRect()
        corner = view.rect_of(line).topLeft() + QPoint(SIDE, plan.step)
        height = self._board.cards.theme.grown(measures.BADGE)
        return QRect(corner.x(), corner.y(), round(plan.step_width), height)
