"""The core's start in a new process, without a window, and its memory.

The floor imports SQLAlchemy and reads the first page by the driver alone. Figures to reach are
given for the window (quality.md); of the core only the memory is judged.
"""

from __future__ import annotations

from benchmarks import processes
from benchmarks.measuring import Figure, Sample, single
from benchmarks.world import SMALL, World

# quality.md, 'Speed and memory': at rest, and what the order of a million people may take.
_REST_MB, _ORDER_MB = 180.0, 40.0


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    ours, floors = [], []
    for _time in range(1 if world.scale == SMALL else 9):
        ours.append(processes.run("start", world.workspace)[0])
        floors.append(processes.run("bare-start", world.workspace)[0])

    def both(name: str) -> tuple[Sample, Sample]:
        return Sample.of([o[name] for o in ours]), Sample.of([f[name] for f in floors])

    order = single(max(answer["order"] for answer in ours))
    family, engine = "start without a window", world.engine
    return [
        Figure(family, "import of the core", engine, "ms", *both("import")),
        Figure(family, "first page, in a new process", engine, "ms", *both("ready")),
        Figure(family, "memory at rest", engine, "MB", *both("rest"), _REST_MB),
        Figure(
            *(family, "memory for the whole order", engine, "MB", order),
            limit=_ORDER_MB,
            note=f"{ours[0]['people']:,} people",
        ),
    ]
