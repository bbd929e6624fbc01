"""The timeline of a deal tells what became of its amount, chance, day, owner and end."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.deals.commands import CreateDeal, UpdateDeal, WinDeals
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.gui.pages.activities.entries import entry_of
from crm_desktop.gui.pages.activities.reads import field_labels, read_portion


@pytest.fixture
def backend(workspace_url: str) -> Any:
    opened = open_backend(workspace_url, create=True)
    yield opened
    opened.close()


def told(backend: Backend, deal: str) -> list[str]:
    """The lines of changes, newest first."""
    items = backend.ask(read_portion, TimelineQuery("deal", deal), False).items
    entries = [entry_of(item, field_labels("deal")) for item in items if item.kind == "change"]
    lines = [" ".join(piece.text or "→" for piece in one.pieces) for one in entries if one]
    return [line.replace("\xa0", " ").replace("\u202f", " ") for line in lines]


def change(backend: Backend, deal: str, **changes: Any) -> None:
    row = backend.ask(get_deal, deal)
    assert row is not None
    backend.execute(UpdateDeal(deal, row.version, changes))


@pytest.fixture
def deal(backend: Backend) -> str:
    values = {"title": "Lamps", "currency": "PLN", "amount_minor": 120000}
    return str(backend.execute(CreateDeal(values)).result)


def test_an_amount_has_the_currency_that_it_had_then(backend: Backend, deal: str) -> None:
    change(backend, deal, amount_minor=150000)
    change(backend, deal, currency="EUR")
    change(backend, deal, amount_minor=90000, currency="USD")
    change(backend, deal, amount_minor=None)
    assert [line.rpartition(",")[0] for line in told(backend, deal)] == [
        "Amount: $900 → empty",
        "Amount: €1,500 → $900",
        "Currency: PLN → EUR",
        "Amount: 1,200 zł → 1,500 zł",
    ]


def test_chance_day_owner_and_source_are_told(backend: Backend, deal: str) -> None:
    change(backend, deal, chance=35)
    change(backend, deal, expected_close="2026-12-24")
    change(backend, deal, owner=None)
    change(backend, deal, source="Fair")
    assert [line.rpartition(",")[0] for line in told(backend, deal)] == [
        "Source: Fair",
        f"Owner: {backend.actor.name} → empty",
        "Expected close: 24 December 2026",
        "Chance: 35%",
    ]


def test_that_it_was_won_is_told(backend: Backend, deal: str) -> None:
    backend.execute(WinDeals((deal,), without_fields=True))
    [line] = told(backend, deal)
    assert line.startswith("Status: In progress → Won")
