"""Taking an operation back (undo), and taking that back again (redo), from the journal alone.

An insert is reversed by a deletion, a deletion by an insert, a change by the old values, newest
entry first. What others changed since is never overwritten: with ``strict`` that is a
``Conflict``, else the record stays as it is and is counted as kept. Works in portions, each in a
transaction of its own, so that a long operation holds nobody up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy.engine import Connection

from crm_desktop.core.errors import FieldConflict
from crm_desktop.store import circles, journal
from crm_desktop.store.journal import Entry, Moment
from crm_desktop.store.loading import Loaded, load_by_id
from crm_desktop.store.merging import merge_items
from crm_desktop.store.packed import Packed
from crm_desktop.store.prepared import Prepared
from crm_desktop.store.quiet import (
    change_quietly,
    is_quiet,
    load_quietly,
    pays_ahead,
    prepare_quietly,
)
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.records import RecordType, Registry
from crm_desktop.store.row_changes import changed_meanwhile
from crm_desktop.store.types import parse_instant
from crm_desktop.store.unit_of_work import UnitOfWork


def refuse_circles(connection: Connection, registry: Registry, entries: Sequence[Entry]) -> None:
    """``Circular`` if records would lead back to themselves once these entries are reversed."""
    changed = [entry for entry in entries if entry.kind == journal.UPDATE]
    for entity, run in groupby(changed, key=lambda entry: entry.entity):
        values = {entry.record_id: _values_before(entry) for entry in run}
        circles.refuse_circles(connection, registry[entity], values)


def reverse_portion(
    unit: UnitOfWork, source_rid: int, entries: Sequence[Entry], *, strict: bool
) -> list[str]:
    """Reverse these entries of the operation ``source_rid``, newest first. Gives the records that
    stay because others changed them or point at them, or because they would lead back to
    themselves."""
    kept: list[str] = []
    for (entity, kind), run in groupby(entries, key=lambda entry: (entry.entity, entry.kind)):
        if kind == journal.INSERT:
            kept += _take_births_back(unit, entity, source_rid, list(run))
        elif kind == journal.DELETE:
            _bring_back(unit, entity, list(run))
        else:
            for batch in _each_record_once(run):
                kept += _restore_values(unit, entity, batch, strict=strict)
    if strict and kept:
        raise changed_meanwhile(())
    return kept


def is_quietly_reversed(unit: UnitOfWork, entries: Sequence[Entry]) -> bool:
    """Whether these are changes, one each, of records of one type, of fields from which little
    follows."""
    kinds = {(entry.entity, entry.kind) for entry in entries}
    if len(kinds) != 1 or len({entry.record_id for entry in entries}) < len(entries):
        return False
    ((entity, kind),) = kinds
    fields = {name for entry in entries for name in entry.fields}
    return kind == journal.UPDATE and is_quiet(unit, unit.registry[entity], fields)


def prepare_reversal(
    unit: UnitOfWork, entries: Sequence[Entry], moment: Moment
) -> Packed | Prepared | None:
    """What ``reverse_portion`` can be spared of such entries inside its transaction, or (packed)
    all that it does for them, read after that moment of the journal."""
    record = unit.registry[entries[0].entity]
    before = [_values_before(entry) for entry in entries]
    if not pays_ahead(unit, record, before):
        return None
    ids = [entry.record_id for entry in entries]
    present = load_quietly(unit, record, ids, before, lock=False)
    there = [(present[e.record_id], e) for e in entries if e.record_id in present]
    olds = [_old_values(record, loaded, entry) for loaded, entry in there]
    changes = [
        (loaded, old) for (loaded, _entry), (old, _clashing) in zip(there, olds, strict=True)
    ]
    none_stays = len(there) == len(entries) and not any(clashing for _old, clashing in olds)
    return prepare_quietly(unit, record, moment, changes, are_all=none_stays)


def _values_before(entry: Entry) -> dict[str, Any]:
    return {name: old for name, (old, _new) in entry.fields.items()}


def _take_births_back(
    unit: UnitOfWork, entity: str, source_rid: int, entries: list[Entry]
) -> list[str]:
    ids = [entry.record_id for entry in entries]
    present = load_by_id(unit.connection, unit.registry[entity], ids, lock=True)
    oldest = min(entry.seq for entry in entries)
    changed = journal.changed_later(unit.connection, list(present), source_rid, oldest)
    # Newest first, as the journal then shows the deletions: a redo, newest first again, brings
    # back the oldest first, and nothing is born before what it points at.
    doomed = {
        present[key].rid: present[key] for key in ids if key in present and key not in changed
    }
    while doomed and (pointed := unit.referred_to(entity, doomed)):
        for rid in pointed:
            doomed.pop(rid)
    unit.delete_many(entity, list(doomed.values()))
    return [key for key, loaded in present.items() if loaded.rid not in doomed]


def _bring_back(unit: UnitOfWork, entity: str, entries: list[Entry]) -> None:
    record = unit.registry[entity]
    ids = [entry.record_id for entry in entries]
    present = load_by_id(unit.connection, record, ids)
    unit.insert_many(
        entity, [_reborn(record, entry) for entry in entries if entry.record_id not in present]
    )


def _reborn(record: RecordType, entry: Entry) -> NewRecord:
    values = {name: old for name, (old, _new) in entry.fields.items() if name in record.fields}
    created = parse_instant(entry.fields["created_at"][0])
    return NewRecord(values, entry.record_id, created, entry.version + 1)


def _each_record_once(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    """Batches in which no record stands twice, so that each can be read and written at once."""
    batch: dict[str, Entry] = {}
    for entry in entries:
        if entry.record_id in batch:
            yield list(batch.values())
            batch = {}
        batch[entry.record_id] = entry
    if batch:
        yield list(batch.values())


def _restore_values(
    unit: UnitOfWork, entity: str, entries: Sequence[Entry], *, strict: bool
) -> list[str]:
    record = unit.registry[entity]
    ids = [entry.record_id for entry in entries]
    before = [_values_before(entry) for entry in entries]
    fields = {name for entry in entries for name in entry.fields}
    quietly = is_quiet(unit, record, fields)
    present = (
        load_quietly(unit, record, ids, before)
        if quietly
        else load_by_id(unit.connection, record, ids, lock=True)
    )
    changes = []
    conflicts: list[FieldConflict] = []
    kept = [key for key in ids if key not in present]
    for entry in entries:
        if entry.record_id not in present:
            continue
        loaded = present[entry.record_id]
        old_values, clashing = _old_values(record, loaded, entry)
        changes.append((loaded, old_values))
        conflicts += clashing
        if clashing:
            kept.append(entry.record_id)
    wanted = {loaded.id: values for loaded, values in changes}
    if circling := circles.circling(unit.connection, record, wanted):
        changes = [one for one in changes if one[0].id not in circling]
        kept += sorted(circling.difference(kept))
    if strict and conflicts:
        raise changed_meanwhile(conflicts)
    if quietly:
        change_quietly(unit, entity, changes)
    else:
        unit.update_many(entity, changes)
    return kept


def _old_values(
    record: RecordType, loaded: Loaded, entry: Entry
) -> tuple[dict[str, Any], list[FieldConflict]]:
    values: dict[str, Any] = {}
    conflicts = []
    for name, (old, new) in entry.fields.items():
        current = loaded.state[name]
        belonging = record.belonging(name)
        if current == new:
            values[name] = old
        elif belonging and (joined := merge_items(belonging, new, old, current)) is not None:
            values[name] = joined
        elif current != old:
            conflicts.append(FieldConflict(record.entity, loaded.id, name, new, old, current))
    return values, conflicts
