"""A field becomes one of another type with all its values, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE, now
from crm_desktop.core.errors import Invalid
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.contacts.columns import find_order
from crm_desktop.features.custom_fields.changing import NOTE
from crm_desktop.features.custom_fields.commands import ChangeFieldType, CreateCustomField
from crm_desktop.features.custom_fields.conversion import TypePreview, preview_type_change
from crm_desktop.features.custom_fields.fields import custom_catalogues
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.filters.ast import Condition, Operator
from crm_desktop.filters.binding import bind
from crm_desktop.filters.context import Context
from tests.store.workshop import create_contact, read, snapshot


def add_field(client: Backend, label: str, kind: str, **values: Any) -> str:
    whole = {"entity": "contact", "label": label, "type": kind, **values}
    return str(client.execute(CreateCustomField(whole)).result)


def custom_of(client: Backend, record_id: str) -> dict[str, Any]:
    state = read(client, record_id).state
    return {item["field"]: item["value"] for item in state["custom"]}


CONTEXT = Context(now(), LOCAL_ZONE)
Case = tuple[str, dict[str, Any], Any, str, dict[str, Any], Any]
# Type, its options, the value, the other type, its options, the value then (refused: None).
MATRIX: list[Case] = [
    ("text", {}, "12,5", "number", {}, 12.5),
    ("text", {}, "много", "number", {}, None),
    ("text", {}, "12 EUR", "money", {"currency": "PLN"}, {"minor": 1200, "currency": "EUR"}),
    ("text", {}, "14.10.2026", "date", {}, "2026-10-14"),
    ("text", {}, "Red", "choice", {}, "c1"),
    ("text", {}, "Red", "choice", {"choices": ["Blue"]}, None),
    ("text", {}, "Red", "long_text", {}, "Red"),
    ("text", {}, "да", "yes_no", {}, True),
    ("text", {}, "vektor.example", "link", {}, "vektor.example"),
    ("text", {}, "+48512000114", "phone", {}, "+48512000114"),
    ("text", {}, "Nobody Known", "user", {}, None),
    ("long_text", {}, "one\ntwo", "text", {}, None),
    ("long_text", {}, "x" * 600, "text", {}, None),
    ("number", {}, 7.5, "text", {}, "7.5"),
    ("number", {}, 7.5, "number", {}, None),
    ("number", {}, 7.5, "money", {"currency": "PLN"}, {"minor": 750, "currency": "PLN"}),
    ("number", {}, 1, "yes_no", {}, True),
    ("number", {}, 7, "yes_no", {}, None),
    ("money", {"currency": "PLN"}, "7.50", "number", {}, None),
    ("money", {"currency": "PLN"}, "7.50", "text", {}, "7.50 PLN"),
    ("date", {}, "2026-10-14", "text", {}, "2026-10-14"),
    ("date", {}, "2026-10-14", "number", {}, None),
    ("datetime", {}, "2026-10-14T09:40:00.000Z", "date", {}, None),
    ("choice", {"choices": ["Red", "Blue"]}, "c2", "multi_choice", {}, ["c2"]),
    ("choice", {"choices": ["Red", "Blue"]}, "c2", "text", {}, "Blue"),
    ("multi_choice", {"choices": ["Red", "Blue"]}, ["c1", "c2"], "choice", {}, None),
    ("multi_choice", {"choices": ["Red", "Blue"]}, ["c2"], "choice", {}, "c2"),
    ("multi_choice", {"choices": ["Red", "Blue"]}, ["c1", "c2"], "text", {}, "Red; Blue"),
    ("yes_no", {}, True, "text", {}, "Yes"),
    ("phone", {}, "+48512000114", "text", {}, "+48512000114"),
]


@pytest.mark.parametrize("case", MATRIX)
def test_a_value_is_converted_without_loss_or_refused(client: Backend, case: Case) -> None:
    kind, options, value, then, values, expected = case
    field = add_field(client, "Own", kind, **options)
    person = create_contact(client, custom={field: value})
    before = snapshot(client)
    if expected is None:
        with pytest.raises(Invalid):
            client.execute(ChangeFieldType(field, then, values))
        assert snapshot(client) == before
        return
    assert client.execute(ChangeFieldType(field, then, values)).result == 1
    assert custom_of(client, person) == {field: expected}
    client.execute(UndoOperation())
    assert snapshot(client) == before


def test_the_preview_counts_what_fits_and_shows_examples(client: Backend) -> None:
    field = add_field(client, "Size", "text")
    for text in ("1", "1", "2", "много"):
        create_contact(client, custom={field: text})
    preview = client.ask(preview_type_change, field, "number")
    assert sorted(preview.examples) == [("1", "1"), ("2", "2")]
    assert preview == TypePreview(3, 1, preview.examples, ("много",))


def test_what_does_not_fit_goes_where_the_person_says(client: Backend) -> None:
    field, other = add_field(client, "Size", "text"), add_field(client, "Rest", "text")
    person = create_contact(client, note="First", custom={field: "много", other: "a"})
    client.execute(ChangeFieldType(field, "number", {}, rest=other))
    assert custom_of(client, person) == {other: "a; много"}
    client.execute(UndoOperation())
    client.execute(ChangeFieldType(field, "number", {}, rest="note"))
    assert read(client, person).state["note"] == "First\nSize: много"
    assert [row.type for row in client.ask(find_custom_fields, "contact")] == ["number", "text"]


@pytest.mark.parametrize(
    ("options", "then", "expected", "lost"),
    [
        ({"kind": "text", "default": "12,5"}, "number", 12.5, ""),
        ({"kind": "text", "default": "twelve"}, "number", None, "twelve"),
        ({"kind": "text", "default": "Red"}, "choice", "c1", ""),
        ({"kind": "choice", "choices": ["Red", "Blue"], "default": "c2"}, "text", "Blue", ""),
        ({"kind": "text", "default": "Red"}, "user", None, "Red"),
    ],
)
def test_the_value_of_new_records_is_converted_too_or_named_before(
    client: Backend, options: dict[str, Any], then: str, expected: Any, lost: str
) -> None:
    field = add_field(client, "Own", **options)
    assert client.ask(preview_type_change, field, then).lost_default == lost
    client.execute(ChangeFieldType(field, then, {}))
    [changed] = client.ask(find_custom_fields, "contact")
    assert (changed.type, changed.default) == (then, expected)


ASKED_BEFORE: list[tuple[str, Any, str, Operator, str | tuple[str, ...]]] = [
    ("choice", "Blue", "text", Operator.ANY_OF, ("c2",)),
    ("choice", "Blue", "text", Operator.IS, "c2"),
    ("choice", "Blue", "text", Operator.IS_NOT, "c1"),
    ("choice", "Blue", "multi_choice", Operator.IS, "c2"),
    ("choice", "Blue", "link", Operator.ANY_OF, ("c2",)),
    ("choice", "Blue", "link", Operator.IS, "c2"),
    ("choice", "Blue", "multi_choice", Operator.ANY_OF, ("c2",)),
    ("choice", "12", "number", Operator.ANY_OF, ("c3",)),
    ("multi_choice", ["Blue"], "choice", Operator.HAS_ANY, ("c2",)),
    ("multi_choice", ["Red", "Blue"], "text", Operator.HAS_ALL, ("c1", "c2")),
    ("text", "Blue", "choice", Operator.ANY_OF, ("blue",)),
]


@pytest.mark.parametrize("case", ASKED_BEFORE)
def test_a_filter_of_before_finds_the_same_records_or_says_that_it_can_not_be_asked(
    client: Backend, case: tuple[str, Any, str, Operator, str | tuple[str, ...]]
) -> None:
    kind, value, then, operator, asked = case
    options = {} if kind == "text" else {"choices": ["Red", "Blue", "12"]}
    field = add_field(client, "Own", kind, **options)
    person = create_contact(client, custom={field: value})
    create_contact(client, custom={field: "Red"})
    rest = NOTE if then in {"number", "link"} else None
    client.execute(ChangeFieldType(field, then, {}, rest=rest))

    def found(reader: Reader) -> list[int]:
        catalogues = custom_catalogues(reader, reader.catalogues)
        bound = bind(Condition(f"custom:{field}", operator, asked), "contact", catalogues)
        return [*find_order(reader, ListOrder(filter=bound, context=CONTEXT))]

    if then in {"number", "link"}:
        with pytest.raises(Invalid):
            client.ask(found)
    else:
        assert client.ask(found) == [read(client, person).rid]


def test_a_text_is_not_asked_as_what_was_chosen_without_a_value(client: Backend) -> None:
    field = add_field(client, "Own", "text")

    def ask(reader: Reader) -> None:
        none = Condition(f"custom:{field}", Operator.HAS_ALL, ())
        bind(none, "contact", custom_catalogues(reader, reader.catalogues))

    with pytest.raises(Invalid):
        client.ask(ask)


def test_a_number_that_was_a_choice_can_be_asked_for_numbers(client: Backend) -> None:
    field = add_field(client, "Own", "choice", choices=["5", "12"])
    client.execute(ChangeFieldType(field, "number", {}))

    def ask(reader: Reader) -> None:
        more = Condition(f"custom:{field}", Operator.MORE, 7)
        bind(more, "contact", custom_catalogues(reader, reader.catalogues))

    client.ask(ask)
