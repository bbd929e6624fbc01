"""Chance with a memory: the same seed draws the same things on every platform and version.

Built on ``random.Random.random`` alone, whose sequence the standard library promises to keep;
``choice`` and its relatives may change between versions. No powers or logarithms, whose last bit
differs between C libraries. Used by the generators of this package, on the thread that runs them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """One stream of chance; each part of the data has its own, so that none disturbs another."""

    def __init__(self, seed: int, part: str) -> None:
        self.fraction: Callable[[], float] = random.Random(f"{part}:{seed}").random

    def below(self, limit: int) -> int:
        """A whole number from 0 to ``limit - 1``."""
        return int(self.fraction() * limit)

    def pick(self, choices: Sequence[T]) -> T:
        """One of ``choices``, each as likely as the others."""
        return choices[int(self.fraction() * len(choices))]

    def chance(self, probability: float) -> bool:
        """True in ``probability`` of all calls (0 … 1)."""
        return self.fraction() < probability

    def moment_before(self, moment: datetime, days: int) -> datetime:
        """A working hour (UTC) on one of the ``days`` whole days before ``moment``."""
        minutes = int(self.fraction() * 600)
        day = moment - timedelta(days=1 + int(self.fraction() * days))
        return day.replace(hour=6 + minutes // 60, minute=minutes % 60, second=0, microsecond=0)


def by_rank(choices: Sequence[T]) -> tuple[T, ...]:
    """``choices`` repeated after Zipf's law (the n-th is n times rarer than the first).

    A plain ``pick`` from the result then follows the law. Shares are whole numbers, so the
    result is the same everywhere.
    """
    top = 4 * len(choices)
    return tuple(
        choice for rank, choice in enumerate(choices) for _ in range(max(1, top // (rank + 4)))
    )
