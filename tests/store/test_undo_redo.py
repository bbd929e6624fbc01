"""Anything can be undone and redone, now, after a restart and from another process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, Reversal, UndoOperation
from crm_desktop.core.errors import Conflict, CrmError, NotFound
from crm_desktop.core.ids import new_id
from crm_desktop.features.companies.commands import (
    ArchiveCompanies,
    CreateCompany,
    DeleteCompanies,
    UpdateCompany,
)
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    DeleteContacts,
    UpdateContact,
)
from crm_desktop.features.data.bulk.commands import ChangeMany
from crm_desktop.store import operations
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.workshop import (
    MakePeople,
    Snapshot,
    Write,
    assert_search_follows_the_records,
    change,
    create_contact,
    entries_of,
    journal_length,
    phone,
    read,
    snapshot,
)


def undo(client: Backend, **named: Any) -> Reversal:
    result = client.execute(UndoOperation(**named)).result
    assert isinstance(result, Reversal)
    return result


def redo(client: Backend, **named: Any) -> Reversal:
    result = client.execute(RedoOperation(**named)).result
    assert isinstance(result, Reversal)
    return result


class Person:
    """Somebody at the window: does things by number, as hypothesis draws them."""

    def __init__(self, client: Backend) -> None:
        self.client = client
        self.contacts = [create_contact(client, phones=[phone(1)]), create_contact(client)]
        self.companies = [self._do(CreateCompany({"name": "Bursztyn"}))]
        self.tags = [self._do(Write(lambda unit: unit.insert("tag", TAG)))]

    def _do(self, command: Any) -> str:
        return str(self.client.execute(command).result)

    def do(self, what: str, number: int, text: str) -> None:
        contact = self.contacts[number % len(self.contacts)]
        company = self.companies[number % len(self.companies)]
        if what == "create contact":
            link = {"company": company, "position": text, "primary": True}
            values = {"family_name": text, "companies": [link], "tags": self.tags}
            self.contacts.append(self._do(CreateContact(values)))
        elif what == "create company":
            self.companies.append(self._do(CreateCompany({"name": text, "parent": company})))
        elif what == "change contact":
            relation = {"kind": "colleague", "contact": self.contacts[0]}
            changes = {
                "note": text,
                "phones": [phone(number)],
                "companies": [{"company": company, "position": text}],
                "relations": [relation] if contact != self.contacts[0] else [],
            }
            version = read(self.client, contact).version
            self._do(UpdateContact(contact, version, changes))
        elif what == "change company":
            version = read(self.client, company, "company").version
            changes = {"name": text, "industry": text, "tags": self.tags if number % 2 else []}
            self._do(UpdateCompany(company, version, changes))
        elif what == "archive":
            self._do(ArchiveContacts(tuple(self.contacts), archived=number % 2 == 0))
            self._do(ArchiveCompanies((company,), archived=number % 2 == 0))
        else:
            self._do(DeleteContacts((contact,), deleted=number % 2 == 0))
            self._do(DeleteCompanies((company,), deleted=number % 2 == 0))


TAG = {"name": "VIP", "colour": 1}
deeds = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "create contact",
                "create company",
                "change contact",
                "change company",
                "archive",
                "bin",
            ]
        ),
        st.integers(0, 5),
        st.sampled_from(["Żółw", "Ёлка", "Smith"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=deeds)
def test_undoing_all_and_redoing_all_passes_through_the_same_states(
    client: Backend, deeds: list[tuple[str, int, str]]
) -> None:
    person = Person(client)
    states = [snapshot(client)]
    for deed in deeds:
        person.do(*deed)
        states.append(snapshot(client))
    passed = _back_through(client, states)
    for state in reversed(passed[:-1]):
        redo(client)
        assert snapshot(client) == state
        assert_search_follows_the_records(client)


def _back_through(client: Backend, states: list[Snapshot]) -> list[Snapshot]:
    """Undo until the first of ``states`` is reached by way of all others; gives the states
    passed. The end may equal the start, so it is not enough to come to the start."""
    passed = [snapshot(client)]
    while passed[-1] != states[0] or any(state not in passed for state in states):
        undo(client)
        passed.append(snapshot(client))
        assert_search_follows_the_records(client)
    return passed


def test_undo_works_after_reopening_and_from_another_process(
    another_client: Callable[[], Backend],
) -> None:
    first = another_client()
    contact = create_contact(first)
    change(first, contact, 1, position="Boss")
    first.close()
    second = another_client()
    undo(second)
    assert read(second, contact).state["position"] is None
    third = another_client()
    redo(third)
    assert read(second, contact).state["position"] == "Boss"


def test_undo_names_what_it_took_back(client: Backend) -> None:
    contact = create_contact(client)
    change(client, contact, 1, position="Boss")
    reversal = undo(client)
    assert (reversal.label, reversal.entries, reversal.kept) == ("Change of a contact", 1, ())


def test_undo_keeps_the_history(client: Backend) -> None:
    contact = create_contact(client)
    change(client, contact, 1, position="Boss")
    undo(client)
    assert [entry.version for entry in entries_of(client, contact)] == [1, 2, 3]


def test_an_older_operation_can_be_undone_alone(client: Backend) -> None:
    contact = create_contact(client)
    older = client.execute(UpdateContact(contact, 1, {"position": "Boss"})).operation_id
    change(client, contact, 2, note="Likes tea")
    undo(client, operation_id=older)
    state = read(client, contact).state
    assert (state["position"], state["note"]) == (None, "Likes tea")


def test_undo_is_refused_when_someone_changed_the_same_field_since(
    another_client: Callable[[], Backend],
) -> None:
    anna, jan = another_client(), another_client()
    contact = create_contact(anna)
    done = anna.execute(UpdateContact(contact, 1, {"position": "Boss"})).operation_id
    change(jan, contact, 2, position="Owner")
    length = journal_length(anna)
    with pytest.raises(Conflict) as caught:
        undo(anna, operation_id=done)
    (conflict,) = caught.value.conflicts
    assert (conflict.field, conflict.theirs) == ("position", "Owner")
    assert journal_length(anna) == length


def test_undo_of_a_birth_is_refused_when_someone_used_the_record_since(client: Backend) -> None:
    company = client.execute(CreateCompany({"name": "Bursztyn"}))
    contact = create_contact(client, companies=[{"company": company.result}])
    with pytest.raises(Conflict):
        undo(client, operation_id=company.operation_id)
    assert read(client, contact).state["companies"][0]["company"] == company.result


def test_undo_of_many_keeps_what_others_changed_and_reports_it(client: Backend) -> None:
    made = client.execute(MakePeople(10, portion=5))
    ids = sorted(key for entity, key in snapshot(client) if entity == "contact")
    change(client, ids[3], 1, note="Called back")
    reversal = undo(client, operation_id=made.operation_id)
    assert (reversal.entries, reversal.kept) == (10, (ids[3],))
    assert [key for entity, key in snapshot(client) if entity == "contact"] == [ids[3]]
    assert_search_follows_the_records(client)


def _two_with_a_link(unit: UnitOfWork) -> list[str]:
    boss = unit.insert("contact", {"family_name": "Boss"})
    relation = {"kind": "assistant_of", "contact": boss}
    return [boss, unit.insert("contact", {"family_name": "Help", "relations": [relation]})]


def test_redo_brings_links_between_the_reborn_back(
    client: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.execute(Write(_two_with_a_link))
    before = snapshot(client)
    undo(client)
    monkeypatch.setattr("crm_desktop.backend.pace.MOST_ROWS", 1)
    redo(client)
    assert snapshot(client) == before


def test_the_same_client_operation_twice_writes_once(client: Backend) -> None:
    key = new_id()
    command = CreateContact({"family_name": "Nowak"})
    first = client.execute(command, operation_id=key)
    length = journal_length(client)
    second = client.execute(command, operation_id=key)
    assert (second.result, second.operation_id) == (first.result, first.operation_id)
    assert journal_length(client) == length


@pytest.mark.parametrize("many", [False, True], ids=["a record", "many"])
def test_what_changes_nothing_is_no_operation_and_undo_goes_to_the_one_before(
    client: Backend, many: bool
) -> None:
    contact = create_contact(client)
    change(client, contact, 1, position="Boss")
    same = {"position": "Boss"}
    command = ChangeMany("contact", (contact,), same) if many else UpdateContact(contact, 2, same)
    assert client.execute(command).operation_id is None
    assert undo(client).label == "Change of a contact"
    assert read(client, contact).state["position"] is None


def test_undo_passes_over_the_empty_operations_of_earlier_versions(client: Backend) -> None:
    create_contact(client)
    client.write(
        partial(operations.begin, operation_id=new_id(), label="x", actor_rid=client.actor.rid)
    )
    assert undo(client).label == "New contact"


def test_two_who_undo_the_same_at_once_undo_it_once(
    another_client: Callable[[], Backend],
) -> None:
    anna, jan = another_client(), another_client()
    contact = create_contact(anna)
    done = anna.execute(UpdateContact(contact, 1, {"position": "Boss"})).operation_id
    start = threading.Barrier(2)
    refused: list[CrmError] = []

    def press(client: Backend) -> None:
        start.wait()
        try:
            undo(client, operation_id=done)
        except (Conflict, NotFound) as error:
            refused.append(error)

    threads = [threading.Thread(target=press, args=(client,)) for client in (anna, jan)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    redo(anna, operation_id=done)
    assert read(anna, contact).state["position"] == "Boss"


def _colleague(unit: UnitOfWork) -> str:
    values = {"full_name": "Jan", "account": "jan", "role": "owner", "active": True}
    return unit.insert("user", values)


def test_undo_never_takes_back_another_persons_work(
    client: Backend, another_client: Callable[[], Backend]
) -> None:
    colleague = read(client, client.execute(Write(_colleague)).result, "user")
    contact = create_contact(client)
    jan = another_client()
    jan.actor = replace(jan.actor, rid=colleague.rid, id=colleague.id)
    with pytest.raises(NotFound):
        undo(jan)
    change(jan, contact, 1, position="Boss")
    undo(jan)
    assert read(client, contact).state["position"] is None
    with pytest.raises(NotFound):
        redo(client)


@pytest.mark.parametrize("command", [UndoOperation(), RedoOperation()])
def test_nothing_to_undo_or_redo_is_said(client: Backend, command: Any) -> None:
    with pytest.raises(NotFound):
        client.execute(command)


def test_what_is_undone_is_not_undone_again(client: Backend) -> None:
    done = client.execute(CreateContact({"family_name": "Nowak"})).operation_id
    undo(client)
    with pytest.raises(NotFound):
        undo(client, operation_id=done)
    redo(client)
    with pytest.raises(NotFound):
        redo(client, operation_id=done)


def test_an_operation_that_never_was_can_not_be_undone(client: Backend) -> None:
    with pytest.raises(NotFound):
        undo(client, operation_id=new_id())
