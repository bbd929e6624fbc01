"""A person and a company with every field filled, as the store loads them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crm_desktop.core.clock import UTC
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.store.loading import Loaded

NAMES = {
    ("company", "c1"): "Vektor",
    ("company", "c2"): "Sever",
    ("tag", "t1"): "VIP",
    ("tag", "t2"): "Shops",
    ("user", "u1"): "Olga Zhdanova",
    ("contact", "p2"): "Jan Nowak",
}


def names(entity: str, record_id: str) -> str:
    return NAMES[entity, record_id]


def phone(value: str, kind: str = "mobile", *, primary: bool = True, ext: str | None = None) -> Any:
    return {"value": value, "extension": ext, "type": kind, "primary": primary}


def email(value: str, kind: str = "work", *, primary: bool = True) -> Any:
    return {"value": value, "type": kind, "primary": primary}


def address(kind: str, **parts: str) -> Any:
    empty = dict.fromkeys(("country", "region", "city", "street", "postal_code", "text"))
    return {"type": kind, **empty, **parts}


def contact(**values: Any) -> Loaded:
    """A person of whom nothing else is known."""
    return _loaded("p1", CONTACT.complete(values))


def company(**values: Any) -> Loaded:
    """A company of which nothing else is known."""
    return _loaded("c1", COMPANY.complete({"name": "Vektor", **values}))


def _loaded(key: str, state: dict[str, Any]) -> Loaded:
    created = datetime(2026, 10, 14, 9, 40, 0, 123_000, tzinfo=UTC)
    updated = datetime(2026, 10, 15, 7, 0, tzinfo=UTC)
    return Loaded(1, key, 3, created, updated, state)


FULL_CONTACT = contact(
    family_name="Kim",
    given_name="Marina",
    middle_name="Olegovna",
    birthday="--03-18",
    languages=["ru", "ko"],
    preferred_channel="phone",
    preferred_hours="after 10",
    status="client",
    source="Exhibition",
    note="Likes tea.",
    consent={"date": "2026-05-01", "origin": "Form"},
    blacklisted="Does not pay.",
    archived_at="2026-10-15T07:00:00.000Z",
    owner="u1",
    phones=[phone("+79005550114"), phone("+78125550440", "work", primary=False, ext="12")],
    emails=[email("kim@vektor.example")],
    messengers=[{"service": "telegram", "value": "kim"}],
    sites=["kim.example"],
    addresses=[address("work", city="Pskov", street="Main 1")],
    tags=["t1", "t2"],
    companies=[
        {"company": "c2", "position": "Adviser", "primary": False},
        {"company": "c1", "position": "Buyer", "primary": True},
    ],
    relations=[{"kind": "colleague", "contact": "p2"}],
)
FULL_COMPANY = company(
    legal_name="Vektor Ltd",
    industry="Trade",
    size="11-50",
    status="partner",
    source="Site",
    note="Two offices.",
    blacklisted=None,
    owner="u1",
    parent="c2",
    phones=[phone("+78125550440", "work")],
    emails=[email("info@vektor.example")],
    sites=["vektor.example"],
    addresses=[address("legal", city="Pskov"), address("other", text="Box 5")],
    tags=["t2"],
    tax_ids=[
        {"kind": "inn", "value": "7800000002"},
        {"kind": "inn", "value": "7800000003"},
        {"kind": "kpp", "value": "780001001"},
    ],
    bank_accounts=[
        {
            "iban": None,
            "account": "40702810000040702811",
            "bic": "044525933",
            "bank": "Bank",
            "correspondent_account": None,
        }
    ],
)
