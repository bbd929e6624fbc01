"""Importing a sheet of 20 columns, importing it again, undoing it; a colleague's save meanwhile.

The floor reads the sheet by calamine, makes the same calls of phonenumbers and email-validator,
and writes the very rows that the import wrote by the driver alone. Everything of the product runs
in a process of its own, so that its memory can be told.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import phonenumbers
from email_validator import validate_email
from python_calamine import CalamineWorkbook

from benchmarks import processes, rewriting
from benchmarks.datasets import REGION
from benchmarks.measuring import Figure, Sample, once, single
from benchmarks.plain import Plain
from benchmarks.processes import Memory
from benchmarks.sheets import EMAILS, PHONES
from benchmarks.world import World

# quality.md, 'Speed and memory', and architecture.md, 'One journal'.
_REACH, _MEMORY_MB = 1.3, 450.0
_LONGEST_SECONDS, _COLLEAGUE_SECONDS = 0.150, 0.200


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    figures = [figure for rows in world.sheet_sizes for figure in _sheet(world, rows)]
    return [*figures, _colleague(world, world.sheet_sizes[0])]


def _sheet(world: World, rows: int) -> list[Figure]:
    sheet = world.data.sheet(rows)
    cleaning = once(partial(read_and_check, sheet))
    with world.scratch() as address:
        plain = Plain(address)
        since = rewriting.before(plain)
        first, memory = processes.run("import", address, sheet)
        written = rewriting.harvest(plain, since)
        again, _memory = processes.run("import", address, sheet)
        then = rewriting.before(plain)
        undone, undo_memory = processes.run("undo", address, first["operation"])
        deleted = rewriting.deletions(plain, then)
        plain.close()
    if again["operation"] is not None:
        raise RuntimeError("the same file again changed something")
    with world.scratch() as address:
        plain = Plain(address)
        writing = once(partial(rewriting.write, plain, written))
        deleting = once(partial(rewriting.unwrite, plain, written, deleted))
        plain.close()
    floor = single(cleaning.p50 + writing.p50)
    name, engine = f"import of {rows:,}", world.engine
    parts = f"floor: read and check {cleaning.p50:.2f} s, write {writing.p50:.2f} s"
    return [
        _seconds(name, engine, first["seconds"], floor, limit=_REACH * floor.p50, note=parts),
        _memory_figure(f"{name}, memory", engine, memory, _MEMORY_MB),
        Figure(
            *("import", f"{name}, longest transaction", engine, "ms", single(first["longest"])),
            limit=_LONGEST_SECONDS,
        ),
        _seconds(f"{name}, the same again", engine, again["seconds"], cleaning),
        _seconds(f"{name}, undone", engine, undone["seconds"], deleting),
        _memory_figure(f"{name}, undone, memory", engine, undo_memory, _MEMORY_MB),
        Figure(
            *("import", f"{name}, undone, longest transaction", engine, "ms"),
            single(undone["longest"]),
            limit=_LONGEST_SECONDS,
        ),
    ]


def _seconds(
    name: str,
    engine: str,
    seconds: float,
    floor: Sample,
    *,
    limit: float | None = None,
    note: str = "",
) -> Figure:
    return Figure("import", name, engine, "s", single(seconds), floor, limit, note)


def _memory_figure(name: str, engine: str, memory: Memory, limit: float) -> Figure:
    note = f"with shared pages {memory.resident:.0f} MB"
    return Figure("import", name, engine, "MB", single(memory.own), limit=limit, note=note)


def read_and_check(sheet: Path) -> int:
    """The floor of reading and cleaning; gives the number of values that passed."""
    passed = 0
    rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).iter_rows()
    next(rows)
    for row in rows:
        for column in PHONES:
            if cell := row[column]:
                number = phonenumbers.parse(str(cell), REGION)
                phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                passed += 1
        for column in EMAILS:
            if cell := row[column]:
                validate_email(str(cell), check_deliverability=False)
                passed += 1
    return passed


def _colleague(world: World, rows: int) -> Figure:
    """Another process saves every 100 ms while an import and its undoing run."""
    sheet = world.data.sheet(rows, series=1)
    with world.scratch() as address:
        with processes.beside("colleague", address) as answer:
            imported, _memory = processes.run("import", address, sheet)
            processes.run("undo", address, imported["operation"])
        saves: list[float] = answer["saves"]
    sample = Sample.of(saves)
    note = f"worst {sample.worst * 1000:.0f} ms of {len(saves)}"
    return Figure(
        *("import", f"a colleague's save during {rows:,} and undo", world.engine, "ms", sample),
        limit=_COLLEAGUE_SECONDS,
        note=note,
    )
