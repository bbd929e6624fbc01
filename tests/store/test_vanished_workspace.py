"""A workspace file that is taken away, emptied or written over while it is open: nothing is
written into nowhere."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from crm_desktop.bootstrap import open_backend
from crm_desktop.core.errors import Overwritten, Replaced, Unavailable
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import count
from crm_desktop.store.sqlite_connections import plain_connection
from tests.store.workshop import wait_until

ANNA = CreateContact({"given_name": "Anna"})


def test_a_save_is_refused_while_the_file_is_away_and_works_when_it_is_back(tmp_path: Path) -> None:
    place, pocket = tmp_path / "office.crm", tmp_path / "pocket.crm"
    backend = open_backend(str(place), create=True)
    try:
        backend.execute(ANNA)
        place.rename(pocket)
        with pytest.raises(Unavailable, match="isn’t where it was"):
            backend.execute(ANNA)
        assert not place.exists(), "no empty file may take its place"
        pocket.rename(place)
        backend.execute(ANNA)
        assert backend.ask(count) == 2
    finally:
        backend.close()


def carried(place: Path, to: Path) -> None:
    """The workspace with all its files, elsewhere: the copies have numbers of their own."""
    to.mkdir(exist_ok=True)
    for part in place.parent.glob(f"{place.name}*"):
        shutil.copy(part, to / part.name)


def put_back(place: Path, pocket: Path) -> None:
    """As on a drive that is connected anew."""
    for part in place.parent.glob(f"{place.name}*"):
        part.unlink()
    carried(pocket / place.name, place.parent)


def test_a_file_that_comes_back_with_other_numbers_is_taken_up_again(tmp_path: Path) -> None:
    place, pocket = tmp_path / "base" / "office.crm", tmp_path / "pocket"
    place.parent.mkdir()
    backend = open_backend(str(place), create=True)
    news: list[str] = []
    backend.feed.subscribe(lambda changes: news.extend(one.entity for one in changes))
    backend.feed.start()
    try:
        backend.execute(ANNA)
        carried(place, pocket)
        put_back(place, pocket)
        assert backend.ask(count) == 1
        backend.execute(ANNA)
        assert backend.ask(count) == 2
        put_back(place, carried_anew(place, pocket))
        other = open_backend(str(place), create=False)
        other.execute(ANNA)
        other.close()
        assert backend.ask(count) == 3, "what was added meanwhile is there"
        backend.execute(ANNA)
        wait_until(lambda: news.count("contact") == 4)
    finally:
        backend.close()


def carried_anew(place: Path, pocket: Path) -> Path:
    """The state of this moment."""
    carried(place, pocket)
    return pocket


def test_an_older_copy_at_the_same_place_is_refused(tmp_path: Path) -> None:
    place, pocket = tmp_path / "base" / "office.crm", tmp_path / "pocket"
    place.parent.mkdir()
    backend = open_backend(str(place), create=True)
    try:
        backend.execute(ANNA)
        carried(place, pocket)
        backend.execute(ANNA)
        put_back(place, pocket)
        for use in (lambda: backend.execute(ANNA), lambda: backend.ask(count)):
            with pytest.raises(Unavailable, match="open the workspace again"):
                use()
    finally:
        backend.close()


def test_another_file_at_the_same_place_is_neither_read_nor_written(tmp_path: Path) -> None:
    place = tmp_path / "office.crm"
    backend = open_backend(str(place), create=True)
    try:
        place.rename(tmp_path / "old.crm")
        other = open_backend(str(place), create=True)
        other.close()
        for use in (lambda: backend.execute(ANNA), lambda: backend.ask(count)):
            with pytest.raises(Unavailable, match="open the workspace again"):
                use()
    finally:
        backend.close()


@pytest.mark.parametrize("left", [b"", b"something else, and no workspace " * 4000])
def test_a_file_that_was_emptied_or_written_over_is_told_as_that_and_goes_on_when_it_is_back(
    tmp_path: Path, left: bytes
) -> None:
    place, pocket = tmp_path / "base" / "office.crm", tmp_path / "pocket"
    place.parent.mkdir()
    backend = open_backend(str(place), create=True)
    backend.feed.start()
    try:
        backend.execute(ANNA)
        assert backend.ask(count) == 1
        whole = whole_copy(place, pocket)
        place.write_bytes(left)
        for use in (lambda: backend.ask(count), lambda: backend.execute(ANNA)):
            with pytest.raises(Overwritten, match="written over the workspace file"):
                use()
        assert place.read_bytes() == left, "nothing may be written into it"
        place.write_bytes(whole)
        assert backend.ask(count) == 1
        backend.execute(ANNA)
        assert backend.ask(count) == 2
    finally:
        backend.close()


@pytest.mark.parametrize("left", ["older", "other", "garbage", "nothing"])
def test_the_log_of_the_file_that_was_open_stays_out_of_the_one_that_was_copied_over_it(
    tmp_path: Path, left: str
) -> None:
    place, pocket = tmp_path / "base" / "office.crm", tmp_path / "pocket"
    place.parent.mkdir()
    backend = open_backend(str(place), create=True)
    backend.execute(ANNA)
    there = {
        "older": whole_copy(place, pocket),
        "other": workspace_bytes(tmp_path / "other.crm"),
        "garbage": b"something else, and no workspace " * 4000,
        "nothing": b"",
    }[left]
    backend.execute(ANNA)
    whole_copy(place, pocket)
    for _time in range(50):
        backend.execute(ANNA)
    written = place.with_name("office.crm-wal").read_bytes()
    place.write_bytes(there)
    with pytest.raises(Unavailable):
        backend.ask(count)
    backend.close()
    assert place.read_bytes() == there
    [kept] = place.parent.glob("office.crm-wal.*")
    assert kept.read_bytes() == written
    if left in ("older", "other"):
        again = open_backend(str(place), create=False)
        assert again.ask(count) == (1 if left == "older" else 0)
        again.close()


def test_the_log_of_a_file_that_is_back_when_the_window_closes_is_moved_into_it(
    tmp_path: Path,
) -> None:
    place = tmp_path / "office.crm"
    backend = open_backend(str(place), create=True)
    for _time in range(50):
        backend.execute(ANNA)
    whole = place.read_bytes()
    place.write_bytes(b"")
    with pytest.raises(Overwritten):
        backend.ask(count)
    place.write_bytes(whole)
    backend.close()
    assert not [*tmp_path.glob("office.crm-wal*")]
    again = open_backend(str(place), create=False)
    assert again.ask(count) == 50
    again.close()


def test_a_log_that_was_copied_over_with_its_file_counts(tmp_path: Path) -> None:
    place, other = tmp_path / "base" / "office.crm", tmp_path / "other.crm"
    place.parent.mkdir()
    theirs = open_backend(str(other), create=True)
    theirs.execute(ANNA)
    backend = open_backend(str(place), create=True)
    for _time in range(50):
        backend.execute(ANNA)
    for part in ("", "-wal"):
        there = other.with_name(other.name + part).read_bytes()
        place.with_name(place.name + part).write_bytes(there)
    with pytest.raises(Unavailable):
        backend.ask(count)
    backend.close()
    theirs.close()
    again = open_backend(str(place), create=False)
    assert again.ask(count) == 1
    again.close()
    assert not [*place.parent.glob("office.crm-wal.*")]


def workspace_bytes(place: Path) -> bytes:
    """An empty workspace's file."""
    open_backend(str(place), create=True).close()
    return place.read_bytes()


def whole_copy(place: Path, pocket: Path) -> bytes:
    """What the file holds when nothing of it lies beside it any more."""
    with closing(plain_connection(place)) as connection:
        connection.execute("PRAGMA wal_checkpoint(FULL)")
    carried(place, pocket)
    return place.read_bytes()


def test_another_workspace_copied_over_the_open_one_is_neither_read_nor_written(
    tmp_path: Path,
) -> None:
    place, other = tmp_path / "office.crm", tmp_path / "other.crm"
    open_backend(str(other), create=True).close()
    backend = open_backend(str(place), create=True)
    try:
        backend.execute(ANNA)
        theirs = other.read_bytes()
        place.write_bytes(theirs)
        for use in (lambda: backend.ask(count), lambda: backend.execute(ANNA)):
            with pytest.raises(Unavailable, match="open the workspace again"):
                use()
        assert place.read_bytes() == theirs
    finally:
        backend.close()


def test_what_a_statement_asks_wrongly_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    backend = open_backend(str(tmp_path / "office.crm"), create=True)
    try:
        with (
            pytest.raises(sa.exc.OperationalError, match="no such table"),
            backend.database.reading() as connection,
        ):
            connection.exec_driver_sql("SELECT * FROM nowhere")
    finally:
        backend.close()


def test_an_older_copy_written_over_the_open_file_is_refused_and_the_newer_one_goes_on(
    tmp_path: Path,
) -> None:
    place, pocket = tmp_path / "base" / "office.crm", tmp_path / "pocket"
    place.parent.mkdir()
    backend = open_backend(str(place), create=True)
    try:
        backend.execute(ANNA)
        older = whole_copy(place, pocket)
        backend.execute(ANNA)
        newer = whole_copy(place, pocket)
        assert backend.ask(count) == 2
        place.write_bytes(older)
        for use in (lambda: backend.ask(count), lambda: backend.execute(ANNA)):
            with pytest.raises(Replaced, match="older copy"):
                use()
        assert place.read_bytes() == older
        place.write_bytes(newer)
        assert backend.ask(count) == 2
        backend.execute(ANNA)
        assert backend.ask(count) == 3
    finally:
        backend.close()
