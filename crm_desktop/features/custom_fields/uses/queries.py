"""What refers to a record by a custom field. On reader threads.

The key of such a value is the id it points at (``common.tables.custom_keys``), and each entity's
values have an index by field and key: no record is read that does not refer to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.common.listing import KEYS_AT_ONCE
from crm_desktop.features.common.reach import seen
from crm_desktop.features.common.tables import custom_keys
from crm_desktop.features.custom_fields.queries import fields_by_entity, values_table
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.store.records import RecordType


@dataclass(frozen=True)
class UseRow:
    """A record that refers to another, and the name of its field that does."""

    entity: str
    id: str
    name: str
    field: str


def find_uses(reader: Reader, entity: str, record_id: str, limit: int) -> tuple[list[UseRow], int]:
    """The first ``limit`` records outside the bin that refer to this one, field by field and by
    name, and how many there are."""
    rows: list[UseRow] = []
    number = 0
    for field, record in _pointing(reader, entity):
        own = _referring(reader, record, field, [record_id])
        number += reader.connection.execute(
            sa.select(sa.func.count()).select_from(own.subquery())
        ).scalar_one()
        shown = own.order_by(record.table.c.sort_key, record.table.c.rid)
        for row in reader.connection.execute(shown.limit(limit - len(rows))):
            rows.append(UseRow(field.entity, str(row[0]), row[1] or "", field.name))
    return rows, number


def count_uses(reader: Reader, entity: str, ids: Sequence[str]) -> int:
    """How many times records outside the bin refer to one of these."""
    number = 0
    for field, record in _pointing(reader, entity):
        for portion in _portions(ids):
            referring = _referring(reader, record, field, portion).subquery()
            counted = sa.select(sa.func.count()).select_from(referring)
            number += reader.connection.execute(counted).scalar_one()
    return number


def _pointing(reader: Reader, entity: str) -> Iterator[tuple[CustomFieldRow, RecordType]]:
    for fields in fields_by_entity(reader.connection, is_reader=True).values():
        for field in fields:
            if field.type == "record" and field.target == entity and not field.deleted:
                yield field, reader.registry[field.entity]


def _referring(
    reader: Reader, record: RecordType, field: CustomFieldRow, ids: Collection[str]
) -> sa.Select[Any]:
    """Id and name of the records that the person sees whose ``field`` points at one of ``ids``."""
    values, table = values_table(record), record.table
    assert values is not None
    keys = [custom_keys(one)[0] for one in ids]
    return (
        sa.select(table.c.id, table.c[record.label])
        .join_from(values, table, table.c.rid == values.c[record.owner])
        .where(values.c.field_rid == field.rid, values.c.key.in_(keys))
        .where(table.c.deleted_at.is_(None), seen(reader, record))
    )


def _portions(ids: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    return iter(lambda: list(islice(rest, KEYS_AT_ONCE)), [])
