"""A workspace that asks who comes: the password is asked for in the window, and kept only in the
keychain."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import keyring
import psycopg
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.gui.app import make_application
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.password import PasswordDialog
from tests.gui.conftest import close_windows, there

SECRET = "seven grey cats"

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.expected_log,
]


class Keychain(KeyringBackend):
    """A keychain in memory."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def keychain() -> Iterator[Keychain]:
    before, made = keyring.get_keyring(), Keychain()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def address(postgresql_server: str, postgresql_workspace: str) -> Iterator[str]:
    """A workspace on a server, for a person who must show a password."""
    name = f"anna_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgresql_server, autocommit=True) as administrator:
        administrator.execute(f"CREATE ROLE {name} SUPERUSER LOGIN PASSWORD '{SECRET}'")
        parts = urlsplit(postgresql_workspace)
        yield f"postgresql://{name}@{parts.hostname}:{parts.port}{parts.path}"
    with psycopg.connect(postgresql_workspace, autocommit=True) as administrator:
        administrator.execute(f"DROP OWNED BY {name} CASCADE")
        administrator.execute(f"DROP ROLE {name}")


@pytest.fixture
def program(
    tmp_path: Path, dressed: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    program = Program(make_application("en"), SettingsFile(tmp_path / "settings.toml"))
    yield program
    close_windows(program, qtbot)
    program.deleteLater()


def asked(session: Session, qtbot: QtBot) -> PasswordDialog:
    """The dialog that asks, open."""
    qtbot.waitUntil(lambda: visible(session) is not None)
    return there(visible(session))


def visible(session: Session) -> PasswordDialog | None:
    dialogs = session.window.findChildren(PasswordDialog)
    return next((dialog for dialog in dialogs if dialog.isVisible()), None)


def answer(dialog: PasswordDialog, password: str) -> None:
    QTest.keyClicks(dialog.field, password)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)


def wait_until_open(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: session.window.view is not None)


def test_a_wrong_password_is_told_and_may_be_tried_again(
    program: Program, keychain: Keychain, address: str, qtbot: QtBot
) -> None:
    session = program.open(address)
    first = asked(session, qtbot)
    assert not first.mistake.isVisible()
    assert not first.enter.isEnabled()
    answer(first, "six cats")
    qtbot.waitUntil(lambda: visible(session) not in (None, first))
    second = asked(session, qtbot)
    assert "doesn’t fit" in second.mistake.text()
    answer(second, SECRET)
    wait_until_open(session, qtbot)
    assert keychain.kept == {}


def test_the_password_is_in_no_log(
    program: Program,
    keychain: Keychain,
    address: str,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    session = program.open(address)
    answer(asked(session, qtbot), SECRET)
    wait_until_open(session, qtbot)
    assert SECRET not in caplog.text


def test_the_keychain_remembers_it_and_nothing_else_does(
    program: Program,
    keychain: Keychain,
    address: str,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    session = program.open(address)
    dialog = asked(session, qtbot)
    QTest.keyClick(dialog.keep, Qt.Key.Key_Space)
    answer(dialog, SECRET)
    wait_until_open(session, qtbot)
    assert list(keychain.kept.values()) == [SECRET]
    close_windows(program, qtbot)
    again = program.open(address)
    wait_until_open(again, qtbot)
    program.preferences.finish()
    written = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert SECRET.encode() not in written


def test_without_an_answer_the_ways_out_stay(
    program: Program, keychain: Keychain, address: str, qtbot: QtBot
) -> None:
    session = program.open(address)
    dialog = asked(session, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    pane = session.window._states.pane
    assert pane.isVisible()
    assert pane.heading.text() == "The workspace couldn’t be opened"


def test_a_computer_without_a_keychain_says_that_nothing_is_remembered(
    program: Program, address: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.integrations.keychain.keep_password", lambda *_words: False)
    session = program.open(address)
    dialog = asked(session, qtbot)
    QTest.keyClick(dialog.keep, Qt.Key.Key_Space)
    answer(dialog, SECRET)
    wait_until_open(session, qtbot)
    [note] = session.window.notifications.notes
    assert "isn’t remembered" in note.words
