"""The JSON objects of an export have the keys of command-line.md ('Contact'), in that order."""

from __future__ import annotations

from crm_desktop.features.data.exporting.shapes import company_json, contact_json
from tests.unit.exporting import export_samples as samples
from tests.unit.exporting.export_samples import names

CONTACT_KEYS = """id family_name given_name middle_name display_name position companies phones
    emails messengers sites addresses birthday languages tags status source owner note consent
    relations blacklisted archived custom created_at updated_at"""
COMPANY_KEYS = """id name legal_name tax_ids phones emails sites addresses industry size parent
    tags status source owner note bank_accounts blacklisted archived custom created_at
    updated_at"""


def test_a_person_with_every_field() -> None:
    shape = contact_json(samples.FULL_CONTACT, names)
    assert list(shape) == CONTACT_KEYS.split()
    assert shape == {
        "id": "p1",
        "family_name": "Kim",
        "given_name": "Marina",
        "middle_name": "Olegovna",
        "display_name": "Marina Kim",
        "position": "Buyer",
        "companies": [
            {"id": "c2", "name": "Sever", "position": "Adviser", "primary": False},
            {"id": "c1", "name": "Vektor", "position": "Buyer", "primary": True},
        ],
        "phones": [
            {"value": "+79005550114", "extension": None, "type": "mobile", "primary": True},
            {"value": "+78125550440", "extension": "12", "type": "work", "primary": False},
        ],
        "emails": [{"value": "kim@vektor.example", "type": "work", "primary": True}],
        "messengers": [{"service": "telegram", "value": "kim"}],
        "sites": ["kim.example"],
        "addresses": [
            {
                "type": "work",
                "country": None,
                "region": None,
                "city": "Pskov",
                "street": "Main 1",
                "postal_code": None,
                "text": None,
            }
        ],
        "birthday": "--03-18",
        "languages": ["ru", "ko"],
        "tags": ["VIP", "Shops"],
        "status": "client",
        "source": "Exhibition",
        "owner": "Olga Zhdanova",
        "note": "Likes tea.",
        "consent": {"date": "2026-05-01", "origin": "Form"},
        "relations": [{"kind": "colleague", "id": "p2", "name": "Jan Nowak"}],
        "blacklisted": "Does not pay.",
        "archived": True,
        "custom": {},
        "created_at": "2026-10-14T09:40:00.123Z",
        "updated_at": "2026-10-15T07:00:00.000Z",
    }


def test_what_is_absent_is_null_or_an_empty_list() -> None:
    shape = contact_json(samples.contact(given_name="Jan"), names)
    assert list(shape) == CONTACT_KEYS.split()
    lists = {
        "companies", "phones", "emails", "messengers", "sites", "addresses", "languages", "tags",
        "relations",
    }  # fmt: skip
    assert {key for key, value in shape.items() if value == []} == lists
    known = {"id", "given_name", "display_name", "archived", "custom", "created_at", "updated_at"}
    assert {key for key, value in shape.items() if value is None} == set(shape) - lists - known
    assert shape["archived"] is False


def test_ones_own_position_comes_before_that_at_the_company() -> None:
    link = {"company": "c1", "position": "Buyer", "primary": True}
    person = samples.contact(position="Owner", companies=[link])
    assert contact_json(person, names)["position"] == "Owner"


def test_a_company_with_every_field() -> None:
    shape = company_json(samples.FULL_COMPANY, names)
    assert list(shape) == COMPANY_KEYS.split()
    assert shape["name"] == "Vektor"
    assert shape["tax_ids"] == {"kpp": "780001001", "inn": "7800000002"}
    assert shape["parent"] == "Sever"
    assert shape["tags"] == ["Shops"]
    assert shape["owner"] == "Olga Zhdanova"
    assert shape["bank_accounts"] == [
        {
            "iban": None,
            "account": "40702810000040702811",
            "bic": "044525933",
            "bank": "Bank",
            "correspondent_account": None,
        }
    ]
    assert shape["archived"] is False


def test_a_company_of_which_only_the_name_is_known() -> None:
    shape = company_json(samples.company(), names)
    assert list(shape) == COMPANY_KEYS.split()
    assert (shape["tax_ids"], shape["bank_accounts"], shape["parent"]) == ({}, [], None)
