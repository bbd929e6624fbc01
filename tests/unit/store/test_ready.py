"""A record made ready apart is written as it would have been written without."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.store.ready import is_as_supposed, make_ready

NAMES = {("company", "c1"): "Вектор Плюс", ("tag", "t1"): "VIP"}
LINK = {"position": "директор", "primary": True, "company": "c1"}
SUPPOSED = {
    "companies": [{"position": "директор", "primary": True, "company": "вектор плюс"}],
}


def label(entity: str, key: str) -> str:
    return NAMES[entity, key]


def links(**given: Any) -> dict[str, Any]:
    return CONTACT.links({"companies": [LINK], "tags": ["t1"], **given})


def test_the_document_made_ahead_is_the_one_made_with_the_records_themselves() -> None:
    values = {
        "family_name": "Ким",
        "emails": [{"value": "K@x.pl", "type": "work", "primary": True}],
    }
    ready = make_ready(CONTACT, values, SUPPOSED)
    assert is_as_supposed(CONTACT, ready, links(), label)
    assert ready.text == CONTACT.document({**CONTACT.complete(values), **links()}, label)


@pytest.mark.parametrize(
    "other",
    [
        {"companies": []},
        {"companies": [{**LINK, "position": "бухгалтер"}]},
        {"companies": [LINK, LINK]},
    ],
)
def test_a_document_made_ahead_does_not_hold_with_other_links(other: dict[str, Any]) -> None:
    names = {**NAMES, ("contact", "c1"): "Анна"}
    ready = make_ready(CONTACT, {"family_name": "Ким"}, SUPPOSED)
    assert not is_as_supposed(CONTACT, ready, links(**other), lambda e, k: names[e, k])


def test_without_a_supposition_there_is_no_document() -> None:
    ready = make_ready(CONTACT, {"family_name": "Ким"})
    assert ready.text is None
    assert not is_as_supposed(CONTACT, ready, links(), label)


def test_rows_of_lists_are_numbered_and_carry_their_keys() -> None:
    phone = {"value": "+79123456789", "extension": None, "type": "work", "primary": True}
    email = {"value": "Anna@Example.com", "type": "work", "primary": True}
    ready = make_ready(CONTACT, {"phones": [phone], "emails": [email]})
    by_field = {CONTACT.own_lists[number].field: rows for number, rows in ready.items}
    assert by_field["phones"] == ((0, "+79123456789", None, "work", True),)
    assert by_field["emails"] == ((0, "Anna@Example.com", "work", True, "anna@example.com"),)
    assert ready.name == "+79123456789"
