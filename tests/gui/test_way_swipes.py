"""Swipes lead back and forward on macOS; the events are made here as that system gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.gui.shell.way_buttons import WayButtons
from crm_desktop.gui.shell.way_swipes import BACK, FORWARD, Swipes

if TYPE_CHECKING:
    from crm_desktop.gui.shell.way import Way

Phase = Qt.ScrollPhase
PLACE = QPointF(40, 40)


class Steps:
    """Counts where it would have been gone."""

    def __init__(self) -> None:
        self.gone: list[int] = []

    def go_back(self) -> None:
        self.gone.append(BACK)

    def go_forward(self) -> None:
        self.gone.append(FORWARD)


class Touched:
    """A window in which a sheet scrolls, and fingers over it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.area = QScrollArea()
        self.area.resize(200, 200)
        sheet = QWidget()
        sheet.resize(600, 180)
        self.area.setWidget(sheet)
        self.way = Steps()
        buttons = WayButtons(self.area, lambda: cast("Way", self.way))
        buttons.swipes = Swipes(by_two_fingers=True)
        qtbot.addWidget(self.area)
        with qtbot.waitExposed(self.area):
            self.area.show()
        self.area.move(0, 0)

    def wheel(self, phase: Phase, moved: QPoint) -> None:
        handle = self.area.windowHandle()
        buttons, modifiers = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        where = QPointF(self.area.mapToGlobal(PLACE.toPoint()))
        event = QWheelEvent(PLACE, where, moved, moved, buttons, modifiers, phase, False)
        QApplication.sendEvent(handle, event)

    def swipe(self, moved: QPoint) -> list[int]:
        """Two fingers go this way and are taken away; where that led."""
        self.way.gone = []
        self.wheel(Phase.ScrollBegin, QPoint())
        for _part in range(5):
            self.wheel(Phase.ScrollUpdate, QPoint(moved.x() // 5, moved.y() // 5))
        self.wheel(Phase.ScrollEnd, QPoint())
        return self.way.gone


@pytest.fixture
def touched(dressed: None, qtbot: QtBot) -> Touched:
    """A window under two fingers."""
    return Touched(qtbot)


def test_two_fingers_lead_back_where_nothing_scrolls_to_that_side(touched: Touched) -> None:
    assert touched.swipe(QPoint(200, 10)) == [BACK]


def test_two_fingers_scroll_first_and_lead_forward_from_the_edge(touched: Touched) -> None:
    assert touched.swipe(QPoint(-200, 10)) == []
    bar = touched.area.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert touched.swipe(QPoint(-200, 10)) == [FORWARD]


@pytest.mark.parametrize("moved", [QPoint(60, 0), QPoint(200, 150), QPoint(0, 300)])
def test_short_and_slanting_ways_lead_nowhere(touched: Touched, moved: QPoint) -> None:
    assert touched.swipe(moved) == []


@pytest.mark.parametrize(("angle", "gone"), [(180.0, [BACK]), (0.0, [FORWARD]), (90.0, [])])
def test_the_swipe_of_the_system_leads_back_and_forward(
    touched: Touched, angle: float, gone: list[int]
) -> None:
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(
        Qt.NativeGestureType.SwipeNativeGesture, device, 3, PLACE, PLACE, PLACE, angle, QPointF()
    )
    QApplication.sendEvent(touched.area.windowHandle(), event)
    assert touched.way.gone == gone


def test_elsewhere_two_fingers_only_scroll() -> None:
    swipes = Swipes(by_two_fingers=False)
    nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    for phase, moved in ((Phase.ScrollBegin, QPoint(300, 0)), (Phase.ScrollEnd, QPoint())):
        event = QWheelEvent(PLACE, PLACE, moved, moved, *nothing, phase, False)
        assert swipes.steps(event) == 0
