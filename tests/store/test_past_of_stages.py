"""What became of the deals that came as far as a stage is kept beside it, whatever is done to deals
and stages, and the chance that follows from it is the same wherever it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from itertools import count
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.core.errors import CrmError
from crm_desktop.core.values.money import Money
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.deals import columns
from crm_desktop.features.deals.chance import handlers, rule
from crm_desktop.features.deals.chance.queries import find_chance, find_pasts
from crm_desktop.features.deals.chance.rule import ENOUGH, Tally
from crm_desktop.features.deals.commands import (
    ArchiveDeals,
    CreateDeal,
    DeleteDeals,
    LoseDeals,
    LoseManyDeals,
    ReopenDeals,
    UpdateDeal,
    WinDeals,
    WinManyDeals,
)
from crm_desktop.features.deals.queries import read_forecast
from crm_desktop.features.pipelines.commands import (
    ArchivePipelines,
    CreateFromTemplate,
    DeletePipelines,
    MoveStage,
    RemoveStage,
)
from crm_desktop.filters.ast import Condition, Operator
from tests.store.conftest import OpenClient
from tests.store.dealing import Desk, context, desk, reason, there
from tests.store.pasts import assert_pasts_follow_the_deals, kept_pasts
from tests.store.test_statement_counts import counted
from tests.store.workshop import journal_length

STAGES = ("New", "Offer", "Contract")  # of 10, 20 and 30 percent
FEW = 2


@pytest.fixture
def few_are_enough() -> Iterator[None]:
    """Closed deals tell something from the second on."""
    rule.ENOUGH = FEW
    yield
    rule.ENOUGH = ENOUGH


class Sales:
    """A pipeline at which things happen; what can't be done just now isn't."""

    def __init__(self, client: Backend) -> None:
        self.desk = desk(client, *STAGES)
        self.client, self.why = client, reason(client, f"Reason {next(_numbers)}")
        self.deals = [self.desk.deal(stage=one) for one in STAGES for _ in range(2)]

    def do(self, what: str, number: int, place: int) -> None:
        """One thing to the deal of this number or to the stage at this place."""
        ids = list(self.desk.row().stages)
        deal, stage = self.deals[number % len(self.deals)], ids[place % len(ids)].id
        ways: dict[str, Callable[[], Any]] = {
            "win": lambda: WinDeals((deal,)),
            "lose": lambda: LoseDeals((deal,), self.why),
            "lose more": lambda: LoseManyDeals(tuple(self.deals[number % 6 :]), self.why),
            "reopen": lambda: ReopenDeals((deal,)),
            "bin": lambda: DeleteDeals((deal,)),
            "back": lambda: DeleteDeals((deal,), deleted=False),
            "archive": lambda: ArchiveDeals((deal,)),
            "leave": lambda: self.desk.move(deal, to=next(iter(self.desk.stages))),
            "go on": lambda: self.desk.move(deal, to=list(self.desk.stages)[place % 3]),
            "order": lambda: MoveStage(stage, number % 4),
            "add": lambda: self.desk.stage(f"Stage {next(_numbers)}"),
            "remove": lambda: RemoveStage(stage, ids[place - 1].id),
            "undo": UndoOperation,
            "redo": RedoOperation,
        }
        with suppress(CrmError):  # not everything can be done with every deal
            command = ways[what]()
            if command is not None and not isinstance(command, str):
                self.client.execute(command)


_numbers = count()
WAYS = (
    "win", "win", "lose", "lose", "lose more", "reopen", "bin", "back", "archive", "go on",
    "order", "order", "add", "remove", "undo", "undo", "redo",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(WAYS), st.integers(0, 5), st.integers(0, 3)), min_size=4, max_size=9
)


@given(steps=STEPS)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_is_what_the_deals_tell(
    client: Backend, few_are_enough: None, steps: list[tuple[str, int, int]]
) -> None:
    sales = Sales(client)
    for step in steps:
        sales.do(*step)
        assert_pasts_follow_the_deals(client)


def close(trial: Desk, won: int, lost: int, stage: str = "Offer") -> list[str]:
    """Deals that ended in a stage; gives their ids."""
    made = [trial.deal(stage=stage) for _ in range(won + lost)]
    if won:
        trial.client.execute(WinManyDeals(tuple(made[:won])))
    if lost:
        why = reason(trial.client, f"Reason {next(_numbers)}")
        trial.client.execute(LoseManyDeals(tuple(made[won:]), why))
    return made


DEALS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(st.none(), st.integers(0, 100)),
        st.one_of(st.none(), st.integers(-(10**12), 10**12)),
    ),
    min_size=1,
    max_size=6,
)
ENDS = st.lists(st.tuples(st.booleans(), st.integers(0, 2)), max_size=6)


@given(open_deals=DEALS, ended=ENDS, limit=st.integers(0, 100))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_card_list_filter_order_board_and_forecast_know_one_chance(
    client: Backend,
    few_are_enough: None,
    open_deals: list[tuple[int, int | None, int | None]],
    ended: list[tuple[bool, int]],
    limit: int,
) -> None:
    trial = desk(client, *STAGES)
    for is_won, place in ended:
        close(trial, int(is_won), int(not is_won), STAGES[place])
    rows = []
    for place, chance, minor in open_deals:
        values: dict[str, Any] = {"chance": chance, "amount_minor": minor, "currency": "PLN"}
        rows.append(trial.read(trial.deal(stage=STAGES[place], **values)))
    chances = {row.rid: there(row.chance) for row in rows}
    for row, (place, own, _minor) in zip(rows, open_deals, strict=True):
        passed = [won or at >= place for won, at in ended]
        tally = Tally(sum(won for won, _ in ended), sum(passed) - sum(won for won, _ in ended))
        usual = rule.usual_percent(tally)
        assert row.chance == next(x for x in (own, usual, 10 * (place + 1)) if x is not None)
        assert client.ask(find_chance, row).base == tally
    shown = client.ask(columns.find_more, list(chances), ["chance"])
    assert {rid: more["chance"] for rid, more in shown.items()} == chances
    here = Condition("status", Operator.IS, "open")
    likely = trial.bound(Condition("likely", Operator.AT_LEAST, limit))
    found = client.ask(columns.find_order, ListOrder(filter=likely, context=context()))
    assert set(found) & set(chances) == {rid for rid, one in chances.items() if one >= limit}
    ordered = client.ask(
        columns.find_order,
        ListOrder(sort="chance", filter=trial.bound(here), context=context()),
    )
    in_order = [chances[rid] for rid in ordered if rid in chances]
    assert in_order == sorted(chances.values())
    _check_sums(trial, open_deals, chances, [row.rid for row in rows])


def _check_sums(
    trial: Desk,
    open_deals: list[tuple[int, int | None, int | None]],
    chances: dict[int, int],
    rids: list[int],
) -> None:
    percents = Counter[int]()
    for rid, (place, _own, minor) in zip(rids, open_deals, strict=True):
        percents[place] += (minor or 0) * chances[rid]
    board = trial.board()
    for place, column in enumerate(board.columns):
        known = [one for one in open_deals if one[0] == place and one[2] is not None]
        assert column.weighted == ((_weighted(percents[place]),) if known else ())
    (month,) = [one for one in trial.client.ask(read_forecast, trial.pipeline) if one.month == ""]
    known = [one for one in open_deals if one[2] is not None]
    assert month.weighted == ((_weighted(sum(percents.values())),) if known else ())


def _weighted(percents: int) -> Money:
    half_up = (Decimal(percents) / 100 + Decimal("0.5")).to_integral_value("ROUND_FLOOR")
    return Money(int(half_up), "PLN")


@pytest.mark.parametrize("is_won", [True, False])
def test_what_is_decided_has_no_chance_and_its_own_counts_again_when_it_comes_back(
    client: Backend, is_won: bool
) -> None:
    trial = desk(client, *STAGES)
    decided, usual = trial.deal(chance=80), trial.deal(stage="Offer")
    end = WinDeals((decided,)) if is_won else LoseDeals((decided,), reason(client))
    rids = {key: trial.read(key).rid for key in (decided, usual)}

    def told(operator: Operator, limit: int | None) -> list[int]:
        root = trial.bound(Condition("likely", operator, limit))
        order = ListOrder(sort="chance", filter=root, context=context())
        return list(client.ask(columns.find_order, order))

    def ordered(*, descending: bool) -> list[int]:
        order = ListOrder(sort="chance", descending=descending, context=context())
        return [one for one in client.ask(columns.find_order, order) if one in rids.values()]

    client.execute(end)
    row = trial.read(decided)
    assert (row.chance, row.is_chance_own) == (None, True)
    more = client.ask(columns.find_more, [row.rid], ["chance"])
    assert more[row.rid]["chance"] is None
    assert row.rid not in told(Operator.AT_LEAST, 0)
    assert row.rid in told(Operator.EMPTY, None)
    for descending in (True, False):
        assert ordered(descending=descending) == [rids[usual], rids[decided]]
    client.execute(ReopenDeals((decided,)))
    assert trial.read(decided).chance == 80
    assert told(Operator.AT_LEAST, 80) == [row.rid]


def test_from_twenty_closed_deals_on_the_past_counts_for_more_than_the_stage(
    client: Backend,
) -> None:
    trial = desk(client)
    shown = trial.deal(stage="Offer", amount_minor=100_00)
    close(trial, 14, ENOUGH - 15)
    assert (trial.read(shown).chance, trial.board().columns[1].chance) == (20, 20)
    (last,) = close(trial, 1, 0)
    assert (trial.read(shown).chance, trial.board().columns[1].chance) == (73, 73)
    assert trial.board().columns[1].weighted == (Money(73_00, "PLN"),)
    assert client.ask(find_pasts)[trial.stages["Offer"]] == Tally(15, 5)
    own = trial.read(shown)
    client.execute(UpdateDeal(shown, own.version, {"chance": 35}))
    assert trial.read(shown).chance == 35
    client.execute(UndoOperation())
    client.execute(ReopenDeals((last,)))
    assert trial.read(shown).chance == 20


def test_the_past_leaves_no_trace_in_the_journal_and_undo_takes_it_along(
    client: Backend, few_are_enough: None
) -> None:
    trial = desk(client)
    first = trial.deal()
    before = client.ask(kept_pasts), journal_length(client)
    client.execute(WinDeals((first, trial.deal("Second"))))
    assert journal_length(client) == before[1] + 3  # one more deal, two won
    client.execute(UndoOperation())
    assert client.ask(kept_pasts) == before[0]
    client.execute(RedoOperation())
    assert_pasts_follow_the_deals(client)


def test_pipelines_that_come_and_go_take_their_past_along(
    client: Backend, few_are_enough: None
) -> None:
    made = str(client.execute(CreateFromTemplate("projects")).result)
    client.execute(UndoOperation())
    assert_pasts_follow_the_deals(client)
    client.execute(RedoOperation())
    client.execute(DeletePipelines((made,)))
    client.execute(UndoOperation())
    won = str(client.execute(CreateDeal({"title": "Hall", "pipeline": made})).result)
    client.execute(WinDeals((won,), without_fields=True))
    client.execute(ArchivePipelines((made,)))
    assert_pasts_follow_the_deals(client)


def test_colleagues_who_close_deals_at_once_are_all_counted(
    client: Backend, another_client: OpenClient
) -> None:
    trial = desk(client)
    deals = [trial.deal() for _ in range(24)]
    colleagues = [another_client() for _ in range(3)]

    def win(colleague: Backend, own: list[str]) -> None:
        for deal in own:
            colleague.execute(WinDeals((deal,)))

    threads = [
        Thread(target=win, args=(one, deals[number::3])) for number, one in enumerate(colleagues)
    ]
    for thread in threads:
        thread.start()
    trial.stage("Signing")
    for thread in threads:
        thread.join()
    assert_pasts_follow_the_deals(client)
    assert trial.board().columns[-1].chance == 96


def test_a_deal_that_only_moves_asks_nothing_of_the_past(client: Backend) -> None:
    trial = desk(client)
    deal = trial.deal()
    close(trial, 1, 1)
    with counted() as statements:
        trial.move(deal, to="Offer")
    assert not any("stage_past" in one for one in statements)


def test_counting_anew_looks_at_the_visits_of_each_deal_not_of_each_stage(client: Backend) -> None:
    """By the stage SQLite would look at all visits of a pipeline for each of its deals, which of
    300,000 took minutes."""
    if client.database.is_postgresql:
        return  # it knows how many there are
    plans = []
    for counting in (handlers._COUNT_WON, handlers._COUNT_LOST):
        statement = counting.params(rids=[1]).compile(dialect=sqlite.dialect())
        given = [
            "[1]" if "rids" in name else statement.params[name]
            for name in statement.positiontup or ()
        ]
        explained = f"EXPLAIN QUERY PLAN {statement}"
        plans.append(
            client.ask(
                lambda reader, sql=explained, values=tuple(given): str(
                    reader.connection.exec_driver_sql(sql, values).all()
                )
            )
        )
    won, lost = plans
    assert "SEARCH deal USING COVERING INDEX ix_deal_closing" in won
    assert "deal_visit USING INDEX sqlite_autoindex_deal_visit_1" in lost
