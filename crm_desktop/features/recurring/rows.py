"""What is told of recurring clients: frozen rows, nothing of the database in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_desktop.core.values.money import Money

AHEAD, DUE, OVERDUE, LAPSED = "ahead", "due", "overdue", "lapsed"
"""Where the next purchase lies: more than a week ahead; within a week; past; or so far past that
the client seems to have stopped buying."""


@dataclass(frozen=True)
class Purchase:
    """A won deal: the day on which it was won, and what it came to, if that is known."""

    on: date
    amount: Money | None


@dataclass(frozen=True)
class Cycle:
    """How a client buys. ``purchases``: the different days of which this is told; ``days``
    between two of them; ``amount`` expected the next time; ``monthly``: what that makes a month,
    nothing once the client has stopped."""

    purchases: int
    days: int
    last_on: date
    next_on: date
    amount: Money | None
    monthly: Money | None
    state: str


@dataclass(frozen=True)
class RecurringClient:
    """A company, or a person who buys for themselves, with the cycle of their purchases."""

    entity: str
    id: str
    name: str
    cycle: Cycle
