"""``field add`` and ``field list``: the custom fields of a workspace."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from typing import Any

from crm_desktop.backend.backend import Backend
from crm_desktop.cli.opening import carry_out, opened
from crm_desktop.cli.output import say, say_json
from crm_desktop.cli.parser import LIST_PREFIX
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.commands import DefineCustomField
from crm_desktop.features.custom_fields.formula import with_labels
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.features.custom_lists.queries import find_lists, list_named


def run_field(arguments: argparse.Namespace) -> int:
    """``field``: what its own word says."""
    return {"add": _run_add, "list": _run_list}[arguments.action](arguments)


def _run_add(arguments: argparse.Namespace) -> int:
    values: dict[str, Any] = {
        "label": arguments.label,
        "type": arguments.type,
        "required": arguments.required,
    }
    options = {
        "group": arguments.group,
        "choices": arguments.choices.split(",") if arguments.choices else None,
        "currency": arguments.currency,
        "decimals": arguments.decimals,
        "formula": arguments.formula,
    }
    values |= {name: value for name, value in options.items() if value is not None}
    with opened(arguments.workspace, arguments.lang) as backend:
        entity = values["entity"] = _entity(backend, arguments.entity)
        if arguments.target is not None:
            values["target"] = _entity(backend, arguments.target)
        made = carry_out(backend, DefineCustomField(values)).result
        fields = backend.ask(find_custom_fields, entity)
        names = _names(backend)
    field = next(one for one in fields if one.id == made)
    if arguments.json:
        say_json(field_json(field, fields, names))
    else:
        say(_("Field “{field}” added.").format(field=field.name))
    return 0


def _run_list(arguments: argparse.Namespace) -> int:
    with opened(arguments.workspace, arguments.lang) as backend:
        wanted = arguments.entity and _entity(backend, arguments.entity)
        fields = backend.ask(find_custom_fields, wanted)
        names = _names(backend)
    if arguments.json:
        say_json({"fields": [field_json(field, fields, names) for field in fields]})
        return 0
    for field in fields:
        whose = names.get(field.entity, field.entity)
        say("\t".join((whose, field.group, field.name, field.type)))
    return 0


def _entity(backend: Backend, text: str) -> str:
    """What the program calls a kind of record; ``NotFound`` for a list that is not there."""
    if not text.startswith(LIST_PREFIX):
        return text
    return backend.ask(list_named, text.removeprefix(LIST_PREFIX)).entity


def _names(backend: Backend) -> dict[str, str]:
    """``list:NAME`` by what the program calls the entries of each list."""
    lists = backend.ask(lambda reader: find_lists(reader, archived=True))
    return {one.entity: f"{LIST_PREFIX}{one.name}" for one in lists}


def field_json(
    field: CustomFieldRow, fields: Iterable[CustomFieldRow], names: Mapping[str, str]
) -> dict[str, Any]:
    """The field as the command line tells it; ``null`` for what it has not. A formula is told in
    the names of the other ``fields``; ``names`` are those of custom lists by entity."""
    choices = [{"code": c.code, "label": c.name, "archived": c.archived} for c in field.choices]
    return {
        "id": field.id,
        "entity": names.get(field.entity, field.entity),
        "label": field.name,
        "type": field.type,
        "group": field.group or None,
        "required": field.required,
        "choices": choices,
        "currency": field.currency or None,
        "decimals": field.decimals,
        "formula": with_labels(field.formula, fields) or None,
        "target": names.get(field.target, field.target) or None,
    }
