"""What lists show of custom fields, and how they are ordered by them. On reader threads.

Lists (``list_columns``) hand over the names of columns and orders that begin with ``custom:``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.i18n import _
from crm_desktop.features.common.columns import rank_texts
from crm_desktop.features.common.grouping import GroupRule, themselves
from crm_desktop.features.common.listing import SortRule
from crm_desktop.features.common.tables import custom_keys
from crm_desktop.features.custom_fields.kinds import KINDS, POINTING, Shown, show_value, target_of
from crm_desktop.features.custom_fields.queries import (
    NO_VALUE,
    custom_values,
    fields_of,
    names_of,
    rows_of,
    value_of,
)
from crm_desktop.features.custom_fields.rows import GROUPED_TYPES, PREFIX, CustomFieldRow
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
    column = "number" if by_number else "key"
    rank = None if by_number else _rank_of(field)
    return SortRule(value_of(record, field, column), rank, (rows_of(record, field, column),))


def group_rule(reader: Reader, record: RecordType, name: str) -> GroupRule:
    """Groups by the custom field of that name: its choices in their order, yes before no, records
    by their names. Of a field that is gone no record has a value."""
    field = next(iter(_chosen(reader, record.entity, [name])), None)
    if field is None or field.type not in GROUPED_TYPES:
        return GroupRule(NO_VALUE, rank_texts, themselves)
    value = value_of(record, field, "key")
    if field.type in POINTING:
        return GroupRule(value, partial(_rank_named, field), partial(_names_by_key, field))
    words: dict[Any, str] = {True: _("Yes"), False: _("No")}
    if field.type == "choice":
        words = {choice.code: choice.name for choice in field.choices}
    known = {str(custom_keys(value)[0]): name for value, name in words.items()}
    return GroupRule(value, partial(_rank_known, list(known)), partial(_labels_known, known))


def _names_by_key(field: CustomFieldRow, reader: Reader, keys: Collection[str]) -> dict[str, str]:
    ids = {key: key.replace(" ", "-") for key in keys}
    names = names_of(reader, target_of(field), list(ids.values()))
    return {key: names.get(id_, "") for key, id_ in ids.items()}


def _rank_known(known: Sequence[str], _reader: Reader, keys: Collection[str]) -> list[str]:
    return [*(key for key in known if key in keys), *sorted(set(keys).difference(known))]


def _labels_known(
    known: Mapping[str, str], _reader: Reader, keys: Collection[str]
) -> dict[str, str]:
    return {key: known.get(key, key) for key in keys}


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
