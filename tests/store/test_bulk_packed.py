"""What is written on a server of a bulk change was made ready before: nobody notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.backend import pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.features.contacts.commands import ArchiveManyContacts, CreateContact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.data.bulk.commands import ChangeMany, DeleteMany, TagMany
from crm_desktop.store import quiet
from crm_desktop.store.loading import load_by_id
from crm_desktop.store.records import State
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.conftest import Meddle, OpenClient
from tests.store.workshop import (
    Write,
    assert_search_follows_the_records,
    change,
    entries_of,
    read,
    snapshot,
)

pytestmark = pytest.mark.parametrize("workspace_url", ["postgresql"], indirect=True)

Doing = tuple[str, Callable[[Backend, tuple[str, ...]], Any]]


def _dated(client: Backend, people: tuple[str, ...]) -> ChangeMany:
    until = client.execute(
        CreateCustomField({"entity": "contact", "label": "Until", "type": "date"})
    ).result
    return ChangeMany("contact", people, {"custom": {f"custom:{until}": "2026-05-05"}})


DOINGS: tuple[Doing, ...] = (
    ("owner", lambda client, ids: ChangeMany("contact", ids, {"owner": client.actor.id})),
    ("status", lambda _client, ids: ChangeMany("contact", ids, {"status": "client"})),
    ("tags on", lambda _client, ids: TagMany("contact", ids, ({"name": "Fair"}, {"name": "Key"}))),
    ("tags off", lambda client, ids: TagMany("contact", ids, (), (_tag(client, ids),))),
    ("date", _dated),
    ("archive", lambda _client, ids: ArchiveManyContacts(ids)),
    ("bin", lambda _client, ids: DeleteMany("contact", ids)),
)
# A column, a list and the documents.
_SOME = [(name, make) for name, make in DOINGS if name in {"owner", "tags on", "bin"}]
_BOTH_WAYS = [f"{name}{way}" for name, _make in _SOME for way in ("", ", undone")]
whatever_is_done = pytest.mark.parametrize("doing", [d for _n, d in DOINGS], ids=[*dict(DOINGS)])


@pytest.fixture
def people(client: Backend, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Six people with two tags, of whom two are written at once; somebody else has a third."""
    for name in ("FIRST_ROWS", "LEAST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(pace, name, 2)
    client.execute(CreateContact({"given_name": "Z", "tags": [{"name": "Fair"}]}))
    known = {"tags": [{"name": "Old"}, {"name": "Key"}], "note": "baker"}
    made = (CreateContact({"given_name": name, **known}) for name in "ABCDEF")
    return tuple(sorted(str(client.execute(command).result) for command in made))


@pytest.fixture
def colleague(another_client: OpenClient) -> Backend:
    """Somebody else with the same workspace."""
    return another_client()


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many people were compared inside a transaction, each time."""
    found: list[int] = []
    effective = quiet._effective

    def note(unit: Any, record: Any, changes: Any, fields: Any) -> Any:
        found.append(unit.op_rid and len(changes))
        return effective(unit, record, changes, fields)

    monkeypatch.setattr(quiet, "_effective", note)
    return found


@whatever_is_done
def test_only_the_first_portion_is_made_in_its_transaction(
    client: Backend,
    people: tuple[str, ...],
    looked_at: list[int],
    doing: Callable[[Backend, tuple[str, ...]], Any],
) -> None:
    command = doing(client, people)
    before = snapshot(client)
    traces = []
    for step in (command, UndoOperation(), RedoOperation(), UndoOperation()):
        looked_at.clear()
        client.execute(step)
        assert sum(looked_at) == 2
        assert_search_follows_the_records(client)
        traces.append(_alike(client, people))
    assert traces[0] != traces[1]
    assert snapshot(client) == before


def _alike(client: Backend, people: tuple[str, ...]) -> tuple[State, Any]:
    """The state and the journal of each, which are all the same but for moments."""
    states = snapshot(client)
    found = []
    for key in people:
        state = {k: v for k, v in states["contact", key].items() if k != "given_name"}
        entries = [(one.version, one.kind, one.fields) for one in entries_of(client, key)]
        for fields in (state, *(fields for _version, _kind, fields in entries)):
            for moment in ("archived_at", "deleted_at"):
                if moment in fields:
                    fields[moment] = _shape(fields[moment])
        found.append((state, entries))
    assert all(one == found[0] for one in found)
    return found[0]


def _shape(value: Any) -> Any:
    return [*map(_shape, value)] if isinstance(value, list) else value is not None


@pytest.mark.parametrize(
    "doing", [(d, b) for _n, d in _SOME for b in (False, True)], ids=_BOTH_WAYS
)
def test_what_a_colleague_saves_meanwhile_stays(
    client: Backend,
    colleague: Backend,
    people: tuple[str, ...],
    meddle: Callable[[Meddle], None],
    doing: tuple[Callable[[Backend, tuple[str, ...]], Any], bool],
) -> None:
    make, back = doing

    def save() -> None:
        for key in people:
            change(colleague, key, read(colleague, key).version, note="late", status="partner")

    command = make(client, people)
    if back:
        client.execute(command)
    meddle(save)
    done = client.execute(UndoOperation() if back else command)
    states = snapshot(client)
    assert {states["contact", key]["note"] for key in people} == {"late"}
    assert_search_follows_the_records(client)
    if not back:
        client.execute(UndoOperation(done.operation_id))
        assert_search_follows_the_records(client)


def test_a_tag_that_is_deleted_meanwhile_does_not_come_back(
    client: Backend,
    colleague: Backend,
    people: tuple[str, ...],
    meddle: Callable[[Meddle], None],
) -> None:
    tag = _tag(client, people)
    client.execute(TagMany("contact", people, (), (tag,)))

    def delete(unit: UnitOfWork) -> None:
        found = load_by_id(unit.connection, unit.registry["tag"], [tag], lock=True)
        unit.delete_many("tag", [found[tag]])

    # The first portion has put it on two people again: they let go of it.
    def let_go() -> None:
        colleague.execute(TagMany("contact", people, (), (tag,)))
        colleague.execute(Write(delete))

    meddle(let_go)
    client.execute(UndoOperation())
    states = snapshot(client)
    assert {len(states["contact", key]["tags"]) for key in people} == {1}
    assert_search_follows_the_records(client)


def _tag(client: Backend, people: tuple[str, ...]) -> str:
    """The first tag of everybody."""
    return str(snapshot(client)["contact", people[0]]["tags"][0])
