"""The program as a person at a terminal meets it: words in, status and two streams out.

Used by the journeys and by the tests of the command line. ``run`` is the program in this process,
``run_apart`` and ``start`` are real processes.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm_desktop.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
EXPORTS = ROOT / "tests/unit/importing/exports"


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout; anything else there fails the test."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value

    @property
    def reason(self) -> str:
        """Why a command was refused: status 1, nothing on stdout, one line on stderr."""
        assert (self.status, self.out) == (1, ""), self
        [line] = self.err.splitlines()
        return line


def run(*words: object) -> Answer:
    """The command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main([str(word) for word in words])
        except SystemExit as end:
            status = int(end.code or 0)
    return Answer(status, out.getvalue(), err.getvalue())


def done(*words: object) -> Answer:
    """The command in this process, which must succeed."""
    answer = run(*words)
    assert answer.status == 0, answer
    return answer


def start(
    *words: object, environment: Mapping[str, str] | None = None, own_group: bool = False
) -> subprocess.Popen[str]:
    """The command as a process of its own, under way; ``own_group``: as a terminal starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "crm_desktop", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=own_group,
    )


def run_apart(*words: object, environment: Mapping[str, str] | None = None) -> Answer:
    """The command as a process of its own, until its end."""
    with start(*words, environment=environment) as process:
        out, err = process.communicate(timeout=100)
    return Answer(process.returncode, out, err)


def exported(workspace: str, kind: str, folder: Path) -> list[dict[str, Any]]:
    """All records of a kind, as ``export --format json`` writes them."""
    path = folder / f"{kind}.jsonl"
    done("export", kind, "--workspace", workspace, "--format", "json", "--out", path)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def found(workspace: str, text: str) -> list[str]:
    """The titles that a search finds, best first."""
    answer = done("search", "--workspace", workspace, "--json", "--", text)
    return [hit["title"] for hit in answer.json["results"]]
