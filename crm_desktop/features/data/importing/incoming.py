"""What a row brings: a company and a person, each with the names it is found by and ready to write.

``take_in`` is pure and runs in worker processes beside the writing, or on the import's own
thread; ``number`` follows on that thread, because it counts through the whole sheet.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from crm_desktop.core.text.folding import fold
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.data.importing.drafts import Record, RowDraft
from crm_desktop.features.data.importing.planning import Key, company_keys, contact_keys
from crm_desktop.store.ready import Ready, make_ready
from crm_desktop.store.records import RecordType, State

_ROWS = "rows"
_BARE: State = {"tags": []}


@dataclass(frozen=True)
class Incoming:
    """A record as a row tells it: its ``values``, the ``keys`` by which it is found (surest
    first), ``created_at`` in the other program. ``digest`` stands for the whole row where it
    holds nothing else to find it by; equal rows are then told apart by their number."""

    values: Record
    keys: Sequence[Key]
    created_at: str | None
    ready: Ready | None
    digest: str = ""


@dataclass(frozen=True)
class IncomingRow:
    """A row of the file that is to come in."""

    number: int
    company: Incoming | None
    contact: Incoming | None
    position: str | None
    tags: tuple[str, ...]
    owner: str | None


def take_in(drafts: Iterable[RowDraft], system: str) -> list[IncomingRow]:
    """The rows without those in error; ``system`` is the program that the file comes from."""
    return [_row(draft, system) for draft in drafts if draft.error is None]


def _row(draft: RowDraft, system: str) -> IncomingRow:
    company = _company(draft, system)
    return IncomingRow(
        draft.row_number,
        company,
        _contact(draft, system, company),
        draft.position,
        draft.tags,
        draft.owner,
    )


def _company(draft: RowDraft, system: str) -> Incoming | None:
    values = draft.company
    if values is None or not values.get("name"):
        return None
    if draft.contact is not None and draft.company_source_id is None:
        # Its name is what it is known by, and most rows only mention it.
        return _mentioned(values["name"]) if len(values) == 1 else _incoming(COMPANY, values, _BARE)
    supposed = {"tags": _folded(draft.tags)} if draft.contact is None else _BARE
    return _known_by(COMPANY, values, supposed, system, draft.company_source_id)


@lru_cache(maxsize=5_000)
def _mentioned(name: str) -> Incoming:
    return _incoming(COMPANY, {"name": name}, _BARE)


def _contact(draft: RowDraft, system: str, company: Incoming | None) -> Incoming | None:
    values = draft.contact
    if values is None:
        return None
    supposed: State = {"tags": _folded(draft.tags)}
    if company is not None:
        name = fold(company.values["name"])
        link = {"position": draft.position, "primary": True, "company": name}
        supposed["companies"] = [link]
    elif draft.position and not values.get("position"):
        values = {**values, "position": draft.position}
    return _known_by(CONTACT, values, supposed, system, draft.contact_source_id)


def _folded(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(fold, names)))


def _known_by(
    record: RecordType, values: Record, supposed: State, system: str, source_id: str | None
) -> Incoming:
    """With the name by which a repeated import finds the record again: the other program's, or
    for want of anything else a digest of the row."""
    if source_id:
        known = {**values, "source_ids": [{"system": system, "value": source_id}]}
        return _incoming(record, known, supposed)
    if values.get("phones") or values.get("emails") or values.get("tax_ids"):
        return _incoming(record, values, supposed)
    digest = hashlib.blake2b(repr(sorted(values.items())).encode(), digest_size=12).hexdigest()
    return _incoming(record, values, None, digest)


def _incoming(
    record: RecordType, values: Record, supposed: State | None, digest: str = ""
) -> Incoming:
    own = _whole(record, values)
    created_at = own.pop("created_at", None)
    own.pop("updated_at", None)  # the store keeps its own time of change
    ready = None if digest else make_ready(record, own, supposed)
    return Incoming(own, _keys(record, own), created_at, ready, digest)


def _whole(record: RecordType, values: Mapping[str, Any]) -> Record:
    """A copy with whole items in its lists, as the workspace keeps them."""
    own = dict(values)
    for belonging in record.belongings:
        if items := own.get(belonging.field):
            own[belonging.field] = [belonging.whole(item) for item in items]
    return own


def _keys(record: RecordType, values: Record) -> list[Key]:
    return contact_keys(values) if record is CONTACT else company_keys(values)


def number(rows: Iterable[IncomingRow], occurrences: Counter[str]) -> list[IncomingRow]:
    """The rows with a name for those that only their digest tells apart. Each row once, in the
    order of the sheet: ``occurrences`` counts the equal ones."""
    return [
        replace(
            row,
            company=_numbered(row.company, COMPANY, occurrences),
            contact=_numbered(row.contact, CONTACT, occurrences),
        )
        if (row.company and row.company.digest) or (row.contact and row.contact.digest)
        else row
        for row in rows
    ]


def _numbered(
    incoming: Incoming | None, record: RecordType, occurrences: Counter[str]
) -> Incoming | None:
    if incoming is None or not incoming.digest:
        return incoming
    occurrences[incoming.digest] += 1
    known_by = f"{incoming.digest}.{occurrences[incoming.digest]}"
    values = {**incoming.values, "source_ids": [{"system": _ROWS, "value": known_by}]}
    return replace(incoming, values=values, keys=_keys(record, values), digest="")
