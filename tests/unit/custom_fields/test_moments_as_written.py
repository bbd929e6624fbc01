"""Days and moments of fields that people added, as people and other programs write them."""

from __future__ import annotations

import pytest

from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.errors import Invalid
from crm_desktop.features.custom_fields.kinds import Given, check_value
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from tests.factories.zones import computer_in

MET = CustomFieldRow(0, "met", 0, "contact", "Met", "datetime")
SINCE = CustomFieldRow(0, "since", 0, "contact", "Since", "date")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("14.10.2026 15:30", "2026-10-14T12:30:00.000Z"),
        ("14.10.2026 15.30", "2026-10-14T12:30:00.000Z"),
        ("10/14/2026 3:30 PM", "2026-10-14T12:30:00.000Z"),
        ("10/14/2026 12:05 a.m.", "2026-10-13T21:05:00.000Z"),
        ("2026-10-14T15:30:20", "2026-10-14T12:30:20.000Z"),
        ("2026-10-14 15:30+05:00", "2026-10-14T10:30:00.000Z"),
        ("2026-10-14T15:30:00Z", "2026-10-14T15:30:00.000Z"),
        ("2026-10-14T00:00:00", "2026-10-13T21:00:00.000Z"),
        ("14.10.26", "2026-10-13T21:00:00.000Z"),  # no clock shows 10:26 there
        ("14 октября 2026", "2026-10-13T21:00:00.000Z"),
    ],
)
def test_a_time_without_a_zone_is_that_of_whoever_writes_it(written: str, moment: str) -> None:
    with computer_in("Europe/Moscow"):
        assert check_value(MET, written, Given(zone=LOCAL_ZONE)) == moment


@pytest.mark.parametrize("written", ["14.10.2026 25:70", "in the morning"])
def test_what_no_clock_shows_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        check_value(MET, written, Given())


@pytest.mark.parametrize(
    ("day_first", "day"), [(None, "2026-04-03"), (True, "2026-04-03"), (False, "2026-03-04")]
)
def test_a_day_is_read_in_the_order_that_was_told(day_first: bool | None, day: str) -> None:
    given = Given(day_first=day_first)
    assert check_value(SINCE, "03/04/2026", given) == day
    assert str(check_value(MET, "03/04/2026 9:15", given)).startswith(day)
