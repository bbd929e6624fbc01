"""Reads of companies, on reader threads."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import starmap
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.common import lines, listing
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.listing import WHOLE_LIST, HasConnection, ListOrder
from crm_desktop.features.common.reach import QueryContext, seen
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.companies.rows import CompanyListRow, RelatedCompanyRow
from crm_desktop.features.companies.tables import company
from crm_desktop.features.users import queries as users
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.loading import Loaded, load_by_id

_LINES = sa.select(
    company.c.rid,
    lines.id_text(company),
    company.c.name,
    sa.func.coalesce(company.c.industry, ""),
    lines.first_value(COMPANY, "phones"),
    lines.first_value(COMPANY, "emails"),
    lines.tag_keys(COMPANY),
    sa.func.coalesce(users.name_of(company.c.owner_rid), ""),
    users.key_of(company.c.owner_rid),
    company.c.blacklisted.is_not(None),
    company.c.archived_at.is_not(None),
    lines.note_shown(company),
).where(one_of(company.c.rid, "rids"))


def find_order(reader: Reader, order: ListOrder, limit: int | None = None) -> array[int]:
    """Internal keys of companies in the list's order."""
    return listing.find_order(reader, company, order, limit)


def count(reader: Reader, order: ListOrder = WHOLE_LIST) -> int:
    """How many companies the list has."""
    return listing.count(reader, company, order)


def get_company(reader: Reader, company_id: str) -> Loaded | None:
    """The whole company, or ``None``."""
    return load_by_id(reader.connection, COMPANY, [company_id]).get(company_id)


def name_of(rid: sa.ColumnElement[int]) -> sa.ScalarSelect[str]:
    """The company's name, for a statement around that knows its internal key."""
    return sa.select(company.c.name).where(company.c.rid == rid).scalar_subquery()


def rids_by_id(reader: HasConnection, ids: Collection[str]) -> dict[str, int]:
    """Internal keys of the companies with these ids."""
    rows = reader.connection.execute(
        sa.select(company.c.id, company.c.rid).where(company.c.id.in_(sorted(ids)))
    )
    return {str(row.id): row.rid for row in rows}


@dataclass(frozen=True)
class MatchKeys:
    """By what an incoming company may be one that is here: tax numbers as (kind, value), folded
    names, (system, id) in other programs."""

    tax_ids: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()
    source_ids: frozenset[tuple[str, str]] = frozenset()


class NamedCompany(NamedTuple):
    """A company as far as those need it who only mention it."""

    rid: int
    id: str
    name: str
    version: int


def find_by_name(reader: HasConnection, names: Collection[str]) -> dict[str, NamedCompany]:
    """The oldest company outside the bin with each of these folded names. Nearly all companies
    are outside it, so for many names SQLite would rather look through the whole list."""
    rows = reader.connection.execute(_BY_NAME, {"names": names})
    return {
        folded: NamedCompany(rid, str(company_id), name, version)
        for folded, rid, company_id, name, version in rows
    }


_OLDEST = (
    sa.select(sa.func.min(company.c.rid))
    .where(one_of(company.c.folded, "names"), unindexed(company.c.deleted_at).is_(None))
    .group_by(company.c.folded)
)
_BY_NAME = sa.select(
    company.c.folded, company.c.rid, company.c.id, company.c.name, company.c.version
).where(company.c.rid.in_(_OLDEST))


def find_matches(reader: HasConnection, keys: MatchKeys) -> list[tuple[tuple[str, Any], int]]:
    """((``source``|``tax``|``name``, key), internal key) of companies, oldest first."""
    found: list[tuple[tuple[str, Any], int]] = []
    sources = listing.rids_by_source(reader, _table("source_ids"), "company", keys.source_ids)
    found += [(("source", key), rid) for key, rid in sources]
    taxes = _table("tax_ids")
    numbers = {value for _kind, value in keys.tax_ids}
    rows = listing.rows_having(reader, taxes, "company", "value", numbers, "kind")
    found += [(("tax", (kind, value)), rid) for kind, value, rid in rows]
    named = reader.connection.execute(_NAMED, {"names": keys.names}) if keys.names else ()
    found += [(("name", folded), rid) for folded, rid in named]
    return found


_NAMED = (
    sa.select(company.c.folded, company.c.rid)
    .where(one_of(company.c.folded, "names"))
    .order_by(company.c.rid)
)


def reached_by(
    reader: HasConnection, phones: Collection[str], emails: Collection[str]
) -> list[tuple[str, int]]:
    """(phone or address in small letters, internal key) of companies with one of these, oldest
    first."""
    called = listing.rows_having(reader, _table("phones"), "company", "value", phones)
    written = listing.rows_having(reader, _table("emails"), "company", "folded", emails)
    return [*map(tuple, called), *map(tuple, written)]


def all_emails(reader: HasConnection) -> Iterator[tuple[str, int]]:
    """(address in small letters, internal key) of all companies, oldest first."""
    table = _table("emails")
    statement = sa.select(table.c.folded, table.c.company_rid).order_by(table.c.company_rid)
    yield from map(tuple, reader.connection.execute(statement))


def names_by_rid(reader: QueryContext, rids: Collection[int]) -> dict[int, tuple[str, str]]:
    """(id, name) of these companies outside bin and archive that the reader sees."""
    rows = reader.connection.execute(_names(seen(reader, COMPANY)), {"rids": rids})
    return {rid: (str(key), name) for rid, key, name in rows}


def _names(is_seen: sa.ColumnElement[bool]) -> sa.Select[Any]:
    in_use = sa.func.coalesce(company.c.deleted_at, company.c.archived_at).is_(None)
    names = sa.select(company.c.rid, company.c.id, company.c.name)
    return names.where(one_of(company.c.rid, "rids"), in_use, is_seen)


def find_list_rows(reader: Reader, rids: Sequence[int]) -> list[CompanyListRow]:
    """The lines of these companies, in the order of ``rids``; the gone are left out."""
    rows = reader.connection.execute(_LINES, {"rids": list(rids)}).all()
    return lines.in_order(starmap(CompanyListRow, rows), rids)


def rids_by_email(reader: Reader, beginning: str, limit: int) -> list[int]:
    """Companies with an e-mail address that begins so."""
    return listing.rids_by_email(reader, _table("emails"), "company", beginning, limit)


_related = company.alias("related")
_this = company.alias("this")
_THIS = sa.bindparam("this", type_=company.c.id.type)
_KIN = (
    sa.select(
        _related.c.id,
        _related.c.name,
        sa.func.coalesce(_related.c.industry, ""),
        (_related.c.rid == _this.c.parent_rid).label("is_parent"),
        _related.c.blacklisted.is_not(None),
        _related.c.archived_at.is_not(None),
        sa.func.count().over(),
    )
    .join_from(
        _this,
        _related,
        sa.or_(_related.c.rid == _this.c.parent_rid, _related.c.parent_rid == _this.c.rid),
    )
    .where(_this.c.id == _THIS, _related.c.deleted_at.is_(None))
    .order_by(
        (_related.c.rid == _this.c.parent_rid).is_(True).desc(), _related.c.sort_key, _related.c.rid
    )
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def find_related_companies(
    reader: Reader, company_id: str, limit: int = 50
) -> tuple[list[RelatedCompanyRow], int]:
    """The parent of a company and its daughters by name, the first ``limit`` of them; and how
    many there are in all."""
    rows = reader.connection.execute(_KIN, {"this": UUID(company_id), "most": limit}).all()
    related = [RelatedCompanyRow(str(key), *rest) for key, *rest, _all in rows]
    return related, rows[0][-1] if rows else 0


def company_table() -> sa.FromClause:
    """The companies, for a statement of another feature that links to them."""
    return company.alias("firm")


def _table(field: str) -> sa.Table:
    belonging = COMPANY.belonging(field)
    assert belonging is not None
    return belonging.table
