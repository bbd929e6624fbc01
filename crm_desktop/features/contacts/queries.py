"""Reads of people, on reader threads."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from functools import cache
from itertools import starmap
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.common import lines, listing
from crm_desktop.features.common.indexing import unindexed
from crm_desktop.features.common.listing import WHOLE_LIST, HasConnection, ListOrder
from crm_desktop.features.common.reach import QueryContext, seen
from crm_desktop.features.companies import queries as companies
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.contacts.relations import INVERSE
from crm_desktop.features.contacts.rows import (
    ColleagueRow,
    ContactListRow,
    EmployerRow,
    RelatedRow,
)
from crm_desktop.features.contacts.tables import contact, contact_company, contact_relation
from crm_desktop.features.users import queries as users
from crm_desktop.store.json_lists import json_list
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.loading import Loaded, load_by_id

_job = contact_company.alias("job")
_IS_FIRST_JOB = sa.and_(
    _job.c.contact_rid == contact.c.rid,
    _job.c.ordinal == lines.first_ordinal(contact_company, "contact", contact.c.rid),
)
_LINES = (
    sa.select(
        contact.c.rid,
        lines.id_text(contact),
        contact.c.display_name,
        sa.func.coalesce(contact.c.position, _job.c.position, ""),
        sa.func.coalesce(companies.name_of(_job.c.company_rid), ""),
        lines.first_value(CONTACT, "phones"),
        lines.first_value(CONTACT, "emails"),
        lines.tag_keys(CONTACT),
        sa.func.coalesce(users.name_of(contact.c.owner_rid), ""),
        users.key_of(contact.c.owner_rid),
        contact.c.blacklisted.is_not(None),
        contact.c.archived_at.is_not(None),
        lines.note_shown(contact),
    )
    .outerjoin_from(contact, _job, _IS_FIRST_JOB)
    .where(one_of(contact.c.rid, "rids"))
)


def find_order(reader: Reader, order: ListOrder, limit: int | None = None) -> array[int]:
    """Internal keys of people in the list's order."""
    return listing.find_order(reader, contact, order, limit)


def count(reader: Reader, order: ListOrder = WHOLE_LIST) -> int:
    """How many people the list has."""
    return listing.count(reader, contact, order)


def get_contact(reader: Reader, contact_id: str) -> Loaded | None:
    """The whole person, or ``None``."""
    return load_by_id(reader.connection, CONTACT, [contact_id]).get(contact_id)


def find_list_rows(reader: Reader, rids: Sequence[int]) -> list[ContactListRow]:
    """The lines of the people with these keys, in the order of ``rids``; the gone are left out."""
    rows = reader.connection.execute(_LINES, {"rids": list(rids)}).all()
    return lines.in_order(starmap(ContactListRow, rows), rids)


def rids_by_email(reader: Reader, beginning: str, limit: int) -> list[int]:
    """People with an e-mail address that begins so."""
    return listing.rids_by_email(reader, _table("emails"), "contact", beginning, limit)


@dataclass(frozen=True)
class MatchKeys:
    """By what an incoming person may be one that is here: E.164 phones, e-mails in lower case,
    (system, id) in other programs."""

    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    source_ids: frozenset[tuple[str, str]] = frozenset()


def find_matches(reader: HasConnection, keys: MatchKeys) -> list[tuple[tuple[str, Any], int]]:
    """((``phone``|``email``|``source``, key), internal key) of people outside the bin."""
    found: list[tuple[tuple[str, Any], int]] = []
    sources = listing.rids_by_source(reader, _table("source_ids"), "contact", keys.source_ids)
    found += [(("source", key), rid) for key, rid in sources]
    emails = listing.rows_having(reader, _table("emails"), "contact", "folded", keys.emails)
    found += [(("email", key), rid) for key, rid in emails]
    phones = listing.rows_having(reader, _table("phones"), "contact", "value", keys.phones)
    found += [(("phone", key), rid) for key, rid in phones]
    return found


def find_namesakes(
    reader: HasConnection, names: Collection[str], company_rids: Collection[int]
) -> set[tuple[str, int]]:
    """(shown name, company) of people with these names at these companies.

    Sought among the people of the companies: a common name has thousands of bearers, so the
    conditions are written such that no index of the list of people fits them.
    """
    asked = {"names": names, "companies": company_rids}
    return {(name, rid) for name, rid in reader.connection.execute(_NAMESAKES, asked)}


_NAMESAKES = (
    sa.select(contact.c.display_name, contact_company.c.company_rid)
    .join(contact_company, contact_company.c.contact_rid == contact.c.rid)
    .where(
        one_of(contact_company.c.company_rid, "companies"),
        one_of(contact.c.display_name, "names"),
        sa.func.coalesce(contact.c.deleted_at, contact.c.archived_at).is_(None),
    )
)


def newest_rid(reader: HasConnection) -> int:
    """The internal key of the newest person, 0 for none."""
    return int(reader.connection.execute(_NEWEST).scalar_one())


_NEWEST = sa.select(sa.func.coalesce(sa.func.max(contact.c.rid), 0))


def find_called(
    reader: QueryContext, names: Collection[str], newest: int | None = None
) -> dict[str, str]:
    """Folded name to the name of the company ("" for none) of the oldest person who is called so,
    among those whom the reader sees, up to the internal key ``newest``."""
    oldest = (
        sa.select(sa.func.min(contact.c.rid))
        .where(
            one_of(contact.c.folded, "names"),
            sa.func.coalesce(contact.c.deleted_at, contact.c.archived_at).is_(None),
            sa.true() if newest is None else unindexed(contact.c.rid) <= newest,
            seen(reader, CONTACT),
        )
        .group_by(contact.c.folded)
    )
    firm = companies.name_of(_job.c.company_rid)
    rows = sa.select(contact.c.folded, sa.func.coalesce(firm, "")).outerjoin_from(
        contact, _job, _IS_FIRST_JOB
    )
    found = reader.connection.execute(rows.where(contact.c.rid.in_(oldest)), {"names": names})
    return dict(found.all())


def find_by_name(reader: HasConnection, names: Collection[str]) -> dict[str, list[str]]:
    """The ids of the people outside the bin with each of these folded names."""
    found: dict[str, list[str]] = {}
    for folded, key in reader.connection.execute(_BY_NAME, {"names": names}) if names else ():
        found.setdefault(folded, []).append(str(key))
    return found


_BY_NAME = sa.select(contact.c.folded, contact.c.id).where(
    one_of(contact.c.folded, "names"), unindexed(contact.c.deleted_at).is_(None)
)


def find_employees(
    reader: HasConnection, names: Collection[str], company_rids: Collection[int]
) -> dict[tuple[str, int], int]:
    """(shown name, company) to the person, the oldest of namesakes. Sought among the people of the
    companies, as in ``find_namesakes``: for rows of deals that only mention their contact."""
    rows = reader.connection.execute(
        sa.select(contact.c.display_name, contact_company.c.company_rid, contact.c.rid)
        .join(contact_company, contact_company.c.contact_rid == contact.c.rid)
        .where(
            contact_company.c.company_rid.in_(sorted(company_rids)),
            contact.c.display_name.in_(sorted(names)),
            contact.c.deleted_at.is_(None),
        )
        .order_by(contact.c.rid.desc())
    )
    return {(name, company): rid for name, company, rid in rows}


# Who belongs to whom, for cards

_THIS = sa.bindparam("this", type_=contact.c.id.type)
_THIS_RID = sa.select(contact.c.rid).where(contact.c.id == _THIS).scalar_subquery()
_MOST = sa.bindparam("most", type_=sa.Integer)

_related = contact.alias("other")
RELATED_NAMES = (
    sa.select(json_list(_related.c.display_name, contact_relation.c.ordinal))
    .join_from(contact_relation, _related, _related.c.rid == contact_relation.c.other_rid)
    .where(
        contact_relation.c.contact_rid == contact.c.rid, unindexed(_related.c.deleted_at).is_(None)
    )
    .correlate(contact)
    .scalar_subquery()
)
"""The names of the people related to a person."""


def _ties() -> sa.Subquery:
    """The relations of a person, those that only the other one keeps (as earlier versions of the
    program left them) among them."""
    tie, mine = contact_relation.c, contact_relation.alias("mine").c
    own = sa.select(
        tie.kind, sa.literal(False).label("theirs"), tie.other_rid.label("other"), tie.ordinal
    ).where(tie.contact_rid == _THIS_RID)
    kind = sa.case(dict(INVERSE), value=tie.kind)
    is_kept = sa.exists().where(
        mine.contact_rid == _THIS_RID, mine.other_rid == tie.contact_rid, mine.kind == kind
    )
    theirs = sa.select(kind, sa.literal(True), tie.contact_rid, tie.ordinal).where(
        tie.other_rid == _THIS_RID, ~is_kept
    )
    return sa.union_all(own, theirs).subquery()


@cache  # a union is dear to put together, and nobody is related to anybody at a start
def _related_people() -> sa.Select[Any]:
    tie = _ties()
    first_job = sa.and_(
        _job.c.contact_rid == contact.c.rid,
        _job.c.ordinal == lines.first_ordinal(contact_company, "contact", contact.c.rid),
    )
    return (
        sa.select(
            contact.c.id,
            contact.c.display_name,
            tie.c.kind,
            tie.c.theirs,
            sa.func.coalesce(contact.c.position, _job.c.position, ""),
            sa.func.coalesce(companies.name_of(_job.c.company_rid), ""),
            contact.c.blacklisted.is_not(None),
            contact.c.archived_at.is_not(None),
        )
        .join_from(tie, contact, contact.c.rid == tie.c.other)
        .outerjoin(_job, first_job)
        .where(contact.c.deleted_at.is_(None))
        .order_by(tie.c.theirs, tie.c.ordinal, contact.c.rid)
        .limit(_MOST)
    )


def relations_of(reader: Reader, contact_id: str, limit: int = 500) -> list[RelatedRow]:
    """Everybody related to a person; the first ``limit``."""
    given = {"this": UUID(contact_id), "most": limit}
    rows = reader.connection.execute(_related_people(), given)
    return [RelatedRow(str(key), *rest) for key, *rest in rows]


_firm = companies.company_table()
_colleagues = contact_company.alias("colleagues")
_EMPLOYERS = (
    sa.select(
        _firm.c.id,
        _firm.c.name,
        sa.func.coalesce(_firm.c.industry, ""),
        sa.func.coalesce(contact_company.c.position, ""),
        contact_company.c.primary,
        _firm.c.blacklisted.is_not(None),
        sa.select(sa.func.count())
        .where(_colleagues.c.company_rid == _firm.c.rid)
        .correlate(_firm)
        .scalar_subquery(),
    )
    .join_from(contact_company, _firm, _firm.c.rid == contact_company.c.company_rid)
    .where(contact_company.c.contact_rid == _THIS_RID, _firm.c.deleted_at.is_(None))
    .order_by(contact_company.c.primary.desc(), contact_company.c.ordinal)
)


def employers_of(reader: Reader, contact_id: str) -> list[EmployerRow]:
    """The companies that a person works for, the main one first."""
    rows = reader.connection.execute(_EMPLOYERS, {"this": UUID(contact_id)})
    return [EmployerRow(str(key), *rest) for key, *rest in rows]


_OF_COMPANY = (
    sa.select(
        contact.c.id,
        contact.c.display_name,
        sa.func.coalesce(contact_company.c.position, contact.c.position, ""),
        contact.c.blacklisted.is_not(None),
        contact.c.archived_at.is_not(None),
        sa.func.count().over(),
    )
    .join_from(contact_company, contact, contact.c.rid == contact_company.c.contact_rid)
    .where(
        contact_company.c.company_rid
        == sa.select(_firm.c.rid).where(_firm.c.id == _THIS).scalar_subquery(),
        contact.c.deleted_at.is_(None),
    )
    .order_by(contact.c.archived_at.is_not(None), contact.c.sort_key, contact.c.rid)
    .limit(_MOST)
)


def people_of(reader: Reader, company_id: str, limit: int = 50) -> tuple[list[ColleagueRow], int]:
    """The first ``limit`` people of a company by name, and how many there are in all."""
    rows = reader.connection.execute(_OF_COMPANY, {"this": UUID(company_id), "most": limit}).all()
    people = [ColleagueRow(str(key), *rest) for key, *rest, _all in rows]
    return people, rows[0][-1] if rows else 0


_PEOPLE = (
    sa.select(_firm.c.id, sa.func.count(contact_company.c.contact_rid.distinct()))
    .join_from(_firm, contact_company, contact_company.c.company_rid == _firm.c.rid)
    .join(contact, contact.c.rid == contact_company.c.contact_rid)
    .where(one_of(_firm.c.id, "ids"))
    .where(contact.c.deleted_at.is_(None), contact.c.archived_at.is_(None))
    .group_by(_firm.c.id)
)


def count_people(reader: Reader, company_ids: Sequence[str]) -> dict[str, int]:
    """How many people outside archive and recycle bin these companies have, by id; companies
    without any are left out."""
    given = {"ids": [UUID(one) for one in company_ids]}
    found = reader.connection.execute(_PEOPLE.where(seen(reader, CONTACT)), given)
    return {str(key): number for key, number in found}


def rids_of_people(company_id: str) -> sa.Select[tuple[int]]:
    """Internal keys of the people of a company outside the bin, each once (column ``rid``)."""
    firm = sa.select(_firm.c.rid).where(_firm.c.id == UUID(company_id)).scalar_subquery()
    return (
        sa.select(contact_company.c.contact_rid.label("rid"))
        .join_from(contact_company, contact, contact.c.rid == contact_company.c.contact_rid)
        .where(contact_company.c.company_rid == firm, contact.c.deleted_at.is_(None))
        .distinct()
    )


def _table(field: str) -> sa.Table:
    belonging = CONTACT.belonging(field)
    assert belonging is not None
    return belonging.table
