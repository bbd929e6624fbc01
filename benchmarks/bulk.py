"""The same change of very many records at once, and taken back.

Judged by how long people wait: 10 s for 100,000.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from benchmarks.measuring import Figure, Sample, once
from benchmarks.plain import Plain
from benchmarks.world import SMALL, World, opened
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.features.contacts.commands import ArchiveManyContacts
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.data.bulk.commands import ChangeMany, DeleteMany, TagMany

_MANY = 100_000
_SECONDS = 10.0
_FIELD = {"entity": "contact", "label": "Срок договора", "type": "date"}

Ids = tuple[str, ...]


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    with world.scratch() as address, opened(address) as (backend, plain):
        people = _people(plain, 500 if world.scale == SMALL else _MANY)
        return [
            figure
            for name, command in _commands(backend, people)
            for figure in _measured(world, backend, name, command, len(people))
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


def _measured(
    world: World, backend: Backend, name: str, command: Any, count: int
) -> Sequence[Figure]:
    steps: tuple[tuple[str, Callable[[], Any]], ...] = (
        (name, partial(backend.execute, command)),
        (f"{name}, undone", partial(backend.execute, UndoOperation())),
    )
    samples: list[tuple[str, Sample]] = [(step, once(action)) for step, action in steps]
    limit = _SECONDS * count / _MANY if world.scale != SMALL else None
    note = f"{count} people"
    return [
        Figure("bulk", step, world.engine, "s", sample, None, limit, note)
        for step, sample in samples
    ]
