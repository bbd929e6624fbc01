"""Many processes write to one workspace, some stop for a while, some die: it stays whole."""

from __future__ import annotations

import signal
import sys
import threading
import time

import pytest

from crm_desktop.backend.backend import Backend
from tests.factories.tiers import postgresql_when_long
from tests.store.workshop import (
    Worker,
    assert_search_follows_the_records,
    entries_of,
    read,
    snapshot,
    wait_until,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stops by POSIX signals")


def confirmed_ids(worker: Worker, into: list[str]) -> None:
    """Everything that the worker has been told to be saved."""
    into += [line for line in worker.lines() if len(line) == 36]


@postgresql_when_long
@pytest.mark.parametrize(
    ("processes", "saves"), [(4, 15), pytest.param(10, 300, marks=pytest.mark.long)]
)
def test_no_confirmed_save_is_lost_and_the_file_stays_whole(
    workspace_url: str, client: Backend, processes: int, saves: int
) -> None:
    confirmed: list[list[str]] = [[] for _ in range(processes)]
    workers = [Worker(workspace_url, "save", f"Writer {n}", saves) for n in range(processes)]
    listeners = [
        threading.Thread(target=confirmed_ids, args=pair)
        for pair in zip(workers, confirmed, strict=True)
    ]
    for listener in listeners:
        listener.start()
    sleeper, victim = workers[:2]
    wait_until(lambda: len(confirmed[0]) > 2 and len(confirmed[1]) > 2)
    sleeper.process.send_signal(signal.SIGSTOP)
    victim.process.kill()
    time.sleep(0.3)
    sleeper.process.send_signal(signal.SIGCONT)
    for listener in listeners:
        listener.join()
    for worker in workers:
        worker.end()
    assert [len(ids) for ids in (confirmed[0], *confirmed[2:])] == [saves] * (processes - 1)
    everything = [key for ids in confirmed for key in ids]
    there = {key for entity, key in snapshot(client) if entity == "contact"}
    assert set(everything) <= there
    assert len(there - set(everything)) <= 1  # saved by the victim, but no longer told
    assert read(client, everything[0]).version == 1
    assert [entry.kind for entry in entries_of(client, everything[-1])] == ["insert"]
    assert_search_follows_the_records(client)
    if not client.database.is_postgresql:
        with client.database.reading() as connection:
            verdict = connection.exec_driver_sql("PRAGMA integrity_check").all()
        assert verdict == [("ok",)]
