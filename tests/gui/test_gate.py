"""The gate of a stage and the dialog of lost deals, with real keys and a real mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.deals.commands import CreateDeal, WinDeals
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.pipelines.commands import ArchiveLostReasons, UpdatePipeline
from crm_desktop.features.pipelines.queries import (
    find_lost_reasons,
    find_pipelines,
    get_pipeline,
)
from crm_desktop.features.products.commands import CreateProduct
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_suggest import SuggestLine
from crm_desktop.gui.pages.deals.gate import ask_gate, ask_win
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.pages.deals.gate_products import ProductsEntry
from crm_desktop.gui.pages.deals.losing import LosingDialog, ask_lost
from crm_desktop.gui.pages.deals.words import ahead_words, in_months, today
from tests.gui.conftest import read, there, write
from tests.gui.deals import Sale, make_sale, press, type_text

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def sale(backend: Backend) -> Sale:
    """A deal whose last stage asks for a day and the company's tax number."""
    sale = make_sale(backend)
    sale.require(4, ("deal", "amount"), ("deal", "expected_close"), ("company", "tax_ids"))
    return sale


@pytest.fixture
def page(dressed: None, qtbot: QtBot) -> QWidget:
    """Something that asks."""
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


class Told:
    """What the one who asked got to hear."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.left = 0

    def won(self, outcome: Any, _pipeline: str) -> None:
        self.done.append(outcome)

    def leave(self) -> None:
        self.left += 1


Ask = Callable[..., GatePane]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def ask(bridge: Bridge, page: QWidget, sale: Sale, told: Told, qtbot: QtBot) -> Ask:
    """Wish the deal into a stage and wait for the pop-over."""

    def ask_(stage: int = 4, ids: tuple[str, ...] = ()) -> GatePane:
        ask_gate(
            bridge,
            page,
            page,
            ids or (sale.deal,),
            sale.stages[stage],
            done=told.done.append,
            left=told.leave,
        )
        return shown_pane(page, qtbot)

    return ask_


def shown_pane(page: QWidget, qtbot: QtBot) -> GatePane:
    def panes() -> list[GatePane]:
        return [pane for pane in page.findChildren(GatePane) if pane.isVisible()]

    qtbot.waitUntil(lambda: len(panes()) == 1)
    return panes()[0]


def asked(pane: GatePane) -> list[str]:
    return [one.requirement.field for one in pane.fields]


def test_an_open_gate_asks_nothing(
    bridge: Bridge, page: QWidget, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    ask_gate(bridge, page, page, [sale.deal], sale.stages[0], done=told.done.append)
    qtbot.waitUntil(lambda: len(told.done) == 1)
    assert sale.row().stage_id == sale.stages[0]
    assert not page.findChildren(GatePane)


def test_only_what_is_missing_is_asked_and_the_button_names_the_stage(ask: Ask) -> None:
    pane = ask()
    assert asked(pane) == ["expected_close", "tax_ids"]
    assert pane.move_button.text() == "Move to “Contract”"
    assert pane.accessibleName() == "The stage “Contract” needs 2 more fields"


def test_of_fields_of_the_client_it_is_said_whose_they_are(ask: Ask) -> None:
    said = [[label.text() for label in one.entry.findChildren(QLabel)] for one in ask().fields]
    assert ["company" in words for words in said] == [False, True]


def test_the_button_waits_until_nothing_is_missing(ask: Ask, sale: Sale, told: Told) -> None:
    pane = ask()
    assert not pane.move_button.isEnabled()
    type_text("30.10.2030")
    assert not pane.move_button.isEnabled()
    QTest.keyClick(there(QApplication.focusWidget()), Key.Key_Tab)
    QTest.keyClick(there(QApplication.focusWidget()), Key.Key_Tab)
    type_text("7707083893")
    assert pane.move_button.isEnabled()
    assert not told.done


def test_enter_moves_the_deal_and_writes_what_was_entered_where_it_belongs(
    ask: Ask, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    pane = ask()
    type_text("30.10.2030")
    pane.fields[1].entry.setFocus()
    type_text("7707083893")
    QTest.keyClick(there(QApplication.focusWidget()), Key.Key_Return)
    qtbot.waitUntil(lambda: len(told.done) == 1)
    row = sale.row()
    assert row.stage_id == sale.stages[4]
    assert str(row.expected_close) == "2030-10-30"
    company = there(read(sale.backend, get_company, sale.company))
    assert [item["value"] for item in company.state["tax_ids"]] == ["7707083893"]
    assert told.left == 0


def test_a_wrong_value_is_told_at_its_field_and_nothing_moves(
    ask: Ask, sale: Sale, told: Told
) -> None:
    pane = ask()
    type_text("the day after never")
    pane.fields[1].entry.setFocus()
    type_text("7707083893")
    press(pane.move_button)
    assert not pane.fields[0].entry.mistake.isHidden()
    assert sale.row().stage_id == sale.stages[3]
    assert not told.done


@pytest.mark.parametrize("way", ["escape", "cancel", "beside"])
def test_leaving_keeps_the_deal_where_it_was(
    ask: Ask, sale: Sale, told: Told, qtbot: QtBot, way: str
) -> None:
    pane = ask()
    if way == "escape":
        QTest.keyClick(there(QApplication.focusWidget()), Key.Key_Escape)
    elif way == "cancel":
        press(pane.cancel)
    else:
        QTest.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.waitUntil(lambda: told.left == 1)
    assert sale.row().stage_id == sale.stages[3]
    assert not told.done


def test_tab_goes_round_inside_the_pop_over(ask: Ask) -> None:
    pane = ask()
    for _step in range(12):
        QTest.keyClick(there(QApplication.focusWidget()), Key.Key_Tab)
        assert pane.isAncestorOf(there(QApplication.focusWidget()))


def test_who_may_moves_without_the_fields(ask: Ask, sale: Sale, told: Told, qtbot: QtBot) -> None:
    pane = ask()
    press(pane.without)
    qtbot.waitUntil(lambda: len(told.done) == 1)
    assert sale.row().stage_id == sale.stages[4]


def test_a_gate_that_closes_meanwhile_asks_too(
    sale: Sale, ask: Ask, page: QWidget, told: Told, qtbot: QtBot
) -> None:
    pane = ask()
    type_text("30.10.2030")
    pane.fields[1].entry.setFocus()
    type_text("7707083893")
    sale.require(4, ("deal", "expected_close"), ("company", "tax_ids"), ("deal", "source"))
    press(pane.move_button)
    qtbot.waitUntil(lambda: asked(shown_pane(page, qtbot)) == ["source"] or len(told.done) == 1)
    assert "source" in asked(shown_pane(page, qtbot))
    assert not told.done


def choose(pane: GatePane, place: int, words: str, qtbot: QtBot) -> None:
    """Type into a field that suggests, and take its first suggestion."""
    line = there(pane.fields[place].entry.findChild(SuggestLine))
    line.setFocus()
    QTest.keyClicks(line, words)
    qtbot.waitUntil(line.suggestions.popup().isVisible)
    QTest.keyClick(line.suggestions.popup(), Key.Key_Down)
    QTest.keyClick(line.suggestions.popup(), Key.Key_Return)


def test_who_has_no_client_chooses_one_and_is_asked_then_for_what_that_one_lacks(
    bridge: Bridge, page: QWidget, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    bare = str(write(sale.backend, CreateDeal({"title": "Bare", "stage": sale.stages[3]})))
    sale.require(4, ("contact", "position"), ("company", "legal_name"))
    ask_gate(bridge, page, page, [bare], sale.stages[4], done=told.done.append)
    first = shown_pane(page, qtbot)
    assert asked(first) == ["contacts", "company"]
    choose(first, 0, "Marina", qtbot)
    choose(first, 1, "Vektor", qtbot)
    press(first.move_button)
    qtbot.waitUntil(lambda: asked(shown_pane(page, qtbot)) == ["position", "legal_name"])
    second = shown_pane(page, qtbot)
    assert second.accessibleName() == "The stage “Contract” needs 2 more fields"
    type_text("Buyer")
    second.fields[1].entry.setFocus()
    type_text("Vektor Plus LLC")
    press(second.move_button)
    qtbot.waitUntil(lambda: len(told.done) == 1)
    row = there(read(sale.backend, get_deal, bare))
    assert (row.stage_id, there(row.company).id) == (sale.stages[4], sale.company)
    company = there(read(sale.backend, get_company, sale.company))
    assert company.state["legal_name"] == "Vektor Plus LLC"


def test_several_deals_are_asked_once_and_all_that_lack_it_get_it(
    ask: Ask, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    sale.require(4, ("deal", "source"))
    values = {
        "title": "Showroom",
        "pipeline": sale.pipeline,
        "stage": sale.stages[0],
        "source": "fair",
    }
    other = write(sale.backend, CreateDeal(values))
    pane = ask(4, (sale.deal, other))
    type_text("website")
    press(pane.move_button)
    qtbot.waitUntil(lambda: len(told.done) == 1)
    assert sale.row().source == "website"
    assert Sale(**{**vars(sale), "deal": other}).row().source == "fair"


def test_what_is_each_clients_own_is_not_asked_of_several_clients(ask: Ask, sale: Sale) -> None:
    company = write(sale.backend, CreateCompany({"name": "Zenith"}))
    values = {
        "title": "Showroom",
        "pipeline": sale.pipeline,
        "stage": sale.stages[0],
        "company": company,
    }
    pane = ask(4, (sale.deal, write(sale.backend, CreateDeal(values))))
    assert sorted(asked(pane)) == ["amount", "expected_close"]
    said = [label.text() for label in pane.findChildren(QLabel)]
    assert any("these deals have different clients" in words for words in said)
    assert not pane.move_button.isEnabled()
    assert pane.without.isVisible()


def test_the_pop_over_goes_with_the_page(ask: Ask, page: QWidget, told: Told) -> None:
    ask()
    page.hide()
    assert told.left == 1


def test_products_are_asked_with_their_prices_and_bring_the_amount_along(
    bridge: Bridge, page: QWidget, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    lamp = {"name": "Lamp 36 W", "price_minor": 1850, "currency": "EUR"}
    write(sale.backend, CreateProduct(lamp))
    bare = str(write(sale.backend, CreateDeal({"title": "Bare", "stage": sale.stages[3]})))
    sale.require(4, ("deal", "amount"), ("deal", "lines"))
    ask_gate(bridge, page, page, [bare], sale.stages[4], done=told.done.append)
    pane = shown_pane(page, qtbot)
    assert asked(pane) == ["lines"]
    entry = pane.fields[0].entry
    assert isinstance(entry, ProductsEntry)
    QTest.keyClicks(entry.search, "lamp")
    qtbot.waitUntil(entry.search.suggestions.popup().isVisible)
    assert not pane.move_button.isEnabled()
    QTest.keyClick(entry.search.suggestions.popup(), Key.Key_Down)
    QTest.keyClick(entry.search.suggestions.popup(), Key.Key_Return)
    entry.lines[0].quantity.selectAll()
    QTest.keyClicks(entry.lines[0].quantity, "84")
    QTest.keyClicks(entry.search, "Delivery")
    QTest.keyClick(entry.search, Key.Key_Return)
    entry.lines[1].price.selectAll()
    QTest.keyClicks(entry.lines[1].price, "120")
    assert entry.total.text() == "Total: €1,674"
    press(pane.move_button)
    qtbot.waitUntil(lambda: len(told.done) == 1)
    row = there(read(sale.backend, get_deal, bare))
    assert [(line.name, str(line.quantity)) for line in row.lines] == [
        ("Lamp 36 W", "84"),
        ("Delivery", "1"),
    ]
    assert (row.stage_id, there(row.amount).minor) == (sale.stages[4], 167_400)


def test_who_leaves_the_page_while_it_is_written_hears_once_what_became_of_it(
    ask: Ask, page: QWidget, told: Told, qtbot: QtBot
) -> None:
    press(ask().without)
    page.hide()
    qtbot.waitUntil(lambda: len(told.done) == 1)
    assert told.left == 0


# Winning


def test_winning_takes_one_press(
    bridge: Bridge, page: QWidget, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    sale.require(4)
    ask_win(bridge, page, page, [sale.deal], done=told.won)
    qtbot.waitUntil(lambda: len(told.done) == 1)
    assert sale.row().status == "won"


def test_who_wins_sees_what_the_stages_on_the_way_know_already(
    bridge: Bridge, page: QWidget, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    ask_win(bridge, page, page, [sale.deal], done=told.won)
    pane = shown_pane(page, qtbot)
    assert "Already filled in: amount." in [one.text() for one in pane.findChildren(QLabel)]
    pane.dismiss()


def test_a_pipeline_that_follows_is_offered_when_a_deal_is_won(
    bridge: Bridge, page: QWidget, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    sale.require(4)
    pipeline = there(read(sale.backend, get_pipeline, sale.pipeline))
    follows = next(p for p in read(sale.backend, find_pipelines) if p.id != pipeline.id)
    changes = {"next_pipeline": follows.id}
    write(sale.backend, UpdatePipeline(pipeline.id, pipeline.version, changes))
    ask_win(bridge, page, page, [sale.deal], done=told.won)
    pane = shown_pane(page, qtbot)
    assert follows.name in pane.anew.text()
    press(pane.move_button)
    qtbot.waitUntil(lambda: len(told.done) == 1)
    assert len(told.done[0].begun) == 1


# Losing


@pytest.fixture
def losing(bridge: Bridge, page: QWidget, sale: Sale, told: Told, qtbot: QtBot) -> LosingDialog:
    """The dialog about the deal, which has one open step."""
    values = {"kind": "task", "title": "Call", "due_on": "2030-01-01", "deals": [sale.deal]}
    write(sale.backend, CreateActivity(values))
    ask_lost(bridge, page, [sale.deal], told.done.append, told.leave)

    def dialogs() -> list[LosingDialog]:
        shown = (w for w in QApplication.topLevelWidgets() if w.isVisible())
        return [w for w in shown if isinstance(w, LosingDialog)]

    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    return dialogs()[0]


def test_the_dialog_says_which_deal_and_what_closes_with_it(losing: LosingDialog) -> None:
    texts = [label.text() for label in losing.findChildren(type(losing.note))]
    assert any("Office on Ligovsky, Vektor Plus" in text for text in texts)
    assert losing.note.text() == "1 open step of the deal will close"


def test_with_all_reasons_archived_the_dialog_says_where_to_add_one(
    sale: Sale, request: pytest.FixtureRequest
) -> None:
    reasons = tuple(one.id for one in read(sale.backend, find_lost_reasons))
    write(sale.backend, ArchiveLostReasons(reasons))
    dialog: LosingDialog = request.getfixturevalue("losing")
    assert dialog.no_reasons.isVisible()
    assert "settings, under “Pipelines and stages”" in dialog.no_reasons.text()
    assert not dialog.close_deals.isEnabled()


def test_without_a_reason_the_red_button_waits(losing: LosingDialog, sale: Sale) -> None:
    assert not losing.no_reasons.isVisible()
    assert not losing.close_deals.isEnabled()
    QTest.keyClick(losing, Key.Key_Return, CTRL)
    assert sale.row().status == "open"


def test_enter_alone_never_loses_a_deal(losing: LosingDialog, sale: Sale, qtbot: QtBot) -> None:
    press(losing.reasons[0].button)
    for widget in (losing.reasons[0].button, losing.close_deals, losing.cancel):
        widget.setFocus()
        QTest.keyClick(widget, Key.Key_Return)
        QTest.keyClick(widget, Key.Key_Enter)
    qtbot.wait(50)
    assert losing.isVisible()
    assert sale.row().status == "open"


def test_a_reason_may_have_a_line_of_its_own(losing: LosingDialog) -> None:
    detailed = next(row for row in losing.reasons if row.reason.asks_detail)
    plain = next(row for row in losing.reasons if not row.reason.asks_detail)
    press(detailed.button)
    assert detailed.detail.isVisible()
    press(plain.button)
    assert not detailed.detail.isVisible()


def test_arrows_go_through_the_reasons(losing: LosingDialog) -> None:
    press(losing.reasons[0].button)
    QTest.keyClick(losing.reasons[0].button, Key.Key_Down)
    assert there(losing.chosen()) is losing.reasons[1]


def test_losing_writes_reason_detail_comment_and_plans_the_reminder(
    losing: LosingDialog, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    detailed = next(row for row in losing.reasons if row.reason.asks_detail)
    press(detailed.button)
    detailed.detail.setFocus()
    type_text("Lightcity")
    losing.comment.area.setFocus()
    type_text("9% cheaper")
    QTest.mouseClick(losing.remind, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    press(losing.close_deals)
    qtbot.waitUntil(lambda: len(told.done) == 1)
    row = sale.row()
    assert (row.status, row.lost_reason) == ("lost", detailed.reason.name)
    assert (row.lost_detail, row.lost_comment) == ("Lightcity", "9% cheaper")
    (step,) = read(sale.backend, find_open, "deal", sale.deal)
    assert step.due_on == in_months(today(), 3)
    assert told.left == 0


def test_cancelling_leaves_the_deal_open(
    losing: LosingDialog, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    press(losing.reasons[0].button)
    press(losing.cancel)
    assert sale.row().status == "open"
    assert told.left == 1


@pytest.mark.parametrize(
    ("days", "words"),
    [(92, "in 3 months"), (14, "in 2 weeks"), (10, "in 10 days"), (1, "in 1 day"), (0, "")],
)
def test_how_far_ahead_a_day_is(days: int, words: str) -> None:
    here = date(2026, 10, 14)
    assert ahead_words(here, here + timedelta(days=days)) == words


# What is left behind


def test_pop_overs_and_dialogs_leave_nothing_behind(
    ask: Ask, page: QWidget, losing: LosingDialog, told: Told, qtbot: QtBot
) -> None:
    losing.reject()
    for _time in range(3):
        pane = ask()
        pane.dismiss()
        qtbot.waitUntil(lambda: not page.findChildren(GatePane))
    assert told.left == 4
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, LosingDialog)]


def test_a_wish_that_is_refused_says_why_and_leaves_the_deal(
    bridge: Bridge, page: QWidget, sale: Sale, told: Told, qtbot: QtBot
) -> None:
    write(sale.backend, WinDeals((sale.deal,), without_fields=True))
    with qtbot.waitSignal(bridge.failed):
        ask_gate(
            bridge,
            page,
            page,
            [sale.deal],
            sale.stages[0],
            done=told.done.append,
            left=told.leave,
        )
    qtbot.waitUntil(lambda: told.left == 1)
    assert not told.done
