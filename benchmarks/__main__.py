"""``python -m benchmarks``: measure the figures and print their table."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from platformdirs import user_cache_path

from benchmarks import (
    board,
    bulk,
    cards,
    customs,
    deals,
    exporting,
    filtering,
    importing,
    listing,
    ordering,
    recurring,
    saving,
    searching,
    starting,
    window,
)
from benchmarks.datasets import POSTGRESQL, SQLITE, DataSets, cache_key
from benchmarks.measuring import Figure
from benchmarks.servers import durable_server, settings_of
from benchmarks.table import print_table, write_json
from benchmarks.world import LARGE, OFFICE, SMALL, World
from tests.factories.postgresql import NoServer

FAMILIES: dict[str, Callable[[World], list[Figure]]] = {
    "search": searching.measure,
    "list": listing.measure,
    "filter": filtering.measure,
    "order": ordering.measure,
    "custom": customs.measure,
    "save": saving.measure,
    "import": importing.measure,
    "export": exporting.measure,
    "start": starting.measure,
    "window": window.measure,
    "card": cards.measure,
    "board": board.measure,
    "deals": deals.measure,
    "recurring": recurring.measure,
    "bulk": bulk.measure,
}
# They measure programs with a window, which is the same on both engines.
WINDOWED = ("start", "window", "card")


def main(words: Sequence[str] | None = None) -> int:
    """Run the families that were asked for on the engines that were asked for."""
    arguments = _parser().parse_args(words)
    engines = _engines(arguments.engine, arguments.scale)
    kept = arguments.data / cache_key()
    kept.mkdir(parents=True, exist_ok=True)
    print(
        f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores",
        flush=True,
    )
    figures: list[Figure] = []
    try:
        _measure(engines, kept, arguments.scale, arguments.only, figures)
    finally:  # what was measured before somebody stopped it, too
        print()
        print_table(figures)
        if arguments.json:
            write_json(arguments.json, figures)
    return 0


def _measure(
    engines: Sequence[str],
    kept: Path,
    scale: str,
    only: Sequence[str] | None,
    figures: list[Figure],
) -> None:
    """Append the figures of the families that were asked for, or of all, as they come."""
    with tempfile.TemporaryDirectory(dir=kept) as scratch:
        for engine in engines:
            with _data_sets(engine, kept, Path(scratch)) as data:
                if data is None:
                    continue
                for name in only or _families(engine, scale):
                    began = time.perf_counter()
                    figures += FAMILIES[name](World(scale, data))
                    seconds = time.perf_counter() - began
                    print(f"{engine}, {name}: measured in {seconds:.0f} s", file=sys.stderr)


def _families(engine: str, scale: str) -> list[str]:
    """At 'small', where it only counts that they run, a window is measured on one engine."""
    once = WINDOWED if scale == SMALL and engine == POSTGRESQL else ()
    return [name for name in FAMILIES if name not in once]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--scale", choices=(SMALL, OFFICE, LARGE), default=SMALL)
    parser.add_argument(
        "--engine",
        choices=(SQLITE, POSTGRESQL, "both"),
        help="default: both, but at 'large' only sqlite",
    )
    parser.add_argument("--only", nargs="+", choices=FAMILIES, metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=user_cache_path("crm-desktop-benchmarks", appauthor=False),
        help="where data sets are kept (default: %(default)s)",
    )
    return parser


def _engines(asked: str | None, scale: str) -> tuple[str, ...]:
    if asked in (SQLITE, POSTGRESQL):
        return (asked,)
    return (SQLITE,) if asked is None and scale == LARGE else (SQLITE, POSTGRESQL)


@contextmanager
def _data_sets(engine: str, kept: Path, scratch: Path) -> Iterator[DataSets | None]:
    if engine == SQLITE:
        yield DataSets(SQLITE, kept, scratch)
        return
    with ExitStack() as stack:
        try:
            url = stack.enter_context(durable_server(scratch))
        except NoServer as reason:
            print(f"PostgreSQL is left out: {reason}", file=sys.stderr)
            yield None
            return
        print(settings_of(url), flush=True)
        yield DataSets(POSTGRESQL, kept, scratch, url)


if __name__ == "__main__":
    sys.exit(main())
