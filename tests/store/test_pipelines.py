"""Pipelines, their stages and the reasons of losses: what a head of sales sets up."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.core.errors import Conflict, Invalid, NotFound
from crm_desktop.features.pipelines.commands import (
    ArchiveLostReasons,
    ArchivePipelines,
    CreateLostReason,
    CreatePipeline,
    CreateStage,
    DeletePipelines,
    MoveLostReason,
    MovePipeline,
    MoveStage,
    RemoveStage,
    UpdateLostReason,
    UpdatePipeline,
    UpdateStage,
)
from crm_desktop.features.pipelines.queries import (
    find_lost_reasons,
    find_pipelines,
    get_pipeline,
    stage_names,
)
from crm_desktop.features.pipelines.rows import Requirement
from tests.store.conftest import OpenClient
from tests.store.dealing import Desk, desk, reason, there
from tests.store.workshop import snapshot


@pytest.fixture
def trial(client: Backend) -> Desk:
    return desk(client)


def names(trial: Desk) -> list[str]:
    return [stage.name for stage in trial.row().stages]


def test_a_stage_is_read_as_it_was_made(trial: Desk) -> None:
    made = trial.stage(
        "Signing",
        colour="violet",
        probability=90,
        rot_days=7,
        instruction="Send it twice.\n\nThen call.",
        responsible=trial.client.actor.id,
        required=[{"entity": "deal", "field": "amount"}] * 2,
    )
    stage = there(trial.row().stage(made))
    assert stage == trial.row().stages[-1]
    assert (stage.colour, stage.probability, stage.rot_days) == ("violet", 90, 7)
    assert stage.instruction == "Send it twice.\n\nThen call."
    assert stage.responsible == trial.client.actor.id
    assert stage.required == (Requirement("deal", "amount"),)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "NEW"}, "name"),
        ({"colour": "crimson"}, "colour"),
        ({"probability": 101}, "probability"),
        ({"probability": 0.5}, "probability"),
        ({"rot_days": 0}, "rot_days"),
        ({"required": [{"entity": "planet", "field": "x"}]}, "required"),
        ({"required": "amount"}, "required"),
        ({"is_intake": "yes"}, "is_intake"),
        ({"responsible": "nobody"}, "responsible"),
        ({"secret": 1}, "secret"),
    ],
)
def test_what_a_stage_refuses_is_named(trial: Desk, values: dict[str, Any], field: str) -> None:
    before = snapshot(trial.client)
    with pytest.raises(Invalid) as refused:
        trial.stage(**{"name": "Signing", **values})
    assert refused.value.field == field
    assert snapshot(trial.client) == before


def test_a_stage_without_a_pipeline_is_refused(client: Backend) -> None:
    with pytest.raises(Invalid):
        client.execute(CreateStage({"name": "Signing"}))


@pytest.mark.parametrize(
    ("moved", "to", "expected"),
    [
        ("Contract", 0, ["Contract", "New", "Offer"]),
        ("New", 1, ["Offer", "New", "Contract"]),
        ("New", 99, ["Offer", "Contract", "New"]),
        ("Offer", -5, ["Offer", "New", "Contract"]),
        ("Offer", 1, ["New", "Offer", "Contract"]),
    ],
)
def test_stages_stand_where_they_are_put(
    trial: Desk, moved: str, to: int, expected: list[str]
) -> None:
    trial.client.execute(MoveStage(trial.stages[moved], to))
    assert names(trial) == expected


def test_stages_can_change_places_for_ever(trial: Desk) -> None:
    for _round in range(60):
        trial.client.execute(MoveStage(trial.stages["Contract"], 1))
        trial.client.execute(MoveStage(trial.stages["Offer"], 1))
    assert names(trial) == ["New", "Offer", "Contract"]


def test_the_intake_stays_first(trial: Desk) -> None:
    trial.stage("Requests", is_intake=True)
    trial.client.execute(MoveStage(trial.stages["Requests"], 2))
    trial.client.execute(MoveStage(trial.stages["Offer"], 0))
    assert names(trial) == ["Requests", "Offer", "New", "Contract"]


def test_a_removed_stage_keeps_its_name_for_the_story_of_deals(trial: Desk) -> None:
    trial.client.execute(RemoveStage(trial.stages["Offer"]))
    assert names(trial) == ["New", "Contract"]
    asked = list(trial.stages.values())
    assert trial.client.ask(stage_names, asked)[trial.stages["Offer"]] == "Offer"
    with pytest.raises(NotFound):
        trial.client.execute(MoveStage(trial.stages["Offer"], 0))
    trial.stage("Offer")
    assert names(trial) == ["New", "Contract", "Offer"]


def test_two_who_change_the_same_stage_keep_different_fields_and_see_equal_ones(
    trial: Desk, another_client: OpenClient
) -> None:
    stage = trial.stages["Offer"]
    other = another_client()
    other.execute(UpdateStage(stage, 1, {"probability": 55}))
    trial.client.execute(UpdateStage(stage, 1, {"name": "Quote"}))
    found = there(trial.row().stage(stage))
    assert (found.name, found.probability) == ("Quote", 55)
    with pytest.raises(Conflict):
        trial.client.execute(UpdateStage(stage, 1, {"probability": 60}))


def test_a_pipeline_is_named_once_whatever_the_case(client: Backend) -> None:
    desk(client, name="Services")
    with pytest.raises(Invalid) as refused:
        client.execute(CreatePipeline({"name": "SERVICES"}))
    assert refused.value.field == "name"


def test_pipelines_are_moved_archived_and_brought_back(client: Backend) -> None:
    first, second = desk(client, name="A"), desk(client, name="B")
    client.execute(MovePipeline(second.pipeline, 0))
    client.execute(ArchivePipelines((first.pipeline,)))
    assert client.ask(find_pipelines)[0].name == "B"
    assert [one.name for one in client.ask(find_pipelines, archived=True)] == ["A"]
    client.execute(ArchivePipelines((first.pipeline,), archived=False))
    client.execute(DeletePipelines((second.pipeline,)))
    assert "A" in [one.name for one in client.ask(find_pipelines)]
    assert client.ask(get_pipeline, second.pipeline) is None


def test_reasons_are_moved_renamed_and_no_longer_offered(client: Backend) -> None:
    usual = [one.id for one in client.ask(find_lost_reasons)]
    mine = reason(client, "Moved away")
    client.execute(MoveLostReason(mine, 0))
    client.execute(UpdateLostReason(mine, 2, {"name": "Left town", "asks_detail": True}))
    (first, *_rest) = client.ask(find_lost_reasons)
    assert (first.id, first.name, first.asks_detail) == (mine, "Left town", True)
    client.execute(ArchiveLostReasons((mine,)))
    assert [one.id for one in client.ask(find_lost_reasons)] == usual
    assert [one.id for one in client.ask(find_lost_reasons, archived=True)] == [mine]
    with pytest.raises(Invalid):
        client.execute(CreateLostReason({"name": "left TOWN"}))


def test_every_command_can_be_undone_and_redone(trial: Desk) -> None:
    client = trial.client
    mine = reason(client)
    stage, pipeline = trial.stages["Offer"], trial.pipeline
    commands: list[Any] = [
        CreatePipeline({"name": "Another", "currency": "EUR"}),
        UpdatePipeline(pipeline, 1, {"name": "Renamed", "may_skip": False}),
        MovePipeline(pipeline, 0),
        CreateStage({"pipeline": pipeline, "name": "Signing"}),
        UpdateStage(stage, 1, {"required": [{"entity": "deal", "field": "amount"}]}),
        MoveStage(stage, 0),
        RemoveStage(stage),
        CreateLostReason({"name": "Moved away"}),
        UpdateLostReason(mine, 1, {"asks_detail": True}),
        MoveLostReason(mine, 0),
        ArchiveLostReasons((mine,)),
        ArchivePipelines((pipeline,)),
        DeletePipelines((pipeline,)),
    ]
    for command in commands:
        before = snapshot(client)
        operation = client.execute(command).operation_id
        after = snapshot(client)
        assert after != before, command
        client.execute(UndoOperation(operation))
        assert snapshot(client) == before, command
        client.execute(RedoOperation(operation))
        assert snapshot(client) == after, command
