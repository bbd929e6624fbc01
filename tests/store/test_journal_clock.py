"""The journal's time never goes back, whatever happens to the computer's clock."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.work import Reader
from crm_desktop.core import clock
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.store import journal
from crm_desktop.store.metadata import journal as entries


def test_a_clock_set_back_between_two_starts_leaves_the_order(client: Backend) -> None:
    client.execute(CreateContact({"given_name": "Anna"}))
    yesterday = clock.now() - timedelta(days=1)
    clock.set_source(lambda: yesterday)
    fresh, journal._clock = journal._clock, clock.HybridClock()  # as a new process has it
    try:
        client.ask(lambda reader: journal.catch_up(reader.connection))
        client.execute(CreateContact({"given_name": "Boris"}))
    finally:
        journal._clock = fresh
    times = client.ask(_times)
    assert times == sorted(set(times))


def _times(reader: Reader) -> list[int]:
    statement = sa.select(entries.c.hlc).order_by(entries.c.seq)
    return list(reader.connection.execute(statement).scalars())
