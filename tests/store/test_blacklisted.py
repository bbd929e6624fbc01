"""Who among many records is on the blacklist: themselves, through a company, through a client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core.errors import Invalid
from crm_desktop.features.common.listing import WHOLE_LIST
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.data.bulk.blacklisted.queries import find_blacklisted
from crm_desktop.features.deals.commands import CreateDeal
from tests.store.dealing import desk


def test_people_are_on_the_blacklist_themselves_or_through_their_first_company(
    client: Backend,
) -> None:
    firms = [{"name": "Debtors", "blacklisted": "debts"}, {"name": "Good"}]
    bad, good = (str(client.execute(CreateCompany(values)).result) for values in firms)

    def add(name: str, *jobs: str, **values: Any) -> None:
        held: list[Mapping[str, Any]] = [{"company": key, "position": ""} for key in jobs]
        client.execute(CreateContact({"given_name": name, "companies": held, **values}))

    add("Anna", bad, good)
    add("Borys", good, bad)
    add("Celina", blacklisted="rude")
    rids = client.ask(contacts.find_order, WHOLE_LIST)
    found = client.ask(find_blacklisted, "contact", rids)
    assert sorted(found.values()) == ["Anna", "Celina"]
    of_firms = client.ask(companies.find_order, WHOLE_LIST)
    assert list(client.ask(find_blacklisted, "company", of_firms).values()) == ["Debtors"]
    assert client.ask(find_blacklisted, "deal", [1]) == {}
    assert client.ask(find_blacklisted, "product", [1]) == {}


def test_no_deal_begins_with_a_client_on_the_blacklist(client: Backend) -> None:
    listed = {"name": "Debtors", "blacklisted": "debts"}
    firm = str(client.execute(CreateCompany(listed)).result)
    rude, good = (
        str(client.execute(CreateContact({"given_name": "A", "blacklisted": why})).result)
        for why in ("rude", None)
    )
    main = [{"contact": rude, "primary": True}, {"contact": good}]
    barred: list[tuple[str, Any]] = [("company", firm), ("company", {"name": "debtors"})]
    for field, value in (*barred, ("contacts", main)):
        with pytest.raises(Invalid, match="on the blacklist") as refused:
            client.execute(CreateDeal({"title": "Lamps", field: value}))
        assert refused.value.field == field
    trial = desk(client)
    intake = trial.stage("Requests", is_intake=True)
    client.execute(CreateDeal({"title": "A request", "stage": intake, "company": firm}))
    trial.deal(contacts=[{"contact": good, "primary": True}, {"contact": rude}])
