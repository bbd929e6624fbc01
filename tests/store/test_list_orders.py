"""Lists in other orders than that of names, on both engines: as the languages sort, records
without a value last in either direction, and those with the same one by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.backend.backend import Backend
from crm_desktop.core.text.sorting import sort_key
from crm_desktop.features.common import columns as common
from crm_desktop.features.common.listing import ListOrder, SortRule
from crm_desktop.features.companies import columns as companies
from crm_desktop.features.companies import queries as company_queries
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts import columns as contacts
from crm_desktop.features.contacts import queries as contact_queries
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact

PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "Anna": {
        "position": "Łowczy",
        "status": "client",
        "source": "Выставка",
        "birthday": "1990-03-18",
        "phones": [{"value": "+48512000114", "type": "mobile", "primary": True}],
        "emails": [{"value": "Zofia@example.com", "type": "work", "primary": True}],
        "addresses": [{"type": "work", "city": "Łódź"}],
    },
    "Borys": {
        "position": "Lekarz",
        "status": "partner",
        "source": "Ёлка",
        "birthday": "--03-02",
        "phones": [{"value": "+48512000113", "type": "mobile", "primary": True}],
        "emails": [{"value": "adam@example.com", "type": "work", "primary": True}],
        "addresses": [{"type": "home", "text": "somewhere"}, {"type": "work", "city": "Lublin"}],
    },
    "Celina": {"status": "client", "source": "Елка", "addresses": [{"city": "Łódź"}]},
    "Daria": {},
}


@pytest.fixture
def office(client: Backend) -> Backend:
    """Four people, three companies; two people work, both have the second company first."""
    firms = [
        str(client.execute(CreateCompany({"name": name, **values})).result)
        for name, values in (
            ("Żubr", {"industry": "Żywność"}),
            ("Zorza", {"industry": "Zdrowie", "tax_ids": [{"kind": "nip", "value": "5261040828"}]}),
            ("Ćma", {}),
        )
    ]
    for name, values in PEOPLE.items():
        links = {"Borys": firms[0], "Anna": firms[1]}
        work = [{"company": links[name], "primary": True}] if name in links else []
        client.execute(CreateContact({"given_name": name, **values, "companies": work}))
    gone = client.execute(CreateContact({"given_name": "Archived", "status": "client"})).result
    client.execute(ArchiveContacts((gone,)))
    return client


def people(client: Backend, sort: str, *, descending: bool = False) -> str:
    rids = client.ask(contacts.find_order, ListOrder(sort=sort, descending=descending))
    rows = client.ask(contact_queries.find_list_rows, rids)
    return " ".join(row.name[0] for row in rows)


def firms(client: Backend, sort: str) -> str:
    rids = client.ask(companies.find_order, ListOrder(sort=sort))
    return " ".join(row.name for row in client.ask(company_queries.find_list_rows, rids))


@pytest.mark.parametrize(
    ("sort", "ascending", "descending"),
    [
        ("company", "A B C D", "B A C D"),
        ("position", "B A C D", "A B C D"),
        ("phone", "B A C D", "A B C D"),
        ("email", "B A C D", "A B C D"),
        ("city", "B A C D", "A C B D"),
        ("status", "A C B D", "B A C D"),
        ("source", "A C B D", "B C A D"),
        ("birthday", "B A C D", "A B C D"),
        ("created", "A B C D", "D C B A"),
        ("sort_key", "A B C D", "D C B A"),
    ],
)
def test_people_in_the_order_of_a_column(
    office: Backend, sort: str, ascending: str, descending: str
) -> None:
    assert people(office, sort) == ascending
    assert people(office, sort, descending=True) == descending


def test_companies_in_the_order_of_a_column(office: Backend) -> None:
    assert firms(office, "industry") == "Zorza Żubr Ćma"
    assert firms(office, "tax_id") == "Zorza Ćma Żubr"


@pytest.mark.parametrize("columns", [contacts, companies])
def test_every_order_gives_every_record_once_and_its_beginning(
    office: Backend, columns: Any
) -> None:
    whole = office.ask(columns.find_order, ListOrder())
    rules: Mapping[str, SortRule] = columns.SORTS
    for sort in rules:
        for descending in (False, True):
            order = ListOrder(sort=sort, descending=descending)
            found = office.ask(columns.find_order, order)
            assert sorted(found) == sorted(whole)
            assert office.ask(columns.find_order, order, 2) == found[:2]


def test_only_the_wanted_fields_are_read(office: Backend) -> None:
    rids = office.ask(contacts.find_order, ListOrder())
    more = office.ask(contacts.find_more, rids, ["city", "birthday", "unknown"])
    assert [more[rid] for rid in rids] == [
        {"city": "Łódź", "birthday": "1990-03-18"},
        {"city": "Lublin", "birthday": "--03-02"},
        {"city": "Łódź", "birthday": None},
        {"city": None, "birthday": None},
    ]
    assert office.ask(contacts.find_more, rids, ["name"]) == {}


@given(st.sets(st.text(max_size=6), max_size=40), st.integers(1, 7))
def test_texts_sorted_in_portions_stand_as_if_sorted_at_once(texts: set[str], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(common, "_TEXTS_AT_ONCE", size)
        ranked = common.rank_texts(None, texts)  # type: ignore[arg-type]
    assert [sort_key(text) for text in ranked] == sorted(map(sort_key, texts))
    assert set(ranked) == texts
