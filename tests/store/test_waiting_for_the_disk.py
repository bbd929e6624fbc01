"""Which commits wait for the disk: of an import only the one that ends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from crm_desktop.backend import pace
from crm_desktop.bootstrap import open_backend
from tests.store.importing import import_of, many_people
from tests.store.workshop import create_contact

# What SQLite calls its levels of 'synchronous'.
_NORMAL, _FULL = 1, 2


def test_a_server_writes_what_need_not_last_without_waiting_for_its_disk(
    postgresql_workspace: str,
) -> None:
    with psycopg.connect(postgresql_workspace, autocommit=True) as server:
        name = sql.Identifier(server.info.dbname)
        server.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = on").format(name))
    client = open_backend(postgresql_workspace, create=True)

    def waits(*, lasting: bool) -> str:
        with client.database.writing(lasting=lasting) as connection:
            return str(connection.exec_driver_sql("SHOW synchronous_commit").scalar_one())

    assert [waits(lasting=which) for which in (True, False, True)] == ["on", "off", "on"]
    client.close()


def test_of_an_import_the_end_waits_for_the_disk_and_so_does_who_saves_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FIRST_ROWS", "LEAST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(pace, name, 10)
    client = open_backend(str(tmp_path / "trial.crm"), create=True)
    path = many_people(tmp_path, 40)
    levels: list[int] = []
    plain = client.database.writing

    @contextmanager
    def noting(**how: bool) -> Iterator[Any]:
        with plain(**how) as connection:
            levels.append(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
            yield connection

    def save_in_between(_progress: object) -> None:
        if len(levels) == 2:
            create_contact(client, family_name="Ким")

    monkeypatch.setattr(client.database, "writing", noting)
    client.execute(import_of([path]), on_progress=save_in_between)
    client.close()
    assert levels == [_NORMAL, _NORMAL, _FULL, _NORMAL, _NORMAL, _FULL]
