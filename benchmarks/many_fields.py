"""Saves and imports in a workspace with 200 fields of people's own (at 'small' 20), beside the same
in one without any.

Part of the family 'custom'. A save changes the position of somebody who has a value in each of
the fields, or one of these values. An import brings the usual sheet, or one that fills all the
fields besides.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from benchmarks import processes
from benchmarks.datasets import REGION
from benchmarks.measuring import Action, Figure, alternating, single
from benchmarks.plain import Plain
from benchmarks.sheets import HEADER, people
from benchmarks.world import SMALL, World, chosen_people, opened
from crm_desktop.backend.backend import Backend
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.contacts.commands import UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import CreateCustomField

_FIELDS, _FIELDS_AT_SMALL = 200, 20
_VALUES = {"text": "Ель", "number": 12.5, "date": "2026-03-18", "yes_no": True}
_IN_CELLS = ("Ель", "12,5", "18.03.2026", "да")
# How many times as long as without own fields: a save with all of its values, an import into such
# a workspace; and a cell of one's own field may take as long as any other cell.
_SAVE_TIMES, _IMPORT_TIMES = 3.0, 1.3

Values = list[dict[str, Any]]


def measure(world: World) -> list[Figure]:
    """The figures of saves and imports."""
    number = _FIELDS_AT_SMALL if world.scale == SMALL else _FIELDS
    with world.scratch() as bare, world.scratch() as rich:
        with opened(rich) as (backend, plain), opened(bare) as (other, _plain):
            values = _make_fields(backend, number)
            figures = _saves(world, backend, other, plain, values)
        return [*figures, *_imports(world, bare, rich, number)]


def _make_fields(backend: Backend, number: int) -> Values:
    """So many fields of people, with a value for each."""
    kinds, values = list(_VALUES), []
    for place in range(number):
        kind = kinds[place % len(kinds)]
        given = {"entity": "contact", "label": _label(place), "type": kind}
        field = str(backend.execute(CreateCustomField(given)).result)
        values.append({"field": field, "value": _VALUES[kind]})
    return values


def _label(place: int) -> str:
    return f"Поле {place}"


def _saves(
    world: World, rich: Backend, bare: Backend, plain: Plain, values: Values
) -> list[Figure]:
    times = world.repetitions
    rids = chosen_people(plain, 2 * times, Random(8))
    for key in rich.ask(ids_of, "contact", rids):
        rich.execute(UpdateContact(key, _version(rich, key), {"custom": values}, REGION))
    halves = rids[:times], rids[times:]
    changed = [*values[:-1], {**values[-1], "value": False}]
    figures = []
    for half, name, change in (
        (halves[0], "change one person", {"position": "Мастер"}),
        (halves[1], "change one of the own values", {"custom": changed}),
    ):
        ours = _changes(rich, half, change)
        floor = _changes(bare, half, {"position": "Мастер"})
        sample, beside = alternating(ours, floor)
        told = f"{len(values)} own fields: {name}"
        limit = _SAVE_TIMES * beside.p95
        figures.append(Figure("save, durable", told, world.engine, "ms", sample, beside, limit))
    return figures


def _changes(backend: Backend, rids: Sequence[int], change: dict[str, Any]) -> list[Action]:
    keys = backend.ask(ids_of, "contact", sorted(rids))
    return [partial(_change, backend, key, _version(backend, key), change) for key in keys]


def _change(backend: Backend, key: str, version: int, change: dict[str, Any]) -> None:
    backend.execute(UpdateContact(key, version, change, REGION))


def _version(backend: Backend, key: str) -> int:
    loaded = backend.ask(get_contact, key)
    assert loaded is not None
    return loaded.version


def _imports(world: World, bare: str, rich: str, number: int) -> list[Figure]:
    rows = world.sheet_sizes[0] // 5
    with tempfile.TemporaryDirectory() as folder:
        # At 'small' it only counts that they run.
        filled = {"all filled": number} | ({} if world.scale == SMALL else {"none filled": 0})
        seconds = {}
        lots = (("", bare, 0), *((name, rich, fields) for name, fields in filled.items()))
        for series, (name, address, fields) in enumerate(lots, 2):
            sheet = Path(folder) / f"{series}.xlsx"
            _write_sheet(sheet, rows, series, fields)
            seconds[name] = processes.run("import", address, sheet)[0]["seconds"]
    told, columns, floor = f"import of {rows:,}, {number} own fields", len(HEADER), seconds[""]
    return [
        Figure(
            *("import", f"{told}: {name}", world.engine, "s", single(seconds[name])),
            floor=single(floor),
            limit=floor * max(_IMPORT_TIMES, (columns + fields) / columns),
        )
        for name, fields in filled.items()
    ]


def _write_sheet(path: Path, rows: int, series: int, fields: int) -> None:
    """People as ``sheets.write_sheet`` does, with a value in each of so many own fields."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Контакты")
    own = tuple(_IN_CELLS[place % len(_IN_CELLS)] for place in range(fields))
    header = (*HEADER, *map(_label, range(fields)))
    for number, cells in enumerate((header, *((*one, *own) for one in people(rows, series)))):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(number, column, cell)
    book.close()
