"""What every family of figures gets: an engine, a scale and their data sets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.datasets import LANGUAGE, SQLITE, DataSets
from benchmarks.plain import Plain
from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend

_BLOCK = 1 << 24
SMALL, OFFICE, LARGE = "small", "office", "large"


@dataclass(frozen=True)
class World:
    """One engine at one scale."""

    scale: str
    data: DataSets

    @property
    def engine(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.data.engine

    @property
    def workspace(self) -> str:
        """The demo workspace of this scale, not to be changed."""
        return self.data.demo(self.scale)

    @property
    def is_reference(self) -> bool:
        """Whether the floors written in quality.md were measured on such data: only there can
        the figures to reach be scaled by today's floor."""
        return self.engine == SQLITE and self.scale == LARGE

    @property
    def sheet_sizes(self) -> tuple[int, ...]:
        """How many people are imported."""
        return (200,) if self.scale == SMALL else (10_000, 100_000)

    @property
    def repetitions(self) -> int:
        """How often a figure of milliseconds is measured."""
        return 4 if self.scale == SMALL else 100

    def growth(self) -> list[tuple[str, str]]:
        """(size, workspace) in tenfold steps up to this scale; at 'small' two small ones."""
        if self.scale == SMALL:
            return [("200", self.data.imported(200)), ("600", self.data.imported(600))]
        steps = [("10k", self.data.imported(10_000)), ("100k", self.data.demo(OFFICE))]
        return steps if self.scale == OFFICE else [*steps, ("1M", self.data.demo(LARGE))]

    @contextmanager
    def scratch(self) -> Iterator[str]:
        """A copy of the workspace, to be changed."""
        address = self.data.copy(self.workspace)
        try:
            yield address
        finally:
            self.data.drop(address)


@contextmanager
def opened(address: str) -> Iterator[tuple[Backend, Plain]]:
    """The workspace through the product and through the driver alone, its file in the system's
    cache as after some use."""
    if not address.startswith("postgresql://"):
        with Path(address).open("rb") as file:
            while file.read(_BLOCK):
                pass
    backend = open_backend(address, create=False, language=LANGUAGE)
    plain = Plain(address)
    try:
        yield backend, plain
    finally:
        plain.close()
        backend.close()


def chosen_people(plain: Plain, count: int, chance: Random) -> list[int]:
    """Internal keys of people anywhere in the workspace."""
    highest = plain.value("SELECT max(rid) FROM contact")
    found: dict[int, None] = {}
    while len(found) < count:
        rid = chance.randint(1, highest)
        row = plain.rows(
            "SELECT rid FROM contact WHERE rid >= ? AND deleted_at IS NULL ORDER BY rid LIMIT 1",
            (rid,),
        )
        found.update(dict.fromkeys(rid for (rid,) in row))
    return list(found)
