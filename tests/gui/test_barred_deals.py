"""No deal is begun with a client on the blacklist: the dialog and the quick add say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.pages.deals.new_deal import NewDealDialog
from tests.gui.conftest import OpenWindow, there, write
from tests.gui.deal_pages import DealsWindow
from tests.gui.deals import make_sale

BARRED = "No new deals: the client is on the blacklist."


@pytest.fixture
def firm(backend: Backend) -> str:
    """A company on the blacklist."""
    return str(write(backend, CreateCompany({"name": "Debtors", "blacklisted": "debts"})))


@pytest.mark.usefixtures("dressed")
def test_the_form_of_a_new_deal_refuses_a_client_on_the_blacklist_at_its_field(
    backend: Backend, bridge: Bridge, firm: str, qtbot: QtBot
) -> None:
    make_sale(backend)
    values = {"given_name": "Oleg", "companies": [{"company": firm, "position": ""}]}
    person = str(write(backend, CreateContact(values)))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = NewDealDialog(bridge, window)
    created: list[object] = []
    dialog.created.connect(created.append)
    dialog.begin_in("", {"title": "Lamps", "contacts": Suggested(person, "Oleg")})
    qtbot.waitUntil(dialog.isVisible)
    field = dialog.form.entries["contacts"]
    qtbot.waitUntil(lambda: field.mistake.text() == BARRED and field.mistake.isVisible())
    field.clear_mistake()
    dialog.save.click()
    qtbot.waitUntil(lambda: field.mistake.isVisible() and dialog.save.isEnabled())
    assert not created
    field.load(None)
    dialog.save.click()
    qtbot.waitUntil(lambda: len(created) == 1)


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")
def test_the_quick_add_makes_no_deal_with_a_company_on_the_blacklist(
    open_window: OpenWindow, workspace: Path, backend: Backend, firm: str, qtbot: QtBot
) -> None:
    deals = DealsWindow(open_window, workspace, backend, qtbot)
    deals.page.board.add()
    quick = there(deals.page.board.quick_add)
    QTest.keyClicks(quick.title, "Lamps")
    quick.company.setText("Debtors")  # typed whole, none of the suggestions taken
    QTest.keyClick(quick.title, Qt.Key.Key_Return)
    deals.wait(lambda: quick.mistake.text() == BARRED and quick.save.isEnabled())
    assert (quick.title.text(), quick.company.hasFocus()) == ("Lamps", True)
    quick.company.show_chosen(None)
    QTest.keyClick(quick.title, Qt.Key.Key_Return)
    deals.wait(lambda: deals.titles(0)[0] == "Lamps")
