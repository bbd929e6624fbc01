"""The icon in the tray: hide and show the windows, begin a contact, quit, or not be there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.gui.app import make_application
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.program import Program
from crm_desktop.gui.session import Session
from crm_desktop.gui.shell.bell import BellButton
from crm_desktop.gui.shell.crash_report import CrashReportDialog
from crm_desktop.gui.shell.inbox import IMPORT, MENTION
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.tray import Tray
from tests.gui.conftest import Open, OpenWindow, close_windows, there, view_of, write

# Of the screen that the tests draw on, not of the program.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatform")


@pytest.fixture
def program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dressed: None, qtbot: QtBot
) -> Iterator[Program]:
    """On a system that has a tray."""
    monkeypatch.setattr("crm_desktop.gui.shell.tray.has_tray", lambda: True)
    program = Program(make_application("en"), SettingsFile(tmp_path / "settings.toml"))
    yield program
    close_windows(program, qtbot)
    program.deleteLater()


@pytest.fixture
def session(open_window: OpenWindow, workspace: Path) -> Session:
    return open_window(workspace)


def tray_of(program: Program) -> Tray:
    return there(program.tray)


def press(tray: Tray) -> None:
    """The system tells only this much of a press."""
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)


def test_a_press_hides_the_window_and_another_brings_it_back(
    program: Program, session: Session
) -> None:
    tray = tray_of(program)
    assert tray.toggle.text() == "Hide the window"
    press(tray)
    assert not session.window.isVisible()
    assert tray.toggle.text() == "Show the window"
    press(tray)
    assert session.window.isVisible()
    assert program.sessions == [session]


def test_what_stands_beside_the_window_goes_and_comes_with_it(
    program: Program, session: Session, workspace: Path, open_workspace: Open, qtbot: QtBot
) -> None:
    person = write(open_workspace(workspace), CreateContact({"given_name": "Anna"}, "RU"))
    there(session.cards).open_apart(RecordRef("contact", person))
    [apart] = there(session.cards).windows
    report = CrashReportDialog(workspace, session.window)
    report.show()
    press(tray_of(program))
    beside = (session.window, apart, report)
    assert [one.isVisible() for one in beside] == [False, False, False]
    press(tray_of(program))
    assert [one.isVisible() for one in beside] == [True, True, True]
    report.close()


def test_a_question_is_never_left_alone_on_the_screen(
    program: Program, session: Session, qtbot: QtBot
) -> None:
    session.new_contact()
    dialog = there(session.dialogs).new_contact
    qtbot.waitUntil(dialog.isVisible)
    assert tray_of(program).toggle.text() == "Hide the window"
    tray_of(program).menu.aboutToShow.emit()
    assert tray_of(program).toggle.text() == "Show the window"
    press(tray_of(program))
    assert session.window.isVisible()
    assert dialog.isVisible()
    dialog.reject()


def test_a_contact_is_begun_from_the_tray_in_the_window(
    program: Program, session: Session, qtbot: QtBot
) -> None:
    press(tray_of(program))
    tray_of(program).contact.trigger()
    assert session.window.isVisible()
    qtbot.waitUntil(there(session.dialogs).new_contact.isVisible)


def test_quit_ends_hidden_windows_as_well(program: Program, session: Session, qtbot: QtBot) -> None:
    press(tray_of(program))
    tray_of(program).quit.trigger()
    qtbot.waitUntil(lambda: not program.sessions)


def test_switched_off_it_goes_and_leaves_no_window_hidden(
    program: Program, session: Session, tmp_path: Path
) -> None:
    tray = tray_of(program)
    press(tray)
    program.preferences.choose(lambda settings: replace(settings, tray=False))
    assert not tray.icon.isVisible()
    assert session.window.isVisible()
    program.preferences.finish()
    assert SettingsFile(tmp_path / "settings.toml").read().tray is False


def test_the_menu_says_what_it_would_do(program: Program, session: Session) -> None:
    words = [action.text() for action in tray_of(program).menu.actions() if action.text()]
    assert words == ["Hide the window", "New contact…", "Quit"]


def test_without_a_tray_there_is_none(
    program: Program, monkeypatch: pytest.MonkeyPatch, open_window: OpenWindow, workspace: Path
) -> None:
    monkeypatch.setattr("crm_desktop.gui.shell.tray.has_tray", lambda: False)
    open_window(workspace)
    assert program.tray is None


@pytest.fixture
def said(program: Program, session: Session, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system is asked to tell, while the person works elsewhere."""
    words: list[str] = []
    monkeypatch.setattr(tray_of(program).icon, "showMessage", lambda *told: words.append(told[1]))
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    return words


def test_the_system_tells_a_mention_while_the_window_is_behind_and_a_press_leads_there(
    program: Program, session: Session, said: list[str]
) -> None:
    inbox, pressed = session.window.notifications.inbox, list[str]()
    press(tray_of(program))
    inbox.announce(MENTION, "Look", Button("Open", lambda: pressed.append("Look")))
    inbox.announce(IMPORT, "It has ended", None)  # no kind of which the system tells
    assert said == ["Look"]
    tray_of(program).icon.messageClicked.emit()
    assert session.window.isVisible()
    assert pressed == ["Look"]
    tray_of(program).icon.messageClicked.emit()
    assert pressed == ["Look"]


def test_whoever_works_in_the_window_is_told_there_only(
    program: Program, session: Session, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "activeWindow", lambda: session.window)
    session.window.notifications.inbox.announce(MENTION, "Look", None)
    assert said == []


def test_the_bell_is_as_wide_as_its_longest_choice(
    program: Program, session: Session, said: list[str]
) -> None:
    bell = there(view_of(session).top.findChild(BellButton))
    box = bell.list.kinds.by_system[MENTION]
    box.setText(box.text() + " or in another language")
    bell.click()
    bell.list.choose.click()
    QApplication.processEvents()
    assert box.width() >= box.sizeHint().width()


def test_the_bell_offers_to_leave_the_system_out_and_that_stays_so(
    program: Program, session: Session, said: list[str], tmp_path: Path
) -> None:
    inbox = session.window.notifications.inbox
    bell = there(view_of(session).top.findChild(BellButton))
    bell.click()
    bell.list.choose.click()
    box = bell.list.kinds.by_system[MENTION]
    assert box.isVisible()
    box.click()
    inbox.announce(MENTION, "Look", None)
    assert said == []
    program.preferences.finish()
    assert SettingsFile(tmp_path / "settings.toml").read().silent == (MENTION,)
    box.click()
    inbox.announce(MENTION, "Look again", None)
    assert said == ["Look again"]
    program.preferences.choose(lambda settings: replace(settings, tray=False))
    assert not box.isVisible()
    inbox.announce(MENTION, "And again", None)
    assert said == ["Look again"]
