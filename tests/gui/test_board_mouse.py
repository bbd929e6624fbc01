"""The board under the mouse: choosing, picking, dragging, dropping, and what is refused."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.kit.board.carried import Carried, DropHint
from crm_desktop.gui.kit.paint.marks import NextStep
from crm_desktop.gui.kit.theme.manager import Appearance, ThemeManager
from tests.factories.fair_time import within
from tests.gui.boards import CTRL, LEFT, MIDDLE, PLAIN, RIGHT, SHIFT, Deals, card
from tests.gui.conftest import there

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def deals(qtbot: QtBot) -> Deals:
    """Three columns, the last of them empty."""
    return Deals(qtbot, {"new": [1, 2, 3, 4], "talks": [5, 6], "offer": []})


def carried(deals: Deals) -> list[Carried]:
    return [each for each in deals.window.findChildren(Carried) if each.isVisible()]


# Choosing


def test_a_press_makes_a_card_current(deals: Deals, qtbot: QtBot) -> None:
    with qtbot.waitSignal(deals.board.current_changed) as told:
        deals.press(5)
    assert told.args == [5]
    assert (deals.board.current, deals.board.current_column) == (5, "talks")
    assert deals.view("talks").hasFocus()


def test_a_press_beside_the_cards_leaves_the_keyboard_where_it_is(deals: Deals) -> None:
    deals.press(1)
    QTest.mouseClick(deals.view("talks").viewport(), LEFT, PLAIN, QPoint(50, 500))
    assert deals.view("new").hasFocus()
    assert deals.board.current == 1


def test_a_press_on_an_empty_column_makes_it_the_current_one(deals: Deals) -> None:
    deals.press(1)
    QTest.mouseClick(deals.view("offer").viewport(), LEFT, PLAIN, QPoint(50, 300))
    assert (deals.board.current_column, deals.board.chosen) == ("offer", [])
    assert deals.view("offer").hasFocus()


def test_ctrl_picks_and_shift_picks_what_lies_between(deals: Deals) -> None:
    deals.press(6, CTRL)
    deals.press(1)
    deals.press(3, SHIFT)
    assert deals.board.picked == [1, 2, 3, 6]
    deals.press(6, CTRL)
    assert deals.board.picked == [1, 2, 3]


def test_a_double_press_opens_and_the_middle_button_opens_apart(deals: Deals) -> None:
    view, place = deals.place(2)
    QTest.mouseDClick(view.viewport(), LEFT, PLAIN, place)
    deals.press(6, button=MIDDLE)
    assert deals.opened == [(2, False), (6, True)]


def test_a_press_on_no_step_plans_one_there(deals: Deals, qtbot: QtBot) -> None:
    deals.board.set_cards([card(5, step=NextStep.NONE)])
    view = deals.view("talks")
    plan = deals.board.cards.plan(5)
    assert plan is not None
    badge = view.rect_of(0).topLeft() + QPoint(20, plan.step + 10)
    with qtbot.waitSignal(deals.board.step_wanted) as told:
        QTest.mouseClick(view.viewport(), LEFT, PLAIN, badge)
    assert told.args[0] == 5
    assert told.args[1].contains(view.viewport().mapToGlobal(badge))


def test_a_press_on_another_step_only_chooses(deals: Deals, qtbot: QtBot) -> None:
    view = deals.view("talks")
    with qtbot.assertNotEmitted(deals.board.step_wanted):
        QTest.mouseClick(
            view.viewport(), LEFT, PLAIN, view.rect_of(0).bottomLeft() + QPoint(20, -15)
        )


# Dragging


def test_a_card_is_dropped_above_another_and_shown_there_at_once(deals: Deals) -> None:
    deals.take(2)
    deals.carry_above(6)
    deals.drop()
    assert deals.rids("new") == [1, 3, 4]
    assert deals.rids("talks") == [5, 2, 6]
    assert deals.moves == [([2], "talks", 6)]
    assert deals.board.current == 2


def test_in_an_empty_column_and_below_the_last_card_is_its_end(deals: Deals) -> None:
    deals.take(2)
    deals.drop(deals.middle_of("offer"))
    deals.take(3)
    deals.drop(deals.middle_of("talks") + QPoint(0, 200))
    assert deals.moves == [([2], "offer", None), ([3], "talks", None)]
    assert deals.rids("talks") == [5, 6, 3]


def test_within_its_column_a_card_goes_up_and_down(deals: Deals) -> None:
    deals.take(4)
    deals.carry_above(2)
    deals.drop()
    assert deals.moves == [([4], "new", 2)]
    assert deals.rids("new") == [1, 4, 2, 3]


def test_at_its_own_place_nothing_is_moved(deals: Deals) -> None:
    deals.take(2)
    deals.drop()
    assert deals.moves == []
    assert deals.rids("new") == [1, 2, 3, 4]


def test_less_than_six_pixels_are_no_drag(deals: Deals) -> None:
    view, place = deals.place(2)
    QTest.mousePress(view.viewport(), LEFT, PLAIN, place)
    QTest.mouseMove(view.viewport(), place + QPoint(2, 2))
    assert not carried(deals)
    QTest.mouseRelease(view.viewport(), LEFT, PLAIN, place)
    assert deals.moves == []


def test_a_card_held_for_a_moment_is_taken(deals: Deals, qtbot: QtBot) -> None:
    view, place = deals.place(2)
    QTest.mousePress(view.viewport(), LEFT, PLAIN, place)
    with within(1.0):
        qtbot.waitUntil(lambda: bool(carried(deals)))
    QTest.mouseRelease(view.viewport(), LEFT, PLAIN, place)
    assert deals.moves == []


def test_all_picked_cards_go_together_in_their_order(deals: Deals) -> None:
    deals.press(6, CTRL)
    deals.press(3, CTRL)
    deals.press(1, CTRL)
    deals.take(3)
    deals.drop(deals.middle_of("offer"))
    assert deals.moves == [([1, 3, 6], "offer", None)]
    assert deals.rids("offer") == [1, 3, 6]
    assert deals.board.picked == []


def test_a_card_that_is_not_picked_goes_alone(deals: Deals) -> None:
    deals.press(1, CTRL)
    deals.take(2)
    deals.drop(deals.middle_of("offer"))
    assert deals.moves == [([2], "offer", None)]


def test_on_an_end_cards_leave_the_board_and_come_back_when_refused(deals: Deals) -> None:
    deals.take(2)
    deals.drop(deals.end_place("lost"))
    assert deals.ended == [([2], "lost")]
    assert deals.rids("new") == [1, 3, 4]
    deals.board.take_back([2])
    assert deals.rids("new") == [1, 2, 3, 4]
    assert deals.board.current == 2


def test_picked_cards_that_come_back_from_an_end_are_picked_again(deals: Deals) -> None:
    deals.press(2, CTRL)
    deals.press(3, CTRL)
    deals.take(2)
    deals.drop(deals.end_place("lost"))
    assert (deals.ended, deals.board.picked) == ([([2, 3], "lost")], [])
    deals.board.take_back([2, 3])
    assert deals.board.picked == [2, 3]


def test_a_press_on_an_end_ends_what_is_chosen(deals: Deals) -> None:
    deals.press(5)
    QTest.mouseClick(deals.board.strip.buttons[0], LEFT)
    assert deals.ended == [([5], "won")]
    assert deals.board.current == 6


def test_what_is_taken_back_flies_home_and_stands_there_in_time(deals: Deals, qtbot: QtBot) -> None:
    deals.take(2)
    deals.drop(deals.middle_of("offer"))
    deals.board.take_back([2])
    assert deals.rids("new") == [1, 2, 3, 4]
    assert deals.view("new").chosen.lifted
    with within(1.0):
        qtbot.waitUntil(lambda: not deals.view("new").chosen.lifted)
    assert not carried(deals)


def test_with_less_motion_it_is_back_at_once(deals: Deals) -> None:
    ThemeManager.instance().apply(Appearance(mode="light", reduced_motion=True))
    deals.take(2)
    deals.drop(deals.middle_of("offer"))
    deals.board.take_back([2])
    assert deals.rids("new") == [1, 2, 3, 4]
    assert not deals.view("new").chosen.lifted
    assert not carried(deals)


@pytest.mark.parametrize("how", ["escape", "right button", "outside", "window left"])
def test_a_drag_is_given_up_and_nothing_moves(deals: Deals, qtbot: QtBot, how: str) -> None:
    deals.take(2)
    deals.carry(deals.middle_of("talks"))
    assert deals.view("new").chosen.lifted == {2}
    if how == "escape":
        deals.key(Qt.Key.Key_Escape)
    elif how == "right button":
        QTest.mousePress(deals.view("new").viewport(), RIGHT)
    elif how == "outside":
        deals.drop(deals.window.mapToGlobal(QPoint(-50, -50)))
    else:
        QApplication.sendEvent(deals.window, QEvent(QEvent.Type.WindowDeactivate))
    with within(1.0):
        qtbot.waitUntil(lambda: not deals.view("new").chosen.lifted)
    deals.drop(deals.middle_of("talks"))
    assert deals.moves == []
    assert deals.rids("new") == [1, 2, 3, 4]


def test_keys_wait_until_the_drag_is_over(deals: Deals) -> None:
    deals.take(2)
    deals.key(Qt.Key.Key_Down)
    assert deals.board.current == 2
    deals.drop()


def test_the_target_keeps_a_slot_open_as_high_as_the_card(deals: Deals) -> None:
    deals.take(2)
    deals.carry_above(6)
    view = deals.view("talks")
    assert view.geometry_of_cards.slot == (view.geometry_of_cards.height_of(0) + 6, 107)
    deals.carry(deals.end_place("won"))
    assert view.geometry_of_cards.slot is None
    deals.drop()


def test_what_the_drop_needs_is_said_beside_the_pointer(deals: Deals) -> None:
    asked = []

    def hint(target: str, rids: object) -> str:
        asked.append((target, rids))
        return "Needs: payment date" if target == "talks" else ""

    deals.board.drop_hint = hint
    deals.take(2)
    deals.carry_above(6)
    (shown,) = deals.window.findChildren(DropHint)
    assert shown.isVisible()
    assert shown.accessibleName() == "Needs: payment date"
    assert ("talks", [2]) in asked
    deals.carry(deals.middle_of("offer"))
    assert not shown.isVisible()
    deals.drop()


def test_the_pointer_says_where_nothing_can_be_dropped(deals: Deals) -> None:
    deals.take(2)
    viewport = deals.view("new").viewport()
    assert viewport.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    deals.carry(deals.window.mapToGlobal(QPoint(-50, -50)))
    assert viewport.cursor().shape() == Qt.CursorShape.ForbiddenCursor
    deals.drop()
    assert viewport.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_what_may_not_have_the_cards_stays_still(deals: Deals) -> None:
    deals.board.may_drop = lambda target, _rids: target not in ("talks", "won")
    for place in (deals.middle_of("talks"), deals.end_place("won")):
        deals.take(2)
        deals.carry(place)
        assert not deals.view("talks").is_target
        assert deals.view("new").viewport().cursor().shape() == Qt.CursorShape.ForbiddenCursor
        deals.drop()
    deals.take(2)
    deals.drop(deals.end_place("lost"))
    assert deals.moves == []
    assert deals.ended == [([2], "lost")]


def test_where_a_rule_orders_the_column_a_drop_only_changes_the_column(deals: Deals) -> None:
    deals.board.is_ordered_by_hand = False
    deals.take(2)
    deals.carry_above(4)
    deals.drop()
    assert deals.moves == []
    deals.take(2)
    deals.carry_above(6)
    assert deals.view("talks").geometry_of_cards.slot is None
    deals.drop()
    assert deals.moves == [([2], "talks", 5)]


def test_the_drag_goes_on_when_a_colleague_changes_the_board(deals: Deals) -> None:
    deals.take(2)
    deals.carry_above(6)
    deals.show({"new": [9, 1, 2], "talks": [5, 8, 6], "offer": []})
    deals.carry_above(6)
    deals.drop()
    assert deals.moves == [([2], "talks", 6)]


def test_the_drag_ends_when_the_card_is_gone(deals: Deals) -> None:
    deals.take(2)
    deals.carry_above(6)
    deals.show({"new": [1], "talks": [5, 6], "offer": []})
    assert not carried(deals)
    deals.drop()
    assert deals.moves == []


def test_a_column_scrolls_by_itself_near_its_edges(qtbot: QtBot) -> None:
    deals = Deals(qtbot, {"new": [1], "talks": list(range(10, 60))})
    bar = deals.view("talks").verticalScrollBar()
    deals.take(1)
    pane = deals.board.pane_of("talks")
    deals.carry(pane.mapToGlobal(QPoint(100, pane.height() - 5)))
    with within(2.0):
        qtbot.waitUntil(lambda: bar.value() > 200)
    deals.drop()
    (moved,) = deals.moves
    assert moved[1] == "talks"
    assert moved[2] not in range(10, 14)


def test_columns_scroll_sideways_near_their_edges(qtbot: QtBot) -> None:
    deals = Deals(qtbot, {f"c{n}": [n * 10 + 1] for n in range(8)}, size=(800, 500))
    lanes = deals.board.lanes
    assert lanes.bar.maximum() > 0
    deals.take(1)
    deals.carry(lanes.mapToGlobal(QPoint(lanes.width() - 4, 200)))
    with within(2.0):
        qtbot.waitUntil(lambda: lanes.bar.value() > 100)
    deals.drop()
    assert len(deals.moves) == 1


# Menus, folding, quick add


def test_menus_belong_to_the_card_or_the_column_under_the_pointer(
    deals: Deals, qtbot: QtBot
) -> None:
    view, place = deals.place(6)
    with qtbot.waitSignal(deals.board.menu_wanted) as told:
        _right_press(view.viewport(), place)
    assert told.args == [6, view.viewport().mapToGlobal(place)]
    assert deals.board.current == 6
    with qtbot.waitSignal(deals.board.head_menu_wanted) as told:
        _right_press(deals.view("offer").viewport(), QPoint(50, 200))
    assert told.args[0] == "offer"
    with qtbot.waitSignal(deals.board.head_menu_wanted) as told:
        _right_press(deals.board.pane_of("talks").head, QPoint(30, 20))
    assert told.args[0] == "talks"


def test_a_press_on_the_edge_folds_a_column_and_one_anywhere_unfolds_it(
    deals: Deals, qtbot: QtBot
) -> None:
    pane = deals.board.pane_of("talks")
    with qtbot.waitSignal(deals.board.folded_changed) as told:
        QTest.mouseClick(there(pane.childAt(60, 2)), LEFT)
    assert told.args == [["talks"]]
    assert pane.width() == 44
    assert pane.view.isHidden()
    QTest.mouseClick(there(pane.childAt(20, 300)), LEFT)
    assert deals.board.folded == []
    assert pane.view.isVisible()


def test_a_folded_column_takes_cards_at_its_top(deals: Deals) -> None:
    deals.board.set_folded(["talks"])
    deals.take(2)
    deals.drop(deals.middle_of("talks"))
    assert deals.moves == [([2], "talks", 5)]


def test_the_quick_add_stands_above_the_cards_while_it_is_open(deals: Deals, qtbot: QtBot) -> None:
    deals.press(1)
    pane = deals.board.pane_of("talks")
    before = pane.view.y()
    with qtbot.waitSignal(deals.board.quick_add_wanted) as told:
        QTest.mouseClick(pane.head.add, LEFT)
    assert told.args == ["talks"]
    editor = QLineEdit()
    deals.board.open_slot("talks", editor)
    editor.setFocus()
    assert editor.isVisible()
    assert deals.board.slot_column == "talks"
    assert pane.head.add.isChecked()
    assert pane.view.y() == before + editor.sizeHint().height() + 6
    deals.board.close_slot()
    assert editor.parent() is None
    assert not pane.head.add.isChecked()
    assert pane.view.y() == before
    assert deals.view("new").hasFocus()
    editor.deleteLater()


def test_the_wheel_scrolls_a_column_and_with_shift_all_of_them(qtbot: QtBot) -> None:
    deals = Deals(
        qtbot, {f"c{n}": range(n * 100, n * 100 + 50) for n in range(1, 9)}, size=(800, 500)
    )
    view = deals.view("c1")
    _turn_wheel(view.viewport(), PLAIN)
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() == 120)
    _turn_wheel(view.viewport(), SHIFT)
    qtbot.waitUntil(lambda: deals.board.lanes.bar.value() == 120)
    assert view.verticalScrollBar().value() == 120


def _right_press(widget: QWidget, place: QPoint) -> None:
    QTest.mouseClick(widget, RIGHT, PLAIN, place)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place)))


def _turn_wheel(widget: QWidget, modifier: Qt.KeyboardModifier) -> None:
    window = widget.window()
    place = QPointF(widget.mapTo(window, widget.rect().center()))
    QTest.wheelEvent(window.windowHandle(), place, QPoint(0, -120), QPoint(), modifier)
