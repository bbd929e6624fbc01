"""The board, or Qt's own lists in its place, in a process of its own.

``python -m benchmarks.board_worker board|bare CARDS TIMES``, started by ``board``: the last line
on stdout is a JSON answer, lists of seconds that the window's thread worked. Everything runs on
the main thread, which is the GUI thread.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSize, QStringListModel, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QListView, QMainWindow, QWidget

from benchmarks.board import COLUMNS
from crm_desktop.gui.kit.board.board import Board
from crm_desktop.gui.kit.board.model import BoardCard, BoardHead, BoardWords
from crm_desktop.gui.kit.paint.marks import NextStep, Tag
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager

_SIZE = QSize(1760, 1000)
_CARD = QSize(200, 113)  # with the gap below it
_PATH = 37  # pixels between two frames of a drag, a prime number


def measure_board(cards: int, times: int) -> dict[str, Any]:
    """The board."""
    application = QApplication([])
    ThemeManager(application, Appearance(mode="light"))
    window = QMainWindow()
    board = Board(BoardWords("Deals", "Add", "None"), window)
    board.need_cards.connect(lambda rids: board.set_cards(map(_card, rids)))
    window.setCentralWidget(board)
    heads, rids = _columns(cards)
    board.set_columns(heads, rids)
    _show(window, application)
    views = [board.pane_of(head.key).view for head in heads]
    orders = [_turned(rids, turn) for turn in range(times)]
    columns = [_timed(partial(board.set_columns, heads, order), application) for order in orders]
    answer = {
        "seen": sum(len(view.lines_seen()) for view in views),
        "repaint": [_timed(partial(_repaint, views), application) for _time in range(times)],
        "columns": columns,
    }
    drag = board.dragging
    held = views[0].rids[0]
    drag.begin([held], held, views[0].viewport().mapToGlobal(QPoint(40, 40)))
    answer["drag"] = [
        _timed(partial(drag.follow, place), application) for place in _path(window, times)
    ]
    drag.cancel()
    return answer


def measure_bare(cards: int, times: int) -> dict[str, Any]:
    """The floor: seven lists of words, and a picture moved over them."""
    application = QApplication([])
    window = QMainWindow()
    whole = QWidget(window)
    layout = QHBoxLayout(whole)
    window.setCentralWidget(whole)
    views = [QListView(whole) for _column in range(COLUMNS)]
    words = [[_words(number) for number in range(cards)] for _column in range(COLUMNS)]
    models = [QStringListModel(whole) for _column in range(COLUMNS)]
    for view, model in zip(views, models, strict=True):
        view.setUniformItemSizes(True)
        view.setGridSize(_CARD)
        view.setModel(model)
        layout.addWidget(view)

    def fill() -> None:
        for model, column in zip(models, words, strict=True):
            model.setStringList(column)

    _show(window, application)
    columns = [_timed(fill, application) for _time in range(times)]
    picture = QLabel(window)
    pixmap = QPixmap(_CARD * 1.4)
    pixmap.fill(Qt.GlobalColor.transparent)
    picture.setPixmap(pixmap)
    picture.resize(pixmap.size())
    picture.show()
    path = _path(window, times)
    return {
        "repaint": [_timed(partial(_repaint, views), application) for _time in range(times)],
        "columns": columns,
        "drag": [
            _timed(partial(picture.move, window.mapFromGlobal(place)), application)
            for place in path
        ],
    }


def _columns(cards: int) -> tuple[list[BoardHead], dict[str, Sequence[int]]]:
    heads = [
        BoardHead(f"stage-{n}", f"Стадия {n}", "blue", str(cards), "1 840 000 ₽", "10 %")
        for n in range(COLUMNS)
    ]
    return heads, {
        head.key: range(1 + n * cards, 1 + (n + 1) * cards) for n, head in enumerate(heads)
    }


def _turned(rids: dict[str, Sequence[int]], turn: int) -> dict[str, Sequence[int]]:
    """The same with the cards in another order."""
    return {key: [*column[turn:], *column[:turn]] for key, column in rids.items()}


def _card(rid: int) -> BoardCard:
    return BoardCard(
        rid,
        _words(rid),
        "Северный склад",
        f"{rid} 240 ₽",
        (Tag("Склад", "teal"), Tag("Опт", "blue"))[: rid % 3],
        f"{rid % 30} дн.",
        rid % 9 == 0,
        NextStep.TODAY,
        f"сегодня, {rid % 24}:30",
        "АС",
        "violet",
    )


def _words(number: int) -> str:
    return f"Освещение склада {number}" + ", вторая очередь" * (number % 4 == 0)


def _show(window: QMainWindow, application: QApplication) -> None:
    window.resize(_SIZE)
    window.show()
    for _turn in range(20):
        application.processEvents()
        time.sleep(0.01)


def _repaint(views: Sequence[QListView]) -> None:
    for view in views:
        view.viewport().update()


def _path(window: QWidget, times: int) -> Iterator[QPoint]:
    """Places all over the window, one after another as a hand goes."""
    wide, high = window.width() - 120, window.height() - 200
    for number in range(times):
        x, y = number * _PATH % wide, number * _PATH // 3 % high
        yield window.mapToGlobal(QPoint(60 + x, 120 + y))


def _timed(action: Callable[[], object], application: QApplication) -> float:
    """Seconds the thread worked until it is done and painted."""
    began = time.thread_time()
    action()
    application.processEvents()
    return time.thread_time() - began


_TASKS = {"board": measure_board, "bare": measure_bare}


def main(words: Sequence[str]) -> None:
    """Run a task and print its answer."""
    task, cards, times = words
    print(json.dumps(_TASKS[task](int(cards), int(times))))


if __name__ == "__main__":
    main(sys.argv[1:])
