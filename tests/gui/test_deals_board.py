"""The board of deals in a real window: reading, moving, closing, adding, undoing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.deals.commands import UpdateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.pipelines.commands import ArchivePipelines, UpdatePipeline
from crm_desktop.features.pipelines.queries import get_pipeline
from crm_desktop.gui.pages.activities.many_tasks import ManyTasks
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.pages.deals.losing import LosingDialog
from crm_desktop.gui.pages.deals.new_deal import NewDealDialog
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import OpenWindow, read, there, view_of, write
from tests.gui.deal_pages import LEFT, DealsWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def deals(open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot) -> DealsWindow:
    return DealsWindow(open_window, workspace, backend, qtbot)


def test_the_toolbar_says_how_many_deals_there_are_and_what_they_come_to(
    deals: DealsWindow,
) -> None:
    assert deals.page.toolbar.pipeline.text() == "New clients"
    words = deals.page.toolbar.totals_words
    assert words.startswith("3 deals")
    assert "€1,013,000" in words
    assert "€172,100" in words  # 10 % of the two in the first stage, 70 % of the other


def test_a_column_tells_both_sums_under_the_pointer_however_narrow_it_is(
    deals: DealsWindow,
) -> None:
    told = deals.board.pane_of(deals.sale.stages[0]).head.toolTip().splitlines()
    assert told[:2] == ["€895,000", "weighted €89,500"]


def test_a_card_dragged_to_another_stage_is_there_at_once_and_undo_brings_it_back(
    deals: DealsWindow,
) -> None:
    deals.drag("Gym", 1)
    assert deals.titles(1) == ["Gym"]
    deals.wait(lambda: read(deals.backend, get_deal, deals.second).stage_id == deals.sale.stages[1])
    deals.wait(lambda: any("Qualified" in words for words in deals.notes()))
    there(deals.session.window.history).undo()
    deals.wait(lambda: deals.titles(0) == ["Warehouse", "Gym"])


def test_a_deal_that_moves_without_a_next_step_is_asked_for_one_where_its_pipeline_wants_it(
    deals: DealsWindow,
) -> None:
    deals.drag("Gym", 1)
    words = "“Gym” is in the stage “Qualified” now.\nNo next step is planned."
    deals.wait(lambda: deals.notes() == [words])
    undo, plan = deals.session.window.notifications.notes[0].buttons
    assert (undo.text(), plan.text()) == ("Undo", "Plan the next step")
    with deals.qtbot.waitSignal(deals.page.board.step_wanted) as wanted:
        QTest.mouseClick(plan, LEFT)
    assert wanted.args[0] == RecordRef("deal", deals.second)


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")
def test_of_several_that_move_one_question_plans_a_step_for_those_without_one(
    deals: DealsWindow, backend: Backend
) -> None:
    planned = {"kind": "task", "title": "Call", "deals": [deals.third]}
    write(backend, CreateActivity(planned))
    fourth = deals.add("Stadium", 0, 1)
    deals.wait(lambda: deals.titles(0) == ["Stadium", "Warehouse", "Gym"])
    deals.choose("Gym")
    deals.key(Qt.Key.Key_A, CTRL)
    deals.key(Qt.Key.Key_Right, CTRL)
    words = "3 deals are in the stage “Qualified” now.\n2 of them have no next step."
    deals.wait(lambda: deals.notes() == [words])
    _undo, plan = deals.session.window.notifications.notes[0].buttons
    QTest.mouseClick(plan, LEFT)
    asked = there(deals.page.board.bulk.actions).popover
    assert isinstance(asked, ManyTasks)
    QTest.keyClicks(asked.line.line, "Send the offer")
    QTest.keyClick(asked.line.line, Qt.Key.Key_Return)
    deals.wait(lambda: steps_of(deals, fourth) == ["Send the offer"])
    assert steps_of(deals, deals.second) == ["Send the offer"]
    assert steps_of(deals, deals.third) == ["Call"]


def steps_of(deals: DealsWindow, deal: str) -> list[str]:
    return [one.title for one in read(deals.backend, find_open, "deal", deal)]


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")
def test_a_deal_that_goes_to_a_pipeline_that_wants_one_is_asked_for_its_next_step(
    deals: DealsWindow,
) -> None:
    other = next(iter(deals.page.board.other_pipelines))
    assert other.asks_next_step
    deals.page.board.move_across([deals.rid("Gym")], other.stages[-1].id)
    deals.wait(lambda: bool(deals.notes()))
    assert deals.notes()[0].endswith("No next step is planned.")
    QTest.mouseClick(deals.session.window.notifications.notes[0].buttons[1], LEFT)
    assert isinstance(there(deals.page.board.bulk.actions).popover, ManyTasks)


def test_where_the_pipeline_does_not_want_one_no_step_is_asked_for(deals: DealsWindow) -> None:
    pipeline = there(read(deals.backend, get_pipeline, deals.sale.pipeline))
    write(deals.backend, UpdatePipeline(pipeline.id, pipeline.version, {"asks_next_step": False}))
    deals.wait(lambda: not there(deals.page.board.pipeline).asks_next_step)
    deals.drag("Gym", 1)
    deals.wait(lambda: deals.notes() == ["“Gym” is in the stage “Qualified” now."])


def test_a_gate_asks_for_the_own_fields_of_people_and_keeps_them_on_their_cards(
    deals: DealsWindow, backend: Backend
) -> None:
    asked = {"label": "Passport", "type": "text", "entity": "contact"}
    field = str(write(backend, CreateCustomField(asked)))
    deals.sale.require(4, ("contact", f"custom:{field}"))
    deals.drag("Office on Ligovsky", 4)
    deals.wait(lambda: bool(gates(deals)))
    [one] = gates(deals)[0].fields
    assert one.entry.name == "Passport"
    QTest.keyClicks(there(QApplication.focusWidget()), "4509 123456")
    QTest.keyClick(there(QApplication.focusWidget()), Qt.Key.Key_Return)
    deals.wait(lambda: not gates(deals))
    deals.wait(lambda: deals.sale.row().stage_id == deals.sale.stages[4])
    person = there(read(backend, get_contact, deals.sale.people[0]))
    assert person.state["custom"] == [{"field": field, "value": "4509 123456"}]
    assert not deals.sale.row().custom


def gates(deals: DealsWindow) -> list[GatePane]:
    panes = deals.session.window.findChildren(GatePane)
    return [pane for pane in panes if pane.isVisible()]


def test_a_gate_asks_and_escape_takes_the_card_back(deals: DealsWindow) -> None:
    deals.sale.require(1, ("deal", "expected_close"))
    deals.choose("Gym")
    deals.key(Qt.Key.Key_Right, CTRL)
    panes = deals.session.window.findChildren
    deals.wait(lambda: any(pane.isVisible() for pane in panes(GatePane)))
    QTest.keyClick(panes(GatePane)[0], Qt.Key.Key_Escape)
    deals.wait(lambda: deals.titles(0) == ["Warehouse", "Gym"])
    assert deals.board.current == deals.rid("Gym")


def test_moved_within_its_column_a_deal_stays_there(deals: DealsWindow) -> None:
    deals.choose("Gym")
    deals.key(Qt.Key.Key_Up, CTRL)
    assert deals.titles(0) == ["Gym", "Warehouse"]
    deals.qtbot.wait(200)
    deals.page.board.read()
    deals.qtbot.wait(200)
    assert deals.titles(0) == ["Gym", "Warehouse"]


def test_a_won_deal_is_celebrated_with_its_sum_a_way_back_and_one_to_what_follows(
    deals: DealsWindow,
) -> None:
    pipeline = there(read(deals.backend, get_pipeline, deals.sale.pipeline))
    follows = deals.page.board.other_pipelines[0]
    changes = {"next_pipeline": follows.id}
    write(deals.backend, UpdatePipeline(pipeline.id, pipeline.version, changes))
    deals.choose("Gym")
    deals.session.window.commands.action("deals.win").trigger()
    deals.wait(lambda: bool(deals.session.window.findChildren(GatePane)))
    (pane,) = deals.session.window.findChildren(GatePane)
    won, lost = deals.board.strip.buttons
    gap = pane.pane.mapToGlobal(QPoint(0, 0)).y() - won.mapToGlobal(won.rect().bottomLeft()).y()
    assert 0 <= gap < lost.height() / 2  # it stands where the deal was dropped
    QTest.mouseClick(pane.move_button, LEFT)
    deals.wait(lambda: deals.titles(0) == ["Warehouse"])
    said = f"“Gym” is won: €480,000\nA new deal is open in “{follows.name}”."
    deals.wait(lambda: deals.notes() == [said])
    note = deals.session.window.notifications.notes[0]
    assert note.mark == "won"
    assert [button.text() for button in note.buttons] == ["Undo", "Open the new deal"]
    deals.session.window.commands.action("edit.undo").trigger()
    deals.wait(lambda: deals.titles(0) == ["Warehouse", "Gym"])
    deals.wait(lambda: said not in deals.notes() and bool(deals.notes()))  # no word of it any more


def test_lost_asks_why_and_leaves_the_deal_when_cancelled(deals: DealsWindow) -> None:
    deals.choose("Gym")
    deals.session.window.commands.action("deals.lose").trigger()
    found = deals.session.window.findChildren
    deals.wait(lambda: any(one.isVisible() for one in found(LosingDialog)))
    found(LosingDialog)[0].reject()
    deals.wait(lambda: deals.titles(0) == ["Warehouse", "Gym"])
    assert read(deals.backend, get_deal, deals.second).status == "open"


def test_what_a_colleague_changes_appears_and_the_current_card_stays(deals: DealsWindow) -> None:
    deals.choose("Gym")
    row = there(read(deals.backend, get_deal, deals.third))
    write(deals.backend, UpdateDeal(row.id, row.version, {"title": "Big warehouse"}))
    deals.wait(lambda: deals.titles(0) == ["Big warehouse", "Gym"])
    assert deals.board.choice.lights.keys() == {deals.rid("Big warehouse")}, "it is lit for 2 s"
    assert deals.board.current == deals.rid("Gym")


def test_a_pipeline_that_a_colleague_puts_away_gives_way_to_another_with_a_word(
    deals: DealsWindow,
) -> None:
    other = deals.page.board.other_pipelines[0]
    write(deals.backend, ArchivePipelines((deals.sale.pipeline,)))
    said = f"“New clients” is no longer among your pipelines. “{other.name}” is shown now."
    deals.wait(lambda: deals.page.toolbar.pipeline.text() == other.name)
    deals.wait(lambda: said in deals.notes())


def test_what_is_changed_in_this_window_is_not_lit(deals: DealsWindow) -> None:
    row = there(read(deals.backend, get_deal, deals.third))
    bridge = there(deals.session.bridge)
    bridge.execute(UpdateDeal(row.id, row.version, {"title": "Big warehouse"}), owner=deals.page)
    deals.wait(lambda: deals.titles(0) == ["Big warehouse", "Gym"])
    assert not deals.board.choice.lights


def test_quick_add_adds_with_enter_and_stays_open_for_the_next(deals: DealsWindow) -> None:
    deals.choose("Gym")
    deals.key(Qt.Key.Key_N, CTRL)
    quick = there(deals.page.board.quick_add)
    QTest.keyClicks(quick.title, "Meeting rooms")
    quick.company.setText("Vektor Plus")
    QTest.keyClicks(quick.amount, "12 500")
    QTest.keyClick(quick.title, Qt.Key.Key_Return)
    deals.wait(lambda: deals.titles(0) == ["Meeting rooms", "Warehouse", "Gym"])
    assert deals.page.board.quick_add is quick
    deals.wait(lambda: quick.title.text() == "")
    QTest.keyClick(quick.title, Qt.Key.Key_Escape)
    assert deals.page.board.quick_add is None
    _undo, open_ = deals.session.window.notifications.notes[0].buttons
    assert open_.text() == "Open"
    with deals.qtbot.waitSignal(deals.page.board.opened) as opened:
        QTest.mouseClick(open_, LEFT)
    record, in_own_window = opened.args
    assert there(read(deals.backend, get_deal, record.id)).title == "Meeting rooms"
    assert not in_own_window


def test_quick_add_tells_of_a_company_with_a_similar_name_while_it_is_typed(
    deals: DealsWindow,
) -> None:
    write(deals.backend, CreateCompany({"name": "ООО Лампа"}))
    deals.page.board.add()
    quick = there(deals.page.board.quick_add)
    for typed in ("Ла", "Лампа"):
        quick.company.setText(typed)
    deals.wait(lambda: [line.words for line in quick.similar.lines] == ["ООО Лампа"])
    button = quick.similar.buttons[0]
    deals.wait(lambda: button.visibleRegion().contains(button.rect().center()))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert there(quick.company.entered()).id
    assert quick.company.text() == "ООО Лампа"
    assert quick.amount.hasFocus()
    deals.wait(lambda: not quick.similar.lines)


def test_quick_add_says_what_is_wrong_with_an_amount_and_keeps_it(deals: DealsWindow) -> None:
    deals.page.board.add()
    quick = there(deals.page.board.quick_add)
    QTest.keyClicks(quick.title, "Lamps")
    QTest.keyClicks(quick.amount, "a lot")
    QTest.keyClick(quick.title, Qt.Key.Key_Return)
    assert not quick.mistake.isHidden()
    assert quick.amount.text() == "a lot"


def test_quick_add_shows_all_of_a_long_refusal(deals: DealsWindow) -> None:
    deals.page.board.add()
    quick = there(deals.page.board.quick_add)
    QTest.keyClicks(quick.title, "Lamps")
    QTest.keyClicks(quick.amount, "a lot")
    QTest.keyClick(quick.title, Qt.Key.Key_Return)
    words = quick.mistake
    words.setText("The disk is full. Nothing was changed. " * 3)
    deals.wait(lambda: words.height() >= words.heightForWidth(words.width()))
    assert not quick.save.geometry().intersects(words.geometry())


def test_the_full_form_takes_what_was_typed(deals: DealsWindow) -> None:
    deals.page.board.add()
    quick = there(deals.page.board.quick_add)
    QTest.keyClicks(quick.title, "Lamps")
    QTest.mouseClick(quick.full, Qt.MouseButton.LeftButton)
    found = view_of(deals.session).findChildren
    deals.wait(lambda: any(one.isVisible() for one in found(NewDealDialog)))
    dialog = found(NewDealDialog)[0]
    assert dialog.form.entries["title"].value() == "Lamps"
    dialog.save.click()
    deals.wait(lambda: deals.titles(0)[0] == "Lamps")
    deals.wait(lambda: not any(one.isVisible() for one in found(QDialog)))


def test_enter_opens_the_card_of_the_deal(deals: DealsWindow) -> None:
    deals.choose("Gym")
    deals.key(Qt.Key.Key_Return)
    view = view_of(deals.session)
    deals.wait(lambda: view.way.card is not None and view.way.card.head is not None)
    assert there(there(view.way.card).head).name == "Gym"
    view.go_back()
    deals.wait(lambda: view.page is deals.page)
    assert deals.board.current == deals.rid("Gym")


def test_the_card_leads_on_through_the_columns_of_the_board_it_came_from(
    deals: DealsWindow,
) -> None:
    view, crumbs = view_of(deals.session), view_of(deals.session).top.crumbs

    def is_at(name: str, place: str) -> bool:
        card = view.way.card
        shown = card is not None and card.head is not None and card.head.name == name
        return shown and crumbs.where.text() == place and crumbs.where.isVisible()

    deals.choose("Gym")
    deals.key(Qt.Key.Key_Return)
    deals.wait(lambda: is_at("Gym", "2 of 3"))
    QTest.mouseClick(crumbs.next, Qt.MouseButton.LeftButton)
    deals.wait(lambda: is_at(deals.sale.row().title, "3 of 3"))  # the next column
    assert not crumbs.next.isEnabled()
    QTest.mouseClick(crumbs.previous, Qt.MouseButton.LeftButton)
    deals.wait(lambda: is_at("Gym", "2 of 3"))
    QTest.mouseClick(crumbs.previous, Qt.MouseButton.LeftButton)
    deals.wait(lambda: is_at("Warehouse", "1 of 3"))
    view.apart_wanted.emit(there(there(view.way.card).record))
    [apart] = there(deals.session.cards).windows
    deals.wait(lambda: there(apart.way.trail.visit.among).line == 0)
    apart.close()


def test_the_page_is_a_place_of_its_own_with_a_key(deals: DealsWindow) -> None:
    view = view_of(deals.session)
    view.show_place(0)
    QTest.keyClick(deals.session.window, Qt.Key.Key_3, CTRL)
    deals.wait(lambda: view.page is deals.page)
