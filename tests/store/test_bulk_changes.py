"""The same change for many records: only what differs changes, one undo takes it all back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crm_desktop.backend.access import ROLES
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.backend.work import Progress
from crm_desktop.core.errors import Cancelled, Forbidden, Invalid, NotFound
from crm_desktop.core.ids import new_id
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.common.listing import WHOLE_LIST, ListOrder, Shelf
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.data.bulk import rules
from crm_desktop.features.data.bulk.commands import (
    ChangeMany,
    DeleteMany,
    JoinCompany,
    PlanMany,
    TagMany,
)
from crm_desktop.features.data.bulk.queries import preview_change, preview_tags
from crm_desktop.features.deals.commands import ArchiveManyDeals
from crm_desktop.features.products.commands import CreateProduct
from crm_desktop.store.records import State
from tests.store.dealing import desk
from tests.store.workshop import MakePeople, assert_search_follows_the_records, snapshot


@pytest.fixture
def people(client: Backend) -> tuple[str, ...]:
    """Four people; Anna is a client with the tag "Key" already."""
    made = [
        CreateContact({"given_name": "Anna", "status": "client", "tags": [{"name": "Key"}]}),
        *(CreateContact({"given_name": name}) for name in ("Borys", "Celina", "Daria")),
    ]
    return tuple(str(client.execute(command).result) for command in made)


def state_of(client: Backend, record_id: str, entity: str = "contact") -> State:
    return snapshot(client)[entity, record_id]


def rids(client: Backend) -> list[int]:
    return list(client.ask(contacts.find_order, WHOLE_LIST))


def key_tag(client: Backend, people: tuple[str, ...]) -> str:
    return str(state_of(client, people[0])["tags"][0])


def test_all_get_the_value_and_one_undo_takes_it_back(
    client: Backend, people: tuple[str, ...]
) -> None:
    before = snapshot(client)
    told: list[Progress] = []
    values = {"status": "client", "source": " Fair "}
    outcome = client.execute(ChangeMany("contact", people, values), on_progress=told.append)
    assert outcome.result == 4
    assert told[-1] == Progress("write", 4, 4)
    assert {state_of(client, key)["source"] for key in people} == {"Fair"}
    assert {state_of(client, key)["status"] for key in people} == {"client"}
    assert_search_follows_the_records(client)
    client.execute(UndoOperation())
    assert snapshot(client) == before


def test_the_preview_counts_those_that_would_change(
    client: Backend, people: tuple[str, ...]
) -> None:
    found = client.ask(
        preview_change, "contact", [*rids(client), 999_999], {"status": "client"}, None
    )
    assert (found.present, found.changing) == (4, 3)
    assert found.names == ("Borys", "Celina", "Daria")
    changed = client.execute(ChangeMany("contact", people, {"status": "client"})).result
    assert changed == found.changing


def test_an_owner_is_given_to_many(client: Backend, people: tuple[str, ...]) -> None:
    wanted = {"owner": client.actor.id}
    found = client.ask(preview_change, "contact", rids(client), wanted, None)
    client.execute(ChangeMany("contact", people, wanted))
    assert {state_of(client, key)["owner"] for key in people} == {client.actor.id}
    assert client.ask(preview_change, "contact", rids(client), wanted, None).changing == 0
    assert found.changing == 4


def test_tags_are_put_on_and_taken_off(client: Backend, people: tuple[str, ...]) -> None:
    key = key_tag(client, people)
    assert client.ask(preview_tags, "contact", rids(client), [key], []).changing == 3
    assert client.ask(preview_tags, "contact", rids(client), [], [key]).names == ("Anna",)
    before = snapshot(client)
    client.execute(TagMany("contact", people, ({"name": "key"}, {"name": "New"})))
    assert [len(state_of(client, one)["tags"]) for one in people] == [2, 2, 2, 2]
    client.execute(TagMany("contact", people, (), (key,)))
    assert [len(state_of(client, one)["tags"]) for one in people] == [1, 1, 1, 1]
    assert_search_follows_the_records(client)
    client.execute(UndoOperation())
    client.execute(UndoOperation())
    assert snapshot(client) == before


def test_a_custom_field_is_set_beside_the_others_of_each_record(
    client: Backend, people: tuple[str, ...]
) -> None:
    made = (
        CreateCustomField({"entity": "contact", "label": n, "type": "number"})
        for n in ("Area", "Sum")
    )
    area, total = (str(client.execute(command).result) for command in made)
    client.execute(ChangeMany("contact", people[:1], {"custom": {f"custom:{total}": "5"}}))
    wanted = {"custom": {f"custom:{area}": "12,5"}}
    assert client.ask(preview_change, "contact", rids(client), wanted, None).changing == 4
    client.execute(ChangeMany("contact", people, wanted))
    values = [{i["field"]: i["value"] for i in state_of(client, p)["custom"]} for p in people]
    assert values == [{total: 5, area: 12.5}, {area: 12.5}, {area: 12.5}, {area: 12.5}]
    assert client.ask(preview_change, "contact", rids(client), wanted, None).changing == 0


def test_many_deals_get_tags_and_values_and_go_to_the_archive(client: Backend) -> None:
    made = desk(client)
    keys = tuple(made.deal(title) for title in ("Gym", "Office"))
    before = snapshot(client)
    values = {"expected_close": "2099-10-30", "chance": 70, "source": "Fair"}
    rids = [made.read(key).rid for key in keys]
    assert client.ask(preview_change, "deal", rids, values, None).changing == 2
    for command in (
        ChangeMany("deal", keys, values),
        TagMany("deal", keys, ({"name": "Key"},)),
        PlanMany("deal", keys, {"kind": "task", "title": "Call"}),
        ArchiveManyDeals(keys),
    ):
        client.execute(command)
    for row in map(made.read, keys):
        assert (str(row.expected_close), row.chance, row.source) == ("2099-10-30", 70, "Fair")
        assert [tag.name for tag in row.tags] == ["Key"]
        assert row.is_archived
        assert len(client.ask(find_open, "deal", row.id)) == 1
    for _step in range(4):
        client.execute(UndoOperation())
    assert snapshot(client) == before


@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
def test_many_products_get_the_same_vat(client: Backend) -> None:
    made = [CreateProduct({"name": "Lamp", "vat": 2200}), CreateProduct({"name": "Survey"})]
    ids = tuple(str(client.execute(one).result) for one in made)
    assert client.execute(ChangeMany("product", ids, {"vat": 2200})).result == 1
    assert [state_of(client, one, "product")["vat"] for one in ids] == [2200, 2200]
    with pytest.raises(Invalid):
        client.execute(ChangeMany("product", ids, {"name": "One"}))


def test_no_company_becomes_its_own_parent(client: Backend) -> None:
    firms = [str(client.execute(CreateCompany({"name": n})).result) for n in ("Alfa", "Beta")]
    client.execute(ChangeMany("company", tuple(firms), {"parent": firms[0]}))
    parents = [state_of(client, key, "company")["parent"] for key in firms]
    assert parents == [None, firms[0]]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"status": "friend"}, "status"),
        ({"given_name": "X"}, "given_name"),
        ({"phones": []}, "phones"),
        ({"owner": "nobody"}, "owner"),
    ],
)
def test_what_is_refused_changes_nobody(
    client: Backend, people: tuple[str, ...], values: dict[str, Any], field: str
) -> None:
    before = snapshot(client)
    with pytest.raises(Invalid) as refused:
        client.execute(ChangeMany("contact", people, values))
    assert refused.value.field == field
    assert snapshot(client) == before


def test_an_owner_who_is_gone_is_refused(client: Backend, people: tuple[str, ...]) -> None:
    with pytest.raises(NotFound):
        client.execute(ChangeMany("contact", people, {"owner": str(new_id())}))


def test_those_deleted_meanwhile_are_passed_over(client: Backend, people: tuple[str, ...]) -> None:
    ids = (*people, str(new_id()))
    assert client.execute(ChangeMany("contact", ids, {"status": "partner"})).result == 4


def test_many_go_to_the_bin_and_come_back(client: Backend, people: tuple[str, ...]) -> None:
    client.execute(DeleteMany("contact", people))
    assert rids(client) == []
    assert len(client.ask(contacts.find_order, ListOrder(Shelf.BIN))) == 4
    client.execute(DeleteMany("contact", people[:2], deleted=False))
    assert len(rids(client)) == 2


def test_stopping_takes_all_back(client: Backend) -> None:
    client.execute(MakePeople(600))
    ids = tuple(row.id for row in client.ask(contacts.find_list_rows, rids(client)))
    before = snapshot(client)

    def stop(_progress: Progress) -> None:
        running.cancel()

    running = client.start(ChangeMany("contact", ids, {"source": "Fair"}), on_progress=stop)
    with pytest.raises(Cancelled):
        running.future.result()
    assert snapshot(client) == before


@pytest.mark.parametrize("entity", ["contact", "company"])
def test_the_right_for_the_kind_of_record_is_asked_for_as_well(
    client: Backend, entity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "clerk", ("data:bulk:write",))
    client.actor = replace(client.actor, role="clerk")
    commands = (
        (ChangeMany(entity, (), {"status": "client"}), rules.WRITE[entity]),
        (TagMany(entity, (), ()), rules.WRITE[entity]),
        (DeleteMany(entity, ()), rules.DELETE[entity]),
    )
    for command, permission in commands:
        with pytest.raises(Forbidden) as refused:
            client.execute(command)
        assert refused.value.permission == permission


def test_people_come_to_a_company_first_of_all_and_stay_with_their_others(
    client: Backend, people: tuple[str, ...]
) -> None:
    old, new = (
        str(client.execute(CreateCompany({"name": name})).result) for name in ("Old", "New")
    )
    client.execute(JoinCompany(old, people[:1]))
    before = snapshot(client)
    assert client.execute(JoinCompany(new, people[:2])).result == 2

    def links(key: str) -> list[tuple[str, bool]]:
        return [(link["company"], link["primary"]) for link in state_of(client, key)["companies"]]

    assert sorted(links(people[0])) == sorted([(new, True), (old, False)])
    assert links(people[1]) == [(new, True)]
    assert client.execute(JoinCompany(new, people[:2])).result == 0
    assert_search_follows_the_records(client)
    client.execute(UndoOperation())
    assert snapshot(client) == before
