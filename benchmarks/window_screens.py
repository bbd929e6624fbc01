"""Screens to show a window on: memory only, and a real X server of the benchmark's own.

Used by ``window`` on the main thread.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

OFFSCREEN, REAL = "offscreen", "X server"

# Where the program looks for what it keeps of a person, on the systems it runs on.
_HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
_HOMES_ON_WINDOWS = ("APPDATA", "LOCALAPPDATA")


@contextmanager
def screens(home: Path, *, one: bool) -> Iterator[dict[str, Mapping[str, str]]]:
    """Environments by the name of their screen, in which the program is a stranger: its settings
    are below ``home``, and so is its byte code, as of an installed program. With ``one`` only the
    screen that is nearest to a person's."""
    settled = {name: str(home) for name in (*_HOMES, *_HOMES_ON_WINDOWS)}
    environment = {**os.environ, **settled, "PYTHONPYCACHEPREFIX": str(home / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    offscreen = {**environment, "QT_QPA_PLATFORM": "offscreen"}
    if shutil.which("Xvfb") is None:
        yield {OFFSCREEN: offscreen}
        return
    with _server() as display:
        real = {**environment, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
        yield {REAL: real} if one else {OFFSCREEN: offscreen, REAL: real}


@contextmanager
def _server() -> Iterator[str]:
    """The name of an X server's display."""
    read_end, write_end = os.pipe()
    words = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1920x1200x24", "-nolisten"]
    with subprocess.Popen(
        [*words, "tcp"], pass_fds=(write_end,), stderr=subprocess.DEVNULL
    ) as server:
        os.close(write_end)
        with os.fdopen(read_end) as said:
            number = said.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()
