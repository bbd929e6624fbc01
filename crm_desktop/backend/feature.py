"""How a feature declares itself: its records, its commands and what each command needs.

Declarations are plain frozen values, read once at start; ``catalog.FEATURES`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Any

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.filters.catalogue import Catalogue
from crm_desktop.store.records import Follow, RecordType


@dataclass(frozen=True)
class CommandType:
    """A command: its class, the permission it needs, its handler and its word in the journal.

    A short command's handler gets a ``Work`` and runs in one transaction; a ``long`` one gets a
    ``LongWork`` and runs on a thread of its own in many. ``label`` is a message id marked with
    ``N_``. Handlers may give a result.
    """

    command: type
    permission: str
    handler: Callable[[Any, Any], Any]
    label: str
    long: bool = False


@dataclass(frozen=True)
class ListPart:
    """What a feature adds to the list of another's ``entity``, whose feature does not know it: by
    what it can be ordered, what it can show and by what it can be grouped. The values are those
    of ``features.common``: ``SortRule``, ``columns.Value`` and ``GroupRule``, by name."""

    entity: str
    sorts: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Feature:
    """A feature's part of the program below the window.

    ``catalogues`` say what filters may ask of its records, and what it adds to the records of
    others: a piece of another's entity with the fields and relations that lead to its own.
    ``lists`` add columns to the lists of others. ``follows``: who is told of records of other
    kinds as they are written, by entity.
    """

    name: str
    records: tuple[RecordType, ...] = ()
    commands: tuple[CommandType, ...] = field(default=())
    catalogues: tuple[Catalogue, ...] = ()
    lists: tuple[ListPart, ...] = ()
    follows: Mapping[str, Follow] = field(default_factory=dict)


def merged_lists(parts: Iterable[ListPart]) -> Mapping[str, ListPart]:
    """One part for each entity, of all that features add to its list."""
    whole: dict[str, ListPart] = {}
    for part in parts:
        known = whole.get(part.entity, ListPart(part.entity))
        whole[part.entity] = replace(
            known,
            sorts={**known.sorts, **part.sorts},
            more={**known.more, **part.more},
            groups={**known.groups, **part.groups},
        )
    return whole
