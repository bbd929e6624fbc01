"""Notes, tasks, calls, meetings and visits: what is kept, what is refused, what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.core.errors import Conflict, Invalid, NotFound
from crm_desktop.features.activities.commands import (
    CreateActivity,
    DeleteActivities,
    FinishActivity,
    UpdateActivity,
)
from crm_desktop.features.activities.queries import (
    find_open,
    find_pinned,
    get_activity,
    last_touch_of,
    next_steps_of,
)
from crm_desktop.features.activities.rows import ActivityKind, ActivityRow
from tests.store.workshop import assert_search_follows_the_records, create_contact, read


def make(client: Backend, kind: str = "note", **values: Any) -> str:
    return str(client.execute(CreateActivity({"kind": kind, **values})).result)


def row_of(client: Backend, activity_id: str) -> ActivityRow:
    found = client.ask(get_activity, activity_id)
    assert found is not None
    return found


@pytest.fixture
def person(client: Backend) -> str:
    return create_contact(client)


def test_a_note_is_done_by_its_author_when_it_is_written(client: Backend, person: str) -> None:
    row = row_of(client, make(client, text="Позвонить *после* обеда", contacts=[person]))
    assert row.kind is ActivityKind.NOTE
    assert not row.is_open
    assert row.owner == row.author
    assert row.author is not None
    assert row.author.id == client.actor.id
    assert [(link.entity, link.id, link.name) for link in row.links] == [
        ("contact", person, "Nowak")
    ]


def test_open_steps_stand_in_the_order_in_which_they_are_due(client: Backend, person: str) -> None:
    hang = {"contacts": [person]}
    later = make(client, "call", title="Later", due_at="2026-10-16T09:00:00Z", **hang)
    some_day = make(client, "task", title="Some day", **hang)
    first = make(client, "task", title="First", due_on="2026-10-14", **hang)
    done = make(client, "task", title="Done", **hang)
    client.execute(FinishActivity(done, "It went well"))
    found = client.ask(find_open, "contact", person)
    assert [row.id for row in found] == [first, later, some_day]
    rid = read(client, person).rid
    assert client.ask(next_steps_of, "contact", [rid])[rid].id == first
    assert client.ask(last_touch_of, "contact", [rid]) == {rid: row_of(client, done).done_at}
    assert row_of(client, done).result == "It went well"
    assert client.ask(find_pinned, "contact", person) == []
    assert_search_follows_the_records(client)
