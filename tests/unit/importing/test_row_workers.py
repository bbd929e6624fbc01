"""Rows are cleaned and made ready in processes of their own, and come out as if made here."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from multiprocessing.context import SpawnProcess
from pathlib import Path

import psutil
import pytest

from crm_desktop.core.errors import Unavailable
from crm_desktop.features.data.importing import row_workers
from crm_desktop.features.data.importing.cleaning import make_cleaner
from crm_desktop.features.data.importing.incoming import IncomingRow
from crm_desktop.features.data.importing.recognise import recognise
from crm_desktop.features.data.importing.row_workers import Cleaned, Packed, RowWorkers
from crm_desktop.integrations.tabular.table import Table

ROWS = [["Имя", "Фамилия", "Телефон", "Компания"]]
ROWS += [[f"Анна {n}", "Ким", f"+7 912 {n:07}", "Свет"] for n in range(1_200)]
ROWS += [["", "", "", ""], ["", "", "", ""], ["Без телефона", "", "", ""]]


@pytest.fixture
def workers() -> Iterator[RowWorkers]:
    with RowWorkers() as workers:
        yield workers


def taken_in(workers: RowWorkers) -> tuple[list[IncomingRow], list[int]]:
    chunks, told = cleaned(workers)
    return list(workers.take_in(chunks, "csv")), told


def cleaned(workers: RowWorkers) -> tuple[deque[Cleaned], list[int]]:
    table = Table("csv", ROWS, range(1, len(ROWS) + 1))
    recognition = recognise(table, language="ru", region="RU")
    cleaner = make_cleaner(recognition, region="RU", language="ru")
    told: list[int] = []
    chunks = workers.clean(cleaner, table, recognition.first_data_row, told.append)
    assert sum(chunk.rows for chunk in chunks) == 1_201
    return chunks, told


def test_processes_give_what_this_one_would(
    workers: RowWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, told = taken_in(workers)
    assert [row.number for row in here[:2]] == [2, 3]
    assert told[-1] == len(ROWS) - 1
    monkeypatch.setattr(row_workers, "_PARALLEL_FROM_ROWS", 1)
    monkeypatch.setattr(workers, "_processes", 2)
    assert taken_in(workers) == (here, told)
    assert psutil.Process().children()


def test_rows_come_back_from_the_planning_without_all_being_made_ready_at_once(
    workers: RowWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = 0
    take_in = row_workers._take_in

    def counted(packed: bytes, system: str) -> list[Packed]:
        nonlocal taken
        taken += 1
        return take_in(packed, system)

    monkeypatch.setattr(row_workers, "_take_in", counted)
    chunks, _told = cleaned(workers)
    assert len(chunks) > 1
    incoming = workers.take_in(chunks, "csv")
    rows = [next(incoming)]
    left = incoming.for_planning(drafts_too=False)
    incoming.go_on(left)
    rows.append(next(incoming))
    assert taken == 1
    rows += incoming
    assert [row.number for row in rows] == [*range(2, 1_202), 1_204]


def test_small_files_begin_no_process(workers: RowWorkers, tmp_path: Path) -> None:
    small = tmp_path / "small.csv"
    small.write_bytes(b"x" * 1_000)
    workers.expect([small, tmp_path / "missing.csv"])
    assert workers._pool is None


def test_a_process_that_the_system_stops_is_told_in_words(
    workers: RowWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_processes", 2)
    workers._start()
    assert workers._pool is not None
    for pid in list(workers._pool._processes):
        psutil.Process(pid).kill()
    with pytest.raises(Unavailable, match="The system stopped a part of the import"):
        taken_in(workers)


@pytest.mark.parametrize("begun", [0, 1])
def test_where_the_system_begins_no_process_the_rows_are_made_here(
    workers: RowWorkers, monkeypatch: pytest.MonkeyPatch, begun: int
) -> None:
    here, _told = taken_in(workers)
    began: list[SpawnProcess] = []
    start = SpawnProcess.start

    def refused(process: SpawnProcess) -> None:
        if len(began) == begun:
            raise BlockingIOError(errno.EAGAIN, "too many processes")
        start(process)
        began.append(process)

    monkeypatch.setattr(SpawnProcess, "start", refused)
    monkeypatch.setattr(row_workers, "_load", os.getpid)  # nothing needs to be loaded there
    monkeypatch.setattr(row_workers, "_PARALLEL_FROM_ROWS", 1)
    monkeypatch.setattr(workers, "_processes", 2)
    assert taken_in(workers)[0] == here
    assert workers.planning() is None
    assert not any(process.is_alive() for process in began)


_STARTS_AND_WAITS = """
import sys, time
from crm_desktop.features.data.importing.row_workers import RowWorkers
if __name__ == "__main__":
    workers = RowWorkers()
    workers._processes = 2
    workers._start()
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a parent's end is told otherwise")
def test_processes_of_a_killed_import_end_too(tmp_path: Path) -> None:
    script = tmp_path / "begin.py"
    script.write_text(_STARTS_AND_WAITS, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE) as importing:
        assert importing.stdout is not None
        importing.stdout.readline()
        left = psutil.Process(importing.pid).children(recursive=True)
        assert left
        time.sleep(1.5)  # they watch their parent once their imports are done
        importing.kill()
    _ended, alive = psutil.wait_procs(left, timeout=20)
    assert not alive
