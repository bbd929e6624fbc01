"""Reads of recurring clients, on reader threads.

The client of a won deal is its company, or without one its primary contact: what a company buys
is not counted again for its people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.values.money import Money
from crm_desktop.features.deals.rules import WON
from crm_desktop.features.recurring.rows import Cycle, Purchase, RecurringClient
from crm_desktop.features.recurring.rules import cycle_of, in_time


def find_cycle(reader: Reader, entity: str, record_id: str, today: date) -> Cycle | None:
    """How a company or a contact buys, seen ``today``; ``None`` before the second purchase."""
    target = reader.registry[entity].table
    wanted = _won(reader, entity).where(target.c.id == UUID(record_id))
    return cycle_of(_purchases(reader.connection.execute(wanted)), today)


def find_recurring(reader: Reader, today: date) -> tuple[RecurringClient, ...]:
    """All clients who bought on two days at least, by their next purchase."""
    found: list[RecurringClient] = []
    for entity in ("company", "contact"):
        rows: defaultdict[tuple[UUID, str], list[sa.Row[Any]]] = defaultdict(list)
        for row in reader.connection.execute(_won(reader, entity)):
            rows[row.id, row.name].append(row)
        for (key, name), deals in rows.items():
            if (cycle := cycle_of(_purchases(deals), today)) is not None:
                found.append(RecurringClient(entity, str(key), name, cycle))
    return tuple(in_time(found))


def _won(reader: Reader, entity: str) -> sa.Select[Any]:
    """The won deals of clients of this kind, outside archive and recycle bin of the clients and
    the bin of deals: an archived deal was bought all the same."""
    record = reader.registry[entity]
    deal, client = reader.registry["deal"].table, record.table
    wanted = sa.select(
        client.c.id,
        client.c[record.label].label("name"),
        deal.c.closed_at,
        deal.c.amount_minor,
        deal.c.currency,
    )
    if entity == "company":
        wanted = wanted.join_from(deal, client, client.c.rid == deal.c.company_rid)
    else:
        people = _people_table(reader)
        wanted = (
            wanted.join_from(deal, people, people.c.deal_rid == deal.c.rid)
            .join(client, client.c.rid == people.c.contact_rid)
            .where(people.c.primary, deal.c.company_rid.is_(None))
        )
    return wanted.where(
        deal.c.status == WON,
        deal.c.closed_at.is_not(None),
        deal.c.deleted_at.is_(None),
        client.c.archived_at.is_(None),
        client.c.deleted_at.is_(None),
    )


def _people_table(reader: Reader) -> sa.Table:
    lists = reader.registry["deal"].belongings
    return next(one.table for one in lists if one.field == "contacts")


def _purchases(rows: Iterable[sa.Row[Any]]) -> list[Purchase]:
    return [
        Purchase(
            row.closed_at.astimezone(LOCAL_ZONE).date(),
            None if row.amount_minor is None else Money(row.amount_minor, row.currency),
        )
        for row in rows
    ]
