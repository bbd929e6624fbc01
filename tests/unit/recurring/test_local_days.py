"""The local day of a purchase, wherever the office is and whenever its clocks are changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.clock import UTC, iso
from crm_desktop.features.recurring import queries

ZONES = ("UTC", "Europe/Warsaw", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati")
START = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.integers(0, 3650).map(lambda days: START + timedelta(days))


@pytest.mark.parametrize("name", ZONES)
def test_the_day_is_that_of_the_persons_clock(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    zone = ZoneInfo(name)
    monkeypatch.setattr(queries, "LOCAL_ZONE", zone)
    local_day = queries.local_days()
    changes = [datetime(2026, month, 1, tzinfo=UTC) for month in (3, 10)]

    @given(st.one_of(moments, st.sampled_from(changes)), st.integers(0, 31 * 24 * 60))
    def holds(begin: datetime, minutes: int) -> None:
        moment = begin + timedelta(minutes=minutes)
        assert local_day(iso(moment)) == local_day(moment) == moment.astimezone(zone).date()

    holds()
