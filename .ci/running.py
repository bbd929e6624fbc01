"""What the developer's script runs: other programs, one after another or side by side."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
EXE = ".exe" if WINDOWS else ""
PYTHON = SCRIPTS / f"python{EXE}"

# At once, so that our words stand before those of the programs we start.
say = partial(print, flush=True)


class Failed(Exception):
    """A step could not be done; the text is for the person at the terminal."""


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print the step's name, and its seconds however it ends."""
    say(f"\n== {name}")
    start = time.perf_counter()
    try:
        yield
    finally:
        say(f"   {name}: {time.perf_counter() - start:.1f} s")


def run(
    *command: str | Path, env: Mapping[str, str] | None = None, output: int | None = None
) -> None:
    """Run a program in the checkout; its failure is ours."""
    words = [str(word) for word in command]
    try:
        status = subprocess.run(
            words, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=output, check=False
        ).returncode
    except OSError as error:
        raise Failed(f"{words[0]} could not be started: {error.strerror}") from error
    if status:
        raise Failed(f"{Path(words[0]).name} {' '.join(words[1:4])} … ended with status {status}")


def tool(name: str) -> Path:
    """A console script of the environment."""
    return SCRIPTS / f"{name}{EXE}"


@contextmanager
def beside(
    name: str, *command: str | Path, env: Mapping[str, str] | None = None
) -> Iterator[Callable[[], None]]:
    """Run a program behind others, for they leave a core idle; what is given waits for its end
    and prints what it said."""
    BUILD.mkdir(parents=True, exist_ok=True)
    words = [str(word) for word in command]
    with (BUILD / f"{name}.txt").open("w+", encoding="utf-8") as said:
        program = subprocess.Popen(
            words, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=said, stderr=said
        )

        def finish() -> None:
            status = program.wait()
            said.seek(0)
            say(said.read(), end="")
            if status:
                raise Failed(f"{name} ended with status {status}")

        try:
            yield finish
        finally:
            program.kill()
            program.wait()
