"""The values of custom fields inside the states of records: what is computed, what is sought.

``settle`` is called by the store for every record that is written, ``sought_words`` by the search
documents of contacts and companies; on the writer's threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crm_desktop.features.custom_fields.formula import Formula, compute_all
from crm_desktop.features.custom_fields.queries import fields_of
from crm_desktop.store.engine import Connection
from crm_desktop.store.records import LabelOf, State

_LONGEST_WORDS = 20_000


def sought_words(items: Iterable[Mapping[str, Any]], label: LabelOf) -> list[str]:
    """The texts among the values that the search finds (``RecordType.mention``)."""
    return [
        item["value"][:_LONGEST_WORDS]
        for item in items
        if isinstance(item["value"], str) and label("custom_field", item["field"])
    ]


def settle(entity: str, connection: Connection, states: Sequence[State]) -> Sequence[State]:
    """The states with the results of their formulas."""
    fields = fields_of(connection, entity)
    formulas = [field for field in fields if field.type == "formula" and not field.deleted]
    if not formulas:
        return states
    ready = [(field, Formula(field.formula)) for field in formulas]
    return [_settled(state, compute_all(ready, fields, state)) for state in states]


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
