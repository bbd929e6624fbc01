"""How a feature declares itself: its records, its commands and what each command needs.

Declarations are plain frozen values, read once at start; ``catalog.FEATURES`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.filters.catalogue import Catalogue
from crm_desktop.store.records import RecordType


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
class Feature:
    """A feature's part of the program below the window.

    ``catalogues`` say what filters may ask of its records, and what it adds to the records of
    others: a piece of another's entity with the fields and relations that lead to its own.
    """

    name: str
    records: tuple[RecordType, ...] = ()
    commands: tuple[CommandType, ...] = field(default=())
    catalogues: tuple[Catalogue, ...] = ()
