"""What a row brings: company, person and deal, each with the names it is found by, ready to write.

``take_in`` is pure and runs in worker processes beside the writing, or on the import's own
thread; ``number`` follows on that thread, because it counts through the whole sheet.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from crm_desktop.core.clock import iso, now
from crm_desktop.features.common.keys import sought
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.data.importing.drafts import Record, RowDraft, Tie
from crm_desktop.features.data.importing.planning import (
    Key,
    company_keys,
    contact_keys,
    source_keys,
)
from crm_desktop.features.deals.records import DEAL
from crm_desktop.store.ready import Ready, make_ready
from crm_desktop.store.records import RecordType, State

_ROWS = "rows"
_NAMES = ("family_name", "given_name", "middle_name")
_ARCHIVED = "archived_at"
_BARE: State = {}


class Incoming(NamedTuple):
    """A record as a row tells it: its ``values``, the ``keys`` by which it is found (surest
    first), ``created_at`` in the other program. ``digest`` stands for the whole row where it
    holds nothing else to find it by; equal rows are then told apart by their number. ``older`` is
    that digest as imports wrote it before it held a person's company and a deal's client: it finds
    them only where these are the same."""

    values: Record
    keys: Sequence[Key]
    created_at: str | None
    ready: Ready | None
    digest: str = ""
    older: str = ""

    @property
    def older_keys(self) -> list[Key]:
        """The key by which an import before that may have known the record."""
        return [("source", (_ROWS, self.older))] if self.older else []


class IncomingRow(NamedTuple):
    """A row of the file that is to come in."""

    number: int
    company: Incoming | None
    contact: Incoming | None
    position: str | None
    tags: tuple[str, ...]
    owner: str | None
    deal: Incoming | None = None
    others: tuple[Incoming, ...] = ()
    product: Incoming | None = None
    ties: tuple[Tie, ...] = ()

    @property
    def people(self) -> list[Incoming]:
        """The contact and those named beside."""
        return [self.contact, *self.others] if self.contact else [*self.others]


def take_in(drafts: Iterable[RowDraft], system: str) -> list[IncomingRow]:
    """The rows without those in error; ``system`` is the program that the file comes from."""
    return [_row(draft, system) for draft in drafts if draft.error is None]


def _row(draft: RowDraft, system: str) -> IncomingRow:
    # Tags and owner of a deal's row are the deal's.
    client = draft if draft.deal is None else draft._replace(tags=(), owner=None)
    company = _company(client, system)
    return IncomingRow(
        draft.row_number,
        company,
        _contact(client, system, company),
        draft.position,
        draft.tags,
        draft.owner,
        None if draft.deal is None else _deal(draft, draft.deal, system),
        tuple(_of_deal(values, _BARE, company) for values in draft.others),
        None if draft.product is None else _product(draft, draft.product, system),
        draft.ties,
    )


def _product(draft: RowDraft, values: Record, system: str) -> Incoming:
    """A product is known by its number there, else by its SKU, else by its name."""
    own = dict(values)
    created_at = own.pop("created_at", None)
    if draft.product_source_id is not None:
        own["source_ids"] = [{"system": system, "value": draft.product_source_id}]
    keys: list[Key] = source_keys(own)
    keys += [(kind, key) for kind in ("sku", "name") if (key := sought(own.get(kind)))]
    return Incoming(own, keys, created_at, None)


def _deal(draft: RowDraft, values: Record, system: str) -> Incoming:
    """A deal is found again by its number there alone: two may be called the same."""
    own, source_id = dict(values), draft.deal_source_id
    created_at = own.pop("created_at", None)
    own.pop("updated_at", None)
    if source_id is None:
        digest, older = _digest({**values, "client": _client(draft)}), _digest(values)
        return Incoming(own, (), created_at, None, digest, older)
    known = {**own, "source_ids": [{"system": system, "value": source_id}]}
    return Incoming(known, source_keys(known), created_at, None)


def _client(draft: RowDraft) -> Record:
    """Whose deal it is, as the row says: of two clients it is another one."""
    person = draft.contact or {}
    named = {name: person.get(name) for name in _NAMES}
    if not any(named.values()):
        named = {name: person.get(name) for name in ("phones", "emails")}
    return {**named, "company": sought((draft.company or {}).get("name"))}


def _company(draft: RowDraft, system: str) -> Incoming | None:
    values = draft.company
    if values is None or not values.get("name"):
        return None
    if (draft.contact or draft.deal) is not None and draft.company_source_id is None:
        # Its name is what it is known by, and most rows only mention it.
        return _mentioned(values["name"]) if len(values) == 1 else _incoming(COMPANY, values, _BARE)
    return _known_by(COMPANY, values, _BARE, system, draft.company_source_id)


@lru_cache(maxsize=5_000)
def _mentioned(name: str) -> Incoming:
    """Most are here, or come with another row: whoever writes the firm makes it ready."""
    values = {"name": name}
    return Incoming(values, _keys(COMPANY, values), None, None)


def _contact(draft: RowDraft, system: str, company: Incoming | None) -> Incoming | None:
    values = draft.contact
    if values is None:
        return None
    supposed = _BARE
    if company is not None:
        name = sought(company.values["name"])
        link = {"position": draft.position, "primary": True, "company": name}
        supposed = {"companies": [link]}
    elif draft.position and not values.get("position"):
        values = {**values, "position": draft.position}
    if draft.deal is not None:
        return _of_deal(values, supposed, company)
    return _at_place(_known_by(CONTACT, values, supposed, system, draft.contact_source_id), draft)


def _at_place(known: Incoming, draft: RowDraft) -> Incoming:
    """With where the row says that the person works, if only the row tells who they are: Ivan
    Ivanov of one company is not the one of another."""
    if not known.digest:
        return known
    company = draft.company or {}
    place = {
        "company": sought(company.get("name")),
        "tax_ids": company.get("tax_ids"),
        "source_id": draft.company_source_id,
        "position": draft.position,
    }
    told = {name: value for name, value in known.values.items() if name != _ARCHIVED}
    digest = _digest({**told, "place": place})
    return known._replace(digest=digest, older=known.digest)


def _of_deal(values: Record, supposed: State, company: Incoming | None) -> Incoming:
    """Who is mentioned on each row of their deals is one person wherever name and company are
    equal."""
    if values.get("phones") or values.get("emails"):
        return _incoming(CONTACT, values, supposed)
    named = {name: values.get(name) for name in _NAMES}
    named["company"] = sought(company.values["name"]) if company else None
    known_by = [{"system": _ROWS, "value": f"{_digest(named)}.deals"}]
    return _incoming(CONTACT, {**values, "source_ids": known_by}, supposed)


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
    return _incoming(record, values, None, _digest(values))


def _digest(values: Record) -> str:
    return hashlib.blake2b(repr(sorted(values.items())).encode(), digest_size=12).hexdigest()


def _incoming(
    record: RecordType, values: Record, supposed: State | None, digest: str = ""
) -> Incoming:
    own = _whole(record, values)
    created_at = own.pop("created_at", None)
    own.pop("updated_at", None)  # the store keeps its own time of change
    if own.pop("archived", None):
        own[_ARCHIVED] = iso(now())
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
    if record is CONTACT:
        return contact_keys(values)
    return company_keys(values) if record is COMPANY else source_keys(values)


def number(rows: Iterable[IncomingRow], occurrences: Counter[str]) -> list[IncomingRow]:
    """The rows with a name for those that only their digest tells apart. Each row once, in the
    order of the sheet: ``occurrences`` counts the equal ones."""
    return [
        row._replace(
            company=_numbered(row.company, COMPANY, occurrences),
            contact=_numbered(row.contact, CONTACT, occurrences),
            deal=_numbered(row.deal, DEAL, occurrences),
        )
        if any(one and one.digest for one in (row.company, row.contact, row.deal))
        else row
        for row in rows
    ]


def _numbered(
    incoming: Incoming | None, record: RecordType, occurrences: Counter[str]
) -> Incoming | None:
    if incoming is None or not incoming.digest:
        return incoming
    known_by = _with_number(incoming.digest, occurrences)
    older = _with_number(incoming.older, occurrences) if incoming.older else ""
    values = {**incoming.values, "source_ids": [{"system": _ROWS, "value": known_by}]}
    return incoming._replace(values=values, keys=_keys(record, values), digest="", older=older)


def _with_number(digest: str, occurrences: Counter[str]) -> str:
    occurrences[digest] += 1
    return f"{digest}.{occurrences[digest]}"
