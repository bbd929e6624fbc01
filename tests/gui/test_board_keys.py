"""The board without a mouse: going about, picking, moving, opening, and what is said of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.board import keys
from tests.gui.boards import CTRL, PLAIN, SHIFT, Deals

pytestmark = pytest.mark.usefixtures("dressed")

Key = Qt.Key


@pytest.fixture
def deals(qtbot: QtBot) -> Deals:
    """Three columns and an empty one; the first card is current and has the keyboard."""
    deals = Deals(qtbot, {"new": [1, 2, 4], "talks": [5, 8], "offer": [], "deal": [10, 11]})
    deals.board.setFocus(Qt.FocusReason.TabFocusReason)
    return deals


def test_the_keyboard_comes_to_the_first_card(deals: Deals) -> None:
    assert deals.board.current == 1
    assert deals.view("new").hasFocus()


def test_arrows_go_between_cards_and_columns(deals: Deals) -> None:
    deals.key(Key.Key_Down)
    deals.key(Key.Key_Right)
    assert deals.board.current == 8
    deals.key(Key.Key_Up)
    assert deals.board.current == 5
    deals.key(Key.Key_Right)
    assert deals.board.chosen == []
    assert deals.board.current_column == "offer"
    deals.key(Key.Key_Right)
    assert deals.board.current == 10
    deals.key(Key.Key_Right)
    deals.key(Key.Key_Left)
    deals.key(Key.Key_Left)
    assert deals.board.current == 5
    assert deals.view("talks").hasFocus()


def test_at_the_ends_of_a_column_the_card_stays(deals: Deals) -> None:
    deals.key(Key.Key_Up)
    assert deals.board.current == 1
    for _time in range(5):
        deals.key(Key.Key_Down)
    assert deals.board.current == 4


def test_home_and_end_are_the_first_and_the_last_column(deals: Deals) -> None:
    deals.key(Key.Key_End)
    assert deals.board.current_column == "deal"
    deals.key(Key.Key_Home)
    assert deals.board.current_column == "new"
    deals.key(Key.Key_End, CTRL)
    assert deals.board.current == 4


def test_folded_columns_are_passed_over(deals: Deals) -> None:
    deals.board.set_folded(["talks", "offer"])
    deals.key(Key.Key_Right)
    assert deals.board.current == 10


def test_ctrl_with_arrows_moves_the_card_to_the_next_column_and_back(deals: Deals) -> None:
    deals.key(Key.Key_Down)
    deals.key(Key.Key_Right, CTRL)
    assert deals.rids("talks") == [5, 2, 8]
    assert deals.view("talks").hasFocus()
    deals.key(Key.Key_Left, CTRL)
    assert deals.rids("new") == [1, 2, 4]
    assert deals.moves == [([2], "talks", 8), ([2], "new", 4)]
    assert deals.board.current == 2


def test_the_keyboard_leaves_a_column_that_is_folded(deals: Deals) -> None:
    deals.key(Key.Key_Right)
    deals.board.set_folded(["talks", "new"])
    assert deals.board.current_column == "offer"
    assert deals.view("offer").hasFocus()
    deals.board.set_folded(["new", "talks", "offer", "deal"])
    deals.board.set_folded([])
    assert deals.board.folded == []


def test_keys_do_not_move_cards_where_they_may_not_be(deals: Deals) -> None:
    deals.board.may_drop = lambda _target, _rids: False
    deals.key(Key.Key_Right, CTRL)
    assert deals.moves == []


def test_a_card_moves_into_a_folded_column_too(deals: Deals) -> None:
    deals.board.set_folded(["talks"])
    deals.key(Key.Key_Right, CTRL)
    assert deals.moves == [([1], "talks", 5)]


def test_ctrl_with_up_and_down_moves_the_card_in_its_column(deals: Deals) -> None:
    deals.key(Key.Key_Down, CTRL)
    deals.key(Key.Key_Down, CTRL)
    deals.key(Key.Key_Down, CTRL)
    assert deals.rids("new") == [2, 4, 1]
    deals.key(Key.Key_Up, CTRL)
    assert deals.moves == [([1], "new", 4), ([1], "new", None), ([1], "new", 4)]


def test_where_a_rule_orders_the_column_cards_do_not_move_in_it(deals: Deals) -> None:
    deals.board.is_ordered_by_hand = False
    deals.key(Key.Key_Down, CTRL)
    assert deals.moves == []


def test_space_picks_and_goes_on_and_esc_picks_none(deals: Deals) -> None:
    deals.key(Key.Key_Space)
    deals.key(Key.Key_Space)
    assert deals.board.picked == [1, 2]
    assert deals.board.current == 4
    deals.key(Key.Key_Escape)
    assert deals.board.picked == []


def test_shift_with_arrows_and_ctrl_a_pick_more(deals: Deals) -> None:
    deals.key(Key.Key_Down, SHIFT)
    assert deals.board.picked == [1, 2]
    deals.key(Key.Key_A, CTRL)
    assert deals.board.picked == [1, 2, 4]


def test_picked_cards_move_together(deals: Deals) -> None:
    deals.key(Key.Key_Down, SHIFT)
    deals.key(Key.Key_Right, CTRL)
    assert deals.moves == [([1, 2], "talks", 8)]
    assert deals.rids("talks") == [5, 1, 2, 8]


def test_enter_opens_and_ctrl_enter_opens_apart(deals: Deals) -> None:
    deals.key(Key.Key_Return)
    deals.key(Key.Key_Enter, CTRL)
    assert deals.opened == [(1, False), (1, True)]


def test_ctrl_n_asks_for_the_quick_add_of_the_column(deals: Deals, qtbot: QtBot) -> None:
    deals.key(Key.Key_Right)
    with qtbot.waitSignal(deals.board.quick_add_wanted) as told:
        deals.key(Key.Key_N, CTRL)
    assert told.args == ["talks"]


@pytest.mark.parametrize(("key", "modifier"), [(Key.Key_Menu, PLAIN), (Key.Key_F10, SHIFT)])
def test_the_menu_opens_at_the_current_card(
    deals: Deals, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    with qtbot.waitSignal(deals.board.menu_wanted) as told:
        deals.key(key, modifier)
    assert told.args[0] == 1
    assert deals.board.card_place(1).contains(told.args[1])


def test_an_empty_column_has_its_own_menu(deals: Deals, qtbot: QtBot) -> None:
    deals.key(Key.Key_Right)
    deals.key(Key.Key_Right)
    with qtbot.waitSignal(deals.board.head_menu_wanted) as told:
        deals.key(Key.Key_Menu)
    assert told.args[0] == "offer"


def test_the_board_is_one_stop_of_tab(deals: Deals) -> None:
    deals.key(Key.Key_Right)
    stops = [key for key in ("new", "talks", "offer", "deal") if _is_stop(deals, key)]
    assert stops == ["talks"]
    deals.key(Key.Key_Tab)
    assert QApplication.focusWidget() is deals.board.strip.buttons[0]
    deals.key(Key.Key_Space)
    assert deals.ended == [([5], "won")]


def _is_stop(deals: Deals, column: str) -> bool:
    return bool(deals.view(column).focusPolicy() & Qt.FocusPolicy.TabFocus)


def test_keys_of_the_window_stay_the_windows(deals: Deals) -> None:
    line = QLineEdit(deals.window)
    line.show()
    line.setFocus()
    assert deals.board.current == 1
    QTest.keyClick(line, Key.Key_Right)
    assert deals.board.current == 1


def test_a_long_column_is_paged_through(qtbot: QtBot) -> None:
    deals = Deals(qtbot, {"new": range(1, 200)})
    deals.board.setFocus(Qt.FocusReason.TabFocusReason)
    deals.key(Key.Key_PageDown)
    first = deals.board.current
    assert first is not None
    assert 3 < first < 8
    deals.key(Key.Key_PageUp)
    assert deals.board.current == 1
    deals.key(Key.Key_End, CTRL)
    view = deals.view("new")
    assert deals.board.current == 199
    assert view.viewport().rect().contains(view.rect_of(198))


# For the ear


def test_columns_and_cards_are_read_as_the_page_words_them(deals: Deals) -> None:
    column = QAccessible.queryAccessibleInterface(deals.view("talks"))
    assert column is not None
    assert column.text(QAccessible.Text.Name) == "Talks, 2 deals"
    assert column.role() == QAccessible.Role.List
    first = column.child(0)
    assert first is not None
    assert first.text(QAccessible.Text.Name) == "Deal 5, Client, 10 euros"
    assert first.rect().center() == deals.on_screen(5)


def test_ends_and_edges_are_buttons_with_names(deals: Deals) -> None:
    won, lost = deals.board.strip.buttons
    assert (won.accessibleName(), lost.accessibleName()) == ("Won: 12 deals", "Lost: 7 deals")
    pane = deals.board.pane_of("talks")
    edge = pane.childAt(60, 2)
    assert edge is not None
    assert edge.accessibleName() == "Fold “Talks”"
    deals.board.set_folded(["talks"])
    assert edge.accessibleName() == "Unfold “Talks”"


def test_a_move_by_keys_is_told(deals: Deals, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(keys, "announce", lambda _widget, text: said.append(text))
    deals.key(Key.Key_Right, CTRL)
    assert said == ["Taken: Deal 1. Column Talks, place 1 of 3. Dropped."]


def test_focus_comes_back_to_the_board_when_its_editor_goes(deals: Deals) -> None:
    editor = QLineEdit()
    deals.key(Key.Key_Right)
    deals.key(Key.Key_Right)
    deals.board.open_slot("offer", editor)
    editor.setFocus()
    deals.board.close_slot()
    assert QApplication.focusWidget() is deals.view("offer")
    assert deals.board.current_column == "offer"
    editor.deleteLater()
