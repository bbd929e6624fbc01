"""Exporting people into a file.

The floor writes the same cells by XlsxWriter in constant memory, by the csv and the json module
alone: reading the records is the product's own expense. Measured on the office's 100,000 people
at 'large' too: that is the figure to reach.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks import processes
from benchmarks.measuring import Figure, once, single
from benchmarks.world import OFFICE, SMALL, World

# quality.md, 'Speed and memory'. Nothing is said of CSV and JSON.
_REACH = {"xlsx": 1.2, "csv": None, "json": None}


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    workspace = world.data.demo(SMALL if world.scale == SMALL else OFFICE)
    figures = []
    for kind, reach in _REACH.items():
        path = world.data.scratch / f"people.{kind}"
        answer, memory = processes.run("export", workspace, kind, path)
        rows, floor_writing = _floor(kind, path)
        floor = once(floor_writing)
        figures.append(
            Figure(
                "export",
                f"{rows:,} people, {kind}",
                world.engine,
                "s",
                single(answer["seconds"]),
                floor,
                reach * floor.p50 if reach else None,
                f"memory {memory.own:.0f} MB, file {path.stat().st_size / 1e6:.0f} MB",
            )
        )
    return figures


def _floor(kind: str, path: Path) -> tuple[int, Callable[[], Any]]:
    """The number of rows in the file, and what writes them again."""
    again = path.with_name(f"again.{kind}")
    if kind == "json":
        with path.open(encoding="utf-8") as file:
            objects = [json.loads(line) for line in file]
        return len(objects), partial(_write_json, again, objects)
    if kind == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        return len(rows) - 1, partial(_write_csv, again, rows)
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return len(cells) - 1, partial(_write_xlsx, again, cells)


def _write_json(path: Path, objects: list[Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(item, ensure_ascii=False)}\n" for item in objects)


def _write_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)


def _write_xlsx(path: Path, rows: list[list[Any]]) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell != "":
                sheet.write_string(number, column, str(cell))
    book.close()
