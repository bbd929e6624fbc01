"""A workspace that is damaged, emptied or exchanged while it is open, or before: the window says
so whole, and leads to the newest backup."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.backend.care import back_up_workspace
from crm_desktop.bootstrap import open_backend
from crm_desktop.core.settings import Settings
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.kit.states import StatePane
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.store.sqlite_connections import plain_connection
from tests.gui.conftest import OpenWindow, column, view_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.gui.bridge.bridge._LOOK_MS", 100)


@pytest.fixture
def known(workspace: Path) -> Path:
    """A workspace with Anna in it, backed up, and Boris since."""

    def fill() -> None:
        with closing(open_backend(str(workspace), create=False)) as backend:
            backend.execute(CreateContact({"given_name": "Anna"}))
            back_up_workspace(backend)
            backend.execute(CreateContact({"given_name": "Boris"}))

    with ThreadPoolExecutor(1) as pool:
        pool.submit(fill).result()
    return workspace


def pane(session: Session) -> StatePane:
    return session.window._states.pane


def ways(session: Session) -> dict[str, QPushButton]:
    """What can be pressed instead of the content."""
    shown = pane(session).findChildren(QPushButton)
    return {one.text(): one for one in shown if one.isVisible()}


def says(session: Session, words: str) -> bool:
    return pane(session).isVisible() and words in pane(session).sentence.text()


def whole(place: Path) -> bytes:
    """The file with all that lies beside it."""
    with closing(plain_connection(place)) as connection:
        connection.execute("PRAGMA wal_checkpoint(FULL)")
    return place.read_bytes()


def test_an_emptied_workspace_takes_the_whole_window_until_it_is_back(
    known: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    session = open_window(known)
    content = whole(known)
    known.write_bytes(b"")
    qtbot.waitUntil(lambda: says(session, "Newest backup"))
    assert str(known.parent / f"{known.name}-backups") in pane(session).sentence.text()
    wanted = ["Restore the backup", "Try again", "Choose another workspace…"]
    qtbot.waitUntil(lambda: list(ways(session)) == wanted)
    assert pane(session).heading.text() == "The workspace couldn’t be opened"
    assert not view_of(session).isVisible()
    assert view_of(session).status.saving.text() == "The workspace doesn’t answer"
    known.write_bytes(content)
    qtbot.waitUntil(view_of(session).isVisible)
    qtbot.waitUntil(lambda: column(session) == ["Anna", "Boris"])
    assert view_of(session).status.saving.text() == "All saved"


def test_the_newest_backup_is_restored_and_the_damaged_file_is_kept(
    known: Path, open_window: OpenWindow, program: Program, qtbot: QtBot
) -> None:
    session = open_window(known)
    known.write_bytes(b"no workspace " * 1000)
    qtbot.waitUntil(lambda: "Restore the backup" in ways(session))
    ways(session)["Restore the backup"].click()
    qtbot.waitUntil(lambda: program.sessions not in ([], [session]))
    [anew] = program.sessions
    qtbot.waitUntil(lambda: anew.window.view is not None)
    qtbot.waitUntil(lambda: column(anew) == ["Anna"])
    [kept] = known.parent.glob(f"{known.stem}-damaged-*{known.suffix}")
    assert kept.read_bytes().startswith(b"no workspace ")
    told = [note.words for note in anew.window.notifications.notes]
    assert told == [f"The backup was restored. What lay there before is kept: {kept}"]


def test_a_backup_that_is_damaged_too_changes_nothing(
    known: Path, open_window: OpenWindow, program: Program, qtbot: QtBot
) -> None:
    session = open_window(known)
    [backup] = (known.parent / f"{known.name}-backups").iterdir()
    backup.write_bytes(b"no backup " * 1000)
    known.write_bytes(b"")
    qtbot.waitUntil(lambda: "Restore the backup" in ways(session))
    ways(session)["Restore the backup"].click()
    qtbot.waitUntil(lambda: program.sessions not in ([], [session]))
    [anew] = program.sessions
    qtbot.waitUntil(lambda: says(anew, "is empty"))
    assert known.read_bytes() == b""
    [note] = anew.window.notifications.notes
    assert "is damaged and can’t be used" in note.words


def test_an_older_copy_put_in_its_place_is_opened_only_when_the_person_says_so(
    known: Path, open_window: OpenWindow, program: Program, qtbot: QtBot
) -> None:
    session = open_window(known)
    whole(known)
    [older] = (known.parent / f"{known.name}-backups").iterdir()
    shutil.copy(older, known)
    qtbot.waitUntil(lambda: says(session, "older copy"))
    ways(session)["Open the workspace again"].click()
    qtbot.waitUntil(lambda: program.sessions not in ([], [session]))
    [anew] = program.sessions
    qtbot.waitUntil(lambda: anew.window.view is not None)
    qtbot.waitUntil(lambda: column(anew) == ["Anna"])


def test_no_new_workspace_is_made_over_an_emptied_one_that_was_used_before(
    known: Path, program: Program, qtbot: QtBot
) -> None:
    program.preferences.settings = Settings(recent=(str(known),))
    known.write_bytes(b"")
    session = program.open(str(known))
    qtbot.waitUntil(lambda: says(session, "is empty"))
    qtbot.waitUntil(lambda: "Restore the backup" in ways(session))
    assert known.read_bytes() == b""
