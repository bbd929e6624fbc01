"""What a long operation has put into its place beside its writing."""

from __future__ import annotations

import threading

import psycopg
import pytest
import sqlalchemy as sa

from crm_desktop.store.checkpoints import Checkpoints
from crm_desktop.store.ready import NewRecord
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.store.workshop import Write, create_contact, open_client, wait_until


def test_what_waits_for_the_trigrams_index_is_put_into_it(postgresql_workspace: str) -> None:
    with psycopg.connect(postgresql_workspace, autocommit=True) as server:

        def pages_that_wait() -> int:
            asked = "SELECT gin_clean_pending_list('ix_search_document_text')"
            [(pages,)] = server.execute(asked).fetchall()
            return int(pages)

        client = open_client(postgresql_workspace)
        create_contact(client, family_name="Ким")
        assert pages_that_wait() > 0  # and are put in by this very question
        create_contact(client, family_name="Лев")
        client.database.checkpoint_soon(2_000)
        client.close()
        assert pages_that_wait() == 0


def test_a_server_is_asked_when_many_rows_wait_and_at_last(postgresql_workspace: str) -> None:
    """What is put in by a few hundred takes the server twice as long."""
    moves: list[int] = []
    client = open_client(postgresql_workspace)
    checkpoints = client.database._checkpoints
    assert checkpoints is not None

    def move() -> int:
        moves.append(1)
        return 0

    checkpoints._move = move
    client.database.checkpoint_soon(1)
    wait_until(lambda: checkpoints.works)
    for _portion in range(9):
        client.database.checkpoint_soon(300)
    wait_until(lambda: len(moves) == 2)
    client.database.checkpoint_at_last()
    client.close()
    assert len(moves) == 3


def test_a_server_learns_of_tables_that_have_grown(
    postgresql_workspace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own housekeeping, which comes within a minute, knows nothing of them before."""
    monkeypatch.setattr("crm_desktop.store.checkpoints._MANY_CHANGES", 50)
    counted = "SELECT reltuples, pg_stat_get_analyze_count(oid) FROM pg_class WHERE relname = %s"
    client = open_client(postgresql_workspace)

    def grow(unit: UnitOfWork) -> None:
        unit.insert_many("contact", [NewRecord({"family_name": f"Ким {n}"}) for n in range(60)])
        unit.connection.exec_driver_sql("SELECT pg_stat_force_next_flush()")  # not in a second

    with psycopg.connect(postgresql_workspace, autocommit=True) as server:
        client.execute(Write(grow))
        for _again in range(2):
            moved = client.database._checkpoints
            assert moved is not None
            moved._try()
            assert moved.works
            assert server.execute(counted, ("contact",)).fetchall() == [(60, 1)]
            assert server.execute(counted, ("operation",)).fetchall() == [(-1, 0)]
    client.close()


@pytest.mark.parametrize("is_allowed", [True, False])
def test_it_is_known_whether_the_database_lets_itself_be_helped(is_allowed: bool) -> None:
    def move() -> int:
        if not is_allowed:
            raise sa.exc.ProgrammingError("SELECT", None, psycopg.errors.InsufficientPrivilege())
        return 0

    checkpoints = Checkpoints(move)
    assert not checkpoints.works
    checkpoints.ask()
    checkpoints.close()
    assert checkpoints.works == is_allowed


def test_what_is_committed_during_a_move_is_moved_after_it() -> None:
    begun, may_go_on, moves = threading.Event(), threading.Event(), []

    def move() -> int:
        moves.append(1)
        begun.set()
        may_go_on.wait()
        return 0

    checkpoints = Checkpoints(move, every=0)
    checkpoints.ask()
    begun.wait()
    checkpoints.ask()
    checkpoints.ask()
    may_go_on.set()
    checkpoints.close()
    assert len(moves) == 2


def test_who_writes_on_waits_only_for_what_has_become_long() -> None:
    pages, moved = iter([2_999, 3_000, 3_000, 10]), []

    def move() -> int:
        moved.append(next(pages))
        return moved[-1]

    checkpoints = Checkpoints(move, every=0)
    checkpoints.ask()
    wait_until(lambda: checkpoints.pages == 2_999)
    checkpoints.catch_up()
    assert moved == [2_999]
    checkpoints.ask()
    wait_until(lambda: checkpoints.pages == 3_000)
    checkpoints.catch_up()
    checkpoints.catch_up()  # once for what others keep
    assert moved == [2_999, 3_000, 3_000]
    checkpoints.close()


def test_who_may_not_does_not_ask_again() -> None:
    refused = threading.Semaphore(0)
    moves = []

    def move() -> int:
        moves.append(1)
        refused.release()
        raise sa.exc.ProgrammingError("SELECT", None, psycopg.errors.InsufficientPrivilege())

    checkpoints = Checkpoints(move, every=0)
    checkpoints.ask()
    refused.acquire()
    checkpoints.ask()
    checkpoints.close()
    assert len(moves) == 1
