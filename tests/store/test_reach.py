"""Whoever may not see a record does not see it, also where the rule says neither yes nor no."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import Forbidden
from crm_desktop.features.common.reach import hidden_among, seen_among
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.store.records import RecordType

JOBS = ("Baker", "Cook", None)


@pytest.fixture
def only_bakers(client: Backend) -> RecordType:
    """Contacts of whom nobody may see others."""
    return replace(
        client.registry["contact"], scope=lambda _asking, rows: rows.c.position == "Baker"
    )


def create_one(client: Backend, job: str | None) -> str:
    made = CreateContact({"given_name": "Anna", "position": job})
    return str(client.execute(made).result)


def test_a_rule_that_answers_neither_yes_nor_no_hides_the_record(
    client: Backend, only_bakers: RecordType
) -> None:
    ids = [create_one(client, job) for job in JOBS]
    seen = only_bakers

    def query(reader: Reader) -> tuple[list[int], set[str]]:
        asking: Any = SimpleNamespace(connection=reader.connection, registry={"contact": seen})
        return seen_among(asking, seen, [3, 2, 1]), hidden_among(asking, "contact", ids)

    assert client.ask(query) == ([1], set(ids[1:]))


def test_nobody_takes_back_what_was_done_to_a_record_of_which_the_rule_says_neither(
    client: Backend, only_bakers: RecordType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.registry._types, "contact", only_bakers)
    create_one(client, "Baker")
    client.execute(UndoOperation())
    create_one(client, None)
    with pytest.raises(Forbidden):
        client.execute(UndoOperation())
