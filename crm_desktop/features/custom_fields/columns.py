"""What lists show of custom fields, and how they are ordered by them. On reader threads.

Lists (``list_columns``) hand over the names of columns and orders that begin with ``custom:``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.features.common.columns import rank_texts
from crm_desktop.features.common.listing import SortRule
from crm_desktop.features.custom_fields.kinds import KINDS, POINTING, Shown, show_value, target_of
from crm_desktop.features.custom_fields.queries import (
    custom_values,
    fields_of,
    names_of,
    value_of,
)
from crm_desktop.features.custom_fields.rows import PREFIX, CustomFieldRow
from crm_desktop.store.records import RecordType

_Rank = Callable[[Reader, Collection[Any]], Sequence[Any]]


def sort_rule(reader: Reader, record: RecordType, sort: str) -> SortRule | None:
    """The order by the custom field that ``sort`` names, by name if it is gone; nothing if it
    names none."""
    if not sort.startswith(PREFIX):
        return None
    field = next(iter(_chosen(reader, record.entity, [sort])), None)
    if field is None:
        return SortRule(record.table.c.sort_key)
    by_number = KINDS[field.type].by_number
    value = value_of(record, field, "number" if by_number else "key")
    return SortRule(value, None if by_number else _rank_of(field))


def _rank_of(field: CustomFieldRow) -> _Rank | None:
    if field.type == "choice":
        places = {choice.code: number for number, choice in enumerate(field.choices)}
        return partial(_rank_codes, places)
    if field.type in POINTING:
        return partial(_rank_named, field)
    return None if field.type == "yes_no" else rank_texts


def _rank_codes(places: Mapping[str, int], _reader: Reader, codes: Collection[str]) -> list[str]:
    return sorted(codes, key=lambda code: (places.get(code, len(places)), code))


def _rank_named(field: CustomFieldRow, reader: Reader, keys: Collection[str]) -> list[str]:
    """Keys of ids by the names of what they point at."""
    names = names_of(reader, target_of(field), [key.replace(" ", "-") for key in keys])
    order = rank_texts(reader, set(names.values()))
    places = {name: number for number, name in enumerate(order)}
    return sorted(keys, key=lambda key: places.get(names.get(key.replace(" ", "-"), ""), -1))


def custom_texts(
    reader: Reader, entity: str, rids: Collection[int], names: Iterable[str]
) -> dict[int, dict[str, str]]:
    """The shown values of the columns ``custom:<id>`` among ``names``, by record and column."""
    fields = _chosen(reader, entity, names)
    values = custom_values(reader, entity, rids, fields)
    shown = shown_for(reader, fields, values.values())
    return {
        rid: {f.key: show_value(f, of[f.id], shown) for f in fields if f.id in of}
        for rid, of in values.items()
    }


def shown_for(
    reader: Reader,
    fields: Collection[CustomFieldRow],
    values: Iterable[Mapping[str, Any]],
    *,
    hidden: bool = False,
) -> Shown:
    """What ``show_value`` needs for these values (by the id of their field); with ``hidden`` also
    for those that point at what the person doesn't see."""
    wanted: dict[str, set[str]] = {}
    pointing = [field for field in fields if field.type in POINTING]
    if pointing:
        for of in values:
            for field in pointing:
                if field.id in of:
                    wanted.setdefault(target_of(field), set()).add(of[field.id])
    names: dict[str, str] = {}
    for entity, ids in wanted.items():
        names |= names_of(reader, entity, ids, hidden=hidden)
    return Shown(names, LOCAL_ZONE)


def _chosen(reader: Reader, entity: str, names: Iterable[str]) -> list[CustomFieldRow]:
    wanted = {name for name in names if name.startswith(PREFIX)}
    if not wanted:
        return []
    fields = fields_of(reader.connection, entity, is_reader=True)
    return [f for f in fields if f.key in wanted and not f.deleted]
