"""The days of many moments are those that the zone of the computer gives one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.clock import LOCAL_ZONE, local_days
from tests.factories.zones import computer_in

MOMENTS = st.integers(10**8, 2 * 10**9).map(lambda told: datetime.fromtimestamp(told, timezone.utc))


@pytest.fixture(
    params=["Europe/Warsaw", "Asia/Kolkata", "America/New_York", "Pacific/Auckland", "UTC"],
    scope="module",
    autouse=True,
)
def _zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """A computer in this zone."""
    with computer_in(request.param):
        yield


@given(st.lists(MOMENTS, max_size=20))
def test_the_days_of_many_moments_are_those_of_the_zone(moments: list[datetime]) -> None:
    day_of = local_days()
    assert list(map(day_of, moments)) == [one.astimezone(LOCAL_ZONE).date() for one in moments]


def test_days_on_which_the_clock_is_changed_are_told_by_the_moment() -> None:
    day_of = local_days()
    for month, day in ((3, 8), (3, 29), (4, 4), (9, 26), (10, 25), (11, 1)):
        for minute in range(0, 1440, 30):
            moment = datetime(2026, month, day, minute // 60, minute % 60, tzinfo=timezone.utc)
            assert day_of(moment) == moment.astimezone(LOCAL_ZONE).date()
