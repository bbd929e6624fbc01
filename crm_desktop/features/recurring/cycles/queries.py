"""Cycles worked out of the won deals themselves, which an index holds by client.

The client of a won deal is its company, or without one its primary contact: what a company buys
is not counted again for its people. Called by reads for a card and by the handlers that keep the
cycles of all; on reader threads and inside writing transactions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from crm_desktop.core.clock import local_days
from crm_desktop.features.common.indexing import unindexed, usual
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.recurring.rows import Cycle, Delay, Purchase
from crm_desktop.features.recurring.rules import cycle_of
from crm_desktop.features.recurring.tables import next_purchase
from crm_desktop.store.engine import Connection
from crm_desktop.store.key_lists import one_of

CLIENTS = ("company", "contact")
"""Who buys. A client's key on the board is twice the internal key, and one more for people."""

_deal = DEAL.table
_people = DEAL.table_of("contacts")
CLIENT_OF = {"company": _deal.c.company_rid, "contact": _people.c.contact_rid}
# As the condition of the index has it, word by word; an index of ``deleted_at`` is no short cut.
_WON = sa.and_(
    _deal.c.status == sa.literal_column("'won'"),
    usual(_deal.c.deleted_at.is_(None)),
    _deal.c.closed_at.is_not(None),
)


def purchases_of(entity: str) -> sa.Select[Any]:
    """(client, moment, amount, currency) of the won deals of clients of this kind: an archived
    deal was bought all the same."""
    wanted = sa.select(
        CLIENT_OF[entity],
        _deal.c.closed_at,
        _deal.c.amount_minor,
        _deal.c.currency,
    ).where(_WON, CLIENT_OF[entity].is_not(None))
    if entity == "company":
        return wanted
    joined = wanted.join_from(_deal, _people, _people.c.deal_rid == _deal.c.rid)
    return joined.where(_people.c.primary, unindexed(_deal.c.company_rid).is_(None))


_OF_SOME = {one: purchases_of(one).where(one_of(CLIENT_OF[one], "clients")) for one in CLIENTS}


def cycles_of(
    connection: Connection,
    entity: str,
    rids: Collection[int] | None = None,
    seen: sa.ColumnElement[bool] | None = None,
) -> Iterator[tuple[int, Cycle]]:
    """The cycles of clients of this kind, of all or of those with these internal keys, by key on
    the board. ``seen``: which deals are taken into account."""
    if rids is None:
        wanted, given = purchases_of(entity), {}
    else:
        wanted, given = _OF_SOME[entity], {"clients": rids}
    if seen is not None:
        wanted = wanted.where(seen)
    bought = defaultdict(list)
    for rid, moment, minor, currency in connection.execute(wanted, given):
        bought[rid].append((moment, minor, currency))
    delays = _delays(connection, entity, rids)
    day_of = local_days()
    for rid, rows in bought.items():
        if len(rows) < 2:
            continue
        purchases = [Purchase(day_of(moment), minor, currency) for moment, minor, currency in rows]
        cycle = cycle_of(purchases, delays.get(rid))
        if cycle is not None:
            yield 2 * rid + CLIENTS.index(entity), cycle


def _delays(
    connection: Connection, entity: str, rids: Collection[int] | None
) -> Mapping[int, Delay]:
    """What was put off by hand, by client; the word said last counts."""
    column = next_purchase.c[f"{entity}_rid"]
    wanted = sa.select(column, next_purchase.c.after_on, next_purchase.c.planned_on)
    given = {}
    if rids is None:
        wanted = wanted.where(column.is_not(None))
    else:
        wanted, given = wanted.where(one_of(column, "clients")), {"clients": rids}
    rows = connection.execute(wanted.order_by(next_purchase.c.rid), given)
    return {
        key: Delay(date.fromisoformat(after), date.fromisoformat(until))
        for key, after, until in rows
    }
