"""Who belongs to whom, as cards show it: relations from both sides, companies and their people."""

from __future__ import annotations

from typing import Any

from crm_desktop.backend.backend import Backend
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.companies.queries import find_related_companies
from crm_desktop.features.contacts.commands import CreateContact, DeleteContacts
from crm_desktop.features.contacts.queries import employers_of, people_of, relations_of
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.workshop import Write


def do(client: Backend, command: Any) -> str:
    return str(client.submit(command).result(timeout=10).result)


def person(client: Backend, name: str, **values: Any) -> str:
    return do(client, CreateContact({"given_name": name, **values}))


def company(client: Backend, name: str, **values: Any) -> str:
    return do(client, CreateCompany({"name": name, **values}))


def test_a_relation_is_seen_from_both_sides(client: Backend) -> None:
    boss = person(client, "Marina")
    helper = person(
        client, "Vera", position="Assistant", relations=[{"kind": "assistant_of", "contact": boss}]
    )
    (seen,) = client.ask(lambda reader: relations_of(reader, helper))
    assert (seen.id, seen.kind, seen.is_theirs) == (boss, "assistant_of", False)
    (seen,) = client.ask(lambda reader: relations_of(reader, boss))
    assert (seen.id, seen.kind, seen.is_theirs) == (helper, "has_assistant", False)
    assert (seen.name, seen.position) == ("Vera", "Assistant")


def test_a_relation_that_only_the_other_one_keeps_is_seen_too(client: Backend) -> None:
    """As earlier versions left them."""
    boss = person(client, "Marina")

    def write(unit: UnitOfWork) -> str:
        ties = [{"kind": "manager_of", "contact": boss}]
        return unit.insert("contact", {"given_name": "Vera", "relations": ties})

    other = client.execute(Write(write)).result
    (seen,) = client.ask(lambda reader: relations_of(reader, boss))
    assert (seen.id, seen.kind, seen.is_theirs) == (other, "managed_by", True)


def test_who_is_in_the_bin_is_related_to_nobody(client: Backend) -> None:
    one = person(client, "One")
    other = person(client, "Other", relations=[{"kind": "colleague", "contact": one}])
    do(client, DeleteContacts((other,)))
    assert client.ask(lambda reader: relations_of(reader, one)) == []


def test_a_blacklisted_relative_is_marked(client: Backend) -> None:
    other = person(client, "Other", blacklisted="Doesn't pay")
    one = person(client, "One", relations=[{"kind": "recommended_by", "contact": other}])
    assert client.ask(lambda reader: relations_of(reader, one))[0].blacklisted


def test_the_main_company_comes_first_and_says_how_many_work_there(client: Backend) -> None:
    side, main = company(client, "Side"), company(client, "Main", industry="Light")
    one = person(
        client,
        "One",
        companies=[{"company": side}, {"company": main, "position": "Boss", "primary": True}],
    )
    person(client, "Two", companies=[{"company": main}])
    first, second = client.ask(lambda reader: employers_of(reader, one))
    assert (first.id, first.position, first.people, first.industry) == (main, "Boss", 2, "Light")
    assert (second.id, second.people) == (side, 1)


def test_people_of_a_company_come_by_name_with_their_number(client: Backend) -> None:
    firm = company(client, "Firm")
    for name in ("Wanda", "Anna", "Marek"):
        person(client, name, companies=[{"company": firm, "position": f"{name}'s job"}])
    people, number = client.ask(lambda reader: people_of(reader, firm, limit=2))
    assert [(one.name, one.position) for one in people] == [
        ("Anna", "Anna's job"),
        ("Marek", "Marek's job"),
    ]
    assert number == 3


def test_the_parent_comes_before_the_daughters(client: Backend) -> None:
    top = company(client, "Top")
    middle = company(client, "Middle", parent=top)
    for name in ("Zeta", "Alpha"):
        company(client, name, parent=middle)
    kin, number = client.ask(lambda reader: find_related_companies(reader, middle))
    assert [(one.name, one.is_parent) for one in kin] == [
        ("Top", True),
        ("Alpha", False),
        ("Zeta", False),
    ]
    assert number == 3
