"""``field add`` and ``field list``: the custom fields of a workspace."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from crm_desktop.cli.opening import carry_out, opened
from crm_desktop.cli.output import say, say_json
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.commands import DefineCustomField
from crm_desktop.features.custom_fields.formula import with_labels
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_fields.rows import CustomFieldRow


def run_field(arguments: argparse.Namespace) -> int:
    """``field``: what its own word says."""
    return {"add": _run_add, "list": _run_list}[arguments.action](arguments)


def _run_add(arguments: argparse.Namespace) -> int:
    values: dict[str, Any] = {
        "entity": arguments.entity,
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
        "target": arguments.target,
    }
    values |= {name: value for name, value in options.items() if value is not None}
    with opened(arguments.workspace, arguments.lang) as backend:
        made = carry_out(backend, DefineCustomField(values)).result
        fields = backend.ask(find_custom_fields, arguments.entity)
    field = next(one for one in fields if one.id == made)
    if arguments.json:
        say_json(field_json(field, fields))
    else:
        say(_("Field “{field}” added.").format(field=field.name))
    return 0


def _run_list(arguments: argparse.Namespace) -> int:
    with opened(arguments.workspace, arguments.lang) as backend:
        fields = backend.ask(find_custom_fields, arguments.entity)
    if arguments.json:
        say_json({"fields": [field_json(field, fields) for field in fields]})
        return 0
    for field in fields:
        say("\t".join((field.entity, field.group, field.name, field.type)))
    return 0


def field_json(field: CustomFieldRow, fields: Iterable[CustomFieldRow]) -> dict[str, Any]:
    """The field as the command line tells it; ``null`` for what it has not. A formula is told in
    the names of the other ``fields``."""
    choices = [{"code": c.code, "label": c.name, "archived": c.archived} for c in field.choices]
    return {
        "id": field.id,
        "entity": field.entity,
        "label": field.name,
        "type": field.type,
        "group": field.group or None,
        "required": field.required,
        "choices": choices,
        "currency": field.currency or None,
        "decimals": field.decimals,
        "formula": with_labels(field.formula, fields) or None,
        "target": field.target or None,
    }
