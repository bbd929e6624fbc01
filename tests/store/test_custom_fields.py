"""Fields that people add: their values in records, their history, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import Conflict, Invalid
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.features.custom_fields.commands import (
    CreateCustomField,
    DeleteCustomFields,
    MoveCustomField,
    SaveCardLayout,
    UpdateCustomField,
)
from crm_desktop.features.custom_fields.queries import find_custom_fields, find_layout
from crm_desktop.features.custom_fields.rows import CardGroup, CardLayout, arranged
from crm_desktop.features.search.queries import search
from tests.store.workshop import change, create_contact, entries_of, read


def add_field(client: Backend, label: str, kind: str = "text", **values: Any) -> str:
    """A new field of people; gives its id."""
    whole = {"entity": "contact", "label": label, "type": kind, **values}
    return str(client.execute(CreateCustomField(whole)).result)


def custom_of(client: Backend, record_id: str) -> dict[str, Any]:
    """The record's values by the id of their field."""
    return {item["field"]: item["value"] for item in read(client, record_id).state["custom"]}


TYPED: list[tuple[str, dict[str, Any], Any, Any]] = [
    ("text", {}, "  Синий ", "Синий"),
    ("long_text", {}, "one\ntwo", "one\ntwo"),
    ("number", {}, "1 250,5", 1250.5),
    ("number", {"decimals": 0}, "7,6", 8),
    ("money", {"currency": "RUB"}, "1 180 000,50 ₽", {"minor": 118000050, "currency": "RUB"}),
    ("money", {"currency": "PLN"}, "12 EUR", {"minor": 1200, "currency": "EUR"}),
    ("date", {}, "14.10.2026", "2026-10-14"),
    ("datetime", {}, "2026-10-14T09:40:00+02:00", "2026-10-14T07:40:00.000Z"),
    ("choice", {"choices": ["Red", "Blue"]}, "blue", "c2"),
    ("multi_choice", {"choices": ["Red", "Blue"]}, "Blue; red", ["c2", "c1"]),
    ("yes_no", {}, "нет", False),
    ("link", {}, "vektor.example/prices", "vektor.example/prices"),
    ("phone", {}, "8 912 831-20-21", "+79128312021"),
]


@pytest.mark.parametrize(("kind", "options", "typed", "stored"), TYPED)
def test_a_value_is_taken_as_people_type_it_and_can_be_changed_and_undone(
    client: Backend, kind: str, options: dict[str, Any], typed: Any, stored: Any
) -> None:
    field = add_field(client, "Own", kind, **options)
    created = client.execute(CreateContact({"family_name": "Kim", "custom": {"own": typed}}, "RU"))
    person = str(created.result)
    assert custom_of(client, person) == {field: stored}
    change(client, person, 1, custom=[])
    assert custom_of(client, person) == {}
    client.execute(UndoOperation())
    assert custom_of(client, person) == {field: stored}


@pytest.mark.parametrize(
    ("kind", "options", "typed"),
    [
        ("number", {}, "много"),
        ("money", {}, "12 foo bar"),
        ("money", {}, {"minor": 1200, "currency": "ZZZ"}),
        ("money", {}, {"minor": 1200, "currency": None}),
        ("date", {}, "вчера"),
        ("choice", {"choices": ["Red"]}, "Green"),
        ("yes_no", {}, "maybe"),
        ("link", {}, "javascript:alert(1)"),
        ("phone", {}, "123"),
        ("user", {}, "Anna"),
        ("text", {}, "x" * 501),
        ("number", {}, {"odd": 1}),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    client: Backend, kind: str, options: dict[str, Any], typed: Any
) -> None:
    field = add_field(client, "Own", kind, **options)
    with pytest.raises(Invalid) as refused:
        create_contact(client, custom=[{"field": field, "value": typed}])
    assert refused.value.field == f"custom:{field}"


def test_two_people_who_change_different_fields_both_keep_theirs(client: Backend) -> None:
    size, colour = add_field(client, "Size"), add_field(client, "Colour")
    person = create_contact(client)
    change(client, person, 1, custom=[{"field": size, "value": "M"}])
    change(client, person, 1, custom=[{"field": colour, "value": "red"}])
    assert custom_of(client, person) == {size: "M", colour: "red"}
    with pytest.raises(Conflict) as clash:
        change(client, person, 1, custom={size: "XL"})
    assert [conflict.field for conflict in clash.value.conflicts] == ["custom"]


def test_the_journal_shows_what_changed(client: Backend) -> None:
    size = add_field(client, "Size")
    person = create_contact(client)
    change(client, person, 1, custom={size: "M"})
    assert entries_of(client, person)[-1].fields == {
        "custom": [[], [{"value": "M", "field": size}]]
    }


def test_a_new_record_has_the_defaults_and_must_have_what_is_required(client: Backend) -> None:
    kind = add_field(client, "Kind", "choice", choices=["A", "B"], default="B")
    need = add_field(client, "Need", required=True)
    with pytest.raises(Invalid) as refused:
        create_contact(client)
    assert refused.value.field == f"custom:{need}"
    person = create_contact(client, custom={"Need": "x"})
    assert custom_of(client, person) == {kind: "c2", need: "x"}
    with pytest.raises(Invalid):
        change(client, person, 1, custom={need: ""})


def test_values_of_a_deleted_field_stay_and_come_back_with_it(client: Backend) -> None:
    field = add_field(client, "Size")
    other = add_field(client, "Colour")
    person = create_contact(client, custom={field: "M"})
    client.execute(DeleteCustomFields((field,)))
    change(client, person, 1, custom=[{"field": other, "value": "red"}])
    assert custom_of(client, person) == {field: "M", other: "red"}
    with pytest.raises(Invalid, match="deleted"):
        change(client, person, 2, custom={f"custom:{field}": "L"})
    client.execute(DeleteCustomFields((field,), deleted=False))
    assert [row.name for row in client.ask(find_custom_fields, "contact")] == ["Size", "Colour"]


def test_an_unknown_field_is_refused(client: Backend) -> None:
    with pytest.raises(Invalid, match="no field Size"):
        create_contact(client, custom={"Size": 1})


def test_choices_keep_their_codes_and_removed_ones_stay_in_records(client: Backend) -> None:
    field = add_field(client, "Kind", "choice", choices=["A", "B"])
    person = create_contact(client, custom={field: "B"})
    client.execute(UpdateCustomField(field, 1, {"choices": ["C", "A"]}))
    (row,) = client.ask(find_custom_fields, "contact")
    assert [(c.code, c.name, c.archived) for c in row.choices] == [
        ("c3", "C", False),
        ("c1", "A", False),
        ("c2", "B", True),
    ]
    assert custom_of(client, person) == {field: "c2"}


def test_fields_are_put_in_order(client: Backend) -> None:
    keys = [add_field(client, name) for name in "ABC"]
    client.execute(MoveCustomField(keys[2], 0, group="First"))
    rows = client.ask(find_custom_fields, "contact")
    assert [(row.name, row.group) for row in rows] == [("C", "First"), ("A", ""), ("B", "")]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"label": " "}, "label"),
        ({"label": "Size"}, "label"),
        ({"type": "choice"}, "choices"),
        ({"type": "odd"}, "type"),
        ({"type": "formula", "formula": "1 +"}, "formula"),
        ({"type": "formula", "formula": "{Nothing} + 1"}, "formula"),
        ({"type": "formula", "formula": "{Size}.__class__"}, "formula"),
        ({"type": "number", "default": "x"}, "default"),
        ({"decimals": 9}, "decimals"),
        ({"entity": "planet"}, "entity"),
        ({"colour": 1}, "colour"),
    ],
)
def test_a_definition_that_makes_no_sense_is_refused(
    client: Backend, values: dict[str, Any], field: str
) -> None:
    add_field(client, "Size")
    whole = {"entity": "contact", "label": "New", "type": "text", **values}
    with pytest.raises(Invalid) as refused:
        client.execute(CreateCustomField(whole))
    assert refused.value.field == field
    assert len(client.ask(find_custom_fields, "contact")) == 1


def test_a_formula_follows_its_inputs(client: Backend) -> None:
    price = add_field(client, "Price", "money", currency="PLN")
    rooms = add_field(client, "Rooms", "number")
    total = add_field(client, "Total", "formula", formula="{Price} * Rooms", decimals=2)
    half = add_field(client, "Half", "formula", formula="if({Total} > 100, round({Total}/2), 0)")
    person = create_contact(client, custom={price: "50.5", rooms: 3})
    assert custom_of(client, person)[total] == 151.5
    assert custom_of(client, person)[half] == 76
    change(client, person, 1, custom={rooms: 1})
    assert custom_of(client, person)[half] == 0
    change(client, person, 2, custom={rooms: None})
    assert custom_of(client, person).keys() == {price}
    client.execute(UndoOperation())
    assert custom_of(client, person)[total] == 50.5
    with pytest.raises(Invalid, match="own result"):
        client.execute(UpdateCustomField(total, 2, {"formula": "{Half} + 1"}))
    change(client, person, 4, custom={total: 5, rooms: 2})
    assert custom_of(client, person)[total] == 101


def test_texts_are_found_by_the_search_until_they_need_not_be(client: Backend) -> None:
    field = add_field(client, "Hobby")
    silent = add_field(client, "Code", in_search=False)
    create_contact(client, custom={field: "Парапланы", silent: "Секретно"})
    assert len(client.ask(search, "параплан", limit=5)) == 1
    assert client.ask(search, "секретно", limit=5) == []
    client.execute(UpdateCustomField(field, 1, {"in_search": False}))
    assert client.ask(search, "параплан", limit=5) == []


def test_numbers_and_amounts_are_found_by_the_search(client: Backend) -> None:
    """The field said that the search finds them, and it didn't."""
    contract = add_field(client, "Contract", type="number")
    limit = add_field(client, "Limit", type="money", currency="EUR")
    silent = add_field(client, "Floor", type="number", in_search=False)
    amount = {"minor": 7_350_050, "currency": "EUR"}
    create_contact(client, custom={contract: 48213, limit: amount, silent: 91919})
    assert [len(client.ask(search, text)) for text in ("48213", "73500", "91919")] == [1, 1, 0]


def test_a_layout_is_ones_own_or_for_all(client: Backend) -> None:
    everyone = CardLayout((CardGroup("main", ("b", "a")),), frozenset({"c"}))
    assert client.ask(find_layout, "contact") == CardLayout()
    client.execute(SaveCardLayout("contact", everyone, for_all=True))
    assert client.ask(find_layout, "contact") == everyone
    mine = CardLayout((CardGroup("main", ("a", "b")),))
    client.execute(SaveCardLayout("contact", mine))
    assert client.ask(find_layout, "contact") == CardLayout(mine.groups, mine.hidden, own=True)
    client.execute(SaveCardLayout("contact", None))
    assert client.ask(find_layout, "contact") == everyone


def test_a_layout_places_new_fields_at_the_end_of_their_group() -> None:
    layout = CardLayout((CardGroup("main", ("b", "gone", "a")),), frozenset({"c"}))
    natural = (CardGroup("main", ("a", "b", "new")), CardGroup("more", ("c", "d")))
    assert arranged(layout, natural) == (
        CardGroup("main", ("b", "a", "new")),
        CardGroup("more", ("d",)),
    )


def test_a_patch_leaves_other_values_alone(client: Backend) -> None:
    size, colour = add_field(client, "Size"), add_field(client, "Colour")
    person = create_contact(client, custom={size: "M"})
    client.execute(UpdateContact(person, 1, {"custom": {"colour": "red"}}))
    assert custom_of(client, person) == {size: "M", colour: "red"}
