"""Writes of views and favourites; they run on the writer's thread inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid, NotFound
from crm_desktop.core.i18n import msg
from crm_desktop.features.common import checks
from crm_desktop.features.common.checks import Check
from crm_desktop.features.views import looks
from crm_desktop.features.views.commands import (
    DeleteViews,
    MoveFavourite,
    MoveView,
    Pin,
    SaveView,
    Unpin,
    UpdateView,
)
from crm_desktop.features.views.presets import listed_by, presets_of
from crm_desktop.features.views.queries import (
    catalogues_of,
    find_favourites,
    find_target,
    saved_views,
)
from crm_desktop.features.views.rows import MOST_FAVOURITES
from crm_desktop.features.views.tables import favourite, view
from crm_desktop.filters import codec
from crm_desktop.filters.binding import bind
from crm_desktop.store.loading import Loaded

SHARE = "views:view:share"
_LONGEST_NAME = 60


def _name(value: Any, _region: str | None) -> str | None:
    name = checks.required_line(value, None)
    if name and len(name) > _LONGEST_NAME:
        raise Invalid(
            msg(
                "The name of a view has at most {limit} characters. Nothing was saved; shorten it.",
                limit=_LONGEST_NAME,
            )
        )
    return name


def _flag(value: Any, _region: str | None) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


_CHECKS: dict[str, Check] = {
    "name": _name,
    "filter": lambda value, _region: codec.to_json(codec.from_json(value)),
    "look": looks.check,
    "shared": _flag,
}


def save(work: Work, command: SaveView) -> str:
    """Handler of ``SaveView``."""
    given = dict(command.values)
    listed = given.pop("entity", None)
    if not isinstance(listed, str) or listed not in work.catalogues:
        raise Invalid(msg("The value doesn’t fit its field. Nothing was saved."), "entity")
    usual = {"filter": {"version": codec.VERSION, "filter": {"and": []}}, "look": {}}
    values = checks.checked({"name": "", "shared": False, **usual, **given}, _CHECKS, None)
    if values["shared"]:
        work.actor.require(SHARE)
    _require_fit(work, listed, values)
    _require_unused_name(work, listed, values["name"], work.actor.rid)
    last = work.connection.execute(
        sa.select(sa.func.max(view.c.position)).where(view.c.listed == listed)
    ).scalar_one()
    place = {"listed": listed, "position": (last or 0.0) + 1.0, "owner": work.actor.id}
    return work.unit.insert("view", {**values, **place})


def update(work: Work, command: UpdateView) -> None:
    """Handler of ``UpdateView``."""
    loaded = _own_or_shared(work, command.view_id)
    changes = checks.checked(command.changes, _CHECKS, None)
    if changes.get("shared"):
        work.actor.require(SHARE)
    _require_fit(work, loaded.state["listed"], changes)
    if "name" in changes:
        _require_unused_name(
            work, loaded.state["listed"], changes["name"], _owner(work, loaded), loaded.id
        )
    work.unit.update("view", command.view_id, changes, command.base_version)


def delete(work: Work, command: DeleteViews) -> None:
    """Handler of ``DeleteViews``."""
    moment = iso(now()) if command.deleted else None
    for loaded in [_own_or_shared(work, view_id) for view_id in command.view_ids]:
        if not command.deleted:
            listed, name = loaded.state["listed"], loaded.state["name"]
            _require_unused_name(work, listed, name, _owner(work, loaded), loaded.id)
        work.unit.update("view", loaded.id, {"deleted_at": moment}, None)


def move(work: Work, command: MoveView) -> None:
    """Handler of ``MoveView``."""
    loaded = _own_or_shared(work, command.view_id)
    others = [one.id for one in saved_views(work, loaded.state["listed"]) if one.id != loaded.id]
    place = _between(_positions(work, view, others), command.position)
    work.unit.update("view", loaded.id, {"position": place}, None)


def _own_or_shared(work: Work, view_id: str) -> Loaded:
    """The view, if the person may change it. A private one of somebody else is not there."""
    if listed_by(view_id) is not None:
        raise Invalid(
            msg("This view comes with the program. Nothing was changed; save a copy and change it.")
        )
    loaded = work.unit.load("view", view_id)
    if loaded.state["shared"]:
        work.actor.require(SHARE)
    elif loaded.state["owner"] != work.actor.id:
        raise _gone()
    return loaded


def _gone() -> NotFound:
    return NotFound(msg("The view isn’t there any more. Nothing was changed."))


def _owner(work: Work, loaded: Loaded) -> int | None:
    owner: int | None = work.connection.execute(
        sa.select(view.c.owner_rid).where(view.c.rid == loaded.rid)
    ).scalar_one()
    return owner


def _require_fit(work: Work, listed: str, values: Mapping[str, Any]) -> None:
    """``Invalid`` unless the filter suits the records that the view lists."""
    if "filter" in values:
        bind(codec.from_json(values["filter"]), listed, catalogues_of(work))


def _require_unused_name(
    work: Work, listed: str, name: str | None, owner: int | None, besides: str = ""
) -> None:
    """``Invalid`` for a name that another view of the same person has, in any case of letters,
    or one that comes with the program."""
    taken = work.connection.execute(
        sa.select(view.c.name, view.c.id).where(
            view.c.listed == listed, view.c.owner_rid == owner, view.c.deleted_at.is_(None)
        )
    )
    names = {row.name.casefold() for row in taken if str(row.id) != besides}
    names |= {preset.name.casefold() for preset in presets_of(listed)}
    if (name or "").casefold() in names:
        raise Invalid(
            msg(
                "There is a view called “{name}” already. Nothing was saved; choose another name.",
                name=name,
            ),
            "name",
        )


def pin(work: Work, command: Pin) -> str:
    """Handler of ``Pin``."""
    if not find_target(work, command.entity, command.target_id):
        raise NotFound(msg("What you want to pin isn’t there any more. Nothing was changed."))
    there = find_favourites(work)
    for known in there:
        if (known.entity, known.target_id) == (command.entity, command.target_id):
            return known.id
    if len(there) >= MOST_FAVOURITES:
        raise Invalid(
            msg(
                "There is room for {limit} favourites. Nothing was pinned; take one away first.",
                limit=MOST_FAVOURITES,
            )
        )
    positions = _positions(work, favourite, [one.id for one in there])
    return work.unit.insert(
        "favourite",
        {
            "kind": command.entity,
            "target_id": command.target_id,
            "position": _between(positions, len(positions)),
            "owner": work.actor.id,
        },
    )


def unpin(work: Work, command: Unpin) -> None:
    """Handler of ``Unpin``."""
    work.unit.delete_many("favourite", [_own_favourite(work, command.favourite_id)])


def move_favourite(work: Work, command: MoveFavourite) -> None:
    """Handler of ``MoveFavourite``."""
    loaded = _own_favourite(work, command.favourite_id)
    others = [one.id for one in find_favourites(work) if one.id != loaded.id]
    place = _between(_positions(work, favourite, others), command.position)
    work.unit.update("favourite", loaded.id, {"position": place}, None)


def _own_favourite(work: Work, favourite_id: str) -> Loaded:
    loaded = work.unit.load("favourite", favourite_id)
    if loaded.state["owner"] != work.actor.id:
        raise NotFound(msg("This favourite isn’t there any more. Nothing was changed."))
    return loaded


def _positions(work: Work, table: sa.Table, ids: Sequence[str]) -> list[float]:
    """The positions of these records, in their order."""
    found = work.connection.execute(
        sa.select(table.c.position).where(table.c.id.in_(ids)).order_by(table.c.position)
    )
    return list(found.scalars())


def _between(positions: Sequence[float], index: int) -> float:
    """A position that makes a record the one at ``index`` among those at ``positions``."""
    index = max(0, min(index, len(positions)))
    if not positions:
        return 1.0
    if index == 0:
        return positions[0] - 1.0
    if index == len(positions):
        return positions[-1] + 1.0
    return (positions[index - 1] + positions[index]) / 2
