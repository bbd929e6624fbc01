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
    """The keys of the ``people`` and of the firms that are ``told`` of, who are new or change, and
    (id, name) of ``new_firms`` by their keys. Who else is met has a version, by which the writing
    notices what it didn't see."""

    people: frozenset[Key]
    told: frozenset[Key]
    new_firms: Mapping[Key, tuple[str, str]]

    def meets(self, rows: Sequence[IncomingRow]) -> bool:
        """Whether rows speak of one of these people, or say more than the name of such a firm."""
        people = (key for row in rows for person in row.people for key in person.keys)
        if not self.people.isdisjoint(people):
            return True
        firms = (row.company for row in rows if row.company and not is_mentioned(row.company))
        return not self.told.isdisjoint(key for firm in firms for key in firm.keys)


NOTHING_UNSEEN = Unseen(frozenset(), frozenset(), MappingProxyType({}))


def unseen_of(people: Shelf, firms: Shelf) -> Unseen:
    """What is going to be written of these. Of new firms with one name a mention means the first,
    as it does once they are written."""
    new = {key: [one for one in met if one.is_new] for key, met in firms.by_key.items()}
    return Unseen(
        _keys_of_written(people),
        _keys_of_written(firms),
        {key: (met[0].id, met[0].values["name"]) for key, met in new.items() if met},
    )


def _keys_of_written(shelf: Shelf) -> frozenset[Key]:
    written = {id(one) for one in shelf.planned.values() if one.is_new or one.changes}
    found = shelf.by_key.items()
    return frozenset([key for key, met in found for one in met if id(one) in written])


def is_mentioned(firm: Incoming) -> bool:
    """Whether the row gives only the company's name."""
    return len(firm.values) == 1
