"""The list of deals by groups: which there are, in which order, and what each comes to."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core.values.money import LARGEST_MINOR, Money
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.custom_fields.commands import CreateCustomField, DeleteCustomFields
from crm_desktop.features.deals import columns
from crm_desktop.features.deals.commands import LoseDeals, WinDeals
from crm_desktop.filters.ast import Condition, Node, Operator
from tests.store.dealing import Desk, context, desk, reason

Told = list[tuple[str, int, tuple[Money, ...]]]


@pytest.fixture
def trial(client: Backend) -> Desk:
    return desk(client)


def groups(trial: Desk, by: str, root: Node | None = None) -> Told:
    """The name of each group, how many deals it has, and its sums."""
    order = ListOrder(filter=trial.bound(root), context=context())
    found = trial.client.ask(columns.find_groups, order, by)
    assert len(found.order) == sum(one.count for one in found.groups)
    return [(one.label, one.count, one.sums) for one in found.groups]


def field(trial: Desk, **values: Any) -> str:
    made = {"entity": "deal", "label": values["type"], **values}
    return str(trial.client.execute(CreateCustomField(made)).result)


def own(field_id: str, value: Any) -> dict[str, Any]:
    return {"custom": [{"field": field_id, "value": value}]}


def test_each_stage_tells_its_sums_in_every_currency(trial: Desk) -> None:
    for minor, currency in ((1001, "PLN"), (2, "PLN"), (5, "JPY"), (-3, "KWD")):
        trial.deal(amount_minor=minor, currency=currency)
    trial.deal()
    trial.deal(stage="Contract", amount_minor=7)
    trial.client.execute(LoseDeals((trial.deal(amount_minor=9),), reason(trial.client)))
    trial.client.execute(WinDeals((trial.deal(stage="Offer", amount_minor=8),)))
    assert groups(trial, "stage") == [
        ("New", 5, (Money(1003, "PLN"), Money(5, "JPY"), Money(-3, "KWD"))),
        ("Contract", 1, (Money(7, "PLN"),)),
        ("Won", 1, (Money(8, "PLN"),)),
        ("Lost", 1, (Money(9, "PLN"),)),
    ]


def test_sums_of_groups_are_of_what_matches_and_exact_however_large(trial: Desk) -> None:
    for _ in range(120):
        trial.deal("Big", amount_minor=LARGEST_MINOR - 1)
    trial.deal("Small", amount_minor=5)
    big = Condition("title", Operator.IS, "Big")
    assert groups(trial, "stage", big) == [("New", 120, (Money(120 * (LARGEST_MINOR - 1), "PLN"),))]


def test_the_likeliest_deals_stand_first_and_those_that_are_decided_last(trial: Desk) -> None:
    for chance, minor in ((100, 1), (90, 2), (89, 4), (0, 8), (None, 16)):
        trial.deal(amount_minor=minor, chance=chance)
    trial.client.execute(WinDeals((trial.deal(chance=95, amount_minor=32),)))
    assert [(name, sums[0].minor) for name, _count, sums in groups(trial, "chance")] == [
        ("90–100%", 3),
        ("80–89%", 4),
        ("10–19%", 16),
        ("0–9%", 8),
        ("", 32),
    ]


def test_deals_stand_under_the_months_they_are_expected_and_closed_in(trial: Desk) -> None:
    for day, minor in (("2099-12-01", 1), ("2099-12-31", 2), ("2098-01-05", 4), (None, 8)):
        trial.deal(expected_close=day, amount_minor=minor)
    trial.client.execute(WinDeals((trial.deal(amount_minor=16, expected_close="2098-01-31"),)))
    assert groups(trial, "expected_close") == [
        ("January 2098", 2, (Money(20, "PLN"),)),
        ("December 2099", 2, (Money(3, "PLN"),)),
        ("", 1, (Money(8, "PLN"),)),
    ]
    [won, still_open] = groups(trial, "closed")
    assert won[0].endswith(f"{context().today.year}")
    assert (won[1:], still_open[1:]) == ((1, (Money(16, "PLN"),)), (4, (Money(15, "PLN"),)))


def test_deals_of_a_company_and_of_an_owner_are_summed(trial: Desk) -> None:
    company = trial.client.execute(CreateCompany({"name": "Łódź Lamps"})).result
    trial.deal(company=company, amount_minor=3, owner=trial.client.actor.id)
    trial.deal(company=company, amount_minor=4, owner=None)
    trial.deal(amount_minor=5, owner=None)
    assert groups(trial, "company") == [
        ("Łódź Lamps", 2, (Money(7, "PLN"),)),
        ("", 1, (Money(5, "PLN"),)),
    ]
    assert groups(trial, "owner") == [
        (trial.client.actor.name, 1, (Money(3, "PLN"),)),
        ("", 2, (Money(9, "PLN"),)),
    ]


def test_an_own_choice_groups_in_the_order_of_its_choices(trial: Desk) -> None:
    choices = [{"code": "late1", "label": "Late"}, {"code": "early", "label": "Early"}]
    when = field(trial, type="choice", choices=choices)
    trial.deal(amount_minor=1, **own(when, "early"))
    trial.deal(amount_minor=2, **own(when, "late1"))
    trial.deal(amount_minor=4)
    told = [("Late", 1, (Money(2, "PLN"),)), ("Early", 1, (Money(1, "PLN"),))]
    assert groups(trial, f"custom:{when}") == [*told, ("", 1, (Money(4, "PLN"),))]
    trial.client.execute(DeleteCustomFields((when,)))
    assert groups(trial, f"custom:{when}") == [("", 3, (Money(7, "PLN"),))]


def test_yes_or_no_and_what_leads_to_a_record_group_too(trial: Desk) -> None:
    paid, firm = field(trial, type="yes_no"), field(trial, type="record", target="company")
    company = trial.client.execute(CreateCompany({"name": "Acme"})).result
    trial.deal(amount_minor=1, **own(paid, False))
    trial.deal(amount_minor=2, **own(paid, True))
    trial.deal(amount_minor=4, **own(firm, company))
    told = [("Yes", 1, (Money(2, "PLN"),)), ("No", 1, (Money(1, "PLN"),))]
    assert groups(trial, f"custom:{paid}") == [*told, ("", 1, (Money(4, "PLN"),))]
    assert groups(trial, f"custom:{firm}")[0] == ("Acme", 1, (Money(4, "PLN"),))
