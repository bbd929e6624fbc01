"""What is told of recurring clients: frozen rows, nothing of the database in them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.money import Money

AHEAD, DUE, OVERDUE, LAPSED = "ahead", "due", "overdue", "lapsed"
"""Where the next purchase lies: more than a week ahead; within a week; past; or so far past that
the client seems to have stopped buying."""

WEEK, MONTH, NEXT_MONTH, LATER = "week", "month", "next_month", "later"
SPANS = (OVERDUE, WEEK, MONTH, NEXT_MONTH, LATER, LAPSED)
"""The columns of the board: past; to the end of this week; what is left of this month after it;
next month; later; stopped buying."""


class Purchase(NamedTuple):
    """A won deal: the day on which it was won, and what it came to, if that is known."""

    on: date
    minor: int | None
    currency: str


class Delay(NamedTuple):
    """The next purchase put off by hand to ``until``; said after the purchase of ``after``, so
    that the next occasion ends it."""

    after: date
    until: date


class Cycle(NamedTuple):
    """How a client buys. ``occasions``: how often they bought; ``days`` between two of them;
    ``last_on``: when they bought last; ``amount`` expected the next time; ``monthly``: what is
    bought a month, nothing once the client has stopped; ``is_put_off``: a person has said when,
    not the cycle."""

    occasions: int
    days: int
    last_on: date
    next_on: date
    amount: Money | None
    monthly: Money | None
    is_put_off: bool = False


class Share(NamedTuple):
    """What so many ``clients`` of one column bring the next time and a month, in one currency;
    without an amount that is known, ``currency`` is ``None``."""

    span: str
    currency: str | None
    clients: int
    amount: int
    monthly: int


@dataclass(frozen=True)
class RecurringColumn:
    """A column: clients by key, the earliest first, and what is expected of them by currency."""

    span: str
    keys: tuple[int, ...]
    sums: tuple[Money, ...]


@dataclass(frozen=True)
class RecurringBoard:
    """All clients who bought on two occasions at least. A key is one client's on the whole board,
    company or person; ``monthly`` what those who still buy bring in a month, by currency."""

    columns: tuple[RecurringColumn, ...]
    monthly: tuple[Money, ...]

    @property
    def count(self) -> int:
        """How many clients there are."""
        return sum(len(column.keys) for column in self.columns)


@dataclass(frozen=True)
class RecurringClient:
    """A company, or a person who buys for themselves, as a card shows it; ``owner`` is the id
    and the name of who is responsible, if anybody is."""

    key: int
    entity: str
    id: str
    name: str
    owner: tuple[str, str] | None
    is_blacklisted: bool
    cycle: Cycle
