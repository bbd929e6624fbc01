"""Opening a record from its list: from the key press to the painted card.

The card has 500 entries in its timeline, or 200 fields of people's own; at 'small' fewer. The
floor is Qt's own form and list on a second page of a stack, filled by the driver's two queries.
Each task runs in a process of its own, on the screens that ``window`` uses; of several runs the
best one counts, for both.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks.measuring import Figure
from benchmarks.plain import Plain
from benchmarks.window import best, repetitions, run
from benchmarks.window_screens import screens
from benchmarks.world import SMALL, World, chosen_people, opened
from crm_desktop.backend.backend import Backend
from crm_desktop.core.clock import iso, now
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.common.listing import ids_of
from crm_desktop.features.contacts.commands import UpdateContact
from crm_desktop.features.contacts.queries import get_contact
from crm_desktop.features.custom_fields.commands import CreateCustomField

# quality.md, 'Speed and memory'.
_CARD_SECONDS = {"sqlite": 0.060, "postgresql": 0.100}
ENTRIES, _FIELDS = 500, 200
_KINDS = ("note", "call", "meeting", "visit")


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    figures = []
    is_small = world.scale == SMALL
    times, entries = (2, 10) if is_small else (40, ENTRIES)
    with world.scratch() as address, tempfile.TemporaryDirectory() as home:
        with opened(address) as (backend, plain):
            people = _with_stories(backend, plain, entries)
            number = _FIELDS // 10 if is_small else _FIELDS
            fields = _with_fields(backend, plain, number)
            stories = {
                f"{entries} entries": people,
                f"{number} fields of one’s own": fields,
            }
        with screens(Path(home), one=is_small) as environments:
            for screen, environment in environments.items():
                ours, floors = defaultdict(list), []
                for _time in range(repetitions(world)):
                    floors.append(run("bare-card", environment, address, times))
                    for what, shown in stories.items():
                        ours[what].append(run("card", environment, address, times, *shown))
                for what, runs in ours.items():
                    name = f"key press to painted card, {what}"
                    pair = best(runs, "opened"), best(floors, "opened")
                    limit = _CARD_SECONDS[world.engine]
                    family = f"card, {screen}"
                    figures.append(Figure(family, name, world.engine, "ms", *pair, limit))
    return figures


def _with_stories(backend: Backend, plain: Plain, entries: int) -> tuple[str, ...]:
    """Ids of two people with whom much was done."""
    people = [_id_of(backend, rid) for rid in chosen_people(plain, 2, Random(4))]
    for person in people:
        for number in range(entries):
            values = {
                "kind": _KINDS[number % len(_KINDS)],
                "title": f"Разговор {number}",
                "text": "Просит скидку 7 % при оплате в этом месяце. " * (1 + number % 3),
                "contacts": [person],
                "done_at": iso(now() - timedelta(hours=number)),
            }
            backend.execute(CreateActivity(values))
    return tuple(people)


def _with_fields(backend: Backend, plain: Plain, number: int) -> tuple[str, ...]:
    """Ids of two people who have a value in each of so many fields, with a talk each."""
    kinds = {"text": "Ель", "number": 12.5, "date": "2026-03-18", "yes_no": True}
    values = []
    for place in range(number):
        kind = list(kinds)[place % len(kinds)]
        given = {"entity": "contact", "label": f"Поле {place}", "type": kind}
        field = str(backend.execute(CreateCustomField(given)).result)
        values.append({"field": field, "value": kinds[kind]})
    people = [_id_of(backend, rid) for rid in chosen_people(plain, 2, Random(6))]
    for person in people:
        loaded = backend.ask(get_contact, person)
        assert loaded is not None
        backend.execute(UpdateContact(person, loaded.version, {"custom": values}))
        talk = {"kind": "call", "title": "Разговор", "contacts": [person], "done_at": iso(now())}
        backend.execute(CreateActivity(talk))
    return tuple(people)


def _id_of(backend: Backend, rid: int) -> str:
    """The id of the person with this internal key."""
    (found,) = backend.ask(ids_of, "contact", [rid])
    return str(found)
