"""Whoever watches learns what any client wrote, in the order in which it became visible."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, Queue

import psycopg
import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.core.ids import new_id
from crm_desktop.store import operations
from crm_desktop.store.feed import Change
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.workshop import MakePeople, TrialError, Worker, Write, change, create_contact, read

Watched = Queue[Change]
PATIENCE = 15


@pytest.fixture
def watched(client: Backend) -> Watched:
    """What the first client's feed tells."""
    return watch(client)


def watch(client: Backend) -> Watched:
    told: Watched = Queue()

    def note(changes: Sequence[Change]) -> None:
        for found in changes:
            told.put(found)

    client.feed.subscribe(note)
    client.feed.start()
    return told


def names(told: Watched, number: int) -> list[tuple[str, str]]:
    """The next ``number`` changes as (kind, record id)."""
    return [(c.kind, c.record_id) for c in (told.get(timeout=PATIENCE) for _ in range(number))]


def test_own_changes_are_told_at_once(client: Backend, watched: Watched) -> None:
    contact = create_contact(client)
    assert names(watched, 1) == [("insert", contact)]
    change(client, contact, 1, position="Boss", note="Likes tea")
    told = watched.get(timeout=PATIENCE)
    assert (told.entity, told.kind) == ("contact", "update")
    assert told.fields == {"position", "note"}
    client.execute(UndoOperation())
    assert watched.get(timeout=PATIENCE).fields == {"position", "note"}


def test_changes_of_another_client_arrive(
    another_client: Callable[[], Backend], watched: Watched
) -> None:
    contact = create_contact(another_client())
    assert names(watched, 1) == [("insert", contact)]


def test_changes_of_another_process_arrive(workspace_url: str, watched: Watched) -> None:
    worker = Worker(workspace_url, "save", "Nowak", 3)
    ids = [line for line in worker.lines() if line not in {"ready", "done"}]
    assert worker.end() == 0
    assert names(watched, 3) == [("insert", key) for key in ids]


def test_what_was_written_before_watching_began_is_not_told(client: Backend) -> None:
    create_contact(client)
    told = watch(client)
    contact = create_contact(client)
    arrived = names(told, 1)
    if client.database.is_postgresql and arrived != [("insert", contact)]:
        # Transactions younger than the oldest one of the whole server can't be told apart.
        arrived = names(told, 1)
    assert arrived == [("insert", contact)]


def test_many_changes_arrive_each_once(
    another_client: Callable[[], Backend], watched: Watched
) -> None:
    another_client().execute(MakePeople(1200, portion=400))
    told = names(watched, 1200)
    assert len(set(told)) == 1200
    with pytest.raises(Empty):
        watched.get(timeout=0.3)


def test_watching_leaves_no_thread_behind(another_client: Callable[[], Backend]) -> None:
    before = set(threading.enumerate())
    client = another_client()
    watch(client)
    client.execute(MakePeople(20, portion=10))
    client.close()
    assert set(threading.enumerate()) == before


# PostgreSQL only: numbers are given before commit, so order needs care


postgresql_only = pytest.mark.parametrize("workspace_url", ["postgresql"], indirect=True)


@contextmanager
def open_transaction(client: Backend) -> Iterator[UnitOfWork]:
    """A transaction that is committed at the end of the block."""
    with client.database.writing() as connection:
        begun = operations.begin(connection, new_id(), label="Trial", actor_rid=client.actor.rid)
        yield UnitOfWork(connection, client.registry, begun.rid)


@postgresql_only
def test_a_lower_number_that_commits_later_is_not_missed(
    another_client: Callable[[], Backend], watched: Watched
) -> None:
    slow, quick = another_client(), another_client()
    with open_transaction(slow) as unit:
        first = unit.insert("contact", {"family_name": "First"})
        second = create_contact(quick, family_name="Second")
        with pytest.raises(Empty):  # it waits for the older transaction
            watched.get(timeout=0.4)
    assert names(watched, 2) == [("insert", first), ("insert", second)]


@postgresql_only
def test_a_transaction_that_is_rolled_back_holds_nothing_up(
    another_client: Callable[[], Backend], watched: Watched
) -> None:
    slow, quick = another_client(), another_client()
    made: list[str] = []

    def give_up(unit: UnitOfWork) -> None:
        unit.insert("contact", {"family_name": "Never"})
        made.append(create_contact(quick, family_name="Second"))
        raise TrialError

    with pytest.raises(TrialError):
        slow.execute(Write(give_up))
    assert names(watched, 1) == [("insert", made[0])]


@postgresql_only
def test_many_interleaved_writers_lose_nothing(
    another_client: Callable[[], Backend], watched: Watched
) -> None:
    clients = [another_client() for _ in range(3)]
    made: list[str] = []

    def write(client: Backend) -> None:
        for _ in range(20):
            with open_transaction(client) as unit:
                made.append(unit.insert("contact", {"family_name": "Nowak"}))
                time.sleep(0.002)

    threads = [threading.Thread(target=write, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(key for _kind, key in names(watched, 60)) == sorted(made)


@postgresql_only
def test_after_the_line_was_cut_nothing_is_missed(
    workspace_url: str,
    another_client: Callable[[], Backend],
    watched: Watched,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crm_desktop.store.feed._RETRY_SECONDS", 0.3)
    other = another_client()
    before = create_contact(other)
    assert names(watched, 1) == [("insert", before)]
    cut_every_line(workspace_url)
    meanwhile = [create_contact(other) for _ in range(3)]
    assert names(watched, 3) == [("insert", key) for key in meanwhile]
    assert read(other, before).version == 1


def cut_every_line(url: str) -> None:
    """As a server that is restarted does."""
    with psycopg.connect(url, autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
