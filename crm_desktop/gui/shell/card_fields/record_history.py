"""The history of a record as its dialog tells it: who changed which fields when, from what to what.

Read in portions from the journal, so that a hundred thousand changes are no more work than fifty.
On reader threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.features.custom_fields.past import past_value
from crm_desktop.features.custom_fields.queries import fields_of
from crm_desktop.features.custom_fields.rows import PREFIX, CustomFieldRow
from crm_desktop.features.timeline.queries import Told, find_birth, find_entries
from crm_desktop.gui.shell.card_fields.beside import Beside
from crm_desktop.gui.shell.card_fields.clashes import CUSTOM
from crm_desktop.gui.shell.card_fields.kind import FieldsKind

PAGE = 50
# Entries read at once while those of one field or person are sought: more and more, since each
# portion has to find its place among all.
_AT_FIRST, _AT_MOST = 500, 16_000

Place = tuple[datetime, int]


@dataclass(frozen=True)
class HistoryAsked:
    """The changes of a record before a place, of one field and one person if they are named."""

    record_id: str
    field: str = ""
    person: str = ""
    before: Place | None = None
    limit: int = PAGE


@dataclass(frozen=True)
class Change:
    """A field before and after, as its editor loads them, and before as it is stored: with what
    it says nothing without, by field."""

    name: str
    old: Any
    new: Any
    stored: Any
    with_it: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """What one operation changed; ``changes`` is empty for the record's creation. ``label`` is
    the operation's word in the change log (a message id)."""

    place: Place
    moment: datetime
    actor: str
    actor_id: str
    label: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class History:
    """A portion, newest first; ``rest`` is where the next one begins, none at the end. ``people``
    are those of the portion by id."""

    entries: tuple[Entry, ...]
    rest: Place | None
    people: Mapping[str, str] = field(default_factory=dict)


def read_history_of(reader: Reader, kind: FieldsKind, asked: HistoryAsked) -> History:
    """The next portion of a record's history."""
    found: list[Told] = []
    rest: Place | None = asked.before
    for told in _told(reader, kind.entity, asked):
        if told is None:
            rest = None
            break
        rest = told.place
        if _is_wanted(told, asked):
            found.append(told)
        if len(found) == asked.limit:
            break
    others = frozenset(kind.beside.values()) if found else ()
    beside = Beside(reader, kind.entity, asked.record_id, others)
    entries = [_entry(reader, kind, told, asked.field, beside) for told in found]
    entries = [entry for entry in entries if entry.changes]
    if rest is None and not asked.field:
        entries += _birth(reader, kind, asked)
    people = {entry.actor_id: entry.actor for entry in entries if entry.actor}
    return History(tuple(entries), rest, people)


def _told(reader: Reader, entity: str, asked: HistoryAsked) -> Iterator[Told | None]:
    """Entry after entry, then ``None``."""
    place = asked.before
    seeks = bool(asked.field or asked.person)
    size = _AT_FIRST if seeks else asked.limit
    while portion := find_entries(reader, entity, asked.record_id, place, size):
        yield from portion
        place = portion[-1].place
        if len(portion) < size:
            break
        size = min(4 * size, _AT_MOST) if seeks else size
    yield None


def _is_wanted(told: Told, asked: HistoryAsked) -> bool:
    if asked.person and told.actor_id != asked.person:
        return False
    if not asked.field:
        return True
    if not asked.field.startswith(PREFIX):
        return asked.field in told.fields
    old, new = _expanded(told)
    return old.get(asked.field) != new.get(asked.field)


def _expanded(told: Told) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values before and after by the names that fields have on the card."""
    sides = []
    for place in (0, 1):
        side = {name: pair[place] for name, pair in told.fields.items() if name != CUSTOM}
        items = told.fields[CUSTOM][place] if CUSTOM in told.fields else ()
        side |= {f"{PREFIX}{item['field']}": item["value"] for item in items or ()}
        sides.append(side)
    return sides[0], sides[1]


def _entry(reader: Reader, kind: FieldsKind, told: Told, only: str, beside: Beside) -> Entry:
    known = {one.key: one for one in fields_of(reader.connection, kind.entity)}
    old, new = (_as_of_now(known, side) for side in _expanded(told))
    names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    names = [name for name in names if name not in kind.untold]
    if only:
        names = [name for name in names if name == only]
    was, came = beside.at(told.place)
    before, after = _drafts(reader, kind, was | old), _drafts(reader, kind, came | new)

    def change(name: str) -> Change:
        other = kind.beside.get(name)
        with_it = {other: was[other]} if other else {}
        return Change(name, before.get(name), after.get(name), old.get(name), with_it)

    changes = tuple(map(change, names))
    return Entry(told.place, told.moment, told.actor, told.actor_id, told.label, changes)


def _as_of_now(known: Mapping[str, CustomFieldRow], side: Mapping[str, Any]) -> dict[str, Any]:
    """Values of custom fields as the fields could hold them, whatever types they had before."""
    return {
        name: past_value(known[name], value) if name in known else value
        for name, value in side.items()
    }


def _drafts(reader: Reader, kind: FieldsKind, side: Mapping[str, Any]) -> dict[str, Any]:
    """Values as editors load them; those that have no editor stay as they are stored."""
    state = {n: v for n, v in side.items() if v is not None and not n.startswith(PREFIX)}
    custom = [
        {"field": name.removeprefix(PREFIX), "value": value}
        for name, value in side.items()
        if name.startswith(PREFIX)
    ]
    known = kind.drafts_of(reader, reader.registry[kind.entity].complete(state | {CUSTOM: custom}))
    return {
        name: known.get(name, value) if value is not None else None for name, value in side.items()
    }


def _birth(reader: Reader, kind: FieldsKind, asked: HistoryAsked) -> list[Entry]:
    told = find_birth(reader, kind.entity, asked.record_id)
    if told is None or (asked.person and told.actor_id != asked.person):
        return []
    return [Entry(told.place, told.moment, told.actor, told.actor_id, told.label)]
