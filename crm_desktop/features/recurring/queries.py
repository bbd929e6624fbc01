"""Reads of recurring clients, on reader threads and inside the transactions of their handlers.

The board is two passages through an index of the cycles that ``cycles.handlers`` keeps: what the
columns come to is added up here, as databases would sort all rows to group them. Whoever doesn't
see all pipelines is told of the deals that they see: for them the cycles of clients who
bought in the other pipelines too are worked out anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.core.values.money import Money
from crm_desktop.features.common.mapping import sql_mapping
from crm_desktop.features.common.reach import QueryContext, seen
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.recurring.cycles.queries import (
    CLIENT_OF,
    CLIENTS,
    cycles_of,
    purchases_of,
)
from crm_desktop.features.recurring.rows import (
    LAPSED,
    OVERDUE,
    Cycle,
    RecurringBoard,
    RecurringClient,
    Share,
)
from crm_desktop.features.recurring.rules import Kept, board_of, borders_of, shares_of, told_of
from crm_desktop.features.recurring.tables import purchase_cycle
from crm_desktop.features.users.records import USER
from crm_desktop.filters.binding import BoundFilter
from crm_desktop.filters.compile_sql import compile_filter
from crm_desktop.filters.context import Context
from crm_desktop.store.json_lists import json_column
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.loading import load_by_id
from crm_desktop.store.records import State, hides

_RECORDS = {"company": COMPANY, "contact": CONTACT}
_kept = purchase_cycle.c


def find_cycle(asking: QueryContext, entity: str, record_id: str) -> Cycle | None:
    """How a company or a contact buys; ``None`` before the second occasion, and for clients in
    the archive or the recycle bin."""
    client = _RECORDS[entity].table
    present = sa.and_(client.c.archived_at.is_(None), client.c.deleted_at.is_(None))
    rid = sa.select(client.c.rid).where(client.c.id == UUID(record_id), present)
    key = asking.connection.execute(rid).scalar()
    if key is None:
        return None
    found = cycles_of(asking.connection, entity, [key], _scope(asking))
    return next((cycle for _key, cycle in found), None)


def read_recurring(
    asking: QueryContext,
    today: date,
    filters: Mapping[str, BoundFilter] | None = None,
    context: Context | None = None,
) -> RecurringBoard:
    """All clients who bought on two occasions at least, in columns by their next purchase; with
    ``filters`` those that match the one of their kind, as of the moment of ``context``."""
    kept: list[sa.ColumnElement[bool]] = []
    if away := _away_with_cycle(asking):
        kept.append(sa.not_(one_of(_kept.client, "away").params(away=away)))
    if filters is not None and context is not None:
        matching = [
            _matching(asking, number, entity, filters[entity], context)
            for number, entity in enumerate(CLIENTS)
        ]
        kept.append(sa.or_(*(_kept.client.in_(one) for one in matching)))
    told: dict[int, Cycle] = {}
    scope = _scope(asking)
    if scope is not None:
        partly = sa.select(_kept.client).where(_kept.client.in_(_partly_seen(scope)), *kept)
        apart = asking.connection.execute(partly).scalars().all()
        for number, entity in enumerate(CLIENTS):
            rids = [key // 2 for key in apart if key % 2 == number]
            told.update(cycles_of(asking.connection, entity, rids, scope))
        kept.append(sa.not_(one_of(_kept.client, "apart").params(apart=apart)))
    return _board(asking, today, kept, told)


def _scope(asking: QueryContext) -> sa.ColumnElement[bool] | None:
    """Which deals are seen; ``None``: all."""
    return DEAL.scope(asking, DEAL.table)


def _away_with_cycle(asking: QueryContext) -> Sequence[int]:
    """The keys of recurring clients in the archive or the recycle bin. They are few: asked for
    once, they needn't be sought behind each row of the board."""
    both = (_away(number, entity) for number, entity in enumerate(CLIENTS))
    asked = sa.select(_kept.client).where(sa.or_(*(_kept.client.in_(one) for one in both)))
    return asking.connection.execute(asked).scalars().all()


def _away(number: int, entity: str) -> sa.CompoundSelect[Any]:
    """The keys of clients in the archive or the recycle bin: two ranges of the index of their
    list, where one condition on both would read a million who are there."""
    client = _RECORDS[entity].table
    keys = sa.select(2 * client.c.rid + number)
    archived = sa.and_(client.c.deleted_at.is_(None), client.c.archived_at.is_not(None))
    return sa.union_all(keys.where(client.c.deleted_at.is_not(None)), keys.where(archived))


def _partly_seen(scope: sa.ColumnElement[bool]) -> sa.CompoundSelect[Any]:
    """The keys of clients who bought what is not seen: what is kept of them tells too much. Who
    has no cycle with all that they bought has none with a part of it."""
    return sa.union_all(
        *(
            purchases_of(entity)
            .where(hides(scope))
            .with_only_columns(2 * CLIENT_OF[entity] + number)
            for number, entity in enumerate(CLIENTS)
        )
    )


def _matching(
    asking: QueryContext, number: int, entity: str, bound: BoundFilter, context: Context
) -> sa.Select[Any]:
    """The keys of the clients of this kind that a filter wants."""
    mapping = sql_mapping(entity, bound.catalogues, asking.registry, asking=asking)
    keys = sa.select(2 * _RECORDS[entity].table.c.rid + number)
    return keys.where(compile_filter(bound, mapping, context))


def _board(
    asking: QueryContext,
    today: date,
    wanted: Sequence[sa.ColumnElement[bool]],
    told: Mapping[int, Cycle],
) -> RecurringBoard:
    """The columns of the kept cycles that are ``wanted``, and of those ``told`` besides."""
    keys: dict[str, Sequence[int]] = {}
    shares: list[Share] = []
    days: dict[int, str] = {}
    lapsed = _kept.lapses_on < today.isoformat()
    for condition, ends in ((sa.not_(lapsed), _ends(today)), (lapsed, {LAPSED: _EVER})):
        ordered = sa.select(*_COUNTED).where(condition, *wanted)
        rows = ordered.order_by(_kept.next_on, _kept.client).subquery()
        answer = asking.connection.execute(sa.select(*map(json_column, rows.c)))
        clients, next_days, *amounts = answer.one()
        start = 0
        for span, last in ends.items():
            end = max(start, bisect_right(next_days, last))  # nothing may be left of a month
            keys[span] = clients[start:end]
            shares += shares_of(span, *(one[start:end] for one in amounts))
            start = end
        if told:
            days.update(zip(clients, next_days, strict=True))
    return told_of(told, today, Kept(keys, shares, days)) if told else board_of(keys, shares)


_COUNTED = (
    _kept.client,
    _kept.next_on,
    _kept.currency,
    _kept.amount_minor,
    _kept.monthly_minor,
)
_EVER = date.max.isoformat()


def _ends(today: date) -> dict[str, str]:
    """The last day of the columns of those who still buy, in their order, as ISO 8601 has it."""
    ahead = {span: last.isoformat() for span, (_first, last) in borders_of(today).items()}
    return {OVERDUE: (today - timedelta(1)).isoformat(), **ahead}


# Cards


def rids_among(keys: Iterable[int], entity: str) -> list[int] | None:
    """The internal keys of the clients of this kind, in their order; ``None`` for a kind that none
    are of."""
    if entity not in CLIENTS:
        return None
    number = CLIENTS.index(entity)
    return [key // 2 for key in keys if key % 2 == number]


def read_clients(asking: QueryContext, keys: Sequence[int]) -> dict[int, RecurringClient]:
    """The clients with these keys; those who are gone, or no recurring ones any more, are left
    out."""
    found: dict[int, RecurringClient] = {}
    for number, entity in enumerate(CLIENTS):
        rids = [key // 2 for key in keys if key % 2 == number]
        if rids:
            cycles = _cycles(asking, entity, rids)
            for rid, *rest in asking.connection.execute(_clients(entity, rids)):
                key = 2 * rid + number
                if key in cycles:
                    found[key] = _client(key, entity, rest, cycles[key])
    return found


def _cycles(asking: QueryContext, entity: str, rids: Sequence[int]) -> dict[int, Cycle]:
    scope = _scope(asking)
    if scope is not None:
        return dict(cycles_of(asking.connection, entity, rids, scope))
    keys = [2 * rid + CLIENTS.index(entity) for rid in rids]
    kept = asking.connection.execute(_KEPT.where(_kept.client.in_(keys)))
    return {key: _cycle(row) for key, *row in kept}


_KEPT = sa.select(
    _kept.client,
    _kept.occasions,
    _kept.days,
    _kept.last_on,
    _kept.next_on,
    _kept.put_off,
    _kept.currency,
    _kept.amount_minor,
    _kept.monthly_minor,
)


def _cycle(row: Sequence[Any]) -> Cycle:
    occasions, days, last_on, next_on, is_put_off, currency, amount, monthly = row
    return Cycle(
        occasions,
        days,
        date.fromisoformat(last_on),
        date.fromisoformat(next_on),
        None if currency is None else Money(amount, currency),
        None if currency is None else Money(monthly, currency),
        is_put_off,
    )


def _clients(entity: str, rids: Sequence[int]) -> sa.Select[Any]:
    record, owner = _RECORDS[entity], USER.table
    client = record.table
    return (
        sa.select(
            client.c.rid,
            client.c.id,
            client.c[record.label],
            owner.c.id,
            owner.c.full_name,
            client.c.blacklisted.is_not(None),
        )
        .outerjoin_from(client, owner, owner.c.rid == client.c.owner_rid)
        .where(client.c.rid.in_(rids))
    )


def _client(key: int, entity: str, row: Sequence[Any], cycle: Cycle) -> RecurringClient:
    client_id, name, owner, owner_name, is_blacklisted = row
    who = (str(owner), owner_name) if owner is not None else None
    return RecurringClient(key, entity, str(client_id), name, who, bool(is_blacklisted), cycle)


_CARRIED = ("title", "company", "contacts", "owner", "source", "tags", "currency", "lines")


def next_deal(
    asking: QueryContext, entity: str, record_id: str, today: date
) -> dict[str, Any] | None:
    """The values of the client's next deal: as the last one, with its products or else the usual
    amount, in the pipeline that follows that one's; ``None`` for who bought nothing yet."""
    last = _last_deal(asking, entity, record_id)
    if last is None:
        return None
    values = {name: last[name] for name in _CARRIED}
    cycle = find_cycle(asking, entity, record_id)
    if cycle is not None:
        values["expected_close"] = max(cycle.next_on, today).isoformat()
        if cycle.amount is not None and not last["lines"]:
            values["amount_minor"], values["currency"] = cycle.amount.minor, cycle.amount.currency
    known = {one.id: one for one in find_pipelines(asking)}
    own = known.get(last["pipeline"])
    following = known.get(own.next_pipeline or "", own) if own is not None else None
    return values if following is None else {**values, "pipeline": following.id}


def _last_deal(asking: QueryContext, entity: str, record_id: str) -> State | None:
    """The deal that this client won last."""
    client = _RECORDS[entity].table
    rid = sa.select(client.c.rid).where(client.c.id == UUID(record_id)).scalar_subquery()
    wanted = purchases_of(entity).with_only_columns(DEAL.table.c.id)
    wanted = wanted.where(CLIENT_OF[entity] == rid, seen(asking, DEAL))
    newest = wanted.order_by(DEAL.table.c.closed_at.desc(), DEAL.table.c.rid.desc()).limit(1)
    key = asking.connection.execute(newest).scalar()
    if key is None:
        return None
    return load_by_id(asking.connection, DEAL, [str(key)])[str(key)].state
