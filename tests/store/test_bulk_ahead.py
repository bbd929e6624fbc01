"""Bulk changes read the next records while the database writes: nobody notices."""

from __future__ import annotations

import errno
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from crm_desktop.backend import ahead, beside, pace
from crm_desktop.backend.backend import Backend
from crm_desktop.backend.beside import Beside
from crm_desktop.backend.history import UndoOperation
from crm_desktop.catalog import all_features
from crm_desktop.features.companies.commands import CreateCompany, UpdateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.custom_fields.commands import CreateCustomField
from crm_desktop.features.data.bulk.commands import ChangeMany, DeleteMany
from crm_desktop.store import quiet
from crm_desktop.store.journal import Entry
from tests.store.conftest import Meddle, OpenClient
from tests.store.workshop import (
    assert_search_follows_the_records,
    change,
    entries_of,
    read,
    snapshot,
)


@pytest.fixture
def people(client: Backend, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Eight bakers of one firm, of whom three are written at once."""
    for name in ("FIRST_ROWS", "LEAST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(pace, name, 3)
    firm = str(client.execute(CreateCompany({"name": "Vektor"})).result)
    known = {"position": "Head baker", "companies": [{"company": firm}]}
    made = (CreateContact({"given_name": name, **known}) for name in "ABCDEFGH")
    return tuple(sorted(str(client.execute(command).result) for command in made))


class Pool:
    """Does what a process would do here, at once, out of bytes and into bytes; dies before the
    task number ``dies_at``."""

    def __init__(self, dies_at: int = 1_000) -> None:
        self.done: list[str] = []
        self._dies_at = dies_at

    def submit(self, *task: Any) -> Future[Any]:
        future: Future[Any] = Future()
        work, *arguments = pickle.loads(pickle.dumps(task))
        self.done.append(work.__name__)
        if len(self.done) >= self._dies_at:
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(pickle.loads(pickle.dumps(work(*arguments))))
        return future

    def shutdown(self, **_how: bool) -> None:
        if beside._side is not None:
            beside._side.database.close()
            beside._side = None


def reading_beside(
    client: Backend, monkeypatch: pytest.MonkeyPatch, pool: Pool | None = None
) -> Pool:
    """Few records are enough for a process, which is the ``pool``."""
    made = pool or Pool()
    expect_a_process(client, monkeypatch)
    monkeypatch.setattr("crm_desktop.core.processes.started", lambda *_how: made)
    return made


def expect_a_process(client: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_features_beside", all_features)
    monkeypatch.setattr(beside, "_LEAST_ROWS", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


@pytest.fixture
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, client: Backend) -> str:
    """Who reads ahead."""
    if request.param == "process":
        reading_beside(client, monkeypatch)
    return str(request.param)


WAYS = [("sqlite", "thread"), ("postgresql", "thread"), ("sqlite", "process")]
whoever_reads = pytest.mark.parametrize(("workspace_url", "reader"), WAYS, indirect=True)


def commands(client: Backend, people: tuple[str, ...]) -> tuple[Any, ...]:
    field = {"entity": "contact", "label": "Word", "type": "text"}
    word = client.execute(CreateCustomField(field)).result
    return (
        ChangeMany("contact", people, {"position": "Cook"}),
        ChangeMany("contact", people, {"custom": {f"custom:{word}": "quince"}}),
    )


def test_what_is_read_ahead_is_not_read_again(
    client: Backend, people: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    texts = quiet._texts

    def note(unit: Any, record: Any, effective: Any, spoken: Any) -> Any:
        made.append(unit.op_rid and len(effective))
        return texts(unit, record, effective, spoken)

    monkeypatch.setattr(quiet, "_texts", note)
    for command in (*commands(client, people), DeleteMany("contact", people)):
        before = snapshot(client)
        client.execute(command)
        assert_search_follows_the_records(client)
        made.clear()
        client.execute(UndoOperation())
        assert sum(made) == 3, "only those of the first portion are made in its transaction"
        assert snapshot(client) == before
        assert_search_follows_the_records(client)


_ANY_SIGNS = 'Head "cook" \\ of \\n the day {1,2} 日本 \U0001f9c1 \\u0041 \\.'


@whoever_reads
@pytest.mark.usefixtures("reader")
def test_the_journal_of_what_is_packed_is_as_that_of_one_record(
    client: Backend, people: tuple[str, ...]
) -> None:
    before = snapshot(client)
    for key in people[:2]:  # in the first portion, so that they aren't packed
        change(client, key, read(client, key).version, position="Cook")
    client.execute(ChangeMany("contact", people, {"position": _ANY_SIGNS}))
    assert [_newest(client, key).fields for key in people] == [
        {"position": ["Cook" if key in people[:2] else "Head baker", _ANY_SIGNS]} for key in people
    ]
    assert {_newest(client, key).version for key in people[2:]} == {2}
    moments = [entry.seq for key in people for entry in entries_of(client, key)[-1:]]
    assert moments == sorted(moments)
    client.execute(UndoOperation())
    after = snapshot(client)
    assert [after["contact", key] for key in people[2:]] == [
        before["contact", key] for key in people[2:]
    ]
    assert {_newest(client, key).version for key in people[2:]} == {3}
    assert_search_follows_the_records(client)


def _newest(client: Backend, key: str) -> Entry:
    return entries_of(client, key)[-1]


def test_what_is_packed_is_written_without_looking_at_the_records(
    client: Backend, people: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []
    effective = quiet._effective

    def note(unit: Any, record: Any, changes: Any, fields: Any) -> Any:
        looked_at.append(unit.op_rid and len(changes))
        return effective(unit, record, changes, fields)

    monkeypatch.setattr(quiet, "_effective", note)
    for command in (commands(client, people)[0], UndoOperation()):
        looked_at.clear()
        client.execute(command)
        assert sum(looked_at) == 3, "of the first portion"


def test_reading_ahead_is_tried_again_after_it_was_in_vain(
    client: Backend, people: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next portions may be of people whose documents do say something else."""
    monkeypatch.setattr(pace, "FIRST_ROWS", 1)
    monkeypatch.setattr(pace, "MOST_ROWS", 1)
    monkeypatch.setattr(ahead, "REST", 2)
    tried: list[str] = []
    prepared = ahead._prepared

    def note(reading: Any, make: Any, ids: Any) -> Any:
        tried.extend(ids)
        return prepared(reading, make, ids)

    monkeypatch.setattr(ahead, "_prepared", note)
    for key in people[:3]:
        change(client, key, read(client, key).version, position="Cook")
    client.execute(ChangeMany("contact", people, {"position": "Cook"}))
    assert tried == [people[1], *people[4:]]
    assert_search_follows_the_records(client)


@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
def test_a_process_reads_where_very_many_follow(
    client: Backend, people: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = reading_beside(client, monkeypatch)
    for command in (*commands(client, people), DeleteMany("contact", people)):
        before = snapshot(client)
        client.execute(command)
        assert_search_follows_the_records(client)
        pool.done.clear()
        client.execute(UndoOperation())
        assert pool.done[:2] == ["_open", "_go_on_behind"]
        assert snapshot(client) == before
        assert_search_follows_the_records(client)


@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("dies_at", range(1, 6))
def test_a_process_that_dies_is_not_missed(
    client: Backend, people: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    pool = reading_beside(client, monkeypatch, Pool(dies_at))
    client.execute(ChangeMany("contact", people, {"position": "Cook"}))
    assert len(pool.done) >= dies_at
    assert {state["position"] for state in _people(client)} == {"Cook"}
    assert_search_follows_the_records(client)


@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
def test_a_process_that_the_system_does_not_begin_is_not_missed(
    client: Backend, people: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def started(*_how: object) -> None:
        raise OSError(errno.ENOMEM, "no memory")

    expect_a_process(client, monkeypatch)
    monkeypatch.setattr("crm_desktop.core.processes.started", started)
    client.execute(ChangeMany("contact", people, {"position": "Cook"}))
    assert {state["position"] for state in _people(client)} == {"Cook"}
    assert_search_follows_the_records(client)


@pytest.mark.parametrize("workspace_url", ["sqlite"], indirect=True)
def test_a_process_of_its_own_reads_and_is_gone_at_the_end(
    client: Backend, people: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    expect_a_process(client, monkeypatch)
    start, behind = Beside._start, Beside.behind
    pools: list[Any] = []
    answers: list[Any] = []

    def started(one: Beside[Any]) -> None:
        start(one)
        one._opened.result(timeout=60)
        pools.append(one._pool)

    def noted(one: Beside[Any], portion: Any) -> Any:
        answers.append(behind(one, portion))
        return answers[-1]

    monkeypatch.setattr(Beside, "_start", started)
    monkeypatch.setattr(Beside, "behind", noted)
    client.execute(ChangeMany("contact", people, {"position": "Cook"}))
    [pool] = pools
    assert any(answer.result().pays for answer in answers if answer is not None)
    assert not pool._processes
    assert {state["position"] for state in _people(client)} == {"Cook"}
    assert_search_follows_the_records(client)


def test_what_makes_no_documents_is_not_read_ahead_for_long(
    client: Backend, people: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    field = {"entity": "contact", "label": "Until", "type": "date"}
    until = client.execute(CreateCustomField(field)).result
    pool = reading_beside(client, monkeypatch)
    read: list[int] = []
    monkeypatch.setattr(ahead, "_prepared", lambda _reading, _make, ids: read.append(len(ids)))
    client.execute(ChangeMany("contact", people, {"custom": {f"custom:{until}": "2026-05-05"}}))
    assert read == [3], "the second portion tells"
    assert not pool.done


def test_only_the_end_of_a_bulk_change_waits_for_the_disk(
    client: Backend, people: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[bool] = []
    plain = client.database.writing

    def writing(*, lasting: bool = True) -> Any:
        waits.append(lasting)
        return plain(lasting=lasting)

    monkeypatch.setattr(client.database, "writing", writing)
    for command in (ChangeMany("contact", people, {"position": "Cook"}), UndoOperation()):
        waits.clear()
        client.execute(command)
        assert len(waits) > 2
        assert waits == [False] * (len(waits) - 1) + [True]


@whoever_reads
@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("back", [False, True])
def test_what_a_colleague_saves_meanwhile_stays_and_is_found(
    client: Backend,
    another_client: OpenClient,
    people: tuple[str, ...],
    meddle: Callable[[Meddle], None],
    back: bool,
) -> None:
    colleague = another_client()

    def save() -> None:
        for key in people:
            loaded = read(colleague, key)
            change(colleague, key, loaded.version, note=f"late {loaded.state['note'] or ''}")

    for command in commands(client, people):
        if back:
            client.execute(command)
            meddle(save)
            client.execute(UndoOperation())
        else:
            meddle(save)
            client.execute(command)
        assert all("late" in state["note"] for state in _people(client))
        assert_search_follows_the_records(client)


@whoever_reads
@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("back", [False, True])
def test_a_firm_that_is_renamed_meanwhile_is_found_by_its_new_name(
    client: Backend,
    another_client: OpenClient,
    people: tuple[str, ...],
    meddle: Callable[[Meddle], None],
    back: bool,
) -> None:
    colleague = another_client()
    (firm,) = [key for entity, key in snapshot(client) if entity == "company"]

    def rename() -> None:
        loaded = read(colleague, firm, "company")
        colleague.execute(UpdateCompany(firm, loaded.version, {"name": "Quartz"}))

    command = commands(client, people)[0]
    if back:
        client.execute(command)
    meddle(rename)
    client.execute(UndoOperation() if back else command)
    assert_search_follows_the_records(client)


def test_of_two_at_once_the_last_to_end_sets_back_how_threads_take_turns() -> None:
    usual = sys.getswitchinterval()
    one, other = ahead.quick_turns(), ahead.quick_turns()
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    assert sys.getswitchinterval() < usual
    other.__exit__(None, None, None)
    assert sys.getswitchinterval() == usual


def _people(client: Backend) -> list[Any]:
    return [state for (entity, _key), state in snapshot(client).items() if entity == "contact"]
