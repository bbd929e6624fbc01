"""The list under hand: ticks, ranges, order, type-ahead, widths, and what is said of it all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.column_widths import fitted_widths
from crm_desktop.gui.kit.paint.marks import Ticked
from crm_desktop.gui.kit.row_drawing import CELL_PADDING
from crm_desktop.gui.kit.row_model import RowTableModel
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.row_table import RowTable
from crm_desktop.gui.kit.theme.manager import ThemeManager
from tests.gui.test_row_model import loaded

pytestmark = pytest.mark.usefixtures("dressed")

Key, Modifier = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def table(qtbot: QtBot) -> RowTable:
    """Twelve people, the first of them current."""
    _source, model = loaded(12, qtbot)
    table = RowTable("People")
    qtbot.addWidget(table)
    model.setParent(table)
    table.setModel(model)
    table.resize(700, 400)
    table.show()
    table.choose(0)
    return table


def model_of(table: RowTable) -> RowTableModel:
    model = table.model()
    assert isinstance(model, RowTableModel)
    return model


def ticked(table: RowTable) -> list[int]:
    return sorted(table.ticks.keys)


def press(table: RowTable, line: int, x: int, modifier: Qt.KeyboardModifier) -> None:
    index = model_of(table).index(line, 0)
    place = QPoint(x, table.visualRect(index).center().y())
    QTest.mouseClick(table.viewport(), LEFT, modifier, place)


def test_command_with_an_arrow_leads_to_the_ends_of_the_list_on_macos(
    table: RowTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.gui.kit.list_ends.IS_MAC", True)
    command = Modifier.ControlModifier | Modifier.KeypadModifier  # as Qt tells ⌘ and an arrow
    QTest.keyClick(table, Key.Key_Down, command)
    assert table.currentIndex().row() == 11
    QTest.keyClick(table, Key.Key_Up, command)
    assert table.currentIndex().row() == 0


def test_home_and_end_lead_to_the_ends_of_the_list(table: RowTable) -> None:
    QTest.keyClick(table, Key.Key_End)
    assert table.currentIndex().row() == 11
    QTest.keyClick(table, Key.Key_Home)
    assert table.currentIndex().row() == 0


def test_space_ticks_the_row_and_goes_on(table: RowTable) -> None:
    QTest.keyClick(table, Key.Key_Space)
    QTest.keyClick(table, Key.Key_Space)
    assert ticked(table) == [0, 1]
    assert table.currentIndex().row() == 2


def test_a_press_on_the_box_ticks_and_leaves_the_current_row(table: RowTable) -> None:
    press(table, 3, 20, Modifier.NoModifier)
    assert ticked(table) == [3]
    assert table.currentIndex().row() == 0
    press(table, 3, 20, Modifier.NoModifier)
    assert ticked(table) == []


def test_a_press_elsewhere_makes_the_row_current_and_ticks_nothing(table: RowTable) -> None:
    press(table, 4, 120, Modifier.NoModifier)
    assert table.currentIndex().row() == 4
    assert ticked(table) == []


def test_ctrl_ticks_one_and_shift_ticks_the_range_from_there(table: RowTable) -> None:
    press(table, 2, 120, Modifier.ControlModifier)
    press(table, 5, 120, Modifier.ShiftModifier)
    assert ticked(table) == [2, 3, 4, 5]


def test_shift_with_arrows_extends(table: RowTable) -> None:
    QTest.keyClick(table, Key.Key_Down, Modifier.ShiftModifier)
    QTest.keyClick(table, Key.Key_Down, Modifier.ShiftModifier)
    assert ticked(table) == [0, 1, 2]


def test_shift_with_arrows_back_gives_rows_back_as_far_as_where_it_began(table: RowTable) -> None:
    for row in (1, 4):
        press(table, row, 20, Modifier.NoModifier)
    table.choose(3)
    for _step in range(3):
        QTest.keyClick(table, Key.Key_Down, Modifier.ShiftModifier)
    assert ticked(table) == [1, 3, 4, 5, 6]
    for _step in range(2):
        QTest.keyClick(table, Key.Key_Up, Modifier.ShiftModifier)
    assert ticked(table) == [1, 3, 4], "a row that was ticked before stays so"
    for _step in range(3):
        QTest.keyClick(table, Key.Key_Up, Modifier.ShiftModifier)
    assert ticked(table) == [1, 2, 3, 4]
    assert table.currentIndex().row() == 1


def test_a_range_from_elsewhere_gives_nothing_of_the_last_back(table: RowTable) -> None:
    QTest.keyClick(table, Key.Key_Down, Modifier.ShiftModifier)
    for _step in range(3):
        QTest.keyClick(table, Key.Key_Down)
    QTest.keyClick(table, Key.Key_Down, Modifier.ShiftModifier)
    QTest.keyClick(table, Key.Key_Up, Modifier.ShiftModifier)
    assert ticked(table) == [0, 1, 4]


def test_shift_presses_tick_the_range_from_the_same_row(table: RowTable) -> None:
    press(table, 2, 120, Modifier.ControlModifier)
    press(table, 5, 120, Modifier.ShiftModifier)
    press(table, 3, 120, Modifier.ShiftModifier)
    assert ticked(table) == [2, 3]
    press(table, 8, 120, Modifier.NoModifier)
    press(table, 9, 120, Modifier.ShiftModifier)
    assert ticked(table) == [2, 3, 8, 9]


def test_all_are_ticked_by_ctrl_a_and_none_by_esc(table: RowTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.ticks_changed):
        QTest.keyClick(table, Key.Key_A, Modifier.ControlModifier)
    assert len(table.ticks) == 12
    QTest.keyClick(table, Key.Key_Escape)
    assert ticked(table) == []


def test_the_header_box_ticks_all_and_then_none(table: RowTable) -> None:
    header = table.header
    place = QPoint(22, header.height() // 2)
    shown = []
    for _press in range(2):
        QTest.mouseClick(header.viewport(), LEFT, Modifier.NoModifier, place)
        shown.append(header.box)
    press(table, 1, 20, Modifier.NoModifier)
    shown.append(header.box)
    assert shown == [Ticked.ON, Ticked.OFF, Ticked.SOME]


def test_ticks_stay_with_their_rows_when_the_order_turns(qtbot: QtBot) -> None:
    source, model = loaded(12, qtbot)
    table = RowTable("People")
    qtbot.addWidget(table)
    table.setModel(model)
    table.choose(0)
    QTest.keyClick(table, Key.Key_Space)
    source.order.reverse()
    model.read_order_again()
    source.answer(qtbot)
    assert ticked(table) == [0]
    assert table.state_of(11).ticked
    assert not table.state_of(0).ticked


def test_letters_jump_to_the_next_name_that_begins_with_them(table: RowTable) -> None:
    QTest.keyClicks(table, "person 7")
    assert table.currentIndex().row() == 7


def test_letters_jump_to_a_name_far_from_the_lines_that_are_here(qtbot: QtBot) -> None:
    source, model = loaded(100_000, qtbot)
    source.names[70_123] = "Zaneta"
    source.names[90_000] = "zubr"
    table = RowTable("People")
    qtbot.addWidget(table)
    table.setModel(model)
    table.choose(10)
    found = []
    for letters in ("z", "zu", "nobody"):
        table._typed = ("", 0.0)
        QTest.keyClicks(table, letters)
        source.answer(qtbot)
        found.append(table.currentIndex().row())
    assert found == [70_123, 90_000, 90_000]


def test_the_next_name_is_found_from_the_top_when_none_follows(qtbot: QtBot) -> None:
    source, model = loaded(1_000, qtbot)
    source.names[3] = "Anna"
    table = RowTable("People")
    qtbot.addWidget(table)
    table.setModel(model)
    table.choose(500)
    QTest.keyClicks(table, "a")
    source.answer(qtbot)
    assert table.currentIndex().row() == 3


def test_a_ticked_row_is_told_to_screen_readers(table: RowTable) -> None:
    index = model_of(table).index(0, 0)
    assert index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    QTest.keyClick(table, Key.Key_Space)
    assert index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked


def test_the_table_and_its_cells_have_name_role_and_value(table: RowTable) -> None:
    told = QAccessible.queryAccessibleInterface(table)
    assert told.role() == QAccessible.Role.Table
    assert told.text(QAccessible.Text.Name) == "People"
    cells = [told.child(number) for number in range(told.childCount())]
    names = [cell.text(QAccessible.Text.Name) for cell in cells]
    assert "Person 0, director" in names
    assert "Name" in names


def test_the_header_tells_its_title_and_how_the_list_is_sorted(table: RowTable) -> None:
    table.show_order(1, descending=True)
    second = table.header.columns[1].title
    header = QAccessible.queryAccessibleInterface(table.header)
    assert header.text(QAccessible.Text.Name) == "Columns"
    assert table.header.spoken == table.header.columns[0].title
    assert header.text(QAccessible.Text.Description) == f"{second}, sorted in descending order"
    QTest.keyClick(table.header, Key.Key_Right)
    assert table.header.spoken == f"{second}, sorted in descending order"
    table.show_order(1, descending=False)
    assert table.header.spoken == f"{second}, sorted in ascending order"
    told = QAccessible.queryAccessibleInterface(table)
    titles = [told.child(number) for number in range(told.childCount())]
    [title] = [
        each
        for each in titles
        if each.role() == QAccessible.Role.ColumnHeader
        and each.text(QAccessible.Text.Name) == second
    ]
    assert title.text(QAccessible.Text.Description) == "sorted in ascending order"


def test_a_title_that_is_longer_in_a_language_stands_whole(table: RowTable) -> None:
    titles = (Column("Nazwa", str, 120), Column("Jednostka miary", str, 40, grows=False))
    table.layout_of_columns.begin(titles, has_ticks=True)
    wide = ThemeManager.instance().theme.faces.label_medium.width("Jednostka miary")
    assert table.columnWidth(1) >= wide + 2 * CELL_PADDING


COLUMNS = (
    Column("Name", str, 200),
    Column("Phone", str, 100, grows=False),
    Column("E-mail", str, 150, gives_way=True),
)


@pytest.mark.parametrize(
    ("room", "more", "widths"),
    [
        (450, 0, [200, 100, 150]),
        (800, 0, [400, 100, 300]),
        (449, 0, [349, 100, None]),
        (500, 120, [400, 100, None]),
        (100, 0, [200, 100, None]),
    ],
)
def test_columns_share_the_room_and_give_way_where_there_is_too_little(
    room: int, more: int, widths: Sequence[int | None]
) -> None:
    assert fitted_widths(COLUMNS, room, first_more=more) == widths
