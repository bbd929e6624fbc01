"""Discounts and VAT of rows as shares. Used by the lines of deals and by products; pure."""

from __future__ import annotations

from decimal import Decimal

_HUNDREDTHS = 100


def share(percent: str | None) -> int | None:
    """Hundredths of a percent; ``0.22`` is 22 %, as spreadsheets keep it."""
    if percent is None:
        return None
    number = Decimal(percent)
    return int((number * _HUNDREDTHS if 0 < number < 1 else number) * _HUNDREDTHS)
