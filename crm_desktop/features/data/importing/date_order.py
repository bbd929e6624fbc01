"""Whether the dates of a sheet begin with the day, told by all cells of its columns of dates.

The first thousand rows may hold only days up to the 12th, or no date at all. A column of a
hundred thousand cells takes some hundredths of a second. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from crm_desktop.core.values.dates import guess_day_first

DATES = frozenset(
    (
        *("birthday", "created_at", "updated_at", "consent"),
        *("deal.expected_close", "deal.closed_at"),
    )
)
"""The codes of fields that hold dates."""

_UNPACKED = 500
_MONTH_FIRST = "US"  # the country that writes it so


def date_order(rows: Sequence[Sequence[str]], first: int, indexes: Collection[int]) -> bool | None:
    """Whether the dates in the columns at ``indexes``, from the row at ``first`` on, begin with the
    day; ``None`` where nothing tells, or they are mixed."""
    if not indexes:
        return None
    return guess_day_first({_day(cell) for cell in _cells(rows, first, indexes) if cell})


def begins_with_day(day_first: bool | None, region: str) -> bool:
    """How dates are read that may be meant both ways, where the file does not tell: as they are
    written in the country."""
    return region != _MONTH_FIRST if day_first is None else day_first


def _cells(rows: Sequence[Sequence[str]], first: int, indexes: Collection[int]) -> Iterator[str]:
    for start in range(first, len(rows), _UNPACKED):
        for row in rows[start : start + _UNPACKED]:
            for index in indexes:
                if index < len(row):
                    yield row[index]


def _day(cell: str) -> str:
    """Without the time of day: of days there are few."""
    return cell.strip().partition(" ")[0].rstrip(",")
