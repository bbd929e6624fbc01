"""Two hundred fields cost a page of a list no more statements than five."""

from __future__ import annotations

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.columns import find_more, find_order
from crm_desktop.features.custom_fields.commands import UpdateCustomField
from crm_desktop.features.custom_fields.queries import find_custom_fields, names_of
from crm_desktop.store.ready import NewRecord
from tests.store.test_statement_counts import counted
from tests.store.workshop import Write

FIELDS = 200


@pytest.fixture
def fields(client: Backend) -> list[str]:
    """Names of as many fields as a large office has, on people who have some of them."""
    common = {"entity": "contact", "type": "number", "required": False, "on_card": True}
    new = [
        NewRecord({**common, "label": f"F{n}", "position": n, "in_search": True})
        for n in range(FIELDS)
    ]
    client.execute(Write(lambda unit: unit.insert_many("custom_field", new)))
    ids = [field.id for field in client.ask(find_custom_fields, "contact")]
    people = [
        NewRecord(
            {
                "family_name": f"Person {n}",
                "custom": [{"value": n + k, "field": ids[(n + k) % FIELDS]} for k in range(20)],
            }
        )
        for n in range(300)
    ]
    client.execute(Write(lambda unit: unit.insert_many("contact", people)))
    return [f"custom:{key}" for key in ids]


def _page(reader: Reader, names: list[str]) -> int:
    rids = find_order(reader, ListOrder(), 50)
    return sum(map(len, find_more(reader, rids, names).values()))


@pytest.mark.parametrize("shown", [5, FIELDS])
def test_a_page_asks_once_for_the_fields_and_once_for_their_values(
    client: Backend, fields: list[str], shown: int
) -> None:
    client.ask(_page, fields[:shown])
    with counted() as statements:
        number = client.ask(_page, fields[:shown])
    own = [statement for statement in statements if statement != "BEGIN"]
    assert len(own) <= 3, own
    assert number == (50 * 20 if shown == FIELDS else number)


def test_a_page_shows_a_field_as_it_was_changed_last(client: Backend, fields: list[str]) -> None:
    first = fields[0]
    before = client.ask(_page, [first])
    client.execute(UpdateCustomField(first.removeprefix("custom:"), 1, {"decimals": 2}))
    rid = client.ask(find_order, ListOrder(sort=first), 1)[0]
    assert before
    assert client.ask(find_more, [rid], [first])[rid][first] == "0.00"


# PostgreSQL's planner knows how many values there are.
@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
def test_the_order_by_a_field_reads_its_values_once_from_their_index(
    client: Backend, fields: list[str]
) -> None:
    def plans(reader: Reader) -> list[str]:
        with counted() as statements:
            find_order(reader, ListOrder(sort=fields[0]))
        (asked,) = (one for one in statements if "contact_custom" in one)
        numbers = tuple(1 for _mark in range(asked.count("?")))
        explained = reader.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", numbers)
        return [str(row[3]) for row in explained]

    plan = client.ask(plans)
    assert [line.partition(" (")[0] for line in plan] == [
        "SEARCH contact_custom USING COVERING INDEX ix_contact_custom_number"
    ]


def test_so_many_records_as_a_field_may_point_at_are_named_at_once(client: Backend) -> None:
    firm = str(client.execute(CreateCompany({"name": "Lamps"})).result)
    nobody = [f"{number:032x}" for number in range(70_000)]
    assert client.ask(names_of, "company", [*nobody, firm]) == {firm: "Lamps"}
