"""Reads of custom fields, their values and the layouts of cards, on reader threads.

``fields_of`` is read once in a transaction, however many records ask for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.listing import RIDS
from crm_desktop.features.common.reach import seen
from crm_desktop.features.common.value_rows import ValueRows
from crm_desktop.features.custom_fields.rows import (
    CardGroup,
    CardLayout,
    CustomColumn,
    CustomFieldRow,
    FieldChoice,
)
from crm_desktop.features.custom_fields.tables import card_layout, custom_field
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.records import RecordType

NO_VALUE = sa.null()
"""What every record has in a field that is gone."""

_FIELDS = sa.select(
    custom_field.c.rid,
    custom_field.c.id,
    custom_field.c.version,
    custom_field.c.label,
    custom_field.c.type,
    custom_field.c.group,
    custom_field.c.required,
    custom_field.c.default,
    custom_field.c.choices,
    custom_field.c.currency,
    custom_field.c.decimals,
    custom_field.c.formula,
    custom_field.c.target,
    custom_field.c.position,
    custom_field.c.on_card,
    custom_field.c.in_search,
    custom_field.c.hint,
    custom_field.c.deleted_at,
    custom_field.c.entity,
).order_by(custom_field.c.position, custom_field.c.rid)
_FIELDS_OF = _FIELDS.where(custom_field.c.entity == sa.bindparam("entity"))

_TEXTS = ("group", "currency", "formula", "target", "hint")
_AS_THEY_ARE = (
    *("rid", "version", "entity", "label", "type", "required", "default", "decimals"),
    *("position", "on_card", "in_search"),
)

_STAMPS = sa.select(
    custom_field.c.entity,
    sa.func.count(),
    sa.func.sum(custom_field.c.version),
    sa.func.sum(custom_field.c.rid),
).group_by(custom_field.c.entity)
_Stamp = tuple[Any, ...]
_Kept = dict[str, tuple[_Stamp, tuple[CustomFieldRow, ...]]]
_kept: WeakKeyDictionary[Any, _Kept] = WeakKeyDictionary()
_Known = dict[str, tuple[CustomFieldRow, ...]]
_ALL = ""
"""Stands among what a transaction knows if that is the fields of all kinds."""
_known: WeakKeyDictionary[Any, _Known] = WeakKeyDictionary()


def fields_of(
    connection: Connection, entity: str, *, is_reader: bool = False
) -> tuple[CustomFieldRow, ...]:
    """Every field of ``entity`` in order, the deleted ones among them, as the transaction saw
    them first (``forget_fields``). Readers, who see only what is committed, share the rows."""
    if is_reader:
        return _all_fields(connection).get(entity, ())
    known = _known_fields(connection)
    if entity not in known:
        known[entity] = _read_fields(connection, entity)
    return known[entity]


def _known_fields(connection: Connection) -> _Known:
    transaction = connection.get_transaction()
    return {} if transaction is None else _known.setdefault(transaction, {})


def _all_fields(connection: Connection) -> _Known:
    """Whoever asks for the fields of one kind asks for others: one look tells of all."""
    known = _known_fields(connection)
    if _ALL not in known:
        known |= {_ALL: (), **_kept_fields(connection)}
    return known


def fields_by_entity(
    connection: Connection, *, is_reader: bool = False
) -> dict[str, tuple[CustomFieldRow, ...]]:
    """The same of every kind of record that has fields."""
    if is_reader:
        return {one: fields for one, fields in _all_fields(connection).items() if one != _ALL}
    entities = connection.execute(sa.select(custom_field.c.entity).distinct()).scalars().all()
    return {one: fields_of(connection, one) for one in entities}


def _read_fields(connection: Connection, entity: str) -> tuple[CustomFieldRow, ...]:
    rows = connection.execute(_FIELDS_OF, {"entity": entity}).mappings()
    return tuple(map(_field_row, rows))


def _kept_fields(connection: Connection) -> _Known:
    """To make two hundred rows takes longer than a page of a list: they are kept as long as no
    field was written. A change always raises a version; a key is never given twice."""
    kept = _kept.setdefault(connection.engine, {})
    found: _Known = {}
    for entity, *stamp in connection.execute(_STAMPS).all():
        if entity not in kept or kept[entity][0] != tuple(stamp):
            kept[entity] = (tuple(stamp), _read_fields(connection, entity))
        found[entity] = kept[entity][1]
    return found


def forget_fields(connection: Connection) -> None:
    """The transaction changed a field: read them anew."""
    _known.pop(connection.get_transaction(), None)


def field_of(connection: Connection, field_id: str) -> CustomFieldRow:
    """The field with this id; ``NotFound`` if there is none."""
    statement = _FIELDS.where(custom_field.c.id == UUID(field_id))
    row = connection.execute(statement).mappings().first()
    if row is None:
        raise NotFound(msg("The field isn’t there any more: someone deleted it."))
    return _field_row(row)


def find_custom_fields(
    reader: Reader, entity: str | None = None, *, deleted: bool = False
) -> list[CustomFieldRow]:
    """The fields of ``entity`` (of all) in their order; with ``deleted`` those in the bin."""
    statement = _FIELDS
    if entity is not None:
        statement = statement.where(custom_field.c.entity == entity)
    moment = custom_field.c.deleted_at
    statement = statement.where(moment.is_not(None) if deleted else moment.is_(None))
    return [_field_row(row) for row in reader.connection.execute(statement).mappings()]


def _field_row(row: Mapping[Any, Any]) -> CustomFieldRow:
    choices = tuple(FieldChoice(**choice) for choice in row["choices"] or ())
    own: dict[str, Any] = {name: row[name] for name in _AS_THEY_ARE}
    own.update({name: row[name] or "" for name in _TEXTS})
    return CustomFieldRow(
        id=str(row["id"]), choices=choices, deleted=row["deleted_at"] is not None, **own
    )


# Values


def values_table(record: RecordType) -> sa.Table | None:
    """Where the custom values of the records lie, if they have any."""
    belonging = record.belonging("custom")
    return None if belonging is None else belonging.table


def count_values(reader: Reader, field: CustomFieldRow) -> int:
    """How many records have a value in the field."""
    table = values_table(reader.registry[field.entity])
    if table is None:
        return 0
    having = sa.select(sa.func.count()).where(table.c.field_rid == field.rid)
    return reader.connection.execute(having).scalar_one()


def filled_fields(reader: Reader, entity: str) -> list[CustomFieldRow]:
    """The fields of ``entity`` in which any record has a value."""
    table = values_table(reader.registry[entity])
    fields = [f for f in fields_of(reader.connection, entity, is_reader=True) if not f.deleted]
    if table is None or not fields:
        return []
    value = sa.select(sa.literal(1)).where(table.c.field_rid == custom_field.c.rid).exists()
    filled = sa.select(custom_field.c.rid).where(custom_field.c.entity == entity, value)
    rids = set(reader.connection.execute(filled).scalars())
    return [field for field in fields if field.rid in rids]


def custom_values(
    reader: Reader, entity: str, rids: Collection[int], fields: Collection[CustomFieldRow]
) -> dict[int, dict[str, Any]]:
    """The values of these fields of the records that the person sees, by record and field id; one
    statement for a page."""
    record = reader.registry[entity]
    table = values_table(record)
    if table is None or not rids or not fields:
        return {}
    ids = {field.rid: field.id for field in fields}
    owner = table.c[record.owner]
    wanted = sa.select(owner, table.c.field_rid, table.c.value).where(
        owner.in_(RIDS), table.c.field_rid.in_(list(ids))
    )
    scope, own = record.scope(reader, record.table), record.table.c.rid
    if scope is not None:
        wanted = wanted.where(owner.in_(sa.select(own).where(own.in_(RIDS), scope)))
    rows = reader.connection.execute(wanted, {"rids": list(rids)})
    found: dict[int, dict[str, Any]] = {}
    for rid, field_rid, value in rows:
        found.setdefault(rid, {})[ids[field_rid]] = value
    return found


def value_of(record: RecordType, field: CustomFieldRow, column: str) -> sa.ColumnElement[Any]:
    """The ``key`` or ``number`` of the field's value, for a statement over the records."""
    belonging = record.belonging("custom")
    assert belonging is not None
    table = belonging.table
    own = table.c[record.owner] == record.table.c.rid
    # SQLite would rather walk all values of the field, for each record.
    found = sa.select(table.c[column]).where(own, unindexed(table.c.field_rid) == field.rid)
    return found.correlate(record.table).scalar_subquery()


def rows_of(record: RecordType, field: CustomFieldRow, column: str) -> ValueRows:
    """The rows of the field's values, by their ``key`` or ``number``."""
    table = record.table_of("custom")
    own = table.c.field_rid == field.rid
    return ValueRows(table.c[column], table.c[record.owner], own, single=True)


def names_of(
    reader: Reader, entity: str, ids: Collection[str], *, hidden: bool = False
) -> dict[str, str]:
    """What those of these records that the person sees are called, by id; with ``hidden`` all."""
    record = reader.registry[entity]
    table = record.table
    named = sa.select(table.c.id, table.c[record.label]).where(
        one_of(table.c.id, "ids"),
        sa.true() if hidden else seen(reader, record),
    )
    rows = reader.connection.execute(named, {"ids": ids})
    return {str(key): name or "" for key, name in rows}


def count_by_value(reader: Reader, field: CustomFieldRow) -> list[tuple[Any, int, bool]]:
    """The different values of the field, each with the number of records that have it, and
    whether the person sees one of these."""
    record = reader.registry[field.entity]
    table = values_table(record)
    if table is None:
        return []
    there = sa.func.count(record.table.c.rid).filter(seen(reader, record))
    counted = (
        sa.select(table.c.value, sa.func.count(), there > 0)
        .join_from(table, record.table, record.table.c.rid == table.c[record.owner])
        .where(table.c.field_rid == field.rid)
        .group_by(table.c.value)
    )
    return [tuple(row) for row in reader.connection.execute(counted)]


def rids_with(reader: Reader, field: CustomFieldRow) -> list[int]:
    """The records that have a value in the field."""
    record = reader.registry[field.entity]
    table = values_table(record)
    if table is None:
        return []
    owner = table.c[record.owner]
    having = sa.select(owner).where(table.c.field_rid == field.rid).order_by(owner)
    return list(reader.connection.execute(having).scalars())


def rids_of(reader: Reader, entity: str) -> list[int]:
    """All records of ``entity``."""
    record = reader.registry[entity]
    rids = sa.select(record.table.c.rid).where(record.holds(record.table))
    return list(reader.connection.execute(rids.order_by(record.table.c.rid)).scalars())


def custom_columns(reader: Reader, entity: str) -> list[CustomColumn]:
    """What lists of ``entity`` can show of its custom fields."""
    fields = fields_of(reader.connection, entity, is_reader=True)
    return [_column(f) for f in fields if not f.deleted]


def _column(field: CustomFieldRow) -> CustomColumn:
    colours = {c.name: c.colour for c in field.choices if c.colour is not None}
    return CustomColumn(field.key, field.name, field.type, colours)


# Layouts of cards


def find_layout(reader: Reader, entity: str) -> CardLayout:
    """The card's layout for whoever asks: one's own, or the one for all, or none."""
    rows = reader.connection.execute(
        sa.select(card_layout.c.layout, card_layout.c.user_rid.is_not(None)).where(
            card_layout.c.entity == entity,
            card_layout.c.user_rid.is_(None) | (card_layout.c.user_rid == reader.actor.rid),
        )
    ).all()
    layouts = {own: _layout(data) for data, own in rows}
    for_all = layouts.get(False, CardLayout())
    if True in layouts:
        return replace(layouts[True], own=True, titles=for_all.titles)
    return for_all


def _layout(data: Mapping[str, Any]) -> CardLayout:
    groups = tuple(CardGroup(group["name"], tuple(group["fields"])) for group in data["groups"])
    return CardLayout(groups, frozenset(data["hidden"]), titles=data.get("titles", {}))


def group_titles(connection: Connection, entity: str) -> dict[str, dict[str, str]]:
    """What the groups of the entity's fields are called, by group and language."""
    found = connection.execute(
        sa.select(card_layout.c.layout).where(
            card_layout.c.entity == entity, card_layout.c.user_rid.is_(None)
        )
    ).scalar()
    titles: dict[str, dict[str, str]] = (found or {}).get("titles", {})
    return titles


def layout_id(connection: Connection, entity: str, user_rid: int | None) -> str | None:
    """The record of the person's layout, or of that for all."""
    found = connection.execute(
        sa.select(card_layout.c.id).where(
            card_layout.c.entity == entity,
            card_layout.c.user_rid.is_(None)
            if user_rid is None
            else card_layout.c.user_rid == user_rid,
        )
    ).scalar()
    return str(found) if found else None
