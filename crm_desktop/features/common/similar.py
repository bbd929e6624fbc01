"""Records that may be the one a person is about to enter: why, and how they are sought.

Contacts and companies say what their drafts are sought by (``features/*/similar.py``); this is
what both share. Every question begins at an index (a phone, an address, a tax number, the words
of a name), so it takes as long in a million records as in a hundred. Called on reader threads
while somebody types.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import words
from crm_desktop.core.values.emails import check_email
from crm_desktop.core.values.phones import check_phone
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.keys import lowered
from crm_desktop.store import search_index
from crm_desktop.store.records import RecordType

MOST_SHOWN = 5
"""More than a person reads under a field."""

# A switchboard's number stands on many records, and so does a common name: a few are enough.
_CANDIDATES = 50
_SHORTEST_WORD = 2
_LONGEST_NAME = 200


class Reason(str, Enum):
    """Why a record may be the same one, the surest first."""

    TAX_ID = "tax_id"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"
    SAME_COMPANY = "same_company"


@dataclass(frozen=True)
class Similar:
    """A record that may be the one being entered. ``company`` is where a person works, empty
    for companies."""

    entity: str
    id: str
    name: str
    company: str
    reason: Reason
    archived: bool = False


def name_words(*parts: str) -> frozenset[str]:
    """The words of a name as they are compared: any case, any order, ё for е, l for ł."""
    return frozenset(words(" ".join(parts)[:_LONGEST_NAME]))


def same_name(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two names may be one: the same words, or all of the shorter (two at least) in the
    longer, as without the patronymic."""
    if a == b:
        return bool(a)
    return min(len(a), len(b)) > 1 and (a <= b or b <= a)


def shares_a_word(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two colleagues' names have a word in common that is more than an initial."""
    return any(len(word) >= _SHORTEST_WORD for word in a & b)


def reached_by(
    reader: Reader,
    record: RecordType,
    phones: Collection[str],
    emails: Collection[str],
    region: str | None,
) -> Iterator[tuple[Reason, int]]:
    """Records with one of these phones or e-mails, as typed; what is none yet is left out."""
    numbers = _valid(lambda text: check_phone(text, region).value, phones)
    for rid in rids_with_items(reader, record, "phones", "value", numbers):
        yield Reason.PHONE, rid
    addresses = _valid(lambda text: lowered(check_email(text)), emails)
    for rid in rids_with_items(reader, record, "emails", "folded", addresses):
        yield Reason.EMAIL, rid


def _valid(check: Callable[[str], str], texts: Iterable[str]) -> list[str]:
    values = []
    for text in texts:
        with suppress(Invalid):
            values.append(check(text))
    return values


def rids_with_items(
    reader: Reader,
    record: RecordType,
    field: str,
    column: str,
    values: Collection[object],
) -> list[int]:
    """The newest records in whose list ``field`` an item has one of ``values``."""
    belonging = record.belonging(field)
    if not values or belonging is None:
        return []
    parent = belonging.table.c[f"{record.entity}_rid"]
    found = sa.select(parent).where(belonging.table.c[column].in_(list(values)))
    newest = found.distinct().order_by(parent.desc()).limit(_CANDIDATES)
    return list(reader.connection.execute(newest).scalars())


def rids_named_among(
    reader: Reader,
    record: RecordType,
    item: tuple[str, str],
    values: Collection[object],
    sought: Collection[str],
    *,
    limit: int,
) -> list[int]:
    """Of all records in whose list an ``item`` (list, column) has one of ``values``, at most
    ``limit`` with one of the words of ``sought`` anywhere in the name, the newest first; initials
    don't count."""
    field, column = item
    belonging = record.belonging(field)
    parts = [word for word in sought if len(word) >= _SHORTEST_WORD]
    if not values or not parts or belonging is None:
        return []
    parent = belonging.table.c[f"{record.entity}_rid"]
    named = (record.table.c.folded.contains(word, autoescape=True) for word in parts)
    # Not ordered by the database, which would walk all records from the newest one on for that.
    found = (
        sa.select(parent)
        .distinct()
        .join(record.table, record.table.c.rid == parent)
        .where(belonging.table.c[column].in_(list(values)), sa.or_(*named))
        .limit(limit)
    )
    return sorted(reader.connection.execute(found).scalars(), reverse=True)


def rids_with_words(reader: Reader, entity: str, sought: Iterable[str]) -> list[int]:
    """The records last touched whose search document has all these whole words."""
    patterns = tuple(f" {word} " for word in sought)
    if not patterns:
        return []
    found = search_index.find(reader.connection, [patterns], limit=_CANDIDATES, entities=(entity,))
    return [document.rid for document in found]


def rids_named(reader: Reader, record: RecordType, keys: Collection[str]) -> list[int]:
    """The newest records whose name has one of these keys; for tables with an index of it."""
    table = record.table
    if not keys:
        return []
    found = sa.select(table.c.rid).where(table.c.folded.in_(list(keys)))
    newest = found.order_by(table.c.rid.desc()).limit(_CANDIDATES)
    return list(reader.connection.execute(newest).scalars())


def names_outside_bin(
    reader: Reader, record: RecordType, rids: Collection[int]
) -> dict[int, tuple[str, frozenset[str]]]:
    """(id, words of the name) of these records, without those in the recycle bin. Sought by key:
    SQLite would rather walk the list of all that are not in the bin."""
    if not rids:
        return {}
    table = record.table
    rows = reader.connection.execute(
        sa.select(table.c.rid, table.c.id, table.c.folded).where(
            table.c.rid.in_(list(rids)), unindexed(table.c.deleted_at).is_(None)
        )
    )
    return {row.rid: (str(row.id), name_words(row.folded)) for row in rows}


def without_distinct(
    reader: Reader,
    record: RecordType,
    names: dict[int, tuple[str, frozenset[str]]],
    own_id: str | None,
) -> dict[int, tuple[str, frozenset[str]]]:
    """``names`` without the record with ``own_id`` and without those of which somebody said that
    they are others, whichever of the two records says so."""
    if own_id is None or not names:
        return names
    distinct = record.belonging("distinct_from")
    assert distinct is not None
    (other,) = (distinct.table.c[one.column] for one in distinct.references.values())
    holder = distinct.table.c[f"{record.entity}_rid"]
    own = sa.select(record.table.c.rid).where(record.table.c.id == UUID(own_id)).scalar_subquery()
    said = sa.union_all(
        sa.select(other).where(holder == own), sa.select(holder).where(other == own)
    )
    others = set(reader.connection.execute(said).scalars())
    return {rid: known for rid, known in names.items() if known[0] != own_id and rid not in others}


def surest(
    found: Iterable[tuple[Reason, int]], names: dict[int, tuple[str, frozenset[str]]]
) -> dict[int, Reason]:
    """Each record once, with the surest reason it was found for, surest first."""
    order = list(Reason)
    reasons: dict[int, Reason] = {}
    for reason, rid in sorted(found, key=lambda pair: order.index(pair[0])):
        if rid in names:
            reasons.setdefault(rid, reason)
    return dict(list(reasons.items())[:MOST_SHOWN])
