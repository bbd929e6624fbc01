"""When an imported deal was made and when it ended, by what its file tells."""

from __future__ import annotations

import pytest

from crm_desktop.features.data.importing.deal_portions import begin_and_end

MADE, NOW = "2026-01-05T09:30:00.000Z", "2026-06-01T10:00:00.000Z"
CLOSED = "2026-02-20T12:00:00.000Z"


@pytest.mark.parametrize(
    ("status", "day", "created", "expected"),
    [
        ("open", None, None, (NOW, None)),
        ("open", "2026-02-20", MADE, (MADE, None)),
        ("won", "2026-02-20", MADE, (MADE, CLOSED)),
        ("won", CLOSED, MADE, (MADE, CLOSED)),  # the time of day is told as well
        ("won", "2026-02-20", None, (CLOSED, CLOSED)),  # not on the day of the import
        ("lost", "2026-12-01", MADE, (MADE, NOW)),  # nothing has ended on a day to come
        ("won", "2025-12-01", MADE, (MADE, MADE)),
        ("won", None, MADE, (MADE, MADE)),
        ("won", None, None, (NOW, NOW)),
    ],
)
def test_a_deal_ends_on_its_day_but_never_before_it_began_nor_later_than_now(
    status: str, day: str | None, created: str | None, expected: tuple[str, str | None]
) -> None:
    assert begin_and_end({"status": status, "closed_at": day}, created, NOW) == expected
