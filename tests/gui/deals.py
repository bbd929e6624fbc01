"""A deal on its way for tests of the window: pipeline, client, people, card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.features.pipelines.commands import CreatePipeline, CreateStage, UpdateStage
from crm_desktop.features.pipelines.queries import get_pipeline
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.cards import make_card
from crm_desktop.gui.pages.deals.top import DealTop
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import read, there, write

STAGES = (("New", 10), ("Qualified", 30), ("Offer", 50), ("Approval", 70), ("Contract", 90))
LEFT = Qt.MouseButton.LeftButton


@dataclass(frozen=True)
class Sale:
    """What there is in the workspace of a test."""

    backend: Backend
    pipeline: str
    stages: tuple[str, ...]
    company: str
    people: tuple[str, ...]
    deal: str

    def row(self) -> DealRow:
        """The deal as it is now."""
        found: DealRow = there(read(self.backend, get_deal, self.deal))
        return found

    def require(self, stage: int, *fields: tuple[str, str]) -> None:
        """Let a stage ask for fields (entity, name)."""
        pipeline = there(read(self.backend, get_pipeline, self.pipeline))
        found = pipeline.stages[stage]
        asked = [{"entity": entity, "field": name} for entity, name in fields]
        write(self.backend, UpdateStage(found.id, found.version, {"required": asked}))


def make_sale(backend: Backend, values: Mapping[str, Any] | None = None) -> Sale:
    """A deal with Vektor Plus in the stage Approval."""
    pipeline = write(backend, CreatePipeline({"name": "New clients", "currency": "EUR"}))
    stages = tuple(
        str(write(backend, CreateStage({"pipeline": pipeline, "name": n, "probability": p})))
        for n, p in STAGES
    )
    company = write(backend, CreateCompany({"name": "Vektor Plus"}))
    people = tuple(
        str(write(backend, CreateContact({"given_name": given, "family_name": family})))
        for given, family in (("Marina", "Kim"), ("Vera", "Nikitina"))
    )
    usual = {
        "title": "Office on Ligovsky",
        "pipeline": pipeline,
        "stage": stages[3],
        "amount_minor": 118_000_00,
        "currency": "EUR",
        "company": company,
        "contacts": [
            {"contact": people[0], "role": "decides", "primary": True},
            {"contact": people[1], "role": "", "primary": False},
        ],
    }
    deal = write(backend, CreateDeal({**usual, **(values or {})}))
    return Sale(backend, str(pipeline), stages, str(company), people, str(deal))


def open_card(bridge: Bridge, deal_id: str, qtbot: QtBot) -> CardPage:
    """The card of the deal, read and shown."""
    card = make_card(bridge, "deal")
    qtbot.addWidget(card)
    card.resize(1240, 800)
    with qtbot.waitActive(card):
        card.show()
        card.activateWindow()
    card.show_record(RecordRef("deal", deal_id))
    qtbot.waitUntil(lambda: card.head is not None and bool(top_of(card).path.chevrons))
    return card


def top_of(card: CardPage) -> DealTop:
    """The head of a deal's card."""
    assert isinstance(card.top, DealTop)
    return card.top


def press(button: QAbstractButton) -> None:
    """With the mouse."""
    QTest.mouseClick(button, LEFT)


def type_text(text: str) -> None:
    """Into whatever has the keyboard."""
    focused = there(QApplication.focusWidget())
    QTest.keyClicks(focused, text)


def names(widgets: Sequence[QWidget]) -> list[str]:
    """What a screen reader says of them."""
    return [widget.accessibleName() for widget in widgets]
