"""What a long operation has put into its place beside its writing."""

from __future__ import annotations

import threading

import psycopg
import pytest
import sqlalchemy as sa

from crm_desktop.store.checkpoints import Checkpoints
from tests.store.workshop import create_contact, open_client, wait_until


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
        client.database.checkpoint_soon()
        client.close()
        assert pages_that_wait() == 0


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
