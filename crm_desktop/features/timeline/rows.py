"""What the story of a record is made of, as far as its journal tells it: frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class FieldChange:
    """A field and its values before and after, as JSON has them. References are names; ids of
    custom fields stay, they have a name that the program translates nowhere. Of a list ``old``
    holds only the elements that went or were changed, and ``new`` only those that came."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class ChangeRow:
    """What one operation changed of a record; ``fields`` is empty for its creation. ``label`` is
    the operation's word in the change log (a message id), ``actor`` a name, empty for nobody."""

    operation_id: UUID
    actor: str
    actor_id: str
    label: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class FieldChangeRow:
    """A line of the history of a field: values as they are stored, whole lists with ids, so that
    ``old`` can be restored as it is. ``place`` is where it stands among the record's entries."""

    moment: datetime
    actor: str
    old: Any
    new: Any
    operation_id: UUID
    place: tuple[datetime, int]
