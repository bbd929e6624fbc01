"""The data on which everything is measured, made once by the product and then kept.

Kept data sets are named after a digest of the migrations and the seed: a change of the schema
makes them anew. What a figure changes it changes in a copy. Used on the main thread.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks.sheets import write_sheet
from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend
from crm_desktop.core.paths import migrations_folder
from crm_desktop.features.data.commands import FillWithDemo
from crm_desktop.features.data.importing.commands import ImportFiles
from tests.factories.postgresql import create_database, find_binaries

LANGUAGE, REGION = "ru", "RU"
SEED = 1
# The day around which the demo's things happen: the data must not depend on today.
_TODAY = datetime(2026, 1, 15, 9, tzinfo=timezone.utc)
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def cache_key() -> str:
    """Names what the kept data sets were made by."""
    digest = hashlib.blake2b(digest_size=4)
    for script in sorted((migrations_folder() / "versions").glob("*.py")):
        digest.update(script.read_bytes())
    return f"{digest.hexdigest()}-{LANGUAGE}-{SEED}"


@dataclass
class DataSets:
    """Workspaces of one engine: kept ones in ``kept``, throw-away ones in ``scratch`` or on the
    server ``admin_url``."""

    engine: str
    kept: Path
    scratch: Path
    admin_url: str | None = None
    _ready: dict[str, str] = field(default_factory=dict)
    _numbers: Any = field(default_factory=count)

    def demo(self, scale: str) -> str:
        """The workspace that ``crm-desktop demo --scale …`` makes. Not to be changed."""

        def fill(backend: Backend) -> None:
            backend.execute(FillWithDemo(LANGUAGE, scale, SEED, _TODAY), on_progress=_tell(scale))

        return self._kept(scale, fill)

    def imported(self, rows: int) -> str:
        """A workspace with ``rows`` imported people and nothing else. Not to be changed."""

        def fill(backend: Backend) -> None:
            backend.execute(ImportFiles((self.sheet(rows),), REGION, LANGUAGE))

        return self._kept(f"imported-{rows}", fill)

    def sheet(self, rows: int, series: int = 0) -> Path:
        """An XLSX of people who are in no data set, another lot for each ``series``."""
        path = self.kept / f"people-{rows}-{series}.xlsx"
        if not path.exists():
            beginning = path.with_suffix(".part")
            write_sheet(beginning, rows, series)
            beginning.rename(path)
        return path

    def copy(self, address: str) -> str:
        """A copy of a workspace, to be changed at will."""
        name = f"copy_{next(self._numbers)}"
        if self.admin_url is None:
            path = self.scratch / name
            shutil.copyfile(address, path)
            # Else the first who waits for the disk waits for the whole copy.
            with path.open("rb+") as file:
                os.fsync(file.fileno())
            return str(path)
        self._administer("CREATE DATABASE {} TEMPLATE {}", name, urlsplit(address).path.lstrip("/"))
        return _database(self.admin_url, name)

    def drop(self, address: str) -> None:
        """Throw a copy away, so that its room can be used again."""
        if self.admin_url is None:
            for path in self.scratch.glob(f"{Path(address).name}*"):
                path.unlink()
        else:
            self._administer("DROP DATABASE {} WITH (FORCE)", urlsplit(address).path.lstrip("/"))

    def _kept(self, name: str, fill: Callable[[Backend], None]) -> str:
        if name not in self._ready:
            make = self._kept_file if self.admin_url is None else self._kept_dump
            self._ready[name] = make(name, fill)
        return self._ready[name]

    def _kept_file(self, name: str, fill: Callable[[Backend], None]) -> str:
        path = self.kept / f"{name}.crm"
        if not path.exists():
            beginning = self.scratch / path.name
            _fill(str(beginning), fill)
            beginning.rename(path)
        return str(path)

    def _kept_dump(self, name: str, fill: Callable[[Backend], None]) -> str:
        assert self.admin_url is not None
        dump = self.kept / f"{name}.dump"
        address = create_database(self.admin_url)
        if dump.exists():
            _postgresql("pg_restore", "-d", address, "--jobs=2", dump)
        else:
            _fill(address, fill)
            beginning = dump.with_suffix(".part")
            _postgresql("pg_dump", "-d", address, "-Fc", "-Z1", "-f", beginning)
            beginning.rename(dump)
        # What the server's own housekeeping would have done long ago.
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        return address

    def _administer(self, statement: str, *names: str) -> None:
        assert self.admin_url is not None
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _fill(address: str, fill: Callable[[Backend], None]) -> None:
    backend = open_backend(address, create=True, language=LANGUAGE)
    try:
        fill(backend)
    finally:
        backend.close()


def _tell(scale: str) -> Callable[[Any], None]:
    def tell(progress: Any) -> None:
        if scale != "small" and progress.done % 20_000 == 0:
            print(f"making {scale}: {progress.done} of {progress.total}", file=sys.stderr)

    return tell


def _database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _postgresql(program: str, *words: object) -> None:
    command: Sequence[str] = [str(find_binaries() / program), *map(str, words)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
