"""What a bulk change would do, read before it is done. Runs on reader threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.features.common.listing import RIDS
from crm_desktop.features.common.reach import seen
from crm_desktop.features.common.tables import custom_keys
from crm_desktop.features.custom_fields.kinds import Given, check_value
from crm_desktop.features.custom_fields.queries import field_of
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.features.data.bulk import rules
from crm_desktop.store.records import RecordType

_AT_ONCE = 5_000
_SAMPLES = 5
_NOBODY = -1  # no record has this internal key

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class ChangePreview:
    """How many of the records are still there, how many of these would change, and the names and
    internal keys of the first of them."""

    present: int
    changing: int
    names: tuple[str, ...]
    rids: tuple[int, ...] = ()


def preview_change(
    reader: Reader, entity: str, rids: Sequence[int], values: Mapping[str, Any], region: str | None
) -> ChangePreview:
    """What ``ChangeMany`` with these ``values`` would do; ``Invalid`` as it would say it."""
    record = reader.registry[entity]
    wanted = rules.checked(entity, values, region)
    custom = wanted.pop("custom", {})
    conditions = [_differs(reader, record, name, value) for name, value in wanted.items()]
    for name, value in custom.items():
        conditions.append(_differs_custom(reader, record, name, value, region))
    return _preview(reader, record, rids, conditions)


def preview_tags(
    reader: Reader, entity: str, rids: Sequence[int], add: Iterable[str], remove: Iterable[str]
) -> ChangePreview:
    """What ``TagMany`` with these ids would do."""
    record = reader.registry[entity]
    return _preview(
        reader,
        record,
        rids,
        [
            *(~_has_tag(reader, record, tag) for tag in add),
            *(_has_tag(reader, record, tag) for tag in remove),
        ],
    )


def count_tags(reader: Reader, entity: str, rids: Sequence[int]) -> dict[str, int]:
    """How many of the records have each tag, by its id; those that none has are left out."""
    items, tags = _items(reader.registry[entity], "tags"), reader.registry["tag"].table
    parent = items.c[f"{entity}_rid"]
    counted = sa.select(items.c.tag_rid, sa.func.count()).where(parent.in_(RIDS))
    counted = counted.group_by(items.c.tag_rid)
    counts: Counter[int] = Counter()
    for keys in _portions(rids):
        for rid, number in reader.connection.execute(counted, {"rids": keys}):
            counts[rid] += number
    named = sa.select(tags.c.rid, tags.c.id).where(tags.c.rid.in_(RIDS))
    ids = reader.connection.execute(named, {"rids": list(counts)})
    return {str(key): counts[rid] for rid, key in ids}


def _preview(
    reader: Reader, record: RecordType, rids: Sequence[int], conditions: Iterable[Condition]
) -> ChangePreview:
    table = record.table
    there = sa.and_(table.c.rid.in_(RIDS), seen(reader, record))
    changes = sa.or_(sa.false(), *conditions)
    counted = sa.select(sa.func.count(), sa.func.count().filter(changes)).where(there)
    named = sa.select(table.c.rid, table.c[record.label]).where(there, changes)
    named = named.order_by(table.c.sort_key)
    present = changing = 0
    first: list[tuple[int, str]] = []
    for keys in _portions(rids):
        row = reader.connection.execute(counted, {"rids": keys}).one()
        present, changing = present + row[0], changing + row[1]
        if row[1] and len(first) < _SAMPLES:
            missing = _SAMPLES - len(first)
            found = reader.connection.execute(named.limit(missing), {"rids": keys})
            first += [(rid, name) for rid, name in found]
    names = tuple(name for _rid, name in first)
    return ChangePreview(present, changing, names, tuple(rid for rid, _name in first))


def _portions(rids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(rids), _AT_ONCE):
        yield list(rids[start : start + _AT_ONCE])


def _differs(reader: Reader, record: RecordType, name: str, value: Any) -> Condition:
    for reference in record.references:
        if reference.field == name:
            target = _rid_of(reader, reference.target, value) if value else None
            return record.table.c[reference.column].is_distinct_from(target)
    return record.table.c[name].is_distinct_from(record.to_columns({name: value})[name])


def _differs_custom(
    reader: Reader, record: RecordType, name: str, value: Any, region: str | None
) -> Condition:
    field = field_of(reader.connection, name.removeprefix(PREFIX))
    stored = check_value(field, value, Given(region, LOCAL_ZONE))
    table = _items(record, "custom")
    own = sa.and_(table.c[record.owner] == record.table.c.rid, table.c.field_rid == field.rid)
    if stored is None:
        return sa.exists().where(own)
    key, number = custom_keys(stored)
    same = sa.and_(
        table.c.key.is_not_distinct_from(key), table.c.number.is_not_distinct_from(number)
    )
    return ~sa.exists().where(own, same)


def _has_tag(reader: Reader, record: RecordType, tag: str) -> Condition:
    table = _items(record, "tags")
    return sa.exists().where(
        table.c[record.owner] == record.table.c.rid,
        table.c.tag_rid == _rid_of(reader, "tag", tag),
    )


def _items(record: RecordType, field: str) -> sa.Table:
    belonging = record.belonging(field)
    assert belonging is not None
    return belonging.table


def _rid_of(reader: Reader, entity: str, record_id: str) -> int:
    table = reader.registry[entity].table
    found = reader.connection.execute(sa.select(table.c.rid).where(table.c.id == UUID(record_id)))
    return found.scalar() or _NOBODY
