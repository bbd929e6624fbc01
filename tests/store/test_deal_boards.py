"""The board, the forecast and the list of deals tell the same under every filter."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core.clock import iso, now
from crm_desktop.core.values.money import LARGEST_MINOR, Money
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.common.fields import as_filtered
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.companies import columns as company_columns
from crm_desktop.features.contacts import columns as contact_columns
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.deals import columns
from crm_desktop.features.deals.commands import LoseDeals, UpdateDeal, WinDeals
from crm_desktop.features.deals.queries import (
    SORTS,
    count,
    find_list_rows,
    read_board,
    read_forecast,
)
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.views.queries import catalogues_of, count_view, find_views
from crm_desktop.filters.ast import (
    EVERYTHING,
    Amount,
    Condition,
    Node,
    Not,
    Operator,
    Quantifier,
    Related,
)
from crm_desktop.filters.binding import bind
from crm_desktop.filters.evaluate import matches
from tests.store.dealing import Desk, context, desk, reason
from tests.store.workshop import create_contact, read


@pytest.fixture
def trial(client: Backend) -> Desk:
    return desk(client)


def test_a_column_head_sums_by_currency_and_weighs_by_chance(trial: Desk) -> None:
    trial.deal(amount_minor=1001)
    trial.deal(amount_minor=1001, chance=50)
    trial.deal(amount_minor=5, currency="JPY", chance=0)
    trial.deal()
    trial.deal(stage="Offer", amount_minor=-100)
    first, second, third = trial.board().columns
    assert len(first.rids) == 4
    assert first.sums == (Money(2002, "PLN"), Money(5, "JPY"))
    assert first.weighted == (Money(601, "PLN"), Money(0, "JPY"))
    assert (second.sums, second.weighted) == ((Money(-100, "PLN"),), (Money(-20, "PLN"),))
    assert (third.rids, third.sums, third.weighted) == ((), (), ())


def test_sums_of_the_largest_amounts_are_exact(trial: Desk) -> None:
    for _ in range(120):
        trial.deal(amount_minor=LARGEST_MINOR - 1)
    (first, *_rest) = trial.board().columns
    assert first.sums == (Money(120 * (LARGEST_MINOR - 1), "PLN"),)
    assert first.weighted == (Money(12 * (LARGEST_MINOR - 1), "PLN"),)


def test_the_board_shows_what_matches_and_counts_only_that(trial: Desk) -> None:
    big, small = trial.deal("Big", amount_minor=500), trial.deal("Small", amount_minor=50)
    trial.client.execute(WinDeals((trial.deal("Won", amount_minor=900),)))
    trial.client.execute(LoseDeals((trial.deal("Lost", amount_minor=9),), reason(trial.client)))
    over = Condition("amount", Operator.MORE, Amount(100, "PLN"))
    board = trial.board(over)
    assert board.columns[0].rids == (trial.read(big).rid,)
    assert board.columns[0].sums == (Money(500, "PLN"),)
    assert (board.won, board.lost) == (1, 0)
    assert trial.board(Not(over)).columns[0].rids == (trial.read(small).rid,)
    assert trial.board(Condition("amount", Operator.MORE, Amount(1, "EUR"))).columns[0].rids == ()


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("hand", ["Beta", "alpha", "Gamma"]),
        ("title", ["alpha", "Beta", "Gamma"]),
        ("amount", ["alpha", "Gamma", "Beta"]),
        ("close", ["Gamma", "Beta", "alpha"]),
        ("step", ["Beta", "alpha", "Gamma"]),
        ("age", ["Gamma", "alpha", "Beta"]),
    ],
)
def test_the_cards_of_a_column_stand_as_the_rule_says(
    trial: Desk, sort: str, expected: list[str]
) -> None:
    assert sort in SORTS
    trial.deal("Gamma", expected_close="2026-10-01", amount_minor=5)
    alpha = trial.deal("alpha", amount_minor=9)
    beta = trial.deal("Beta", expected_close="2026-11-01")
    for deal, day in ((beta, "2026-10-10"), (alpha, "2026-10-20"), (alpha, "2026-12-01")):
        step = {"kind": "task", "title": "Call", "due_on": day, "deals": [deal]}
        trial.client.execute(CreateActivity(step))
    assert trial.titles(sort)["New"] == expected


def test_the_board_of_a_pipeline_that_is_gone_is_empty(trial: Desk) -> None:
    assert trial.client.ask(read_board, trial.stages["New"]).columns == ()


def test_the_forecast_sums_what_is_open_by_month_and_what_was_won(trial: Desk) -> None:
    this_month = f"{context().today:%Y-%m}"
    trial.deal("Later", expected_close="2099-12-15", amount_minor=100)
    trial.deal("Sooner", expected_close="2099-12-01", amount_minor=100, stage="Offer")
    trial.deal("Some day", amount_minor=7)
    trial.client.execute(WinDeals((trial.deal("Won", amount_minor=900),)))
    months = trial.client.ask(read_forecast, trial.pipeline)
    assert [month.month for month in months] == [this_month, "2099-12", ""]
    won, december, some_day = months
    assert (won.rids, won.won) == ((), (Money(900, "PLN"),))
    assert [trial.client.ask(find_list_rows, december.rids)[i].name for i in (0, 1)] == [
        "Sooner",
        "Later",
    ]
    assert december.sums == (Money(200, "PLN"),)
    assert december.weighted == (Money(30, "PLN"),)
    assert some_day.sums == (Money(7, "PLN"),)
    narrowed = trial.bound(Condition("title", Operator.IS, "later"))
    (december,) = trial.client.ask(read_forecast, None, narrowed, context())
    assert (december.month, december.sums) == ("2099-12", (Money(100, "PLN"),))


# Filters


def _filled(trial: Desk) -> None:
    person = create_contact(trial.client)
    label = {"entity": "deal", "label": "Area", "type": "number"}
    field = trial.client.execute(CreateCustomField(label)).result
    won = trial.deal("Won", amount_minor=700, chance=90)
    first = trial.deal(
        "Office in Łódź",
        amount_minor=500,
        company={"name": "Acme"},
        contacts=[{"contact": person}],
        tags=[{"name": "Key"}],
        source="Fair",
        expected_close="2026-10-30",
        chance=55,
        custom={field: 338},
        lines=[{"name": "Track lamp", "quantity": "2", "price_minor": 250}],
    )
    step = {"kind": "task", "title": "Call", "due_on": "2026-10-10", "deals": [first]}
    trial.client.execute(CreateActivity(step))
    trial.deal("Other", "Offer", currency="EUR", note="Note")
    trial.client.execute(WinDeals((won,)))
    trial.stages["custom"] = field


def _conditions(trial: Desk) -> list[Node]:
    field = trial.stages.pop("custom")
    return [
        EVERYTHING,
        Condition("title", Operator.CONTAINS, "lodz"),
        Condition("amount", Operator.AT_LEAST, Amount(500, "PLN")),
        Condition("amount", Operator.EMPTY),
        Condition("status", Operator.IS, "won"),
        Condition("pipeline", Operator.IS, trial.pipeline),
        Condition("stage", Operator.ANY_OF, (trial.stages["Offer"],)),
        Condition("chance", Operator.MORE, 50),
        Condition("likely", Operator.AT_LEAST, 20),
        Condition("likely", Operator.EMPTY),
        Not(Condition("likely", Operator.LESS, 50)),
        Condition("expected_close", Operator.NOT_EMPTY),
        Condition("closed_at", Operator.TODAY),
        Condition("stage_since", Operator.IN_LAST_DAYS, 3),
        Condition("company", Operator.NOT_EMPTY),
        Condition("products", Operator.CONTAINS, "lamp"),
        Condition("source", Operator.IS, "FAIR"),
        Condition("note", Operator.NOT_EMPTY),
        Condition("archived", Operator.IS, False),
        Condition("lost_reason", Operator.EMPTY),
        Condition("created_at", Operator.THIS_WEEK),
        Condition(f"custom:{field}", Operator.MORE, 300),
    ]


def test_every_filter_finds_in_the_database_what_it_finds_in_memory(trial: Desk) -> None:
    _filled(trial)
    client = trial.client
    catalogues = client.ask(catalogues_of)
    rids = client.ask(columns.find_order, ListOrder())
    rows = client.ask(find_list_rows, rids)
    records = {
        row.rid: {
            **as_filtered(DEAL, catalogues["deal"], read(client, row.id, "deal")),
            "likely": trial.read(row.id).chance,
        }
        for row in rows
    }
    for root in _conditions(trial):
        bound = bind(root, "deal", catalogues)
        order = ListOrder(filter=bound, context=context())
        found = set(client.ask(columns.find_order, order))
        expected = {r for r, one in records.items() if matches(bound, one, context())}
        assert found == expected, root
        assert client.ask(count, order) == len(found)


def test_filters_lead_from_deals_to_clients_steps_and_back(trial: Desk) -> None:
    _filled(trial)
    client = trial.client

    def found(entity: str, root: Node) -> int:
        bound = bind(root, entity, client.catalogues)
        order = ListOrder(filter=bound, context=context())
        return len(client.ask(_LISTS[entity].find_order, order))

    acme = Condition("name", Operator.IS, "acme")
    lodz = Condition("title", Operator.CONTAINS, "lodz")
    assert found("deal", Related("companies", Quantifier.ANY, acme)) == 1
    assert found("deal", Related("next_steps", Quantifier.ANY, EVERYTHING)) == 1
    assert found("deal", Related("next_steps", Quantifier.NONE, EVERYTHING)) == 2
    assert found("deal", Related("contacts", Quantifier.ANY, EVERYTHING)) == 1
    assert found("company", Related("open_deals", Quantifier.ANY, lodz)) == 1
    assert found("contact", Related("deals", Quantifier.ANY, lodz)) == 1
    assert found("contact", Related("deals", Quantifier.ANY, Not(lodz))) == 0


_LISTS = {"deal": columns, "contact": contact_columns, "company": company_columns}


# The list


def test_the_list_of_deals_can_be_ordered_grouped_and_widened_by_everything_it_offers(
    trial: Desk,
) -> None:
    _filled(trial)
    client = trial.client
    known = set(client.ask(columns.find_order, ListOrder()))
    for sort in (*columns.SORTS, "last_touch", "next_step", f"custom:{trial.stages['custom']}"):
        for descending in (False, True):
            order = ListOrder(sort=sort, descending=descending)
            assert set(client.ask(columns.find_order, order)) == known
    for group in (*columns.GROUPS, "last_touch"):
        grouping = client.ask(columns.find_groups, ListOrder(), group)
        assert set(grouping.order) == known
        assert sum(one.count for one in grouping.groups) == len(known)
    names = [*columns.MORE, "next_step", f"custom:{trial.stages['custom']}"]
    more = client.ask(columns.find_more, sorted(known), names)
    assert all(set(names[:-1]) <= set(values) for values in more.values())
    (office,) = [row for row in client.ask(find_list_rows, sorted(known)) if row.client]
    assert (office.name, office.client, office.stage, office.amount) == (
        "Office in Łódź",
        "Acme",
        "New",
        Money(500, "PLN"),
    )


def test_the_views_that_come_with_the_program_count_deals(trial: Desk) -> None:
    _filled(trial)
    counted = {
        one.preset: trial.client.ask(count_view, one, context())
        for one in trial.client.ask(find_views, "deal")
    }
    assert counted["all"] == 3
    assert counted["without-step"] == 1
    assert (counted["won"], counted["lost"]) == (1, 0)


def test_formulas_of_deals_may_ask_for_the_amount(trial: Desk) -> None:
    values = {
        "entity": "deal",
        "label": "Half",
        "type": "formula",
        "formula": "amount_minor / 2",
    }
    field = trial.client.execute(CreateCustomField(values)).result
    deal = trial.read(trial.deal(amount_minor=500))
    assert deal.custom[field] == 250
    lines: list[dict[str, Any]] = [{"name": "Lamp", "quantity": "3", "price_minor": 100}]
    trial.client.execute(UpdateDeal(deal.id, deal.version, {"lines": lines}))
    assert trial.read(deal.id).custom[field] == 150


def test_moments_are_told_in_utc(trial: Desk) -> None:
    before = iso(now())
    deal = trial.read(trial.deal())
    assert before <= iso(deal.visits[0].entered_at) <= iso(now())
