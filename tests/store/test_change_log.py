"""The change log: who did what, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.change_log import (
    LogFilter,
    LoggedOperation,
    find_choices,
    find_older,
    find_these,
    is_reversible,
)
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.clock import now
from crm_desktop.features.companies.commands import ArchiveCompanies, CreateCompany
from tests.store.workshop import MakePeople, create_contact

ALL = LogFilter()


def log(
    client: Backend, wanted: LogFilter = ALL, before: int | None = None, limit: int = 50
) -> list[LoggedOperation]:
    found: list[LoggedOperation] = client.ask(find_older, wanted, before, limit)
    return found


def test_an_operation_names_its_doer_its_kind_and_its_only_record(client: Backend) -> None:
    client.execute(CreateCompany({"name": "Bursztyn"}))
    newest = log(client)[0]
    assert (newest.label, newest.record, newest.records) == ("New company", "Bursztyn", 1)
    assert newest.actor == client.actor.name
    assert timedelta(0) <= now() - newest.started_at < timedelta(minutes=1)


def test_an_operation_on_many_records_tells_their_number(client: Backend) -> None:
    client.execute(MakePeople(3))
    newest = log(client)[0]
    assert (newest.records, newest.record) == (3, "")


def test_pages_go_on_where_the_last_one_ended(client: Backend) -> None:
    for number in range(5):
        client.execute(CreateCompany({"name": f"Firm {number}"}))
    pages, before = [], None
    while page := log(client, before=before, limit=2):
        pages += page
        before = page[-1].rid
    assert pages == log(client)
    assert [one.rid for one in pages] == sorted((one.rid for one in pages), reverse=True)


def test_taking_back_is_an_operation_of_its_own_and_marks_the_other(client: Backend) -> None:
    client.execute(CreateCompany({"name": "Bursztyn"}))
    seen = log(client)[0]
    client.execute(UndoOperation(seen.id))
    undoing = log(client)[0]
    assert (undoing.kind, undoing.reverses_rid, undoing.reverses) == (
        "undo",
        seen.rid,
        "New company",
    )
    [again] = client.ask(find_these, [seen.rid])
    assert (seen.state, again.state) == ("done", "undone")


def test_the_log_can_be_narrowed_to_a_person_and_a_kind(client: Backend) -> None:
    company = client.execute(CreateCompany({"name": "Bursztyn"})).result
    create_contact(client)
    client.execute(ArchiveCompanies((company,)))
    choices = client.ask(find_choices)
    assert choices.actors == ((client.actor.rid, client.actor.name),)
    assert {"New company", "New contact", "Archive"} <= set(choices.labels)
    assert [one.label for one in log(client, LogFilter(label="New company"))] == ["New company"]
    *by_people, set_up = log(client)
    assert log(client, LogFilter(actor_rid=client.actor.rid)) == by_people
    assert (set_up.kind, set_up.actor) == ("setup", "")
    assert log(client, LogFilter(actor_rid=-1)) == []


def test_the_name_of_a_record_that_is_gone_is_left_out(client: Backend) -> None:
    client.execute(CreateCompany({"name": "Bursztyn"}))
    made = log(client)[0]
    client.execute(UndoOperation(made.id))
    assert [one.record for one in log(client, LogFilter(label="New company"))] == [""]


@pytest.mark.parametrize(
    ("changed", "reversible"),
    [
        ({}, True),
        ({"state": "undone"}, False),
        ({"state": "open"}, False),
        ({"kind": "undo"}, False),
        ({"records": 0}, False),
        ({"started_at": now() - timedelta(days=29)}, True),
        ({"started_at": now() - timedelta(days=31)}, False),
    ],
)
def test_what_is_done_can_be_taken_back_for_thirty_days(
    client: Backend, changed: dict[str, object], reversible: bool
) -> None:
    client.execute(CreateCompany({"name": "Bursztyn"}))
    assert is_reversible(replace(log(client)[0], **changed)) is reversible  # type: ignore[arg-type]
