"""What many deals come to, by currency, as statements gather it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.money import Money

HALF = 10**6
"""Sums of many large amounts are more than SQLite counts to: it adds up two halves, the amounts
divided by this and what is left over."""


def whole_of(high: Any, low: Any) -> int | None:
    """The sum out of both halves; ``None`` where no deal has an amount."""
    return None if high is None else int(high) * HALF + int(low)


@dataclass()
class Sums:
    """``count`` deals; what they come to by currency, plain and times their chance in percent."""

    count: int = 0
    plain: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    percents: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, currency: str, chance: int, count: int, high: Any, low: Any) -> None:
        """Add deals of one currency and one chance, as statements give them."""
        self.count += count
        minor = whole_of(high, low)
        if minor is not None:
            self.plain[currency] += minor
            self.percents[currency] += minor * chance

    def whole(self) -> tuple[Money, ...]:
        """The sums, the largest first."""
        return in_money(self.plain)

    def weighted(self) -> tuple[Money, ...]:
        """The sums by chance, rounded half up, in the order of ``whole``."""
        return tuple(
            Money((self.percents[one.currency] + 50) // 100, one.currency) for one in self.whole()
        )


def in_money(sums: Mapping[str, int]) -> tuple[Money, ...]:
    """Sums by currency, the largest first."""
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Money(minor, currency) for currency, minor in ordered)


def sums_by(rows: Iterable[Sequence[Any]], chances: Mapping[int, int]) -> dict[Any, Sums]:
    """Sums by the first value of ``rows``: ``(that, stage, currency, chance,
    count, high, low)`` each. Deals
    without a chance of their own have the usual one of their stage, in ``chances`` by internal
    key."""
    found: dict[Any, Sums] = defaultdict(Sums)
    for key, stage_rid, currency, chance, *parts in rows:
        usual = chances.get(stage_rid, 0)
        found[key].add(currency, usual if chance is None else chance, *parts)
    return found
