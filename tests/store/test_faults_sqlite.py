"""What goes wrong with a file is said in words, nothing is lost, foreign files stay whole."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import UndoOperation
from crm_desktop.bootstrap import open_backend
from crm_desktop.core import threads
from crm_desktop.core.errors import Damaged, Invalid, NotFound, Unavailable
from crm_desktop.core.ids import new_id
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.contacts.queries import count
from crm_desktop.features.contacts.tables import contact as contact_table
from crm_desktop.store.engine import Database
from crm_desktop.store.location import parse_location
from crm_desktop.store.metadata import metadata
from tests.store.workshop import (
    ROOT,
    MakePeople,
    Worker,
    change,
    create_contact,
    open_client,
    read,
)

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + bytes(range(256)) * 40
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and rights")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "workspace.db"


@pytest.fixture
def client(place: Path) -> Iterator[Backend]:
    opened = open_client(str(place))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "content",
    [b"Name;Phone\nAnna;512\n" * 100, JPEG, b"x" * 20, b"SQLite format 3\0" + b"\xff" * 5000],
    ids=["text", "picture", "short", "lying header"],
)
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(
    place: Path, content: bytes
) -> None:
    place.write_bytes(content)
    with pytest.raises(Damaged, match="left as it"):
        open_backend(str(place), create=True)
    assert place.read_bytes() == content


def test_a_build_whose_sqlite_can_damage_data_opens_none(
    client: Backend, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_contact(client)
    monkeypatch.setattr("crm_desktop.store.engine.OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(Damaged, match="Install the program"):
        open_backend(str(place), create=False)


def test_another_programs_database_is_refused_and_left_as_it_is(place: Path) -> None:
    with sqlite3.connect(place) as foreign:
        foreign.execute("CREATE TABLE bookmark (title)")
    foreign.close()
    content = place.read_bytes()
    with pytest.raises(Damaged, match="another program"):
        open_backend(str(place), create=True)
    assert place.read_bytes() == content


def test_an_empty_file_is_no_workspace(place: Path) -> None:
    place.touch()
    with pytest.raises(Damaged, match="is empty"):
        open_backend(str(place), create=False)


def test_a_missing_file_folder_or_a_folder_in_its_place_is_said(place: Path) -> None:
    with pytest.raises(NotFound):
        open_backend(str(place), create=False)
    with pytest.raises(Invalid, match="no folder"):
        open_backend(str(place / "deeper" / "w.db"), create=True)
    with pytest.raises(Invalid, match="is a folder"):
        open_backend(str(place.parent), create=True)


@pytest.fixture
def full_workspace(place: Path) -> Path:
    """A closed workspace of some hundred pages."""
    client = open_client(str(place))
    client.execute(MakePeople(300))
    client.close()
    return place


@pytest.mark.parametrize("part", [0.001, 0.1, 0.5, 0.9])
def test_a_truncated_workspace_is_damaged_or_says_so_when_read(
    full_workspace: Path, part: float
) -> None:
    whole = full_workspace.read_bytes()
    full_workspace.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(Damaged):
        read_everything(full_workspace)


@pytest.mark.parametrize("table", ["workspace", "contact", "contact_phone", "journal", "user"])
def test_a_workspace_with_an_overwritten_page_says_so(full_workspace: Path, table: str) -> None:
    with sqlite3.connect(full_workspace) as file:
        (page,) = file.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()
    file.close()
    content = bytearray(full_workspace.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xaa" * 4096
    full_workspace.write_bytes(content)
    with pytest.raises(Damaged, match="is damaged"):
        read_everything(full_workspace)


def read_everything(place: Path) -> None:
    """Open the workspace and look at each table and index."""
    client = open_client(str(place))
    try:
        with client.database.reading() as connection:
            for name in metadata.tables:
                connection.exec_driver_sql(f'SELECT * FROM "{name}" NOT INDEXED').all()
            connection.exec_driver_sql("SELECT * FROM search_index('per')").all()
    finally:
        client.close()


def test_a_window_that_stayed_open_writes_nothing_into_what_a_newer_program_migrated(
    place: Path,
) -> None:
    client = open_backend(str(place), create=True)
    other = Database(parse_location(str(place)))
    with other.writing() as connection:
        connection.exec_driver_sql("CREATE INDEX ix_trial ON workspace (value)")
    create_contact(client, family_name="Ким")  # the revision is the same
    with other.writing() as connection:
        connection.exec_driver_sql("DROP INDEX ix_trial")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for _attempt in range(2):
        with pytest.raises(Damaged, match="newer version"):
            create_contact(client, family_name="Лев")
    assert client.ask(count) == 1
    other.close()
    client.close()


def test_the_window_thread_may_not_touch_the_database(client: Backend) -> None:
    found: list[str] = []

    def window() -> None:
        threads.forbid_waiting()
        for call in (
            lambda: client.database.reading().__enter__(),
            lambda: client.database.writing().__enter__(),
            lambda: client.database.raw(write=False),
            lambda: client.execute(MakePeople(1)),
            lambda: client.ask(lambda reader: None),
        ):
            try:
                call()
            except RuntimeError as error:
                found.append(str(error))

    thread = threading.Thread(target=window)
    thread.start()
    thread.join()
    assert found == ["the database was called on a thread that must never wait"] * 5


def test_a_busy_file_is_waited_for_and_then_its_holder_is_named(
    place: Path, client: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.store.sqlite_connections.BUSY_SECONDS", 0.3)
    contact = create_contact(client)
    holder = Worker(place, "hold", 60)
    holder.wait_for("holding")
    holder.process.send_signal(signal.SIGSTOP)
    with pytest.raises(Unavailable, match=rf"\({holder.process.pid}\)"):
        change(client, contact, 1, position="Boss")
    assert read(client, contact).version == 1
    holder.kill()
    change(client, contact, 1, position="Boss")


@pytest.fixture
def common_workspace(full_workspace: Path) -> Iterator[Path]:
    """One where everybody can come; the folders of pytest are closed by each run that begins."""
    with tempfile.TemporaryDirectory(prefix="crm-rights-") as name:
        Path(name).chmod(0o755)
        place = Path(shutil.copy(full_workspace, name))
        place.chmod(0o644)
        yield place
        Path(name).chmod(0o755)


@posix
@pytest.mark.parametrize("protected", ["file", "folder"])
def test_without_the_right_to_write_the_workspace_says_so(
    common_workspace: Path, protected: str
) -> None:
    if protected == "file":
        common_workspace.chmod(0o444)
    else:
        common_workspace.parent.chmod(0o555)
    outcome = as_nobody(common_workspace)
    assert outcome.stdout.startswith(("Unavailable", "Damaged")), outcome.stderr
    assert "write-protected" in outcome.stdout or "can’t be opened" in outcome.stdout


@posix
@pytest.mark.parametrize("protected", ["file", "folder"])
def test_without_the_right_to_read_the_workspace_says_so(
    common_workspace: Path, protected: str
) -> None:
    (common_workspace if protected == "file" else common_workspace.parent).chmod(0)
    outcome = as_nobody(common_workspace)
    assert outcome.stdout.startswith("Unavailable"), outcome.stderr
    assert "no right to use it" in outcome.stdout


# Python's own files may lie where nobody else may read: what is only loaded when it is needed is
# loaded before the rights are given up.
OPENER = """
import sys
import psutil
from crm_desktop.core.errors import CrmError
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.bootstrap import open_backend
if sys.argv[2] == "root":
    import os
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    backend = open_backend(sys.argv[1], create=False)
    backend.execute(CreateContact({"family_name": "Nobody"}))
    print("saved")
except CrmError as error:
    print(type(error).__name__, error)
"""


def as_nobody(place: Path) -> subprocess.CompletedProcess[str]:
    """Open the workspace without root's freedom from all rights."""
    return subprocess.run(
        [sys.executable, "-c", OPENER, str(place), "root" if os.geteuid() == 0 else "self"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@posix
@pytest.mark.expected_log
def test_a_full_disk_stops_writing_not_reading_and_damages_nothing(small_disk: Path) -> None:
    place = small_disk / "workspace.db"
    client = open_client(str(place))
    saved = fill(client, small_disk)
    # Everything that writes is refused in words, and what was saved is there.
    for command in (MakePeople(50), UndoOperation()):
        with pytest.raises(Unavailable, match="disk"):
            client.execute(command)
    people = client.ask(
        lambda reader: reader.connection.execute(
            sa.select(sa.func.count(contact_table.c.rid))
        ).scalar_one()
    )
    assert people == saved
    (small_disk / "ballast").unlink()
    change(client, create_contact(client, family_name="After"), 1, position="Boss")
    client.close()
    with sqlite3.connect(place) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    file.close()


def fill(client: Backend, disk: Path) -> int:
    """Save people while the disk fills up byte by byte, until nothing more can be saved; gives
    the number of saved ones."""
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        ballast.write(b"x" * (shutil.disk_usage(disk).free - 400_000))
        for saved in range(400):
            with suppress(OSError):
                ballast.write(b"x" * (1 + 8000 // (saved + 1)))
            try:
                create_contact(client, note="n" * 3000)
            except Unavailable:
                return saved
    raise AssertionError("the disk never filled up")


def test_what_was_refused_on_a_read_only_disk_is_written_when_the_right_comes_back(
    client: Backend,
) -> None:
    """A connection made meanwhile stays one for reading: the next save must not meet it."""

    def protect(connection: sa.Connection) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA query_only = 1")

    engine = client.database._writer
    command, operation = CreateContact({"given_name": "Anna"}), new_id()
    sa.event.listen(engine, "begin", protect, insert=True)
    with pytest.raises(Unavailable, match="only be read"):
        client.execute(command, operation_id=operation)
    sa.event.remove(engine, "begin", protect)
    person = client.execute(command, operation_id=operation).result
    assert read(client, person).state["given_name"] == "Anna"
