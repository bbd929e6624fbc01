"""Reads of custom lists and their entries, on reader threads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.features.common import listing
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.list_entities import list_id_of
from crm_desktop.features.common.listing import HasConnection, ListOrder
from crm_desktop.features.custom_lists.records import entry_type
from crm_desktop.features.custom_lists.rows import CustomListRow, ListEntryRow
from crm_desktop.features.custom_lists.tables import custom_list, list_entry
from crm_desktop.store.loading import Loaded, load_by_id

_LISTS = sa.select(
    custom_list.c.rid,
    custom_list.c.id,
    custom_list.c.version,
    custom_list.c.name,
    custom_list.c.one,
    custom_list.c.icon,
    custom_list.c.note,
    custom_list.c.archived_at.is_not(None).label("is_archived"),
).order_by(custom_list.c.position, custom_list.c.rid)

_ENTRIES = sa.select(
    list_entry.c.rid,
    list_entry.c.id,
    list_entry.c.version,
    list_entry.c.kind,
    list_entry.c.name,
    list_entry.c.note,
    list_entry.c.archived_at.is_not(None).label("is_archived"),
)

# Lists


def find_lists(reader: HasConnection, *, archived: bool = False) -> list[CustomListRow]:
    """The lists in their order: those in use, or all with those in the archive."""
    wanted = _LISTS if archived else _LISTS.where(custom_list.c.archived_at.is_(None))
    return [_list_row(row) for row in reader.connection.execute(wanted)]


def get_list(reader: HasConnection, entity: str) -> CustomListRow | None:
    """The list whose entries are of this entity, or ``None``."""
    wanted = _LISTS.where(custom_list.c.id == UUID(list_id_of(entity)))
    row = reader.connection.execute(wanted).first()
    return None if row is None else _list_row(row)


def find_list(reader: HasConnection, name: str) -> CustomListRow | None:
    """The list of this name in any case of letters, in the archive too, or ``None``."""
    wanted = _LISTS.where(custom_list.c.folded == (sought(name) or ""))
    row = reader.connection.execute(wanted).first()
    return None if row is None else _list_row(row)


def list_named(reader: HasConnection, name: str) -> CustomListRow:
    """The list of this name; ``NotFound`` that names those there are."""
    found = find_list(reader, name)
    if found is None:
        there = ", ".join(one.name for one in find_lists(reader)) or "–"
        raise NotFound(
            msg(
                "There is no list “{name}”. Nothing was done. There are: {names}.",
                name=name,
                names=there,
            )
        )
    return found


def _list_row(row: sa.Row[Any]) -> CustomListRow:
    return CustomListRow(
        row.rid,
        str(row.id),
        row.version,
        row.name,
        row.one,
        row.icon,
        row.note or "",
        bool(row.is_archived),
    )


# Entries


def find_entries(
    reader: HasConnection, entity: str, text: str, limit: int = 8
) -> list[ListEntryRow]:
    """Current entries whose name holds every word of ``text``, in any case: first those that
    begin so, then the rest by name."""
    key = sought(text) or ""
    name = list_entry.c.folded
    # Keys are letters, digits and spaces: no sign of a pattern is among them.
    found = _ENTRIES.where(
        list_entry.c.kind == entity,
        list_entry.c.deleted_at.is_(None),
        list_entry.c.archived_at.is_(None),
        *(name.like(f"%{word}%") for word in key.split()),
    )
    rank = sa.case((name.like(f"{key}%"), 0), else_=1)
    ordered = found.order_by(*((rank,) if key else ()), list_entry.c.sort_key, list_entry.c.rid)
    return [_entry_row(row) for row in reader.connection.execute(ordered.limit(limit))]


def find_list_rows(reader: HasConnection, rids: Sequence[int]) -> list[ListEntryRow]:
    """These entries in the order of ``rids``; those that are gone are left out."""
    statement = _ENTRIES.where(list_entry.c.rid.in_(listing.RIDS))
    rows = reader.connection.execute(statement, {"rids": list(rids)})
    found = {row.rid: _entry_row(row) for row in rows}
    return [found[rid] for rid in rids if rid in found]


def get_entry(reader: Reader, entity: str, entry_id: str) -> Loaded | None:
    """The whole record with its custom values, or ``None``."""
    return load_by_id(reader.connection, entry_type(entity), [entry_id]).get(entry_id)


def find_all_named(
    reader: HasConnection, entity: str, keys: Collection[str]
) -> list[tuple[str, str]]:
    """(key of the name, id) of the entries outside the bin with these names, by what
    ``common.keys.sought`` gives of them; the oldest first. For imports."""
    rows = reader.connection.execute(
        sa.select(list_entry.c.folded, list_entry.c.id)
        .where(
            list_entry.c.kind == entity,
            list_entry.c.folded.in_(sorted(keys)),
            list_entry.c.deleted_at.is_(None),
        )
        .order_by(list_entry.c.rid)
    )
    return [(row[0], str(row[1])) for row in rows]


def count_entries(reader: HasConnection) -> dict[str, int]:
    """How many entries each list has outside archive and bin, by the lists' entities."""
    current = list_entry.c.deleted_at.is_(None), list_entry.c.archived_at.is_(None)
    counted = sa.select(list_entry.c.kind, sa.func.count()).where(*current)
    rows = reader.connection.execute(counted.group_by(list_entry.c.kind))
    return {row[0]: row[1] for row in rows}


def count(reader: Reader, order: ListOrder) -> int:
    """How many entries the list has."""
    return listing.count(reader, list_entry, order)


def _entry_row(row: sa.Row[Any]) -> ListEntryRow:
    return ListEntryRow(
        row.rid,
        str(row.id),
        row.version,
        row.kind,
        row.name,
        row.note or "",
        bool(row.is_archived),
    )
