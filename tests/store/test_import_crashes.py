"""Imports that do not come to their end: killed, stopped, without room, without a server, beside
others. Whatever happens, nothing is half-done and nobody is there twice."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.bootstrap import check_workspace
from crm_desktop.core.errors import Cancelled
from crm_desktop.features.contacts.commands import UpdateContact
from crm_desktop.features.contacts.queries import count
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.factories.tiers import postgresql_when_long
from tests.journeys.program import done, run_apart, start
from tests.store.importing import bring_in, import_of, many_people, people, sheet, values
from tests.store.killing import assert_as_before, assert_whole, kill_at, wait_for_an_open_operation
from tests.store.workshop import (
    assert_search_follows_the_records,
    change,
    create_contact,
    open_client,
    read,
    snapshot,
)

# Nobody waits longer for an import (quality.md); a busy test machine may take several times that.
LONGEST_WAIT = 0.200


@pytest.mark.parametrize("moment", [pytest.param(0.0, marks=pytest.mark.long), 0.3])
def test_a_killed_import_is_taken_back_by_the_next_check(
    workspace_url: str, client: Backend, tmp_path: Path, moment: float
) -> None:
    bring_in(client, many_people(tmp_path, 40, name="before.csv"))
    before = snapshot(client)
    # The same forty get one more address, many others are new.
    path = many_people(tmp_path, 4000)
    path.write_text(path.read_text(encoding="utf-8").replace("example.com", "example.org"))
    assert kill_at(workspace_url, moment, "import", path)
    done("check", "--workspace", workspace_url)
    assert_as_before(client, before)


@postgresql_when_long
def test_a_killed_undo_of_an_import_is_ended_by_the_next_check(
    workspace_url: str, client: Backend, tmp_path: Path
) -> None:
    before = snapshot(client)
    bring_in(client, many_people(tmp_path, 1500))
    assert kill_at(workspace_url, 0.05, "undo")
    done("check", "--workspace", workspace_url)
    without_companions = {key: s for key, s in snapshot(client).items() if key in before}
    assert without_companions == before
    assert client.ask(count) in {0, 1500}
    assert_whole(client)


def test_cancelling_in_the_middle_takes_all_back(client: Backend, tmp_path: Path) -> None:
    bring_in(client, many_people(tmp_path, 40, name="before.csv"))
    before = snapshot(client)
    command = import_of([many_people(tmp_path, 3000)])
    running = client.start(
        command,
        on_progress=lambda p: running.cancel() if (p.phase, p.done) > ("write", 0) else None,
    )
    with pytest.raises(Cancelled):
        running.future.result()
    assert_as_before(client, before)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with six megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can make a small disk")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@pytest.mark.skipif(os.name == "nt", reason="small disks are made with tmpfs")
def test_an_import_that_fills_the_disk_is_taken_back_once_there_is_room(
    small_disk: Path, tmp_path: Path
) -> None:
    workspace = small_disk / "w.crm"
    done("--lang", "en", "import", many_people(tmp_path, 5), "--workspace", workspace)
    refused = run_apart("import", many_people(tmp_path, 8000), "--workspace", workspace)
    assert "The disk is full" in refused.reason
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    assert done("check", "--workspace", workspace, "--json").json["counts"]["contacts"] == 5


@postgresql_when_long
def test_two_processes_importing_the_same_file_double_nobody(
    workspace_url: str, client: Backend, tmp_path: Path
) -> None:
    path = many_people(tmp_path, 600)
    both = [start("import", path, "--workspace", workspace_url) for _ in range(2)]
    answers = [process.communicate(timeout=100) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    assert Counter(p["family_name"] for p in people(client)).most_common(1)[0][1] == 1
    assert client.ask(count) == 600
    assert check_workspace(client).problems == ()
    assert_search_follows_the_records(client)


def test_two_imports_of_different_files_go_side_by_side(
    another_client: Callable[[], Backend], tmp_path: Path
) -> None:
    one, two = another_client(), another_client()
    files = [many_people(tmp_path, 700, name=f"{n}.csv", first=n * 700) for n in range(2)]
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(bring_in, (one, two), files))
    assert [result.contacts.created for result in results] == [700, 700]
    assert sum(result.companies.created for result in results) == 100
    assert one.ask(count) == 1400
    assert_search_follows_the_records(one)


def test_a_colleagues_save_does_not_wait_for_an_import(
    another_client: Callable[[], Backend], tmp_path: Path
) -> None:
    importer, colleague = another_client(), another_client()
    create_contact(colleague)
    running = importer.start(import_of([many_people(tmp_path, 3000)]))
    waits = []
    while not running.future.done():
        began = time.perf_counter()
        create_contact(colleague, family_name="Colleague")
        waits.append(time.perf_counter() - began)
        time.sleep(0.02)
    assert running.future.result().result.contacts.created == 3000
    assert len(waits) >= 5
    assert statistics.median(waits) <= LONGEST_WAIT
    assert max(waits) <= 5 * LONGEST_WAIT


def test_what_a_colleague_adds_between_reading_and_writing_is_kept(
    postgresql_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer, colleague = open_client(postgresql_database), open_client(postgresql_database)
    person = create_contact(importer, family_name="Ким", phones=[{"value": "+79123456789"}])
    plain = UnitOfWork.load_many

    def late(self: UnitOfWork, entity: str, rids: list[int]) -> object:
        if entity == "contact" and rids and read(colleague, person).version == 1:
            phones = [*read(colleague, person).state["phones"], {"value": "+79990000001"}]
            change(colleague, person, 1, phones=phones)
        return plain(self, entity, rids)

    monkeypatch.setattr(UnitOfWork, "load_many", late)
    path = sheet(tmp_path, "Фамилия;Телефон;Мобильный", "Ким;+79123456789;+79990000002")
    result = bring_in(importer, path)
    assert result.contacts.updated == 1
    assert values(read(importer, person).state, "phones") == [
        *("+79123456789", "+79990000001", "+79990000002")
    ]
    importer.close()
    colleague.close()


def test_a_server_killed_in_the_middle_is_told_and_taken_back_at_the_next_opening(
    postgresql_database: str, postgresql_server: str, tmp_path: Path
) -> None:
    client = open_client(postgresql_database)
    before = snapshot(client)
    words = ("import", many_people(tmp_path, 8000), "--workspace", postgresql_database)
    with start(*words) as process:
        wait_for_an_open_operation(postgresql_database, process)
        drop_connections(postgresql_server, postgresql_database)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert "Traceback" not in err
    client.close()
    done("check", "--workspace", postgresql_database)
    client = open_client(postgresql_database)
    assert_as_before(client, before)
    client.close()


def drop_connections(server: str, database: str) -> None:
    """End every connection to the database, for a while, as a restart does."""
    name = database.rpartition("/")[2]
    with psycopg.connect(server, autocommit=True) as admin:
        for _ in range(20):
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            time.sleep(0.01)


def test_a_whole_import_can_be_undone_after_a_colleague_changed_one_of_its_people(
    client: Backend, tmp_path: Path
) -> None:
    bring_in(client, many_people(tmp_path, 50))
    person = people(client)[7]
    client.execute(UpdateContact(person["id"], 1, {"position": "Director"}))
    reversal = client.execute(UndoOperation()).result
    assert reversal is not None
    assert_search_follows_the_records(client)
