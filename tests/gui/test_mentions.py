"""Who is mentioned by a colleague learns it from the bell, at once or at the next start, once."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.bootstrap import open_backend
from crm_desktop.core import clock
from crm_desktop.features.activities.commands import CreateActivity, UpdateActivity
from crm_desktop.features.activities.mentions.queries import find_mentions
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.bridge.drafts import drafts_of
from crm_desktop.gui.pages.activities.mentions import MentionsInBell
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell import inbox as inboxes
from tests.gui.conftest import (
    OpenWindow,
    there,
    view_of,
    wait_for_answers,
    write,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

OpenHers = Callable[[], Session]
WORDS = "{author} mentioned you, Kim: Please look @Maria"


@pytest.fixture
def me(backend: Backend, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of Maria, at whose computer the windows are opened; ``backend`` is a colleague's."""
    monkeypatch.setattr("getpass.getuser", lambda: "maria")

    def id_of_hers() -> str:
        hers = open_backend(str(workspace), create=False)
        hers.close()
        return str(hers.actor.id)

    with ThreadPoolExecutor(1) as pool:  # the window's thread must never wait for the database
        return pool.submit(id_of_hers).result()


@pytest.fixture
def kim(backend: Backend) -> str:
    return str(write(backend, CreateContact({"family_name": "Kim"})))


def mention(backend: Backend, me: str, kim: str, text: str = "Please look") -> None:
    values = {"kind": "note", "text": f"{text} [@Maria](user:{me})", "contacts": [kim]}
    write(backend, CreateActivity(values))


@pytest.fixture
def open_hers(open_window: OpenWindow, workspace: Path, qtbot: QtBot) -> OpenHers:
    """Opens Maria's window, and waits until it has looked for mentions."""

    def open_() -> Session:
        session = open_window(workspace)
        bridge = there(session.bridge)
        qtbot.waitUntil(lambda: bridge.findChild(MentionsInBell) is not None)
        wait_for_answers(bridge, qtbot)
        return session

    return open_


def told(session: Session) -> list[str]:
    """What the bell says, without the signs that keep names of either direction apart."""
    signs = {0x2068: None, 0x2069: None}
    return [kept.words.translate(signs) for kept in session.window.notifications.inbox.kept]


def test_a_mention_comes_while_the_program_runs_and_opens_its_record(
    backend: Backend, me: str, kim: str, open_hers: OpenHers, qtbot: QtBot
) -> None:
    session = open_hers()
    inbox, announced = session.window.notifications.inbox, list[str]()
    inbox.take_system(is_there=True)
    inbox.announced.connect(lambda words, _button: announced.append(words))
    mention(backend, me, kim)
    qtbot.waitUntil(lambda: told(session) == [WORDS.format(author=backend.actor.name)])
    assert announced == [inbox.kept[0].words]
    assert inbox.unread == 1
    (note,) = session.window.notifications.notes
    there(note.button).click()
    assert inbox.unread == 0
    view = view_of(session)
    qtbot.waitUntil(lambda: view.way.card is not None)


def read_one_of_two(session: Session, place: int, qtbot: QtBot) -> None:
    """Read one of two mentions, by its place in the bell, and close the window."""
    qtbot.waitUntil(lambda: len(told(session)) == 2)
    inbox = session.window.notifications.inbox
    inbox.read(inbox.kept[place])
    drafts_of(there(session.bridge).settings["id"]).flush()
    session.window.close()


def test_what_was_not_read_is_told_at_the_next_start_and_what_was_is_not(
    backend: Backend, me: str, kim: str, open_hers: OpenHers, qtbot: QtBot
) -> None:
    first = open_hers()
    first.window.close()
    mention(backend, me, kim)
    mention(backend, me, kim, "And look here")
    second = open_hers()
    assert not second.window.notifications.notes
    read_one_of_two(second, 1, qtbot)
    third = open_hers()
    assert [words.partition(": ")[2] for words in told(third)] == ["And look here @Maria"]


def test_what_still_waits_is_told_at_the_next_start_though_later_ones_were_read(
    backend: Backend, me: str, kim: str, open_hers: OpenHers, qtbot: QtBot
) -> None:
    open_hers().window.close()
    mention(backend, me, kim)
    days_later = clock.now() + timedelta(days=3)
    clock.set_source(lambda: days_later)
    mention(backend, me, kim, "And look here")
    read_one_of_two(open_hers(), 0, qtbot)
    third = open_hers()
    assert [words.partition(": ")[2] for words in told(third)] == ["Please look @Maria"]


def test_two_mentions_in_the_same_words_are_told_each_and_read_together(
    backend: Backend, me: str, kim: str, open_hers: OpenHers, qtbot: QtBot
) -> None:
    session = open_hers()
    notifications = session.window.notifications
    mention(backend, me, kim)
    qtbot.waitUntil(lambda: len(notifications.notes) == 1)
    mention(backend, me, kim)
    qtbot.waitUntil(lambda: len(notifications.notes) == 2)
    (kept,) = notifications.inbox.kept
    notifications.inbox.read(kept)
    mention(backend, me, kim, "And look here")
    qtbot.waitUntil(lambda: len(told(session)) == 2)
    assert [one.is_read for one in notifications.inbox.kept] == [False, True]


def test_a_mention_put_into_an_older_note_comes_too(
    backend: Backend, me: str, kim: str, open_hers: OpenHers, qtbot: QtBot
) -> None:
    note = str(write(backend, CreateActivity({"kind": "note", "text": "x", "contacts": [kim]})))
    session = open_hers()
    write(backend, UpdateActivity(note, 1, {"text": f"Please look [@Maria](user:{me})"}))
    qtbot.waitUntil(lambda: told(session) == [WORDS.format(author=backend.actor.name)])


def test_of_very_many_the_bell_names_the_newest_and_shows_the_others_when_asked(
    backend: Backend, me: str, open_hers: OpenHers, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_mentions, "__defaults__", ((), 2))
    open_hers().window.close()
    for number in range(3):
        values = {"kind": "note", "text": f"Look {number} [@Maria](user:{me})"}
        write(backend, CreateActivity(values))
    session = open_hers()
    inbox = session.window.notifications.inbox
    qtbot.waitUntil(lambda: len(inbox.kept) == 3)
    assert told(session)[-1] == "1 older mention of you"
    there(inbox.kept[-1].button).press()
    qtbot.waitUntil(lambda: told(session)[-1].endswith("Look 0 @Maria"))
    assert len(inbox.kept) == 3


def last_begins(session: Session, words: str) -> bool:
    """Whether the last line of the bell begins so."""
    return told(session)[-1].startswith(words)


def test_of_very_many_those_that_are_read_give_way_to_older_ones(
    *,
    backend: Backend,
    me: str,
    kim: str,
    open_hers: OpenHers,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(find_mentions, "__defaults__", ((), 2))
    monkeypatch.setattr(inboxes, "MOST", 3)
    open_hers().window.close()
    for number in range(5):
        mention(backend, me, kim, f"Look {number}")
    session = open_hers()
    inbox = session.window.notifications.inbox
    seen: list[str] = []
    for older in ("3", "1"):
        qtbot.waitUntil(partial(last_begins, session, f"{older} older mention"))
        seen += told(session)[:-1]
        there(inbox.kept[-1].button).press()
    qtbot.waitUntil(lambda: "older" not in told(session)[-1])
    seen += [one.words for one in inbox.kept if not one.is_read]
    assert [re.findall(r"Look \d", words) for words in seen] == [
        [f"Look {n}"] for n in (4, 3, 2, 1, 0)
    ]


def test_of_very_many_only_what_comes_now_is_told(
    *,
    backend: Backend,
    me: str,
    kim: str,
    open_hers: OpenHers,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(find_mentions, "__defaults__", ((), 2))
    open_hers().window.close()
    for number in range(4):
        mention(backend, me, kim, f"Look {number}")
    session = open_hers()
    qtbot.waitUntil(lambda: told(session)[-1:] == ["2 older mentions of you"])
    mention(backend, me, kim)
    words = WORDS.format(author=backend.actor.name)
    qtbot.waitUntil(lambda: told(session)[0] == words)
    assert len(session.window.notifications.notes) == 1
    assert [one.partition(": ")[2] for one in told(session)[1:3]] == [
        "Look 3 @Maria",
        "Look 2 @Maria",
    ]
    assert told(session)[-1] == "2 older mentions of you"
