"""Keeps the cycles of all recurring clients beside their deals, for the board and its sums.

Called by the unit of work in the transaction in which deals or delays are written, whoever writes
them: commands, imports, undo. Days are those of the calendar of whoever wrote last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_desktop.features.companies.records import COMPANY
from crm_desktop.features.contacts.records import CONTACT
from crm_desktop.features.recurring.cycles.queries import CLIENTS, cycles_of
from crm_desktop.features.recurring.rows import Cycle
from crm_desktop.features.recurring.rules import lapses_on
from crm_desktop.features.recurring.tables import purchase_cycle
from crm_desktop.store.bulk import delete_rows, insert_rows
from crm_desktop.store.engine import Connection
from crm_desktop.store.key_lists import one_of
from crm_desktop.store.records import Written

_BOUGHT = ("status", "closed_at", "amount_minor", "currency", "deleted_at", "company", "contacts")
_NAMES = tuple(column.name for column in purchase_cycle.columns)
_TABLES = {"company": COMPANY.table, "contact": CONTACT.table}
# On PostgreSQL two who win deals of one client follow one another, each seeing what the other
# wrote; in one order for everybody.
_HELD = {
    entity: sa.select(table.c.rid)
    .where(one_of(table.c.id, "ids"))
    .order_by(table.c.rid)
    .with_for_update(key_share=True)
    for entity, table in _TABLES.items()
}


def follow_deals(connection: Connection, written: Iterable[Written]) -> None:
    """Won deals came, changed or went."""
    concerned = [
        state
        for pair in written
        if _bought(pair[0]) != _bought(pair[1])
        for state in pair
        if state is not None and _bought(state) is not None
    ]
    companies = {state["company"] for state in concerned if state.get("company")}
    people = {
        one["contact"]
        for state in concerned
        if not state.get("company")
        for one in state.get("contacts") or ()
        if one.get("primary")
    }
    _renew(connection, "company", companies)
    _renew(connection, "contact", people)


def follow_delays(connection: Connection, written: Iterable[Written]) -> None:
    """Purchases were put off, or are no more."""
    states = [state for pair in written for state in pair if state is not None]
    for entity in CLIENTS:
        _renew(connection, entity, {state[entity] for state in states if state.get(entity)})


def _bought(state: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    """What of a deal tells of its client's purchases; nothing unless it is won."""
    if state is None or state.get("status") != "won":
        return None
    return tuple(state.get(name) for name in _BOUGHT)


def _renew(connection: Connection, entity: str, ids: Collection[str]) -> None:
    """Work out the cycles of these clients anew."""
    if not ids:
        return
    keys = {"ids": [UUID(one) for one in ids]}
    rids = connection.execute(_HELD[entity], keys).scalars().all()
    number = CLIENTS.index(entity)
    delete_rows(connection, purchase_cycle.c.client, [2 * rid + number for rid in rids])
    cycles = cycles_of(connection, entity, rids)
    insert_rows(connection, purchase_cycle, _NAMES, [_row(key, cycle) for key, cycle in cycles])


def _row(key: int, cycle: Cycle) -> tuple[Any, ...]:
    amount, monthly = cycle.amount, cycle.monthly
    return (
        key,
        cycle.occasions,
        cycle.days,
        cycle.last_on.isoformat(),
        cycle.next_on.isoformat(),
        lapses_on(cycle).isoformat(),
        amount.currency if amount is not None else None,
        amount.minor if amount is not None else None,
        monthly.minor if monthly is not None else None,
        cycle.is_put_off,
    )
