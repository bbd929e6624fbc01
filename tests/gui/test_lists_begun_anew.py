"""Another order or filter shows its first lines at once, while the whole is still being read."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.list_view import ListView, ListWords
from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.kit.row_source import Beginning
from tests.gui.test_row_model import COLUMNS, PlainSource

pytestmark = pytest.mark.usefixtures("dressed")

NUMBER = 300


class Uncounting(PlainSource):
    """Says with the first lines how many there are only if it ``counts``."""

    counts = True

    def find_beginning(self, size: int, then: Any, failed: Any) -> None:
        def tell(beginning: Beginning) -> None:
            total = beginning.total if self.counts else None
            then(Beginning(beginning.rids, beginning.rows, total))

        super().find_beginning(size, tell, failed)

    def answer_one(self) -> None:
        """Answer what was asked first."""
        self._waiting.pop(0)()


@pytest.fixture
def source() -> Uncounting:
    return Uncounting(NUMBER)


@pytest.fixture
def shown(source: Uncounting, qtbot: QtBot) -> ListView:
    """A list of three hundred people in a window, with a current one in its middle."""
    shown = ListView(source, COLUMNS, ListWords("People", "Nobody", ""), str)
    qtbot.addWidget(shown)
    shown.resize(600, 120)
    shown.show()
    shown.load()
    source.answer(qtbot)
    shown.table.choose(150)
    qtbot.waitUntil(lambda: bool(shown.table.verticalScrollBar().value()))
    source.answer(qtbot)
    return shown


def order(source: Uncounting, model: RowTableModel, keys: Sequence[int]) -> None:
    """Ask for another list, of which only the beginning is answered."""
    source.order = array("q", keys)
    model.read_anew()
    source.answer_one()


def downwards() -> list[int]:
    return list(range(NUMBER - 1, -1, -1))


def test_the_first_lines_of_a_new_order_are_painted_before_the_whole_is_known(
    shown: ListView, source: Uncounting
) -> None:
    order(source, shown.model, downwards())
    top = shown.table.rowAt(0)
    assert (top, shown.model.text_at(top, 0)) == (0, "Person 299")
    assert shown.model.rowCount() == NUMBER
    assert not shown.model.is_whole


def test_the_current_row_and_the_ticks_are_kept_until_their_place_is_known(
    shown: ListView, source: Uncounting, qtbot: QtBot
) -> None:
    shown.table.ticks.add([3, 120, 298])
    told: list[str] = []
    shown.current_changed.connect(told.append)
    shown.table._rest.stop()
    order(source, shown.model, downwards())
    assert shown.current_id() == "id-150"
    assert shown.table.acted_on() == [298, 3, 120]
    source.answer(qtbot)
    assert (shown.current_id(), shown.table.currentIndex().row()) == ("id-150", 149)
    assert shown.table.rowAt(0) == 0, "the eye stays at the beginning"
    assert shown.table.acted_on() == [298, 120, 3]
    assert told == []


def test_the_arrows_begin_at_the_top_while_the_place_of_the_current_row_is_unknown(
    shown: ListView, source: Uncounting, qtbot: QtBot
) -> None:
    order(source, shown.model, downwards())
    QTest.keyClick(shown.table, Qt.Key.Key_Down)
    assert shown.current_id() == "id-299"
    QTest.keyClick(shown.table, Qt.Key.Key_Down)
    source.answer(qtbot)
    assert shown.current_id() == "id-298"


def test_a_list_that_is_not_counted_yet_says_so_until_it_is(
    shown: ListView, source: Uncounting, qtbot: QtBot
) -> None:
    source.counts = False
    order(source, shown.model, range(0, NUMBER, 2))
    model = shown.model
    assert (model.text_at(79, 0), shown.table.shown_row(80)) == ("Person 158", None)
    assert (model.is_counted, model.is_whole) == (False, False)
    assert shown.current_id() == "id-150"
    source.answer(qtbot)
    assert (model.is_counted, shown.count) == (True, NUMBER // 2)
    assert (shown.current_id(), shown.table.currentIndex().row()) == ("id-150", 75)


@pytest.mark.parametrize("counts", [True, False])
def test_of_two_orders_that_are_asked_for_quickly_the_second_is_shown(
    shown: ListView, source: Uncounting, qtbot: QtBot, counts: bool
) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Warning  # warnings fail our tests
    QAbstractItemModelTester(shown.model, mode, shown.model)
    source.counts = counts
    order(source, shown.model, downwards())
    shown.table.choose(shown.model.rowCount() - 3)  # of which nobody knows yet who that is
    order(source, shown.model, range(10))
    source.answer(qtbot)
    model = shown.model
    assert [model.text_at(line, 0) for line in range(11)] == [f"Person {n}" for n in range(10)] + [
        None
    ]
    assert (model.rowCount(), model.is_whole, shown.count) == (10, True, 10)


def test_who_left_the_list_is_current_no_longer(
    shown: ListView, source: Uncounting, qtbot: QtBot
) -> None:
    source.counts = False
    order(source, shown.model, range(120))
    assert shown.current_id() == "id-150", "nobody knows yet"
    source.answer(qtbot)
    assert shown.current_id() == ""
