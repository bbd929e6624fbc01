"""The bridge: no database on the GUI thread, and answers only while somebody wants them."""

from __future__ import annotations

import operator
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.backend.feature import CommandType
from crm_desktop.backend.work import LongWork, Reader, Work
from crm_desktop.core import clock
from crm_desktop.core.errors import Cancelled, Invalid, Unavailable
from crm_desktop.core.i18n import msg
from crm_desktop.features.contacts.commands import ArchiveContacts, CreateContact, UpdateContact
from crm_desktop.features.contacts.queries import count
from crm_desktop.gui.bridge.bridge import Bridge, Written
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import Failure
from crm_desktop.gui.bridge.together import Together
from crm_desktop.store.faults import CHANGED
from tests.gui.conftest import read, write

ANNA = CreateContact({"given_name": "Anna"})


@dataclass(frozen=True)
class Count:
    """A long command that counts slowly up to ``upto``."""

    upto: int


def count_slowly(work: LongWork, command: Count) -> int:
    for done in range(command.upto):
        work.check_cancelled()
        work.progress("write", done + 1, command.upto)
        time.sleep(0.002)
    return command.upto


def teach(backend: Backend, command: type, handler: Any, *, long: bool = False) -> None:
    """Let the backend carry out a command of this test."""
    backend.commands[command] = CommandType(
        command, "contacts:contact:write", handler, "Test", long
    )


def test_answers_come_on_the_gui_thread_and_reads_run_elsewhere(
    bridge: Bridge, qtbot: QtBot
) -> None:
    threads: list[threading.Thread] = []

    def where(_reader: Reader) -> threading.Thread:
        return threading.current_thread()

    def then(reading: threading.Thread) -> None:
        threads.extend((reading, threading.current_thread()))

    bridge.query(where, then=then, owner=bridge)
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_the_gui_thread_is_kept_from_the_database(bridge: Bridge, backend: Backend) -> None:
    with (
        pytest.raises(RuntimeError, match="must never wait"),
        backend.database.reading(),
    ):
        pass
    with pytest.raises(RuntimeError, match="must never wait"):
        backend.execute(ANNA)


def test_nobody_is_called_when_the_owner_is_gone(bridge: Bridge, qtbot: QtBot) -> None:
    owner = QObject()
    answers: list[int] = []
    bridge.query(count, then=answers.append, owner=owner)
    owner.deleteLater()
    bridge.query(count, then=answers.append, owner=bridge)
    qtbot.waitUntil(lambda: bool(answers))
    qtbot.wait(50)
    assert answers == [0]


def test_an_answer_to_an_older_question_is_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    may_answer = threading.Event()
    answers: list[str] = []

    def slowly(_reader: Reader, text: str) -> str:
        if text == "a":
            may_answer.wait(5)
        return text

    for text in ("a", "ab", "abc"):
        bridge.query(slowly, text, then=answers.append, owner=bridge, channel="search")
    qtbot.waitUntil(lambda: bool(answers))
    may_answer.set()
    qtbot.wait(50)
    assert answers == ["abc"]


def test_questions_on_other_channels_are_all_answered(bridge: Bridge, qtbot: QtBot) -> None:
    answers: list[int] = []
    bridge.query(count, then=answers.append, owner=bridge, channel="one")
    bridge.query(count, then=answers.append, owner=bridge, channel="two")
    qtbot.waitUntil(lambda: len(answers) == 2)


def test_what_is_asked_together_is_read_in_one_moment_though_a_question_fails(
    bridge: Bridge, qtbot: QtBot
) -> None:
    told: list[Any] = []

    def moment(reader: Reader) -> tuple[int, int]:
        return threading.get_ident(), id(reader.connection)

    def fail(_reader: Reader) -> None:
        raise Invalid(msg("There is no such field."))

    with bridge.together():
        bridge.query(moment, then=told.append, owner=bridge)
        bridge.query(moment, then=told.append, owner=bridge)
        bridge.query(fail, then=told.append, failed=told.append, owner=bridge)
        bridge.query(count, then=told.append, owner=bridge)
    qtbot.waitUntil(lambda: len(told) == 4)
    assert told[0] == told[1]
    assert told[0][0] != threading.get_ident()
    assert isinstance(told[2], Invalid)
    assert told[3] == 0


def test_of_what_is_asked_together_the_older_question_of_a_channel_is_not_read(
    bridge: Bridge, qtbot: QtBot
) -> None:
    read_for: list[str] = []
    told: list[str] = []

    def note(_reader: Reader, text: str) -> str:
        read_for.append(text)
        return text

    with bridge.together():
        for text in ("a", "ab"):
            bridge.query(note, text, then=told.append, owner=bridge, channel="search")
        bridge.query(note, "all", then=told.append, owner=bridge)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert read_for == told == ["ab", "all"]


def test_without_the_workspace_everything_asked_together_fails(
    bridge: Bridge, workspace: Path, qtbot: QtBot
) -> None:
    workspace.rename(workspace.with_name("away.db"))
    told: list[Any] = []
    with bridge.together():
        for _time in range(2):
            bridge.query(count, then=told.append, failed=told.append, owner=bridge)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert {type(error) for error in told} == {Unavailable}


def test_what_was_read_in_a_transaction_that_fails_at_its_end_is_no_answer() -> None:
    def submit(read: Callable[[Any], Any]) -> Future[None]:
        read(None)
        sent: Future[None] = Future()
        sent.set_exception(Unavailable(CHANGED))
        return sent

    together = Together(submit)
    asked = [together.add(lambda _reader: 1) for _time in range(2)]
    together.send()
    assert [type(one.exception(0)) for one in asked] == [Unavailable, Unavailable]


def test_a_command_is_carried_out_and_told(bridge: Bridge, backend: Backend, qtbot: QtBot) -> None:
    told: list[Written] = []
    states: list[bool] = []
    bridge.written.connect(told.append)
    bridge.writing.connect(states.append)
    bridge.execute(ANNA)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].label == "New contact"
    assert states == [True, False]
    assert read(backend, count) == 1


def test_a_refused_value_goes_to_whoever_asked(bridge: Bridge, qtbot: QtBot) -> None:
    errors: list[BaseException] = []
    bridge.execute(CreateContact({}), failed=errors.append, owner=bridge)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Invalid)


def test_trying_again_after_a_lost_answer_writes_once(
    bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    """The answer was lost on the way, the work was not."""
    failures: list[Failure] = []
    bridge.failed.connect(failures.append)
    handler = backend.commands[CreateContact].handler
    lost = [Unavailable(msg("The disk is full."))]

    def lose_the_answer(work: Work, command: CreateContact) -> Any:
        if lost:
            raise lost.pop()
        return handler(work, command)

    teach(backend, CreateContact, lose_the_answer)
    bridge.execute(ANNA)
    qtbot.waitUntil(lambda: bool(failures))
    retry = failures[0].retry
    assert retry is not None
    for _again in range(2):
        with qtbot.waitSignal(bridge.written):
            retry()
    assert read(backend, count) == 1


@pytest.mark.expected_log
def test_a_mistake_of_ours_is_reported_and_told(
    bridge: Bridge, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[Failure] = []
    bridge.failed.connect(failures.append)
    bridge.query(lambda _reader: 1 // 0, then=print, owner=bridge)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0].error, ZeroDivisionError)
    assert failures[0].retry is None
    assert "unexpected error" in caplog.text


def test_progress_is_told_and_the_result_comes_at_the_end(
    bridge: Bridge, backend: Backend, qtbot: QtBot
) -> None:
    teach(backend, Count, count_slowly, long=True)
    results: list[int] = []
    shares: list[tuple[int, int]] = []
    task = bridge.start(Count(50), "Counting", then=lambda outcome: results.append(outcome.result))

    def note() -> None:
        assert task.progress is not None
        shares.append((task.progress.done, task.progress.total))

    task.progressed.connect(note)
    qtbot.waitUntil(lambda: bool(results))
    assert results == [50]
    assert shares == sorted(shares)
    assert shares[-1] == (50, 50)


def test_a_stopped_task_ends_as_cancelled(bridge: Bridge, backend: Backend, qtbot: QtBot) -> None:
    teach(backend, Count, count_slowly, long=True)
    failures: list[Failure] = []
    bridge.failed.connect(failures.append)
    task = bridge.start(Count(5000), "Counting")
    with qtbot.waitSignal(task.progressed):
        pass
    with qtbot.waitSignal(task.ended):
        task.cancel()
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0].error, Cancelled)


def test_a_burst_of_changes_is_told_once(bridge: Bridge, backend: Backend, qtbot: QtBot) -> None:
    bursts: list[Changes] = []
    bridge.changed.connect(bursts.append)
    ids = [write(backend, CreateContact({"given_name": f"Anna {n}"})) for n in range(5)]
    write(backend, UpdateContact(ids[0], 1, {"note": "Likes tea"}))
    qtbot.waitUntil(lambda: any(burst.concern("contact", ids[4]) for burst in bursts))
    qtbot.waitUntil(lambda: any("note" in b.by_entity["contact"].fields for b in bursts))
    assert len(bursts) <= 3
    assert bursts[0].by_entity["contact"].came_or_left


@pytest.mark.parametrize(
    ("command", "reorders"), [({"note": "Likes tea"}, False), ({"given_name": "Zoe"}, True)]
)
def test_only_some_changes_move_lines(
    bridge: Bridge, backend: Backend, qtbot: QtBot, command: dict[str, str], reorders: bool
) -> None:
    bursts: list[Changes] = []
    bridge.changed.connect(bursts.append)
    contact = write(backend, ANNA)
    qtbot.waitUntil(lambda: bool(bursts))
    bursts.clear()
    write(backend, UpdateContact(contact, 1, command))
    qtbot.waitUntil(lambda: bool(bursts))
    assert bursts[0].reorder("contact", {"given_name", "archived_at"}) == reorders
    assert bursts[0].touch(("contact",))
    assert not bursts[0].touch(("company",))


def test_a_workspace_that_vanished_is_told_once_and_its_return_too(
    bridge: Bridge, workspace: Path, qtbot: QtBot
) -> None:
    lost: list[BaseException] = []
    bridge.lost.connect(lost.append)
    away = workspace.rename(workspace.with_name("away.db"))
    with qtbot.waitSignal(bridge.lost):
        bridge.look()
    bridge.look()
    qtbot.wait(50)
    assert len(lost) == 1
    assert str(workspace) in str(lost[0])
    away.rename(workspace)
    with qtbot.waitSignal(bridge.returned):
        bridge.look()


def test_after_closing_nothing_is_asked_or_written(bridge: Bridge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bridge.closed):
        bridge.close()

    def told(answer: object) -> None:
        pytest.fail(f"told {answer!r} after closing")

    bridge.query(count, then=told, owner=bridge)
    bridge.execute(ArchiveContacts(("x",)), failed=told)


def test_another_day_is_told_at_midnight_and_after_a_change_of_the_clock(
    bridge: Bridge, qtbot: QtBot
) -> None:
    evening = datetime(2026, 10, 14, 23, 59, 50).astimezone()
    clock.set_source(lambda: evening)
    bridge.days.look()
    with qtbot.assertNotEmitted(bridge.day_changed):
        bridge.days.look()
    for later in (timedelta(seconds=15), timedelta(days=-3)):
        clock.set_source(partial(operator.add, evening, later))
        with qtbot.waitSignal(bridge.day_changed):
            bridge.days.look()
