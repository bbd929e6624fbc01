"""Records that lead on to others of their kind must not lead back to where the way began.

Pipelines follow each other, formulas ask for each other's results, companies stand above others
(``RecordType.way``). The unit of work asks before it writes, so whatever brings a value (a command,
an undo, a redo, a client elsewhere at the same moment) is held to it. Called inside transactions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.engine import Connection

from crm_desktop.core.errors import Circular
from crm_desktop.core.id_texts import is_id
from crm_desktop.store import turns
from crm_desktop.store.loading import load_fields
from crm_desktop.store.records import RecordType, Way

Changes = Mapping[str, Mapping[str, Any]]
"""What records are to become, by id; what is left out stays."""


def refuse_circles(connection: Connection, record: RecordType, changes: Changes) -> None:
    """``Circular`` if one of the records would lead back to itself."""
    if record.way is not None and circling(connection, record, changes):
        raise Circular(record.way.refusal, record.way.fields[0])


def circling(connection: Connection, record: RecordType, changes: Changes) -> set[str]:
    """Which of the records would lead back to themselves."""
    way = record.way
    if way is None:
        return set()
    asked = {key for key, values in changes.items() if not values.keys().isdisjoint(way.fields)}
    if not asked:
        return set()
    own = _Ways(connection, record, way, changes)
    if not any(own.onwards(asked).values()):
        return set()
    # Two clients of a server, each with half of the circle, would both see none.
    turns.take(connection, turns.WAYS)
    ways = _Ways(connection, record, way, changes)
    return {key for key in asked if ways.leads_back(key)}


class _Ways:
    """Where records lead once they are changed; each is read once."""

    def __init__(
        self, connection: Connection, record: RecordType, way: Way, changes: Changes
    ) -> None:
        self._connection, self._record, self._way = connection, record, way
        self._changes = changes
        self._known: dict[str, frozenset[str]] = {}

    def leads_back(self, key: str) -> bool:
        """Whether the way from this record comes by it again."""
        passed: set[str] = set()
        coming = set(self.onwards({key})[key])
        if self._way.may_repeat:
            coming.discard(key)
        while coming and key not in coming:
            passed |= coming
            coming = set[str]().union(*self.onwards(coming).values()) - passed
        return key in coming

    def onwards(self, keys: Collection[str]) -> dict[str, frozenset[str]]:
        """The ids to which each of these records leads directly."""
        if unknown := {key for key in keys if key not in self._known and is_id(key)}:
            fields = self._way.fields
            there = load_fields(self._connection, self._record, unknown, fields, lock=False)
            for key in unknown:
                state = dict(there[key].state) if key in there else dict.fromkeys(fields)
                given = self._changes.get(key, {})
                state |= {name: given[name] for name in fields if name in given}
                self._known[key] = frozenset(self._way.onwards(state))
        return {key: self._known.get(key, frozenset()) for key in keys}
