"""Files that hang on records: stored once, whole or not at all, brought back by undo."""

from __future__ import annotations

import hashlib
import os
import sys
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.history import RedoOperation, UndoOperation
from crm_desktop.backend.work import LongWork, Work
from crm_desktop.bootstrap import check_workspace
from crm_desktop.core.errors import Cancelled, Invalid, NotFound
from crm_desktop.features.common.timeline import TimelineQuery
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.files import handlers, reading
from crm_desktop.features.files.commands import (
    Attached,
    AttachFiles,
    DeleteAttachments,
    LinkAttachment,
    RenameAttachment,
)
from crm_desktop.features.files.queries import (
    copy_out,
    find_by_name,
    find_files,
    find_in_timeline,
)
from crm_desktop.features.files.rows import FileRow
from crm_desktop.store import contents
from crm_desktop.store.metadata import content_chunk, content_file
from tests.store.workshop import (
    Worker,
    assert_search_follows_the_records,
    count,
    create_contact,
    open_client,
    wait_until,
)

MB = 1 << 20
OpenClient = Callable[[], Backend]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def sparse(folder: Path, name: str, size: int) -> Path:
    """A file of ``size`` bytes that takes hardly any room."""
    path = folder / name
    with path.open("wb") as file:
        file.truncate(size)
        file.write(os.urandom(16))
    return path


def attach(client: Backend, person: str, *paths: Path) -> Attached:
    result = client.execute(AttachFiles(paths, {"contacts": (person,)})).result
    assert isinstance(result, Attached)
    return result


def files(client: Backend, person: str) -> list[FileRow]:
    return client.ask(find_files, "contact", person)


def names(client: Backend, person: str) -> list[str]:
    return [file.name for file in files(client, person)]


def stored(client: Backend) -> tuple[int, int]:
    """How many files and chunks the workspace holds, finished or not."""
    return count(client, content_file), count(client, content_chunk)


@pytest.fixture
def person(client: Backend) -> str:
    return create_contact(client)


@pytest.mark.parametrize("size", [0, 1, MB - 1, MB, MB + 1, 3 * MB + 5])
def test_a_file_comes_out_as_it_went_in(
    client: Backend, person: str, tmp_path: Path, size: int
) -> None:
    data = os.urandom(size)
    attach(client, person, written(tmp_path, "Offer.pdf", data))
    (file,) = files(client, person)
    assert (file.name, file.size, file.media_type) == ("Offer.pdf", size, "application/pdf")
    assert file.author == client.actor.name
    client.ask(copy_out, file.digest, tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == data
    assert check_workspace(client).problems == ()


def test_the_same_bytes_are_stored_once(client: Backend, person: str, tmp_path: Path) -> None:
    data = os.urandom(MB + 1)
    one, two = written(tmp_path, "one.txt", data), written(tmp_path, "two.txt", data)
    attach(client, person, one, two)
    attach(client, create_contact(client), one)
    assert sorted(names(client, person)) == ["one.txt", "two.txt"]
    assert stored(client) == (1, 2)


def test_two_clients_attach_the_same_bytes_at_the_same_time(
    another_client: OpenClient, tmp_path: Path
) -> None:
    clients = [another_client() for _ in range(2)]
    person = create_contact(clients[0])
    path = written(tmp_path, "plan.dwg", os.urandom(6 * MB))
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda client: attach(client, person, path), clients))
    assert names(clients[0], person) == ["plan.dwg"] * 2
    assert stored(clients[0]) == (1, 6)
    assert check_workspace(clients[0]).problems == ()


def test_many_files_are_one_operation(client: Backend, person: str, tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{n}.txt", bytes([n])) for n in range(5)]
    attach(client, person, *paths)
    client.execute(UndoOperation())
    assert files(client, person) == []
    client.execute(RedoOperation())
    assert len(files(client, person)) == 5
    client.ask(copy_out, files(client, person)[0].digest, tmp_path / "copy")
    assert_search_follows_the_records(client)


def test_deleting_renaming_and_linking_can_be_undone(
    client: Backend, person: str, tmp_path: Path
) -> None:
    company = str(client.execute(CreateCompany({"name": "Firm"})).result)
    (key,) = attach(client, person, written(tmp_path, "a.txt", b"a")).ids
    client.execute(RenameAttachment(key, 1, "b/../c.txt"))
    assert names(client, person) == ["c.txt"]
    client.execute(LinkAttachment(key, "company", company))
    client.execute(LinkAttachment(key, "contact", person, linked=False))
    assert files(client, person) == []
    assert len(client.ask(find_files, "company", company)) == 1
    client.execute(DeleteAttachments((key,)))
    assert client.ask(find_files, "company", company) == []
    for _step in range(4):
        client.execute(UndoOperation())
    assert names(client, person) == ["a.txt"]
    assert client.ask(find_files, "company", company) == []


@pytest.mark.parametrize("record", ["nobody", "00000000-0000-7000-8000-000000000000"])
def test_a_file_hangs_on_nothing_that_is_not_there(
    client: Backend, tmp_path: Path, record: str
) -> None:
    with pytest.raises((Invalid, NotFound)):
        attach(client, record, written(tmp_path, "a.txt", b"a"))
    assert stored(client) == (0, 0)


# What can't be attached


def test_what_is_larger_than_the_limit_is_refused_with_the_limit(
    client: Backend, person: str, tmp_path: Path
) -> None:
    with pytest.raises(Invalid, match="larger than 50 MB"):
        attach(client, person, sparse(tmp_path, "film.mp4", 51 * MB))
    assert stored(client) == (0, 0)


@pytest.mark.parametrize("kind", ["folder", "missing", "pipe", "device"])
def test_what_is_no_file_is_refused_at_once(
    client: Backend, person: str, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "thing"
    if kind == "folder":
        path.mkdir()
    elif kind in {"pipe", "device"}:
        if sys.platform == "win32":
            pytest.skip("there are none among the files")
        path = Path("/dev/zero") if kind == "device" else path
        if kind == "pipe":
            os.mkfifo(path)
    with pytest.raises(Invalid, match="wasn’t attached"):
        attach(client, person, path)


def test_one_bad_file_keeps_no_good_one_back(client: Backend, person: str, tmp_path: Path) -> None:
    good = written(tmp_path, "good.txt", b"good")
    result = attach(client, person, tmp_path, good, tmp_path / "gone.txt")
    assert names(client, person) == ["good.txt"]
    assert [refused.path for refused in result.refused] == [tmp_path, tmp_path / "gone.txt"]


def test_a_file_that_grows_while_it_is_read_is_refused(
    client: Backend, person: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "log.txt", bytes(3 * MB))

    def grow(_progress: object) -> None:
        with path.open("ab") as file:
            file.write(b"more")

    with pytest.raises(Invalid, match="being changed by another program"):
        client.execute(AttachFiles((path,), {"contacts": (person,)}), on_progress=grow)
    assert files(client, person) == []


@pytest.mark.parametrize("trick", ["grown", "same size and time"])
def test_a_file_that_changes_between_reading_and_storing_is_never_stored_half(
    client: Backend,
    person: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trick: str,
) -> None:
    path = written(tmp_path, "log.txt", bytes(3 * MB))
    plain = reading.read_again

    def late(source: reading.Source) -> Any:
        stamp = path.stat()
        path.write_bytes(b"1" * (3 * MB + (trick == "grown")))
        if trick != "grown":
            os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        return plain(source)

    monkeypatch.setattr(handlers, "read_again", late)
    with pytest.raises(Invalid, match="being changed by another program"):
        attach(client, person, path)
    assert files(client, person) == []
    assert stored(client) == (0, 0)


# What ends in the middle


def test_cancelling_takes_everything_back(client: Backend, person: str, tmp_path: Path) -> None:
    small = written(tmp_path, "small.txt", b"small")
    large = written(tmp_path, "large.bin", os.urandom(8 * MB))
    running = client.start(
        AttachFiles((small, large), {"contacts": (person,)}),
        on_progress=lambda p: running.cancel() if p.phase == "write" and p.done > MB else None,
    )
    with pytest.raises(Cancelled):
        running.future.result()
    assert files(client, person) == []
    assert stored(client) == (1, 1)  # the small one, for whoever brings it again


def test_killed_while_attaching_leaves_nothing_half_done(
    workspace_url: str, client: Backend, person: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "large.bin", os.urandom(20 * MB))
    worker = Worker(workspace_url, "attach", path, person)
    worker.wait_for("ready")
    wait_until(lambda: stored(client)[1] > 0)
    worker.kill()
    other = open_client(workspace_url)  # takes back what the dead one left
    try:
        assert files(other, person) == []
        attach(other, person, written(tmp_path, "next.txt", b"next"))
        assert names(other, person) == ["next.txt"]
        assert stored(other) == (1, 1)
        assert check_workspace(other).problems == ()
    finally:
        other.close()


def test_what_another_client_is_writing_is_left_alone(
    another_client: OpenClient, tmp_path: Path
) -> None:
    one, two = another_client(), another_client()
    person = create_contact(one)
    slow = written(tmp_path, "slow.bin", os.urandom(6 * MB))
    quick = written(tmp_path, "quick.bin", b"quick")

    def meanwhile(progress: Any) -> None:
        if progress.phase == "write" and progress.done == 2 * MB:
            attach(two, person, quick)

    one.execute(AttachFiles((slow,), {"contacts": (person,)}), on_progress=meanwhile)
    assert sorted(names(one, person)) == ["quick.bin", "slow.bin"]
    assert check_workspace(one).problems == ()


# Damage


@pytest.mark.parametrize("damage", ["bytes", "missing chunk"])
def test_damaged_bytes_are_found_by_check_and_never_given_out(
    client: Backend, person: str, tmp_path: Path, damage: str
) -> None:
    attach(client, person, written(tmp_path, "a.bin", os.urandom(2 * MB)))
    with client.database.writing() as connection:
        chunk = content_chunk.c.ordinal == 1
        if damage == "bytes":
            connection.execute(sa.update(content_chunk).where(chunk).values(data=bytes(MB)))
        else:
            connection.execute(sa.delete(content_chunk).where(chunk))
    (problem,) = check_workspace(client).problems
    (file,) = files(client, person)
    assert file.digest in problem.text()
    target = written(tmp_path, "old.bin", b"old")
    with pytest.raises(Invalid, match="damaged"):
        client.ask(copy_out, file.digest, target)
    assert target.read_bytes() == b"old"
    assert not list(tmp_path.glob(".*"))


def test_bytes_that_are_gone_are_told(client: Backend, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        client.ask(copy_out, "0" * 64, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


# Found again


def test_a_file_is_found_by_its_name_with_the_record_it_hangs_on(
    client: Backend, person: str, tmp_path: Path
) -> None:
    attach(client, person, written(tmp_path, "Предложение Лиговский v2.pdf", b"%PDF"))
    (hit,) = client.ask(find_by_name, "лигов предл")
    assert (hit.file.name, hit.entity, hit.record_id) == (
        "Предложение Лиговский v2.pdf",
        "contact",
        person,
    )
    assert hit.record_name == "Nowak"
    assert client.ask(find_by_name, "договор") == []
    client.execute(DeleteAttachments((hit.file.id,)))
    assert client.ask(find_by_name, "предложение") == []


def test_files_stand_in_the_timeline_page_by_page(
    client: Backend, person: str, tmp_path: Path
) -> None:
    for number in range(5):
        attach(client, person, written(tmp_path, f"Plan {number}.pdf", bytes([number])))
    query = TimelineQuery("contact", person, limit=2)
    first = client.ask(find_in_timeline, query)
    second = client.ask(
        find_in_timeline, TimelineQuery("contact", person, limit=2, before=first[-1].place)
    )
    shown = [item.payload.name for item in (*first, *second)]
    assert shown == [f"Plan {n}.pdf" for n in (4, 3, 2, 1)]
    sought = client.ask(find_in_timeline, TimelineQuery("contact", person, text="plan 2"))
    assert [item.payload.name for item in sought] == ["Plan 2.pdf"]


# The largest file


def test_the_largest_file_is_never_in_memory_whole(
    client: Backend, person: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is anybody kept waiting: each transaction holds a few megabytes at most."""
    largest = 0
    plain = LongWork.portion

    def watched(self: LongWork, write: Callable[[Work], Any]) -> Any:
        before = stored_bytes(self)
        result = plain(self, write)
        nonlocal largest
        largest = max(largest, stored_bytes(self) - before)
        return result

    def stored_bytes(work: LongWork) -> int:
        with work.reading() as reader:
            size = sa.func.coalesce(sa.func.sum(sa.func.length(content_chunk.c.data)), 0)
            return int(reader.connection.execute(sa.select(size)).scalar_one())

    path = sparse(tmp_path, "large.iso", 50 * MB)
    monkeypatch.setattr(LongWork, "portion", watched)
    tracemalloc.start()
    try:
        attach(client, person, path)
        client.ask(copy_out, files(client, person)[0].digest, tmp_path / "copy.iso")
        assert tracemalloc.get_traced_memory()[1] < 20 * MB
    finally:
        tracemalloc.stop()
    assert largest <= 4 * MB
    with (tmp_path / "copy.iso").open("rb") as copy, path.open("rb") as original:
        assert hashlib.sha256(copy.read()).digest() == hashlib.sha256(original.read()).digest()
    assert contents.CHUNK == MB
