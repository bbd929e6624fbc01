"""Writes of tags."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.features.common import checks
from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.tags.commands import UpdateTag
from crm_desktop.features.tags.queries import known_ids
from crm_desktop.features.tags.tables import tag
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.unit_of_work import UnitOfWork

# The palette's tag colours (design/tokens.md); a new tag takes the next one.
_COLOURS = 8


def _colour(value: Any, _region: str | None) -> int:
    if type(value) is not int or not 0 <= value < _COLOURS:
        raise Invalid(msg("{value} is no colour of a tag. Nothing was changed.", value=value))
    return value


_CHECKS: Mapping[str, checks.Check] = {"name": checks.required_line, "colour": _colour}


def update(work: Work, command: UpdateTag) -> None:
    """Handler of ``UpdateTag``. ``Invalid`` for a name that another tag has already."""
    changes = checks.checked(command.changes, _CHECKS, None)
    if "name" in changes:
        others = known_ids(work, [changes["name"]])
        if others.get(changes["name"], command.tag_id) != command.tag_id:
            raise Invalid(
                msg(
                    "There is a tag “{name}” already. Nothing was changed; choose another name.",
                    name=changes["name"],
                ),
                "name",
            )
    work.unit.update("tag", command.tag_id, changes, None)


def with_tags_made(work: Work, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` of a record with ids where its tags were given by name (``{"name": …}``)."""
    given = values.get("tags")
    if not isinstance(given, (list, tuple)):
        return {**values}
    names = {name for tag in given if (name := _name(tag)) and clean_line(name)}
    ids = ids_by_name(work.unit, names) if names else {}
    return {**values, "tags": [ids.get(_name(tag) or "", tag) for tag in given]}


def with_known_tags(reader: HasConnection, tags: Collection[Any]) -> list[str] | None:
    """The ids of ``tags``, given so or by name; ``None`` if one of them isn't there yet."""
    names = {name for tag in tags if (name := _name(tag))}
    known = known_ids(reader, names) if names else {}
    ids = [known.get(_name(tag) or "", tag) for tag in tags]
    return ids if all(isinstance(one, str) for one in ids) else None


def _name(tag: Any) -> str | None:
    name = tag.get("name") if isinstance(tag, Mapping) else None
    return name if isinstance(name, str) else None


def ids_by_name(unit: UnitOfWork, names: Collection[str]) -> dict[str, str]:
    """Ids of the tags with these names, in any case; what is no tag yet becomes one."""
    known = known_ids(unit, names)
    missing = {fold(name) or name: name for name in sorted(names) if name not in known}
    if not missing:
        return known
    count = unit.connection.execute(sa.select(sa.func.count()).select_from(tag)).scalar_one()
    new = [
        NewRecord({"name": clean_line(name), "colour": (count + number) % _COLOURS})
        for number, name in enumerate(missing.values())
    ]
    made = dict(zip(missing, unit.insert_many("tag", new), strict=True))
    return known | {name: made[fold(name) or name] for name in names if name not in known}
