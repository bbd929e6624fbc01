"""A workspace in a folder where nothing can be written: a protected stick, a disk of backups."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_desktop.bootstrap import open_backend
from crm_desktop.core.errors import Unavailable
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.search.queries import search
from crm_desktop.store import engine, identity, still
from crm_desktop.store.engine import Database
from crm_desktop.store.filesystem import can_be_written
from crm_desktop.store.location import SqliteLocation


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace with one person, closed."""
    path = tmp_path / "w.crm"
    backend = open_backend(str(path), create=True, language="en")
    backend.execute(CreateContact({"given_name": "Anna"}))
    backend.close()
    return path


@pytest.fixture
def protect(place: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Nothing can be written in the folder from now on."""

    def is_writable(path: Path) -> bool:
        return path not in (place, place.parent) and can_be_written(path)

    def protected() -> None:
        for module in (engine, still):
            monkeypatch.setattr(module, "can_be_written", is_writable)

    return protected


def test_it_is_read_and_searched_and_writing_is_refused_with_the_reason(
    place: Path, protect: Callable[[], None]
) -> None:
    protect()
    backend = open_backend(str(place), create=False)
    assert backend.database.is_read_only
    assert [hit.title for hit in backend.ask(search, "ann")] == ["Anna"]
    with pytest.raises(Unavailable, match="only be read"):
        backend.execute(CreateContact({"given_name": "Ivan"}))
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    backend.close()


def test_who_was_never_there_may_look(
    place: Path, protect: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    protect()
    monkeypatch.setattr(identity, "account", lambda _connection: "somebody else")
    backend = open_backend(str(place), create=False)
    assert len(backend.ask(search, "ann")) == 1
    with pytest.raises(Unavailable, match="only be read"):
        backend.execute(CreateContact({"given_name": "Ivan"}))
    backend.close()


def test_what_is_read_while_somebody_else_changes_the_file_is_no_answer(
    place: Path, protect: Callable[[], None]
) -> None:
    protect()
    backend = open_backend(str(place), create=False)
    os.utime(place, (0, 0))
    with pytest.raises(Unavailable, match="Open it again"):
        backend.ask(search, "ann")
    backend.close()


def test_nothing_is_written_either_while_a_colleague_who_may_write_has_it_open(
    place: Path, protect: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague = open_backend(str(place), create=False)
    protect()
    monkeypatch.setattr(identity, "account", lambda _connection: "somebody else")
    backend = open_backend(str(place), create=False)
    assert backend.database.is_read_only
    with pytest.raises(Unavailable, match="only be read"):
        backend.execute(CreateContact({"given_name": "Ivan"}))
    backend.close()
    colleague.close()


def test_an_older_workspace_is_not_brought_up_to_date_there(
    place: Path, protect: Callable[[], None]
) -> None:
    database = Database(SqliteLocation(place))
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    database.close()
    protect()
    with pytest.raises(Unavailable, match="older version"):
        open_backend(str(place), create=False)
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_changes_that_only_lie_beside_the_file_are_not_passed_over(
    place: Path, protect: Callable[[], None]
) -> None:
    place.with_name(f"{place.name}-wal").write_bytes(b"left by a crash")
    protect()
    with pytest.raises(Unavailable, match="closed properly"):
        open_backend(str(place), create=False)
