"""The same change of very many records at once, and taken back.

Judged by how long people wait: 10 s for 100,000. What is searched a server changes no faster than
it indexes it: there a floor is measured too, and 1.3 of it will do.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from benchmarks.bulk_floors import floors
from benchmarks.datasets import POSTGRESQL
from benchmarks.measuring import Figure, Sample, once
from benchmarks.plain import Plain
from benchmarks.world import SMALL, World, opened
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.contacts.commands import ArchiveManyContacts
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.data.bulk.commands import ChangeMany, DeleteMany, TagMany

_MANY = 100_000
_SECONDS, _REACH = 10.0, 1.3
_FIELD = {"entity": "contact", "label": "Срок договора", "type": "date"}

Ids = tuple[str, ...]


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    with world.scratch() as address, opened(address) as (backend, plain):
        people = _people(plain, 500 if world.scale == SMALL else _MANY)
        samples = {
            name: _measured(backend, command) for name, command in _commands(backend, people)
        }
        found = floors(address, people) if world.engine == POSTGRESQL else {}
        return [
            _figure(world, f"{name}{way}", sample, floor, len(people))
            for name, both in samples.items()
            for way, sample, floor in zip(
                ("", ", undone"), both, found.get(name, (None, None)), strict=True
            )
        ]


def _people(plain: Plain, count: int) -> Ids:
    statement = "SELECT id FROM contact WHERE deleted_at IS NULL ORDER BY rid LIMIT ?"
    keys = (key for (key,) in plain.rows(statement, (count,)))
    return tuple(str(key if isinstance(key, UUID) else UUID(bytes=key)) for key in keys)


def _commands(backend: Backend, people: Ids) -> Iterator[tuple[str, Any]]:
    """What is done: the field that nothing follows from, those with keys, lists, words."""
    change = partial(ChangeMany, "contact", people)
    field = backend.execute(CreateCustomField(_FIELD)).result
    yield "owner", change({"owner": backend.actor.id})
    yield "source", change({"source": "Выставка"})
    yield "tag", TagMany("contact", people, ({"name": "Выставка"},))
    yield "date of a custom field", change({"custom": {f"custom:{field}": "2026-05-05"}})
    yield "archive", ArchiveManyContacts(people)
    yield "position, in the search", change({"position": "Начальник отдела"})
    yield "recycle bin", DeleteMany("contact", people)


def _measured(backend: Backend, command: Any) -> tuple[Sample, Sample]:
    """How long the command takes, and its undo."""
    execute = backend.execute
    return once(partial(execute, command)), once(partial(execute, UndoOperation()))


def _figure(world: World, name: str, sample: Sample, floor: Sample | None, count: int) -> Figure:
    limit = max(_SECONDS * count / _MANY, _REACH * floor.p50 if floor else 0.0)
    judged = limit if world.scale != SMALL else None
    return Figure("bulk", name, world.engine, "s", sample, floor, judged, f"{count} people")
