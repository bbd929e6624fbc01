"""Whatever is moved in whatever order: columns keep their order, visits their story, and undo
brings the exact state back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.errors import NotFound
from crm_desktop.features.deals.commands import (
    LoseDeals,
    MoveDeals,
    ReopenDeals,
    WinDeals,
)
from crm_desktop.features.pipelines.commands import MoveStage, RemoveStage
from tests.store.conftest import OpenClient
from tests.store.dealing import desk, reason
from tests.store.workshop import snapshot

STAGES = ("New", "Offer", "Contract")


MOVES = st.lists(
    st.tuples(
        st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True),
        st.sampled_from(STAGES),
        st.one_of(st.none(), st.integers(0, 5)),
        st.booleans(),
    ),
    min_size=4,
    max_size=12,
)


@given(moves=MOVES)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_moves_keeps_the_order_that_a_person_made(
    client: Backend, moves: list[tuple[list[int], str, int | None, bool]]
) -> None:
    trial = desk(client)
    deals = [trial.deal(str(number)) for number in range(6)]
    expected: dict[str, list[int]] = {"New": [5, 4, 3, 2, 1, 0], "Offer": [], "Contract": []}
    visits = {number: ["New"] for number in range(6)}
    states, operations = [snapshot(client, "deal")], []
    for moved, stage, before, at_end in moves:
        command = MoveDeals(
            tuple(deals[one] for one in moved),
            trial.stages[stage],
            before=None if before is None else deals[before],
            at_end=at_end,
        )
        operation = client.execute(command).operation_id
        if operation is not None:  # else they stood there already
            operations.append(operation)
            states.append(snapshot(client, "deal"))
        for one in moved:
            if one not in expected[stage]:
                visits[one].append(stage)
        column = expected[stage]
        if before is not None and before in column:
            above = column[: column.index(before)]
        else:
            above = column if at_end else []
        place = sum(one not in moved for one in above)
        for each in expected.values():
            each[:] = [one for one in each if one not in moved]
        column[place:place] = moved
    assert trial.titles() == {name: list(map(str, column)) for name, column in expected.items()}
    names = {key: name for name, key in trial.stages.items()}
    for number, deal in enumerate(deals):
        told = trial.read(deal).visits
        assert [names[one.stage_id] for one in told] == visits[number]
        assert all(one.left_at == after.entered_at for one, after in pairwise(told))
        assert told[-1].left_at is None
    for operation, state in zip(reversed(operations), reversed(states[:-1]), strict=True):
        client.execute(UndoOperation(operation))
        assert snapshot(client, "deal") == state


@given(steps=st.lists(st.sampled_from(("win", "lose", "reopen", "move")), min_size=4, max_size=8))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_deal_is_open_exactly_while_its_last_visit_lasts(
    client: Backend, steps: list[str]
) -> None:
    trial = desk(client)
    why = reason(client, f"Reason {trial.pipeline}")
    deal = trial.deal()
    for number, step in enumerate(steps):
        is_open = trial.read(deal).status == "open"
        if step == "reopen":
            if not is_open:
                client.execute(ReopenDeals((deal,)))
        elif is_open:
            commands = {
                "win": WinDeals((deal,)),
                "lose": LoseDeals((deal,), why),
                "move": MoveDeals((deal,), trial.stages[STAGES[number % 3]]),
            }
            client.execute(commands[step])
        row = trial.read(deal)
        assert (row.visits[-1].left_at is None) == (row.status == "open")
        assert (row.closed_at is None) == (row.status == "open")
        assert row.visits[-1].stage_id == row.stage_id
        assert bool(row.lost_reason) == (row.status == "lost")
        shown = any(row.rid in column.rids for column in trial.board().columns)
        assert shown == (row.status == "open")


def test_a_stage_that_a_colleague_removed_takes_no_deal(
    client: Backend, another_client: OpenClient
) -> None:
    trial = desk(client)
    deal, there = trial.deal(), trial.deal(stage="Offer")
    colleague = another_client()
    colleague.execute(RemoveStage(trial.stages["Offer"], trial.stages["Contract"]))
    before = snapshot(client)
    with pytest.raises(NotFound, match="removed"):
        trial.move(deal, to="Offer")
    assert snapshot(client) == before
    assert trial.read(there).stage_id == trial.stages["Contract"]
    assert trial.row().stage(trial.stages["Offer"]) is None


def test_a_move_before_a_card_that_went_away_lands_on_top(
    client: Backend, another_client: OpenClient
) -> None:
    trial = desk(client)
    trial.deal("Low", "Offer")
    there = trial.deal("There", "Offer")
    deal = trial.deal("Mine")
    another_client().execute(MoveDeals((there,), trial.stages["Contract"]))
    trial.move(deal, to="Offer", before=there)
    assert trial.titles()["Offer"] == ["Mine", "Low"]


def test_stages_change_places_while_deals_stay(client: Backend) -> None:
    trial = desk(client)
    deal = trial.deal()
    client.execute(MoveStage(trial.stages["Contract"], 0))
    row = trial.row()
    assert [stage.name for stage in row.stages] == ["Contract", "New", "Offer"]
    assert trial.board().columns[1].rids == (trial.read(deal).rid,)
