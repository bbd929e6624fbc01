"""Saved views and favourites: whose they are, who may change them, what they list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Conflict, Forbidden, Invalid, NotFound
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.contacts.commands import CreateContact, DeleteContacts
from crm_desktop.features.custom_fields.commands import CreateCustomField, DeleteCustomFields
from crm_desktop.features.views.commands import (
    DeleteViews,
    MoveFavourite,
    MoveView,
    Pin,
    SaveView,
    Unpin,
    UpdateView,
)
from crm_desktop.features.views.looks import values_of_view
from crm_desktop.features.views.queries import (
    count_view,
    find_favourites,
    find_view,
    find_views,
    get_view,
    list_order,
)
from crm_desktop.features.views.rows import ViewLook, ViewRow
from crm_desktop.filters import codec
from crm_desktop.filters.ast import EVERYTHING, ME, Condition, Node, Operator
from crm_desktop.filters.binding import MAX_VALUES
from tests.store.conftest import OpenClient
from tests.store.workshop import Write

NOBODY = "01a201df-0885-777e-84b2-ebb74cb8a2e9"
CLIENTS = Condition("status", Operator.IS, "client")
LOOK = ViewLook(
    ("name", "city"),
    {"name": 210},
    "city",
    True,
    "owner",
    "compact",
    preview=False,
    shelf="archive",
)


def save(client: Backend, name: str, root: Node = CLIENTS, **options: Any) -> str:
    values = values_of_view("contact", name, root, options.pop("look", ViewLook()), **options)
    return str(client.execute(SaveView(values)).result)


def saved(client: Backend, entity: str = "contact") -> list[ViewRow]:
    return [one for one in client.ask(find_views, entity) if not one.preset]


def names(client: Backend) -> list[str]:
    return [one.name for one in saved(client)]


@pytest.fixture
def colleague(client: Backend, another_client: OpenClient) -> Backend:
    """Somebody else at the same workspace, who may do everything."""
    return as_somebody(client, another_client(), "owner")


def as_somebody(client: Backend, other: Backend, role: str) -> Backend:
    values = {"full_name": "Zofia", "account": None, "role": role, "active": True}
    user_id = client.execute(Write(lambda unit: unit.insert("user", values))).result
    rid = client.ask(lambda reader: _rid_of(reader, user_id))
    other.actor = replace(other.actor, rid=rid, id=user_id, name="Zofia", role=role)
    return other


def _rid_of(reader: Any, user_id: str) -> int:
    table = reader.registry["user"].table
    rows = reader.connection.execute(table.select()).all()
    return int(next(row.rid for row in rows if str(row.id) == user_id))


def test_a_view_keeps_its_filter_and_its_whole_look(client: Backend) -> None:
    view_id = save(client, "Archiwum", look=LOOK)
    (kept,) = saved(client)
    assert kept == ViewRow(
        view_id, 1, "contact", "Archiwum", CLIENTS, LOOK, False, client.actor.id,
        client.actor.name, mine=True,
    )  # fmt: skip
    assert client.ask(get_view, view_id) == kept
    assert saved(client, "company") == []


def test_the_views_that_come_with_the_program_stand_first(client: Backend) -> None:
    save(client, "Klienci")
    offered = client.ask(find_views, "contact")
    assert offered[0].preset == "all"
    assert offered[-1].name == "Klienci"
    assert {"mine", "new", "blacklist"} <= {one.preset for one in offered}
    companies = {one.preset for one in client.ask(find_views, "company")}
    assert {"without-contact", "mine"} <= companies


@pytest.mark.parametrize("entity", ["contact", "company"])
def test_every_preset_can_be_counted(client: Backend, entity: str) -> None:
    client.execute(CreateContact({"family_name": "Nowak", "owner": client.actor.id}))
    client.execute(CreateCompany({"name": "Wektor", "owner": client.actor.id}))
    counts = {one.preset: client.ask(count_view, one) for one in client.ask(find_views, entity)}
    assert counts["all"] == counts["mine"] == counts["new"] == 1
    assert counts["blacklist"] == 0


def test_a_preset_can_be_copied_but_not_changed(client: Backend) -> None:
    mine = next(one for one in client.ask(find_views, "contact") if one.preset == "mine")
    for command in (UpdateView(mine.id, 0, {"name": "x"}), DeleteViews((mine.id,))):
        with pytest.raises(Invalid, match="comes with the program"):
            client.execute(command)
    save(client, "Moi", mine.filter)
    assert names(client) == ["Moi"]


def test_mine_is_whoever_looks(client: Backend, colleague: Backend) -> None:
    client.execute(CreateContact({"family_name": "Nowak", "owner": client.actor.id}))
    save(client, "Moi", Condition("owner", Operator.IS, ME), shared=True)
    (view,) = saved(client)
    assert client.ask(count_view, view) == 1
    assert colleague.ask(count_view, view) == 0


def test_a_private_view_is_its_owners_alone(client: Backend, colleague: Backend) -> None:
    view_id = save(client, "Moi")
    assert names(colleague) == []
    assert colleague.ask(get_view, view_id) is None
    for command in (
        UpdateView(view_id, 1, {"name": "Cudzy"}),
        DeleteViews((view_id,)),
        MoveView(view_id, 0),
    ):
        with pytest.raises(NotFound):
            colleague.execute(command)
    with pytest.raises(NotFound):
        colleague.execute(Pin("view", view_id))
    assert names(client) == ["Moi"]


def test_a_shared_view_is_seen_by_all_with_its_owners_name(
    client: Backend, colleague: Backend
) -> None:
    save(client, "Wspólny", shared=True)
    (seen,) = saved(colleague)
    assert (seen.name, seen.owner_id, seen.mine) == ("Wspólny", client.actor.id, False)


def test_sharing_and_changing_what_is_shared_need_the_right(
    client: Backend, another_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = {"owner": ("*",), "writer": ("*:read", "*:write")}
    monkeypatch.setattr("crm_desktop.backend.access.ROLES", roles)
    writer = as_somebody(client, another_client(), "writer")
    shared = save(client, "Wspólny", shared=True)
    own = save(writer, "Moi")
    refused = [
        SaveView(values_of_view("contact", "Nowy", CLIENTS, ViewLook(), shared=True)),
        UpdateView(own, 1, {"shared": True}),
        UpdateView(shared, 1, {"name": "Inny"}),
        MoveView(shared, 0),
        DeleteViews((shared,)),
    ]
    for command in refused:
        with pytest.raises(Forbidden) as error:
            writer.execute(command)
        assert error.value.permission == "views:view:share"
    assert names(writer) == ["Wspólny", "Moi"]


@pytest.mark.parametrize("again", ["Klienci", "KLIENCI", " klienci ", "All", "BLACKLIST"])
def test_a_name_is_given_once_for_a_person_and_a_list(client: Backend, again: str) -> None:
    save(client, "Klienci")
    with pytest.raises(Invalid) as refused:
        save(client, again)
    assert refused.value.field == "name"
    assert names(client) == ["Klienci"]


def test_other_people_other_lists_and_removed_views_leave_a_name_free(
    client: Backend, colleague: Backend
) -> None:
    first = save(client, "Klienci")
    save(colleague, "Klienci")
    client.execute(SaveView(values_of_view("company", "Klienci", EVERYTHING, ViewLook())))
    client.execute(DeleteViews((first,)))
    second = save(client, "Klienci")
    with pytest.raises(Invalid):
        client.execute(DeleteViews((first,), deleted=False))
    client.execute(UpdateView(second, 1, {"name": "KLIENCI"}))
    client.execute(UpdateView(second, 2, {"name": "Inni"}))
    client.execute(DeleteViews((first,), deleted=False))
    assert names(client) == ["Klienci", "Inni"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"filter": {"version": 1, "filter": {"field": "shoe", "is": "43"}}}, "shoe"),
        ({"filter": {"version": 1}}, "filter"),
        ({"filter": {"version": 1, "filter": {"field": "status", "is": "x"}}}, "status"),
        ({"look": {"columns": 5}}, "look"),
        ({"look": {"columns": ["x" * 65]}}, "look"),
        ({"look": {"widths": {"name": -1}}}, "look"),
        ({"look": {"shelf": "attic"}}, "look"),
        ({"look": {"paper": "blue"}}, "look"),
        ({"look": []}, "look"),
        ({"shared": 1}, "shared"),
        ({"colour": "red"}, "colour"),
        ({"entity": "company"}, "entity"),
    ],
)
def test_what_fits_no_view_is_refused_with_its_field(
    client: Backend, change: dict[str, Any], field: str
) -> None:
    view_id = save(client, "Klienci")
    before = saved(client)
    with pytest.raises(Invalid) as refused:
        client.execute(UpdateView(view_id, 1, change))
    assert refused.value.field == field
    assert saved(client) == before


@pytest.mark.parametrize("entity", ["shoe", None, "user", 5])
def test_only_lists_have_views(client: Backend, entity: Any) -> None:
    values = {**values_of_view("contact", "Widok", CLIENTS, ViewLook()), "entity": entity}
    with pytest.raises(Invalid):
        client.execute(SaveView(values))


def test_the_largest_filter_can_be_kept(client: Backend) -> None:
    many = tuple(f"miasto {number}" for number in range(MAX_VALUES))
    view_id = save(client, "Miasta", Condition("city", Operator.HAS_ANY, many))
    view = client.ask(get_view, view_id)
    assert view is not None
    assert client.ask(count_view, view) == 0


def test_people_who_change_different_things_of_a_view_both_win(
    client: Backend, colleague: Backend
) -> None:
    view_id = save(client, "Wspólny", shared=True)
    client.execute(UpdateView(view_id, 1, {"name": "Nasz"}))
    colleague.execute(UpdateView(view_id, 1, {"look": {"group": "city"}}))
    (view,) = saved(client)
    assert (view.name, view.look.group, view.version) == ("Nasz", "city", 3)
    with pytest.raises(Conflict):
        colleague.execute(UpdateView(view_id, 1, {"name": "Ich"}))


def test_what_was_done_to_views_can_be_undone(client: Backend) -> None:
    view_id = save(client, "Klienci")
    client.execute(UpdateView(view_id, 1, {"filter": codec.to_json(EVERYTHING)}))
    client.execute(DeleteViews((view_id,)))
    client.execute(UndoOperation())
    client.execute(UndoOperation())
    assert [(one.name, one.filter) for one in saved(client)] == [("Klienci", CLIENTS)]


@pytest.mark.parametrize(
    ("moved", "to", "expected"),
    [
        ("c", 0, "cab"), ("a", 1, "bac"), ("a", 2, "bca"), ("b", 1, "abc"), ("a", 99, "bca"),
        ("c", -5, "cab"),
    ],
)  # fmt: skip
def test_tabs_stand_where_they_are_put(client: Backend, moved: str, to: int, expected: str) -> None:
    ids = {name: save(client, name) for name in "abc"}
    client.execute(MoveView(ids[moved], to))
    assert "".join(names(client)) == expected


def test_a_view_is_found_by_its_name_and_a_preset_by_its_code_too(
    client: Backend, colleague: Backend
) -> None:
    save(colleague, "klienci", shared=True)
    own = save(client, "Klienci")
    found = client.ask(find_view, "contact", "KLIENCI")
    assert found is not None
    assert found.id == own
    for name in ("mine", "My clients"):
        preset = client.ask(find_view, "contact", name)
        assert preset is not None
        assert preset.preset == "mine"
    assert client.ask(find_view, "contact", "nic") is None


def test_a_view_lists_its_records_in_its_order(client: Backend) -> None:
    for name, status in (("A", "client"), ("B", "partner"), ("C", "client")):
        client.execute(CreateContact({"family_name": name, "status": status}))
    save(client, "Klienci", look=ViewLook(descending=True))
    (view,) = saved(client)
    order = client.ask(contacts.find_order, client.ask(list_order, view))
    lines = client.ask(contacts.find_list_rows, order)
    assert [line.name for line in lines] == ["C", "A"]
    assert client.ask(count_view, view) == 2


def test_a_view_that_asks_for_a_field_that_is_gone_says_so(client: Backend) -> None:
    gone = codec.to_json(Condition("shoe", Operator.IS, "43"))
    values = {
        "listed": "contact", "name": "Buty", "filter": gone, "look": {}, "shared": False,
        "position": 1.0, "owner": client.actor.id,
    }  # fmt: skip
    client.execute(Write(lambda unit: unit.insert("view", values)))
    (view,) = saved(client)
    with pytest.raises(Invalid, match=r"“Buty”.*“shoe”.*Remove this condition"):
        client.ask(list_order, view)


def test_a_view_that_asks_for_a_deleted_field_names_it_as_people_do(client: Backend) -> None:
    values = {"entity": "contact", "label": "Rozmiar", "type": "text"}
    field_id = client.execute(CreateCustomField(values)).result
    save(client, "Rozmiary", Condition(f"custom:{field_id}", Operator.NOT_EMPTY))
    (view,) = saved(client)
    assert client.ask(count_view, view) == 0
    client.execute(DeleteCustomFields((field_id,)))
    with pytest.raises(Invalid, match=r"“Rozmiary”.*“Rozmiar”, which was deleted"):
        client.ask(list_order, view)
    client.execute(DeleteCustomFields((field_id,), deleted=False))
    assert client.ask(count_view, view) == 0


def test_a_view_of_a_newer_program_is_shown_and_says_so(client: Backend) -> None:
    newer = {"version": 99, "filter": {"magic": True}}
    values = {
        "listed": "contact", "name": "Jutro", "filter": newer, "look": {}, "shared": False,
        "position": 1.0, "owner": client.actor.id,
    }  # fmt: skip
    client.execute(Write(lambda unit: unit.insert("view", values)))
    (view,) = saved(client)
    with pytest.raises(Invalid, match="newer version"):
        client.ask(count_view, view)


# Favourites


def person(client: Backend, name: str) -> str:
    return str(client.execute(CreateContact({"family_name": name})).result)


def pinned(client: Backend) -> list[str]:
    return [one.name for one in client.ask(find_favourites)]


def test_favourites_are_views_presets_and_records_of_one_person(
    client: Backend, colleague: Backend
) -> None:
    view_id, anna = save(client, "Klienci"), person(client, "Anna")
    firm = client.execute(CreateCompany({"name": "Wektor"})).result
    for entity, target in (
        ("view", view_id), ("contact", anna), ("company", firm), ("view", "preset:contact:mine"),
    ):  # fmt: skip
        client.execute(Pin(entity, target))
    shown = [(one.entity, one.name, one.listed) for one in client.ask(find_favourites)]
    assert shown == [
        ("view", "Klienci", "contact"), ("contact", "Anna", ""), ("company", "Wektor", ""),
        ("view", "My clients", "contact"),
    ]  # fmt: skip
    assert pinned(colleague) == []


def test_pinning_twice_keeps_one_and_its_place(client: Backend) -> None:
    anna = person(client, "Anna")
    first = client.execute(Pin("contact", anna)).result
    client.execute(Pin("contact", person(client, "Bo")))
    assert client.execute(Pin("contact", anna)).result == first
    assert pinned(client) == ["Anna", "Bo"]


def test_the_thirteenth_favourite_is_refused_but_those_gone_take_no_room(client: Backend) -> None:
    people = [person(client, f"{number:02}") for number in range(13)]
    for one in people[:12]:
        client.execute(Pin("contact", one))
    with pytest.raises(Invalid, match="12 favourites"):
        client.execute(Pin("contact", people[12]))
    client.execute(DeleteContacts((people[0],)))
    client.execute(Pin("contact", people[12]))
    assert pinned(client) == [f"{number:02}" for number in range(1, 13)]


def test_a_favourite_whose_target_is_gone_is_left_out_until_it_is_back(client: Backend) -> None:
    view_id, anna = save(client, "Klienci"), person(client, "Anna")
    client.execute(Pin("view", view_id))
    client.execute(Pin("contact", anna))
    client.execute(DeleteViews((view_id,)))
    client.execute(DeleteContacts((anna,)))
    assert pinned(client) == []
    client.execute(DeleteContacts((anna,), deleted=False))
    assert pinned(client) == ["Anna"]


@pytest.mark.parametrize(
    ("entity", "target"),
    [
        ("contact", NOBODY), ("contact", "no id"), ("view", NOBODY),
        ("view", "preset:contact:shoe"), ("view", "preset:shoe"), ("shoe", NOBODY),
        ("user", NOBODY),
    ],
)  # fmt: skip
def test_only_what_is_there_can_be_pinned(client: Backend, entity: str, target: str) -> None:
    with pytest.raises(NotFound):
        client.execute(Pin(entity, target))


def test_favourites_are_moved_and_taken_away(client: Backend) -> None:
    ids = [client.execute(Pin("contact", person(client, name))).result for name in "abcd"]
    client.execute(MoveFavourite(ids[3], 1))
    assert pinned(client) == ["a", "d", "b", "c"]
    client.execute(Unpin(ids[0]))
    assert pinned(client) == ["d", "b", "c"]
    client.execute(UndoOperation())
    assert pinned(client) == ["a", "d", "b", "c"]


def test_nobody_moves_or_removes_the_favourites_of_others(
    client: Backend, colleague: Backend
) -> None:
    mine = client.execute(Pin("contact", person(client, "Anna"))).result
    for command in (Unpin(mine), MoveFavourite(mine, 0)):
        with pytest.raises(NotFound):
            colleague.execute(command)
    assert pinned(client) == ["Anna"]
