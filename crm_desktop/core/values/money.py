"""Amounts of money: integer minor units with an ISO 4217 currency, never floats. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    """``minor`` units of ``currency``: 1 050 PLN is 10.50 zł, 1 050 JPY is 1 050 yen."""

    minor: int
    currency: str
