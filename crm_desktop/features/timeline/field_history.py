"""The history of one field: who changed it when, from what to what. On reader threads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from crm_desktop.backend.work import Reader
from crm_desktop.features.timeline.queries import Told, find_entries
from crm_desktop.features.timeline.rows import FieldChangeRow

_AT_ONCE = 500


def find_field_history(
    reader: Reader, entity: str, record_id: str, field: str, limit: int = 200
) -> list[FieldChangeRow]:
    """The newest ``limit`` changes of the field, newest first. ``ValueError`` for a field that
    the entity doesn't have; nothing of a record that the person doesn't see."""
    return list(islice(field_changes(reader, entity, record_id, field), limit))


def field_changes(
    reader: Reader,
    entity: str,
    record_id: str,
    field: str,
    before: tuple[datetime, int] | None = None,
) -> Iterator[FieldChangeRow]:
    """All of them, read as they are asked for; ``before``: those earlier than the one at this
    place. Otherwise as ``find_field_history``."""
    reader.registry[entity].require_fields([field])
    for told in _entries(reader, entity, record_id, before):
        if field in told.fields:
            old, new = told.fields[field]
            yield FieldChangeRow(told.moment, told.actor, old, new, told.operation_id, told.place)


def _entries(
    reader: Reader, entity: str, record_id: str, place: tuple[datetime, int] | None
) -> Iterator[Told]:
    while portion := find_entries(reader, entity, record_id, place, _AT_ONCE):
        yield from portion
        place = portion[-1].place
