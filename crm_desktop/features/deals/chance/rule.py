"""The chance of a deal out of what became of deals like it. Pure.

The base is the share that was won of the closed deals of the pipeline that came at least as far;
those that were won came all the way, whatever stages they left out. Where the workspace has closed
too few deals, the percent of the stage counts instead. What this gives counts everywhere, unless
a person has set another chance.

What else is known of one deal refines it where it is explained: owner, source and size each move
the base by how much better or worse deals of the same kind ended. Their shares, drawn towards the
base where they are few (additive smoothing), are joined as odds, as if they had nothing to do with
each other (naive Bayes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import exp, log

ENOUGH = 20
"""So many closed deals must have come as far before they count for more than the stage."""
FEW = 5
"""Of fewer deals with the same owner, source or size nothing is concluded."""
_PULL = 10  # deals of the base that every kind is mixed with
_LEAST, _MOST = 1, 99


class Factor(Enum):
    """In what deals can be alike."""

    OWNER = "owner"
    SOURCE = "source"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Tally:
    """How closed deals ended."""

    won: int = 0
    lost: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.won + self.lost

    @property
    def percent(self) -> int:
        """How many of a hundred were won."""
        return round(100 * self.won / self.total) if self.total else 0


@dataclass(frozen=True)
class Past:
    """What became of deals that came as far, and of those among them that are alike."""

    as_far: Tally = Tally()
    alike: Mapping[Factor, Tally] | None = None


@dataclass(frozen=True)
class Reason:
    """What a likeness does to the chance: ``points`` of percent more or less."""

    factor: Factor
    tally: Tally
    points: int


@dataclass(frozen=True)
class Chance:
    """In percent. ``usual``: that of all deals in the stage, which counts unless another one was
    set; ``percent``: with what is known of this deal besides. ``is_from_past``: worked out of
    closed deals (``base`` says of how many), not taken from the stage, which says ``of_stage``."""

    percent: int
    base: Tally
    usual: int
    of_stage: int
    reasons: tuple[Reason, ...] = ()
    is_from_past: bool = False


def usual_percent(base: Tally) -> int | None:
    """The chance of deals of which so many came as far and closed; ``None`` if that says too
    little."""
    return _percent(_odds(_share(base))) if base.total >= ENOUGH else None


def estimate(stage_percent: int, past: Past) -> Chance:
    """The chance of a deal whose stage has ``stage_percent``."""
    base = past.as_far
    usual = usual_percent(base)
    if usual is None:
        return Chance(stage_percent, base, stage_percent, stage_percent)
    share = _share(base)
    odds = _odds(share)
    reasons = []
    for factor in Factor:
        tally = (past.alike or {}).get(factor, Tally())
        if tally.total < FEW:
            continue
        drawn = (tally.won + _PULL * share) / (tally.total + _PULL)
        before = _percent(odds)
        odds += _odds(drawn) - _odds(share)
        reasons.append(Reason(factor, tally, _percent(odds) - before))
    percent = _percent(odds)
    return Chance(percent, base, usual, stage_percent, tuple(reasons), is_from_past=True)


def _share(base: Tally) -> float:
    """Never nothing and never all: whatever happened always can happen otherwise."""
    return (base.won + 1) / (base.total + 2)


def _odds(share: float) -> float:
    return log(share / (1 - share))


def _percent(odds: float) -> int:
    return min(_MOST, max(_LEAST, round(100 / (1 + exp(-odds)))))
