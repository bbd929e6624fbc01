"""Writes of custom lists; they run on the writer's thread inside one transaction, the archiving
of many entries on a thread of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import LongWork, Work
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.features.common import checks
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.lifecycle import set_moment, set_moments
from crm_desktop.features.common.list_entities import is_list_entity, list_id_of
from crm_desktop.features.common.placing import make_room
from crm_desktop.features.custom_fields.handlers import with_custom
from crm_desktop.features.custom_lists.commands import (
    ArchiveEntries,
    ArchiveLists,
    ArchiveManyEntries,
    CreateEntry,
    CreateList,
    DeleteEntries,
    MoveList,
    UpdateEntry,
    UpdateList,
)
from crm_desktop.features.custom_lists.rules import ENTRY_CHECKS, ICONS, LIST_CHECKS, MOST_LISTS
from crm_desktop.features.custom_lists.tables import custom_list


class _Placed(NamedTuple):
    """A list among the others."""

    rid: int
    id: UUID
    folded: str
    position: float


# Lists


def create_list(work: Work, command: CreateList) -> str:
    """Handler of ``CreateList``."""
    given = {"name": None, "icon": ICONS[0], **command.values}
    values = checks.checked({**given, "one": given.get("one") or given["name"]}, LIST_CHECKS, None)
    there = _others(work)
    if len(there) >= MOST_LISTS:
        raise Invalid(
            msg("There is room for {limit} lists. Nothing was saved.", limit=MOST_LISTS), "name"
        )
    _require_free_name(there, values["name"])
    places, _moved = make_room(1, there[-1].position if there else None, ())
    return work.unit.insert("custom_list", {**values, "position": places[0]})


def update_list(work: Work, command: UpdateList) -> None:
    """Handler of ``UpdateList``."""
    changes = checks.checked(command.changes, LIST_CHECKS, None)
    if "name" in changes:
        _require_free_name(_others(work, command.list_id), changes["name"])
    work.unit.update("custom_list", command.list_id, changes, command.base_version)


def move_list(work: Work, command: MoveList) -> None:
    """Handler of ``MoveList``."""
    loaded = work.unit.load("custom_list", command.list_id)
    there = _others(work, command.list_id)
    index = max(0, min(command.position, len(there)))
    above, below = there[:index], there[index:]
    places, moved = make_room(
        1, above[-1].position if above else None, [one.position for one in below]
    )
    changes: list[tuple[Any, dict[str, Any]]] = [(loaded, {"position": places[0]})]
    giving_way = work.unit.load_many("custom_list", [one.rid for one in below[: len(moved)]])
    for one, place in zip(below, moved, strict=False):
        changes.append((giving_way[one.rid], {"position": place}))
    work.unit.update_many("custom_list", changes)


def archive_lists(work: Work, command: ArchiveLists) -> None:
    """Handler of ``ArchiveLists``."""
    set_moment(work, "custom_list", command.list_ids, "archived_at", command.archived)


def _others(work: Work, besides: str = "") -> list[_Placed]:
    """The lists in their order, archived ones among them, but for the one with this id."""
    table = custom_list.c
    rows = work.connection.execute(
        sa.select(table.rid, table.id, table.folded, table.position).order_by(
            table.position, table.rid
        )
    ).all()
    return [_Placed(*row) for row in rows if str(row.id) != besides]


def _require_free_name(others: Sequence[_Placed], name: str) -> None:
    """``Invalid`` for a name that another list has, in any case of letters."""
    if sought(name) in [one.folded for one in others]:
        raise Invalid(
            msg(
                "There is a list called “{name}” already. Nothing was saved; choose another name.",
                name=name,
            ),
            "name",
        )


# Entries


def create_entry(work: Work, command: CreateEntry) -> str:
    """Handler of ``CreateEntry``."""
    entity = _require_list(work, command.entity)
    values = checks.checked({"name": None, **command.values}, ENTRY_CHECKS, None)
    values = with_custom(work, entity, values, command.region)
    return work.unit.insert(entity, {**values, "list": list_id_of(entity)})


def update_entry(work: Work, command: UpdateEntry) -> None:
    """Handler of ``UpdateEntry``."""
    entity = _require_list(work, command.entity)
    changes = checks.checked(command.changes, ENTRY_CHECKS, None)
    changes = with_custom(work, entity, changes, command.region, command.entry_id)
    work.unit.update(entity, command.entry_id, changes, command.base_version)


def archive_entries(work: Work, command: ArchiveEntries) -> None:
    """Handler of ``ArchiveEntries``."""
    entity = _require_list(work, command.entity)
    set_moment(work, entity, command.entry_ids, "archived_at", command.archived)


def archive_many(work: LongWork, command: ArchiveManyEntries) -> None:
    """Handler of ``ArchiveManyEntries``."""
    work.portion(lambda portion: _require_list(portion, command.entity))
    set_moments(work, command.entity, command.entry_ids, "archived_at", command.archived)


def delete_entries(work: Work, command: DeleteEntries) -> None:
    """Handler of ``DeleteEntries``."""
    entity = _require_list(work, command.entity)
    set_moment(work, entity, command.entry_ids, "deleted_at", command.deleted)


def _require_list(work: Work, entity: str) -> str:
    """The entity, if there is such a list."""
    if is_list_entity(entity):
        there = sa.select(custom_list.c.rid).where(custom_list.c.id == list_id_of(entity))
        if work.connection.execute(there).first() is not None:
            return entity
    raise NotFound(msg("There is no such list any more. Nothing was saved."))
