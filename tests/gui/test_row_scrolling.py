"""Scrolling shifts what is painted already and paints only the lines that come in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent, QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit import row_drawing
from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.kit.row_table import RowTable
from crm_desktop.gui.kit.theme.manager import ThemeManager
from tests.gui.test_row_model import loaded, make

pytestmark = pytest.mark.usefixtures("dressed")


class PaintedAreas(QObject):
    """What a widget was asked to paint."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.areas: list[QRect] = []
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return super().eventFilter(watched, event)


def table_of(model: RowTableModel, qtbot: QtBot) -> RowTable:
    """A table of these people."""
    table = RowTable("People")
    qtbot.addWidget(table)
    model.setParent(table)
    table.setModel(model)
    table.resize(700, 400)
    with qtbot.waitExposed(table):
        table.show()
    return table


@pytest.fixture
def table(qtbot: QtBot) -> RowTable:
    """A hundred people, the third of them current and the fourth ticked."""
    _source, model = loaded(100, qtbot)
    table = table_of(model, qtbot)
    table.choose(2)
    table.flip(3)
    table.setFocus()
    table.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    settle(table, qtbot)
    return table


def settle(table: RowTable, qtbot: QtBot) -> None:
    """Let everything be painted, until nothing is any more."""
    painted = PaintedAreas(table.viewport())
    qtbot.wait(20)
    while painted.areas:
        painted.areas.clear()
        qtbot.wait(20)
    painted.deleteLater()


def shown(table: RowTable) -> QImage:
    """What stands on the screen, nothing painted anew."""
    handle = table.screen().grabWindow(table.window().winId())
    return handle.toImage()


def test_only_the_lines_that_come_in_are_painted(table: RowTable, qtbot: QtBot) -> None:
    painted = PaintedAreas(table.viewport())
    height = table.rowHeight(0)

    table.verticalScrollBar().setValue(3 * height)
    qtbot.waitUntil(lambda: bool(painted.areas))

    assert max(area.height() for area in painted.areas) <= 4 * height


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_what_was_shifted_looks_as_if_painted_anew(
    table: RowTable, qtbot: QtBot, rows: int
) -> None:
    for place in (rows * table.rowHeight(0) + 7, 11):
        table.verticalScrollBar().setValue(place)
        settle(table, qtbot)
        shifted = shown(table)
        table.viewport().update()
        settle(table, qtbot)
        assert shifted == shown(table)


def unread(qtbot: QtBot, *, first_width: int = 300) -> RowTable:
    """A table of people none of whom is read but the first."""
    source, model = make(1000)
    model.load()
    source.answer(qtbot)
    table = table_of(model, qtbot)
    table.header.resizeSection(0, first_width)
    table.verticalScrollBar().setValue(700 * table.rowHeight(0))
    settle(table, qtbot)
    return table


def test_rows_that_are_not_read_yet_are_drawn_once_for_each_length_of_bars(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    draw = row_drawing._draw_waiting

    def draw_told(*words: Any) -> QPixmap:
        drawn.append(words[2])
        return draw(*words)

    monkeypatch.setattr(row_drawing, "_draw_waiting", draw_told)
    table = unread(qtbot)
    drawn.clear()
    for _time in range(3):
        table.viewport().grab()
    assert not drawn
    table.header.resizeSection(0, 200)
    settle(table, qtbot)
    assert sorted(drawn) == [0, 1, 2, 3]


def test_at_a_fractional_ratio_a_row_that_is_not_read_yet_is_drawn_to_its_edges(
    qtbot: QtBot,
) -> None:
    table = unread(qtbot)
    cells = (row_drawing.Cell(0, 0, 301),)
    drawn = row_drawing._draw_waiting(cells, 37, 0, table, 1.25).toImage()
    right, bottom = drawn.width() - 1, drawn.height() - 1
    colours = table.theme.colours
    assert drawn.pixelColor(right, 5) == colours.surface
    assert drawn.pixelColor(5, bottom) in (colours.surface, colours.border_subtle)


def test_rows_that_are_not_read_yet_follow_their_columns(qtbot: QtBot) -> None:
    table = unread(qtbot)
    before = table.viewport().grab().toImage()
    table.header.resizeSection(0, 200)
    settle(table, qtbot)
    after = table.viewport().grab().toImage()
    assert after != before
    assert after == unread(qtbot, first_width=200).viewport().grab().toImage()


def test_a_row_that_is_not_read_yet_shows_the_pointer_over_it(qtbot: QtBot) -> None:
    table = unread(qtbot)
    before = table.viewport().grab().toImage()
    QTest.mouseMove(table.viewport(), table.viewport().rect().center())
    assert table.viewport().grab().toImage() != before


@pytest.mark.parametrize("lines", [0, 2])
def test_below_the_last_line_and_beside_the_last_column_is_empty_ground(
    qtbot: QtBot, lines: int
) -> None:
    _source, model = loaded(lines, qtbot)
    table = RowTable("People")
    qtbot.addWidget(table)
    model.setParent(table)
    table.setModel(model)
    table.resize(700, 400)
    with qtbot.waitExposed(table):
        table.show()
    settle(table, qtbot)

    picture = table.viewport().grab().toImage()

    ground = table.theme.colours.surface
    corners = [(5, picture.height() - 2), (picture.width() - 2, picture.height() - 2)]
    assert [picture.pixelColor(*corner) for corner in corners] == [ground, ground]


def test_in_rows_of_another_height_the_same_one_stays_at_the_top(table: RowTable) -> None:
    table.verticalScrollBar().setValue(30 * table.rowHeight(0))
    before = table.rowHeight(0)
    manager = ThemeManager.instance()
    was, larger = manager.appearance, replace(manager.appearance, text_percent=150)
    for appearance in (larger, was, larger):
        manager.apply(appearance)
        assert (table.rowAt(0), table.rowViewportPosition(30)) == (30, 0)
    assert table.rowHeight(0) > before
    manager.apply(was)
