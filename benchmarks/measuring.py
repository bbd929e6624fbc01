"""Timing: samples, their percentiles, and what a figure of the table is.

Used by every family of figures, on the main thread. Times are seconds, memory is megabytes.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Action = Callable[[], Any]

# Pairs run before counting: statements get prepared, pages come into the caches.
_WARM_UP = 5


@dataclass(frozen=True)
class Sample:
    """What many measurements, or a single one, gave."""

    p50: float
    p95: float
    worst: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Sample:
        """The sample of ``values`` (nearest rank)."""
        ranked = sorted(values)
        last = len(ranked) - 1
        return cls(ranked[round(last * 0.5)], ranked[round(last * 0.95)], ranked[last])


@dataclass(frozen=True)
class Figure:
    """A line of the table. ``limit`` is what today's run must reach; it judges the p95, which of
    a single measurement is the measurement itself. ``unit`` is ``ms``, ``s``, ``MB`` or ``×``."""

    family: str
    name: str
    engine: str
    unit: str
    ours: Sample
    floor: Sample | None = None
    limit: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to the floor: of the medians, which noise touches least."""
        return self.ours.p50 / self.floor.p50 if self.floor and self.floor.p50 else None

    @property
    def verdict(self) -> str:
        """``ok``, ``over``, or ``-`` where no figure has to be reached."""
        if self.limit is None:
            return "-"
        return "ok" if self.ours.p95 <= self.limit else "over"


@contextmanager
def quiet_memory() -> Iterator[None]:
    """Keep the collector from walking through what the benchmark itself has piled up; it stays
    on for what is measured, as in the product."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def timed(action: Action) -> float:
    """Seconds of one call."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def alternating(ours: Sequence[Action], floors: Sequence[Action]) -> tuple[Sample, Sample]:
    """Samples of both, measured in turns, so that a busy moment of the machine meets both.

    Who goes first changes with every pair: the second finds the pages in the cache.
    """
    for action in (*ours[:_WARM_UP], *floors[:_WARM_UP]):
        action()
    mine: list[float] = []
    plain: list[float] = []
    with quiet_memory():
        for number, (our, floor) in enumerate(zip(ours, floors, strict=True)):
            if number % 2:
                plain.append(timed(floor))
                mine.append(timed(our))
            else:
                mine.append(timed(our))
                plain.append(timed(floor))
    return Sample.of(mine), Sample.of(plain)


def once(action: Action) -> Sample:
    """A single measurement, for what takes seconds."""
    with quiet_memory():
        return single(timed(action))


def single(value: float) -> Sample:
    """A value measured elsewhere."""
    return Sample(value, value, value)
