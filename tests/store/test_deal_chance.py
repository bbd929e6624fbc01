"""What is counted of closed deals for the chance of an open one, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core import clock
from crm_desktop.features.deals.chance.queries import find_chance, find_pace
from crm_desktop.features.deals.chance.rule import Chance, Factor, Tally
from crm_desktop.features.deals.commands import DeleteDeals, LoseDeals, WinDeals
from crm_desktop.features.pipelines.queries import find_lost_reasons
from tests.store.dealing import Desk, desk


@pytest.fixture
def trial(client: Backend) -> Desk:
    return desk(client)


def close(trial: Desk, won: int, lost: int, stage: str = "Offer", **values: object) -> list[str]:
    """Deals that ended in a stage."""
    made = [trial.deal(f"Closed {n}", stage, **values) for n in range(won + lost)]
    if won:
        trial.client.execute(WinDeals(tuple(made[:won])))
    if lost:
        why = trial.client.ask(find_lost_reasons)[0].id
        trial.client.execute(LoseDeals(tuple(made[won:]), why))
    return made


def chance_of(trial: Desk, deal: str) -> Chance:
    return trial.client.ask(find_chance, trial.read(deal))


def tallies(chance: Chance) -> dict[Factor, Tally]:
    return {one.factor: one.tally for one in chance.reasons}


def test_deals_count_that_came_as_far_or_farther_and_all_that_were_won(trial: Desk) -> None:
    close(trial, 1, 2, "New")
    close(trial, 3, 4, "Offer")
    close(trial, 5, 6, "Contract")
    base = chance_of(trial, trial.deal("Open", "Offer")).base
    assert base == Tally(1 + 3 + 5, 4 + 6)


def test_few_closed_deals_leave_the_percent_of_the_stage(trial: Desk) -> None:
    close(trial, 3, 1)
    chance = chance_of(trial, trial.deal("Open", "Offer"))
    assert (chance.percent, chance.is_from_past) == (20, False)


def test_owner_source_and_size_are_compared(trial: Desk) -> None:
    close(trial, 10, 2, source="Fair", amount_minor=100_00)
    close(trial, 2, 10, source="Site", amount_minor=900_00)
    chance = chance_of(trial, trial.deal("Open", "Offer", source="Fair", amount_minor=150_00))
    assert chance.is_from_past
    assert tallies(chance) == {
        Factor.OWNER: Tally(12, 12),
        Factor.SOURCE: Tally(10, 2),
        Factor.AMOUNT: Tally(10, 2),
    }
    assert chance.percent > 50


def test_amounts_of_another_currency_are_of_no_size(trial: Desk) -> None:
    close(trial, 10, 10, amount_minor=100_00, currency="EUR")
    chance = chance_of(trial, trial.deal("Open", "Offer", amount_minor=100_00))
    assert Factor.AMOUNT not in tallies(chance)


def test_deleted_deals_and_other_pipelines_do_not_count(trial: Desk) -> None:
    gone = close(trial, 2, 0)
    trial.client.execute(DeleteDeals(tuple(gone)))
    close(desk(trial.client, name="Another"), 3, 3)
    assert chance_of(trial, trial.deal("Open", "Offer")).base == Tally()


@pytest.fixture
def moment() -> Iterator[list[datetime]]:
    """What the clock says: the one thing in it."""
    shown = [datetime(2026, 10, 1, 9, tzinfo=timezone.utc)]
    clock.set_source(lambda: shown[0])
    yield shown
    clock.set_source(None)


def test_the_pace_is_how_long_won_deals_took(trial: Desk, moment: list[datetime]) -> None:
    assert trial.client.ask(find_pace, trial.pipeline) is None
    quick, slow, lost = (trial.deal(name) for name in ("Quick", "Slow", "Lost"))
    moment[0] += timedelta(days=10)
    trial.client.execute(WinDeals((quick,)))
    moment[0] += timedelta(days=10)
    trial.move(slow, to="Offer")
    moment[0] += timedelta(days=10)
    trial.client.execute(WinDeals((slow,)))
    trial.client.execute(LoseDeals((lost,), trial.client.ask(find_lost_reasons)[0].id))
    assert trial.client.ask(find_pace, trial.pipeline) == 20
