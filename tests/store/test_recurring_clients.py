"""Recurring clients are read of won deals, of companies and of people who buy for themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.backend.work import Reader
from crm_desktop.core import clock
from crm_desktop.core.errors import Invalid
from crm_desktop.core.values.money import Money
from crm_desktop.features.companies.commands import ArchiveCompanies, CreateCompany
from crm_desktop.features.deals.commands import (
    ArchiveDeals,
    CreateDeal,
    DeleteDeals,
    LoseDeals,
    ReopenDeals,
    UpdateDeal,
    WinDeals,
)
from crm_desktop.features.deals.queries import get_deal
from crm_desktop.features.pipelines.queries import find_lost_reasons
from crm_desktop.features.recurring.commands import PostponePurchases
from crm_desktop.features.recurring.cycles.queries import CLIENTS, cycles_of
from crm_desktop.features.recurring.queries import find_cycle, read_clients, read_recurring
from crm_desktop.features.recurring.rows import OVERDUE, Cycle, RecurringClient
from crm_desktop.features.recurring.rules import state_of, told_of
from tests.store.dealing import there
from tests.store.workshop import create_contact

START = datetime(2026, 1, 10, 12, tzinfo=clock.UTC)
NEEDED = {"source": "fair", "expected_close": "2026-02-01", "amount_minor": 90_000}


def on(day: int) -> date:
    return START.date() + timedelta(day)


def buy(client: Backend, day: int, **values: Any) -> str:
    """A deal that is won so many days after the start."""
    clock.set_source(lambda: START + timedelta(day))
    key = str(client.execute(CreateDeal({"title": "Deal", **NEEDED, **values})).result)
    client.execute(WinDeals((key,), without_fields=True))
    return key


def company(client: Backend, name: str) -> str:
    return str(client.execute(CreateCompany({"name": name})).result)


def board_clients(client: Backend) -> list[RecurringClient]:
    board = client.ask(read_recurring, on(85))
    keys = [key for column in board.columns for key in column.keys]
    return list(client.ask(read_clients, keys).values())


def postpone(client: Backend, key: str, until: str) -> None:
    client.execute(PostponePurchases((("company", key, until),)))


def names(client: Backend, day: int) -> list[str]:
    """The clients on the board, from the left column to the right one."""
    keys = [key for one in client.ask(read_recurring, on(day)).columns for key in one.keys]
    clients = client.ask(read_clients, keys)
    return [clients[key].name for key in keys]


def test_a_company_that_bought_twice_has_a_cycle(client: Backend) -> None:
    key = company(client, "Bursztyn")
    buy(client, 0, company=key)
    assert client.ask(find_cycle, "company", key) is None
    buy(client, 90, company=key, amount_minor=110_000)
    found = client.ask(find_cycle, "company", key)
    assert found is not None
    assert (found.occasions, found.days, found.next_on) == (2, 90, on(180))
    assert found.amount == Money(100_000, found.amount.currency if found.amount else "")
    assert state_of(found, on(190)) == OVERDUE


def test_only_won_deals_that_were_kept_are_purchases(client: Backend) -> None:
    key = company(client, "Bursztyn")
    kept = [buy(client, day, company=key) for day in (0, 30)]
    deleted, reopened = buy(client, 40, company=key), buy(client, 50, company=key)
    client.execute(DeleteDeals((deleted,)))
    client.execute(ReopenDeals((reopened,)))
    client.execute(LoseDeals((reopened,), client.ask(find_lost_reasons)[0].id))
    client.execute(CreateDeal({"title": "Open", "company": key}))
    client.execute(ArchiveDeals((kept[0],)))
    found = client.ask(find_cycle, "company", key)
    assert found is not None
    assert (found.occasions, found.days) == (2, 30)


def test_what_a_company_buys_is_not_counted_again_for_its_people(client: Backend) -> None:
    person, other = create_contact(client), create_contact(client)
    key = company(client, "Bursztyn")
    people = [
        {"contact": person, "role": "", "primary": True},
        {"contact": other, "role": "", "primary": False},
    ]
    for day in (0, 10):
        buy(client, day, company=key, contacts=people)
    assert client.ask(find_cycle, "contact", person) is None
    for day in (20, 40):
        buy(client, day, contacts=people)
    own = client.ask(find_cycle, "contact", person)
    assert own is not None
    assert own.days == 20
    assert client.ask(find_cycle, "contact", other) is None


def test_all_recurring_clients_come_by_their_next_purchase(client: Backend) -> None:
    for name, days in (("Late", (0, 80)), ("Soon", (60, 80)), ("Once", (80,))):
        key = company(client, name)
        for day in days:
            buy(client, day, company=key)
    person = create_contact(client)
    for day in (10, 50):
        buy(client, day, contacts=[{"contact": person, "role": "", "primary": True}])
    named = {one.id: one.name for one in board_clients(client)}
    assert names(client, 85) == [named[person], "Soon", "Late"]
    client.execute(ArchiveCompanies((next(key for key in named if named[key] == "Soon"),)))
    assert names(client, 85) == [named[person], "Late"]


def worked_out(reader: Reader) -> dict[int, Cycle]:
    """The cycles as the deals themselves tell them."""
    connection = reader.connection
    return {key: one for entity in CLIENTS for key, one in cycles_of(connection, entity)}


def test_what_is_kept_is_what_the_deals_tell_whoever_writes_them(client: Backend) -> None:
    first, second = company(client, "First"), company(client, "Second")
    mine = [{"contact": create_contact(client), "role": "", "primary": True}]
    for day in (0, 20, 21, 55):
        buy(client, day, company=first)
        buy(client, day, contacts=mine, currency="EUR")
    sold = [buy(client, day, company=second, amount_minor=None) for day in (5, 25)]

    def holds(clients: int) -> None:
        told = client.ask(worked_out)
        board = client.ask(read_recurring, on(60))
        assert board == told_of(told, on(60))
        assert board.count == len(told) == clients
        shown = client.ask(read_clients, list(told))
        assert {key: one.cycle for key, one in shown.items()} == told

    holds(3)
    for command in (
        ReopenDeals((sold[1],)),
        DeleteDeals((sold[0],)),
        LoseDeals((sold[1],), client.ask(find_lost_reasons)[0].id),
    ):
        client.execute(command)
        holds(2)
    for _command in range(3):
        client.execute(UndoOperation())
    holds(3)
    deal = there(client.ask(get_deal, sold[1]))
    client.execute(ReopenDeals((deal.id,)))
    version = there(client.ask(get_deal, deal.id)).version
    client.execute(UpdateDeal(deal.id, version, {"company": first}))
    client.execute(WinDeals((deal.id,), without_fields=True))
    postpone(client, first, on(90).isoformat())
    holds(2)


def test_a_client_who_asks_for_time_is_expected_later_until_the_next_purchase(
    client: Backend,
) -> None:
    key = company(client, "Bursztyn")
    for day in (0, 30):
        buy(client, day, company=key)

    def expected(day: int) -> date:
        found = client.ask(find_cycle, "company", key)
        assert found is not None
        return found.next_on

    clock.set_source(lambda: START + timedelta(40))
    postpone(client, key, on(75).isoformat())
    postpone(client, key, on(100).isoformat())
    assert expected(40) == on(100)
    client.execute(UndoOperation())
    assert expected(40) == on(75)
    postpone(client, key, "")
    assert expected(40) == on(60)
    client.execute(UndoOperation())
    buy(client, 50, company=key)
    assert expected(50) == on(75)  # as the cycle of 25 days says
    with pytest.raises(Invalid, match="is over"):
        postpone(client, key, on(49).isoformat())
    with pytest.raises(Invalid, match="not bought twice"):
        postpone(client, company(client, "New"), on(90).isoformat())
