"""The values of custom fields inside the states of records: what is computed, what is sought.

``settle`` is called by the store for every record that is written, ``settled_from`` for bulk
changes; on the writer's threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crm_desktop.features.custom_fields.formula import Formula, compute_all
from crm_desktop.features.custom_fields.queries import fields_of
from crm_desktop.features.custom_fields.rows import CustomFieldRow
from crm_desktop.store.engine import Connection
from crm_desktop.store.records import State


def settle(entity: str, connection: Connection, states: Sequence[State]) -> Sequence[State]:
    """The states with the results of their formulas."""
    fields = fields_of(connection, entity)
    ready = [(field, Formula(field.formula)) for field in _formulas(fields)]
    if not ready:
        return states
    return [_settled(state, compute_all(ready, fields, state)) for state in states]


def settled_from(entity: str, connection: Connection) -> set[str]:
    """The fields of a state from which ``settle`` works anything out."""
    formulas = _formulas(fields_of(connection, entity))
    asked = {name for field in formulas for name in Formula(field.formula).inputs}
    return asked | {"custom"} if formulas else set()


def _formulas(fields: Iterable[CustomFieldRow]) -> list[CustomFieldRow]:
    return [field for field in fields if field.type == "formula" and not field.deleted]


def _settled(state: State, results: Mapping[str, float | None]) -> State:
    items = state["custom"]
    kept = [item for item in items if item["field"] not in results]
    found = [{"value": v, "field": key} for key, v in results.items() if v is not None]
    custom = _in_place(items, {item["field"]: item for item in kept + found})
    return state if custom == items else {**state, "custom": custom}


def _in_place(items: Sequence[State], wanted: dict[str, State]) -> list[State]:
    """The wanted items, those that were there before in their places."""
    placed = [wanted.pop(item["field"]) for item in items if item["field"] in wanted]
    return placed + list(wanted.values())
