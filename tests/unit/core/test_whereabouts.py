"""Where somebody is by their town or phone, and which time it is there."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from crm_desktop.core.values.whereabouts import zone_of

NOON = datetime(2026, 7, 14, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("towns", "phones", "zone"),
    [
        (["Новосибирск"], [], "Asia/Novosibirsk"),
        (["г. Калининград"], ["+74951234567"], "Europe/Kaliningrad"),
        (["Саратов"], [], "Europe/Saratov"),
        (["Nowhere", "Kraków"], [], "Europe/Warsaw"),
        (["London"], ["+14155552671"], "Europe/London"),
        (["New York"], [], "America/New_York"),
        ([], ["+48512000114"], "Europe/Warsaw"),
        (["Springfield"], ["+14155552671"], "America/Los_Angeles"),
        ([], ["+79123456789", "+74232234567"], "Asia/Vladivostok"),
        ([], ["+79123456789"], None),
        ([], ["+000", ""], None),
        ([], [], None),
    ],
)
def test_the_town_tells_first_then_the_phone(
    towns: list[str], phones: list[str], zone: str | None
) -> None:
    found = zone_of(towns, phones, NOON)
    assert (found.key if found else None) == zone
