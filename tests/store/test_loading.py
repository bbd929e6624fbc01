"""Records are the same however many are read at once: of few all lists come in one statement, of
many row by row."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.store import loading
from crm_desktop.store.loading import load_by_rid
from tests.store.dealing import desk
from tests.store.workshop import create_contact, open_client, snapshot

VALUES = {
    "number": 1250.5,
    "money": "12.50 PLN",
    "date": "2026-10-14",
    "multi_choice": ["Red", "Blue"],
    "yes_no": False,
}


def _fill(client: Backend) -> None:
    for kind in VALUES:
        choices = {"choices": ["Red", "Blue"]} if kind == "multi_choice" else {}
        field = {"entity": "contact", "label": kind, "type": kind, **choices}
        client.execute(CreateCustomField(field))
    company = client.execute(CreateCompany({"name": "Вектор"}, "RU")).result
    phones = [{"value": "+79128312021"}, {"value": "+79128312022", "primary": True}]
    first = create_contact(client, phones=phones, custom=VALUES)
    second = create_contact(
        client,
        companies=[{"company": company, "position": "Директор"}],
        relations=[{"kind": "colleague", "contact": first}],
    )
    line: dict[str, Any] = {"name": "Door", "quantity": "1.5", "price_minor": 129_900, "vat": 2_300}
    values = {
        "title": "Doors",
        "pipeline": desk(client, "Talks").pipeline,
        "contacts": [{"contact": second, "role": "decides"}, {"contact": first, "role": None}],
        "lines": [line, {**line, "name": "Lock", "discount": 1_000}],
    }
    client.execute(CreateDeal(values))


def test_many_records_are_read_as_few_are(client: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(client)
    few = snapshot(client)
    monkeypatch.setattr(loading, "_MANY", 1)
    assert snapshot(client) == few
    assert any(state.get("lines") for state in few.values())
    assert any(state.get("relations") for state in few.values())


def test_a_server_stops_planning_how_one_record_is_read(postgresql_workspace: str) -> None:
    with closing(open_client(postgresql_workspace)) as client:
        key = create_contact(client)
        found = client.ask(_kept_plans, key)
    assert found
    assert 0 not in found


def test_a_server_prepares_a_statement_once_for_all_keys(postgresql_workspace: str) -> None:
    with closing(open_client(postgresql_workspace)) as client:
        found = client.ask(_prepared_for, [(1, 2), (70_000, 70_001), (5_000_000_000, 3)])
    assert found == 1


def _prepared_for(reader: Reader, portions: list[tuple[int, ...]]) -> int:
    """How many statements the server keeps to read the people of each of the ``portions``."""
    for rids in portions:
        for _again in range(6):
            load_by_rid(reader.connection, reader.registry["contact"], rids)
    kept = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"
    return int(reader.connection.exec_driver_sql(kept, ("SELECT contact.rid%",)).scalar_one())


def _kept_plans(reader: Reader, contact_id: str) -> set[int]:
    """How often each statement that reads the person ran without being planned."""
    # Five times until the driver prepares a statement, five until the server keeps a plan.
    for _again in range(12):
        get_contact(reader, contact_id)
    runs = "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE %s"
    return set(reader.connection.exec_driver_sql(runs, ("SELECT contact.rid%",)).scalars())
