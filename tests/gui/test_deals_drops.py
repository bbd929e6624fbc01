"""What is dropped where: cards on the chooser of pipelines, clients and files on the board."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.files.queries import find_files
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.pages.deals.switcher import PipelinePanel, SwitcherDrop
from crm_desktop.gui.shell.row_dragging import rows_mime
from tests.gui.conftest import OpenWindow, read, there, view_of, workspace_id, write
from tests.gui.deal_pages import PLACE, DealsWindow

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def deals(open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot) -> DealsWindow:
    return DealsWindow(open_window, workspace, backend, qtbot)


class Drag:
    """A card held by the mouse."""

    def __init__(self, deals: DealsWindow, title: str) -> None:
        lies = there(deals.board.order.place_of(deals.rid(title)))
        self.view = deals.board.pane_of(lies.column).view
        self.place = self.view.rect_of(lies.line).topLeft() + QPoint(40, 12)
        QTest.mousePress(self.view.viewport(), LEFT, PLAIN, self.place)
        QTest.mouseMove(self.view.viewport(), self.place + QPoint(10, 10))

    def to(self, widget: QWidget, place: QPoint | None = None) -> None:
        goal = widget.mapToGlobal(widget.rect().center() if place is None else place)
        self.place = self.view.viewport().mapFromGlobal(goal)
        QTest.mouseMove(self.view.viewport(), self.place)

    def drop(self) -> None:
        QTest.mouseRelease(self.view.viewport(), LEFT, PLAIN, self.place)


def rows_of(deals: DealsWindow, entity: str, rids: list[int]) -> QMimeData:
    return rows_mime(entity, rids, workspace_id(deals.backend))


def row_of(deals: DealsWindow, key: str) -> DealRow:
    found: DealRow = there(read(deals.backend, get_deal, key))
    return found


def test_a_card_dropped_on_a_stage_of_another_pipeline_goes_there_and_comes_back_by_undo(
    deals: DealsWindow,
) -> None:
    other = next(iter(deals.page.board.other_pipelines))
    outside = deals.board.outside
    assert isinstance(outside, SwitcherDrop)
    drag = Drag(deals, "Gym")
    drag.to(deals.page.toolbar.pipeline)
    deals.wait(lambda: outside.panel is not None and outside.panel.isVisible())
    panel = outside.panel
    assert isinstance(panel, PipelinePanel)
    drag.to(
        panel.names.viewport(), panel.names.visualRect(panel.names.model().index(0, 0)).center()
    )
    deals.wait(lambda: panel.stages.count() == len(other.stages))
    drag.to(panel.stages.viewport(), QPoint(40, 10))
    drag.drop()
    assert outside.panel is None
    deals.wait(lambda: row_of(deals, deals.second).stage_id == other.stages[0].id)
    deals.wait(lambda: deals.titles(0) == ["Warehouse"])
    said = f"“Gym” is in the pipeline “{other.name}” now, in the stage “{other.stages[0].name}”."
    deals.wait(lambda: deals.notes() == [f"{said}\nNo next step is planned."])
    there(deals.session.window.history).undo()
    deals.wait(lambda: deals.titles(0) == ["Warehouse", "Gym"])


def let_go(deals: DealsWindow, data: QMimeData, stage: int, line: int = -1) -> None:
    """Drag something from elsewhere onto a column, or a card of it, and let it go there."""
    lanes, view = deals.board.lanes, deals.board.pane_of(deals.sale.stages[stage]).view
    inside = view.rect_of(line).center() if line >= 0 else view.viewport().rect().center()
    place = lanes.mapFromGlobal(view.viewport().mapToGlobal(inside))
    made = (data, LEFT, PLAIN)
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(1, 1), copy, *made)
    move = QDragMoveEvent(place, copy, *made)
    drop = QDropEvent(QPointF(place), copy, *made)
    for event in (enter, move, drop):
        QApplication.sendEvent(lanes, event)
        assert event.isAccepted()


def drop_client(deals: DealsWindow, data: QMimeData, stage: int) -> DealRow:
    """The deal that a client begins in a column, with Enter."""
    let_go(deals, data, stage)
    deals.wait(lambda: deals.page.board.quick_add is not None)
    quick = there(deals.page.board.quick_add)
    deals.wait(lambda: quick.title.hasFocus() and bool(quick.title.selectedText()))
    QTest.keyClick(quick.title, Qt.Key.Key_Return)
    deals.wait(lambda: len(deals.titles(stage)) == 1 and deals.titles(stage) != ["…"])
    return row_of(deals, deals.page.board.rows[deals.rid(deals.titles(stage)[0])].id)


def test_a_client_dropped_on_a_column_begins_a_deal_there(
    deals: DealsWindow, backend: Backend
) -> None:
    company = there(read(backend, get_company, deals.sale.company))
    person = there(read(backend, get_contact, deals.sale.people[0]))
    view = view_of(deals.session)
    view.show_place(1)
    data = rows_of(deals, "company", [company.rid])
    over = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, LEFT, PLAIN)
    QApplication.sendEvent(view.sidebar.buttons[PLACE], over)
    deals.wait(deals.page.isVisible)  # the place opens by itself
    sold = drop_client(deals, rows_of(deals, "company", [company.rid]), 1)
    assert (sold.title, there(sold.company).id) == ("Vektor Plus", company.id)
    sold = drop_client(deals, rows_of(deals, "contact", [person.rid]), 2)
    assert (sold.title, sold.participants[0].contact.id) == ("Marina Kim", person.id)


def test_a_client_dropped_on_a_card_belongs_to_its_deal(
    deals: DealsWindow, backend: Backend
) -> None:
    people = [there(read(backend, get_contact, key)) for key in deals.sale.people]
    let_go(deals, rows_of(deals, "contact", [one.rid for one in people]), 0, line=1)
    deals.wait(lambda: len(row_of(deals, deals.second).participants) == 2)
    company = there(read(backend, get_company, deals.sale.company))
    let_go(deals, rows_of(deals, "company", [company.rid]), 0, line=1)
    deals.wait(lambda: row_of(deals, deals.second).company is not None)
    assert len(row_of(deals, deals.second).participants) == 2


def test_files_dropped_on_a_card_are_attached_to_its_deal(
    deals: DealsWindow, backend: Backend, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("offer.txt", "plan.txt")]
    for path in paths:
        path.write_text(path.name)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    let_go(deals, data, 0, line=1)
    deals.wait(lambda: len(read(backend, find_files, "deal", deals.second)) == 2)
    deals.wait(lambda: deals.notes() == ["2 files were attached to the deal."])


def test_tables_dropped_beside_the_cards_are_imported_as_on_any_list(
    deals: DealsWindow, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/nowhere/deals.csv")])
    deals.session.window.files_chosen.disconnect()
    with qtbot.waitSignal(deals.session.window.files_chosen) as chosen:
        let_go(deals, data, 1)
    assert chosen.args == [(Path("/nowhere/deals.csv"),)]


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")
def test_a_client_on_the_blacklist_comes_onto_a_deal_only_after_a_question(
    deals: DealsWindow, backend: Backend
) -> None:
    oleg = write(backend, CreateContact({"given_name": "Oleg", "blacklisted": "debts"}))
    person = there(read(backend, get_contact, str(oleg)))
    line = there(deals.board.order.place_of(deals.rid("Gym"))).line
    for answer in ("keep", "do"):
        let_go(deals, rows_of(deals, "contact", [person.rid]), 0, line)
        deals.wait(lambda: question() is not None)
        asked = there(question())
        assert asked.heading.text() == "Oleg is on the blacklist. Add to the deal all the same?"
        QTest.mouseClick(getattr(asked, answer), LEFT)
        deals.wait(lambda: question() is None)
    deals.wait(lambda: len(row_of(deals, deals.second).participants) == 1)
    deals.wait(lambda: "The client is on the deal now." in deals.notes())


def question() -> QuestionDialog | None:
    """What is asked now."""
    shown = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    return next((one for one in shown if isinstance(one, QuestionDialog)), None)
