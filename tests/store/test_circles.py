"""Pipelines, formulas and companies never lead back to themselves, whatever way a value comes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import pytest

from crm_desktop.backend import pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.backend.work import Outcome
from crm_desktop.core.errors import Circular
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.custom_fields.commands import (
    ChangeFieldType,
    CreateCustomField,
    UpdateCustomField,
)
from crm_desktop.features.data.bulk.commands import ChangeMany
from crm_desktop.features.pipelines.commands import (
    CreatePipeline,
    CreateStage,
    UpdatePipeline,
    UpdateStage,
)
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.conftest import OpenClient
from tests.store.workshop import Write, read, snapshot, wait_until

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
# The base of a change that is made on whatever there is.
NEWEST: Any = None


@dataclass(frozen=True)
class Kind:
    """Records of a kind that lead on to each other: how one is made, and one led to another."""

    entity: str
    make: Callable[[str], Any]
    lead: Callable[[str, str], Any]

    def two(self, client: Backend) -> tuple[str, str]:
        """The ids of two that lead nowhere."""
        first, second = (client.execute(self.make(name)).result for name in ("One", "Two"))
        return str(first), str(second)


def formula(name: str) -> CreateCustomField:
    return CreateCustomField(
        {"entity": "contact", "label": name, "type": "formula", "formula": "1 + 1"}
    )


KINDS = [
    Kind(
        "pipeline",
        lambda name: CreatePipeline({"name": name}),
        lambda key, other: UpdatePipeline(key, NEWEST, {"next_pipeline": other}),
    ),
    Kind(
        "custom_field",
        formula,
        lambda key, other: UpdateCustomField(key, NEWEST, {"formula": f"{{custom:{other}}} * 2"}),
    ),
    Kind(
        "company",
        lambda name: CreateCompany({"name": name}),
        lambda key, other: UpdateCompany(key, NEWEST, {"parent": other}),
    ),
]
kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.entity)


@kinds
def test_a_redo_that_would_lead_in_a_circle_is_refused(client: Backend, kind: Kind) -> None:
    first, second = kind.two(client)
    there = client.execute(kind.lead(first, second)).operation_id
    client.execute(UndoOperation())
    client.execute(kind.lead(second, first))
    before = snapshot(client, kind.entity)
    with pytest.raises(Circular, match="can’t be redone"):
        client.execute(RedoOperation(there))
    assert snapshot(client, kind.entity) == before
    client.execute(UndoOperation())
    client.execute(RedoOperation(there))  # nothing stands in its way any more


@kinds
def test_an_undo_that_would_lead_in_a_circle_is_refused(client: Backend, kind: Kind) -> None:
    first, second = kind.two(client)
    (third,) = (str(client.execute(kind.make("Three")).result),)
    client.execute(kind.lead(first, second))
    away = client.execute(kind.lead(first, third)).operation_id
    client.execute(kind.lead(second, first))
    before = snapshot(client, kind.entity)
    with pytest.raises(Circular, match="can’t be undone"):
        client.execute(UndoOperation(away))
    assert snapshot(client, kind.entity) == before


@kinds
def test_of_two_machines_that_lead_to_each_other_at_once_one_is_refused(
    client: Backend, another_client: OpenClient, kind: Kind
) -> None:
    first, second = kind.two(client)
    other = another_client()
    way = kind.lead(first, second).changes

    def write_while_the_other_asks(unit: UnitOfWork) -> Future[Outcome]:
        unit.update(kind.entity, first, way, None)
        asked = other.submit(kind.lead(second, first))
        if unit.connection.dialect.name == "postgresql":
            waiting = unit.connection.exec_driver_sql
            wait_until(lambda: asked.done() or bool(waiting(WAITING).scalar()))
        return asked

    asked = client.execute(Write(write_while_the_other_asks)).result
    with pytest.raises(Circular):
        asked.result()
    field = next(iter(way))
    assert read(client, first, kind.entity).state[field] == way[field]
    assert second not in str(read(client, second, kind.entity).state.get(field))


def test_several_records_that_come_back_together_come_back_whole_or_not_at_all(
    client: Backend,
) -> None:
    """A stage and its pipeline, changed at once."""
    pipelines = KINDS[0]
    first, second = pipelines.two(client)
    stage = str(client.execute(CreateStage({"pipeline": first, "name": "New"})).result)

    def write(unit: UnitOfWork) -> None:
        unit.update("stage", stage, {"name": "Newest"}, None)
        unit.update("pipeline", first, {"next_pipeline": second}, None)

    both = client.execute(Write(write)).operation_id
    client.execute(UndoOperation())
    client.execute(pipelines.lead(second, first))
    with pytest.raises(Circular):
        client.execute(RedoOperation(both))
    assert read(client, stage, "stage").state["name"] == "New"
    client.execute(UpdateStage(stage, NEWEST, {"name": "Newer"}))  # nothing was left under way


def test_a_formula_that_became_a_number_stays_one_if_it_would_ask_for_itself(
    client: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its values come back before it does, in portions: they would be left as results of none."""
    monkeypatch.setattr(pace, "MOST_ROWS", 2)
    monkeypatch.setattr(pace, "LEAST_ROWS", 2)
    fields = KINDS[1]
    first, second = fields.two(client)
    people = [str(client.execute(CreateContact({"family_name": str(n)})).result) for n in range(3)]
    client.execute(fields.lead(first, second))
    became = client.execute(ChangeFieldType(first, "number", {})).operation_id
    client.execute(fields.lead(second, first))
    before = snapshot(client, "custom_field", "contact")
    with pytest.raises(Circular):
        client.execute(UndoOperation(became))
    assert snapshot(client, "custom_field", "contact") == before
    assert all(read(client, key).state["custom"] for key in people)


def test_nobody_becomes_a_parent_of_those_above_by_a_change_of_many(client: Backend) -> None:
    companies = KINDS[2]
    first, second = companies.two(client)
    client.execute(companies.lead(second, first))
    with pytest.raises(Circular):
        client.execute(ChangeMany("company", (first,), {"parent": second}))
    assert read(client, first, "company").state["parent"] is None
