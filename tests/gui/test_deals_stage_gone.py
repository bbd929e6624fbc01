"""A stage goes while somebody holds a card over it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.pipelines.commands import RemoveStage
from tests.gui.conftest import OpenWindow, read, there, write
from tests.gui.deal_pages import LEFT, PLAIN, DealsWindow


def test_a_card_held_over_a_stage_that_a_colleague_removes_stays_where_it_was(
    open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot
) -> None:
    deals = DealsWindow(open_window, workspace, backend, qtbot)
    lies = there(deals.board.order.place_of(deals.rid("Gym")))
    view = deals.board.pane_of(lies.column).view
    place = view.rect_of(lies.line).topLeft() + QPoint(40, 12)
    target = deals.board.pane_of(deals.sale.stages[1]).view.viewport()
    goal = view.viewport().mapFromGlobal(target.mapToGlobal(target.rect().center()))
    QTest.mousePress(view.viewport(), LEFT, PLAIN, place)
    QTest.mouseMove(view.viewport(), place + QPoint(10, 10))
    QTest.mouseMove(view.viewport(), goal)
    write(backend, RemoveStage(deals.sale.stages[1], deals.sale.stages[2]))
    deals.wait(lambda: deals.sale.stages[1] not in deals.board.order.columns)
    QTest.mouseRelease(view.viewport(), LEFT, PLAIN, goal)
    deals.wait(lambda: not deals.board.dragging.is_on and "Gym" in deals.titles(0))
    assert "Gym" not in deals.titles(2)
    assert read(backend, get_deal, deals.second).stage_id == deals.sale.stages[0]
