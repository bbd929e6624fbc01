"""Who is related with whom a filter finds the same from either end."""

from __future__ import annotations

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.common import mapping
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.columns import find_order
from crm_desktop.features.contacts.commands import CreateContact, DeleteContacts
from crm_desktop.features.contacts.queries import find_list_rows
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.filters.ast import EVERYTHING, Condition, Node, Operator, Quantifier, Related
from crm_desktop.filters.binding import bind
from tests.store.test_statement_counts import counted

NAMED = Condition("name", Operator.CONTAINS, "ёлк")
HAVE, HAVE_NOT = (Related("companies", one, NAMED) for one in Quantifier)
HAVE_ANY, HAVE_NONE = (Related("companies", one, EVERYTHING) for one in Quantifier)


@pytest.fixture
def office(client: Backend) -> Backend:
    """Three people at two companies, and one at none."""
    firms = [client.execute(CreateCompany({"name": name})).result for name in ("Ёлка", "Ясень")]
    work = {"Anna": firms[:1], "Borys": firms, "Celina": firms[1:], "Daria": [], "Gone": firms}
    for name, companies in work.items():
        links = [{"company": firm, "primary": False} for firm in companies]
        made = client.execute(CreateContact({"given_name": name, "companies": links})).result
    client.execute(DeleteContacts((made,)))
    return client


def found(reader: Reader, root: Node, limit: int | None) -> str:
    bound = bind(root, "contact", catalogues_of(reader))
    order = ListOrder(filter=bound, context=context_of(reader))
    rows = find_list_rows(reader, find_order(reader, order, limit))
    return " ".join(row.name[0] for row in rows)


@pytest.mark.parametrize("times", [-1, 1_000_000])
@pytest.mark.parametrize("limit", [None, 9])
def test_people_are_found_by_their_companies_whichever_are_looked_at_first(
    office: Backend, monkeypatch: pytest.MonkeyPatch, times: int, limit: int | None
) -> None:
    monkeypatch.setattr(mapping, "_MANY_TIMES", times)
    assert office.ask(found, HAVE, limit) == "A B"
    assert office.ask(found, HAVE_NOT, limit) == "C D"
    assert office.ask(found, HAVE_ANY, limit) == "A B C"
    assert office.ask(found, HAVE_NONE, limit) == "D"


# PostgreSQL's planner knows how many there are of each.
@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("times", "first"), [(-1, "company"), (1_000_000, "contact_company")])
def test_sqlite_begins_with_those_who_are_fewer(
    office: Backend, monkeypatch: pytest.MonkeyPatch, times: int, first: str
) -> None:
    def plan(reader: Reader) -> list[str]:
        with counted() as statements:
            found(reader, HAVE, None)
        (asked,) = (one for one in statements if "company_1" in one)
        values = tuple(1 for _mark in range(asked.count("?")))
        rows = reader.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", values)
        return [str(row[3]) for row in rows]

    monkeypatch.setattr(mapping, "_MANY_TIMES", times)
    scanned = [line.split()[1] for line in office.ask(plan) if line.startswith("SCAN")]
    assert [one.rstrip("_123") for one in scanned if not one.startswith("anon")] == [first]
