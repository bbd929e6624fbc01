"""Deals elsewhere in the window: in the palette, the search, and on the cards of clients."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.deals.commands import CreateDeal, WinDeals
from crm_desktop.features.deals.queries import find_deals_of
from crm_desktop.gui.pages.deals.sections import ClientDeals
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.palette_reading import MOST, find_records
from tests.gui.conftest import OpenWindow, read, results_of, there, view_of, write
from tests.gui.deal_pages import DealsWindow


@pytest.fixture
def deals(open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot) -> DealsWindow:
    return DealsWindow(open_window, workspace, backend, qtbot)


def test_the_palette_seeks_deals_only_after_a_hash_and_opens_them(deals: DealsWindow) -> None:
    window = deals.session.window
    window.open_palette()
    palette = there(window.search_palette)
    QTest.keyClicks(palette.line, "#office")
    deals.wait(lambda: palette.is_ready and bool(palette.list.lines.lines))
    found = [line for line in palette.list.lines.lines if line.record is not None]
    assert [line.title for line in found] == ["Office on Ligovsky"]
    assert found[0].subtitle == "Vektor Plus · Approval"
    assert found[0].aside == "€118,000"
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    view = view_of(deals.session)
    deals.wait(lambda: view.way.card is not None and view.way.card.head is not None)
    assert there(there(view.way.card).head).name == "Office on Ligovsky"


def test_a_company_found_tells_of_its_people_and_its_open_deals(backend: Backend) -> None:
    firm = str(write(backend, CreateCompany({"name": "Vektor Plus", "industry": "Retail"})))
    job = [{"company": firm, "position": "", "primary": True}]
    write(backend, CreateContact({"given_name": "Marina", "companies": job}))
    largest = {"company": firm, "amount_minor": 999_999_999_999_999, "currency": "EUR"}
    for amount in (largest, largest, {"company": firm, "amount_minor": None}):
        write(backend, CreateDeal({"title": "Office", **amount}))
    [found] = read(backend, find_records, "vektor", ("company",))
    told = format_money(Money(2 * 999_999_999_999_999, "EUR"))
    assert found.subtitle == f"Retail · 1 contact · 3 deals for {told}"


def test_the_search_finds_deals_by_their_client(deals: DealsWindow) -> None:
    view = view_of(deals.session)
    view.search.setText("vektor")
    results = results_of(deals.session)
    deals.wait(lambda: {hit.kind for hit in results.model.hits} >= {"company", "deal"})


def test_the_card_of_a_company_lists_its_deals_and_begins_new_ones(deals: DealsWindow) -> None:
    view = view_of(deals.session)
    view.open_record(RecordRef("company", deals.sale.company))
    deals.wait(lambda: view.way.card is not None)
    card = there(view.way.card)
    part = there(card.findChild(ClientDeals))
    deals.wait(lambda: [row.words.name for row in part.lines.lines] == ["Office on Ligovsky"])
    [begin] = [
        one for one in card.header.findChildren(QPushButton) if one.accessibleName() == "Deal"
    ]
    QTest.mouseClick(begin, Qt.MouseButton.LeftButton)
    deals.wait(lambda: part.dialog is not None and part.dialog.isVisible())
    dialog = there(part.dialog)
    assert there(dialog.form.entries["company"].value()).id == deals.sale.company
    QTest.keyClicks(there(dialog.form.entries["title"].focusProxy()), "Second floor")
    dialog.save.click()
    deals.wait(lambda: len(read(deals.backend, find_deals_of, "company", deals.sale.company)) == 2)
    deals.wait(lambda: len(part.lines.lines) == 2)


def test_closed_deals_of_a_client_are_counted_and_shown_by_a_press(deals: DealsWindow) -> None:
    write(deals.backend, WinDeals((deals.sale.deal,)))
    view = view_of(deals.session)
    view.open_record(RecordRef("company", deals.sale.company))
    deals.wait(lambda: view.way.card is not None and view.way.card.is_ready)
    part = there(view.way.card).findChildren(ClientDeals)[0]
    deals.wait(part.closed.isVisible)
    assert part.closed.text() == "Won earlier: 1 for €118,000"
    assert not part.lines.lines
    # By its key: right after it was shown it has no place yet that a mouse could press.
    QTest.keyClick(part.closed, Qt.Key.Key_Space)
    deals.wait(lambda: bool(part.lines.lines))
    [tile] = part.lines.lines
    assert tile.accessibleName() == "Office on Ligovsky, €118,000, Won"
    assert part.closed.isHidden()


def test_a_company_is_found_however_many_of_its_people_were_touched_later(backend: Backend) -> None:
    old = str(write(backend, CreateCompany({"name": "Vektor Plus"})))
    new = str(write(backend, CreateCompany({"name": "Vektor M"})))
    for number in range(MOST):
        job = [{"company": new if number else old, "position": "", "primary": True}]
        write(backend, CreateContact({"given_name": f"Marina {number}", "companies": job}))
    write(backend, UpdateCompany(new, 1, {"industry": "Retail"}))
    found = read(backend, find_records, "vekt", ("contact", "company"))
    firms = [hit.title for hit in found if hit.kind == "company"]
    assert firms == ["Vektor M", "Vektor Plus"]
