"""Saving one record, durable, and writing many.

The floor of a save is the driver's row and search document in one durable commit; the product's
save also reads, checks, journals and notes the operation. The floor of many is the same rows
written again by the driver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random
from uuid import UUID

from benchmarks import rewriting
from benchmarks.datasets import REGION
from benchmarks.measuring import Figure, Sample, once, quiet_memory, timed
from benchmarks.plain import Plain
from benchmarks.world import World, chosen_people, opened
from crm_desktop.backend.backend import Backend
from crm_desktop.core.ids import new_id
from crm_desktop.features.contacts.commands import CreateContact, UpdateContact
from crm_desktop.store import operations
from crm_desktop.store.engine import Connection
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.unit_of_work import UnitOfWork

# quality.md, 'Speed and memory': the p95 to reach and the floor's there.
_REACH = {"sqlite": 0.005 / 0.0014, "postgresql": 0.010 / 0.0010}
_MANY_REACH = 2.0
_PORTION = 500
_SAVES = 2  # times the usual repetitions: a disk's p95 wants many
_WARM_UP = 10


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    with world.scratch() as address, opened(address) as (backend, plain):
        times = world.repetitions * _SAVES + _WARM_UP
        people = chosen_people(plain, 3 * times, Random(2))
        # What was written by hundreds lies in the index in pieces, which the first saves put
        # together: whoever was measured first wrote half as many pages again at p95.
        for change in _plain_changes(plain, people[2 * times :]):
            change()
        changes = _sample(_changes(backend, plain, people[:times]))
        floor = _sample(_plain_changes(plain, people[times : 2 * times]))
        births = _sample(_births(backend, times))
        count = 2_000 if world.repetitions < 100 else 10_000
        since = rewriting.before(plain)
        many = once(partial(backend.write, partial(_write_many, backend, count)))
        harvested = rewriting.harvest(plain, since)
    with world.scratch() as address:
        plain = Plain(address)
        plain_many = once(partial(rewriting.write, plain, harvested))
        plain.close()
    family, reach = "save, durable", _REACH[world.engine] * floor.p95
    bulk = ("many people, core writes", world.engine, "s", many, plain_many)
    return [
        Figure(family, "change one person", world.engine, "ms", changes, floor, reach),
        Figure(family, "new person", world.engine, "ms", births, floor, reach),
        Figure(family, *bulk, _MANY_REACH * plain_many.p50, f"{count} people"),
    ]


Actions = Iterator[Callable[[], object]]


def _sample(actions: Actions) -> Sample:
    """One after the other: two connections that write in turns would empty each other's caches."""
    with quiet_memory():
        return Sample.of([timed(action) for action in actions][_WARM_UP:])


def _changes(backend: Backend, plain: Plain, rids: Sequence[int]) -> Actions:
    for number, rid in enumerate(rids):
        key, version = plain.rows("SELECT id, version FROM contact WHERE rid = ?", (rid,))[0]
        contact_id = str(key if isinstance(key, UUID) else UUID(bytes=key))
        command = UpdateContact(contact_id, version, {"position": f"Мастер {number}"}, REGION)
        yield partial(backend.execute, command)


def _plain_changes(plain: Plain, rids: Sequence[int]) -> Actions:
    for number, rid in enumerate(rids):
        document, text = plain.rows(
            "SELECT doc_id, text FROM search_document WHERE entity = 'contact' AND record_rid = ?",
            (rid,),
        )[0]
        yield partial(_plain_change, plain, rid, f"Мастер {number}", document, text)


def _plain_change(plain: Plain, rid: int, position: str, document: int, text: str) -> None:
    changed = f"{text}{position.lower()}  "
    with plain.transaction():
        plain.run(
            "UPDATE contact SET position = ?, version = version + 1 WHERE rid = ?", (position, rid)
        )
        plain.run("DELETE FROM search_document WHERE doc_id = ?", (document,))
        if plain.is_postgresql:
            plain.run(
                "INSERT INTO search_document (entity, record_rid, text) VALUES ('contact', ?, ?)",
                (rid, changed),
            )
            return
        plain.run(
            "INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', ?, ?)",
            (document, text),
        )
        newest = plain.value("SELECT max(doc_id) FROM search_document") + 1
        plain.run("INSERT INTO search_document VALUES (?, 'contact', ?, ?)", (newest, rid, changed))
        plain.run("INSERT INTO search_index(rowid, text) VALUES (?, ?)", (newest, changed))


def _births(backend: Backend, times: int) -> Actions:
    for number in range(times):
        yield partial(backend.execute, CreateContact(_person(number), REGION))


def _person(number: int) -> dict[str, object]:
    return {
        "family_name": f"Новиков-{number}",
        "given_name": "Сергей",
        "position": "Закупщик",
        "note": "Просит звонить после обеда.",
        "phones": [{"value": f"+7957{number:07d}", "type": "mobile", "primary": True}],
        "emails": [{"value": f"new{number}@bench.example", "type": "work", "primary": True}],
    }


def _write_many(backend: Backend, count: int, connection: Connection) -> None:
    """As an import writes, without reading and deciding."""
    begun = operations.begin(connection, new_id(), label="Many people", actor_rid=backend.actor.rid)
    unit = UnitOfWork(connection, backend.registry, begun.rid)
    for start in range(0, count, _PORTION):
        numbers = range(start + 1_000_000, start + 1_000_000 + _PORTION)
        unit.insert_many("contact", [NewRecord(_stored(_person(number))) for number in numbers])


def _stored(person: dict[str, object]) -> dict[str, object]:
    """As the handler's checks leave it."""
    phones = person["phones"]
    assert isinstance(phones, list)
    return {**person, "phones": [{**phone, "extension": None} for phone in phones]}
