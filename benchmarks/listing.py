"""The list of people by name: its first page, any page of the known order, the whole order.

The floor reads the same lines of the one table by the driver; the product's lines also carry the
firm, the phone, the e-mail, the tags and the owner.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from random import Random

from benchmarks.measuring import Action, Figure, Sample, alternating
from benchmarks.pages import PAGE, first_page
from benchmarks.plain import Plain, Row, marks
from benchmarks.searching import newest
from benchmarks.world import World, opened
from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.contacts import queries as contacts
from crm_desktop.features.search.queries import search

# quality.md, 'Speed and memory': a page by ids and its floor there; growth.
_REACH, _FLOOR_THERE = 0.005, 0.0005
_FLAT = 2.0
# PostgreSQL takes the index for this order only if the order names all its columns.
_CURRENT = (
    "deleted_at IS NULL AND archived_at IS NULL ORDER BY deleted_at, archived_at, sort_key, rid"
)
_COLUMNS = "rid, id, display_name, position, blacklisted, owner_rid"


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    with opened(world.workspace) as (backend, plain):
        samples = {
            "first page": _first_pages(backend, plain, world.repetitions),
            "random page by keys": _random_pages(backend, plain, world.repetitions),
        }
        whole = _whole_order(backend, plain)
    factor = _REACH / _FLOOR_THERE
    floor = samples["random page by keys"][1].p50
    limit = factor * floor if world.is_reference else _REACH
    pages = [
        Figure("list by name", name, world.engine, "ms", *sample, limit)
        for name, sample in samples.items()
    ]
    order = Figure("list by name", "whole order of keys", world.engine, "ms", *whole)
    return [*pages, order, *_growth(world)]


def _first_pages(backend: Backend, plain: Plain, times: int) -> tuple[Sample, Sample]:
    statement = f"SELECT {_COLUMNS} FROM contact WHERE {_CURRENT} LIMIT ?"
    ours: list[Action] = [partial(backend.ask, first_page)] * times
    floors: list[Action] = [partial(plain.rows, statement, (PAGE,))] * times
    return alternating(ours, floors)


def _random_pages(backend: Backend, plain: Plain, times: int) -> tuple[Sample, Sample]:
    pages = _pages(backend, times)
    ours = [partial(backend.ask, contacts.find_list_rows, page) for page in pages]
    floors = [partial(_plain_page, plain, page) for page in pages]
    return alternating(ours, floors)


def _pages(backend: Backend, times: int) -> list[array[int]]:
    order = backend.ask(contacts.find_order, ListOrder())
    chance = Random(1)
    starts = [chance.randrange(max(1, len(order) - PAGE)) for _time in range(times)]
    return [order[start : start + PAGE] for start in starts]


def _plain_page(plain: Plain, rids: Sequence[int]) -> list[Row]:
    return plain.rows(
        f"SELECT {_COLUMNS} FROM contact WHERE rid IN ({marks(len(rids))})", list(rids)
    )


def _whole_order(backend: Backend, plain: Plain) -> tuple[Sample, Sample]:
    def floor() -> array[int]:
        rows = plain.rows(f"SELECT rid FROM contact WHERE {_CURRENT}")
        return array("q", (rid for (rid,) in rows))

    times = 5
    ours: list[Action] = [partial(backend.ask, contacts.find_order, ListOrder())] * times
    return alternating(ours, [floor] * times)


def _growth(world: World) -> list[Figure]:
    """How many times slower each tenfold step makes pages and the search."""
    steps = [(size, _medians(address, world.repetitions)) for size, address in world.growth()]
    figures = []
    for (smaller, before), (larger, after) in pairwise(steps):
        for name, (ours, floor) in after.items():
            our_before, floor_before = before[name]
            times = ours / our_before
            figures.append(
                Figure(
                    "growth",
                    f"{name}, {smaller} → {larger}",
                    world.engine,
                    "×",
                    Sample(times, times, times),
                    Sample(floor / floor_before, floor / floor_before, floor / floor_before),
                    _FLAT,
                    f"{our_before * 1000:.2f} → {ours * 1000:.2f} ms",
                )
            )
    return figures


def _medians(address: str, times: int) -> dict[str, tuple[float, float]]:
    with opened(address) as (backend, plain):
        samples = {
            "first page": _first_pages(backend, plain, times),
            "random page": _random_pages(backend, plain, times),
            "search by 3 letters": _searches(backend, plain, times),
        }
    return {name: (ours.p50, floor.p50) for name, (ours, floor) in samples.items()}


def _searches(backend: Backend, plain: Plain, times: int) -> tuple[Sample, Sample]:
    """Pieces of the names that every step of the data holds."""
    pieces = [("кир", "мар", "сав", "фом", "гра", "але", "ник", "рез")[n % 8] for n in range(times)]
    ours = [partial(backend.ask, search, piece) for piece in pieces]
    return alternating(ours, [partial(newest, plain, (piece,)) for piece in pieces])
