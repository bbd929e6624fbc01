"""The table of figures on the terminal, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.measuring import Figure

_HEADER = ("figure", "engine", "ours p50", "p95", "floor p50", "p95", "ratio", "reach", "", "note")
_TEXTS = {0, 1, 8, 9}
_FACTORS = {"ms": 1000.0, "s": 1.0, "MB": 1.0, "×": 1.0}


def print_table(figures: Sequence[Figure]) -> None:
    """All figures with aligned columns, families apart."""
    rows = [_cells(figure) for figure in figures]
    widths = [max(map(len, column)) for column in zip(_HEADER, *rows, strict=True)]
    print(_line(_HEADER, widths))
    family = None
    for figure, row in zip(figures, rows, strict=True):
        if figure.family != family:
            family = figure.family
            print(f"\n{family}")
        print(_line(row, widths))
    over = sum(figure.verdict == "over" for figure in figures)
    judged = sum(figure.limit is not None for figure in figures)
    print(f"\n{judged - over} of {judged} figures reached.")


def write_json(path: Path, figures: Sequence[Figure]) -> None:
    """The figures as a list of objects; times in seconds."""
    objects = [{**asdict(f), "ratio": f.ratio, "verdict": f.verdict} for f in figures]
    path.write_text(json.dumps(objects, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _cells(figure: Figure) -> tuple[str, ...]:
    floor = figure.floor
    return (
        figure.name,
        figure.engine,
        _value(figure.ours.p50, figure.unit),
        _value(figure.ours.p95, figure.unit),
        _value(floor.p50, figure.unit) if floor else "",
        _value(floor.p95, figure.unit) if floor else "",
        f"{figure.ratio:.2f}" if figure.ratio else "",
        _value(figure.limit, figure.unit) if figure.limit is not None else "",
        figure.verdict,
        figure.note,
    )


def _value(value: float, unit: str) -> str:
    scaled = value * _FACTORS[unit]
    digits = 0 if scaled >= 100 else 1 if scaled >= 10 else 2
    return f"{scaled:.{digits}f} {unit}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.ljust(width) if place in _TEXTS else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()
