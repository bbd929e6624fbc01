"""Which commits wait for the disk: of an import only the one that ends it. And which move the log
into the file: none of an import, where that is done beside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.backend import pace
from crm_desktop.bootstrap import open_backend
from crm_desktop.store.checkpoints import Checkpoints
from tests.store.importing import import_of, many_people
from tests.store.workshop import create_contact

# What SQLite calls its levels of 'synchronous'.
_NORMAL, _FULL = 1, 2


def test_of_an_import_the_end_waits_for_the_disk_and_so_does_who_saves_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels = levels_of_an_import("synchronous", tmp_path, monkeypatch)
    assert levels == [_NORMAL, _NORMAL, _FULL, _NORMAL, _NORMAL, _FULL]


def test_no_commit_of_an_import_moves_a_log_that_is_moved_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Checkpoints, "works", True, raising=False)
    monkeypatch.setattr(Checkpoints, "__init__", lambda self, move, every=0: None)
    for name in ("ask", "catch_up", "close"):
        monkeypatch.setattr(Checkpoints, name, lambda self: None)
    levels = levels_of_an_import("wal_autocheckpoint", tmp_path, monkeypatch)
    assert levels == [8_000, 8_000, 4_000, 8_000, 8_000, 8_000]


def levels_of_an_import(pragma: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The setting in each transaction before its commit: two portions, a save by somebody else,
    two portions, the end."""
    for name in ("FIRST_ROWS", "LEAST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(pace, name, 10)
    client = open_backend(str(folder / "trial.crm"), create=True)
    path = many_people(folder, 40)
    levels: list[int] = []
    plain = client.database.writing

    @contextmanager
    def noting(**how: bool) -> Iterator[Any]:
        with plain(**how) as connection:
            yield connection
            levels.append(connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one())

    def save_in_between(_progress: object) -> None:
        if len(levels) == 2:
            create_contact(client, family_name="Ким")

    monkeypatch.setattr(client.database, "writing", noting)
    client.execute(import_of([path]), on_progress=save_in_between)
    client.close()
    return levels
