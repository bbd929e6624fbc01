"""Fields on which nothing else depends change by themselves, quickly, with journal and undo."""

from __future__ import annotations

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.backend.work import Reader
from crm_desktop.catalog import FEATURES
from crm_desktop.core.errors import Conflict
from crm_desktop.features.contacts.commands import (
    ArchiveManyContacts,
    CreateContact,
    UpdateContact,
)
from crm_desktop.features.data.bulk.commands import ChangeMany
from crm_desktop.store.loading import load_fields
from crm_desktop.store.quiet import change_quietly
from crm_desktop.store.records import RecordType
from crm_desktop.store.search_index import Found, documents_of
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.conftest import OpenClient
from tests.store.workshop import Write, assert_search_follows_the_records, snapshot

RECORDS = [record for feature in FEATURES for record in feature.records if record.quiet]
FILLED = {"owner": "id", "status": "client", "blacklisted": "no", "archived_at": "2026-10-14"} | {
    "position": 7.5,
    "tags": ["id"],
    "relations": [{"kind": "spouse", "contact": "id"}],
    "distinct_from": ["id"],
}
NAMES = {"contact": "given_name", "deal": "title"}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.entity)
def test_nothing_follows_from_a_quiet_field(record: RecordType) -> None:
    state = record.complete({NAMES.get(record.entity, "name"): "Anna"})
    for field in record.quiet:
        other = {**state, field: FILLED[field]}
        assert record.derive(other) == record.derive(state)
        assert record.document(other, _name) == record.document(state, _name)
        assert all(field not in belonging.mirrored for belonging in record.belongings)


def _name(_entity: str, _record_id: str) -> str:
    return "name"


@pytest.fixture
def people(client: Backend) -> tuple[str, ...]:
    """Three people, one of them archived."""
    made = (client.execute(CreateContact({"given_name": name})).result for name in "ABC")
    ids = tuple(map(str, made))
    client.execute(ArchiveManyContacts(ids[:1]))
    return ids


def test_only_those_that_differ_change_and_undo_brings_everything_back(
    client: Backend, people: tuple[str, ...]
) -> None:
    before = snapshot(client)
    client.execute(ArchiveManyContacts(people))
    after = snapshot(client)
    assert [after["contact", key] == before["contact", key] for key in people] == [
        True,
        False,
        False,
    ]
    assert_search_follows_the_records(client)
    client.execute(UndoOperation())
    assert snapshot(client) == before
    client.execute(RedoOperation())
    assert snapshot(client) == after


def test_undo_of_one_record_refuses_what_a_colleague_has_changed_since(
    client: Backend, another_client: OpenClient, people: tuple[str, ...]
) -> None:
    mine = client.execute(UpdateContact(people[1], 1, {"status": "client"})).operation_id
    another_client().execute(UpdateContact(people[1], 2, {"status": "partner"}))
    with pytest.raises(Conflict) as refused:
        client.execute(UndoOperation(mine))
    (conflict,) = refused.value.conflicts
    assert (conflict.field, conflict.theirs) == ("status", "partner")


def test_a_field_that_is_not_quiet_can_not_be_changed_so(
    client: Backend, people: tuple[str, ...]
) -> None:
    def rename(unit: UnitOfWork) -> None:
        loaded = load_fields(unit.connection, unit.registry["contact"], people, ("given_name",))
        change_quietly(unit, "contact", [(one, {"given_name": "X"}) for one in loaded.values()])

    with pytest.raises(ValueError, match="not all quiet"):
        client.execute(Write(rename))


def test_many_whose_documents_stay_the_same_are_not_the_most_recent(
    client: Backend, people: tuple[str, ...]
) -> None:
    def documents(reader: Reader) -> list[Found]:
        return documents_of(reader.connection, "contact", [1, 2, 3])

    before = client.ask(documents)
    client.execute(ChangeMany("contact", people[1:2], {"source": "Fair"}))
    assert client.ask(documents) == before
    client.execute(ChangeMany("contact", people[1:2], {"position": "Baker"}))
    after = client.ask(documents)
    assert [one.text for one in after if one not in before] == ["  b  baker  "]
