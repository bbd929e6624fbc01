"""What a field's definition means for the records that are there: results of formulas, words of
the search; one undo takes all of it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from crm_desktop.backend import pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.backend.work import Progress, Reader
from crm_desktop.core.errors import Invalid
from crm_desktop.features.custom_fields.commands import (
    ChangeFieldType,
    CreateCustomField,
    DefineCustomField,
    DeleteCustomFields,
)
from crm_desktop.features.custom_fields.queries import field_of, find_custom_fields, rids_of
from crm_desktop.store.records import RecordType
from crm_desktop.store.search_index import texts_of
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.workshop import create_contact, read, snapshot


def add_field(client: Backend, label: str, kind: str, **values: Any) -> str:
    whole = {"entity": "contact", "label": label, "type": kind, **values}
    return str(client.execute(CreateCustomField(whole)).result)


def define(client: Backend, label: str, formula: str) -> str:
    values = {"entity": "contact", "label": label, "type": "formula", "formula": formula}
    return str(client.execute(DefineCustomField(values)).result)


def change(client: Backend, key: str, **changes: Any) -> None:
    version = client.ask(lambda reader: field_of(reader.connection, key)).version
    client.execute(DefineCustomField(changes, key, version))


def custom_of(client: Backend, record_id: str) -> dict[str, Any]:
    return {i["field"]: i["value"] for i in read(client, record_id).state["custom"]}


def test_a_new_formula_is_worked_out_for_the_records_that_are_there(client: Backend) -> None:
    price = add_field(client, "Price", "number")
    filled, empty = create_contact(client, custom={price: 10}), create_contact(client)
    before = snapshot(client)
    told: list[Progress] = []
    values = {"entity": "contact", "label": "Tax", "type": "formula", "formula": "{Price} * 0.2"}
    tax = client.execute(DefineCustomField(values), on_progress=told.append).result
    assert custom_of(client, filled) == {price: 10, tax: 2}
    assert custom_of(client, empty) == {}
    assert (told[-1].done, told[-1].total) == (1, 1)
    after = snapshot(client)
    client.execute(UndoOperation())
    assert snapshot(client) == before
    client.execute(RedoOperation())
    assert snapshot(client) == after


@pytest.mark.parametrize(
    ("formula", "result"), [("7", 7), ('if(status = "client", 1, {Price})', 1), ("{Price}", None)]
)
def test_a_formula_that_needs_no_custom_field_is_worked_out_for_all(
    client: Backend, formula: str, result: float | None
) -> None:
    add_field(client, "Price", "number")
    person = create_contact(client, given_name="Anna", preferred_hours="9", status="client")
    if "status" in formula:
        formula = formula.replace("status", "preferred_hours").replace("client", "9")
    key = define(client, "Own", formula)
    assert custom_of(client, person).get(key) == result


def test_a_changed_formula_and_those_built_on_it_are_worked_out_anew(client: Backend) -> None:
    price = add_field(client, "Price", "number")
    person = create_contact(client, custom={price: 10})
    double = define(client, "Double", "{Price} * 2")
    total = define(client, "Total", "{Double} + 1")
    assert custom_of(client, person) == {price: 10, double: 20, total: 21}
    before = snapshot(client)
    change(client, double, formula="{Price} * 3")
    assert custom_of(client, person) == {price: 10, double: 30, total: 31}
    client.execute(UndoOperation())
    assert snapshot(client) == before


def test_results_go_and_come_back_with_the_field_that_they_are_made_of(client: Backend) -> None:
    price = add_field(client, "Price", "number")
    person = create_contact(client, custom={price: 10})
    double = define(client, "Double", "{Price} * 2")
    total = define(client, "Total", "{Double} + 1")
    before = snapshot(client)
    client.execute(DeleteCustomFields((price,)))
    assert custom_of(client, person) == {price: 10}
    client.execute(DeleteCustomFields((price,), deleted=False))
    assert custom_of(client, person) == {price: 10, double: 20, total: 21}
    client.execute(UndoOperation())
    client.execute(UndoOperation())
    assert snapshot(client) == before
    client.execute(DeleteCustomFields((double,)))
    assert custom_of(client, person) == {price: 10, double: 20}


def test_results_follow_a_field_of_another_type(client: Backend) -> None:
    price = add_field(client, "Price", "text")
    person = create_contact(client, custom={price: "10"})
    double = define(client, "Double", "{Price} * 2")
    assert custom_of(client, person) == {price: "10"}
    client.execute(ChangeFieldType(price, "number", {}))
    assert custom_of(client, person) == {price: 10, double: 20}
    client.execute(ChangeFieldType(double, "number", {}))
    client.execute(ChangeFieldType(price, "text", {}))
    assert custom_of(client, person) == {price: "10", double: 20}


def test_a_formula_knows_a_choice_by_its_name_in_every_language(client: Backend) -> None:
    choices = [{"label": {"en": "Small", "ru": "Малый"}}, "Large"]
    kind = add_field(client, "Kind", "choice", choices=choices)
    person = create_contact(client, custom={kind: "c1"})
    rank = define(client, "Rank", 'if({Kind} = "Малый", 1, 2) + if({Kind} != "small", 10, 20)')
    assert custom_of(client, person)[rank] == 21


def test_another_name_of_a_choice_changes_what_a_formula_says(client: Backend) -> None:
    kind = add_field(client, "Kind", "choice", choices=["Small", "Large"])
    person = create_contact(client, custom={kind: "c1"})
    rank = define(client, "Rank", 'if({Kind} = "Small", 1, 2)')
    assert custom_of(client, person)[rank] == 1
    choices = [{"code": "c1", "label": "Tiny"}, {"code": "c2", "label": "Large"}]
    change(client, kind, choices=choices)
    assert custom_of(client, person)[rank] == 2


def test_a_definition_that_is_wrong_leaves_nothing_behind(client: Backend) -> None:
    before = snapshot(client)
    with pytest.raises(Invalid):
        define(client, "Bad", "1 +")
    assert snapshot(client) == before
    assert client.ask(find_custom_fields, "contact") == []


def found(client: Backend, word: str) -> int:
    """How many people the search finds by a word."""

    def count(reader: Reader) -> int:
        documents = texts_of(reader.connection, "contact", rids_of(reader, "contact"))
        return sum(word in text for text in documents.values())

    return client.ask(count)


def test_words_of_a_field_leave_the_search_and_come_back_in_short_portions(
    client: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    hobby = add_field(client, "Hobby", "text")
    for _number in range(5):
        create_contact(client, custom={hobby: "chess"})
    written: list[int] = []
    plain = UnitOfWork.refresh_documents

    def refresh(unit: UnitOfWork, record: RecordType, rids: Sequence[int]) -> None:
        written.append(len(rids))
        plain(unit, record, rids)

    monkeypatch.setattr(UnitOfWork, "refresh_documents", refresh)
    monkeypatch.setattr(pace, "MOST_ROWS", 2)
    change(client, hobby, in_search=False)
    assert found(client, "chess") == 0
    assert written == [2, 2, 1]
    client.execute(UndoOperation())
    assert found(client, "chess") == 5
    assert written == [2, 2, 1] * 2
    client.execute(RedoOperation())
    assert found(client, "chess") == 0


def test_another_type_takes_words_out_of_the_search(client: Backend) -> None:
    size = add_field(client, "Size", "text")
    create_contact(client, custom={size: "2026-03-04"})
    assert found(client, "2026") == 1
    client.execute(ChangeFieldType(size, "date", {}))
    assert found(client, "2026") == 0
    client.execute(UndoOperation())
    assert found(client, "2026") == 1
