"""What a portion of an import is going to write, for who plans the next one before it is written.

Used by ``ahead``. Pure; made before the writing begins, because the writing adds to the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from crm_desktop.features.data.importing.incoming import Incoming, IncomingRow
from crm_desktop.features.data.importing.planning import Key, Shelf


class Unseen(NamedTuple):
    """The keys of the ``people`` who are new or change, and (id, name) of new ``firms`` by their
    keys. Who else is met has a version, by which the writing notices what it didn't see."""

    people: frozenset[Key]
    firms: Mapping[Key, tuple[str, str]]

    def meets(self, rows: Sequence[IncomingRow]) -> bool:
        """Whether rows speak of one of these people, or say more than the name of such a firm."""
        keys = {key for row in rows for person in row.people for key in person.keys}
        if not self.people.isdisjoint(keys):
            return True
        told = (row.company for row in rows if row.company and not is_mentioned(row.company))
        return any(key in self.firms for firm in told for key in firm.keys)


NOTHING_UNSEEN = Unseen(frozenset(), MappingProxyType({}))


def unseen_of(people: Shelf, firms: Shelf) -> Unseen:
    """What is going to be written of these."""
    written = {id(one) for one in people.planned.values() if one.is_new or one.changes}
    keys = [key for key, met in people.by_key.items() for one in met if id(one) in written]
    named = firms.by_key.items()
    return Unseen(
        frozenset(keys),
        {key: (one.id, one.values["name"]) for key, met in named for one in met if one.is_new},
    )


def is_mentioned(firm: Incoming) -> bool:
    """Whether the row gives only the company's name."""
    return len(firm.values) == 1
