"""Whatever amounts, chances and currencies deals have and wherever they are moved: the head of each
column counts and sums exactly what stands below it, under a filter too."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.backend.backend import Backend
from crm_desktop.core.values.money import LARGEST_MINOR, Money
from crm_desktop.features.deals.rows import BoardColumn
from crm_desktop.filters.ast import Amount, Condition, Operator
from tests.store.dealing import desk

STAGES = ("New", "Offer", "Contract")  # of 10, 20 and 30 percent
OVER = 1_000


@dataclass(frozen=True)
class _Deal:
    minor: int | None
    currency: str
    chance: int | None
    stage: int
    moved_to: int | None

    @property
    def ends_in(self) -> int:
        return self.stage if self.moved_to is None else self.moved_to

    @property
    def percent(self) -> int:
        return 10 * (self.ends_in + 1) if self.chance is None else self.chance


PLACES = st.integers(0, len(STAGES) - 1)
DEALS = st.lists(
    st.builds(
        _Deal,
        st.one_of(
            st.none(),
            st.integers(-(10**15), 10**15),
            st.sampled_from((0, 1, LARGEST_MINOR, -LARGEST_MINOR)),
        ),
        st.sampled_from(("PLN", "JPY", "KWD")),
        st.one_of(st.none(), st.integers(0, 100)),
        PLACES,
        st.one_of(st.none(), PLACES),
    ),
    min_size=2,
    max_size=6,
)


@given(deals=DEALS)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_column_counts_and_sums_what_stands_in_it(client: Backend, deals: list[_Deal]) -> None:
    trial = desk(client, *STAGES)
    for one in deals:
        values: dict[str, Any] = {}
        if one.minor is not None:
            values = {"amount_minor": one.minor, "currency": one.currency}
        if one.chance is not None:
            values["chance"] = one.chance
        key = trial.deal(stage=STAGES[one.stage], **values)
        if one.moved_to is not None:
            trial.move(key, to=STAGES[one.moved_to])
    over = Condition("amount", Operator.MORE, Amount(OVER, "PLN"))
    large = [one for one in deals if one.currency == "PLN" and (one.minor or 0) > OVER]
    for board, shown in ((trial.board(), deals), (trial.board(over), large)):
        for place, column in enumerate(board.columns):
            _check(column, [one for one in shown if one.ends_in == place])


def _check(column: BoardColumn, deals: list[_Deal]) -> None:
    sums, weighted = Counter[str](), Counter[str]()
    for one in deals:
        if one.minor is not None:
            sums[one.currency] += one.minor
            weighted[one.currency] += one.minor * one.percent
    assert len(column.rids) == len(deals)
    assert set(column.sums) == {Money(minor, currency) for currency, minor in sums.items()}
    assert set(column.weighted) == {
        Money(_rounded(percents), currency) for currency, percents in weighted.items()
    }


def _rounded(percents: int) -> int:
    """Half up, as people round: towards the larger number."""
    return int((Decimal(percents) / 100 + Decimal("0.5")).to_integral_value("ROUND_FLOOR"))
