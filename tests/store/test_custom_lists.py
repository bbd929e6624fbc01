"""Custom lists: made by people, their entries referred to by fields, on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.core.errors import Conflict, Invalid, NotFound
from crm_desktop.features.common.list_entities import list_entity, list_id_of
from crm_desktop.features.common.listing import ListOrder, Shelf
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.custom_fields.commands import (
    CreateCustomField,
    DefineCustomField,
    UpdateCustomField,
)
from crm_desktop.features.custom_lists.columns import columns_of
from crm_desktop.features.custom_lists.commands import (
    ArchiveEntries,
    ArchiveLists,
    CreateEntry,
    CreateList,
    DeleteEntries,
    MoveList,
    UpdateEntry,
    UpdateList,
)
from crm_desktop.features.custom_lists.queries import (
    count,
    find_entries,
    find_list,
    find_list_rows,
    find_lists,
    get_entry,
    get_list,
)
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import ENTRY, KINDS
from crm_desktop.features.views.commands import SaveView
from crm_desktop.features.views.queries import count_view, get_view
from crm_desktop.features.views.values import values_of
from crm_desktop.filters import codec
from crm_desktop.filters.ast import Condition, Operator

NOBODY = "01a201df-0885-777e-84b2-ebb74cb8a2e9"


def make_list(client: Backend, name: str = "Объекты", **values: Any) -> str:
    """A list of this name; gives the entity of its entries."""
    return list_entity(client.execute(CreateList({"name": name, **values})).result)


def add(client: Backend, entity: str, name: str, **values: Any) -> str:
    """An entry of this name."""
    return str(client.execute(CreateEntry(entity, {"name": name, **values})).result)


def field(client: Backend, entity: str, label: str, kind: str = "text", **values: Any) -> str:
    given = {"entity": entity, "label": label, "type": kind, **values}
    return str(client.execute(CreateCustomField(given)).result)


def listed(client: Backend, entity: str, **asked: Any) -> list[str]:
    def read(reader: Any) -> list[str]:
        rids = columns_of(entity).find_order(reader, ListOrder(entity=entity, **asked))
        return [row.name for row in find_list_rows(reader, rids)]

    return client.ask(read)


def state(client: Backend, entity: str, entry_id: str) -> dict[str, Any]:
    loaded = client.ask(get_entry, entity, entry_id)
    assert loaded is not None
    return loaded.state


def names(client: Backend, *, archived: bool = False) -> list[str]:
    return [one.name for one in client.ask(lambda reader: find_lists(reader, archived=archived))]


def test_a_list_is_made_named_put_in_order_and_put_away(client: Backend) -> None:
    objects = client.execute(CreateList({"name": "Объекты", "one": "Объект"})).result
    client.execute(CreateList({"name": "Склады", "icon": "package"}))
    client.execute(MoveList(objects, 1))
    assert names(client) == ["Склады", "Объекты"]
    client.execute(UpdateList(objects, 2, {"name": "Стройки", "note": "где работаем"}))
    row = client.ask(get_list, list_entity(objects))
    assert row is not None
    assert (row.name, row.one, row.icon, row.note) == (
        "Стройки",
        "Объект",
        "list-bullets",
        "где работаем",
    )
    done = client.execute(ArchiveLists((objects,)))
    assert names(client) == ["Склады"]
    assert names(client, archived=True) == ["Склады", "Стройки"]
    client.execute(UndoOperation(done.operation_id))
    assert names(client) == ["Склады", "Стройки"]
    found = client.ask(find_list, "СТРОЙКИ")
    assert found is not None
    assert found.id == objects


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "x", "icon": "skull"}, "icon"),
        ({"name": "объекты"}, "name"),
    ],
)
def test_a_list_needs_a_name_of_its_own(client: Backend, values: dict[str, Any], at: str) -> None:
    make_list(client)
    with pytest.raises(Invalid) as refused:
        client.execute(CreateList(values))
    assert refused.value.field == at
    assert names(client) == ["Объекты"]


def test_entries_have_fields_defaults_and_what_is_required(client: Backend) -> None:
    objects = make_list(client)
    area = field(client, objects, "Площадь", "number", required=True)
    field(client, objects, "Город", default="Казань")
    with pytest.raises(Invalid) as refused:
        add(client, objects, "Склад на Тверской")
    assert refused.value.field == f"custom:{area}"
    entry = add(client, objects, "Склад на Тверской", custom={"площадь": "1200"})
    kept = {item["field"]: item["value"] for item in state(client, objects, entry)["custom"]}
    assert sorted(kept.values(), key=str) == [1200, "Казань"]
    rid = client.ask(get_entry, objects, entry).rid  # type: ignore[union-attr]
    more = client.ask(columns_of(objects).find_more, [rid], [f"custom:{area}", "created"])
    assert more[rid][f"custom:{area}"] == "1,200"


def test_entries_of_two_lists_never_mix(client: Backend) -> None:
    objects, sites = make_list(client), make_list(client, "Площадки")
    field(client, objects, "Этаж", "number")
    ours, theirs = add(client, objects, "Альфа"), add(client, sites, "Альфа")
    assert listed(client, objects) == listed(client, sites) == ["Альфа"]
    assert [row.id for row in client.ask(find_entries, sites, "аль")] == [theirs]
    assert client.ask(get_entry, objects, theirs) is None
    with pytest.raises(NotFound):
        client.execute(UpdateEntry(objects, theirs, 1, {"name": "Бета"}))
    client.execute(DeleteEntries(objects, (ours,)))
    assert client.ask(count, ListOrder(entity=sites)) == 1
    assert listed(client, objects) == []
    assert listed(client, objects, shelf=Shelf.BIN) == ["Альфа"]
    with pytest.raises(Invalid):
        add(client, sites, "Бета", custom={"Этаж": 2})
    for nowhere in (list_entity(NOBODY), "list_entry", "contact", "list_x"):
        with pytest.raises(NotFound):
            add(client, nowhere, "Гамма")


def test_a_field_leads_to_an_entry_of_its_list_only(client: Backend) -> None:
    objects, sites = make_list(client), make_list(client, "Площадки")
    place = field(client, "contact", "Объект", "record", target=objects)
    ours, theirs = add(client, objects, "Альфа"), add(client, sites, "Альфа")
    client.execute(CreateContact({"family_name": "Ким", "custom": {place: ours}}))
    with pytest.raises(Invalid) as refused:
        client.execute(CreateContact({"family_name": "Ли", "custom": {place: theirs}}))
    assert refused.value.field == f"custom:{place}"


def test_changes_of_an_entry_go_back_and_forth_and_merge(client: Backend) -> None:
    objects = make_list(client)
    entry = add(client, objects, "Альфа", note="у реки")
    done = client.execute(UpdateEntry(objects, entry, 1, {"name": "Бета"}))
    client.execute(UpdateEntry(objects, entry, 1, {"note": None}))
    with pytest.raises(Conflict):
        client.execute(UpdateEntry(objects, entry, 1, {"name": "Гамма"}))
    client.execute(UndoOperation(done.operation_id))
    assert state(client, objects, entry)["name"] == "Альфа"
    client.execute(RedoOperation(done.operation_id))
    assert (state(client, objects, entry)["name"], listed(client, objects)) == ("Бета", ["Бета"])
    client.execute(ArchiveEntries(objects, (entry,)))
    assert listed(client, objects, shelf=Shelf.ARCHIVE) == ["Бета"]
    assert client.ask(find_entries, objects, "бе") == []


def test_a_list_with_entries_outlives_the_undo_of_its_making(client: Backend) -> None:
    made = client.execute(CreateList({"name": "Объекты"}))
    objects = list_entity(made.result)
    add(client, objects, "Альфа")
    with pytest.raises(Conflict):
        client.execute(UndoOperation(made.operation_id))
    assert names(client) == ["Объекты"]


def test_formulas_are_worked_out_for_the_entries_of_their_list(client: Backend) -> None:
    objects, sites = make_list(client), make_list(client, "Площадки")
    for entity in (objects, sites):
        field(client, entity, "Площадь", "number")
        add(client, entity, "Альфа", custom={"Площадь": 10})
    formula = {"entity": objects, "label": "Двойная", "type": "formula", "formula": "{Площадь} * 2"}
    double = client.execute(DefineCustomField(formula)).result
    (entry,) = client.ask(find_entries, objects, "")
    items = state(client, objects, entry.id)["custom"]
    assert {item["field"]: item["value"] for item in items}[double] == 20


def test_a_view_of_a_list_asks_for_its_fields(client: Backend) -> None:
    objects, sites = make_list(client), make_list(client, "Площадки")
    area = field(client, objects, "Площадь", "number")
    add(client, objects, "Малый", custom={area: 10})
    add(client, objects, "Большой", custom={area: 90})
    add(client, sites, "Большой")
    asked = codec.to_json(Condition(f"custom:{area}", Operator.MORE, 50))
    values = {"entity": objects, "name": "Большие", "filter": asked}
    key = client.execute(SaveView(values)).result
    view = client.ask(get_view, key)
    assert view is not None
    assert client.ask(count_view, view) == 1
    with pytest.raises(Invalid):
        client.execute(SaveView({**values, "entity": sites}))


def test_filters_offer_the_values_that_the_records_of_a_list_have(client: Backend) -> None:
    objects, sites = make_list(client), make_list(client, "Площадки")
    city, place = (
        field(client, objects, "Город"),
        field(client, objects, "Рядом", "record", target=sites),
    )
    near, _far = add(client, sites, "Порт"), add(client, sites, "Вокзал")
    for name in ("Альфа", "Бета"):
        add(client, objects, name, custom={city: "Казань", place: near})
    found = client.ask(values_of, objects, f"custom:{place}", "пор")
    assert [(one.label, one.value, one.count) for one in found] == [("Порт", near, 2)]
    found = client.ask(values_of, objects, f"custom:{city}")
    assert [one.count for one in found] == [2]


def test_the_name_of_an_entity_leads_back_to_its_list() -> None:
    assert list_id_of(list_entity(NOBODY)) == NOBODY
    assert len(list_entity(NOBODY)) <= 32


def test_the_search_finds_entries_and_says_of_which_list(client: Backend) -> None:
    objects, sites = make_list(client, one="Объект"), make_list(client, "Площадки")
    code = field(client, objects, "Шифр")
    entry = add(client, objects, "ЖК Речной", custom={code: "КР-17"})
    add(client, sites, "Речной порт", note="у моста")
    client.execute(CreateContact({"family_name": "Речной"}))

    def found(text: str, *kinds: str) -> list[tuple[str, str]]:
        hits = client.ask(lambda reader: search(reader, text, kinds=kinds or KINDS))
        return sorted((hit.title, hit.subtitle) for hit in hits)

    assert found("кр 17") == [("ЖК Речной", "Объект")]
    assert found("моста", ENTRY) == [("Речной порт", "Площадки")]
    assert len(found("речной")) == 3
    assert len(found("речной", ENTRY)) == 2
    assert found("речной", "contact") == [("Речной", "")]
    client.execute(UpdateCustomField(code, 1, {"in_search": False}))
    assert found("кр 17") == []
    client.execute(DeleteEntries(objects, (entry,)))
    assert found("речной", ENTRY) == [("Речной порт", "Площадки")]
