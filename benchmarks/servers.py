"""A PostgreSQL server as an office runs it: durable, with the defaults of its makers.

The tests' throw-away server has durability off, which no save may be measured on. Called once by
the command, which takes the server down at its end.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.factories.postgresql import ADMIN, LOCALE, NoServer, find_binaries, stop_server

_SETTINGS = {"listen_addresses": "127.0.0.1", "timezone": "UTC"}


@contextmanager
def durable_server(folder: Path) -> Iterator[str]:
    """The URL of a fresh server's superuser; its data lie beside the SQLite files in ``folder``,
    if its owner may go there, so that both engines write to one disk. ``NoServer`` says why none
    can be had."""
    binaries = find_binaries()
    home = _home(folder)
    try:
        port = _start(binaries, home)
    except (OSError, LookupError, subprocess.CalledProcessError) as error:
        shutil.rmtree(home, ignore_errors=True)
        detail = getattr(error, "stderr", "") or ""
        raise NoServer(f"the PostgreSQL server did not start: {error} {detail}".strip()) from error
    try:
        yield f"postgresql://{ADMIN}@127.0.0.1:{port}/postgres"
    finally:
        with suppress(OSError, subprocess.CalledProcessError):
            stop_server(home)


def settings_of(url: str) -> str:
    """What the figures of saving depend on, for the head of the table."""
    names = ("server_version", "fsync", "synchronous_commit", "full_page_writes")
    with psycopg.connect(url) as connection:
        found = [connection.execute(f"SHOW {name}").fetchone() for name in names]
    return ", ".join(f"{name} {row[0]}" for name, row in zip(names, found, strict=True) if row)


def _home(folder: Path) -> Path:
    """Root lends the server its own user, who may not enter root's folders."""
    reachable = os.geteuid() != 0 or all(
        place.stat().st_mode & 0o005 == 0o005 for place in (folder, *folder.parents)
    )
    home = Path(tempfile.mkdtemp(prefix="postgresql-", dir=folder if reachable else None))
    if os.geteuid() == 0:
        shutil.chown(home, ADMIN, ADMIN)
    return home


def _start(binaries: Path, home: Path) -> int:
    _run(
        *(binaries / "initdb", "-D", home / "data", "-U", ADMIN, "--encoding=UTF8"),
        *(f"--locale={LOCALE}", "--auth=trust", "--no-sync", "--no-instructions"),
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = {**_SETTINGS, "port": str(port), "unix_socket_directories": str(home)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    log = home / "server.log"
    _run(binaries / "pg_ctl", "start", "-w", "-D", home / "data", "-l", log, "-o", options)
    return port


def _run(*words: object) -> None:
    lent = ["runuser", "-u", ADMIN, "--"] if os.geteuid() == 0 else []
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "PG"))}
    subprocess.run(
        [*lent, *map(str, words)],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env={**environment, "LC_ALL": LOCALE},
    )
