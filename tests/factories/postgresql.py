"""A throw-away PostgreSQL server for tests, and databases on it, empty or copied.

``tests/conftest.py`` calls it once per test process; the developer's script starts one server for
all processes with ``python -m tests.factories.postgresql start`` and ends it with ``stop``.
The server holds test data only, so durability is off unless a test is about it. Role ``postgres``
enters without a password, every other role by SCRAM, so that tests can try a wrong password.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from tests.factories.scratch import scratch_folder

if TYPE_CHECKING:
    import psycopg
    from psycopg import sql

LOCALE = "C.UTF-8"
ADMIN = "postgres"
_PREFIX = "crm-postgresql-"
_ACCESS = f"""\
local all {ADMIN}              trust
host  all {ADMIN} 127.0.0.1/32 trust
local all all                  scram-sha-256
host  all all     127.0.0.1/32 scram-sha-256
"""
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "autovacuum": "off",
}
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class NoServer(Exception):
    """No PostgreSQL server can be had here; the text says why."""


@dataclass(frozen=True)
class Server:
    """A running private server; ``admin_url`` enters as its superuser."""

    folder: Path
    admin_url: str

    def stop(self) -> None:
        """Take the server down without ceremony and delete all it had."""
        stop_server(self.folder)

    def crash(self) -> None:
        """Break off all its processes at once, and start it again as it was."""
        folder, program = self.folder, find_binaries() / "pg_ctl"
        log = folder / "server.log"
        _run(program, "restart", "-w", "-D", folder / "data", "-l", log, "-m", "immediate")


def find_binaries() -> Path:
    """The folder of ``initdb`` and ``pg_ctl``: the newest one of Debian's, else from PATH."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(debian, key=lambda path: int(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    if newest:
        return newest[0].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise NoServer("no PostgreSQL server is installed (initdb was not found)")


def start_server(owner: int | None = None, *, is_durable: bool = False) -> Server:
    """Make a cluster in a temporary folder and start it on a free loopback port.

    What a durable one confirmed outlives its crash. It belongs to the process ``owner`` (by
    default this one): the next start takes down the servers of owners that died before they could.
    """
    if sys.platform == "win32":
        raise NoServer("on Windows name a server in CRM_TEST_POSTGRESQL")
    binaries = find_binaries()
    _stop_orphans()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=scratch_folder()))
    (folder / "owner.pid").write_text(str(owner or os.getpid()), encoding="ascii")
    try:
        if _is_root():
            shutil.chown(folder, ADMIN, ADMIN)
        _initialise(binaries, folder)
        port = _free_port()
        lasting = _DURABLE if is_durable else {}
        settings = {
            **_SETTINGS,
            **lasting,
            "port": str(port),
            "unix_socket_directories": str(folder),
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        log = str(folder / "server.log")
        _run(binaries / "pg_ctl", "start", "-w", "-D", folder / "data", "-l", log, "-o", options)
    except (OSError, LookupError, subprocess.CalledProcessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        detail = getattr(error, "stderr", "") or ""
        raise NoServer(f"the PostgreSQL server did not start: {error} {detail}".strip()) from error
    return Server(folder, f"postgresql://{ADMIN}@127.0.0.1:{port}/postgres")


def stop_server(folder: Path) -> None:
    """Stop the server that ``start_server`` made in ``folder``; nothing of it stays."""
    _run(find_binaries() / "pg_ctl", "stop", "-w", "-D", folder / "data", "-m", "immediate")
    shutil.rmtree(folder)


def create_database(admin_url: str, *, locale: str | None = None) -> str:
    """A new empty UTF-8 database; gives its URL.

    Without ``locale`` its character type knows Cyrillic letters; a test of the refusal of such
    that don't asks for ``C``.
    """
    import psycopg
    from psycopg import sql

    with psycopg.connect(admin_url, autocommit=True) as connection:
        return _create(
            connection,
            admin_url,
            sql.SQL("TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}").format(
                sql.Literal(locale or "C"),
                sql.Literal(locale or _capable_locale(connection)),
            ),
        )


def copy_database(admin_url: str, url: str) -> str:
    """A new database with all that the one of ``url`` holds, to which nobody may be connected;
    gives the copy's URL."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(admin_url, autocommit=True) as connection:
        pattern = sql.Identifier(_database_name(url))
        # As files: by way of the log, as PostgreSQL prefers it, takes twice the work.
        how = sql.SQL("TEMPLATE {} STRATEGY file_copy").format(pattern)
        return _create(connection, admin_url, how)


def drop_database(admin_url: str, url: str) -> None:
    """Drop the database of ``url``, throwing out whoever is still connected."""
    import psycopg
    from psycopg import sql

    name = sql.Identifier(_database_name(url))
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _create(connection: psycopg.Connection, admin_url: str, how: sql.Composed) -> str:
    """Create a database under a name that no other has; gives its URL."""
    from psycopg import sql

    name = f"crm_test_{uuid.uuid4().hex[:12]}"
    connection.execute(sql.SQL("CREATE DATABASE {} ").format(sql.Identifier(name)) + how)
    return urlunsplit(urlsplit(admin_url)._replace(path=f"/{name}"))


def _database_name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _capable_locale(connection: psycopg.Connection) -> str:
    """The server's own locale if it knows Cyrillic letters, else the portable one."""
    row = connection.execute(
        "SELECT datctype FROM pg_database WHERE datname = 'template1'"
    ).fetchone()
    assert row is not None
    own = str(row[0])
    return own if re.search(r"utf-?8|cyrillic|russian", own, re.IGNORECASE) else LOCALE


def _stop_orphans() -> None:
    place = scratch_folder() or Path(tempfile.gettempdir())
    for note in place.glob(f"{_PREFIX}*/owner.pid"):
        try:
            os.kill(int(note.read_text(encoding="ascii")), 0)
        except ProcessLookupError:
            with suppress(OSError, subprocess.CalledProcessError):
                stop_server(note.parent)
        except (OSError, ValueError):
            continue  # somebody else's, or just being made or deleted


def _initialise(binaries: Path, folder: Path) -> None:
    data = folder / "data"
    _run(
        binaries / "initdb",
        *("-D", data, "-U", ADMIN, "--encoding=UTF8", f"--locale={LOCALE}"),
        *("--auth=trust", "--no-sync", "--no-instructions"),
    )
    (data / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")


def _run(program: Path, *arguments: object) -> None:
    """Run a server's program; PostgreSQL refuses to run as root, so root lends it the role."""
    command: Sequence[str] = [str(program), *map(str, arguments)]
    if _is_root():
        command = ["runuser", "-u", ADMIN, "--", *command]
    # LC_ALL from outside would overrule the locale that initdb was asked for.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "PG"))}
    subprocess.run(
        command,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env={**environment, "LC_ALL": LOCALE},
    )


def _is_root() -> bool:
    return os.geteuid() == 0 if sys.platform != "win32" else False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(arguments: Sequence[str]) -> int:
    """``start`` prints the folder and the admin URL, a line each; ``stop FOLDER``."""
    if list(arguments) == ["start"]:
        try:
            server = start_server(owner=os.getppid())
        except NoServer as reason:
            print(reason, file=sys.stderr)
            return 1
        print(server.folder, server.admin_url, sep="\n")
        return 0
    if len(arguments) == 2 and arguments[0] == "stop":
        stop_server(Path(arguments[1]))
        return 0
    print("usage: python -m tests.factories.postgresql start | stop FOLDER", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
