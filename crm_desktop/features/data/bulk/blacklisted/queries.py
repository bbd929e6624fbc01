"""Who among many records is on the blacklist, by the rule of their cards. On reader threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.features.common import lines
from crm_desktop.features.common.listing import KEYS_AT_ONCE, HasConnection
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.deals.records import DEAL
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.records import RecordType

_contact, _company, _deal = CONTACT.table, COMPANY.table, DEAL.table


def find_blacklisted(reader: HasConnection, entity: str, rids: Sequence[int]) -> dict[str, str]:
    """Those of the records of ``entity`` with whom nothing should be begun, by id, with the name
    of who is on the list: people also through their first company, deals through their client.
    None of an entity that has no such list."""
    if entity not in _SELECTS:
        return {}
    statement, found = _SELECTS[entity](), dict[str, str]()
    for start in range(0, len(rids), KEYS_AT_ONCE):
        keys = {"rids": rids[start : start + KEYS_AT_ONCE]}
        found.update((str(key), name) for key, name in reader.connection.execute(statement, keys))
    return found


def find_blacklisted_one(reader: Reader, entity: str, record_id: str) -> dict[str, str]:
    """The same of the one record with this id."""
    table = reader.registry[entity].table
    asked = sa.select(table.c.rid).where(table.c.id == UUID(record_id))
    return find_blacklisted(reader, entity, reader.connection.execute(asked).scalars().all())


def _items(record: RecordType, field: str) -> sa.Table:
    belonging = record.belonging(field)
    assert belonging is not None
    return belonging.table


@cache
def _companies() -> sa.Select[Any]:
    is_one = _company.c.blacklisted.is_not(None), one_of(_company.c.rid, "rids")
    return sa.select(lines.id_text(_company), _company.c.name).where(*is_one)


@cache
def _contacts() -> sa.Select[Any]:
    jobs = _items(CONTACT, "companies")
    job, firm = jobs.alias("job"), _company.alias("firm")
    first = lines.first_ordinal(jobs, "contact", _contact.c.rid)
    return (
        sa.select(lines.id_text(_contact), _contact.c.display_name)
        .outerjoin_from(
            _contact, job, sa.and_(job.c.contact_rid == _contact.c.rid, job.c.ordinal == first)
        )
        .outerjoin(firm, firm.c.rid == job.c.company_rid)
        .where(sa.or_(_contact.c.blacklisted.is_not(None), firm.c.blacklisted.is_not(None)))
        .where(one_of(_contact.c.rid, "rids"))
    )


@cache
def _deals() -> sa.Select[Any]:
    parts = _items(DEAL, "contacts")
    firm, human, part = _company.alias("firm"), _contact.alias("human"), parts.alias("part")
    first = lines.first_ordinal(parts, "deal", _deal.c.rid)
    is_firm = firm.c.blacklisted.is_not(None)
    return (
        sa.select(lines.id_text(_deal), sa.case((is_firm, firm.c.name), else_=human.c.display_name))
        .outerjoin_from(_deal, firm, firm.c.rid == _deal.c.company_rid)
        .outerjoin(part, sa.and_(part.c.deal_rid == _deal.c.rid, part.c.ordinal == first))
        .outerjoin(human, human.c.rid == part.c.contact_rid)
        .where(sa.or_(is_firm, human.c.blacklisted.is_not(None)), one_of(_deal.c.rid, "rids"))
    )


_SELECTS: Mapping[str, Callable[[], sa.Select[Any]]] = {
    "company": _companies,
    "contact": _contacts,
    "deal": _deals,
}
