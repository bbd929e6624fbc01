"""Recurring clients are read of won deals, of companies and of people who buy for themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
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
    WinDeals,
)
from crm_desktop.features.pipelines.queries import find_lost_reasons
from crm_desktop.features.recurring.commands import PostponePurchases
from crm_desktop.features.recurring.queries import (
    find_cycle,
    read_changed,
    read_clients,
    read_recurring,
)
from crm_desktop.features.recurring.rows import OVERDUE, RecurringClient
from tests.store.workshop import create_contact

START = datetime(2026, 1, 10, 12, tzinfo=clock.UTC)
NEEDED = {"source": "fair", "expected_close": "2026-02-01", "amount_minor": 90_000}


def on(day: int) -> date:
    return START.date() + timedelta(day)


def buy(client: Backend, day: int, **values: Any) -> str:
    """A deal that is won so many days after the start."""
    clock.set_source(lambda: START + timedelta(day))
    key = str(client.execute(CreateDeal({"title": "Deal", **NEEDED, **values})).result)
    client.execute(WinDeals((key,)))
    return key


def company(client: Backend, name: str) -> str:
    return str(client.execute(CreateCompany({"name": name})).result)


def board_clients(client: Backend) -> list[RecurringClient]:
    board = client.ask(read_recurring, on(85))
    return list(client.ask(read_clients, list(board.cycles)).values())


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
    assert client.ask(find_cycle, "company", key, on(1)) is None
    buy(client, 90, company=key, amount_minor=110_000)
    found = client.ask(find_cycle, "company", key, on(190))
    assert found is not None
    assert (found.occasions, found.days, found.next_on) == (2, 90, on(180))
    assert found.amount == Money(100_000, found.amount.currency if found.amount else "")
    assert found.state == OVERDUE


def test_only_won_deals_that_were_kept_are_purchases(client: Backend) -> None:
    key = company(client, "Bursztyn")
    kept = [buy(client, day, company=key) for day in (0, 30)]
    deleted, reopened = buy(client, 40, company=key), buy(client, 50, company=key)
    client.execute(DeleteDeals((deleted,)))
    client.execute(ReopenDeals((reopened,)))
    client.execute(LoseDeals((reopened,), client.ask(find_lost_reasons)[0].id))
    client.execute(CreateDeal({"title": "Open", "company": key}))
    client.execute(ArchiveDeals((kept[0],)))
    found = client.ask(find_cycle, "company", key, on(31))
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
    assert client.ask(find_cycle, "contact", person, on(20)) is None
    for day in (20, 40):
        buy(client, day, contacts=people)
    own = client.ask(find_cycle, "contact", person, on(40))
    assert own is not None
    assert own.days == 20
    assert client.ask(find_cycle, "contact", other, on(40)) is None


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


def test_read_again_for_what_changed_the_board_is_as_if_it_was_read_whole(client: Backend) -> None:
    first, second = company(client, "First"), company(client, "Second")
    person = create_contact(client)
    mine = [{"contact": person, "role": "", "primary": True}]
    for day in (0, 20):
        buy(client, day, company=first)
        buy(client, day, contacts=mine)
    sold = [buy(client, 5, company=second)]
    known = client.ask(read_recurring, on(30)).cycles
    sold.append(buy(client, 25, company=second))
    sold.append(buy(client, 28, contacts=mine))
    whole = client.ask(read_recurring, on(30))
    assert len(whole.cycles) == 3
    assert client.ask(read_changed, known, sold, (), on(30)) == whole
    client.execute(ReopenDeals((sold[1],)))
    again = client.ask(read_changed, whole.cycles, sold[1:2], (), on(30))
    assert again == client.ask(read_recurring, on(30))
    assert len(again.cycles) == 2
    postpone(client, first, on(90).isoformat())
    gone = client.ask(
        read_changed, again.cycles, (), ("01890000-0000-7000-8000-000000000000",), on(30)
    )
    assert gone == client.ask(read_recurring, on(30)), "of what is gone nobody knows whose it was"


def test_a_client_who_asks_for_time_is_expected_later_until_the_next_purchase(
    client: Backend,
) -> None:
    key = company(client, "Bursztyn")
    for day in (0, 30):
        buy(client, day, company=key)

    def expected(day: int) -> date:
        found = client.ask(find_cycle, "company", key, on(day))
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
