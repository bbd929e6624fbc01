"""Two records that somebody called different are never told to be alike again, either way round."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.ids import new_id
from crm_desktop.features.companies import similar as companies
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.companies.similar import CompanyDraft
from crm_desktop.features.contacts import similar as contacts
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.contacts.similar import ContactDraft

PHONE = "+7 900 555-01-14"
PHONES = [{"value": PHONE}]


def person(client: Backend, given: str, family: str) -> str:
    values = {"given_name": given, "family_name": family, "phones": PHONES}
    return str(client.execute(CreateContact(values, "RU")).result)


def company(client: Backend, name: str) -> str:
    return str(client.execute(CreateCompany({"name": name, "phones": PHONES}, "RU")).result)


def like_person(client: Backend, own_id: str | None) -> list[str]:
    draft = ContactDraft(phones=(PHONE,), region="RU", except_id=own_id)
    return sorted(one.name for one in client.ask(contacts.find_similar, draft))


def like_company(client: Backend, own_id: str) -> list[str]:
    draft = CompanyDraft(phones=(PHONE,), region="RU", except_id=own_id)
    return [one.name for one in client.ask(companies.find_similar, draft)]


def tell_apart(client: Backend, one: str, *others: str) -> Any:
    return client.execute(UpdateContact(one, 1, {"distinct_from": list(others)}))


def test_people_told_apart_are_not_alike_seen_from_either(client: Backend) -> None:
    kim, kimova = person(client, "Marina", "Kim"), person(client, "Marina", "Kimova")
    assert like_person(client, kim) == ["Marina Kimova"]
    tell_apart(client, kim, kimova)
    assert like_person(client, kim) == []
    assert like_person(client, kimova) == []


def test_others_with_the_same_phone_are_still_told(client: Backend) -> None:
    kim, kimova = person(client, "Marina", "Kim"), person(client, "Marina", "Kimova")
    person(client, "Boris", "Orlov")
    tell_apart(client, kim, kimova)
    assert like_person(client, kim) == ["Boris Orlov"]
    assert like_person(client, None) == ["Boris Orlov", "Marina Kim", "Marina Kimova"]


def test_telling_apart_can_be_undone(client: Backend) -> None:
    kim, kimova = person(client, "Marina", "Kim"), person(client, "Marina", "Kimova")
    outcome = tell_apart(client, kim, kimova)
    client.start(UndoOperation(outcome.operation_id)).future.result()
    assert like_person(client, kimova) == ["Marina Kim"]


def test_companies_told_apart_are_not_alike_seen_from_either(client: Backend) -> None:
    plus, minus = company(client, "Vektor Plus"), company(client, "Vektor Minus")
    client.execute(UpdateCompany(plus, 1, {"distinct_from": [minus]}))
    assert like_company(client, plus) == []
    assert like_company(client, minus) == []


def test_two_people_telling_apart_at_once_are_both_heard(client: Backend) -> None:
    kim, kimova = person(client, "Marina", "Kim"), person(client, "Marina", "Kimova")
    orlov = person(client, "Boris", "Orlov")
    tell_apart(client, kim, kimova)
    tell_apart(client, kim, orlov)  # on the same version
    assert like_person(client, kim) == []


def test_nobody_is_different_from_themselves(client: Backend) -> None:
    kim, plus = person(client, "Marina", "Kim"), company(client, "Vektor Plus")
    with pytest.raises(Invalid, match="themselves"):
        tell_apart(client, kim, kim)
    with pytest.raises(Invalid, match="themselves"):
        client.execute(UpdateCompany(plus, 1, {"distinct_from": [plus]}))


def test_the_other_one_has_to_be_there(client: Backend) -> None:
    kim = person(client, "Marina", "Kim")
    with pytest.raises(NotFound):
        tell_apart(client, kim, str(new_id()))
