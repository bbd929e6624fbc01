"""What goes wrong in the window's process becomes a report and a word to the person, once."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.core.crash import SessionMark
from crm_desktop.gui.bridge.faults import report_bug
from crm_desktop.gui.bridge.watching import Watch
from crm_desktop.gui.program import Program
from crm_desktop.gui.shell.crash_report import CrashReportDialog, tell_uncaught
from crm_desktop.gui.shell.main_window import MainWindow

# Of the screen that the tests draw on, not of the program.
pytestmark = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("does not support propagateSizeHints", "a font is missing"),
    pytest.mark.expected_log,
]


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the reports of this test."""
    monkeypatch.setattr("crm_desktop.core.crash.user_log_folder", lambda: tmp_path / "logs")
    return tmp_path / "logs"


@pytest.fixture
def watch(logs: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Watch]:
    """The process is watched, but for crashes of native code: those are pytest's."""
    monkeypatch.setattr(SessionMark, "set", lambda _mark: None)
    hooks = sys.excepthook, threading.excepthook
    with Watch() as watch:
        yield watch
    sys.excepthook, threading.excepthook = hooks


def fail() -> None:
    raise RuntimeError("Anna Kim")


def reports(folder: Path) -> list[Path]:
    return sorted(folder.glob("crash-*.txt"))


def test_a_bug_becomes_one_report_however_often_it_strikes(watch: Watch, logs: Path) -> None:
    for _time in range(3):
        try:
            fail()
        except RuntimeError as error:
            report_bug(error)
    report_bug(ValueError("elsewhere"))
    assert len(reports(logs)) == 2
    assert "in fail" in reports(logs)[0].read_text(encoding="utf-8")


def test_an_error_that_nobody_caught_is_told_once(watch: Watch, logs: Path, qtbot: QtBot) -> None:
    told: list[object] = []
    watch.uncaught.connect(told.append)
    for _time in range(3):
        QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(20)
    assert told == reports(logs)
    assert len(told) == 1


def test_an_error_in_a_thread_is_told_on_the_guis(watch: Watch, logs: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(watch.uncaught) as told:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert told.args == reports(logs)


def test_the_end_by_ctrl_c_is_no_bug(watch: Watch, logs: Path) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert reports(logs) == []


def test_messages_of_qt_go_into_the_log(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    qWarning("a font is missing: 100 %")
    assert ("crm_desktop.qt", logging.WARNING, "a font is missing: 100 %") in caplog.record_tuples


def test_afterwards_nothing_is_watched(logs: Path, qapp: QApplication) -> None:
    with Watch():
        assert list(logs.glob("session-*.txt"))
    assert list(logs.glob("session-*.txt")) == []
    report_bug(ValueError("later"))
    assert reports(logs) == []
    assert sys.excepthook is sys.__excepthook__


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_report_can_be_shown_and_copied(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    report = tmp_path / "crash-1.txt"
    report.write_text("CRM Desktop 0.1\nbuiltins.KeyError\n", encoding="utf-8")
    tell_uncaught(window, report)
    [note] = window.notifications.notes
    assert note.words.startswith("The program made a mistake. Everything saved before is safe.")
    assert note.button is not None
    note.button.click()
    [dialog] = window.findChildren(CrashReportDialog)
    assert not dialog.isModal()
    assert dialog.text.toPlainText() == report.read_text(encoding="utf-8")
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == report.read_text(encoding="utf-8")
    dialog.leave.click()
    qtbot.waitUntil(lambda: not window.findChildren(CrashReportDialog))


def test_without_a_report_there_is_nothing_to_show(window: MainWindow) -> None:
    tell_uncaught(window, None)
    [note] = window.notifications.notes
    assert note.button is None


def test_a_report_that_was_cleaned_away_is_told(window: MainWindow, tmp_path: Path) -> None:
    dialog = CrashReportDialog(tmp_path / "gone.txt", window)
    assert dialog.text.toPlainText().startswith("The report can’t be read any more")


def test_a_session_that_ended_by_itself_is_told_at_the_next_start(
    program: Program, logs: Path, workspace: Path, qtbot: QtBot
) -> None:
    logs.mkdir()
    (logs / "session-1.txt").write_text("Fatal Python error: Segmentation fault\n")
    program.show(str(workspace))
    [session] = program.sessions
    notes = session.window.notifications
    qtbot.waitUntil(lambda: bool(notes.notes))
    [note] = notes.notes
    assert note.words == "Last time the program closed by itself. Everything you typed is saved."
    [report] = reports(logs)
    assert "Segmentation fault" in report.read_text(encoding="utf-8")
