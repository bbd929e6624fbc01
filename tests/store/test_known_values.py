"""What the pop-overs of filters offer, and lists by groups."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.companies import columns as companies
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts import columns as contacts
from crm_desktop.features.contacts.commands import (
    ArchiveContacts,
    CreateContact,
    DeleteContacts,
)
from crm_desktop.features.contacts.queries import find_list_rows
from crm_desktop.features.tags.queries import all_tags
from crm_desktop.features.views.queries import catalogues_of, context_of
from crm_desktop.features.views.values import values_of
from crm_desktop.filters.ast import Condition, Node, Operator
from crm_desktop.filters.binding import bind

VIP, OPT = {"name": "VIP"}, {"name": "Опт"}


@pytest.fixture
def people(client: Backend) -> dict[str, str]:
    """Some people: ids by last name."""
    made: dict[str, dict[str, Any]] = {
        "Adamek": {"tags": [VIP, OPT], "status": "client", "owner": client.actor.id},
        "Bielak": {"tags": [VIP], "status": "client", "companies": [{"company": {"name": "Świt"}}]},
        "Cichy": {"tags": [OPT, VIP], "status": "partner", "blacklisted": "dług"},
        "Duda": {"source": "Targi", "companies": [{"company": {"name": "Zorza"}}]},
        "Ewa": {"tags": [VIP], "status": "client"},
        "Frycz": {"tags": [VIP], "status": "client"},
    }
    cities = {
        "Adamek": ["Орёл", "ОРЕЛ"],
        "Bielak": ["Орел"],
        "Cichy": ["Łódź"],
        "Ewa": ["Łódź"],
        "Frycz": ["Łódź"],
    }
    ids = {}
    for name, values in made.items():
        places = [{"city": city} for city in cities.get(name, ())]
        command = CreateContact({"family_name": name, "addresses": places, **values})
        ids[name] = str(client.execute(command).result)
    client.execute(ArchiveContacts((ids["Ewa"],)))
    client.execute(DeleteContacts((ids["Frycz"],)))
    return ids


def offered(client: Backend, field: str, text: str = "", rest: Node | None = None) -> list[Any]:
    found = client.ask(values_of, "contact", field, text, rest, 50)
    return [(one.label, one.count) for one in found]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("tags", [("VIP", 3), ("Опт", 2)]),
        ("city", [("Орел", 2), ("Łódź", 1)]),
        ("source", [("Targi", 1)]),
        (
            "status",
            [
                ("Client", 2), ("Partner", 1), ("Former client", 0), ("Potential client", 0),
                ("Supplier", 0),
            ],
        ),
        ("family_name", [("Adamek", 1), ("Bielak", 1), ("Cichy", 1), ("Duda", 1)]),
        ("note", []),
        ("birthday", []),
        ("touched", []),
    ],
)  # fmt: skip
def test_values_are_counted_in_the_current_list_the_commonest_first(
    client: Backend, field: str, expected: list[Any]
) -> None:
    found = offered(client, field)
    assert [(label.replace("ОРЕЛ", "Орел").replace("Орёл", "Орел"), n) for label, n in found] == (
        expected
    )


@pytest.mark.usefixtures("people")
def test_values_are_counted_under_the_rest_of_the_filter(client: Backend) -> None:
    clients = Condition("status", Operator.IS, "client")
    assert offered(client, "tags", rest=clients) == [("VIP", 2), ("Опт", 1)]
    assert offered(client, "status", rest=Condition("city", Operator.HAS_ANY, ("łódź",)))[0] == (
        "Partner",
        1,
    )


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [("tags", "опт", ["Опт"]), ("city", "lod", ["Łódź"]), ("status", "PART", ["Partner"])],
)
def test_values_are_sought_by_any_part_of_their_name(
    client: Backend, field: str, text: str, expected: list[str]
) -> None:
    assert [label for label, _number in offered(client, field, text)] == expected


@pytest.mark.usefixtures("people")
def test_an_offered_value_finds_as_many_records_as_it_says(client: Backend) -> None:
    catalogues = client.ask(catalogues_of)
    for field in ("tags", "city", "status", "source", "owner", "blacklisted"):
        operator = Operator.HAS_ANY if field in ("tags", "city") else Operator.IS
        for one in client.ask(values_of, "contact", field):
            value = (one.value,) if operator is Operator.HAS_ANY else one.value
            bound = bind(Condition(field, operator, value), "contact", catalogues)
            order = ListOrder(filter=bound, context=client.ask(context_of))
            assert len(client.ask(contacts.find_order, order)) == one.count, (field, one)


def test_owners_and_parents_are_offered_by_name(client: Backend, people: dict[str, str]) -> None:
    (owner,) = client.ask(values_of, "contact", "owner")
    assert (owner.value, owner.label, owner.count) == (client.actor.id, client.actor.name, 1)
    mother = client.execute(CreateCompany({"name": "Matka"})).result
    client.execute(CreateCompany({"name": "Córka", "parent": mother}))
    (parent,) = client.ask(values_of, "company", "parent")
    assert (parent.value, parent.label, parent.count) == (mother, "Matka", 1)
    assert people


def test_tags_are_offered_with_their_colours(client: Backend, people: dict[str, str]) -> None:
    own = {tag.name: tag.colour for tag in client.ask(all_tags).values()}
    offered = {one.label: one.colour for one in client.ask(values_of, "contact", "tags")}
    assert offered == own
    assert len(set(own.values())) == len(own) == len((VIP, OPT))
    (owner,) = client.ask(values_of, "contact", "owner")
    assert owner.colour is None, "people have none that a filter shows"
    assert people


def test_values_of_no_field_are_refused(client: Backend) -> None:
    with pytest.raises(Invalid):
        client.ask(values_of, "contact", "shoe")


# Groups


def grouped(client: Backend, group: str, **options: Any) -> list[tuple[str, list[str]]]:
    grouping = client.ask(contacts.find_groups, ListOrder(**options), group)
    lines = iter(client.ask(find_list_rows, grouping.order))
    return [(one.label, [next(lines).name for _ in range(one.count)]) for one in grouping.groups]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("tag", [("VIP", "AB"), ("Опт", "C"), ("", "D")]),
        ("status", [("Client", "AB"), ("Partner", "C"), ("", "D")]),
        ("company", [("Świt", "B"), ("Zorza", "D"), ("", "AC")]),
        ("source", [("Targi", "D"), ("", "ABC")]),
    ],
)
def test_a_list_is_arranged_group_by_group_those_without_one_last(
    client: Backend, group: str, expected: list[tuple[str, str]]
) -> None:
    shown = [(label, "".join(name[0] for name in names)) for label, names in grouped(client, group)]
    assert shown == expected


@pytest.mark.usefixtures("people")
def test_inside_a_group_the_order_of_the_list_holds(client: Backend) -> None:
    assert grouped(client, "status", descending=True)[0] == ("Client", ["Bielak", "Adamek"])
    assert sum(len(names) for _label, names in grouped(client, "city", sort="created")) == 4


def test_groups_of_an_empty_list_are_none(client: Backend) -> None:
    assert grouped(client, "tag") == []
    assert client.ask(companies.find_groups, ListOrder(), "owner").groups == ()


def test_people_are_grouped_by_the_month_of_the_last_touch(
    client: Backend, people: dict[str, str]
) -> None:
    touches = {"Adamek": "2026-03-14T10:00:00.000Z", "Bielak": "2026-02-14T10:00:00.000Z"}
    for name, moment in touches.items():
        values = {"kind": "call", "title": "x", "done_at": moment, "contacts": [people[name]]}
        client.execute(CreateActivity(values))
    assert grouped(client, "last_touch") == [
        ("March 2026", ["Adamek"]),
        ("February 2026", ["Bielak"]),
        ("", ["Cichy", "Duda"]),
    ]


def test_last_touch_and_next_step_are_columns_and_orders_of_the_lists(
    client: Backend, people: dict[str, str]
) -> None:
    call = {"kind": "call", "title": "x", "contacts": [people["Duda"]]}
    client.execute(CreateActivity({**call, "done_at": "2026-03-14T10:00:00.000Z"}))
    client.execute(CreateActivity({**call, "due_at": iso(now())}))
    for sort in ("last_touch", "next_step"):
        order = client.ask(contacts.find_order, ListOrder(sort=sort))
        found = client.ask(contacts.find_more, order, ["last_touch", "next_step", "city"])
        assert found[order[0]][sort] is not None
        assert found[order[1]][sort] is None
        assert find_name(client, order[0]) == "Duda"


def find_name(client: Backend, rid: int) -> str:
    return client.ask(find_list_rows, [rid])[0].name


@pytest.mark.usefixtures("people")
def test_texts_with_an_index_are_counted_by_it_alike(client: Backend) -> None:
    made = [
        client.execute(CreateContact({"family_name": f"Seller {n}", "position": position})).result
        for n, position in enumerate(("Sprzedawca", "sprzedawca", "Dyrektor", "Sprzedawca", None))
    ]
    client.execute(ArchiveContacts((str(made[3]),)))
    assert [(label.lower(), n) for label, n in offered(client, "position")] == [
        ("sprzedawca", 2),
        ("dyrektor", 1),
    ]
    assert offered(client, "position", "dyr") == [("Dyrektor", 1)]
    client.execute(DeleteContacts((str(made[2]),)))
    assert offered(client, "position", "dyr") == []
    everybody = Condition("family_name", Operator.NOT_EMPTY)
    assert [n for _label, n in offered(client, "position", "", everybody)] == [2]
