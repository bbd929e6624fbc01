"""Starting ``worker`` processes and watching their memory."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

_LOOK_EVERY_SECONDS = 0.05
_WORKER = "benchmarks.worker"


@dataclass
class Memory:
    """The most that a process and its helpers held at one time, in megabytes. ``own`` leaves out
    what the system keeps but once and can drop: libraries and mapped pages of the database."""

    own: float = 0.0
    resident: float = 0.0

    def look(self, process: psutil.Process) -> None:
        """Measure now."""
        own = resident = 0.0
        try:
            for each in (process, *process.children(recursive=True)):
                found = each.memory_info()
                resident += found.rss / 1e6
                own += (found.rss - getattr(found, "shared", 0)) / 1e6
        except psutil.Error:
            return  # one has just ended; the next look counts
        self.own, self.resident = max(self.own, own), max(self.resident, resident)


def run(
    task: str, *words: object, module: str = _WORKER, environment: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], Memory]:
    """Run a task to its end: its answer and its memory."""
    memory = Memory()
    command = _command(task, *words, module=module)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        ended = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, memory, ended))
        watcher.start()
        assert process.stdout is not None
        said = process.stdout.read()
        ended.set()
        watcher.join()
    return _answer(task, process, said), memory


@contextmanager
def beside(task: str, *words: object) -> Iterator[dict[str, Any]]:
    """A task that goes on until the block ends; then its answer stands in what the block got."""
    answer: dict[str, Any] = {}
    with subprocess.Popen(
        _command(task, *words), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it has begun
        yield answer
        said, _errors = process.communicate()
    answer.update(_answer(task, process, said))


def _command(task: str, *words: object, module: str = _WORKER) -> list[str]:
    return [sys.executable, "-m", module, task, *map(str, words)]


def _answer(task: str, process: subprocess.Popen[str], said: str) -> dict[str, Any]:
    if process.returncode:
        raise RuntimeError(f"the task {task} failed with status {process.returncode}")
    answer: dict[str, Any] = json.loads(said.splitlines()[-1])
    return answer


def _watch(pid: int, memory: Memory, ended: threading.Event) -> None:
    try:
        process = psutil.Process(pid)
        while not ended.wait(_LOOK_EVERY_SECONDS):
            memory.look(process)
    except psutil.Error:
        return
