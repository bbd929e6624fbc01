"""How the chance of a deal follows from what became of deals like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.features.deals.chance.rule import (
    ENOUGH,
    FEW,
    Factor,
    Past,
    Tally,
    estimate,
)

tallies = st.builds(Tally, st.integers(0, 5_000), st.integers(0, 5_000))


def test_too_few_closed_deals_leave_the_chance_to_the_stage() -> None:
    chance = estimate(70, Past(Tally(ENOUGH - 1, 0)))
    assert (chance.percent, chance.is_from_past, chance.reasons) == (70, False, ())


def test_enough_closed_deals_give_the_share_that_was_won() -> None:
    chance = estimate(70, Past(Tally(50, 50)))
    assert (chance.percent, chance.is_from_past) == (50, True)


def test_an_owner_who_wins_more_raises_the_chance_and_says_so() -> None:
    past = Past(Tally(50, 50), {Factor.OWNER: Tally(30, 10)})
    chance = estimate(70, past)
    (reason,) = chance.reasons
    assert reason.factor is Factor.OWNER
    assert chance.percent == 50 + reason.points > 60


def test_a_few_deals_alike_say_nothing() -> None:
    past = Past(Tally(50, 50), {Factor.SOURCE: Tally(FEW - 1, 0)})
    assert estimate(70, past) == estimate(70, Past(Tally(50, 50)))


def test_many_deals_alike_count_for_more_than_a_few() -> None:
    few = estimate(70, Past(Tally(50, 50), {Factor.AMOUNT: Tally(5, 0)}))
    many = estimate(70, Past(Tally(50, 50), {Factor.AMOUNT: Tally(45, 0)}))
    assert 50 < few.percent < many.percent


def test_points_of_all_reasons_lead_from_the_base_to_the_chance() -> None:
    alike = {Factor.OWNER: Tally(30, 10), Factor.SOURCE: Tally(4, 16), Factor.AMOUNT: Tally(9, 9)}
    chance = estimate(70, Past(Tally(50, 50), alike))
    assert 50 + sum(reason.points for reason in chance.reasons) == chance.percent


@pytest.mark.parametrize("won", [0, 1_000])
def test_nothing_is_ever_certain(won: int) -> None:
    assert 1 <= estimate(0, Past(Tally(won, 1_000 - won))).percent <= 99


@given(tallies, st.dictionaries(st.sampled_from(Factor), tallies), st.integers(0, 100))
def test_a_chance_is_a_percentage_whatever_happened(
    base: Tally, alike: dict[Factor, Tally], stage: int
) -> None:
    chance = estimate(stage, Past(base, alike))
    assert 0 <= chance.percent <= 100


@given(tallies, tallies)
def test_one_more_deal_won_never_lowers_the_chance(base: Tally, same: Tally) -> None:
    more = Tally(same.won + 1, same.lost)
    alike = {Factor.OWNER: same}
    assert (
        estimate(50, Past(base, {Factor.OWNER: more})).percent
        >= estimate(50, Past(base, alike)).percent
        or same.total < FEW
    )
