"""Type-ahead: the 50 best for what was typed so far, as the search field asks at every key.

The floor is the driver's one query of the same trigram index for the same piece of text, newest
first, and the names of what it found; the product also ranks in rounds and reads whole lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from benchmarks.measuring import Figure, alternating
from benchmarks.plain import Plain, Row, marks
from benchmarks.world import World, chosen_people, opened
from crm_desktop.core.text.folding import fold
from crm_desktop.features.search.queries import search

_LIMIT = 50
# quality.md, 'Speed and memory': the p95 to reach, few letters first, and the floor's there.
_REACH = {"sqlite": (0.005, 0.015), "postgresql": (0.050, 0.050)}
_WORST_FLOOR_THERE = 0.011
_LAYOUT = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")


@dataclass(frozen=True)
class Typed:
    """What is typed, and the pieces of text that all stand in the documents sought."""

    text: str
    pieces: tuple[str, ...]


Person = tuple[str, str, str]
"""Family name, given name, phone."""


def _beginning(length: int) -> Callable[[Person], Typed]:
    def typed(person: Person) -> Typed:
        start = fold(person[0])[:length]
        return Typed(start, (f"{' ' * max(1, 3 - length)}{start}",))

    return typed


def _inner(person: Person) -> Typed:
    piece = fold(person[0])[1:5]
    return Typed(piece, (piece,))


def _digits(person: Person) -> Typed:
    return Typed(person[2][-7:], (person[2][-7:],))


def _two_words(person: Person) -> Typed:
    given, family = fold(person[1])[:4], fold(person[0])[:4]
    return Typed(f"{given} {family}", (f" {given}", f" {family}"))


def _nothing(person: Person) -> Typed:
    piece = f"{fold(person[0])[:4]}ъъщ"
    return Typed(piece, (f" {piece}",))


def _wrong_layout(person: Person) -> Typed:
    name = fold(person[0])
    return Typed(name.translate(_LAYOUT), (f" {name}",))


_KINDS: tuple[tuple[str, Callable[[Person], Typed]], ...] = (
    ("1 letter", _beginning(1)),
    ("2 letters", _beginning(2)),
    ("3 letters", _beginning(3)),
    ("prefix of 5", _beginning(5)),
    ("infix of 4", _inner),
    ("7 digits of a phone", _digits),
    ("two words", _two_words),
    ("nothing found", _nothing),
    ("wrong layout", _wrong_layout),
)
_FEW_LETTERS = 3


def measure(world: World) -> list[Figure]:
    """The figures of this family."""
    with opened(world.workspace) as (backend, plain):
        people = people_to_type(plain, world.repetitions)
        samples = []
        for name, typing in _KINDS:
            typed = [typing(person) for person in people]
            ours = [partial(backend.ask, search, item.text, limit=_LIMIT) for item in typed]
            floors = [partial(newest, plain, item.pieces) for item in typed]
            samples.append((name, *alternating(ours, floors)))
    # One factor for all kinds: the worst floor of today beside the worst one there.
    worst = max(floor.p95 for _name, _ours, floor in samples)
    factor = worst / _WORST_FLOOR_THERE if world.is_reference else 1.0
    few, many = _REACH[world.engine]
    return [
        Figure(
            "type-ahead, best 50",
            name,
            world.engine,
            "ms",
            ours,
            floor,
            (few if place < _FEW_LETTERS else many) * factor,
        )
        for place, (name, ours, floor) in enumerate(samples)
    ]


def people_to_type(plain: Plain, count: int) -> list[Person]:
    """People whose names and phones are typed: named, with a phone, anywhere in the data."""
    chance = Random(1)
    found: list[Person] = []
    while len(found) < count:
        rids = chosen_people(plain, count, chance)
        rows = plain.rows(
            "SELECT c.family_name, c.given_name, p.value FROM contact c JOIN contact_phone p "
            "ON p.contact_rid = c.rid AND p.ordinal = 0 WHERE c.archived_at IS NULL "
            f"AND length(c.family_name) > 5 AND c.given_name IS NOT NULL "
            f"AND c.rid IN ({marks(len(rids))})",
            rids,
        )
        found += [(str(row[0]), str(row[1]), str(row[2])) for row in rows]
    return found[:count]


def newest(plain: Plain, pieces: Sequence[str]) -> list[Row]:
    """The floor: the newest documents with all ``pieces`` and the names of their records."""
    found = _documents(plain, pieces)
    names: list[Row] = []
    for entity, label in (("contact", "display_name"), ("company", "name")):
        rids = [rid for kind, rid in found if kind == entity]
        if rids:
            names += plain.rows(
                f'SELECT rid, "{label}" FROM "{entity}" WHERE rid IN ({marks(len(rids))})', rids
            )
    return names


def _documents(plain: Plain, pieces: Sequence[str]) -> list[Row]:
    values: list[Any]
    if plain.is_postgresql:
        likes = " AND ".join("text LIKE ?" for _piece in pieces)
        statement = f"SELECT entity, record_rid FROM search_document WHERE {likes}"
        statement += " ORDER BY doc_id DESC LIMIT ?"
        values = [f"%{piece}%" for piece in pieces]
    else:
        statement = (
            "SELECT d.entity, d.record_rid FROM search_index i CROSS JOIN search_document d "
            "ON d.doc_id = i.rowid WHERE i.search_index MATCH ? ORDER BY i.rowid DESC LIMIT ?"
        )
        values = [" AND ".join(f'"{piece}"' for piece in pieces)]
    return plain.rows(statement, [*values, _LIMIT])
