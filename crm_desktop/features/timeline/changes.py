"""Changes of the record itself in its timeline, out of the journal.

``catalog.TIMELINE`` collects the source. On reader threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.reach import hidden_among
from crm_desktop.features.common.timeline import (
    TimelineItem,
    TimelineQuery,
    TimelineSource,
    key_of,
)
from crm_desktop.features.timeline.queries import (
    SOURCE,
    Told,
    find_birth,
    find_entries,
    find_last_name,
    place_among,
)
from crm_desktop.features.timeline.rows import ChangeRow, FieldChange
from crm_desktop.store.labels import Labels
from crm_desktop.store.records import Belonging, RecordType, Reference

CHANGE, CREATED = "change", "created"
# Entries read at once while words are sought.
_AT_ONCE = 200


def find_changes(reader: Reader, query: TimelineQuery) -> list[TimelineItem]:
    """The journal's part of a record's timeline, newest first."""
    items: list[TimelineItem] = []
    if query.only and query.record_id not in query.only:
        return items
    if not query.kinds or CHANGE in query.kinds:
        items = _changes(reader, query)
    if not query.kinds or CREATED in query.kinds:
        items += _creation(reader, query)
    items.sort(key=lambda item: item.place, reverse=True)
    return items[-query.limit :] if query.upward else items[: query.limit]


def _changes(reader: Reader, query: TimelineQuery) -> list[TimelineItem]:
    found: list[TimelineItem] = []
    size = _AT_ONCE if query.text else query.limit
    place = None if query.edge is None else place_among(query.edge)
    while len(found) < query.limit:
        about = (query.entity, query.record_id)
        portion = find_entries(reader, *about, place, size, upward=query.upward)
        rows = _rows(reader, query.entity, portion)
        items = (_item(told, CHANGE, row) for told, row in zip(portion, rows, strict=True))
        found += [item for item in items if _holds(item.payload, query.text)]
        if len(portion) < size:
            break
        place = portion[-1].place
    return found[: query.limit]


def _creation(reader: Reader, query: TimelineQuery) -> list[TimelineItem]:
    told = find_birth(reader, query.entity, query.record_id)
    if told is None:
        return []
    item = _item(told, CREATED, _row(told, ()))
    passed = query.edge is None or query.is_asked(item.place, query.edge)
    return [item] if passed and _holds(item.payload, query.text) else []


def _item(told: Told, kind: str, row: ChangeRow) -> TimelineItem:
    return TimelineItem(told.moment, key_of(SOURCE, told.seq), kind, row)


def _row(told: Told, fields: Iterable[FieldChange]) -> ChangeRow:
    return ChangeRow(told.operation_id, told.actor, told.actor_id, told.label, tuple(fields))


def _holds(row: ChangeRow, text: str) -> bool:
    """Whether words of the change begin with all the words of ``text``."""
    sought = fold(text).split()
    if not sought:
        return True
    told = [row.actor, *(t for change in row.fields for t in _texts([change.old, change.new]))]
    there = f" {fold(' '.join(told))}"
    return all(f" {word}" in there for word in sought)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)


# Names for references


def _rows(reader: Reader, entity: str, portion: Sequence[Told]) -> list[ChangeRow]:
    """The entries as people read them."""
    record = reader.registry[entity]
    changes = [[_change(record, f, *pair) for f, pair in told.fields.items()] for told in portion]
    labels = Labels(reader.registry)
    states = [_linking(record, change) for each in changes for change in each]
    labels.prefetch(reader.connection, record, [state for pair in states for state in pair])
    name = _Names(reader, record, labels)
    return [_row(told, map(name.shown, each)) for told, each in zip(portion, changes, strict=True)]


def _change(record: RecordType, field: str, old: Any, new: Any) -> FieldChange:
    """The field's change; of lists only the elements that differ."""
    if not isinstance(old, list) and not isinstance(new, list):
        return FieldChange(field, old, new)
    before, after = old or [], new or []
    return FieldChange(field, _besides(before, after), _besides(after, before))


def _besides(items: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """The items that are not among the others."""
    if all(isinstance(one, str) for one in items):
        known = {one for one in others if isinstance(one, str)}  # there are thousands of tags
        return [one for one in items if one not in known]
    return [one for one in items if one not in others]


def _linking(record: RecordType, change: FieldChange) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two states of the record with nothing but what the change points at."""
    pointing = {*(r.field for r in record.references), *(b.field for b in record.linked_lists)}
    known = change.field in pointing
    before, after = ({change.field: v} if known and v else {} for v in (change.old, change.new))
    return record.complete(before), record.complete(after)


class _Names:
    """Puts names in the place of ids."""

    def __init__(self, reader: Reader, record: RecordType, labels: Labels) -> None:
        self._reader = reader
        self._registry = reader.registry
        self._record = record
        self._labels = labels
        self._references = {reference.field: reference for reference in record.references}
        self._gone: dict[str, str] = {}

    def shown(self, change: FieldChange) -> FieldChange:
        """The change with names."""
        return FieldChange(
            change.field,
            self._shown(change.field, change.old),
            self._shown(change.field, change.new),
        )

    def _shown(self, field: str, value: Any) -> Any:
        if reference := self._references.get(field):
            return self._name(reference, value)
        belonging = self._record.belonging(field)
        if belonging is None or not belonging.references:
            return value
        return [self._item(belonging, item) for item in value]

    def _item(self, belonging: Belonging, item: Any) -> Any:
        if belonging.plain:
            (reference,) = belonging.references.values()
            return self._name(reference, item)
        named = {key: self._name(r, item[key]) for key, r in belonging.references.items()}
        return {**item, **named}

    def _name(self, reference: Reference, key: Any) -> Any:
        """The name of what ``key`` means, also if it is gone for good; none of what the person
        doesn't see, or may not have; the key itself of what has other names in searches."""
        target = self._registry[reference.target]
        if key is None or target.mention:
            return key
        if hidden_among(self._reader, reference.target, (key,)):
            return ""
        return self._labels.label(reference.target, key) or self._name_of_gone(target, key)

    def _name_of_gone(self, target: RecordType, key: str) -> str:
        if key not in self._gone:
            # Of what is gone nobody can tell any more whether the person would see it.
            sees_all = target.scope(self._reader, target.table) is None
            self._gone[key] = find_last_name(self._reader, key, target.label) if sees_all else ""
        return self._gone[key]


TIMELINE = (TimelineSource(frozenset((CHANGE, CREATED)), find_changes),)
