"""Changes of custom fields in a timeline, each under its field's own name and with its value in
words: the journal knows all of them as one list of ids and values. Called on reader threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core import clock
from crm_desktop.core.id_texts import is_id
from crm_desktop.features.common.timeline import TimelineItem
from crm_desktop.features.custom_fields.kinds import Shown, show_value, target_of
from crm_desktop.features.custom_fields.past import past_value
from crm_desktop.features.custom_fields.queries import fields_of, names_of
from crm_desktop.features.custom_fields.rows import PREFIX, CustomFieldRow
from crm_desktop.features.timeline.rows import ChangeRow, FieldChange

_CUSTOM = "custom"


def with_named_fields(
    reader: Reader, entity: str, items: Iterable[TimelineItem]
) -> list[TimelineItem]:
    """The items, in which each change of a custom field is a change of its own whose ``field`` is
    ``custom:`` and the field's name. Fields that nobody sees any more are left out, and values
    that read as before, which another type of the field has written otherwise."""
    return [_named(reader, entity, item) if _has_custom(item) else item for item in items]


def _has_custom(item: TimelineItem) -> bool:
    row = item.payload
    return isinstance(row, ChangeRow) and any(one.field == _CUSTOM for one in row.fields)


def _named(reader: Reader, entity: str, item: TimelineItem) -> TimelineItem:
    row = item.payload
    fields: list[FieldChange] = []
    for change in row.fields:
        if change.field == _CUSTOM:
            fields += _each(reader, entity, change)
        else:
            fields.append(change)
    return replace(item, payload=replace(row, fields=tuple(fields)))


def _each(reader: Reader, entity: str, change: FieldChange) -> Iterator[FieldChange]:
    old, new = _by_field(change.old), _by_field(change.new)
    for asked in fields_of(reader.connection, entity, is_reader=True):
        if not asked.deleted and (asked.id in old or asked.id in new):
            before, after = (_words(reader, asked, values.get(asked.id)) for values in (old, new))
            if before != after:
                yield FieldChange(PREFIX + asked.name, before, after)


def _by_field(items: Iterable[Mapping[str, Any]] | None) -> dict[str, Any]:
    return {item["field"]: item["value"] for item in items or ()}


def _words(reader: Reader, asked: CustomFieldRow, past: Any) -> str:
    value = past_value(asked, past)
    target = target_of(asked)
    names = names_of(reader, target, [value]) if target and is_id(value) else {}
    return show_value(asked, value, Shown(names, clock.LOCAL_ZONE))
