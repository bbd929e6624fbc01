"""How many records are related to any others, or to none, is counted from their links at once."""

from __future__ import annotations

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.companies.commands import CreateCompany, DeleteCompanies
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.deals.commands import CreateDeal, DeleteDeals
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import EVERYTHING, Quantifier, Related
from crm_desktop.filters.binding import bind
from tests.store.test_statement_counts import counted


@pytest.fixture
def people(client: Backend) -> Backend:
    """Of four people one has a company, one had another, one is taking part in a deal, one took
    part in another."""
    firms = [str(client.execute(CreateCompany({"name": name})).result) for name in ("A", "B")]
    makers = [{"companies": [{"company": firm}]} for firm in firms]
    made = [
        str(client.execute(CreateContact({"family_name": f"P{n}", **values})).result)
        for n, values in enumerate((*makers, {}, {}))
    ]
    deals = [
        str(client.execute(CreateDeal({"title": "D", "contacts": [{"contact": one}]})).result)
        for one in made[2:]
    ]
    client.execute(DeleteCompanies((firms[1],)))
    client.execute(DeleteDeals((deals[1],)))
    return client


def _count(reader: Reader, relation: str, quantifier: Quantifier) -> int:
    bound = bind(Related(relation, quantifier, EVERYTHING), "contact", catalogues_of(reader))
    return contacts.count(reader, ListOrder(filter=bound, context=context_of(reader)))


@pytest.mark.parametrize("relation", ["companies", "deals"])
def test_what_lies_in_the_bin_is_related_to_nobody(people: Backend, relation: str) -> None:
    assert people.ask(_count, relation, Quantifier.ANY) == 1
    assert people.ask(_count, relation, Quantifier.NONE) == 3


# PostgreSQL joins by itself.
@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("quantifier", Quantifier)
def test_nobody_is_asked_one_by_one(people: Backend, quantifier: Quantifier) -> None:
    def plan(reader: Reader) -> str:
        with counted() as statements:
            _count(reader, "deals", quantifier)
        asked = next(one for one in statements if one.startswith("SELECT count"))
        values = tuple(1 for _mark in range(asked.count("?")))
        explained = reader.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", values)
        return "\n".join(str(row[3]) for row in explained)

    told = people.ask(plan)
    assert "LIST SUBQUERY" in told
    assert "CORRELATED" not in told
