"""One transaction writes the record, its lists, its search document and the journal, or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core.clock import iso
from crm_desktop.core.errors import NotFound
from crm_desktop.core.ids import new_id
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.contacts.tables import contact as contact_table
from crm_desktop.store.journal import Entry
from crm_desktop.store.metadata import operation
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.workshop import (
    TrialError,
    Write,
    assert_search_follows_the_records,
    change,
    count,
    create_contact,
    entries_of,
    journal_length,
    phone,
    read,
    snapshot,
)

NOBODY = "0199aaaa-0000-7000-8000-000000000000"


def _last_entry(client: Backend, record_id: str) -> Entry:
    return entries_of(client, record_id)[-1]


def test_a_new_record_comes_with_its_lists_its_document_and_one_entry(client: Backend) -> None:
    contact = create_contact(client, phones=[{"value": "+48 512 000 001"}], languages=["pl", "en"])
    state = read(client, contact).state
    assert state["family_name"] == "Nowak"
    assert state["languages"] == ["pl", "en"]
    assert [item["value"] for item in state["phones"]] == ["+48512000001"]
    assert_search_follows_the_records(client)
    assert [entry.kind for entry in entries_of(client, contact)] == ["insert"]


def _insert_and_fail(unit: UnitOfWork) -> None:
    unit.insert("contact", {"family_name": "Ghost", "phones": [phone(1)]})
    raise TrialError


def test_a_handler_that_fails_in_the_middle_leaves_nothing(client: Backend) -> None:
    create_contact(client)
    before = snapshot(client), journal_length(client), count(client, operation)
    with pytest.raises(TrialError):
        client.execute(Write(_insert_and_fail))
    assert (snapshot(client), journal_length(client), count(client, operation)) == before
    assert_search_follows_the_records(client)


def test_an_insert_journals_no_fields(client: Backend) -> None:
    contact = create_contact(client)
    entry = _last_entry(client, contact)
    assert (entry.kind, entry.version, entry.fields) == ("insert", 1, {})


def test_a_change_journals_old_and_new_of_exactly_the_changed_fields(client: Backend) -> None:
    contact = create_contact(client, position="Boss")
    change(client, contact, 1, position="Owner", family_name="Nowak")
    entry = _last_entry(client, contact)
    assert (entry.kind, entry.version) == ("update", 2)
    assert entry.fields == {"position": ["Boss", "Owner"]}


def test_a_list_is_journaled_as_a_field_of_its_record_and_its_version_counts(
    client: Backend,
) -> None:
    contact = create_contact(client, phones=[phone(1)])
    change(client, contact, 1, phones=[phone(1), phone(2, kind="work", primary=False)])
    old, new = _last_entry(client, contact).fields["phones"]
    assert (old, new) == ([phone(1)], [phone(1), phone(2, kind="work", primary=False)])
    assert read(client, contact).version == 2


def test_a_deletion_journals_the_whole_record(client: Backend) -> None:
    contact = create_contact(client, phones=[phone(1)], position="Boss")
    before = read(client, contact)
    client.execute(Write(lambda unit: unit.delete_many("contact", [unit.load("contact", contact)])))
    entry = _last_entry(client, contact)
    assert (entry.kind, entry.version) == ("delete", 2)
    known = {name: old for name, (old, _new) in entry.fields.items()}
    assert known.pop("created_at") == iso(before.created_at)
    assert known == {name: v for name, v in before.state.items() if v not in (None, [])}
    assert_search_follows_the_records(client)


def test_saving_what_is_there_already_writes_nothing(client: Backend) -> None:
    contact = create_contact(client, position="Boss")
    length = journal_length(client)
    change(client, contact, 1, position="Boss")
    assert (read(client, contact).version, journal_length(client)) == (1, length)


def test_the_version_counts_every_change(client: Backend) -> None:
    contact = create_contact(client)
    for version in (1, 2, 3):
        change(client, contact, version, note=f"Note {version}")
    assert read(client, contact).version == 4
    assert [entry.version for entry in entries_of(client, contact)] == [1, 2, 3, 4]


@pytest.mark.parametrize("write", ["insert", "update"])
def test_a_field_that_the_record_does_not_have_is_a_bug(client: Backend, write: str) -> None:
    contact = create_contact(client)

    def function(unit: UnitOfWork) -> None:
        if write == "insert":
            unit.insert("contact", {"shoe_size": 44})
        else:
            unit.update("contact", contact, {"shoe_size": 44}, None)

    with pytest.raises(ValueError, match="shoe_size"):
        client.execute(Write(function))


def test_one_of_many_new_records_that_cannot_be_made_leaves_none_of_them(client: Backend) -> None:
    many: list[dict[str, Any]] = [{"family_name": f"Nowak {number}"} for number in range(40)]

    def write(unit: UnitOfWork) -> None:
        unit.insert_many("contact", [NewRecord(one) for one in many])

    many[30]["shoe_size"] = 44
    with pytest.raises(ValueError, match="shoe_size"):
        client.execute(Write(write))
    del many[30]["shoe_size"]
    client.execute(Write(write))
    assert count(client, contact_table) == 40


def test_new_records_of_one_portion_may_point_at_each_other(client: Backend) -> None:
    boss, clerk = str(new_id()), str(new_id())
    under = {"kind": "manager_of", "contact": boss}
    first = NewRecord({"family_name": "Kim", "relations": [under]}, clerk)
    client.execute(
        Write(
            lambda unit: unit.insert_many(
                "contact", [first, NewRecord({"family_name": "Lis"}, boss)]
            )
        )
    )
    assert read(client, clerk).state["relations"] == [under]


def test_changing_a_record_that_is_gone_says_so(client: Backend) -> None:
    with pytest.raises(NotFound):
        change(client, NOBODY, 1, position="Boss")


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("owner", NOBODY, None),
        ("tags", [NOBODY], []),
        ("companies", [{"company": NOBODY, "position": None, "primary": True}], []),
    ],
)
def test_a_link_to_what_is_gone_is_neither_kept_nor_journaled(
    client: Backend, field: str, value: Any, kept: Any
) -> None:
    """Undo and imports bring such links back; commands refuse them (test_links)."""
    values = {"given_name": "Anna", field: value}
    contact = str(client.execute(Write(lambda unit: unit.insert("contact", values))).result)
    assert read(client, contact).state[field] == kept
    changes = {field: value, "position": "Boss"}
    client.execute(Write(lambda unit: unit.update("contact", contact, changes, 1)))
    assert read(client, contact).state[field] == kept
    assert _last_entry(client, contact).fields == {"position": [None, "Boss"]}


def test_people_are_found_by_their_companies_present_names(client: Backend) -> None:
    company = client.execute(CreateCompany({"name": "Bursztyn"})).result
    create_contact(client, companies=[{"company": company, "position": "Boss"}])
    assert_search_follows_the_records(client)
    client.execute(UpdateCompany(company, 1, {"name": "Amber"}))
    assert_search_follows_the_records(client)
