"""Whatever moment a program or a server is killed at, what was shown as saved is there and nothing
is half-done: 500 kills of programs on a file, some more on a server, and 50 of the server itself.

The seed of a test decides the moment; a slower machine meets another point of the same work.
"""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import check_workspace, open_backend
from crm_desktop.features.common.listing import ListOrder
from crm_desktop.features.contacts.queries import count, find_list_rows, find_order
from tests.factories.postgresql import NoServer, Server, create_database, start_server
from tests.journeys.program import done, start
from tests.store.importing import bring_in, many_people
from tests.store.killing import assert_whole, kill_at, left_open
from tests.store.workshop import Worker, entries_of, open_client, read, snapshot

pytestmark = pytest.mark.long
STORED = sorted((Path(__file__).parents[1] / "migrations/workspaces").glob("*.crm.gz"))
WRITTEN = "Written"


def kills(*, of_file: int, of_server: int) -> pytest.MarkDecorator:
    """So many seeds for the workspace on a file, so many for the one on a server."""
    times = {"sqlite": of_file, "postgresql": of_server}
    return pytest.mark.parametrize(
        ("workspace_url", "seed"),
        [(engine, seed) for engine, number in times.items() for seed in range(number)],
        indirect=["workspace_url"],
    )


@kills(of_file=100, of_server=20)
def test_every_person_that_was_told_to_be_saved_is_there(
    workspace_url: str, client: Backend, seed: int
) -> None:
    worker = Worker(workspace_url, "save", WRITTEN, 10_000)
    worker.wait_for("ready")
    told = lines_until(worker, random.Random(seed).uniform(0, 0.7))
    worker.process.kill()
    told += worker.lines()
    worker.end()
    assert_told_is_saved(client, told)
    assert_whole(client)


@kills(of_file=150, of_server=40)
def test_an_import_is_there_as_a_whole_or_not_at_all(
    workspace_url: str, client: Backend, tmp_path: Path, seed: int
) -> None:
    bring_in(client, many_people(tmp_path, 40, name="before.csv"))
    before = snapshot(client)
    moment = random.Random(seed).uniform(0, 1.5)
    kill_at(workspace_url, moment, "import", many_people(tmp_path, 4000))
    was_over = not left_open(client)  # but for the process's own end
    done("check", "--workspace", workspace_url)
    assert client.ask(count) == (4000 if was_over else 40)
    if not was_over:
        assert snapshot(client) == before
    assert_whole(client)


@kills(of_file=100, of_server=20)
def test_an_undo_comes_to_its_end_or_never_began(
    workspace_url: str, client: Backend, tmp_path: Path, seed: int
) -> None:
    bring_in(client, many_people(tmp_path, 40, name="before.csv"))
    before = snapshot(client)
    bring_in(client, many_people(tmp_path, 1000, first=40))
    whole = snapshot(client)
    kill_at(workspace_url, random.Random(seed).uniform(0, 0.3), "undo")
    done("check", "--workspace", workspace_url)
    now = snapshot(client)
    assert now in (before, whole)
    assert_whole(client)


@pytest.mark.parametrize("seed", range(150))
def test_a_workspace_of_an_older_program_is_migrated_or_as_it_was(
    tmp_path: Path, seed: int
) -> None:
    place = tmp_path / "old.crm"
    place.write_bytes(gzip.decompress(STORED[seed % len(STORED)].read_bytes()))
    with start("check", "--workspace", place) as process:
        while not place.with_name("old.crm-backups").exists() and process.poll() is None:
            time.sleep(0.001)
        time.sleep(random.Random(seed).uniform(0, 0.5))
        process.kill()
    client = open_backend(str(place), create=False)
    assert check_workspace(client).problems == ()
    rows = client.ask(find_list_rows, client.ask(find_order, ListOrder()))
    assert [row.name for row in rows] == ["Марина Ким"]
    client.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server whose confirmations hold."""
    try:
        started = start_server(is_durable=True)
    except NoServer as reason:
        pytest.skip(f"no PostgreSQL of our own to kill: {reason}")
    yield started
    started.stop()


@pytest.mark.parametrize("seed", range(50))
def test_a_server_that_is_killed_keeps_what_it_confirmed(
    server: Server, tmp_path: Path, seed: int
) -> None:
    url = create_database(server.admin_url)
    open_client(url).close()
    importing = start("import", many_people(tmp_path, 3000), "--workspace", url)
    saving = Worker(url, "save", WRITTEN, 10_000)
    saving.wait_for("ready")
    told = lines_until(saving, random.Random(seed).uniform(0, 3))
    server.crash()
    told += saving.lines()
    saving.end()
    _out, err = importing.communicate(timeout=100)
    assert "Traceback" not in err
    done("check", "--workspace", url)
    client = open_client(url)
    assert_told_is_saved(client, told)
    imported = client.ask(count) - len(saved(client))
    assert imported == 3000 if importing.returncode == 0 else imported in {0, 3000}
    assert_whole(client)
    client.close()


def lines_until(worker: Worker, seconds: float) -> list[str]:
    """What it says in that time, one line at least."""
    end = time.monotonic() + seconds
    told = []
    for line in worker.lines():
        told.append(line)
        if time.monotonic() > end:
            break
    return told


def saved(client: Backend) -> set[str]:
    """Everybody whom a worker wrote."""
    return {
        key
        for (entity, key), state in snapshot(client).items()
        if entity == "contact" and state["family_name"] == WRITTEN
    }


def assert_told_is_saved(client: Backend, told: list[str]) -> None:
    """All of them, whole, and at most one more, which was saved but not told."""
    there = saved(client)
    assert set(told) <= there
    assert len(there) <= len(told) + 1
    assert read(client, told[-1]).version == 1
    assert [entry.kind for entry in entries_of(client, told[-1])] == ["insert"]
