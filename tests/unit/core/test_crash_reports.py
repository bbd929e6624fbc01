"""Crash reports: written for bugs and for sessions that ended by themselves, with no values."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from crm_desktop.core.crash import SessionMark, report_lost_sessions, write_crash_report
from crm_desktop.core.logs import log_kept

ROOT = Path(__file__).resolve().parents[3]
DYING = """
import ctypes, os, sys
from pathlib import Path
from crm_desktop.core.crash import SessionMark
mark = SessionMark(Path(sys.argv[1]))
mark.set()
"""


def failed(name: str) -> Exception:
    """An error with a cause, as drivers raise them."""
    try:
        try:
            raise ValueError(f"value {name!r}")
        except ValueError as cause:
            raise RuntimeError(f"row of {name}") from cause
    except RuntimeError as error:
        return error


def die(folder: Path, how: str) -> int:
    """A process that sets its mark and then ends like this."""
    return subprocess.run(
        [sys.executable, "-c", DYING + how, folder], cwd=ROOT, check=False, capture_output=True
    ).returncode


@pytest.mark.expected_log
def test_a_report_tells_versions_places_and_the_last_of_the_log(tmp_path: Path) -> None:
    with log_kept(tmp_path):
        logging.getLogger("crm_desktop").warning("the feed stopped")
        path = write_crash_report(failed("Anna Kim"), tmp_path)
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert text.startswith("CRM Desktop ")
    assert "SQLAlchemy 2" in text
    assert "builtins.RuntimeError\n  tests/unit/core/test_crash_reports.py:" in text
    assert "builtins.ValueError" in text
    assert "the feed stopped" in text
    assert "Anna" not in text


def test_errors_that_cause_each_other_end(tmp_path: Path) -> None:
    error, other = RuntimeError(), ValueError()
    error.__cause__, other.__cause__ = other, error
    path = write_crash_report(error, tmp_path)
    assert path is not None
    assert path.read_text(encoding="utf-8").count("builtins.RuntimeError") == 1


def test_few_reports_are_kept(tmp_path: Path) -> None:
    paths = [write_crash_report(failed("x"), tmp_path) for _time in range(25)]
    assert sorted(tmp_path.glob("crash-*.txt")) == paths[-20:]


def test_where_nothing_can_be_written_there_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert write_crash_report(failed("x"), tmp_path / "file") is None
    mark = SessionMark(tmp_path / "file")
    mark.set()
    mark.take_down()
    assert report_lost_sessions(tmp_path / "file") == []


def test_a_session_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    assert die(tmp_path, "mark.take_down()") == 0
    assert report_lost_sessions(tmp_path) == []
    assert [path.name for path in tmp_path.iterdir()] == ["sessions.lock"]


def test_a_running_session_is_not_lost(tmp_path: Path) -> None:
    script = f"{DYING}print(flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", script, tmp_path],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        assert report_lost_sessions(tmp_path) == []
        process.kill()
    [report] = report_lost_sessions(tmp_path)
    assert "The program ended without closing." in report.read_text(encoding="utf-8")


def test_a_crash_of_native_code_is_reported_once_and_in_places(tmp_path: Path) -> None:
    assert die(tmp_path, "def draw():\n    ctypes.string_at(0)\ndraw()") != 0
    [report] = report_lost_sessions(tmp_path)
    text = report.read_text(encoding="utf-8")
    assert "egmentation fault" in text or "access violation" in text
    assert "in draw" in text
    assert str(Path(sys.prefix)) not in text
    assert report_lost_sessions(tmp_path) == []
    assert not list(tmp_path.glob("session-*"))
