"""A list that measures only what is in sight: nothing under the eye moves as guesses are mended."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QStringListModel, Qt
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.gui.pages.activities.measured_list import MeasuredList

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

GUESS, PAGE = 40, 300


class Rows(MeasuredList):
    """Rows are guessed 40 high and are 20 to 110."""

    def __init__(self) -> None:
        self.measured: list[int] = []
        self.painted: list[int] = []
        self.guessed = 0
        super().__init__(QStringListModel())

    @property
    def room(self) -> int:
        return self.viewport().width() - self.viewport().width() % 50

    def guess(self, _row: int) -> int:
        self.guessed += 1
        return GUESS if self.room <= 200 else GUESS // 2

    def measure(self, row: int) -> int:
        self.measured.append(row)
        return height_of(row)

    def paint_row(self, _painter: QPainter, _rect: QRect, row: int) -> None:
        self.painted.append(row)


def height_of(row: int) -> int:
    return 20 + row * 37 % 91


@pytest.fixture
def rows(qtbot: QtBot) -> Rows:
    """A thousand rows, at the top."""
    view = Rows()
    qtbot.addWidget(view)
    view.resize(200, PAGE)
    view.show()
    fill(view, 1_000)
    return view


def fill(view: Rows, number: int) -> None:
    model = view.model()
    assert isinstance(model, QStringListModel)
    model.insertRows(0, number)
    view.lay_out()


def test_only_rows_in_sight_are_measured(rows: Rows) -> None:
    assert max(rows.measured) < 15
    rows.grab()
    assert max(rows.painted) < 10
    rows.verticalScrollBar().setValue(20_000)
    assert len(rows.measured) < 40


def test_in_a_wider_window_only_some_of_very_many_rows_are_guessed_anew(rows: Rows) -> None:
    fill(rows, 99_000)
    before, rows.guessed = rows.heights.total, 0
    rows.resize(400, PAGE)
    assert rows.guessed < 2_500
    assert rows.heights.total == pytest.approx(before / 2, rel=0.01)


def test_a_hundred_thousand_rows_open_at_once_and_can_be_scrolled_to_their_end(
    rows: Rows,
) -> None:
    fill(rows, 99_000)
    rows.measured.clear()
    rows.verticalScrollBar().setValue(rows.verticalScrollBar().maximum())
    last = rows.visualRect(rows.model().index(99_999, 0))
    assert last.bottom() == rows.viewport().height() - 1
    assert last.height() == height_of(99_999)
    assert len(rows.measured) < 40


def test_nothing_in_sight_moves_but_by_the_turn_of_the_wheel_when_rows_above_are_measured(
    rows: Rows,
) -> None:
    bar = rows.verticalScrollBar()
    bar.setValue(20_000)
    for _turn in range(200):
        index = rows.indexAt(QPoint(5, 60))
        before = rows.visualRect(index).top()
        bar.setValue(bar.value() - 24)
        assert rows.visualRect(index).top() == before + 24


def test_rows_that_come_into_sight_have_their_true_height(rows: Rows) -> None:
    bar = rows.verticalScrollBar()
    for place in (0, 5_000, 4_900, 30_000, 12, 7_777):
        bar.setValue(place)
        row, y = rows.indexAt(QPoint(5, 0)).row(), 0
        while y < PAGE:
            rect = rows.visualRect(rows.model().index(row, 0))
            assert rect.height() == height_of(row)
            row, y = row + 1, rect.bottom() + 1


@pytest.mark.parametrize("row", [3, 400, 999, 0])
def test_a_row_is_brought_into_sight_as_a_whole(rows: Rows, row: int) -> None:
    rows.setCurrentIndex(rows.model().index(500, 0))
    rows.setCurrentIndex(rows.model().index(row, 0))
    rect = rows.visualRect(rows.currentIndex())
    assert rect.top() >= 0
    assert rect.bottom() < rows.viewport().height()


def test_the_row_under_the_eye_stays_when_the_width_changes(rows: Rows, qtbot: QtBot) -> None:
    rows.hold(300, -7)
    rows.resize(400, PAGE)
    qtbot.waitUntil(lambda: rows.viewport().width() > 300)
    assert rows.visualRect(rows.model().index(300, 0)).top() == -7


def test_keys_go_to_both_ends_and_by_pages(rows: Rows) -> None:
    rows.setCurrentIndex(rows.model().index(0, 0))
    QTest.keyClick(rows, Qt.Key.Key_End)
    assert rows.currentIndex().row() == 999
    QTest.keyClick(rows, Qt.Key.Key_PageUp)
    assert 985 < rows.currentIndex().row() < 999
    QTest.keyClick(rows, Qt.Key.Key_Home)
    assert rows.currentIndex().row() == 0
    QTest.keyClick(rows, Qt.Key.Key_PageDown)
    assert 2 < rows.currentIndex().row() < 15
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Up)
    assert 2 < rows.currentIndex().row() < 15


def test_a_press_chooses_the_row_under_the_pointer(rows: Rows) -> None:
    rows.verticalScrollBar().setValue(3_000)
    wanted = rows.indexAt(QPoint(20, 150)).row()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 150))
    assert rows.currentIndex().row() == wanted
    assert rows.selectionModel().isSelected(rows.currentIndex())


def test_a_screen_reader_finds_a_list_with_all_rows(rows: Rows) -> None:
    told = QAccessible.queryAccessibleInterface(rows)
    assert told.role() == QAccessible.Role.List
    assert told.childCount() == 1_000
