"""The program started with files: tables are imported, workspaces are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.core.settings_file import SettingsFile
from crm_desktop.gui.app import make_application
from crm_desktop.gui.program import Program
from tests.gui.conftest import close_windows, wizard_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def program(
    tmp_path: Path, dressed: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr("crm_desktop.gui.program.settings_path", lambda: tmp_path / "settings.toml")
    program = Program(make_application("en"), SettingsFile(tmp_path / "settings.toml"))
    yield program
    close_windows(program, qtbot)
    program.deleteLater()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("Name,Phone\nBoris Kim,+48 600 555 114\n")
    return path


def test_a_workspace_is_shown_and_the_tables_come_into_it(
    program: Program, workspace: Path, sheet: Path, qtbot: QtBot
) -> None:
    program.begin(None, [sheet, workspace])
    [session] = program.sessions
    qtbot.waitUntil(lambda: session.window.view is not None)
    assert session.window.windowTitle().startswith("workspace ")
    assert wizard_of(session).isVisible()


def test_the_last_workspace_takes_the_tables(
    program: Program, workspace: Path, sheet: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    SettingsFile(tmp_path / "settings.toml").change(lambda old: old.with_workspace(str(workspace)))
    program.begin(None, [sheet])
    [session] = program.sessions
    qtbot.waitUntil(lambda: session.window.view is not None)
    assert wizard_of(session).isVisible()


def test_a_second_start_hands_its_tables_to_the_window_that_is_there(
    program: Program, workspace: Path, sheet: Path, qtbot: QtBot
) -> None:
    program.begin(str(workspace))
    [session] = program.sessions
    qtbot.waitUntil(lambda: session.window.view is not None)
    program.begin(str(workspace), [sheet])
    qtbot.waitUntil(lambda: not program._asking)
    assert program.sessions == [session]
    assert wizard_of(session).isVisible()


def test_two_workspaces_get_two_windows(
    program: Program, template: Path, workspace: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    other = tmp_path / "other.crm"
    other.write_bytes(template.read_bytes())
    program.begin(None, [workspace, other])
    qtbot.waitUntil(
        lambda: [s.window.view is not None for s in program.sessions] == [True, True],
        timeout=20_000,
    )


def test_a_workspace_that_is_not_there_is_not_made(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    program.begin(None, [tmp_path / "gone.crm"])
    [session] = program.sessions
    pane = session.window._states.pane
    qtbot.waitUntil(lambda: "There is no workspace" in pane.sentence.text())
    assert "command" not in pane.sentence.text()
    assert not (tmp_path / "gone.crm").exists()
