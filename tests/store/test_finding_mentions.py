"""Who mentioned a person, as that person's bell asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core.clock import UTC
from crm_desktop.features.activities.commands import (
    CreateActivity,
    DeleteActivities,
    UpdateActivity,
)
from crm_desktop.features.activities.mentions.queries import Mentions, find_mentions
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
    return [one.activity.id for one in found(client, since).newest]


def found(client: Backend, since: datetime = LONG_AGO, **wanted: Any) -> Mentions:
    answer: Mentions = client.ask(find_mentions, since, **wanted)
    return answer


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
    (written,) = [one.moment for one in found(client).newest if one.activity.id == new]
    assert mentions(client, written) == []


def test_who_puts_a_mention_into_an_older_note_mentions_and_when(
    client: Backend, vera: Backend
) -> None:
    mine = note(client)
    said = f"Ask [@Me](user:{client.actor.id})"
    vera.execute(UpdateActivity(mine, 1, {"text": said}))
    (one,) = found(client).newest
    assert (one.activity.id, one.author) == (mine, "Vera")
    assert one.moment >= one.activity.created_at
    assert found(client, known={one.key}).newest == ()
    vera.execute(UpdateActivity(mine, 2, {"text": f"{said} again"}))
    client.execute(UpdateActivity(mine, 3, {"text": "Nobody"}))
    client.execute(UpdateActivity(mine, 4, {"text": said}))
    assert found(client, known={one.key}).newest == ()


def test_of_many_the_newest_are_given_and_the_others_counted(
    client: Backend, vera: Backend
) -> None:
    first, *others = (note(vera, client) for _time in range(4))
    few = found(client, limit=3)
    assert ([one.activity.id for one in few.newest], few.older) == (others, 1)
    rest = found(client, known={one.key for one in few.newest}, limit=3)
    assert ([one.activity.id for one in rest.newest], rest.older) == ([first], 0)
