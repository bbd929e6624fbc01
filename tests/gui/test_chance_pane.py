"""The chance out of the workspace's history in the window: what the pane says and offers, and that
heads, fields, sums and settings follow it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.features.deals.commands import CreateDeal, LoseDeals, WinDeals
from crm_desktop.features.pipelines.queries import find_lost_reasons
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.chance_pane import ChancePane
from crm_desktop.gui.pages.deals.modes import FORECAST
from crm_desktop.gui.pages.settings.pipelines import PipelinesSection
from crm_desktop.gui.pages.settings.pipelines_lines import CHANCE
from crm_desktop.gui.shell.card.page import CardPage
from crm_desktop.gui.shell.card_fields.part import FieldsPart
from tests.gui.conftest import OpenWindow, read, there, write
from tests.gui.deal_pages import DealsWindow
from tests.gui.deals import Sale, make_sale, open_card, press, top_of

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")

SALE = {"source": "Fair"}


def close(backend: Backend, sale: Sale, won: int, lost: int, source: str) -> None:
    """Deals that came to the stage Approval and closed there."""
    values = {"title": "Closed", "pipeline": sale.pipeline, "stage": sale.stages[3]}
    made = [
        str(write(backend, CreateDeal({**values, "source": source}))) for _ in range(won + lost)
    ]
    if won:
        write(backend, WinDeals(tuple(made[:won])))
    if lost:
        why = read(backend, find_lost_reasons)[0].id
        write(backend, LoseDeals(tuple(made[won:]), why))


@pytest.fixture
def sale(backend: Backend) -> Sale:
    """A deal from a fair; of 24 others half were won, nearly all of those from fairs."""
    made = make_sale(backend, SALE)
    close(backend, made, 10, 1, "Fair")
    close(backend, made, 2, 11, "Site")
    return made


@pytest.fixture
def card(dressed: None, bridge: Bridge, sale: Sale, qtbot: QtBot) -> CardPage:
    """Its card."""
    return open_card(bridge, sale.deal, qtbot)


def opened(card: CardPage, qtbot: QtBot) -> ChancePane:
    """The pane that explains the chance."""

    def panes() -> list[ChancePane]:
        return [pane for pane in card.findChildren(ChancePane) if pane.isVisible()]

    press(top_of(card).chance)
    qtbot.waitUntil(lambda: len(panes()) == 1)
    return panes()[0]


def said_in(pane: ChancePane) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel)]


def field_of(card: CardPage) -> str:
    """The chance among the fields."""
    assert isinstance(card.panes.fields, FieldsPart)
    return str(card.panes.fields.pane.rows["chance"].value)


def test_the_pane_says_how_many_closed_deals_the_chance_comes_from(
    card: CardPage, qtbot: QtBot
) -> None:
    assert top_of(card).chance.text() == "weighted €59,000 · 50%"
    said = said_in(opened(card, qtbot))
    assert "Of 24 closed deals that came this far 50% were won." in said
    assert "By this the chance is 50%." in said
    assert "Source “Fair”: 91% of 11 were won, +21" in "\n".join(said).translate(
        {0x2068: None, 0x2069: None}
    )
    assert "With these it would be 71%." in said


def test_the_chance_of_deals_alike_is_taken_and_the_past_brought_back(
    card: CardPage, sale: Sale, qtbot: QtBot
) -> None:
    pane = opened(card, qtbot)
    assert pane.alike.text() == "Take 71%, as deals like this one"
    press(pane.alike)
    qtbot.waitUntil(lambda: top_of(card).chance.text() == "weighted €83,780 · 71%")
    qtbot.waitUntil(lambda: field_of(card) == "71%")
    assert (sale.row().chance, sale.row().is_chance_own) == (71, True)
    pane = opened(card, qtbot)
    assert "Set by hand." in said_in(pane)
    assert pane.back.text() == "Back to 50%, as the past says"
    press(pane.back)
    qtbot.waitUntil(lambda: top_of(card).chance.text() == "weighted €59,000 · 50%")
    qtbot.waitUntil(lambda: field_of(card) == "50%")
    assert not sale.row().is_chance_own


def test_the_percent_of_the_stage_can_be_taken_by_hand(
    card: CardPage, sale: Sale, qtbot: QtBot
) -> None:
    pane = opened(card, qtbot)
    assert pane.of_stage.text() == "Take 70% of the stage"
    press(pane.of_stage)
    qtbot.waitUntil(lambda: (sale.row().chance, sale.row().is_chance_own) == (70, True))


def test_an_open_card_follows_the_deals_that_close_meanwhile(
    card: CardPage, sale: Sale, backend: Backend, qtbot: QtBot
) -> None:
    close(backend, sale, 6, 0, "Fair")
    qtbot.waitUntil(lambda: top_of(card).chance.text() == "weighted €69,620 · 59%")
    qtbot.waitUntil(lambda: field_of(card) == "59%")


def test_sums_of_the_board_and_the_forecast_follow_the_past(
    open_window: OpenWindow, workspace: Path, backend: Backend, qtbot: QtBot
) -> None:
    deals = DealsWindow(open_window, workspace, backend, qtbot)
    head = deals.board.pane_of(deals.sale.stages[3]).head
    assert (head.shown.chance, head.shown.weighted) == ("70%", "€82,600")
    close(backend, deals.sale, 21, 0, "Fair")
    qtbot.waitUntil(
        lambda: deals.board.pane_of(deals.sale.stages[3]).head.shown.weighted == "€113,280"
    )
    assert deals.board.pane_of(deals.sale.stages[3]).head.shown.chance == "96%"
    deals.page.show_mode(FORECAST)
    qtbot.waitUntil(lambda: deals.page.forecast is not None and deals.page.forecast.is_loaded)
    _count, _whole, likely = there(deals.page.forecast).totals
    assert likely == deals.page.board.totals[2]


def test_settings_say_which_chance_counts_and_from_when_on(
    dressed: None, bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    sale = make_sale(backend)
    section = PipelinesSection(bridge)
    qtbot.addWidget(section)
    section.resize(1100, 900)
    section.show()
    section.restore((sale.pipeline, sale.stages[3]))
    section.load()
    qtbot.waitUntil(lambda: section.pane.stage_id == sale.stages[3])
    assert section.pane.past.isHidden()
    assert "until 20 deals" in section.pane.chance.toolTip()
    close(backend, sale, 12, 12, "Fair")
    words = "50% counts instead, by 24 closed deals that came this far."
    qtbot.waitUntil(lambda: section.pane.past.text() == words)
    assert section.pane.past.isVisible()
    index = section.table.lines.index(3, CHANCE)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == words
    assert (index.data(), section.pane.chance.value()) == ("70%", 70)
    QTest.keyClick(section.pane.chance, Qt.Key.Key_Up)
    assert section.pane.past.text() == words
