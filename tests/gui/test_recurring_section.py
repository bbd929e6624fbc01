"""The section of a client's card that tells how often they buy."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.deals.commands import CreateDeal, WinDeals
from crm_desktop.gui.app import make_application
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.recurring import RecurringPart, make_section
from crm_desktop.gui.shell.page import RecordRef
from tests.gui.conftest import write

START = datetime(2026, 1, 10, 12, tzinfo=clock.UTC)
NEEDED = {"source": "fair", "expected_close": "2026-02-01", "currency": "EUR"}

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def part(dressed: None, bridge: Bridge, qtbot: QtBot) -> RecurringPart:
    """The section's part by itself, in English."""
    make_application("en")
    made = make_section().make(bridge)
    assert isinstance(made, RecurringPart)
    qtbot.addWidget(made)
    made.show()
    return made


def set_day(number: int) -> None:
    clock.set_source(lambda: START + timedelta(number))


def buy(backend: Backend, company: str, day: int) -> None:
    """A deal of 900 euros that is won so many days after the start."""
    set_day(day)
    values = {"title": "Deal", "company": company, "amount_minor": 90_000, **NEEDED}
    key = write(backend, CreateDeal(values))
    write(backend, WinDeals((key,)))


@pytest.fixture
def company(backend: Backend) -> str:
    """A company without deals."""
    return str(write(backend, CreateCompany({"name": "Bursztyn"})))


def test_the_second_purchase_lets_guess_how_often_the_client_buys(
    part: RecurringPart, backend: Backend, company: str, qtbot: QtBot
) -> None:
    part.show_record(RecordRef("company", company))
    qtbot.waitUntil(part.hint.isVisible)
    assert not part.buys.isVisible()
    buy(backend, company, 0)
    buy(backend, company, 91)
    qtbot.waitUntil(part.buys.isVisible)
    assert part.buys.text() == "about every 3 months (a guess)"
    assert part.state.text() == "in 3 months"
    assert ("900" in part.amount.text(), "150" in part.monthly.text()) == (True, True)
    assert not part.hint.isVisible()


@pytest.mark.parametrize(
    "seen",
    [
        (40, "today"),
        (52, "12 days late"),
        (70, "seems to have stopped buying"),
    ],
)
def test_a_purchase_that_does_not_come_is_told(
    part: RecurringPart, backend: Backend, company: str, qtbot: QtBot, seen: tuple[int, str]
) -> None:
    day, told = seen
    buy(backend, company, 0)
    buy(backend, company, 20)
    set_day(day)
    part.show_record(RecordRef("company", company))
    qtbot.waitUntil(lambda: part.state.text() == told)
    assert part.monthly.isVisible() == (told != "seems to have stopped buying")
