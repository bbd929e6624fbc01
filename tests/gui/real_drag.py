"""A board on an X server, and a real mouse: a card dragged to another column, a drag given up.

Run by ``test_board_real.py``; tells what the board told.
"""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from crm_desktop.core.i18n import set_language
from crm_desktop.gui.kit.board.board import Board
from crm_desktop.gui.kit.board.carried import Carried
from crm_desktop.gui.kit.board.model import BoardCard, BoardHead, BoardWords
from crm_desktop.gui.kit.theme.manager import ThemeManager

_STEP_MS = 150


class Scene:
    """The window and what is done in it, step after step."""

    def __init__(self) -> None:
        self.board = Board(BoardWords("Deals", "Add", "None"))
        self.board.need_cards.connect(self._answer)
        heads = [BoardHead(key, key, "blue") for key in ("new", "talks")]
        self.board.set_columns(heads, {"new": [1, 2, 3], "talks": [4]})
        self.board.moved.connect(lambda *told: print("moved", *told, flush=True))
        self.window = QMainWindow()
        self.window.setCentralWidget(self.board)
        self.window.setGeometry(50, 50, 700, 600)
        self.window.show()
        self.window.activateWindow()
        self._steps = [
            lambda: _mouse("mousemove", self._place(1)),
            lambda: _mouse("mousedown", "1"),
            lambda: _mouse("mousemove", self._place(1) + QPoint(20, 20)),
            lambda: _mouse("mousemove", self._place(4) - QPoint(0, 30)),
            self._tell_carried,
            lambda: _mouse("mouseup", "1"),
            lambda: _mouse("mousemove", self._place(2)),
            lambda: _mouse("mousedown", "1"),
            lambda: _mouse("mousemove", self._place(4)),
            self._tell_carried,
            lambda: _mouse("key", "Escape"),
            lambda: _mouse("mouseup", "1"),
            lambda: None,  # it flies home
            self._tell_carried,
            QApplication.quit,
        ]

    def _answer(self, rids: list[int]) -> None:
        self.board.set_cards([BoardCard(rid, f"Deal {rid}", "Client", "10 €") for rid in rids])

    def _place(self, rid: int) -> QPoint:
        return self.board.card_place(rid).center()

    def next(self) -> None:
        """Do the next step."""
        self._steps.pop(0)()

    def _tell_carried(self) -> None:
        shown = [each for each in self.window.findChildren(Carried) if each.isVisible()]
        print("carried" if shown else "nothing", flush=True)


def _mouse(what: str, where: QPoint | str) -> None:
    words = [str(where.x()), str(where.y())] if isinstance(where, QPoint) else [where]
    subprocess.run(["xdotool", what, *words], check=True)


def main() -> None:
    """Play the scene."""
    set_language("en")
    application = QApplication(sys.argv[:1])
    ThemeManager(application)
    scene = Scene()
    timer = QTimer()
    timer.timeout.connect(scene.next)
    QTimer.singleShot(500, lambda: timer.start(_STEP_MS))
    application.exec()


if __name__ == "__main__":
    main()
