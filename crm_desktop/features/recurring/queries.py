"""Reads of recurring clients, on reader threads and inside the transactions of their handlers.

The client of a won deal is its company, or without one its primary contact: what a company buys
is not counted again for its people. All of it is told of the won deals themselves, which an index
holds by client; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.core.clock import LOCAL_ZONE, UTC
from crm_desktop.features.common.reach import Asking, seen
from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.deals.records import DEAL
from crm_desktop.features.pipelines.queries import find_pipelines
from crm_desktop.features.recurring.rows import (
    Cycle,
    Delay,
    Purchase,
    RecurringBoard,
    RecurringClient,
)
from crm_desktop.features.recurring.rules import board_of, cycle_of
from crm_desktop.features.recurring.tables import next_purchase
from crm_desktop.features.users.records import USER
from crm_desktop.store.loading import load_by_id
from crm_desktop.store.records import State

CLIENTS = ("company", "contact")
"""Who buys. A client's key on the board is twice the internal key, and one more for people."""

_RECORDS = {"company": COMPANY, "contact": CONTACT}
_deal = DEAL.table
_people = DEAL.table_of("contacts")
_CLIENT = {"company": _deal.c.company_rid, "contact": _people.c.contact_rid}
# As the condition of the index has it, word by word.
_WON = sa.and_(
    _deal.c.status == sa.literal_column("'won'"),
    _deal.c.deleted_at.is_(None),
    _deal.c.closed_at.is_not(None),
)


def find_cycle(reader: Asking, entity: str, record_id: str, today: date) -> Cycle | None:
    """How a company or a contact buys, seen ``today``; ``None`` before the second purchase, and
    for clients in the archive or the recycle bin."""
    client = _RECORDS[entity].table
    rid = sa.select(client.c.rid).where(client.c.id == UUID(record_id), *_present(entity))
    key = reader.connection.execute(rid).scalar()
    if key is None:
        return None
    bought = reader.connection.execute(_purchases(reader, entity).where(_CLIENT[entity] == key))
    return cycle_of(_told(bought, local_days()), today, _delays(reader, entity, key).get(key))


def read_recurring(reader: Asking, today: date) -> RecurringBoard:
    """All clients who bought on two occasions at least, in columns by their next purchase."""
    return board_of(dict(_cycles(reader, today, None)), today)


def read_changed(
    reader: Asking,
    known: Mapping[int, Cycle],
    deal_ids: Collection[str],
    delay_ids: Collection[str],
    today: date,
) -> RecurringBoard:
    """The board again, ``known`` being the cycles of it that were read today already: only those
    are worked out anew whose deals or delays these are."""
    keys = _keys_of(reader, deal_ids, delay_ids)
    if keys is None:
        return read_recurring(reader, today)
    kept = {key: cycle for key, cycle in known.items() if key not in keys}
    return board_of({**kept, **dict(_cycles(reader, today, keys))}, today)


def _cycles(
    reader: Asking, today: date, keys: Collection[int] | None
) -> Iterator[tuple[int, Cycle]]:
    """The cycles of these clients, or of all."""
    local_day = local_days()
    for number, entity in enumerate(CLIENTS):
        delays = _delays(reader, entity)
        wanted = _of_many(reader, entity)
        if keys is not None:
            wanted = wanted.where(_CLIENT[entity].in_([k // 2 for k in keys if k % 2 == number]))
        bought = reader.connection.execute(wanted).all()
        for rid, rows in groupby(bought, key=itemgetter(0)):
            cycle = cycle_of(_told(rows, local_day), today, delays.get(rid))
            if cycle is not None:
                yield 2 * rid + number, cycle


def _keys_of(
    reader: Asking, deal_ids: Collection[str], delay_ids: Collection[str]
) -> set[int] | None:
    """Whose deals and delays these are; ``None`` if one of them is gone, so that nobody knows."""
    buyers = sa.select(_deal.c.company_rid, _people.c.contact_rid).outerjoin_from(
        _deal, _people, sa.and_(_people.c.deal_rid == _deal.c.rid, _people.c.primary)
    )
    put_off = sa.select(next_purchase.c.company_rid, next_purchase.c.contact_rid)
    keys: set[int] = set()
    for wanted, table, ids in (
        (buyers, _deal, deal_ids),
        (put_off, next_purchase, delay_ids),
    ):
        rows = reader.connection.execute(
            wanted.where(table.c.id.in_([UUID(one) for one in ids]))
        ).all()
        if len(rows) < len(ids):
            return None
        keys.update(2 * company for company, _contact in rows if company is not None)
        keys.update(2 * contact + 1 for _company, contact in rows if contact is not None)
    return keys


def _purchases(asking: Asking, entity: str) -> sa.Select[Any]:
    """(client, moment, amount, currency) of the won deals of clients of this kind: an archived
    deal was bought all the same. The moment comes as the driver gives it."""
    wanted = sa.select(
        _CLIENT[entity],
        sa.type_coerce(_deal.c.closed_at, sa.String),
        _deal.c.amount_minor,
        _deal.c.currency,
    ).where(_WON, seen(asking, DEAL))
    if entity == "company":
        return wanted
    joined = wanted.join_from(_deal, _people, _people.c.deal_rid == _deal.c.rid)
    return joined.where(_people.c.primary, _deal.c.company_rid.is_(None))


def _of_many(asking: Asking, entity: str) -> sa.Select[Any]:
    """The purchases of all clients that are there and bought twice, client by client."""
    client = _RECORDS[entity].table
    away = sa.select(client.c.rid).where(sa.not_(sa.and_(*_present(entity))))
    key = _CLIENT[entity]
    wanted = _purchases(asking, entity).where(key.not_in(away))
    if entity == "company":
        often = sa.select(key).where(_WON, key.is_not(None)).group_by(key)
        wanted = wanted.where(key.in_(often.having(sa.func.count() > 1)))
    return wanted.order_by(key)


def _present(entity: str) -> tuple[sa.ColumnElement[bool], ...]:
    client = _RECORDS[entity].table
    return client.c.archived_at.is_(None), client.c.deleted_at.is_(None)


def _told(rows: Iterable[Any], local_day: Callable[[Any], date]) -> list[Purchase]:
    return [Purchase(local_day(moment), minor, currency) for _key, moment, minor, currency in rows]


def local_days() -> Callable[[Any], date]:
    """What gives the local day of a moment as the drivers give them. Midnight is looked up once
    for each day, not for each of a hundred thousand purchases; where clocks are changed on that
    day, for each."""
    known: dict[str, tuple[date, str, date] | None] = {}

    def local_day(moment: Any) -> date:
        if isinstance(moment, datetime):
            return moment.astimezone(LOCAL_ZONE).date()
        day = moment[:10]
        found = known[day] if day in known else known.setdefault(day, _midnight(day))
        if found is None:
            plain = datetime.fromisoformat(moment[:19])
            return (plain + _offset(plain)).date()
        before, midnight, after = found
        return before if moment[11:19] < midnight else after

    return local_day


def _midnight(day: str) -> tuple[date, str, date] | None:
    """When in a day of UTC the local day changes, with the days before and after; ``None`` if
    clocks are changed."""
    begin = datetime.fromisoformat(day)
    offset = _offset(begin)
    if offset != _offset(begin + timedelta(1)):
        return None
    before = (begin + offset).date()
    ahead = datetime.combine(before + timedelta(1), time()) - offset - begin
    midnight = "24" if ahead >= timedelta(1) else f"{begin + ahead:%H:%M:%S}"
    return before, midnight, before + timedelta(1)


def _offset(plain: datetime) -> timedelta:
    return plain.replace(tzinfo=UTC).astimezone(LOCAL_ZONE).utcoffset() or timedelta()


def _delays(reader: Asking, entity: str, rid: int | None = None) -> dict[int, Delay]:
    """What was put off by hand, by client; the word said last counts."""
    column = next_purchase.c[f"{entity}_rid"]
    wanted = sa.select(column, next_purchase.c.after_on, next_purchase.c.planned_on)
    wanted = wanted.where(column.is_not(None) if rid is None else column == rid)
    rows = reader.connection.execute(wanted.order_by(next_purchase.c.rid))
    return {
        key: Delay(date.fromisoformat(after), date.fromisoformat(until))
        for key, after, until in rows
    }


# Cards


def read_clients(reader: Asking, keys: Sequence[int]) -> dict[int, RecurringClient]:
    """The clients with these keys; those who are gone are left out."""
    found: dict[int, RecurringClient] = {}
    for number, entity in enumerate(CLIENTS):
        rids = [key // 2 for key in keys if key % 2 == number]
        if rids:
            rows = reader.connection.execute(_clients(entity, rids))
            for rid, *rest in rows:
                found[2 * rid + number] = _client(2 * rid + number, entity, rest)
    return found


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


def _client(key: int, entity: str, row: Sequence[Any]) -> RecurringClient:
    client_id, name, owner, owner_name, is_blacklisted = row
    who = (str(owner), owner_name) if owner is not None else None
    return RecurringClient(key, entity, str(client_id), name, who, bool(is_blacklisted))


_CARRIED = ("title", "company", "contacts", "owner", "source", "tags", "currency", "lines")


def next_deal(reader: Asking, entity: str, record_id: str, today: date) -> dict[str, Any] | None:
    """The values of the client's next deal: as the last one, with its products or else the usual
    amount, in the pipeline that follows that one's; ``None`` for who bought nothing yet."""
    last = _last_deal(reader, entity, record_id)
    if last is None:
        return None
    values = {name: last[name] for name in _CARRIED}
    cycle = find_cycle(reader, entity, record_id, today)
    if cycle is not None:
        values["expected_close"] = max(cycle.next_on, today).isoformat()
        if cycle.amount is not None and not last["lines"]:
            values["amount_minor"], values["currency"] = cycle.amount.minor, cycle.amount.currency
    known = {one.id: one for one in find_pipelines(reader)}
    own = known.get(last["pipeline"])
    following = known.get(own.next_pipeline or "", own) if own is not None else None
    return values if following is None else {**values, "pipeline": following.id}


def _last_deal(reader: Asking, entity: str, record_id: str) -> State | None:
    """The deal that this client won last."""
    client = _RECORDS[entity].table
    rid = sa.select(client.c.rid).where(client.c.id == UUID(record_id)).scalar_subquery()
    wanted = _purchases(reader, entity).with_only_columns(_deal.c.id).where(_CLIENT[entity] == rid)
    newest = wanted.order_by(_deal.c.closed_at.desc(), _deal.c.rid.desc()).limit(1)
    key = reader.connection.execute(newest).scalar()
    if key is None:
        return None
    return load_by_id(reader.connection, DEAL, [str(key)])[str(key)].state
