"""The board in a window: repainting its cards, dragging one over them, taking up all columns.

It knows no database: cards are made up. The floor is Qt's own lists with the same words on lines
of the same height, and a bare picture moved over them. Each task runs in a process of its own, on
the screens that ``window`` uses; of several runs the best one counts, for both.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import processes
from benchmarks.datasets import SQLITE
from benchmarks.measuring import Figure
from benchmarks.window import best, repetitions
from benchmarks.window_screens import screens
from benchmarks.world import SMALL, World

COLUMNS = 7
# quality.md, 'Speed and memory': a frame of dragging, a board opened.
_FRAME_SECONDS, _OPENED_SECONDS = 0.016, 0.100
_NAMES = {
    "repaint": ("the cards in view repainted", None),
    "drag": ("a frame of dragging a card", _FRAME_SECONDS),
    "columns": ("all columns taken up and painted", _OPENED_SECONDS),
}


def measure(world: World) -> list[Figure]:
    """The figures of this family; they don't hang on the engine."""
    if world.engine != SQLITE:
        return []
    is_small = world.scale == SMALL
    cards, times = (100, 10) if is_small else (10_000, 100)
    figures = []
    with (
        tempfile.TemporaryDirectory() as home,
        screens(Path(home), one=is_small) as environments,
    ):
        for screen, environment in environments.items():
            ours, floors = [], []
            for _time in range(repetitions(world)):
                floors.append(_run("bare", environment, cards, times))
                ours.append(_run("board", environment, cards, times))
            for key, (name, limit) in _NAMES.items():
                pair = best(ours, key), best(floors, key)
                note = f"{COLUMNS} × {cards} cards, {ours[0]['seen']} in view"
                figures.append(
                    Figure(f"board, {screen}", name, world.engine, "ms", *pair, limit, note)
                )
    return figures


def _run(task: str, environment: Mapping[str, str], *words: object) -> dict[str, Any]:
    module = "benchmarks.board_worker"
    return processes.run(task, *words, module=module, environment=environment)[0]
