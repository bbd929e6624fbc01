"""Long operations: short portions; cancelled or crashed, everything is taken back."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.backend.work import Progress
from crm_desktop.bootstrap import open_backend
from crm_desktop.core.errors import Cancelled, NotFound, Unavailable
from crm_desktop.core.ids import new_id
from crm_desktop.features.common.listing import WHOLE_LIST, ListOrder, Shelf, ids_of
from crm_desktop.features.contacts.commands import ArchiveManyContacts
from crm_desktop.features.contacts.queries import find_order
from crm_desktop.store import operations
from crm_desktop.store.faults import SERVER_GONE
from crm_desktop.store.metadata import journal, operation
from tests.factories.fair_time import fair_time
from tests.factories.tiers import postgresql_when_long
from tests.store.workshop import (
    MakePeople,
    TrialError,
    Worker,
    assert_search_follows_the_records,
    create_contact,
    journal_length,
    read,
    snapshot,
    wait_until,
)

# Short transactions are what keeps a colleague's save quick (architecture.md, 'Long operations').
LONGEST_PORTION = 0.150


def states_of_operations(client: Backend) -> list[tuple[str, str]]:
    """(kind, state) of all operations but the set-up, oldest first."""
    rows = client.ask(
        lambda reader: reader.connection.execute(
            sa.select(operation.c.kind, operation.c.state).order_by(operation.c.rid)
        ).all()
    )
    return [(kind, state) for kind, state in rows if kind != "setup"]


@contextmanager
def measured(client: Backend) -> Iterator[list[float]]:
    """How long each transaction of ``client.write`` takes, in seconds: what it waits for a
    processor that others have is no part of it."""
    took: list[float] = []
    plain = client.database.writing

    @contextmanager
    def timed(**how: bool) -> Iterator[Any]:
        with plain(**how) as connection:
            driver: Any = connection.connection.driver_connection
            servers = (driver.info.backend_pid,) if connection.dialect.name == "postgresql" else ()
            start = fair_time(*servers)
            yield connection
            took.append(fair_time(*servers) - start)

    client.database.writing = timed  # type: ignore[method-assign]
    yield took
    client.database.writing = plain  # type: ignore[method-assign]


def test_portions_are_short_in_doing_undoing_and_redoing(client: Backend) -> None:
    for work in (MakePeople(1500, portion=400), UndoOperation(), RedoOperation()):
        with measured(client) as took:
            client.execute(work)
        # How many they are follows the speed of the machine.
        assert len(took) >= 3
        # The median: on a busy test machine a single one may have to wait for the processor.
        assert statistics.median(took) <= LONGEST_PORTION


def test_any_number_of_records_is_archived_in_short_portions_and_brought_back_by_one_undo(
    client: Backend,
) -> None:
    client.execute(MakePeople(1200, portion=400))
    before, people = snapshot(client), client.ask(find_order, WHOLE_LIST)
    ids = client.ask(ids_of, "contact", people)
    told: list[Progress] = []
    with measured(client) as took:
        client.execute(ArchiveManyContacts((*ids, str(new_id()))), on_progress=told.append)
    assert len(took) >= 3
    assert statistics.median(took) <= LONGEST_PORTION
    assert told[-1] == Progress("write", 1201, 1201)
    assert len(client.ask(find_order, ListOrder(Shelf.ARCHIVE))) == 1200
    client.execute(UndoOperation())
    assert snapshot(client) == before


def test_archiving_only_what_is_gone_says_so_and_leaves_nothing_under_way(client: Backend) -> None:
    with pytest.raises(NotFound, match="aren’t there any more"):
        client.execute(ArchiveManyContacts((str(new_id()),)))
    assert operations.OPEN not in {state for _kind, state in states_of_operations(client)}


def test_a_colleagues_save_gets_its_turn_meanwhile(another_client: Callable[[], Backend]) -> None:
    importer, colleague = another_client(), another_client()
    running = importer.start(MakePeople(1500, portion=100))
    waits = []
    while not running.future.done():
        start = time.perf_counter()
        create_contact(colleague, family_name="Colleague")
        waits.append(time.perf_counter() - start)
    assert running.future.result().result == 1500
    assert len(waits) >= 3
    assert statistics.median(waits) < 0.5


def test_cancelling_takes_everything_back(client: Backend) -> None:
    before = snapshot(client)
    running = client.start(MakePeople(100_000, portion=20), on_progress=lambda _p: running.cancel())
    with pytest.raises(Cancelled):
        running.future.result()
    assert snapshot(client) == before
    assert states_of_operations(client) == [("do", "stopped"), ("undo", "done")]
    assert_search_follows_the_records(client)


def test_a_failing_portion_takes_everything_back(client: Backend) -> None:
    before = snapshot(client)
    with pytest.raises(TrialError):
        client.execute(MakePeople(30, portion=10, stop_at=2))
    assert snapshot(client) == before
    assert states_of_operations(client) == [("do", "stopped"), ("undo", "done")]


def test_what_a_server_lost_when_it_fell_is_not_taken_back(client: Backend) -> None:
    """It would be somebody else's: the server gives its number anew."""

    def fall(_progress: object) -> None:
        with client.database.writing() as connection:
            connection.execute(sa.delete(journal))
            connection.execute(sa.delete(operation))
        raise Unavailable(SERVER_GONE)

    with pytest.raises(Unavailable, match="doesn’t answer"):
        client.execute(MakePeople(20, portion=10), on_progress=fall)
    assert states_of_operations(client) == []


def test_what_fails_before_its_first_portion_leaves_no_trace(client: Backend) -> None:
    length = journal_length(client)
    with pytest.raises(TrialError):
        client.execute(MakePeople(30, portion=10, stop_at=0))
    assert (states_of_operations(client), journal_length(client)) == ([], length)


def test_what_was_cancelled_is_not_offered_for_redo(client: Backend) -> None:
    create_contact(client)
    with pytest.raises(TrialError):
        client.execute(MakePeople(30, portion=10, stop_at=2))
    outcome = client.execute(UndoOperation())
    assert outcome.result.label == "New contact"


@pytest.mark.parametrize("moment", [0, pytest.param(1, marks=pytest.mark.long)])
def test_after_a_crash_in_the_middle_the_next_start_takes_it_back(
    workspace_url: str, client: Backend, moment: int
) -> None:
    colleague = create_contact(client)
    before = snapshot(client)
    kill_during(workspace_url, ("make", 100_000, 50), after_lines=1 + 3 * moment)
    assert len(snapshot(client)) > len(before)
    reopen(workspace_url)
    assert snapshot(client) == before
    assert read(client, colleague).version == 1
    assert states_of_operations(client)[1:] == [("do", "stopped"), ("undo", "done")]
    assert_search_follows_the_records(client)


@pytest.mark.parametrize("moment", [0, pytest.param(1, marks=pytest.mark.long)])
def test_after_a_crash_during_undo_the_next_start_goes_on(
    workspace_url: str, client: Backend, moment: int
) -> None:
    before = snapshot(client)
    client.execute(MakePeople(2000, portion=500))
    done = snapshot(client)
    kill_during(workspace_url, ("undo",), after_lines=1 + 2 * moment)
    assert states_of_operations(client) == [("do", "done"), ("undo", "open")]
    reopen(workspace_url)
    assert snapshot(client) == before
    assert states_of_operations(client) == [("do", "undone"), ("undo", "done")]
    client.execute(RedoOperation())
    assert snapshot(client) == done
    assert_search_follows_the_records(client)


@postgresql_when_long
def test_after_a_crash_while_a_crash_was_being_repaired_it_is_repaired_still(
    workspace_url: str, client: Backend
) -> None:
    before = snapshot(client)
    kill_during(workspace_url, ("make", 100_000, 400), after_lines=4)
    repairing = Worker(workspace_url, "save", "Nobody", 0)
    wait_until(lambda: ("undo", "open") in states_of_operations(client))
    repairing.kill()
    reopen(workspace_url)
    assert snapshot(client) == before
    assert set(states_of_operations(client)) == {("do", "stopped"), ("undo", "done")}


def test_the_operation_of_a_living_process_is_left_alone(
    workspace_url: str, client: Backend
) -> None:
    worker = Worker(workspace_url, "make", 1000, 50)
    wait_until(lambda: ("do", "open") in states_of_operations(client))
    reopen(workspace_url)
    worker.wait_for("done")
    assert worker.end() == 0
    assert states_of_operations(client) == [("do", "done")]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100))
def test_hundred_crashes_at_random_moments(workspace_url: str, client: Backend, seed: int) -> None:
    before = snapshot(client)
    worker = Worker(workspace_url, "make", 100_000, 50)
    worker.wait_for("ready")
    time.sleep(random.Random(seed).uniform(0, 2))
    worker.kill()
    reopen(workspace_url)
    assert snapshot(client) == before
    assert operations.OPEN not in {state for _kind, state in states_of_operations(client)}
    assert_search_follows_the_records(client)


def kill_during(url: str, action: tuple[object, ...], *, after_lines: int) -> None:
    """Let another process run ``action`` and kill it in the middle of its next step."""
    worker = Worker(url, *action)
    worker.wait_for("ready")
    lines = worker.lines()
    for _ in range(after_lines):
        next(lines)
    worker.kill()


def reopen(url: str) -> None:
    """What the next start of the program does."""
    open_backend(url, create=False).close()
