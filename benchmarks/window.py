"""The window: its start, from a key press to the painted answer, scrolling, memory.

Each task runs in a process of its own, offscreen and, where there is one to be had, on an X
server. The floors are Qt's own widgets doing the same with nothing of the program. Other work on
the machine makes a window slow, never fast: of several runs the best one counts, for both.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import processes
from benchmarks.measuring import Figure, Sample, single
from benchmarks.searching import people_to_type
from benchmarks.window_screens import screens
from benchmarks.world import SMALL, World, opened
from crm_desktop.core.text.folding import fold

# quality.md, 'Speed and memory'.
_USABLE, _READY, _FROZEN_SECONDS = 2.0, 4.0, 1.0
_KEY_SECONDS = {"sqlite": 0.060, "postgresql": 0.100}
_FRAME_SECONDS = 0.016
_REST_MB, _LIST_MB = 180.0, 40.0

_WAYS = {"wheel": "by the wheel", "pages": "by whole pages", "leaps": "by leaps"}
# What others do on the machine lengthens the time on the clock: the work is judged.
_TOLD = (("work", "work a frame", _FRAME_SECONDS), ("wait", "painted after", None))
_LETTERS = 5
_Runs = list[dict[str, Any]]


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    with opened(world.workspace) as (_backend, plain):
        people = people_to_type(plain, 1 if world.scale == SMALL else 12)
        words = [fold(family)[:_LETTERS] for family, _given, _phone in people]
    figures = []
    one = world.scale == SMALL
    with tempfile.TemporaryDirectory() as home, screens(Path(home), one=one) as environments:
        for screen, environment in environments.items():
            figures += _measure_on(world, screen, environment, words)
    return figures


def _measure_on(
    world: World, screen: str, environment: Mapping[str, str], words: list[str]
) -> list[Figure]:
    """Each run starts the program and goes on to use it."""
    frames = world.repetitions // 2 if world.scale == SMALL else 2 * world.repetitions
    if world.scale != SMALL:
        run("use", environment, world.workspace, 1)  # everything comes into the caches
    ours, starts, floors = [], [], []
    for _time in range(repetitions(world)):
        starts.append(run("bare-start", environment))
        floors.append(run("bare-use", environment, world.workspace, frames, *words))
        ours.append(run("use", environment, world.workspace, frames, *words))
    return _start(world, screen, ours, starts) + _use(world, screen, ours, floors)


def _start(world: World, screen: str, ours: _Runs, floors: _Runs) -> list[Figure]:
    bare = single(min(floor["shown"] for floor in floors))

    def figure(name: str, key: str, limit: float | None) -> Figure:
        best = single(min(answer[key] for answer in ours))
        return Figure(f"window, {screen}", name, world.engine, "ms", best, bare, limit)

    def work(name: str, key: str) -> Figure:
        best = single(min(answer["work"][key] for answer in ours))
        floor = single(min(floor["work"] for floor in floors))
        return Figure(f"window, {screen}", name, world.engine, "ms", best, floor)

    rest = single(min(answer["rest"] for answer in ours))
    bare_rest = single(min(floor["rest"] for floor in floors))
    return [
        figure("start: the window is there", "shown", None),
        figure("start: first page painted", "usable", _USABLE * bare.p50),
        figure("start: whole order known", "known", _READY * bare.p50),
        figure("start: everything there", "ready", _READY * bare.p50),
        work("start: first page painted, work", "usable"),
        work("start: whole order known, work", "known"),
        work("start: everything there, work", "ready"),
        figure("start: longest standstill", "freeze", _FROZEN_SECONDS),
        Figure(
            f"window, {screen}", "memory at rest", world.engine, "MB", rest, bare_rest, _REST_MB
        ),
    ]


def _use(world: World, screen: str, ours: _Runs, floors: _Runs) -> list[Figure]:
    family, engine = f"window, {screen}", world.engine
    figures = [
        Figure(
            *(family, "key press to painted answer", engine, "ms"),
            *(best(ours, "typed"), best(floors, "typed"), _KEY_SECONDS[engine]),
        )
    ]
    for way, name in _WAYS.items():
        for kind, told, limit in _TOLD:
            pair = best(ours, way, kind), best(floors, way, kind)
            figures.append(Figure(family, f"scrolled {name}: {told}", engine, "ms", *pair, limit))
    more = single(min(answer["list"] for answer in ours))
    figures.append(Figure(family, "memory of the list", engine, "MB", more, limit=_LIST_MB))
    return figures


def best(runs: _Runs, *keys: str) -> Sample:
    """The run whose slow ones are the fastest."""
    samples = []
    for run in runs:
        values: Any = run
        for key in keys:
            values = values[key]
        samples.append(Sample.of(values))
    return min(samples, key=lambda sample: sample.p95)


def repetitions(world: World) -> int:
    return 1 if world.scale == SMALL else 3


def run(task: str, environment: Mapping[str, str], *words: object) -> dict[str, Any]:
    module = "benchmarks.window_worker"
    return processes.run(task, time.monotonic(), *words, module=module, environment=environment)[0]
