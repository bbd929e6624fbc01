"""Filters as JSON: how saved views, segments, the journal and the command line keep them.

``{"version": 1, "filter": …}`` where a filter is ``{"and": [filter…]}``, ``{"or": [filter…]}``,
``{"not": filter}``, ``{"field": name, "is": value}`` with the operator as a key (no value:
``null``) or ``{"related": relation, "any": filter}``. Money is ``{"minor": 118000, "currency":
"RUB"}``. Whatever comes in, the answer is a filter or ``Invalid``. Pure functions, any thread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.filters.ast import (
    Amount,
    And,
    Condition,
    Node,
    Not,
    Operator,
    Or,
    Quantifier,
    Related,
    Scalar,
    Value,
)
from crm_desktop.filters.binding import MAX_DEPTH, check_size

VERSION = 1
MAX_LENGTH = 1_000_000
"""Characters of JSON: a filter with all the values it may have is shorter."""


def encode(root: Node) -> str:
    """The filter as compact JSON, the same for the same filter."""
    return json.dumps(to_json(root), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Node:
    """The filter that ``encode`` wrote; ``Invalid`` for anything else."""
    if len(text) > MAX_LENGTH:
        raise _unreadable()
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    return from_json(data)


def to_json(root: Node) -> dict[str, Any]:
    """The filter as JSON-shaped data, with its version."""
    return {"version": VERSION, "filter": _node_to_json(root)}


def from_json(data: object) -> Node:
    """The filter in JSON-shaped data, with its version; ``Invalid`` for anything else."""
    if not isinstance(data, Mapping) or type(data.get("version")) is not int:
        raise _unreadable()
    if data["version"] > VERSION:
        raise Invalid(
            msg(
                "This filter was saved by a newer version of the program. "
                "Update the program to use it."
            )
        )
    root = _node_from_json(data.get("filter"), MAX_DEPTH)
    check_size(root)
    return root


def _node_to_json(node: Node) -> dict[str, Any]:
    if isinstance(node, Condition):
        return {"field": node.field, node.operator.value: _value_to_json(node.value)}
    if isinstance(node, Related):
        return {"related": node.relation, node.quantifier.value: _node_to_json(node.where)}
    if isinstance(node, Not):
        return {"not": _node_to_json(node.part)}
    key = "and" if isinstance(node, And) else "or"
    return {key: [_node_to_json(part) for part in node.parts]}


def _value_to_json(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_value_to_json(one) for one in value]
    if isinstance(value, Amount):
        return {"minor": value.minor, "currency": value.currency}
    return value


def _node_from_json(data: object, levels: int) -> Node:
    if not isinstance(data, Mapping) or levels == 0:
        raise _unreadable()
    if "field" in data:
        return _condition_from_json(data)
    if "related" in data:
        return _related_from_json(data, levels)
    if len(data) != 1:
        raise _unreadable()
    ((key, inner),) = data.items()
    if key == "not":
        return Not(_node_from_json(inner, levels - 1))
    if key not in ("and", "or") or not isinstance(inner, list):
        raise _unreadable()
    parts = tuple(_node_from_json(part, levels - 1) for part in inner)
    return And(parts) if key == "and" else Or(parts)


def _condition_from_json(data: Mapping[str, Any]) -> Condition:
    name, key, value = _named(data, "field")
    try:
        return Condition(name, Operator(key), _value_from_json(value))
    except ValueError:
        raise _unreadable() from None


def _related_from_json(data: Mapping[str, Any], levels: int) -> Related:
    name, key, where = _named(data, "related")
    try:
        quantifier = Quantifier(key)
    except ValueError:
        raise _unreadable() from None
    return Related(name, quantifier, _node_from_json(where, levels - 1))


def _named(data: Mapping[str, Any], kind: str) -> tuple[str, str, Any]:
    """The name under ``kind``, and the only other key with its value."""
    others = [(key, value) for key, value in data.items() if key != kind]
    if len(others) != 1 or not isinstance(data[kind], str):
        raise _unreadable()
    return data[kind], *others[0]


def _value_from_json(value: object) -> Value:
    if value is None:
        return None
    if isinstance(value, list):
        return tuple(_scalar_from_json(one) for one in value)
    return _scalar_from_json(value)


def _scalar_from_json(value: object) -> Scalar:
    if isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, Mapping) and set(value) == {"minor", "currency"}:
        minor, currency = value["minor"], value["currency"]
        if type(minor) is int and isinstance(currency, str):
            return Amount(minor, currency)
    raise _unreadable()


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _unreadable() -> Invalid:
    return Invalid(
        msg("This filter can’t be read; nothing was changed. Make the filter anew and save it.")
    )
