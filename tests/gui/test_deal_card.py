"""The card of a deal: head, stage path, participants, tabs, chance, what a closed deal allows."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.text.direction import isolated
from crm_desktop.core.values.money import Money
from crm_desktop.features.companies.commands import UpdateCompany
from crm_desktop.features.companies.queries import get_company
from crm_desktop.features.deals.commands import (
    CreateDeal,
    LoseDeals,
    MoveDeals,
    UpdateDeal,
    WinDeals,
)
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.pipelines.queries import find_lost_reasons
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.record_lines import RecordLine
from crm_desktop.gui.pages.activities.entries import value_words
from crm_desktop.gui.pages.activities.next_steps import NextSteps
from crm_desktop.gui.pages.deals.chance_pane import ChancePane
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.pages.deals.head import lacks_step
from crm_desktop.gui.pages.deals.participants import Participants, RolePane
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card.tabs import HistoryPart, TabbedPart
from crm_desktop.gui.shell.card_fields.history import FieldHistoryDialog
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import read, there, wait_for_answers, write
from tests.gui.deals import Sale, make_sale, names, open_card, press, top_of, type_text
from tests.gui.test_window_leaks import delete_what_is_due

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


@pytest.fixture
def sale(backend: Backend) -> Sale:
    """A deal in the fourth of five stages."""
    return make_sale(backend)


@pytest.fixture
def card(dressed: None, bridge: Bridge, sale: Sale, qtbot: QtBot) -> CardPage:
    """Its card."""
    return open_card(bridge, sale.deal, qtbot)


def fields_of(card: CardPage) -> FieldsPart:
    assert isinstance(card.panes.fields, FieldsPart)
    return card.panes.fields


def focused() -> QPushButton:
    widget = QApplication.focusWidget()
    return there(widget)  # type: ignore[return-value]


# The head


def test_the_head_tells_amount_weighted_amount_and_chance(card: CardPage) -> None:
    top = top_of(card)
    assert top.amount.text() == "€118,000"
    assert top.chance.text() == "weighted €82,600 · 70%"
    assert not top.won.isHidden()
    assert top.reopen.isHidden()


def test_the_head_leads_to_the_client(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    links = [b for b in card.header.findChildren(QPushButton) if b.text() == "Vektor Plus"]
    with qtbot.waitSignal(card.open_wanted) as told:
        press(links[0])
    assert told.args == [("company", sale.company), False]


def test_a_client_on_the_blacklist_is_told_of(
    dressed: None, bridge: Bridge, sale: Sale, qtbot: QtBot
) -> None:
    company = there(read(sale.backend, get_company, sale.company))
    changes = {"blacklisted": "Old debts"}
    write(sale.backend, UpdateCompany(company.id, company.version, changes))
    card = open_card(bridge, sale.deal, qtbot)
    assert card.notices.blacklist.isVisible()
    assert not card.notices.blacklist.button.isVisible()


def test_a_narrow_card_shows_icons_on_its_buttons(card: CardPage) -> None:
    card.resize(800, 600)
    QApplication.processEvents()
    top = top_of(card)
    assert (top.won.text(), top.won.accessibleName()) == ("", "Won")
    card.resize(1240, 800)
    QApplication.processEvents()
    assert top.won.text() == "Won"


# The stage path


def test_every_stage_is_told_to_the_ear(card: CardPage) -> None:
    said = names(top_of(card).path.chevrons)
    assert said[0] == "Stage 1 of 5: New, passed"
    assert said[3] == "Stage 4 of 5: Approval, current, 0 days"
    assert said[4] == "Stage 5 of 5: Contract"


def test_stages_are_buttons_for_screen_readers(card: CardPage) -> None:
    path = QAccessible.queryAccessibleInterface(top_of(card).path)
    roles = [path.child(number).role() for number in range(path.childCount())]
    assert roles == [QAccessible.Role.Button] * 5


def test_a_press_on_a_stage_moves_the_deal(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.done) as told:
        press(top_of(card).path.chevrons[1])
    assert told.args == ["The deal is in “Qualified” now."]
    assert sale.row().stage_id == sale.stages[1]
    qtbot.waitUntil(lambda: "current" in names(top_of(card).path.chevrons)[1])


def test_who_moves_the_deal_is_asked_for_its_next_step_in_its_place(
    card: CardPage, sale: Sale, qtbot: QtBot
) -> None:
    (steps,) = (one for one in card.panes.sections.parts if isinstance(one, NextSteps))
    press(top_of(card).path.chevrons[1])
    qtbot.waitUntil(lambda: steps.new is not None and steps.new.task.line.hasFocus())
    QTest.keyClicks(there(steps.new).task.line, "send the offer")
    QTest.keyClick(there(steps.new).task.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: steps.new is None and bool(steps.rows))
    with qtbot.waitSignal(card.done):
        press(top_of(card).path.chevrons[2])
    assert not read(sale.backend, lacks_step, sale.deal)


def test_arrows_and_enter_move_the_deal_too(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    path = top_of(card).path
    path.chevrons[3].setFocus()
    QTest.keyClick(focused(), Key.Key_Right)
    assert path.chevrons[4].hasFocus()
    QTest.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: sale.row().stage_id == sale.stages[4])


def test_the_path_is_one_stop_of_the_tab_key(card: CardPage) -> None:
    stops = [
        one for one in top_of(card).path.chevrons if one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == [top_of(card).path.chevrons[3]]


def test_a_press_on_the_present_stage_does_nothing(
    card: CardPage, sale: Sale, qtbot: QtBot
) -> None:
    version = sale.row().version
    press(top_of(card).path.chevrons[3])
    qtbot.wait(100)
    assert sale.row().version == version


def test_a_stage_that_needs_fields_asks_and_stays_marked(
    card: CardPage, sale: Sale, qtbot: QtBot
) -> None:
    sale.require(4, ("deal", "source"))
    press(top_of(card).path.chevrons[4])
    qtbot.waitUntil(lambda: bool(card.findChildren(GatePane)))
    type_text("fair")
    QTest.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: sale.row().stage_id == sale.stages[4])
    assert sale.row().source == "fair"


def test_a_move_elsewhere_shows_at_once(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    write(sale.backend, MoveDeals((sale.deal,), sale.stages[0]))
    qtbot.waitUntil(lambda: "current" in names(top_of(card).path.chevrons)[0])


# Won, lost, back to work


def test_won_is_one_press_and_locks_the_amount(
    card: CardPage, bridge: Bridge, sale: Sale, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(bridge.celebrated) as told:
        press(top_of(card).won)
    assert told.args == ["Won: €118,000", None]
    assert sale.row().status == "won"
    qtbot.waitUntil(top_of(card).reopen.isVisible)
    qtbot.waitUntil(lambda: bool(fields_of(card).pane.rows["amount_minor"].field.locked))
    row = fields_of(card).pane.rows["amount_minor"]
    assert row.toolTip().startswith("The deal is closed.")
    row.setFocus()
    QTest.keyClick(row, Key.Key_Return)
    assert row.editor is None


def test_a_closed_deal_does_not_move(
    dressed: None, bridge: Bridge, sale: Sale, qtbot: QtBot
) -> None:
    write(sale.backend, WinDeals((sale.deal,)))
    card = open_card(bridge, sale.deal, qtbot)
    press(top_of(card).path.chevrons[0])
    qtbot.wait(50)
    assert sale.row().stage_id == sale.stages[3]
    assert top_of(card).path.chevrons[0].accessibleName().endswith("passed")


def test_a_lost_deal_comes_back_to_its_last_stage(
    dressed: None, bridge: Bridge, sale: Sale, qtbot: QtBot
) -> None:
    reason = read(sale.backend, find_lost_reasons)[0]
    write(sale.backend, LoseDeals((sale.deal,), reason.id))
    card = open_card(bridge, sale.deal, qtbot)
    top = top_of(card)
    assert top.status.text() == "Lost"
    assert reason.name in " ".join(part.text for part in there(card.head).parts)
    press(top.reopen)
    qtbot.waitUntil(lambda: sale.row().status == "open")
    assert sale.row().stage_id == sale.stages[3]
    qtbot.waitUntil(top.won.isVisible)


# Fields


def test_an_amount_is_typed_in_any_writing(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    rows = fields_of(card).pane.rows
    qtbot.waitUntil(lambda: "amount_minor" in rows or bool(fields_of(card).pane.rows))
    row = fields_of(card).pane.rows["amount_minor"]
    row.setFocus()
    QTest.keyClick(row, Key.Key_F2)
    focused().selectAll()  # type: ignore[attr-defined]
    type_text("1 250,50 eur")
    QTest.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: there(sale.row().amount).minor == 125_050)
    qtbot.waitUntil(lambda: top_of(card).amount.text() == "€1,250.50")


def test_out_of_products_the_amount_is_not_typed(
    dressed: None, bridge: Bridge, sale: Sale, qtbot: QtBot
) -> None:
    line = {"product": None, "name": "Lamp", "sku": "", "quantity": "2", "unit": "pcs"}
    lines = [{**line, "price_minor": 1000, "discount": 0, "vat": None}]
    row = sale.row()
    write(sale.backend, UpdateDeal(row.id, row.version, {"lines": lines}))
    card = open_card(bridge, sale.deal, qtbot)
    qtbot.waitUntil(lambda: "amount_minor" in fields_of(card).pane.rows)
    amount = fields_of(card).pane.rows["amount_minor"]
    qtbot.waitUntil(lambda: bool(amount.lines))
    assert amount.accessibleName() == "Amount: €20 from products"
    assert amount.field.make is None


def test_a_chance_taken_out_is_that_of_the_stage_again(
    card: CardPage, sale: Sale, qtbot: QtBot
) -> None:
    row = sale.row()
    write(sale.backend, UpdateDeal(row.id, row.version, {"chance": 40}))
    qtbot.waitUntil(lambda: "40%" in top_of(card).chance.text())
    qtbot.waitUntil(lambda: fields_of(card).pane.rows["chance"].value == "40%")
    field = fields_of(card).pane.rows["chance"]
    field.setFocus()
    QTest.keyClick(field, Key.Key_F2)
    focused().clear()  # type: ignore[attr-defined]
    QTest.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: not sale.row().is_chance_own)
    qtbot.waitUntil(lambda: fields_of(card).pane.rows["chance"].value == "70%")


def test_a_deal_that_is_won_has_no_chance_any_more(
    card: CardPage, sale: Sale, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: fields_of(card).pane.rows["chance"].value == "70%")
    row = sale.row()
    write(sale.backend, UpdateDeal(row.id, row.version, {"chance": 40}))
    write(sale.backend, WinDeals((sale.deal,)))
    qtbot.waitUntil(lambda: not fields_of(card).pane.rows["chance"].value)
    assert fields_of(card).pane.rows["chance"].field.locked.startswith("The deal is closed.")
    press(top_of(card).reopen)
    qtbot.waitUntil(lambda: fields_of(card).pane.rows["chance"].value == "40%")


def test_what_the_next_stage_needs_bears_a_mark(
    dressed: None, bridge: Bridge, sale: Sale, qtbot: QtBot
) -> None:
    sale.require(4, ("deal", "expected_close"))
    card = open_card(bridge, sale.deal, qtbot)
    qtbot.waitUntil(lambda: "expected_close" in fields_of(card).pane.rows)
    row = fields_of(card).pane.rows["expected_close"]
    assert row.accessibleDescription() == "The stage “Contract” needs it."


# Participants


def participants_of(card: CardPage) -> Participants:
    return next(p for p in card.panes.sections.parts if isinstance(p, Participants))


def lines_of(card: CardPage, qtbot: QtBot, number: int) -> list[RecordLine]:
    qtbot.waitUntil(lambda: len(participants_of(card).lines.lines) == number)
    return participants_of(card).lines.lines


def act(line: RecordLine, words: str) -> None:
    menu = line.make_menu()
    next(a for a in menu.actions() if a.text().replace("&", "") == words).trigger()
    menu.deleteLater()


def test_people_stand_with_their_roles_the_main_one_first(card: CardPage, qtbot: QtBot) -> None:
    lines = lines_of(card, qtbot, 2)
    assert [line.words.name for line in lines] == ["Marina Kim", "Vera Nikitina"]
    assert lines[0].words.below == "decides"
    assert names(lines) == ["Marina Kim, decides, main contact", "Vera Nikitina"]


def test_a_role_is_given_in_a_pop_over(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    act(lines_of(card, qtbot, 2)[1], "Role…")
    pane = card.findChild(RolePane)
    assert pane is not None
    type_text("documents")
    QTest.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: sale.row().participants[1].role == "documents")


def test_roles_are_told_where_changes_are(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    row = sale.row()
    people = [
        {"contact": one.contact.id, "role": one.role or "pays", "primary": one.is_primary}
        for one in row.participants
    ]
    write(sale.backend, UpdateDeal(row.id, row.version, {"contacts": people}))
    middle = card.panes.middle
    assert isinstance(middle, TabbedPart)
    middle.show_tab("history")
    history = next(part for part in middle.parts if isinstance(part, HistoryPart))
    qtbot.waitUntil(lambda: bool(history.view.entries))
    said = [label.text() for label in history.view.area.widget().findChildren(QLabel)]
    main = "Marina Kim (main contact, decides)"
    assert f"{main}, Vera Nikitina → {main}, Vera Nikitina (pays)" in said
    assert value_words([{"contact": "Vera", "role": "pays", "primary": False}]) == "Vera (pays)"
    assert value_words([{"company": "Vektor", "position": "Director"}]) == "Vektor (Director)"


def test_another_person_becomes_the_main_contact(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    act(lines_of(card, qtbot, 2)[1], "Make the main contact")
    qtbot.waitUntil(lambda: lines_of(card, qtbot, 2)[0].words.name == "Vera Nikitina")
    assert [p.is_primary for p in sale.row().participants].count(True) == 1


def test_whoever_leaves_passes_the_main_place_on_and_it_is_said(
    card: CardPage, sale: Sale, qtbot: QtBot
) -> None:
    line = lines_of(card, qtbot, 2)[0]
    line.setFocus()
    with qtbot.waitSignal(card.done) as told:
        QTest.keyClick(line, Key.Key_Delete)
    assert told.args == [f"“{isolated('Marina Kim')}” was taken off the card."]
    qtbot.waitUntil(lambda: len(sale.row().participants) == 1)
    (left,) = sale.row().participants
    assert (left.contact.name, left.is_primary) == ("Vera Nikitina", True)


# Tabs


def test_notes_lead_to_the_tab_of_the_story(card: CardPage, qtbot: QtBot) -> None:
    middle = card.panes.middle
    assert isinstance(middle, TabbedPart)
    middle.show_tab("history")
    card.compose("note")
    assert middle.tab == "timeline"
    type_text("They liked it")
    assert "They liked it" in str(focused().toPlainText())  # type: ignore[attr-defined]


def test_the_history_is_read_when_it_is_seen(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    middle = card.panes.middle
    assert isinstance(middle, TabbedPart)
    write(sale.backend, MoveDeals((sale.deal,), sale.stages[0]))
    history = next(part for part in middle.parts if isinstance(part, HistoryPart))
    assert not history.view.entries
    middle.show_tab("history")
    qtbot.waitUntil(lambda: len(history.view.entries) == 2)
    said = [label.text() for label in history.view.area.widget().findChildren(QLabel)]
    assert "Approval → New" in said
    assert "Something else" not in said


def test_the_history_of_an_amount_is_told_also_when_products_make_it(
    card: CardPage, sale: Sale, qtbot: QtBot
) -> None:
    middle = card.panes.middle
    assert isinstance(middle, TabbedPart)
    for changes in ({"amount_minor": 5_00}, {"amount_minor": 9_00, "currency": "USD"}):
        write(sale.backend, UpdateDeal(sale.deal, sale.row().version, changes))
    for quantity in ("1", "3"):
        lines = [{"name": "Lamp", "quantity": quantity, "price_minor": 2_00}]
        write(sale.backend, UpdateDeal(sale.deal, sale.row().version, {"lines": lines}))
    history = next(part for part in middle.parts if isinstance(part, HistoryPart))
    middle.show_tab("history")
    qtbot.waitUntil(lambda: len(history.view.entries) == 5)
    said = [label.text() for label in history.view.area.widget().findChildren(QLabel)]
    assert [words for words in said if "→" in words] == [
        "$2 → $6",
        "Lamp → Lamp × 3",
        "$9 → $2",
        "(nothing) → Lamp",
        "€5 → $9",
        "€118,000 → €5",
    ]
    assert "Something else" not in said


def test_the_tab_is_kept_on_the_way_back(card: CardPage) -> None:
    middle = card.panes.middle
    assert isinstance(middle, TabbedPart)
    middle.show_tab("files")
    kept = card.kept()
    middle.show_tab("timeline")
    card.show_record(there(card.record), kept)
    assert middle.tab == "files"


# The chance


def chance_pane(card: CardPage, qtbot: QtBot) -> ChancePane:
    def panes() -> list[ChancePane]:
        return [pane for pane in card.findChildren(ChancePane) if pane.isVisible()]

    press(top_of(card).chance)
    qtbot.waitUntil(lambda: len(panes()) == 1)
    return panes()[0]


def test_the_chance_explains_itself(card: CardPage, qtbot: QtBot) -> None:
    said = [label.text() for label in chance_pane(card, qtbot).findChildren(QLabel)]
    assert "The usual chance of the stage “Approval”." in said
    assert any(text.startswith("Too few deals came this far") for text in said)


def test_another_chance_is_set_and_taken_back(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    chance_pane(card, qtbot)
    type_text("55")
    QTest.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: (sale.row().chance, sale.row().is_chance_own) == (55, True))
    qtbot.waitUntil(lambda: "55%" in top_of(card).chance.text())
    pane = chance_pane(card, qtbot)
    press(pane.back)
    qtbot.waitUntil(lambda: not sale.row().is_chance_own)


def test_what_is_no_chance_is_told_at_once(card: CardPage, sale: Sale, qtbot: QtBot) -> None:
    pane = chance_pane(card, qtbot)
    type_text("250")
    QTest.keyClick(focused(), Key.Key_Return)
    assert not pane.entry.mistake.isHidden()
    assert not sale.row().is_chance_own


# Amount of a far year, and a deal without anything


def test_a_deal_without_anything_has_a_card_too(
    dressed: None, bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    bare = make_sale(backend, {"company": None, "contacts": [], "amount_minor": None})
    card = open_card(bridge, bare.deal, qtbot)
    assert top_of(card).amount.text() == ""
    assert top_of(card).chance.text() == "chance 70%"


def test_the_expected_close_stands_in_the_head(
    dressed: None, bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    later = make_sale(backend, {"expected_close": "2040-10-30"})
    card = open_card(bridge, later.deal, qtbot)
    assert there(card.head).parts[-1].text == "closing on 30 October 2040"
    assert later.row().expected_close == date(2040, 10, 30)


def test_a_press_beside_the_chance_lets_it_go(card: CardPage, qtbot: QtBot) -> None:
    pane = chance_pane(card, qtbot)
    QTest.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not pane.isVisible()


# What is left behind


def test_cards_shown_one_after_another_leave_nothing(
    card: CardPage, bridge: Bridge, sale: Sale, qtbot: QtBot
) -> None:
    values = {"title": "Showroom", "pipeline": sale.pipeline, "stage": sale.stages[0]}
    other = str(write(sale.backend, CreateDeal(values)))

    def go_through(times: int) -> int:
        for key in (other, sale.deal) * times:
            card.show_record(RecordRef("deal", key))
            qtbot.waitUntil(lambda: card.head is not None)
            chance_pane(card, qtbot).dismiss()
            wait_for_answers(bridge, qtbot)
            delete_what_is_due()
        return len(QApplication.allWidgets())

    settled = go_through(3)
    assert go_through(4) <= settled


# The history of its fields


def test_an_amount_is_restored_with_the_currency_that_it_had(
    dressed: None, bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    values = {"title": "Lamps", "currency": "PLN", "amount_minor": 120000}
    deal = str(write(backend, CreateDeal(values)))
    write(backend, UpdateDeal(deal, 1, {"amount_minor": 90000, "currency": "USD"}))
    fields = fields_of(open_card(bridge, deal, qtbot))
    there(fields.tools.actions.history)("amount_minor")
    qtbot.waitUntil(lambda: bool(fields.findChildren(FieldHistoryDialog)))
    dialog = fields.findChildren(FieldHistoryDialog)[0]
    assert "1,200\u00a0zł → $900" in [label.text() for label in dialog.findChildren(QLabel)]
    QTest.mouseClick(dialog.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: there(read(backend, get_deal, deal)).amount == Money(120000, "PLN"))
