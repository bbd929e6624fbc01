"""Something to do with many records: once for each of them or once for all, and one undo."""

from __future__ import annotations

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.common.listing import WHOLE_LIST
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.data.bulk.commands import PlanMany
from crm_desktop.features.data.bulk.queries import count_tags

TASK = {"kind": "task", "title": "Call"}


@pytest.fixture
def people(client: Backend) -> tuple[str, ...]:
    """Three people, two of whom have a tag."""
    tagged = {"tags": [{"name": "Key"}]}
    made = [CreateContact({"given_name": name, **tagged}) for name in ("Anna", "Borys")]
    made.append(CreateContact({"given_name": "Celina"}))
    return tuple(str(client.execute(command).result) for command in made)


def steps(client: Backend, people: tuple[str, ...]) -> list[str]:
    return [one.id for key in people for one in client.ask(find_open, "contact", key)]


@pytest.mark.parametrize(("for_each", "number"), [(True, 3), (False, 1)])
def test_a_task_is_planned_and_one_undo_takes_it_back(
    client: Backend, people: tuple[str, ...], for_each: bool, number: int
) -> None:
    outcome = client.execute(PlanMany("contact", people, TASK, for_each))
    assert outcome.result == number
    assert len(steps(client, people)) == 3
    assert len(set(steps(client, people))) == number
    assert outcome.operation_id is not None
    client.execute(UndoOperation(outcome.operation_id))
    assert steps(client, people) == []


def test_tags_are_counted_among_the_records(client: Backend, people: tuple[str, ...]) -> None:
    rids = client.ask(contacts.find_order, WHOLE_LIST)
    assert list(client.ask(count_tags, "contact", rids).values()) == [2]
    assert client.ask(count_tags, "contact", []) == {}
