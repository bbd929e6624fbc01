"""A stage goes, and its deals move on: in their order, all at once, also under a colleague."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from crm_desktop.backend import pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.backend.work import Progress
from crm_desktop.core.errors import Cancelled, Invalid, NotFound
from crm_desktop.features.deals.commands import (
    ArchiveDeals,
    CreateDeal,
    LoseDeals,
    MoveDeals,
    ReopenDeals,
)
from crm_desktop.features.deals.staged.queries import count_deals, count_in_stage
from crm_desktop.features.pipelines.commands import RemoveStage
from crm_desktop.features.pipelines.queries import find_lost_reasons, find_pipelines
from crm_desktop.features.pipelines.rows import PipelineRow
from tests.store.conftest import OpenClient
from tests.store.workshop import read, snapshot


@pytest.fixture
def pipeline(client: Backend) -> PipelineRow:
    """The pipeline that the workspace began with."""
    return client.ask(find_pipelines)[0]


def deal(client: Backend, title: str, stage_id: str) -> str:
    return str(client.execute(CreateDeal({"title": title, "stage": stage_id})).result)


def state_of(client: Backend, deal_id: str) -> dict[str, Any]:
    return read(client, deal_id, "deal").state


def stage_of(client: Backend, deal_id: str) -> Any:
    return state_of(client, deal_id)["stage"]


def test_the_deals_of_a_removed_stage_stand_in_their_order_behind_those_of_the_other(
    client: Backend, pipeline: PipelineRow
) -> None:
    first, second, third = (stage.id for stage in pipeline.stages[:3])
    rids = [stage.rid for stage in pipeline.stages]
    there = deal(client, "there", third)
    lower = deal(client, "lower", second)
    upper = deal(client, "upper", second)
    deal(client, "elsewhere", first)
    client.execute(RemoveStage(second, third))
    (after,) = client.ask(find_pipelines)
    assert [stage.id for stage in after.stages] == [
        stage.id for stage in pipeline.stages if stage.id != second
    ]
    assert client.ask(count_deals) == {rids[0]: 1, rids[2]: 3}
    places = [state_of(client, key)["position"] for key in (there, upper, lower)]
    assert places == sorted(places)
    visits = state_of(client, upper)["visits"]
    assert [(one["stage"], one["left"] is None) for one in visits] == [
        (second, False),
        (third, True),
    ]


def test_no_gate_is_asked_of_deals_whose_stage_goes(client: Backend, pipeline: PipelineRow) -> None:
    first, asking = pipeline.stages[0].id, pipeline.stages[2]
    assert asking.required
    key = deal(client, "without an amount", first)
    client.execute(RemoveStage(first, asking.id))
    assert stage_of(client, key) == asking.id


def test_closed_and_archived_deals_come_along_so_that_they_can_come_back(
    client: Backend, pipeline: PipelineRow
) -> None:
    first, second = (stage.id for stage in pipeline.stages[:2])
    rids = [stage.rid for stage in pipeline.stages]
    lost, away = deal(client, "lost", first), deal(client, "away", first)
    client.execute(LoseDeals((lost,), client.ask(find_lost_reasons)[0].id))
    client.execute(ArchiveDeals((away,)))
    assert client.ask(count_in_stage, rids[0]) == 2
    client.execute(RemoveStage(first, second))
    assert client.ask(count_in_stage, rids[1]) == 2
    client.execute(ReopenDeals((lost,)))
    assert stage_of(client, lost) == second


def test_a_stage_with_deals_is_kept_until_it_is_said_where_they_go(
    client: Backend, pipeline: PipelineRow
) -> None:
    stage = pipeline.stages[0].id
    key = deal(client, "here", stage)
    for goal in (None, stage):
        with pytest.raises(Invalid) as refused:
            client.execute(RemoveStage(stage, goal))
        assert refused.value.field == "move_to"
    assert stage_of(client, key) == stage
    assert client.ask(find_pipelines) == (pipeline,)


def test_an_empty_stage_goes_without_a_question(client: Backend, pipeline: PipelineRow) -> None:
    client.execute(RemoveStage(pipeline.stages[0].id))
    assert client.ask(find_pipelines)[0].stages == pipeline.stages[1:]


def test_one_undo_brings_stage_and_deals_back(client: Backend, pipeline: PipelineRow) -> None:
    first, second = (stage.id for stage in pipeline.stages[:2])
    key = deal(client, "here", first)
    before = state_of(client, key)
    outcome = client.execute(RemoveStage(first, second))
    assert outcome.operation_id is not None
    client.execute(UndoOperation(outcome.operation_id))
    assert state_of(client, key) == before
    names = [stage.name for stage in client.ask(find_pipelines)[0].stages]
    assert names == [stage.name for stage in pipeline.stages]


def test_many_deals_move_on_in_portions_in_their_order_and_one_undo_brings_all_back(
    client: Backend, pipeline: PipelineRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST_ROWS", 2)
    first, second = (stage.id for stage in pipeline.stages[:2])
    keys = [deal(client, f"deal {number}", first) for number in range(5)]
    before = snapshot(client)
    told: list[Progress] = []
    client.execute(RemoveStage(first, second), on_progress=told.append)
    assert told == [Progress("write", done, 5) for done in (2, 4, 5)]
    places = [state_of(client, key)["position"] for key in reversed(keys)]
    assert places == sorted(places)
    client.execute(UndoOperation())
    assert snapshot(client) == before


def test_a_removal_that_is_stopped_leaves_stage_and_deals_as_they_were(
    client: Backend, pipeline: PipelineRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST_ROWS", 2)
    first, second = (stage.id for stage in pipeline.stages[:2])
    for number in range(5):
        deal(client, f"deal {number}", first)
    before = snapshot(client)
    running = client.start(RemoveStage(first, second), on_progress=lambda _p: running.cancel())
    with pytest.raises(Cancelled):
        running.future.result()
    assert snapshot(client) == before


def test_deals_can_not_go_to_a_stage_that_went_too(client: Backend, pipeline: PipelineRow) -> None:
    first, second, third = (stage.id for stage in pipeline.stages[:3])
    key = deal(client, "here", first)
    client.execute(RemoveStage(second))
    with pytest.raises(NotFound):
        client.execute(RemoveStage(first, second))
    with pytest.raises(NotFound):
        client.execute(MoveDeals((key,), second))
    client.execute(RemoveStage(first, third))
    assert stage_of(client, key) == third


def test_a_deal_that_a_colleague_drags_into_a_stage_that_goes_is_never_lost(
    client: Backend, pipeline: PipelineRow, another_client: OpenClient
) -> None:
    colleague = another_client()
    calm, going, goal = (stage.id for stage in pipeline.stages[:3])
    keys = [deal(client, f"deal {number}", calm) for number in range(12)]
    refused: list[str] = []

    def drag() -> None:
        for key in keys:
            try:
                colleague.execute(MoveDeals((key,), going, values={"source": "fair"}))
            except NotFound:
                refused.append(key)

    dragging = threading.Thread(target=drag)
    dragging.start()
    client.execute(RemoveStage(going, goal))
    dragging.join()
    for key in keys:
        assert stage_of(client, key) == (calm if key in refused else goal)
    assert client.ask(count_in_stage, pipeline.stages[1].rid) == 0
