"""Deals of the demo data: the same for the same seed, and such as people really have."""

import hashlib
import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from crm_desktop.core.clock import iso
from crm_desktop.features.data.demo import Scale, generate
from crm_desktop.features.data.demo.activities import Host
from crm_desktop.features.data.demo.deals import DealMaker, Plan, wares_of
from crm_desktop.features.recurring.rows import AHEAD, DUE, OVERDUE, Purchase
from crm_desktop.features.recurring.rules import KNOWN_FROM, cycle_of, state_of

NOW = datetime(2026, 10, 14, 9, 40, tzinfo=timezone.utc)
LANGUAGES = ("ru", "en", "pl")
STAGES = (5, 4, 6)


def maker(language: str, count: int = 400, seed: int = 1, open_share: float = 0.5) -> DealMaker:
    recipe = generate(language, Scale.SMALL, seed, NOW).recipe
    firms = [Host("company", number, 0, NOW) for number in range(len(recipe.firms))]
    people = [Host("contact", n, n % 5, NOW, n % len(firms) if n % 4 else None) for n in range(300)]
    return DealMaker(recipe, [*firms, *people], Plan(count, open_share, STAGES, 6))


def made(language: str, **options: Any) -> list[dict[str, Any]]:
    return list(maker(language, **options).deals())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_seed_gives_the_same_deals(language: str) -> None:
    one, two = (json.dumps(made(language), default=str) for _time in range(2))
    assert one == two
    assert one != json.dumps(made(language, seed=2), default=str)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ru", "87ba27b88bfd72d4"), ("en", "09bbf1edba258193"), ("pl", "a9f3790b95bc6eef")],
)
def test_deals_are_the_same_on_every_platform_and_version(language: str, expected: str) -> None:
    text = json.dumps(made(language, count=100), ensure_ascii=False, default=str)
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == expected


def test_the_stages_of_a_deal_follow_each_other() -> None:
    for deal in made("ru"):
        visits = deal["visits"]
        assert [visit["stage"] for visit in visits] == list(range(len(visits)))
        assert [visit["left"] for visit in visits[:-1]] == [one["entered"] for one in visits[1:]]
        assert visits[0]["entered"] <= visits[-1]["entered"]
        assert deal["stage"] == visits[-1]["stage"] < STAGES[deal["pipeline"]]


def test_closed_deals_were_closed_before_today_and_open_ones_are_young() -> None:
    for deal in made("pl"):
        if deal["status"] == "open":
            assert "closed_at" not in deal
            assert NOW - deal["created"] < timedelta(days=80)
            assert deal["visits"][-1]["left"] is None
        else:
            assert deal["visits"][-1]["left"] == deal["closed_at"] <= iso(NOW)
            assert (deal["reason"] is not None) == (deal["status"] == "lost")


def test_won_deals_came_to_the_last_stage() -> None:
    won = [deal for deal in made("en") if deal["status"] == "won"]
    assert won
    assert all(deal["stage"] == STAGES[deal["pipeline"]] - 1 for deal in won)


def test_deals_pass_some_four_stages_when_most_of_them_are_closed() -> None:
    deals = made("ru", count=2_000, open_share=0.12)
    assert 3.3 < sum(len(deal["visits"]) for deal in deals) / len(deals) < 4.6
    shares = Counter(deal["status"] for deal in deals)
    assert 0.08 < shares["open"] / len(deals) < 0.16
    assert shares["won"] > shares["lost"] > 0


def test_some_clients_buy_again_and_again_until_today() -> None:
    bought = defaultdict(list)
    for deal in made("en"):
        if deal["status"] == "won" and deal["company"] is not None:
            day = datetime.fromisoformat(deal["closed_at"]).date()
            bought[deal["company"]].append(Purchase(day, deal["amount_minor"], "USD"))
    cycles = [cycle_of(purchases) for purchases in bought.values()]
    known = [one for one in cycles if one is not None and one.occasions >= KNOWN_FROM]
    states = Counter(state_of(one, NOW.date()) for one in known)
    assert states[AHEAD] + states[DUE] > 8
    assert states[OVERDUE] > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_are_of_the_catalogue_with_its_prices(language: str) -> None:
    wares = wares_of(language).wares
    lines = [line for deal in made(language) for line in deal["lines"]]
    assert lines
    for line in lines:
        ware = wares[line["product"]]
        assert (line["name"], line["price_minor"]) == (ware.name, ware.price * 100)


def test_an_amount_is_given_or_worked_out_from_lines() -> None:
    deals = made("ru")
    assert not any(deal["lines"] and deal["amount_minor"] for deal in deals)
    given = [deal["amount_minor"] for deal in deals if deal["amount_minor"]]
    assert all(amount > 0 and amount % 100_000 == 0 for amount in given)


def test_most_open_deals_have_a_next_step() -> None:
    one = maker("ru")
    host = Host("contact", 3, 1, NOW - timedelta(days=9))
    steps = [
        [doing for doing in one.doings(number, host) if "done_at" not in doing]
        for number in range(300)
    ]
    assert 150 < sum(map(bool, steps)) < 260
    assert all(step["deals"] == [number] for number, found in enumerate(steps) for step in found)
