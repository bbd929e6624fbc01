"""The row table model: lines near the eye in memory, changes in place, never a reset."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.features.common.jumping import next_line
from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.kit.row_pages import KEPT_ROWS, PAGE
from crm_desktop.gui.kit.row_source import Beginning, Column, Row
from crm_desktop.gui.kit.row_table import RowTable

pytestmark = pytest.mark.usefixtures("dressed")

COLUMNS = (
    Column("Name", lambda row: row.name, 200, lambda row: f"{row.name}, director"),
    Column("Phone", lambda row: row.phone, 100),
)


@dataclass(frozen=True)
class Person:
    rid: int
    name: str
    phone: str = ""

    @property
    def id(self) -> str:
        return f"id-{self.rid}"


class PlainSource:
    """A list in memory that answers when ``answer`` is called."""

    def __init__(self, number: int) -> None:
        self.names = {rid: f"Person {rid}" for rid in range(number)}
        self.order = array("q", range(number))
        self.asked: list[list[int]] = []
        self._waiting: list[Callable[[], None]] = []

    def find_beginning(self, size: int, then: Any, failed: Any) -> None:
        rids = self.order[:size]
        beginning = Beginning(rids, tuple(self._rows(rids)), len(self.order))
        self._waiting.append(lambda: then(beginning))

    def find_order(self, prepare: Any, then: Any, failed: Any) -> None:
        self._waiting.append(lambda: then(prepare(self.order[:])))

    def find_rows(self, rids: Sequence[int], then: Any, failed: Any) -> None:
        self.asked.append(list(rids))
        self._waiting.append(lambda: then(self._rows(rids)))

    def find_line(self, beginning: str, order: array[int], start: int, then: Any) -> None:
        named = [rid for rid, name in self.names.items() if name.casefold().startswith(beginning)]
        self._waiting.append(lambda: then(next_line(order, named, start)))

    def _rows(self, rids: Sequence[int]) -> list[Row]:
        return [Person(rid, self.names[rid]) for rid in rids if rid in self.names]

    def answer(self, qtbot: QtBot) -> None:
        """Answer everything that was asked, and what is asked because of the answers."""
        for _round in range(20):
            qtbot.wait(1)
            waiting, self._waiting = self._waiting, []
            for each in waiting:
                each()
            if not waiting:
                return


def make(number: int) -> tuple[PlainSource, RowTableModel]:
    source = PlainSource(number)
    return source, RowTableModel(source, COLUMNS)


def loaded(number: int, qtbot: QtBot) -> tuple[PlainSource, RowTableModel]:
    source, model = make(number)
    model.load()
    source.answer(qtbot)
    return source, model


@pytest.fixture
def resets(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every reset of a model is noted."""
    noted: list[str] = []
    monkeypatch.setattr(RowTableModel, "beginResetModel", lambda _model: noted.append("reset"))
    return noted


def test_the_first_lines_are_shown_before_the_order_is_known(qtbot: QtBot) -> None:
    source, model = make(1000)
    model.load()
    source._waiting.pop(0)()
    assert model.rowCount() == 1000
    assert model.text_at(0, 0) == "Person 0"
    assert model.text_at(900, 0) is None
    assert not model.is_whole
    source.answer(qtbot)
    assert model.is_whole
    model.text_at(900, 0)
    source.answer(qtbot)
    assert model.text_at(900, 0) == "Person 900"


def test_what_is_set_before_a_list_is_asked_for_is_no_reason_to_read_it_twice(
    qtbot: QtBot,
) -> None:
    source, model = make(10)
    model.read_order_again(at_once=True)
    model.read_rows_again(quietly=True)
    source.names[3] = "Somebody"
    told: list[int] = []
    model.values_changed.connect(lambda rid, _sections: told.append(rid))
    model.load()
    source._waiting.pop(0)()
    assert (model.is_loaded, source._waiting, source.asked) == (True, [], [])
    source.names[4] = "Somebody else"
    model.read_rows_again()
    source.answer(qtbot)
    assert told == [4]


def test_a_list_of_100_000_reads_only_the_pages_that_are_looked_at(qtbot: QtBot) -> None:
    source, model = loaded(100_000, qtbot)
    table = RowTable("People")
    qtbot.addWidget(table)
    table.setModel(model)
    table.resize(600, 400)
    table.show()
    for line in (0, 50_000, 99_999):
        table.scrollTo(model.index(line, 0))
        qtbot.wait(20)
        source.answer(qtbot)
        assert model.text_at(line, 0) == f"Person {line}"
    assert sum(map(len, source.asked)) <= 4 * PAGE


def test_lines_far_away_are_freed(qtbot: QtBot) -> None:
    source, model = loaded(100_000, qtbot)
    for line in range(0, 100_000, 2_000):
        model.text_at(line, 0)
        source.answer(qtbot)
    assert model.rows_in_memory <= KEPT_ROWS + 2 * PAGE


def test_no_more_lines_are_freed_at_once_than_have_come(qtbot: QtBot) -> None:
    source, model = loaded(100_000, qtbot)
    held = []
    for line in range(0, 40_000, 2_000):
        model.text_at(line, 0)
        source.answer(qtbot)
        held.append(model.rows_in_memory)
        assert model.text_at(line, 0) == f"Person {line}"
    assert held[10:] == [KEPT_ROWS] * 10


def test_whoever_drags_the_scroll_bar_far_is_shown_the_end_first(qtbot: QtBot) -> None:
    source, model = loaded(100_000, qtbot)
    for line in range(0, 100_000, 1_000):
        model.text_at(line, 0)
    source.answer(qtbot)
    assert source.asked[0][0] == 99_000
    assert len(source.asked) <= 3


def test_a_changed_record_changes_its_line_only(qtbot: QtBot, resets: list[str]) -> None:
    source, model = loaded(300, qtbot)
    source.names[7] = "Anna"
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.read_rows_again()
    source.answer(qtbot)
    assert changed == [(7, 7)]
    assert model.text_at(7, 0) == "Anna"
    assert not resets


@pytest.mark.parametrize("wholesale", [False, True])
def test_coming_and_leaving_records_keep_selection_and_eye(
    qtbot: QtBot, resets: list[str], wholesale: bool
) -> None:
    source, model = loaded(2000, qtbot)
    table = RowTable("People")
    qtbot.addWidget(table)
    table.setModel(model)
    table.resize(600, 400)
    table.show()
    table.scrollTo(model.index(1000, 0), RowTable.ScrollHint.PositionAtTop)
    qtbot.wait(20)
    source.answer(qtbot)
    table.choose(1003)
    top = model.text_at(table.rowAt(0), 0)
    came = range(5000, 5400 if wholesale else 5003)
    source.names |= {rid: f"New {rid}" for rid in came}
    keys = list(source.order)
    for rid in came:
        keys.insert((rid * 7) % 900, rid)
    keys.remove(500)
    source.order = array("q", keys)
    model.read_order_again()
    source.answer(qtbot)
    qtbot.wait(20)
    source.answer(qtbot)
    assert model.rowCount() == 2000 + len(came) - 1
    assert model.text_at(table.currentIndex().row(), 0) == "Person 1003"
    assert model.text_at(table.rowAt(0), 0) == top
    selection = table.selectionModel()
    assert selection.isRowSelected(table.currentIndex().row())
    assert not resets


def test_whoever_stands_at_the_beginning_sees_what_comes_there(qtbot: QtBot) -> None:
    source, model = loaded(500, qtbot)
    table = RowTable("People")
    qtbot.addWidget(table)
    table.setModel(model)
    table.show()
    source.names[900] = "Aaron"
    source.order = array("q", [900, *source.order])
    model.read_order_again()
    source.answer(qtbot)
    assert model.text_at(table.rowAt(0), 0) == "Aaron"


def test_qt_finds_no_fault_with_the_model_through_all_changes(qtbot: QtBot) -> None:
    source, model = make(700)
    mode = QAbstractItemModelTester.FailureReportingMode.Warning  # warnings fail our tests
    QAbstractItemModelTester(model, mode, model)
    model.load()
    source.answer(qtbot)
    for order in ([*range(0, 700, 2)], [*range(699, -1, -1)], [], [5, 4, 3], [*range(650)]):
        source.order = array("q", order)
        model.read_order_again()
        source.answer(qtbot)
        assert [model.row_at(line) is not None for line in range(3)] or not order
        assert model.rowCount() == len(order)


def test_a_count_that_was_wrong_is_put_right(qtbot: QtBot) -> None:
    source, model = make(1000)
    model.load()
    source._waiting.pop(0)()
    del source.order[990:]
    source.answer(qtbot)
    assert model.rowCount() == 990
    assert model.line_of("id-5") == 5


def test_a_change_while_the_first_lines_are_being_read_is_not_missed(qtbot: QtBot) -> None:
    source, model = make(3)
    model.load()
    source.names[1] = "Renamed"
    del source.order[2]
    model.read_rows_again()
    model.read_order_again()
    source.answer(qtbot)
    assert [model.text_at(line, 0) for line in range(model.rowCount())] == ["Person 0", "Renamed"]


def test_screen_readers_are_told_each_cell(qtbot: QtBot) -> None:
    _source, model = loaded(3, qtbot)
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(1, 0), spoken) == "Person 1, director"
    assert model.data(model.index(1, 1), spoken) == "Phone"


def test_a_selection_survives_the_freeing_of_its_line(qtbot: QtBot) -> None:
    source, model = loaded(20_000, qtbot)
    selection = QItemSelectionModel(model)
    selection.setCurrentIndex(model.index(10, 0), QItemSelectionModel.SelectionFlag.SelectCurrent)
    for line in range(0, 20_000, PAGE):
        model.text_at(line, 0)
        source.answer(qtbot)
    assert selection.currentIndex().row() == 10


def test_a_screen_across_two_pages_is_read_and_told_at_once(qtbot: QtBot) -> None:
    source, model = loaded(1_000, qtbot)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    for line in range(3 * PAGE - 10, 3 * PAGE + 10):
        model.text_at(line, 0)
    source.answer(qtbot)
    assert [len(asked) for asked in source.asked] == [2 * PAGE]
    assert told == [(2 * PAGE, 4 * PAGE - 1)]
    assert model.text_at(3 * PAGE, 0) == f"Person {3 * PAGE}"
