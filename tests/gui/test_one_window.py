"""One window process for a person and a workspace; a second start brings up the first."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from crm_desktop.gui.program import Program
from crm_desktop.gui.shell.instance import OneWindow, full_address, workspace_key
from tests.gui.conftest import close_windows, column, import_by_guess
from tests.journeys.program import run_apart, start

# Of the screen that the tests draw on, not of the program.
pytestmark = [
    pytest.mark.qt_log_ignore("does not support propagateSizeHints", "does not support raise"),
    pytest.mark.usefixtures("qapp"),
]

ROOT = Path(__file__).resolve().parents[2]
HOLDING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from crm_desktop.gui.shell.instance import OneWindow
application = QCoreApplication([])
one = OneWindow("/bases/own.crm", Path(sys.argv[1]))
one.ours.connect(lambda: print("ours", flush=True))
one.ask()
application.exec()
"""


class Start:
    """A start of the program, as far as the question whose window it is."""

    def __init__(self, address: str, folder: Path, patience: int = 3000) -> None:
        self.heard: list[object] = []
        self.one = OneWindow(address, folder, patience=patience, listens_after=0)
        self.one.ours.connect(lambda: self.heard.append("ours"))
        self.one.elsewhere.connect(lambda: self.heard.append("elsewhere"))
        self.one.called.connect(self.heard.append)


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., Start]]:
    """Starts on the same computer, by the same person."""
    begun: list[Start] = []

    def begin_(address: str = "/bases/own.crm", *files: Path, patience: int = 3000) -> Start:
        begun.append(Start(address, tmp_path, patience))
        begun[-1].one.ask(files)
        return begun[-1]

    yield begin_
    for made in begun:
        made.one.release()
        made.one.deleteLater()


Begin = Callable[..., Start]


def listening_server(start: Start, qtbot: QtBot) -> QLocalServer:
    """What later starts are heard by, as soon as there is one."""
    qtbot.waitUntil(lambda: start.one._server is not None)
    assert start.one._server is not None
    return start.one._server


def test_the_first_start_shows_the_window_at_once(begin: Begin) -> None:
    assert begin().heard == ["ours"]


def test_a_second_start_calls_the_first_and_hands_its_files_over(
    begin: Begin, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    first = begin()
    second = begin("/bases/../bases/own.crm", Path("/data/люди.csv"), Path("near.csv"))
    qtbot.waitUntil(lambda: second.heard == ["elsewhere"])
    assert first.heard == ["ours", (Path("/data/люди.csv"), tmp_path / "near.csv")]


def test_other_workspaces_and_other_people_have_windows_of_their_own(
    begin: Begin, tmp_path: Path
) -> None:
    begin()
    assert begin("/bases/other.crm").heard == ["ours"]
    other = Start("/bases/own.crm", tmp_path / "another person")
    other.one.ask()
    assert other.heard == ["ours"]
    other.one.release()


def test_after_the_window_is_closed_the_next_start_shows_its_own(
    begin: Begin, qtbot: QtBot
) -> None:
    begin().one.release()
    assert begin().heard == ["ours"]


def test_a_window_closed_while_another_start_asks_passes_the_right_on(
    begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    first = begin()
    first.one._listening.stop()  # it doesn't listen, and goes a moment later
    second = begin()
    qtbot.wait(60)
    assert second.heard == []
    first.one.release()
    qtbot.waitUntil(lambda: second.heard == ["ours"])


def test_a_folder_with_a_long_name_will_do(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / ("anna.sokolova@vektor.example" * 4)
    first, second = Start("/bases/own.crm", folder), Start("/bases/own.crm", folder)
    first.one.ask()
    second.one.ask()
    qtbot.waitUntil(lambda: second.heard == ["elsewhere"])
    second.one.release()
    first.one.release()


def test_what_a_killed_process_left_is_in_nobodys_way(begin: Begin, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, tmp_path], cwd=ROOT, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ours\n"
        process.kill()
    assert begin().heard == ["ours"]


@pytest.mark.expected_log
def test_a_window_that_hangs_keeps_nobody_from_working(
    begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    listening_server(begin(), qtbot).blockSignals(True)
    second = begin(patience=200)
    qtbot.waitUntil(lambda: second.heard == ["ours"])


@pytest.mark.expected_log
def test_without_a_place_for_the_lock_the_window_opens(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    made = Start("/bases/own.crm", tmp_path / "file")
    made.one.ask()
    assert made.heard == ["ours"]


@pytest.mark.parametrize(
    "letter", [b"\n", b"[]\n", b"{}\n", b'{"files": [1]}\n', b"\xff\n", b"x" * 2_000_000]
)
def test_a_letter_that_is_none_of_ours_is_dropped(
    begin: Begin, qtbot: QtBot, letter: bytes
) -> None:
    first = begin()
    listening_server(first, qtbot)
    socket = QLocalSocket()
    socket.connectToServer(first.one._name)
    socket.write(letter)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert first.heard == ["ours"]
    last = begin()
    qtbot.waitUntil(lambda: last.heard == ["elsewhere"])


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/bases/a.crm", "/bases/x/../a.crm"),
        ("postgresql://anna@office/crm", "postgres://anna@OFFICE:5432/crm?sslmode=require"),
        ("postgresql:///crm?host=office", "postgresql://office/crm"),
    ],
)
def test_a_workspace_is_the_same_however_it_is_written(address: str, other: str) -> None:
    assert workspace_key(address) == workspace_key(other)


def test_people_of_one_server_have_workspaces_of_their_own() -> None:
    assert workspace_key("postgresql://anna@office/crm") != workspace_key(
        "postgresql://igor@office/crm"
    )


def test_an_address_is_kept_as_it_is_right_everywhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert full_address("own.crm") == str(tmp_path / "own.crm")
    assert full_address("postgresql://office/crm") == "postgresql://office/crm"
    assert full_address("postgresql://office") == "postgresql://office"  # refused when opened


def test_files_handed_over_are_imported_by_the_window_that_is_there(
    program: Program, qtbot: QtBot, workspace: Path, tmp_path: Path
) -> None:
    program.show(str(workspace))
    [session] = program.sessions
    sheet = tmp_path / "people.csv"
    sheet.write_text("Name,Phone\nBoris Kim,+48 600 555 114\n")
    program.show(str(workspace), [sheet])  # while it still opens
    qtbot.waitUntil(lambda: not program._asking)
    assert program.sessions == [session]
    qtbot.waitUntil(lambda: session.window.view is not None)
    import_by_guess(session, qtbot)
    qtbot.waitUntil(lambda: column(session) == ["Boris Kim"])


def test_windows_that_come_and_go_leave_nothing(
    program: Program, qtbot: QtBot, workspace: Path
) -> None:
    for _time in range(10):
        program.show(str(workspace))
        close_windows(program, qtbot)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert program.findChildren(QObject) == [program.preferences]


def test_a_second_process_ends_at_once_and_the_command_line_works_beside(
    workspace: Path, tmp_path: Path
) -> None:
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    home = dict.fromkeys(names, str(tmp_path / "home"))
    words = ("--lang", "en", "--workspace", workspace)
    begun = [start(*words, environment=home)]
    try:
        _wait(lambda: list(tmp_path.glob("home/*/settings.toml")), seconds=30)  # it is open
        begun.append(start(*words, environment=home))
        assert begun[1].communicate(timeout=30) == ("", "")
        assert begun[1].returncode == 0
        assert run_apart("check", "--workspace", workspace).status == 0
        assert begun[0].poll() is None
    finally:
        for process in begun:
            process.kill()
            process.communicate()


def _wait(is_so: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)
