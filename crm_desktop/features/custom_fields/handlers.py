"""Writes of custom fields, and of their values in other records.

``with_custom`` is called by the handlers of contacts and companies; all run on the writer's
thread inside one transaction, the change of a type on a thread of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common.lifecycle import set_moment
from crm_desktop.features.custom_fields.commands import (
    CreateCustomField,
    DeleteCustomFields,
    MoveCustomField,
    UpdateCustomField,
)
from crm_desktop.features.custom_fields.definitions import check_definition, require_whole
from crm_desktop.features.custom_fields.formula import with_ids
from crm_desktop.features.custom_fields.kinds import (
    WITHOUT_DEFAULT,
    Given,
    check_value,
    target_of,
)
from crm_desktop.features.custom_fields.queries import (
    field_of,
    fields_of,
    forget_fields,
    group_titles,
)
from crm_desktop.features.custom_fields.rows import PREFIX, CustomFieldRow, in_groups
from crm_desktop.store.records import State

_MOST_FIELDS = 500

# Values in the records of others


def with_custom(
    work: Work,
    entity: str,
    values: Mapping[str, Any],
    region: str | None,
    record_id: str | None = None,
) -> dict[str, Any]:
    """``values`` of a record with its custom ones as they are stored.

    They come as a whole list of items, or as a mapping of those to change, by id, ``custom:<id>``
    or label. A new record (without ``record_id``) gets the defaults and must have what is
    required. ``Invalid`` names ``custom:<id>``.
    """
    if record_id is not None and "custom" not in values:
        return {**values}
    fields = fields_of(work.connection, entity)
    if not fields and not values.get("custom"):
        return {name: value for name, value in values.items() if name != "custom"}
    current = work.unit.load(entity, record_id).state["custom"] if record_id else []
    wanted = _wanted(fields, values.get("custom"), current)
    checked = _checked(work, fields, wanted, {i["field"]: i for i in current}, region)
    if record_id is None:
        checked = _with_defaults(fields, checked, wanted)
    _require(fields, checked, current)
    items = [{"value": value, "field": key} for key, value in checked.items()]
    return {**values, "custom": items}


def with_custom_changed(
    work: Work,
    entity: str,
    given: Mapping[str, Any],
    region: str | None,
    lists: Sequence[Sequence[State]],
) -> list[list[State]]:
    """What becomes of the ``lists`` of values of many records that are all ``given`` the same, as
    ``with_custom`` does it for one."""
    fields = fields_of(work.connection, entity)
    wanted = {_id_of(fields, name): value for name, value in given.items()}
    stored = _checked(work, fields, wanted, {}, region)
    required = [field for field in fields if field.required and not field.deleted]
    results = {field.id for field in fields if field.type == "formula"}
    changed = []
    for items in lists:
        values = {item["field"]: item["value"] for item in items}
        values |= {key: stored.get(key) for key in wanted if key not in results}
        there = {key: value for key, value in values.items() if value is not None}
        _require(required, there, items)
        changed.append([{"value": value, "field": key} for key, value in there.items()])
    return changed


def _wanted(
    fields: Sequence[CustomFieldRow], given: Any, current: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Values as given by the id of their field. Those of deleted fields stay as they are:
    nobody sees them, so nobody can have meant to take them away."""
    before = {item["field"]: item["value"] for item in current}
    if isinstance(given, Mapping):
        return before | {_id_of(fields, name): value for name, value in given.items()}
    wanted = {
        field.id: before[field.id] for field in fields if field.deleted and field.id in before
    }
    try:
        return wanted | {_id_of(fields, item["field"]): item["value"] for item in given or ()}
    except (KeyError, TypeError) as error:
        raise Invalid(
            msg("The value doesn’t fit its field. Nothing was saved."), "custom"
        ) from error


def _id_of(fields: Sequence[CustomFieldRow], name: str) -> str:
    key = str(name).removeprefix(PREFIX)
    folded = fold(key)
    for field in fields:
        if field.id == key:
            return key
    for field in fields:
        if not field.deleted and any(fold(text) == folded for text in field.names):
            return field.id
    raise Invalid(msg("There is no field {field}. Nothing was saved.", field=key), PREFIX + key)


def _checked(
    work: Work,
    fields: Sequence[CustomFieldRow],
    wanted: Mapping[str, Any],
    current: Mapping[str, Mapping[str, Any]],
    region: str | None,
) -> dict[str, Any]:
    """The values as stored, in the order of ``wanted``; those that stay are not asked again."""
    known = {field.id: field for field in fields}
    given = Given(region, LOCAL_ZONE)
    checked = {}
    for key, value in wanted.items():
        field = known[key]
        if key in current and current[key]["value"] == value:
            checked[key] = value
        elif field.deleted:
            raise Invalid(
                msg(
                    "The field “{field}” was deleted. Nothing was saved; restore it in the "
                    "settings or leave it out.",
                    field=field.name,
                ),
                field.key,
            )
        elif field.type != "formula":
            stored = check_value(field, value, given)
            if stored is not None:
                _require_target(work, field, stored)
                checked[key] = stored
    # Results are the program's own: whoever read older ones did not change them.
    results = (field.id for field in fields if field.type == "formula" and field.id in current)
    return checked | {key: current[key]["value"] for key in results}


def _require_target(work: Work, field: CustomFieldRow, value: Any) -> None:
    target = target_of(field)
    if not target:
        return
    record = work.registry[target]
    there = sa.select(record.table.c.rid).where(record.table.c.id == value)
    if work.connection.execute(there.where(record.holds(record.table))).first() is None:
        raise Invalid(
            msg(
                "What you chose isn’t there any more: someone deleted it. Nothing was saved; "
                "choose another one."
            ),
            field.key,
        )


def _with_defaults(
    fields: Sequence[CustomFieldRow], checked: dict[str, Any], wanted: Mapping[str, Any]
) -> dict[str, Any]:
    defaults = {
        field.id: field.default
        for field in fields
        if field.default is not None and not field.deleted and field.id not in wanted
    }
    return checked | defaults


def _require(
    fields: Sequence[CustomFieldRow],
    checked: Mapping[str, Any],
    current: Iterable[Mapping[str, Any]],
) -> None:
    """A required field may be empty only in a record where it was."""
    filled = {item["field"] for item in current}
    for field in fields:
        missing = field.required and not field.deleted and field.id not in checked
        if missing and (not current or field.id in filled):
            raise Invalid(
                msg("Fill in “{field}”: it can’t be empty. Nothing was saved.", field=field.name),
                field.key,
            )


# Definitions


def create(work: Work, command: CreateCustomField) -> str:
    """Handler of ``CreateCustomField``."""
    return create_field(work, command.values)


def create_field(work: Work, given: Mapping[str, Any], field_id: str | None = None) -> str:
    """A new field as ``CreateCustomField`` makes it, inside another operation; with the id that
    its values have already."""
    values = check_definition(given)
    _settle_group(work, str(values.get("entity")), values)
    others = fields_of(work.connection, str(values.get("entity")))
    require_whole(values, others)
    if len(others) >= _MOST_FIELDS:
        raise Invalid(
            msg("There are {limit} fields already. Delete one first.", limit=_MOST_FIELDS), "label"
        )
    position = max((field.position for field in others), default=-1) + 1
    whole = {"required": False, "on_card": True, "in_search": True, **values, "position": position}
    made = work.unit.insert("custom_field", whole, field_id)
    forget_fields(work.connection)
    _complete(work, field_of(work.connection, made))
    forget_fields(work.connection)
    return made


def update(work: Work, command: UpdateCustomField) -> None:
    """Handler of ``UpdateCustomField``."""
    state = work.unit.load("custom_field", command.field_id).state
    changes = check_definition(command.changes, state["choices"] or ())
    for name in ("entity", "type"):
        if name in changes and changes.pop(name) != state[name]:
            raise Invalid(msg("The type is changed by itself, after a look at the values."), name)
    if "choices" in changes:
        changes["choices"] = _with_removed(state["choices"] or [], changes["choices"] or [])
    _settle_group(work, state["entity"], changes)
    others = [f for f in fields_of(work.connection, state["entity"]) if f.id != command.field_id]
    require_whole({**state, **changes}, others)
    work.unit.update("custom_field", command.field_id, changes, command.base_version)
    forget_fields(work.connection)
    _complete(work, field_of(work.connection, command.field_id))
    forget_fields(work.connection)


def _settle_group(work: Work, entity: str, values: dict[str, Any]) -> None:
    """A group that is called by its name in some language is that group."""
    wanted = fold(values.get("group") or "")
    for group, names in group_titles(work.connection, entity).items():
        if wanted and wanted in map(fold, names.values()):
            values["group"] = group


def _with_removed(before: list[State], after: list[State]) -> list[State]:
    """Choices that were taken away stay for the records that have them, as archived ones."""
    kept = {choice["code"] for choice in after}
    return after + [{**c, "archived": True} for c in before if c["code"] not in kept]


def _complete(work: Work, field: CustomFieldRow) -> None:
    """Check and store what depends on the rest of a definition: default and formula."""
    fixed: dict[str, Any] = {}
    if field.type == "formula":
        fields = fields_of(work.connection, field.entity)
        record = work.registry[field.entity]
        plain = set(record.columns) - record.quiet
        others = [other for other in fields if not other.deleted]
        fixed["formula"] = with_ids(field.formula, others, plain)
    if field.default is not None:
        if field.type in WITHOUT_DEFAULT:
            fixed["default"] = None
        else:
            try:
                fixed["default"] = check_value(field, field.default, Given(None, LOCAL_ZONE))
            except Invalid as error:
                raise Invalid(error.message, "default") from error
    loaded = work.unit.load("custom_field", field.id)
    work.unit.update_many("custom_field", [(loaded, fixed)])


def put_away(work: Work, command: DeleteCustomFields) -> None:
    """Into the recycle bin or out of it, as ``DeleteCustomFields`` wants."""
    if not command.deleted:
        _require_free_names(work, command.field_ids)
    set_moment(work, "custom_field", command.field_ids, "deleted_at", command.deleted)
    forget_fields(work.connection)


def _require_free_names(work: Work, field_ids: Sequence[str]) -> None:
    for key in field_ids:
        field = field_of(work.connection, key)
        others = [f for f in fields_of(work.connection, field.entity) if f.id != key]
        require_whole(work.unit.load("custom_field", key).state, others)


def move(work: Work, command: MoveCustomField) -> None:
    """Handler of ``MoveCustomField``."""
    field = field_of(work.connection, command.field_id)
    there = [f for f in fields_of(work.connection, field.entity) if not f.deleted]
    others = [f for f in in_groups(there) if f.id != field.id]
    others.insert(max(0, command.position), field)
    loaded = work.unit.load_many("custom_field", [f.rid for f in others])
    changes: list[tuple[Any, dict[str, Any]]] = []
    for position, one in enumerate(others):
        wanted: dict[str, Any] = {"position": position}
        if one.id == field.id and command.group is not None:
            wanted["group"] = command.group or None
        changes.append((loaded[one.rid], wanted))
    work.unit.update_many("custom_field", changes)
    forget_fields(work.connection)
