"""Who mentioned a person, as that person's bell asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core.clock import UTC
from crm_desktop.features.activities.commands import (
    CreateActivity,
    DeleteActivities,
    UpdateActivity,
)
from crm_desktop.features.activities.queries import find_mentions
from tests.store.conftest import OpenClient
from tests.store.workshop import Write

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def vera(another_client: OpenClient) -> Backend:
    """A colleague's client on the same workspace."""
    client = another_client()
    values = {"full_name": "Vera", "account": "vera", "role": "owner", "active": True}
    key = str(client.execute(Write(lambda unit: unit.insert("user", values))).result)
    users = client.registry["user"].table.select()
    rid = client.ask(lambda reader: reader.connection.execute(users).all())[-1].rid
    client.actor = replace(client.actor, rid=rid, id=key, name="Vera")
    return client


def note(client: Backend, *mentioned: Backend) -> str:
    people = " ".join(f"[@Somebody](user:{one.actor.id})" for one in mentioned)
    return str(client.execute(CreateActivity({"kind": "note", "text": f"Look {people}"})).result)


def mentions(client: Backend, since: datetime = LONG_AGO) -> list[str]:
    return [row.id for row in client.ask(find_mentions, since)]


def test_only_what_others_wrote_of_oneself_is_a_mention(client: Backend, vera: Backend) -> None:
    first = note(vera, client)
    note(client, client)
    note(vera, vera)
    both = note(vera, vera, client)
    assert mentions(client) == [first, both]
    assert mentions(vera) == []


def test_what_is_deleted_older_or_not_said_any_more_is_none(client: Backend, vera: Backend) -> None:
    gone, changed, old, new = (note(vera, client) for _time in range(4))
    client.execute(DeleteActivities((gone,)))
    client.execute(UpdateActivity(changed, 1, {"text": "Nobody"}))
    assert mentions(client) == [old, new]
    (written,) = [r.created_at for r in client.ask(find_mentions, LONG_AGO) if r.id == new]
    assert mentions(client, written) == []
