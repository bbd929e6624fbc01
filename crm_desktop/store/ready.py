"""New records made ready to be written, as far as that needs no database.

The unit of work does it for every record that it inserts; an import does it ahead, in processes
of its own, while earlier rows are written. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from crm_desktop.core.ids import new_id
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.folding import fold
from crm_desktop.store.records import Belonging, LabelOf, RecordType, State

_folded = lru_cache(maxsize=10_000)(fold)


class Ready(NamedTuple):
    """A new record as it goes to its tables, but for what points at other records.

    ``columns`` are the values of the record's columns, ``derived`` the computed ones by name,
    ``items`` the rows (ordinal, values…) of those lists that have any, each with the number of its
    list in ``RecordType.own_lists``. ``text`` is
    the search document if the lists that point at others, but the quiet ones, are as in
    ``supposed``: as in a state, with folded names in the place of ids, for a document holds
    nothing but folded words.
    """

    name: str
    columns: tuple[Any, ...]
    derived: Mapping[str, Any]
    items: tuple[tuple[int, tuple[tuple[Any, ...], ...]], ...]
    supposed: State | None = None
    text: str | None = None


def make_ready(
    record: RecordType, values: Mapping[str, Any], supposed: State | None = None
) -> Ready:
    """``values`` ready to be written; with ``supposed`` the search document is made as well."""
    state = record.only_read(values)
    derived = record.derive(state)
    text = None
    if supposed is not None:
        text = record.document({**state, **supposed}, lambda _entity, name: name)
    return Ready(
        record.name_of(state, derived),
        record.read_columns(state),
        derived,
        tuple(
            [
                (n, _rows(b, items))
                for n, b in enumerate(record.own_lists)
                if (items := state[b.field])
            ]
        ),
        supposed,
        text,
    )


def _rows(belonging: Belonging, items: list[Any]) -> tuple[tuple[Any, ...], ...]:
    return tuple([(number, *belonging.own_values(item)) for number, item in enumerate(items)])


def is_as_supposed(record: RecordType, ready: Ready, links: State, label: LabelOf) -> bool:
    """Whether the records that ``links`` point at are called as the search document says."""
    supposed = ready.supposed
    if supposed is None:
        return False
    for belonging in record.spoken_lists:
        items = links[belonging.field]
        told = supposed.get(belonging.field)
        if (items or told) and not _are_called(belonging, items, told or (), label):
            return False
    return True


def _are_called(
    belonging: Belonging, items: Sequence[Any], told: Sequence[Any], label: LabelOf
) -> bool:
    """Whether ``items`` are what was ``told``, with folded names in the place of ids."""
    if len(items) != len(told):
        return False
    pointing = belonging.references.items()
    for item, named in zip(items, told, strict=True):
        for key, reference in pointing:
            pointed, name = (item, named) if belonging.plain else (item[key], named[key])
            if _folded(label(reference.target, pointed)) != name:
                return False
        if any(item[key] != named[key] for key in belonging.columns):
            return False
    return True


@dataclass(frozen=True)
class NewRecord:
    """A record to be inserted: its state as far as known; the rest is given or empty. ``ready``:
    the same but for references, made ahead."""

    values: Mapping[str, Any]
    id: str | UUID | None = None
    created_at: datetime | None = None
    version: int = 1
    ready: Ready | None = None


class Birth(NamedTuple):
    """A new record with everything that is given to it before it is written; ``key`` is its id."""

    rid: int
    id: str
    key: UUID
    new: NewRecord
    ready: Ready


def birth_of(record: RecordType, rid: int, new: NewRecord) -> Birth:
    """``new`` with its internal key ``rid`` and, unless it brings one, a fresh id."""
    key = new_id() if new.id is None else new.id if isinstance(new.id, UUID) else UUID(new.id)
    return Birth(rid, str(key), key, new, new.ready or make_ready(record, new.values))
