"""Thousands of deals go like a few: in their order, each through its gate, back by one undo."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.backend import pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.backend.work import Progress
from crm_desktop.core.errors import Cancelled
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.activities.queries import find_open
from crm_desktop.features.deals.commands import (
    AT_ONCE,
    ExpectManyDeals,
    LoseManyDeals,
    MoveDeals,
    MoveManyDeals,
    WinManyDeals,
    for_any_number,
)
from crm_desktop.features.deals.rows import ManyDone
from crm_desktop.features.pipelines.commands import UpdatePipeline, UpdateStage
from tests.factories.tiers import postgresql_when_long
from tests.store.dealing import Desk, desk, reason, there
from tests.store.workshop import snapshot


@pytest.fixture
def trial(client: Backend, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Five deals on a board, of which two at most are written in one transaction."""
    monkeypatch.setattr(pace, "MOST_ROWS", 2)
    return desk(client)


def deals_of(trial: Desk) -> dict[str, str]:
    """Their ids by their titles, as they stand in the first column."""
    return {title: trial.deal(title) for title in "edcba"}


def move(trial: Desk, ids: list[str], **options: Any) -> ManyDone:
    command = MoveManyDeals(tuple(ids), trial.stages["Offer"], **options)
    done = trial.client.execute(command).result
    assert isinstance(done, ManyDone)
    return done


@postgresql_when_long
@pytest.mark.parametrize(
    ("where", "column"),
    [({}, "abcdexy"), ({"at_end": True}, "xyabcde"), ({"before": "y"}, "xabcdey")],
)
def test_portion_after_portion_they_keep_their_order(
    trial: Desk, where: dict[str, Any], column: str
) -> None:
    ids = deals_of(trial)
    stood = {title: trial.deal(title, "Offer") for title in "yx"}
    if "before" in where:
        where = {"before": stood[where["before"]]}
    assert move(trial, [ids[title] for title in "abcde"], **where).number == 5
    assert trial.titles()["Offer"] == list(column)


@postgresql_when_long
def test_one_undo_brings_all_back_and_a_stop_takes_back_what_was_done(trial: Desk) -> None:
    ids, client = tuple(deals_of(trial).values()), trial.client
    before = snapshot(client)
    told: list[Progress] = []
    command = MoveManyDeals(ids, trial.stages["Contract"])
    client.execute(command, on_progress=told.append)
    assert told == [Progress("write", done, 5) for done in (2, 4, 5)]
    client.execute(UndoOperation())
    assert snapshot(client) == before
    running = client.start(command, on_progress=lambda _progress: running.cancel())
    with pytest.raises(Cancelled):
        running.future.result()
    assert snapshot(client) == before


def test_those_that_a_gate_keeps_stay_and_are_named(trial: Desk) -> None:
    stage = there(trial.row().stage(trial.stages["Offer"]))
    asked = [{"entity": "deal", "field": "source"}]
    trial.client.execute(UpdateStage(stage.id, stage.version, {"required": asked}))
    lacking = [trial.deal(str(number)) for number in range(3)]
    ready = [trial.deal(title, source="fair") for title in "ab"]
    done = move(trial, [lacking[0], ready[0], *lacking[1:], ready[1]])
    assert (done.number, sorted(done.stayed)) == (2, sorted(lacking))
    assert trial.titles() == {"New": ["2", "1", "0"], "Offer": ["a", "b"], "Contract": []}
    assert move(trial, lacking, values={"source": "site"}) == ManyDone(3)


@postgresql_when_long
def test_so_do_those_that_would_pass_a_stage_by_where_that_is_not_allowed(trial: Desk) -> None:
    row = trial.row()
    trial.client.execute(UpdatePipeline(row.id, row.version, {"may_skip": False}))
    far, near = trial.deal("far"), trial.deal("near", "Offer")
    command = MoveManyDeals((far, near), trial.stages["Contract"], without_fields=True)
    assert trial.client.execute(command).result == ManyDone(1, (far,))


@postgresql_when_long
def test_who_was_closed_meanwhile_is_left_out(trial: Desk) -> None:
    won, *others = deals_of(trial).values()
    assert trial.client.execute(WinManyDeals((won,))).result == ManyDone(1)
    assert move(trial, [won, *others]) == ManyDone(4)


def test_won_ones_begin_anew_and_lost_ones_close_their_steps(trial: Desk) -> None:
    client, following = trial.client, desk(trial.client)
    row = trial.row()
    client.execute(UpdatePipeline(row.id, row.version, {"next_pipeline": following.pipeline}))
    ids = list(deals_of(trial).values())
    won = client.execute(WinManyDeals(tuple(ids[:3]), open_next=True)).result
    assert (won.number, len(won.begun)) == (3, 3)
    assert len(following.titles()["New"]) == 3
    shared = {"kind": "task", "title": "Call both", "due_on": "2030-01-01", "deals": ids[3:]}
    client.execute(CreateActivity(shared))
    lost = LoseManyDeals(tuple(ids[3:]), reason(client))
    client.execute(lost)
    assert not client.ask(find_open, "deal", ids[3])
    client.execute(UndoOperation())
    assert [step.title for step in client.ask(find_open, "deal", ids[3])] == ["Call both"]


@postgresql_when_long
def test_a_month_is_expected_of_all(trial: Desk) -> None:
    ids = tuple(deals_of(trial).values())
    assert trial.client.execute(ExpectManyDeals(ids, "2030-02")).result == ManyDone(5)
    assert {str(trial.read(key).expected_close) for key in ids} == {"2030-02-28"}


def test_a_few_deals_go_in_one_transaction() -> None:
    few = MoveDeals(("a",) * AT_ONCE, "stage", values={"source": "fair"})
    assert for_any_number(few) is few
    many = MoveDeals(("a",) * (AT_ONCE + 1), "stage", at_end=True)
    assert for_any_number(many) == MoveManyDeals(many.deal_ids, "stage", at_end=True)
