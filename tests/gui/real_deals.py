"""The page of deals in the program on an X server, with a real mouse and real keys in it.

Run by ``test_deals_real.py`` as ``-m tests.gui.real_deals WORKSPACE PIPELINE``. Tells each thing
when the window shows it, and stays until its standard input ends: meanwhile others look at the
workspace.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.gui.app import make_application
from crm_desktop.gui.kit.board.carried import Carried
from crm_desktop.gui.pages.deals.deal_board import DealBoard
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.pages.deals.losing import LosingDialog
from crm_desktop.gui.pages.deals.modes import FORECAST
from crm_desktop.gui.pages.deals.page import DealsPage
from crm_desktop.gui.program import Program
from tests.gui.deal_pages import PLACE

_LOOK_MS = 10
_PATIENCE_MS = 50_000
_WINDOW, _NARROW = QRect(0, 0, 1400, 850), QRect(0, 0, 1024, 850)
_PICKED_UP = QPoint(20, 20)
_BY_THE_EDGE = 12
Seen = Callable[[], object]
Steps = Iterator[Seen]


class Scene:
    """The window and what is done in it, each thing when the one before is to be seen."""

    def __init__(self, address: str, pipeline: str) -> None:
        self._pipeline = pipeline
        self.program = Program(make_application("en"))
        self._window = self.program.open(address).window
        self._window.setGeometry(_WINDOW)
        self._steps = self._play()
        self._seen: Seen = lambda: True

    def go_on(self) -> None:
        """Do the next thing as soon as the last one is to be seen."""
        while self._seen():
            following = next(self._steps, None)
            if following is None:
                QApplication.quit()
                return
            self._seen = following

    def _play(self) -> Steps:
        window = self._window
        yield lambda: window.view is not None
        assert window.view is not None
        window.activateWindow()  # no window manager does
        yield window.isActiveWindow
        window.view.show_place(PLACE)
        page = window.view.page
        assert isinstance(page, DealsPage)
        page.choose_pipeline(self._pipeline)
        yield lambda: {"Gym", "Fair", "Stand", "Kept", "One", "Two"} <= set(titles(page.board))
        yield from self._move(page.board)
        yield from self._move_far(page.board)
        act("mousemove", *at(page.toolbar.modes.buttons[FORECAST]), "click", "1")
        yield lambda: page.forecast is not None and "Gym" in titles(page.forecast)
        assert page.forecast is not None
        yield from self._expect(page.forecast)
        tell("done")
        sys.stdin.read()

    def _move(self, part: DealBoard) -> Steps:
        first, second, third, _fourth, last = part.board.order.columns
        yield from self._drag(part, "Gym", lane(part, third), "mouseup", "1")
        yield lambda: "Gym" in titles(part, third)
        tell("moved")
        yield from self._drag(part, "Kept", lane(part, second), "key", "Escape", "mouseup", "1")
        yield lambda: not self._shows(Carried)
        tell(f"kept {titles(part, first).count('Kept')}")
        yield from self._drag(part, "Fair", lane(part, last), "mouseup", "1")
        yield lambda: self._shows(GatePane)
        tell("asked")
        act("type", "Exhibition")
        act("key", "Return")
        yield lambda: not self._shows(GatePane) and "Fair" in titles(part, last)
        tell("answered")
        yield from self._drag(part, "Stand", part.board.strip.buttons[0], "mouseup", "1")
        yield lambda: "Stand" not in titles(part)
        tell("won")

    def _move_far(self, part: DealBoard) -> Steps:
        """Two at once; to where a column, and then the board, has to scroll; and out of it."""
        first, second, third, _fourth, last = part.board.order.columns
        for title in ("One", "Two"):
            act("mousemove", *shown(middle(part, title)), *("keydown", "ctrl", "click", "1"))
            act("keyup", "ctrl")
        yield lambda: len(part.board.picked) == 2
        # Not the one that was pressed last: two presses in a row there would open it.
        yield from self._drag(part, "One", lane(part, third), "mouseup", "1")
        yield lambda: {"One", "Two"} <= set(titles(part, third))
        tell("moved two")
        yield from self._drag(part, "Kept", lane(part, second))
        bar = part.board.pane_of(second).view.verticalScrollBar()
        act("mousemove", *shown(foot_of(lane(part, second))))
        yield lambda: bar.value() == bar.maximum() > 0
        act("mouseup", "1")
        yield lambda: titles(part, second)[-1] == "Kept"
        tell("moved down")
        self._window.setGeometry(_NARROW)
        lanes = part.board.lanes
        yield lambda: lanes.bar.isVisible() and lanes.bar.maximum() > 0
        part.board.choose(next(iter(part.board.order.columns[first])))
        yield lambda: lanes.bar.value() == 0
        yield from self._drag(part, "Last", lane(part, first))
        act("mousemove", *shown(side_of(lanes)))
        yield lambda: lanes.bar.value() == lanes.bar.maximum()
        act("mouseup", "1")
        yield lambda: "Last" in titles(part, last)
        tell("moved aside")
        yield from self._drag(part, "Last", part.board.strip.buttons[1], "mouseup", "1")
        yield lambda: isinstance(QApplication.activeWindow(), LosingDialog)
        act("key", "space", "key", "ctrl+Return")
        yield lambda: not self._shows(LosingDialog) and "Last" not in titles(part)
        tell("lost")

    def _expect(self, part: DealBoard) -> Steps:
        here, there = list(part.board.order.columns)[:2]
        assert "Gym" in titles(part, here)
        yield from self._drag(part, "Gym", lane(part, there), "mouseup", "1")
        yield lambda: "Gym" in titles(part, there)
        tell("expected")

    def _drag(self, part: DealBoard, title: str, goal: QWidget, *end: str) -> Steps:
        """Take a card to a place, and do there what ends it."""
        place = middle(part, title)
        act("mousemove", *shown(place), "mousedown", "1", "mousemove", *shown(place + _PICKED_UP))
        yield lambda: self._shows(Carried)
        act("mousemove", *at(goal), *end)

    def _shows(self, kind: type[QWidget]) -> bool:
        return any(one.isVisible() for one in self._window.findChildren(kind))


def titles(part: DealBoard, column: str = "") -> list[str]:
    """The cards of a column, or of all."""
    columns = part.board.order.columns
    wanted = [column] if column else list(columns)
    return [part.rows[rid].title for key in wanted for rid in columns[key] if rid in part.rows]


def middle(part: DealBoard, title: str) -> QPoint:
    """Of the card, on the screen."""
    rid = next(rid for rid, row in part.rows.items() if row.title == title)
    return part.board.card_place(rid).center()


def lane(part: DealBoard, column: str) -> QWidget:
    """Where the cards of a column lie."""
    return part.board.pane_of(column).view.viewport()


def at(widget: QWidget) -> list[str]:
    """Its middle on the screen."""
    return shown(widget.mapToGlobal(widget.rect().center()))


def foot_of(widget: QWidget) -> QPoint:
    """Near its lower edge."""
    return widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() - _BY_THE_EDGE))


def side_of(widget: QWidget) -> QPoint:
    """Near its right edge."""
    return widget.mapToGlobal(QPoint(widget.width() - _BY_THE_EDGE, widget.height() // 2))


def shown(place: QPoint) -> list[str]:
    """As xdotool takes it."""
    return [str(place.x()), str(place.y())]


def act(*words: str) -> None:
    """With the hand on the mouse, or on the keys."""
    subprocess.run(["xdotool", *words], check=True)


def tell(words: str) -> None:
    """To the test."""
    print(words, flush=True)


def main(address: str, pipeline: str) -> None:
    """Play the scene."""
    scene = Scene(address, pipeline)
    timer = QTimer()
    timer.timeout.connect(scene.go_on)
    timer.start(_LOOK_MS)
    QTimer.singleShot(_PATIENCE_MS, QApplication.quit)
    QApplication.exec()
    scene.program.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
