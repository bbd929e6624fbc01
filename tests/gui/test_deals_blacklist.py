"""A company on the blacklist comes into a deal that is there only after a question, by whatever
way: the field of its card, the bar of picked deals, the gate of a stage."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.cell_editor import Kept
from crm_desktop.gui.kit.form_suggest import Suggested, SuggestField
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.pages.deals.bulk import make_kind
from crm_desktop.gui.pages.deals.cells import cells_kind
from crm_desktop.gui.pages.deals.gate import ask_gate
from crm_desktop.gui.pages.deals.gate_pane import GatePane
from crm_desktop.gui.shell.bulk.actions import BulkActions
from crm_desktop.gui.shell.bulk.field_popover import FieldPopover
from crm_desktop.gui.shell.bulk.kind import Rows
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from crm_desktop.gui.shell.cells.saving import CellSaving
from tests.gui.conftest import read, there, write
from tests.gui.deals import Sale, make_sale, open_card, press

pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints"),
]


@pytest.fixture
def sale(backend: Backend) -> Sale:
    return make_sale(backend)


@pytest.fixture
def barred(backend: Backend) -> Suggested:
    """A company on the blacklist, as a field holds it."""
    values = {"name": "Rogue", "blacklisted": "never pays"}
    return Suggested(str(write(backend, CreateCompany(values))), "Rogue")


class Place(NamedTuple):
    """Where questions stand, and what they are asked of."""

    page: QWidget
    bridge: Bridge
    sale: Sale
    qtbot: QtBot


@pytest.fixture
def place(bridge: Bridge, sale: Sale, qtbot: QtBot) -> Place:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return Place(widget, bridge, sale, qtbot)


def question(qtbot: QtBot) -> QuestionDialog:
    """What is asked now."""
    qtbot.waitUntil(lambda: bool(_questions()))
    [asked] = _questions()
    words = asked.heading.text().replace("\u2068", "").replace("\u2069", "")
    assert words == "Rogue is on the blacklist. Add to the deal all the same?"
    return asked


def _questions() -> list[QuestionDialog]:
    shown = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    return [one for one in shown if isinstance(one, QuestionDialog)]


def test_the_company_of_the_card_stays_unless_the_question_is_answered(
    bridge: Bridge, sale: Sale, barred: Suggested, qtbot: QtBot
) -> None:
    fields = open_card(bridge, sale.deal, qtbot).panes.fields
    assert isinstance(fields, FieldsPart)
    qtbot.waitUntil(lambda: fields.record is not None)
    enter(fields, barred)
    press(question(qtbot).keep)
    row = fields.pane.rows["company"]
    qtbot.waitUntil(lambda: "Vektor Plus" in row.accessibleName())
    assert there(sale.row().company).name == "Vektor Plus"
    enter(fields, barred)
    press(question(qtbot).do)
    qtbot.waitUntil(lambda: there(sale.row().company).name == "Rogue")
    with qtbot.waitSignal(fields.saver.saved):
        enter(fields, Suggested(sale.company, "Vektor Plus"))
    assert not _questions()


def enter(fields: FieldsPart, company: Suggested) -> None:
    row = fields.pane.rows["company"]
    row.edit()
    row.editor_there.entry.load(company)
    assert row.keep()


def test_the_bar_asks_before_many_deals_become_those_of_the_company(
    place: Place, barred: Suggested
) -> None:
    page, bridge, sale, qtbot = place
    actions = BulkActions(bridge, make_kind, page)
    rid = there(read(sale.backend, get_deal, sale.deal)).rid
    actions.ask("company", Rows([rid]), page)
    qtbot.waitUntil(lambda: isinstance(actions.popover, FieldPopover))
    asked = actions.popover
    assert isinstance(asked, FieldPopover)
    asked.editor.load(barred)
    asked.look()
    qtbot.waitUntil(asked.primary.isEnabled)
    press(asked.primary)
    dialog = question(qtbot)
    assert there(sale.row().company).name == "Vektor Plus"
    press(dialog.do)
    qtbot.waitUntil(lambda: there(sale.row().company).name == "Rogue")


def test_a_cell_of_the_list_asks_as_the_card_does(place: Place, barred: Suggested) -> None:
    page, bridge, sale, qtbot = place
    saving = CellSaving(bridge, cells_kind(bridge), page)
    record = there(read(sale.backend, saving.read, sale.deal))
    saving.fields_of(record)
    entered = Kept(barred, barred, "Rogue")
    saving.save(record, "company", "company", entered)
    with qtbot.waitSignal(saving.settled):
        press(question(qtbot).keep)
    assert saving.value_of(record, "company").words == "Vektor Plus"
    with qtbot.waitSignal(saving.known):
        saving.save(record, "company", "company", entered)
        press(question(qtbot).do)
    assert there(sale.row().company).name == "Rogue"


@pytest.mark.parametrize("goes", [True, False])
def test_the_gate_asks_before_a_deal_goes_on_with_the_company(
    place: Place, barred: Suggested, goes: bool
) -> None:
    page, bridge, sale, qtbot = place
    sale.require(4, ("deal", "company"))
    values = {"title": "Gym", "pipeline": sale.pipeline, "stage": sale.stages[3]}
    gym = str(write(sale.backend, CreateDeal(values)))
    told: list[str] = []
    ask_gate(
        bridge, page, page, [gym], sale.stages[4],
        done=lambda _done: told.append("moved"), left=lambda: told.append("left"),
    )  # fmt: skip
    qtbot.waitUntil(lambda: bool(page.findChildren(GatePane)))
    [pane] = page.findChildren(GatePane)
    [field] = pane.fields
    assert isinstance(field.entry, SuggestField)
    field.entry.load(barred)
    press(pane.move_button)
    dialog = question(qtbot)
    press(dialog.do if goes else dialog.keep)
    qtbot.waitUntil(lambda: bool(told))
    deal = there(read(sale.backend, get_deal, gym))
    company = deal.company.name if deal.company else ""
    assert (told, company) == ((["moved"], "Rogue") if goes else (["left"], ""))
