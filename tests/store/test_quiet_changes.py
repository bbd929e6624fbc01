"""Fields on which nothing else depends change by themselves, quickly, with journal and undo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.backend.work import Reader
from crm_desktop.catalog import FEATURES
from crm_desktop.core.errors import Conflict
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import (
    ArchiveManyContacts,
    CreateContact,
    UpdateContact,
)
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.data.bulk import handlers as bulk
from crm_desktop.features.data.bulk.commands import ChangeMany, DeleteMany
from crm_desktop.features.deals.commands import CreateDeal
from crm_desktop.store import reversal, search_index
from crm_desktop.store.loading import load_by_id, load_fields
from crm_desktop.store.prepared import Prepared
from crm_desktop.store.quiet import change_quietly
from crm_desktop.store.records import RecordType, State
from crm_desktop.store.search_index import Found, documents_of
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.conftest import OpenClient
from tests.store.test_statement_counts import counted
from tests.store.workshop import (
    MakePeople,
    Write,
    assert_search_follows_the_records,
    entries_of,
    snapshot,
)

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


LIGHT = [record for feature in FEATURES for record in feature.records if record.light]
WHOLE = {"given_name": "Anna", "title": "Sale", "name": "Firm", "amount_minor": 500} | {
    "currency": "EUR",
    "company": "id",
}


@pytest.mark.parametrize("record", LIGHT, ids=lambda record: record.entity)
def test_of_columns_only_the_keys_of_its_own_follow_from_a_light_field(record: RecordType) -> None:
    state = record.complete({k: v for k, v in WHOLE.items() if k in record.fields})
    record = replace(record, derive=lambda _state: {}) if record.kinds else record
    for field in record.light - {"custom"}:
        other = record.derive({**state, field: "Fair"})
        differing = {k: v for k, v in other.items() if record.derive(state)[k] != v}
        assert differing == record.keys({field: "Fair"})
        assert all(field not in belonging.mirrored for belonging in record.belongings)


@pytest.mark.parametrize("record", LIGHT, ids=lambda record: record.entity)
def test_documents_speak_of_the_fields_that_the_record_says(record: RecordType) -> None:
    asked = Asked(record.complete({k: v for k, v in WHOLE.items() if k in record.fields}))
    record.document(asked, _name)
    assert asked.names == record.speaks_of


@pytest.mark.parametrize("record", LIGHT, ids=lambda record: record.entity)
def test_who_lies_in_the_recycle_bin_has_no_document(record: RecordType) -> None:
    assert record.document(State(deleted_at="2026-10-14"), _name) is None


class Asked(State):
    """A state that knows which of its fields somebody asked for."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.names = set[str]()

    def __getitem__(self, name: str) -> Any:
        self.names.add(name)
        return super().__getitem__(name)


@dataclass(frozen=True)
class Change:
    """What a new record begins with, and what it is given then; custom values by label."""

    entity: str
    begin: CreateContact | CreateCompany | CreateDeal
    after: State


def _person(before: State, after: State) -> Change:
    known = {"given_name": "Anna", "emails": [{"value": "a@b.example"}]}
    return Change("contact", CreateContact({**known, **before}), after)


def _firm(before: State, after: State) -> Change:
    return Change("company", CreateCompany({"name": "Sad", **before}), after)


def _sale(before: State, after: State) -> Change:
    return Change("deal", CreateDeal({"title": "Doors", **before}), after)


def _changes(parent: str) -> tuple[Change, ...]:
    """Some with and some without keys, words of the document, other records."""
    return (
        _person({"source": "Fair"}, {"source": "Ярмарка", "languages": ["pl", "ru"]}),
        _person({"position": "Head baker", "note": "a baker"}, {"position": "Head cook"}),
        _person({"position": "Cook"}, {"position": None, "preferred_hours": "9-12"}),
        _person({"custom": {"Word": "red", "Size": 5}}, {"custom": {"Word": "blue"}}),
        _person({"custom": {"Word": "red", "Size": 5}}, {"custom": {"Word": None}}),
        _person({}, {"custom": {"Size": "7"}, "status": "client"}),
        _firm({"industry": "Bread"}, {"industry": "Хлеб", "parent": parent}),
        _firm({"industry": "Tea", "parent": parent}, {"industry": None, "parent": None}),
        _sale({}, {"expected_close": "2026-10-14", "chance": 40}),
        _sale({"expected_close": "2026-10-14", "chance": 40}, {"chance": None}),
    )


def test_many_changed_and_taken_back_are_as_one_would_be(
    client: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows, journal, documents and versions, whichever way wrote them."""
    for label, kind in (("Size", "number"), ("Word", "text")):
        client.execute(CreateCustomField({"entity": "contact", "label": label, "type": kind}))
    parent = str(client.execute(CreateCompany({"name": "Vektor Plus"})).result)
    for change in _changes(parent):
        traces, entity = [], change.entity
        for at_once in (True, False):
            key = str(client.execute(change.begin).result)
            with monkeypatch.context() as patched:
                if not at_once:
                    patched.setattr(bulk, "is_quiet", lambda *_given: False)
                    patched.setattr(reversal, "is_quiet", lambda *_given: False)
                client.execute(ChangeMany(entity, (key,), change.after))
                changed = _trace(client, entity, key)
                client.execute(UndoOperation())
                traces.append((changed, _trace(client, entity, key)))
                client.execute(RedoOperation())
                assert _trace(client, entity, key)[0] == changed[0]
        assert traces[0] == traces[1], change
    assert_search_follows_the_records(client)


_NEVER_ALIKE = {"rid", "id", "version", "created_at", "updated_at"}
# A deal's moments too, and its place on the board; a person's "position" is a job.
_ITS_OWN = {"deal": {"position", "stage_since", "entered"}}


def _trace(client: Backend, entity: str, key: str) -> tuple[Any, ...]:
    """Everything that stands of a record but for keys and moments; first what lies in the rows."""
    record = client.registry[entity]
    left_out = _NEVER_ALIKE | {record.owner} | _ITS_OWN.get(entity, set())

    def query(reader: Reader) -> tuple[Any, ...]:
        rid = load_by_id(reader.connection, record, [key])[key].rid
        tables = {"rid": [record.table], record.owner: [b.table for b in record.belongings]}
        rows = [
            [table.name, *(value for name, value in row.items() if name not in left_out)]
            for key, found in tables.items()
            for table in found
            for row in reader.connection.execute(sa.select(table).where(table.c[key] == rid))
            .mappings()
            .all()
        ]
        return rows, [one.text for one in documents_of(reader.connection, entity, [rid])]

    entries = [(one.version, one.kind, one.fields) for one in entries_of(client, key)]
    return (*client.ask(query), entries)


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


def test_undo_gives_each_record_its_own_value_back(client: Backend) -> None:
    """Texts, lists, moments, other records and nothing: a server gets them all at once."""
    own: tuple[State, ...] = (
        {"source": "Fair", "languages": ["pl", "ru"], "owner": client.actor.id},
        {"source": 'An "\\ {ad}', "languages": ["en"]},
        {"source": None, "languages": None, "preferred_hours": "9-12"},
    )
    made = (client.execute(CreateContact({"given_name": "A", **one})).result for one in own)
    ids = tuple(map(str, made))
    for key in ids[:2]:
        client.execute(ArchiveManyContacts((key,)))
    after: State = {"source": "Call", "languages": ["de"], "owner": None, "preferred_hours": "8-9"}
    for command in (ChangeMany("contact", ids, after), ArchiveManyContacts(ids, archived=False)):
        before = snapshot(client)
        client.execute(command)
        client.execute(UndoOperation())
        assert snapshot(client) == before
        assert_search_follows_the_records(client)


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


def test_records_read_before_are_locked_by_one_statement_with_those_that_were_not(
    client: Backend, people: tuple[str, ...]
) -> None:
    """By two, two writers could each wait for what the other has locked."""

    def lock(unit: UnitOfWork) -> None:
        record, fields = unit.registry["contact"], frozenset(["position"])
        read = load_fields(unit.connection, record, people[1:], fields, lock=False)
        prepared = Prepared("contact", fields, "", read, {})
        with counted(here=True) as statements:
            assert prepared.locked(unit.connection, record, people).keys() == {*people}
        assert len(statements) == 1

    client.execute(Write(lock))


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


def test_who_comes_out_of_the_bin_has_no_document_to_be_taken_away(
    client: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.execute(MakePeople(3))
    people = tuple(key for entity, key in snapshot(client) if entity == "contact")
    client.execute(DeleteMany("contact", people))
    taken: list[int] = []
    remove = search_index.remove_documents

    def note(connection: Any, entity: str, rids: Any, *index: Any) -> None:
        taken.extend(rids)
        remove(connection, entity, rids, *index)

    monkeypatch.setattr(search_index, "remove_documents", note)
    client.execute(UndoOperation())
    assert not taken
    assert_search_follows_the_records(client)


def test_documents_of_very_many_follow_their_records_into_the_bin_and_back(client: Backend) -> None:
    client.execute(MakePeople(80))
    people = tuple(key for entity, key in snapshot(client) if entity == "contact")
    changed = client.execute(ChangeMany("contact", people, {"position": "Baker"})).operation_id
    assert_search_follows_the_records(client)
    client.execute(DeleteMany("contact", people))
    assert_search_follows_the_records(client)
    client.execute(UndoOperation(changed))
    assert_search_follows_the_records(client)
    client.execute(DeleteMany("contact", people, deleted=False))
    assert_search_follows_the_records(client)
    if not client.database.is_postgresql:
        with client.database.reading() as connection:
            config = connection.exec_driver_sql(
                "SELECT v FROM search_index_config WHERE k = ?", ("automerge",)
            )
            assert config.scalar() == 4, "what is written next merges as ever"
