"""A board for tests: three columns of deals, a page that answers, real keys and a real mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.board.board import Board
from crm_desktop.gui.kit.board.column_view import ColumnView
from crm_desktop.gui.kit.board.model import BoardCard, BoardEnd, BoardHead, BoardWords
from crm_desktop.gui.kit.paint.marks import NextStep, Tag

WORDS = BoardWords("Deals", "Add a deal", "No deals here")
ENDS = (
    BoardEnd("won", "Won", "trophy", "success", "12", "Won: 12 deals"),
    BoardEnd("lost", "Lost", "x-circle", "danger", "7", "Lost: 7 deals"),
)
LEFT, RIGHT, MIDDLE = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
PLAIN, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def head(key: str, count: int = 0) -> BoardHead:
    """The head of a stage."""
    spoken = f"{key.title()}, {count} deals"
    return BoardHead(key, key.title(), "blue", str(count), "€100", "10 %", "€10", spoken)


def card(
    rid: int, *, title: str = "", tags: int = 0, step: NextStep = NextStep.PLANNED
) -> BoardCard:
    """A deal, its title telling its rid."""
    words = "No step" if step is NextStep.NONE else "tomorrow"
    marks = tuple(Tag(f"Tag {number}", "teal") for number in range(tags))
    title = title or f"Deal {rid}"
    return BoardCard(
        rid,
        title,
        "Client",
        "€10",
        marks,
        "2 d",
        False,
        step,
        words,
        "AS",
        "violet",
        spoken=f"{title}, Client, 10 euros",
    )


class Deals:
    """The page: it answers ``need_cards`` and remembers what it is told."""

    def __init__(
        self,
        qtbot: QtBot,
        columns: dict[str, Sequence[int]],
        *,
        size: tuple[int, int] = (1000, 700),
    ) -> None:
        self.qtbot = qtbot
        self.asked: list[int] = []
        self.moves: list[tuple[list[int], str, int | None]] = []
        self.ended: list[tuple[list[int], str]] = []
        self.opened: list[tuple[int, bool]] = []
        self.board = Board(WORDS)
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.window.setCentralWidget(self.board)
        self.board.need_cards.connect(self._answer)
        self.board.moved.connect(lambda *told: self.moves.append(told))
        self.board.dropped_on_end.connect(lambda *told: self.ended.append(told))
        self.board.opened.connect(lambda *told: self.opened.append(told))
        self.board.set_ends(ENDS)
        self.show(columns)
        self.window.resize(*size)
        self.window.show()
        qtbot.waitActive(self.window)
        qtbot.waitUntil(lambda: bool(self.asked) or not any(columns.values()))

    def _answer(self, rids: list[int]) -> None:
        self.asked += rids
        self.board.set_cards([self.make(rid) for rid in rids])

    def make(self, rid: int) -> BoardCard:
        """A card as the page has it: every third has tags, every seventh a long title."""
        title = f"Deal {rid} " + "with a name that takes two lines " * 2 if rid % 7 == 0 else ""
        return card(rid, title=title, tags=2 if rid % 3 == 0 else 0)

    def show(self, columns: dict[str, Sequence[int]]) -> None:
        """Give the board these columns."""
        self.board.set_columns([head(key, len(rids)) for key, rids in columns.items()], columns)

    def view(self, column: str) -> ColumnView:
        """The cards of a column."""
        return self.board.pane_of(column).view

    def rids(self, column: str) -> list[int]:
        """What a column shows."""
        return self.view(column).rids

    def place(self, rid: int) -> tuple[ColumnView, QPoint]:
        """A column and the middle of a card in its viewport."""
        for pane in self.board.open_panes:
            if rid in pane.view.rids:
                return pane.view, pane.view.rect_of(pane.view.rids.index(rid)).center()
        raise AssertionError(f"{rid} is not on the board")

    def on_screen(self, rid: int) -> QPoint:
        """The middle of a card on the screen."""
        view, place = self.place(rid)
        return view.viewport().mapToGlobal(place)

    def press(
        self,
        rid: int,
        modifier: Qt.KeyboardModifier = PLAIN,
        button: Qt.MouseButton = LEFT,
    ) -> None:
        """Press a card and let go."""
        view, place = self.place(rid)
        QTest.mouseClick(view.viewport(), button, modifier, place)

    def take(self, rid: int) -> None:
        """Press a card and move it by a little more than a drag needs."""
        view, place = self.place(rid)
        self._grip = view.viewport()
        QTest.mousePress(self._grip, LEFT, PLAIN, place)
        self.carry(view.viewport().mapToGlobal(place) + QPoint(5, 3))

    def carry(self, place: QPoint) -> None:
        """Move the pointer, the button being held, to a place of the screen."""
        self._send(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, LEFT)

    def carry_above(self, rid: int) -> None:
        """Move the pointer onto the upper half of a card."""
        self.carry(self.on_screen(rid) - QPoint(0, 20))

    def drop(self, place: QPoint | None = None) -> None:
        """Let go, where the pointer is or at a place of the screen."""
        if place is not None:
            self.carry(place)
        self._send(QEvent.Type.MouseButtonRelease, self._pointer, LEFT, Qt.MouseButton.NoButton)

    def _send(
        self, kind: QEvent.Type, place: QPoint, button: Qt.MouseButton, held: Qt.MouseButton
    ) -> None:
        self._pointer = place
        local = QPointF(self._grip.mapFromGlobal(place))
        event = QMouseEvent(kind, local, QPointF(place), button, held, PLAIN)
        QApplication.sendEvent(self._grip, event)

    def middle_of(self, column: str) -> QPoint:
        """The middle of a column on the screen."""
        pane = self.board.pane_of(column)
        return pane.mapToGlobal(pane.rect().center())

    def end_place(self, key: str) -> QPoint:
        """The middle of an end on the screen."""
        button = next(each for each in self.board.strip.buttons if each.end.key == key)
        return button.mapToGlobal(button.rect().center())

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key where the keyboard is."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifier)
