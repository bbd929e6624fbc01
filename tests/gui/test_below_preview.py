"""The preview shows what is wanted most often first, then deals and files of the record."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.gui.below_preview import Below, make_below
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.card_fields.field_label import FieldLabel
from crm_desktop.gui.kit.fields_pane import FieldsPane, FieldText, RecordText
from crm_desktop.gui.kit.painted import CutLabel
from crm_desktop.gui.pages.deals.sections import ClientDeals
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import read, write

pytestmark = pytest.mark.usefixtures("dressed")


def test_deals_of_a_client_are_there_as_soon_as_there_are_any(
    bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    client = str(write(backend, CreateContact({"given_name": "Marina"})))
    other = str(write(backend, CreateCompany({"name": "Oaks"})))
    below = make_below(bridge)
    qtbot.addWidget(below)
    assert isinstance(below, Below)
    deals, files = below.listed
    below.show_record(RecordRef("contact", client))
    assert deals.isHidden()
    stage = read(backend, find_pipelines)[0].stages[0].id
    sold = {"title": "Lamps", "stage": stage, "contacts": [{"contact": client, "primary": True}]}
    write(backend, CreateDeal(sold))
    qtbot.waitUntil(lambda: not deals.isHidden())
    assert deals.count.text() == "1"
    assert files.isHidden()
    below.show_record(RecordRef("company", other))
    assert deals.isHidden()


def test_what_is_not_seen_is_read_when_it_is_seen_again(
    bridge: Bridge, backend: Backend, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = RecordRef("contact", str(write(backend, CreateContact({"given_name": "Marina"}))))
    stage = read(backend, find_pipelines)[0].stages[0].id
    news: list[Changes] = []
    bridge.changed.connect(news.append)

    def make_deal() -> str:
        deal = str(write(backend, CreateDeal({"title": "Lamps", "stage": stage})))
        qtbot.waitUntil(lambda: any(changes.concern("deal", deal) for changes in news))
        return deal

    sold = make_deal()
    below = make_below(bridge)
    qtbot.addWidget(below)
    asked: list[RecordRef] = []
    monkeypatch.setattr(ClientDeals, "ask", lambda part: asked.append(part.record))
    below.show_record(client)
    make_deal()
    assert asked == [client, client]
    below.show_record(RecordRef("deal", sold))
    make_deal()
    assert asked == [client, client]
    below.show_record(client)
    below.leave_record()
    make_deal()
    assert asked == [client, client, client]


def test_all_fields_are_shown_when_they_are_asked_for(qtbot: QtBot) -> None:
    pane = FieldsPane("Preview")
    qtbot.addWidget(pane)
    fields = [FieldText("Phone", "+48 600 555 114"), FieldText("Status", "Lead", is_aside=True)]
    pane.show_record(RecordText("Marina", "", "", fields))
    [every] = [one for one in pane.findChildren(QPushButton) if one.text() == "All fields"]
    assert "Status" not in said(pane)
    QTest.mouseClick(every, Qt.MouseButton.LeftButton)
    assert "Status" in said(pane)


def said(pane: FieldsPane) -> str:
    """Everything that a screen reader finds in the pane now."""
    names = (one.accessibleName() for one in pane.widget().findChildren(QWidget))
    return " ".join(filter(None, names))


def test_fields_stand_evenly_and_a_phone_whole_beside_its_button(
    dressed: None, qtbot: QtBot
) -> None:
    pane = FieldsPane("Preview")
    qtbot.addWidget(pane)
    phone = "+7 900 555-01-14"
    rows = [
        ("Phone", phone),
        ("E-mail", "m.kim@vektor.example"),
        ("City", "Oslo"),
        ("Owner", "Ann"),
    ]
    fields = [
        FieldText(name, value, value if "5" in value or "@" in value else "")
        for name, value in rows
    ]
    pane.show_record(RecordText("Marina", "", "", fields))
    pane.resize(288, 600)
    pane.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    pane.show()
    labels = pane.widget().findChildren(FieldLabel)
    tops = [label.mapTo(pane, QPoint()).y() for label in labels]
    assert [below - above for above, below in pairwise(tops)] == [26, 26, 26]
    [shown] = [one for one in pane.widget().findChildren(CutLabel) if one.text() == phone]
    assert shown.width() >= shown.sizeHint().width() - 1
