"""What the values of a history are read together with: an amount says little without its currency.

The journal holds what changed, and an amount mostly changes alone. On reader threads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.features.timeline.field_history import field_changes
from crm_desktop.features.timeline.rows import FieldChangeRow
from crm_desktop.store.loading import load_by_id


class Beside:
    """The values of the fields ``names`` of a record before and after its changes, which are
    asked for from the newest on."""

    def __init__(self, reader: Reader, entity: str, record_id: str, names: Collection[str]) -> None:
        self._walks: dict[str, _Walk] = {}
        if not names:
            return
        found = load_by_id(reader.connection, reader.registry[entity], [record_id])
        state = found[record_id].state if record_id in found else {}
        for name in names:
            changes = field_changes(reader, entity, record_id, name)
            self._walks[name] = _Walk(state.get(name), changes)

    def at(self, place: tuple[datetime, int]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Before and after the change at ``place``."""
        pairs = {name: walk.at(place) for name, walk in self._walks.items()}
        return (
            {n: old for n, (old, _new) in pairs.items()},
            {n: new for n, (_o, new) in pairs.items()},
        )


class _Walk:
    """Back through the changes of one field, from the value of now."""

    def __init__(self, value: Any, changes: Iterator[FieldChangeRow]) -> None:
        self._value, self._changes = value, changes
        self._next = next(changes, None)

    def at(self, place: tuple[datetime, int]) -> tuple[Any, Any]:
        while self._next is not None and self._next.place > place:
            self._value, self._next = self._next.old, next(self._changes, None)
        if self._next is not None and self._next.place == place:
            return self._next.old, self._next.new
        return self._value, self._value
